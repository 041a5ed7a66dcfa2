import java.io.*;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.jar.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static java.nio.charset.StandardCharsets.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("what can be in the way of a start: other starts, full disks, odd folders, languages and networks")
@Slow
class StartTest {

  @TempDir static Path folder;

  /** A kit of one script, in a folder with an @, a space and a quote in its name. */
  static Path kit(String name) throws Exception {
    Path kit = Files.createDirectories(folder.resolve("anna@school.org/it's " + name));
    for (String file : List.of("jbang", "jbang-catalog.json", "scripts/encode.java", "data/dinosaurs.csv", "data/cheeses.csv", "data/villages.csv", "data/towns.csv")) {
      Files.createDirectories(kit.resolve(file).getParent());
      Files.copy(Kit.FOLDER.resolve(file), kit.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return kit;
  }

  /** Stands for JBang: builds slowly and in two steps, and says at a run what was built and what it was asked for. */
  static final String JBANG = """
      jar=$JBANG_CACHE_DIR/jars/encode/encode.jar
      case $1 in
        build)
          echo build >> "$JBANG_DIR/log"
          mkdir -p "${jar%/*}" && ! [ -e "$jar" ] || exit 7
          printf 'half ' > "$jar"
          if [ -n "$BREAK" ]; then kill -9 $PPID; exit 1; fi
          sleep 1
          printf 'whole' >> "$jar" ;;
        *) cat "$jar" && printf ': %s\\n' "$*" ;;
      esac""";

  static Map<String, String> with(String name, String jbang) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home of " + name));
    Map<String, String> environment = new HashMap<>(CommandTest.only(programs(name, Map.of("jbang", jbang)), home));
    environment.put("DINO_CALLS", "");
    return environment;
  }

  private static Path programs(String name, Map<String, String> scripts) throws Exception {
    return CommandTest.programs(folder.resolve("bin of " + name), scripts);
  }

  static List<String> log(Map<String, String> environment) throws Exception {
    return Files.readAllLines(Path.of(environment.get("JBANG_DIR"), "log"));
  }

  static Path jar(Map<String, String> environment) throws Exception {
    try (Stream<Path> files = Files.walk(Path.of(environment.get("JBANG_DIR"), "kit/built"))) {
      return files.filter(file -> file.endsWith("encode.jar")).findFirst().orElseThrow();
    }
  }

  @AfterAll static void removeLinks() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isSymbolicLink).toList()) Files.delete(file);
    }
  }

  // ---- with a program that stands for JBang ------------------------------------------------------------

  @Test @DisplayName("eight first starts at once: each finds a whole build, and nothing half done is left")
  void atOnce() throws Exception {
    Path kit = kit("eight");
    Map<String, String> environment = with("eight", JBANG);
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 8; i++) starts.add(Kit.start(folder, environment, folder.resolve("out" + i), folder.resolve("err" + i),
        kit.resolve("jbang").toString(), "encode", "rex"));
    for (int i = 0; i < 8; i++) {
      assertThat(starts.get(i).waitFor()).as(Files.readString(folder.resolve("err" + i))).isZero();
      assertThat(folder.resolve("out" + i)).hasContent("half whole: run " + kit + "/scripts/encode.java rex");
    }
    try (Stream<Path> left = Files.list(Path.of(environment.get("JBANG_DIR"), "kit/built"))) {
      assertThat(left.map(file -> file.getFileName().toString())).singleElement().asString().matches("encode\\.java-\\d+");
    }
  }

  @Test @DisplayName("built once; again when a source has changed, or when the jar was cut, is empty or gone")
  void again() throws Exception {
    Path kit = kit("again");
    Map<String, String> environment = with("again", JBANG);
    String[] command = {kit.resolve("jbang").toString(), "encode"};
    for (int start = 0; start < 2; start++) assertThat(Kit.exec(folder, environment, command).out()).startsWith("half whole: run");
    assertThat(log(environment)).hasSize(1);
    for (int spoilt = 0; spoilt < 3; spoilt++) {
      if (spoilt < 2) Files.writeString(jar(environment), new String[] {"half ", ""}[spoilt]); else Files.delete(jar(environment));
      assertThat(Kit.exec(folder, environment, command).out()).startsWith("half whole: run");
      assertThat(log(environment)).hasSize(2 + spoilt);
    }
    Files.writeString(kit.resolve("scripts/encode.java"), "\n// changed\n", StandardOpenOption.APPEND);
    assertThat(Kit.exec(folder, environment, command).out()).startsWith("half whole: run");
    assertThat(log(environment)).hasSize(5);
  }

  @Test @DisplayName("a start that is killed while it builds spoils nothing")
  void killed() throws Exception {
    Path kit = kit("killed");
    Map<String, String> environment = with("killed", JBANG), breaks = new HashMap<>(environment);
    breaks.put("BREAK", "yes");
    assertThat(Kit.exec(folder, breaks, kit.resolve("jbang").toString(), "encode").status()).isEqualTo(137);
    assertThat(jar(environment)).hasContent("half ");   // it lies there, under another name
    assertThat(Kit.exec(folder, environment, kit.resolve("jbang").toString(), "encode").out()).startsWith("half whole: run");
  }

  @Test @DisplayName("a build that fails: its exit code, nothing left, and the next start builds")
  void fails() throws Exception {
    Path kit = kit("fails");
    Map<String, String> environment = with("fails", "[ -e \"$JBANG_DIR/room\" ] || exit 3\n" + JBANG);
    assertThat(Kit.exec(folder, environment, kit.resolve("jbang").toString(), "encode").status()).isEqualTo(3);
    assertThat(Path.of(environment.get("JBANG_DIR"), "kit/built").toFile().list()).isEmpty();
    Files.writeString(Path.of(environment.get("JBANG_DIR"), "room"), "");
    assertThat(Kit.exec(folder, environment, kit.resolve("jbang").toString(), "encode").out()).startsWith("half whole: run");
  }

  @Test @DisplayName("a cache that can't be written to: one sentence with its name")
  void readOnly() throws Exception {
    Path kit = kit("read only");
    Map<String, String> environment = with("read only", JBANG);
    Files.writeString(Path.of(environment.get("JBANG_DIR"), "kit"), "a file where the folder should be");
    Kit.Result result = Kit.exec(folder, environment, kit.resolve("jbang").toString(), "encode");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains(environment.get("JBANG_DIR"), "can't be written to", "JBANG_DIR");
  }

  @Test @DisplayName("a jbang on the PATH that calls ./jbang: it ends")
  void loop() throws Exception {
    Path kit = kit("loop");
    Kit.Result result = Kit.exec(folder, with("loop", "exec '" + kit.toString().replace("'", "'\\''") + "/jbang' \"$@\""), kit.resolve("jbang").toString(), "version");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("This needs JBang");
  }

  @Test @DisplayName("no language settings, unknown ones, or C: UTF-8, under a name that this machine has; TERM=dumb: no colours")
  void language() throws Exception {
    Path kit = kit("language");
    Map<String, String> environment = with("language", "echo \"$LC_ALL $NO_COLOR\"");
    String locale = "case ${LC_ALL:-$LANG} in old_OLD) echo ISO-8859-1;; en_US.UTF-8 | xx_XX.utf8) echo UTF-8;; *) echo ANSI_X3.4-1968;; esac";
    Path bin = Path.of(environment.get("PATH"));
    for (String[] each : new String[][] {{"de_DE.UTF-8", "en_US.UTF-8"}, {"", "en_US.UTF-8"}, {"C", "en_US.UTF-8"}, {"old_OLD", "en_US.UTF-8"}, {"xx_XX.utf8", ""}}) {
      Files.delete(bin.resolve("locale"));
      Files.writeString(bin.resolve("locale"), "#!/bin/sh\n" + locale + "\n");
      Files.setPosixFilePermissions(bin.resolve("locale"), PosixFilePermissions.fromString("rwxr-xr-x"));
      environment.putAll(Map.of("LANG", each[0], "LC_ALL", "", "LC_CTYPE", "", "TERM", "dumb"));
      assertThat(Kit.exec(folder, environment, kit.resolve("jbang").toString(), "version").out()).isEqualTo(each[1] + " 1\n");
    }
  }

  // ---- the kit itself ----------------------------------------------------------------------------------

  @Test @DisplayName("all sources on the way to a command are ASCII, which javac reads alike under any language")
  void ascii() throws Exception {
    for (String each : List.of("scripts", "lessons/exercises", "lessons/solutions")) {
      try (Stream<Path> files = Files.walk(Kit.FOLDER.resolve(each))) {
        for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("//COMPILE_OPTIONS -encoding UTF-8") || file.toString().matches(".*/tests/\\w+Test\\.java|.*/tests/Fuzz\\.java")) continue;
          assertThat(US_ASCII.newEncoder().canEncode(Files.readString(file))).as(file.toString()).isTrue();
        }
      }
    }
  }

  @Test @DisplayName("names and files with accents, under a language that the machine lacks")
  void accents() throws Exception {
    Path here = Files.createDirectories(folder.resolve("accents"));
    Files.writeString(here.resolve("list.txt"), "Zo\u00eb\n\u00c9mile\nJ\u00fcrgen\n".repeat(4));
    for (var language : List.of(Map.of("LANG", "de_DE.UTF-8", "LC_ALL", ""), Map.of("LC_CTYPE", "UTF-8", "LANG", "", "LC_ALL", ""), Map.of("LC_ALL", "C"))) {
      Kit.Result result = Kit.exec(here, language, "sh", "-c", "cp list.txt Gr\u00f6\u00dfe.txt && '" + CommandTest.JBANG + "' forward --data Gr\u00f6\u00dfe.txt Zo\u00eb");
      assertThat(result.status()).as(language + result.err()).isZero();
      assertThat(result.out()).contains("Zo\u00eb");
    }
  }

  @Test @DisplayName("a clone with Windows line ends switched on: sh can read ./jbang, and every file is byte for byte")
  void windowsLineEnds() throws Exception {
    Assumptions.assumeTrue(Files.exists(Kit.FOLDER.resolve(".git")) && doctor.onPath("git") != null, "git");
    Path source = Files.createDirectories(folder.resolve("source")), clone = folder.resolve("clone");
    String files = "git -C '" + Kit.FOLDER + "' ls-files -z | (cd '" + Kit.FOLDER + "' && xargs -0 tar c --ignore-failed-read) | tar x -C '" + source + "'";
    Kit.Result made = Kit.exec(folder, Map.of(), "sh", "-c", files + " && cd '" + source + "' && git init -q && git add -A"
        + " && git -c user.name=a -c user.email=a@b commit -qm all && git -c core.autocrlf=true clone -q . '" + clone + "'");
    assertThat(made.status()).as(made.err()).isZero();
    for (String file : List.of("jbang", "jbang-catalog.json", "data/dinosaurs.csv", "data/cheeses.csv", "data/villages.csv", "data/towns.csv", "scripts/encode.java")) {
      assertThat(Files.mismatch(source.resolve(file), clone.resolve(file))).as(file).isEqualTo(-1);
    }
    Kit.Result result = Kit.exec(folder, Map.of(), clone.resolve("jbang").toString(), "encode", "rex");
    assertThat(result.out()).as(result.err()).contains("rex, as 4 questions");
  }

  @Test @DisplayName("doctor tells a whole jar from one that lacks a class, holds a part of one, begins with another script or is cut")
  void jars() throws Exception {
    Map<String, byte[]> classes = new TreeMap<>();
    try (JarFile all = new JarFile(Path.of(test.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toFile())) {
      for (JarEntry entry : Collections.list(all.entries())) {
        if (entry.getName().matches("(encode|Dino|Names|Program|Words)(\\$\\w+)?\\.class")) classes.put(entry.getName(), all.getInputStream(entry).readAllBytes());
      }
    }
    assertThat(classes).containsKeys("encode.class", "Dino.class", "Dino$Random.class", "Program.class");
    Path jar = folder.resolve("encode.jar");
    assertThat(doctor.whole(write(jar, "encode", classes))).isTrue();
    assertThat(doctor.whole(write(jar, "Program", classes))).isFalse();
    for (String each : classes.keySet()) {
      Map<String, byte[]> spoilt = new TreeMap<>(classes);
      spoilt.remove(each);
      assertThat(doctor.whole(write(jar, "encode", spoilt))).as("without " + each).isFalse();
      byte[] bytes = classes.get(each);
      spoilt.put(each, Arrays.copyOf(bytes, bytes.length - 100));
      assertThat(doctor.whole(write(jar, "encode", spoilt))).as("a part of " + each).isFalse();
    }
    byte[] bytes = Files.readAllBytes(write(jar, "encode", classes));
    for (int size : new int[] {0, 100, bytes.length / 2, bytes.length - 1}) {
      assertThat(doctor.whole(Files.write(jar, Arrays.copyOf(bytes, size)))).as(size + " bytes").isFalse();
    }
  }

  private static Path write(Path jar, String main, Map<String, byte[]> classes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (var each : classes.entrySet()) {
        out.putNextEntry(new JarEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
    return jar;
  }

  @Test @DisplayName("a network that swallows every packet: a start asks no host, so that none is waited for")
  void swallowed() throws Exception {
    String net = "ip link set lo up && ip link add v0 type veth peer name v1 && ip addr add 10.99.0.1/24 dev v0 && ip link set v0 up && ip link set v1 up"
        + " && ip neigh add 10.99.0.2 lladdr 02:00:00:00:00:02 dev v0 && ip route add default via 10.99.0.2 && ";
    Assumptions.assumeTrue(Kit.exec(folder, Map.of(), "sh", "-c", "unshare -n sh -c '" + net + "true' 2>/dev/null").status() == 0, "unshare and ip");
    Kit.exec(folder, Map.of(), CommandTest.JBANG, "encode", "rex");   // so that it is built
    Kit.Result result = Kit.exec(folder, Map.of("DINO", CommandTest.JBANG), "unshare", "-n", "sh", "-c", net + "\"$DINO\" encode rex && cat /proc/net/snmp");
    assertThat(result.out()).as(result.err()).contains("rex, as 4 questions");
    for (String[] each : new String[][] {{"Tcp", "ActiveOpens"}, {"Udp", "OutDatagrams"}}) {   // a line of names, a line of values
      List<List<String>> lines = result.lines().stream().filter(line -> line.startsWith(each[0] + ":")).map(line -> List.of(line.split(" "))).toList();
      assertThat(lines.get(1).get(lines.get(0).indexOf(each[1]))).as(each[1]).isEqualTo("0");
    }
  }
}
