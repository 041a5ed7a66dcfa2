import java.io.File;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.regex.*;
import java.util.stream.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.*;
import org.w3c.dom.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the libraries: which, under which licence, and that they are the very same files")
class SupplyTest {

  static final Path LIST = Kit.FOLDER.resolve("scripts/tests/libraries.txt");

  /** A line for each jar that this JVM was started with, which are those of all scripts: group:name:version, licence, SHA-256. */
  static SortedSet<String> libraries() throws Exception {
    SortedSet<String> lines = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry), pom = Path.of(entry.replaceFirst("\\.jar$", ".pom"));
      if (!Files.exists(pom)) continue;   // the tests' own jar
      Path version = jar.getParent(), name = version.getParent();
      lines.add(String.format("%-70s %-40s %s", group(pom) + ":" + name.getFileName() + ":" + version.getFileName(), licence(pom), sha256(jar)));
    }
    return lines;
  }

  static String sha256(Path file) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static Element read(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
  }

  /** The text of a child, or null. */
  private static String child(Element parent, String... names) {
    Node node = parent;
    for (String name : names) {
      Node next = null;
      for (Node n = node.getFirstChild(); n != null; n = n.getNextSibling()) if (n.getNodeName().equals(name)) { next = n; break; }
      if (next == null) return null;
      node = next;
    }
    return node.getTextContent().strip().replaceAll("\\s+", " ");
  }

  private static String group(Path pom) throws Exception {
    String group = child(read(pom), "groupId");
    return group != null ? group : child(read(pom), "parent", "groupId");
  }

  /** As the POM says, or its parent's. */
  private static String licence(Path pom) throws Exception {
    Element project = read(pom);
    String name = child(project, "licenses", "license", "name");
    if (name != null) return name;
    String group = child(project, "parent", "groupId"), artifact = child(project, "parent", "artifactId"), version = child(project, "parent", "version");
    if (group == null) return "not told";
    Path repository = pom.getParent().getParent().getParent();
    for (int depth = group(pom).split("\\.").length; depth > 0; depth--) repository = repository.getParent();
    return licence(repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version).resolve(artifact + "-" + version + ".pom"));
  }

  @Test @DisplayName("every library that is resolved stands in libraries.txt, with its licence and checksum, and no other")
  void same() throws Exception {
    SortedSet<String> known = new TreeSet<>(Files.readAllLines(LIST).stream().filter(line -> !line.startsWith("#") && !line.startsWith("JBang ")).toList()), here = libraries();
    List<String> unknown = here.stream().filter(line -> !known.contains(line)).toList(), gone = known.stream().filter(line -> !here.contains(line)).toList();
    assertThat(unknown).as("new or changed; if they are wanted, these lines belong in libraries.txt:\n" + String.join("\n", unknown)).isEmpty();
    assertThat(gone).as("no longer used").isEmpty();
  }

  @Test @DisplayName("JBang itself, where ./jbang has fetched it: the very jars of the list")
  void jbang() throws Exception {
    Path home = Path.of(Objects.requireNonNullElse(System.getenv("JBANG_DIR"), System.getProperty("user.home") + "/.jbang")), jars = home.resolve("kit/jbang-0.132.1");
    Assumptions.assumeTrue(Files.isDirectory(jars), "another jbang is used here");
    long bytes = 0;
    try (Stream<Path> files = Files.list(jars)) { for (Path jar : files.toList()) bytes += Files.size(jar); }
    assertThat(Files.readString(Kit.FOLDER.resolve("jbang"))).as("by which ./jbang knows that they are whole").contains("\nbytes=" + bytes + " ");
    SortedSet<String> here = new TreeSet<>(), known = new TreeSet<>();
    try (Stream<Path> files = Files.list(jars)) { for (Path jar : files.toList()) here.add(jar.getFileName() + " " + sha256(jar)); }
    for (String line : Files.readAllLines(LIST)) if (line.startsWith("JBang ")) known.add(line.split(" +")[1] + line.substring(line.lastIndexOf(' ')));
    assertThat(here).isEqualTo(known);
  }

  @Test @DisplayName("no licence forbids a school to use or to change it")
  void licences() throws Exception {
    assertThat(libraries()).allMatch(line -> line.replaceAll("^\\S+ +| \\S+$", "").matches("(?i).*(apache|mit|bsd|cc0|public domain|eclipse public|mozilla public|epl|unicode|gnu general public license.*classpath|\\bupl\\b).*"));
  }

  @Test @DisplayName("every //DEPS names an exact version, and the same one everywhere")
  void pinned() throws Exception {
    Map<String, String> versions = new TreeMap<>();
    String list = Files.readString(LIST);
    try (Stream<Path> files = Stream.of("scripts", "lessons").flatMap(folder -> {
      try { return Files.walk(Kit.FOLDER.resolve(folder)); } catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }
    })) {
      for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|md)")).toList()) {
        Matcher dependency = Pattern.compile("^//DEPS +([^.\\s]\\S*)$", Pattern.MULTILINE).matcher(Files.readString(file));
        while (dependency.find()) {
          assertThat(dependency.group(1)).as(file.toString()).matches("[\\w.-]+:[\\w.-]+:\\d[\\w.]*(-[\\w.]+)?");
          int colon = dependency.group(1).lastIndexOf(':');
          String other = versions.put(dependency.group(1).substring(0, colon), dependency.group(1).substring(colon + 1));
          assertThat(other).as(file + ": " + dependency.group(1)).isIn(null, dependency.group(1).substring(colon + 1));
          assertThat(list).contains(dependency.group(1) + " ");
        }
      }
    }
    assertThat(versions).hasSizeGreaterThan(8);
    assertThat(Files.readString(Kit.FOLDER.resolve(".jbang/pom.xml"))).doesNotContain("LATEST", "RELEASE", "[", "SNAPSHOT");
  }
}
