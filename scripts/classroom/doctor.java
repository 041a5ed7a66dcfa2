///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -Djdk.console=java.base
//SOURCES ../base/Program.java Jdk.java

// Is this laptop ready for the lesson? One line for each thing that can go wrong: OK, or what to do about it.
//   jbang doctor.java
// It prints first the JDK. The exit code is 1 when something has to be done.

import java.io.*;
import java.nio.charset.Charset;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.jar.*;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "doctor", description = "Checks whether this machine is ready, and says what to do where it is not.",
    footer = "Example: doctor")
class doctor implements Callable<Integer> {

  private int problems;

  /** A line: what was found, and what to do if that is not good (null: all is well). */
  private void tell(String what, String found, String todo) {
    System.out.printf("%-4s %-14s %s%n", todo == null ? "OK" : "DO", what, found + (todo == null ? "" : ": " + todo));
    if (todo != null) problems++;
  }

  private static String todoIf(boolean bad, String todo) { return bad ? todo : null; }

  /** The program's file on the PATH, or null. */
  static Path onPath(String program) {
    return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> Stream.of(program, program + ".exe", program + ".cmd").map(name -> Path.of(folder, name)))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst().orElse(null);
  }

  static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  // ---- the checks --------------------------------------------------------------------------------------

  private void java() {
    int version = Runtime.version().feature();
    boolean compiler = Jdk.has("jdk.compiler");
    tell("JDK", Runtime.version() + " in " + System.getProperty("java.home"),
        version < 17 ? "install a JDK, 17 or newer"
        : todoIf(!compiler, "this is a JRE, without a compiler; install a JDK (its package ends in -jdk)"));
    tell("memory", Runtime.getRuntime().maxMemory() / (1 << 20) + " MB for Java, "
        + Runtime.getRuntime().availableProcessors() + " processors",
        todoIf(Runtime.getRuntime().maxMemory() < 200L << 20,
            "training needs about 100 MB, and this computer has little memory"));
  }

  private void jbang(Path kit, Path cache) throws IOException {
    Path jars = cache.resolve("kit"), installed = onPath("jbang");
    boolean own = installed == null || Files.isSameFile(installed, kit.resolve("jbang"));
    boolean fetched = Files.isDirectory(jars) && jars.toFile().list().length > 0
        || Files.exists(cache.resolve("bin/jbang"));
    // No advice here: doctor itself was started by JBang.
    tell("JBang", own ? fetched ? "fetched by ./jbang into " + cache : "none" : installed.toString(), null);
    Path maven = onPath("mvn");
    tell("Maven", maven == null ? "none" : maven.toString(),
        todoIf(maven == null && own && !fetched, "./jbang fetches JBang with it; install Maven or JBang"));
  }

  /** Deletes broken builds (a full disk, or two plain JBangs at once, can break one): they are built again. */
  private void builds(Path cache) throws IOException {
    List<Path> spoilt = new ArrayList<>();
    for (Path each : List.of(cache.resolve("cache"), cache.resolve("kit/built"))) {
      if (!Files.isDirectory(each)) continue;
      try (Stream<Path> files = Files.walk(each)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (file.toString().contains(".part")) continue;   // ./jbang is about to build it
          if (file.endsWith("dependency_cache.json") && !Files.readString(file).endsWith("}")) spoilt.add(file);
          if (file.toString().matches(".*[\\\\/]jars[\\\\/][^\\\\/]+[\\\\/][^\\\\/]+\\.jar") && !whole(file)) {
            spoilt.add(file);
          }
        }
      }
    }
    List<Path> stay = spoilt.stream().filter(file -> !file.toFile().delete()).toList();
    tell("builds", spoilt.isEmpty() ? "whole"
        : spoilt.size() + " spoilt" + (stay.isEmpty() ? ", deleted; the next start builds again" : ""),
        todoIf(!stay.isEmpty(), "delete " + stay));
  }

  /** Whether the jar can be read and has each class that its own classes name (those without a package). */
  static boolean whole(Path jar) {
    Set<String> here = new HashSet<>(), named = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        byte[] bytes = file.getInputStream(entry).readAllBytes();
        if (!entry.getName().endsWith(".class")) continue;
        here.add(entry.getName().replace(".class", ""));
        named.addAll(classes(new DataInputStream(new ByteArrayInputStream(bytes))));
      }
      String script = jar.getFileName().toString().replace(".jar", "");
      String main = file.getManifest().getMainAttributes().getValue("Main-Class");
      named.add(main == null ? script : main);
      return (main == null || main.equals(script) || !here.contains(script))   // else it begins with another script
          && here.containsAll(named.stream().filter(name -> !name.contains("/")).toList());
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /**
   * The classes that a class file names in its constants (Java Virtual Machine Specification, 4.1 and 4.4).
   * @throws IOException  when the file ends before its parts do, or after them
   */
  private static List<String> classes(DataInputStream in) throws IOException {
    in.skipNBytes(8);   // the magic number and the version
    int n = in.readUnsignedShort();
    String[] texts = new String[n];
    List<Integer> classes = new ArrayList<>();
    for (int i = 1; i < n; i++) {
      int tag = in.readUnsignedByte();
      if (tag == 1) texts[i] = in.readUTF();
      else if (tag == 7) classes.add(in.readUnsignedShort());
      else in.skipNBytes(tag == 5 || tag == 6 ? 8 : tag == 15 ? 3
          : tag == 8 || tag == 16 || tag == 19 || tag == 20 ? 2 : 4);
      if (tag == 5 || tag == 6) i++;   // long and double take two places
    }
    in.skipNBytes(6);   // what kind of class, its name, the class above it
    in.skipNBytes(2 * in.readUnsignedShort());   // interfaces
    for (String members : List.of("fields", "methods")) {
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        in.skipNBytes(6);
        skipAttributes(in);
      }
    }
    skipAttributes(in);
    if (in.read() >= 0) throw new IOException("more than a class");
    return classes.stream().map(i -> texts[i]).filter(name -> !name.startsWith("[")).toList();
  }

  private static void skipAttributes(DataInputStream in) throws IOException {
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      in.skipNBytes(2);
      in.skipNBytes(in.readInt());
    }
  }

  private void encoding() {
    String files = System.getProperty("sun.jnu.encoding"), text = Charset.defaultCharset().name();
    boolean utf8 = "UTF-8".equalsIgnoreCase(text)
        && (files == null || files.equalsIgnoreCase("UTF-8") || System.getProperty("os.name").startsWith("Windows"));
    tell("encoding", "text " + text + ", file names " + files,
        todoIf(!utf8, "letters with accents may be lost; set LC_ALL=C.UTF-8"));
  }

  private void writable(String what, Path folder) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) there = there.getParent();
    String todo;
    try {
      Files.delete(Files.createTempFile(there, "doctor", ""));
      long free = Files.getFileStore(there).getUsableSpace() >> 20;
      todo = todoIf(free < 500, "only " + free + " MB free; the libraries need up to 300 MB");
    } catch (IOException e) {
      todo = "can't be written to; " + (what.equals("this folder") ? "work in a folder of your own"
          : "let JBANG_DIR and JBANG_REPO name folders of your own");
    }
    tell(what, folder.toString(), todo);
  }

  /** Which of the libraries that the scripts name are in the local Maven repository already. */
  private void libraries(Path kit, Path repository) throws IOException {
    Set<String> missing = new TreeSet<>();
    Set<Path> broken = new TreeSet<>();
    try (Stream<Path> files = Files.walk(kit.resolve("scripts"))) {
      for (Path script : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        for (String line : Files.readAllLines(script)) {
          if (!line.startsWith("//DEPS ") || line.split(":").length != 3) continue;
          String[] parts = line.substring(7).strip().split(":");
          Path folder = repository.resolve(parts[0].replace('.', '/')).resolve(parts[1]).resolve(parts[2]);
          Path jar = folder.resolve(parts[1] + "-" + parts[2] + ".jar");
          if (!Files.exists(folder.resolve(parts[1] + "-" + parts[2] + ".pom"))) missing.add(parts[1]);
          else if (Files.exists(jar) && !readable(jar)) broken.add(jar);
        }
      }
    }
    if (!broken.isEmpty()) {
      tell("libraries", broken.size() + " can't be read", "delete them, and they are fetched again: " + broken);
    }
    tell("offline", missing.isEmpty() ? "all libraries are here" : "not here yet: " + String.join(", ", missing),
        todoIf(!missing.isEmpty(), "before the room goes offline, ./jbang prefetch"));
  }

  private static boolean readable(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return true;   // the list of files, at the jar's end, is there
    } catch (IOException e) {
      return false;
    }
  }

  private void network() {
    String proxy = Stream.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY").map(System::getenv)
        .filter(value -> value != null && !value.isEmpty()).findFirst().orElse(null);
    boolean told = System.getProperty("https.proxyHost") != null
        || environment("JAVA_TOOL_OPTIONS", "").contains("proxyHost")
        || Files.exists(Path.of(System.getProperty("user.home"), ".m2", "settings.xml"));
    tell("proxy", proxy == null ? "none set" : proxy, todoIf(proxy != null && !told,
        "Maven and JBang do not read this variable; write the proxy into ~/.m2/settings.xml, or "
            + "JAVA_TOOL_OPTIONS=-Dhttps.proxyHost=... -Dhttps.proxyPort=..."));
  }

  private void screen() {
    String system = System.getProperty("os.name");
    boolean desktop = !system.equals("Linux") || System.getenv("DISPLAY") != null
        || System.getenv("WAYLAND_DISPLAY") != null;
    boolean opener = !system.equals("Linux") || onPath("xdg-open") != null;
    tell("browser", desktop ? opener ? "pages open by themselves" : "a desktop, but no xdg-open"
        : "no desktop: plot and inspect print where their page is",
        todoIf(desktop && !opener, "install xdg-utils, or open the pages yourself"));
    tell("terminal", System.console() == null ? "none: plain lines"
        : environment("TERM", "there") + (System.getenv("NO_COLOR") == null ? "" : ", no colour wanted"), null);
  }

  // ---- the command -------------------------------------------------------------------------------------

  public Integer call() throws IOException {
    Words.require(System.getenv("DINO_KIT") != null, "start this by ./jbang doctor in the kit's folder");
    Path kit = Path.of(System.getenv("DINO_KIT")), home = Path.of(System.getProperty("user.home"));
    Path cache = Path.of(environment("JBANG_DIR", home.resolve(".jbang").toString())),
        repository = Path.of(environment("JBANG_REPO", home.resolve(".m2/repository").toString()));
    java();
    jbang(kit, cache);
    builds(cache);
    encoding();
    writable("this folder", Path.of("").toAbsolutePath());
    writable("JBang's cache", cache);
    writable("libraries", repository);
    libraries(kit, repository);
    network();
    screen();
    System.out.println(problems == 0 ? "all is well" : problems + (problems == 1 ? " thing" : " things") + " to do");
    return problems == 0 ? 0 : 1;
  }

  public static void main(String... args) { Program.start(new doctor(), args); }
}
