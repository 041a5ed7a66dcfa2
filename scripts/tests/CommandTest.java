import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

@DisplayName("./jbang and the scripts as programs of their own")
@Slow
class CommandTest {

  @TempDir static Path folder;
  static final String JBANG = Kit.FOLDER.resolve("jbang").toString();

  // ---- the ways to start a script ----------------------------------------------------------------------

  @Test @DisplayName("every script with a main has an alias, every alias a script and a description; alias list shows them")
  void aliases() throws Exception {
    Map<String, Object> catalog = com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(Kit.FOLDER.resolve("jbang-catalog.json").toFile());
    Map<?, ?> aliases = (Map<?, ?>) catalog.get("aliases");
    for (Object alias : aliases.values()) {
      assertThat(Kit.FOLDER.resolve((String) ((Map<?, ?>) alias).get("script-ref"))).isExecutable();
      assertThat((String) ((Map<?, ?>) alias).get("description")).isNotBlank();
    }
    try (var files = Files.walk(Kit.FOLDER.resolve("scripts"))) {
      for (Path script : files.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/stubs/")).toList()) {
        String name = script.getFileName().toString().replace(".java", "");
        boolean starts = Files.readString(script).startsWith("///usr/bin/env jbang")
            && !Set.of("mutations", "picture", "pictures").contains(name);   // for the authors
        assertThat(aliases.containsKey(name)).as(name).isEqualTo(starts);
      }
    }
    Kit.Result list = Kit.exec(Kit.FOLDER, Map.of(), JBANG, "alias", "list");
    for (Object name : aliases.keySet()) assertThat(list.out()).contains((String) name);
  }

  @Test @DisplayName("./jbang alone, or help: every command with its description; a slip: the nearest; JBang's own words, files and options are JBang's")
  void commands() throws Exception {
    Map<String, String> environment = only(programs(folder.resolve("commands"), Map.of("jbang", "echo real \"$*\"")), folder.resolve("none"));
    Map<?, ?> aliases = (Map<?, ?>) com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(Kit.FOLDER.resolve("jbang-catalog.json").toFile()).get("aliases");
    Kit.Result all = Kit.exec(folder, environment, JBANG);
    assertThat(all.status()).isZero();
    assertThat(Kit.exec(folder, environment, JBANG, "help").out()).isEqualTo(all.out());
    for (var alias : aliases.entrySet()) {
      assertThat(all.lines()).contains(String.format("  %-10s %s", alias.getKey(), ((Map<?, ?>) alias.getValue()).get("description")));
    }
    for (String[] slip : new String[][] {{"trian", "train"}, {"sampel", "sample"}, {"gradchek", "gradcheck"}, {"lessons", "lesson"}, {"doc", null}, {"dinosaur", null}}) {
      Kit.Result result = Kit.exec(folder, environment, JBANG, slip[0]);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      String first = slip[0] + " is no command of the kit";
      assertThat(result.err()).startsWith(slip[1] == null ? first + ".\n" : first + "; did you mean ./jbang " + slip[1] + "?\n");
      if (slip[1] == null) assertThat(result.err()).endsWith(all.out());
    }
    Files.writeString(folder.resolve("mine"), "a file");
    for (String own : List.of("run", "edit", "alias", "wrapper", "--help", "mine", "x@y", "http://a/b", "none.java")) {
      assertThat(Kit.exec(folder, environment, JBANG, own, "x").out()).isEqualTo("real " + own + " x\n");
    }
  }

  @Test @DisplayName("a mistyped option: the nearest of the command's own")
  void options() {
    assertThat(Kit.run(new train(), "--epoch", "3").err()).contains("'--epoch'", "; did you mean --epochs? Help: --help");
    assertThat(Kit.run(new sample(), "--temprature", "1").err()).contains("; did you mean --temperature? Help: --help");
    assertThat(Kit.run(new train(), "--xyzzy").err()).contains("'--xyzzy'. Help: --help").doesNotContain("did you mean");
  }

  @Test @DisplayName("from another folder with a space in its name, by alias, and the model is written there")
  void otherFolder() throws Exception {
    Path other = Files.createDirectories(folder.resolve("an other folder"));
    Kit.Result trained = Kit.exec(other, Map.of(), JBANG, "train", "--epochs", "1", "--hidden", "8");
    assertThat(trained.status()).as(trained.err()).isEqualTo(0);
    assertThat(other.resolve("model/model.json")).exists();
    Kit.Result sampled = Kit.exec(other, Map.of(), JBANG, "sample", "--start", "tyr");
    assertThat(sampled.status()).as(sampled.err()).isEqualTo(0);
    assertThat(sampled.out()).contains("  tyr");
  }

  @Test @DisplayName("with jbang on the PATH: ./scripts/encode.java, and jbang encode.java inside scripts")
  void onThePath() throws Exception {
    Map<String, String> path = Map.of("PATH", Kit.FOLDER + ":" + System.getenv("PATH"));
    String first = Kit.exec(Kit.FOLDER, path, "./scripts/encode.java", "rex").out();
    assertThat(first).contains("rex, as 4 questions");
    assertThat(Kit.exec(Kit.FOLDER.resolve("scripts"), path, "sh", "-c", "jbang encode.java rex").out()).isEqualTo(first);
  }

  @Test @DisplayName("jbang encode@FOLDER and encode@http://.../jbang-catalog.json")
  void catalogs() throws Exception {
    assertThat(Kit.exec(folder, Map.of(), JBANG, "encode@" + Kit.FOLDER, "rex").out()).contains("rex, as 4 questions");
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      Path file = Kit.FOLDER.resolve(exchange.getRequestURI().getPath().substring(1));
      byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
      exchange.sendResponseHeaders(bytes.length > 0 ? 200 : 404, bytes.length > 0 ? bytes.length : -1);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jbang-catalog.json";
      Kit.Result result = Kit.exec(folder, Map.of(), JBANG, "encode@" + url, "rex");
      assertThat(result.out()).as(result.err()).contains("rex, as 4 questions", "(1325, 23, 27)");
    } finally {
      server.stop(0);
    }
  }

  @Test @DisplayName("words with spaces, quotes, dollars and accents reach the script as they are")
  void words() throws Exception {
    for (String word : List.of("a  b it's $HOME `ls` back\\slash a\"b \uD83E\uDD95", "*", "new\nline")) {
      Kit.Result result = Kit.exec(folder, Map.of("LC_ALL", "C.UTF-8"), JBANG, "encode", word);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains("in '" + word.replace('\n', '?') + "' is not among");   // a sentence is one line
    }
  }

  @Test @DisplayName("exit codes reach the shell: 0 done, 1 the check failed, 2 wrong words")
  void exitCodes() throws Exception {
    assertThat(Kit.exec(folder, Map.of(), JBANG, "encode").status()).isEqualTo(0);
    assertThat(Kit.exec(folder, Map.of(), JBANG, "gradcheck", "--break", "carry").status()).isEqualTo(1);
    assertThat(Kit.exec(folder, Map.of(), JBANG, "train", "--lr", "nan").status()).isEqualTo(2);
  }

  // ---- interrupted -------------------------------------------------------------------------------------

  /** Starts a long run, sends it a signal or a key once it has an epoch behind it, and returns what it said. */
  static String interrupted(Path out, boolean terminal, String... command) throws Exception {
    Path said = folder.resolve("said.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("PATH", Kit.FOLDER + ":" + System.getenv("PATH"));
    Process process = builder.start();
    try {
      for (int i = 0; i < 1800 && !Files.readString(said).contains("train 2."); i++) Thread.sleep(100);
      assertThat(Files.readString(said)).as("an epoch within three minutes").contains("train 2.");
      if (terminal) { process.getOutputStream().write(3); process.getOutputStream().flush(); }   // Ctrl-C
      else process.destroy();   // SIGTERM
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it stops soon").isTrue();
      if (!terminal) assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    Model model = Model.load(out.resolve("model.json"));   // whole
    int rows = Files.readAllLines(out.resolve("history.csv")).size() - 1;
    assertThat((Integer) model.loss().get("epoch")).isBetween(1, 100000 - 1).isLessThan(rows);
    return Files.readString(said);
  }

  @Test @DisplayName("SIGTERM: train stops after the batch in hand and saves the best model so far")
  void interrupt() throws Exception {
    Path out = folder.resolve("interrupted");
    assertThat(interrupted(out, false, JBANG, "train", "--epochs", "100000", "--out", out.toString()))
        .contains("stopped (train --resume goes on); the best epoch so far", "wrote " + out.resolve("model.json"));
  }

  @Test @DisplayName("Ctrl-C on a terminal, with the progress bar: the same")
  void interruptOnTerminal() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux's script gives the terminal");
    // env: a build machine may start us with SIGINT ignored, and a child would inherit that
    Path out = folder.resolve("terminal");
    assertThat(interrupted(out, true, "env", "--default-signal=INT", "script", "-qfc", "'" + JBANG + "' train --epochs 100000 --out '" + out + "'", "/dev/null"))
        .contains("epochs   0% [", "stopped (train --resume goes on); the best epoch so far", "wrote " + out.resolve("model.json"));
  }

  @Test @DisplayName("the tests themselves pass on a terminal too, where commands draw colours and bars")
  void testsOnTerminal() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux's script gives the terminal");
    Kit.Result result = Kit.exec(Kit.FOLDER, Map.of("TERM", "xterm-256color"), "script", "-qefc", "./jbang test --include-classname LookTest --include-methodname '.*#text.*'", "/dev/null");
    assertThat(result.out()).contains("1 passed, 0 failed");
    assertThat(result.status()).isZero();
  }

  @Test @DisplayName("stopped in its first epoch, train says so and leaves the model that is there")
  void interruptedEarly() throws Exception {
    Path out = Files.createDirectories(folder.resolve("early")), said = out.resolve("said.txt"), list = out.resolve("list.txt");
    Files.writeString(out.resolve("model.json"), "the model of yesterday");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 200_000; i++) names.append("name").append(i).append('\n');   // an epoch takes seconds
    Files.writeString(list, names);
    Process process = Kit.start(folder, Map.of(), said, out.resolve("errors.txt"), JBANG, "train", "--data", list.toString(), "--out", out.toString());
    try {
      for (int i = 0; i < 1800 && !Files.readString(said).contains("epoch   0/40"); i++) Thread.sleep(100);
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(said)).contains("epoch   0/40").doesNotContain("epoch   1/40");
      assertThat(Files.readString(out.resolve("errors.txt"))).contains("nothing was written");
      assertThat(out.resolve("model.json")).hasContent("the model of yesterday");
      assertThat(out.resolve("history.csv")).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  // ---- how the wrapper finds JBang ---------------------------------------------------------------------

  /** A folder of programs that stands for the whole PATH: the shell's own tools and the given scripts. */
  static Path programs(Path bin, Map<String, String> scripts) throws Exception {
    Files.createDirectories(bin);
    for (String tool : List.of("sh", "bash", "env", "locale", "dirname", "readlink", "grep", "mktemp", "rm", "mv", "mkdir", "cat", "sleep", "touch",
        "chmod", "sed", "find", "sort", "cksum", "wc", "head", "tail", "df", "awk")) {
      for (String where : List.of("/bin/", "/usr/bin/")) {
        if (Files.exists(Path.of(where + tool)) && !Files.exists(bin.resolve(tool))) Files.createSymbolicLink(bin.resolve(tool), Path.of(where + tool));
      }
    }
    for (var script : scripts.entrySet()) {
      Path file = Files.writeString(bin.resolve(script.getKey()), "#!/bin/sh\n" + script.getValue() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return bin;
  }

  /** The links first, or JUnit warns of each. */
  @AfterAll static void removeLinks() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isSymbolicLink).toList()) Files.delete(file);
    }
  }

  static Map<String, String> only(Path bin, Path jbangDir) {
    return Map.of("PATH", bin.toString(), "JBANG_DIR", jbangDir.toString(), "JAVA_HOME", "");
  }

  @Test @DisplayName("a jbang on the PATH is used, with all words; this wrapper there, or a link to it, is passed over")
  void usesPath() throws Exception {
    Path real = programs(folder.resolve("real bin"), Map.of("jbang", "echo real \"$#\" \"$@\"")), link = Files.createDirectories(folder.resolve("link"));
    Files.createSymbolicLink(link.resolve("jbang"), Path.of(JBANG));
    Map<String, String> environment = new HashMap<>(only(real, folder.resolve("none")));
    environment.put("PATH", Kit.FOLDER + ":" + link + ":" + real);
    for (String wrapper : List.of(JBANG, link.resolve("jbang").toString())) {
      Kit.Result result = Kit.exec(folder, environment, wrapper, "version", "a b", "*");
      assertThat(result.out()).isEqualTo("real 3 version a b *\n");
    }
  }

  @Test @DisplayName("without jbang, java, Maven and curl: one sentence that says what to install, exit code 1")
  void nothing() throws Exception {
    Kit.Result result = Kit.exec(folder, only(programs(folder.resolve("nothing"), Map.of()), folder.resolve("none")), JBANG, "train");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains("JDK", "Maven", "JBang");
  }

  @Test @DisplayName("without Maven: JBang's installer, and what it leaves is used from then on")
  void installer() throws Exception {
    Path dir = folder.resolve("installed");
    Path bin = programs(folder.resolve("curl only"), Map.of("curl",
        // stands for curl -fsSL URL -o FILE: the file installs a jbang that says its words
        "echo fetched >> '" + folder + "/curl.log'; for last; do :; done; "
            + "printf '%s\\n' 'mkdir -p \"$JBANG_DIR/bin\"; printf \"#!/bin/sh\\necho installed \\$*\\n\" > \"$JBANG_DIR/bin/jbang\"; chmod +x \"$JBANG_DIR/bin/jbang\"' > \"$last\""));
    for (int start = 0; start < 2; start++) {
      assertThat(Kit.exec(folder, only(bin, dir), JBANG, "version", "x").out()).isEqualTo("installed version x\n");
    }
    assertThat(folder.resolve("curl.log")).hasContent("fetched");
  }

  /** Stands for Maven: fetches a jar of the right length, slowly. */
  static String maven(Path log) throws Exception {
    String bytes = Files.readString(Path.of(JBANG)).replaceAll("(?s).*\nbytes=(\\d+).*", "$1");
    return "echo run >> '" + log + "'; for a; do case $a in -DoutputDirectory=*) out=${a#*=};; esac; done; mkdir -p \"$out\"; "
        + "head -c 1000 /dev/zero > \"$out/a.jar\"; sleep 1; head -c " + bytes + " /dev/zero > \"$out/a.jar\"";
  }

  static final String JAVA = "for a; do case $a in *'/*') wc -c < \"${a%'*'}a.jar\";; esac; done";

  @Test @DisplayName("with Maven: fetched at the first start, also by three at the same moment, and nothing half done is left")
  void maven() throws Exception {
    Path dir = folder.resolve("maven home"), log = folder.resolve("mvn.log");
    Path bin = programs(folder.resolve("maven"), Map.of("mvn", maven(log), "java", JAVA));
    Files.createDirectories(dir.resolve("kit/lock"));   // what a killed start of an earlier version left
    Files.createDirectories(dir.resolve("kit/jbang-0.132.1.part1"));
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      starts.add(Kit.start(folder, only(bin, dir), folder.resolve("out" + i), folder.resolve("err" + i), JBANG, "version"));
    }
    for (int i = 0; i < 3; i++) {
      assertThat(starts.get(i).waitFor()).isEqualTo(0);
      assertThat(Files.readString(folder.resolve("out" + i)).strip()).hasSizeGreaterThan(7);
    }
    try (var left = Files.list(dir.resolve("kit"))) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("jbang-0.132.1", "maven.log", "lock", "jbang-0.132.1.part1");
    }
    assertThat(dir.resolve("kit/jbang-0.132.1").toFile().list()).containsExactly("a.jar");
    int runs = Files.readAllLines(log).size();
    Kit.exec(folder, only(bin, dir), JBANG, "version");
    assertThat(Files.readAllLines(log)).as("no further fetch").hasSize(runs);
  }

  @Test @DisplayName("JBang's files cut or gone: told in a sentence, and fetched again")
  void spoilt() throws Exception {
    Path dir = folder.resolve("spoilt home"), log = folder.resolve("spoilt.log"), jar = dir.resolve("kit/jbang-0.132.1/a.jar");
    Path bin = programs(folder.resolve("spoilt"), Map.of("mvn", maven(log), "java", JAVA));
    Kit.exec(folder, only(bin, dir), JBANG, "version");
    for (int i = 0; i < 2; i++) {
      if (i == 0) Files.writeString(jar, "cut"); else Files.delete(jar);
      Kit.Result result = Kit.exec(folder, only(bin, dir), JBANG, "version");
      assertThat(result.out().strip()).hasSizeGreaterThan(7);
      assertThat(result.err()).contains("are spoilt");
      assertThat(log).content().hasLineCount(2 + i);
    }
  }

  @Test @DisplayName("Maven that fails: what it said is told, and where the rest of it stands; it is not asked for a JDK")
  void mavenFails() throws Exception {
    Path bin = programs(folder.resolve("failing maven"), Map.of("mvn", "printf '[INFO] a\\n\\033[0m[ERROR] Unknown host repo: no network -> [Help 1]\\n[ERROR] more\\n'; exit 1", "java", "exit 9"));
    Kit.Result result = Kit.exec(folder, only(bin, folder.resolve("failing")), JBANG, "version");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("Maven says: Unknown host repo: no network (all of it: ", "failing/kit/maven.log", "prefetch --to").doesNotContain("install", "more");
    assertThat(folder.resolve("failing/kit").toFile().list()).containsExactly("maven.log");
  }

  @Test @DisplayName("--data takes a short name in any folder; a file of that name comes first, a folder does not")
  void shortNames() throws Exception {
    Path here = Files.createDirectories(folder.resolve("with lists"));
    Files.createDirectories(here.resolve("villages"));
    Files.writeString(here.resolve("cheeses"), "mine\nyours\na\nb\nc\nd\ne\nf\ng\nh\n");
    assertThat(Kit.exec(here, Map.of(), JBANG, "encode", "--data", "villages").out()).contains("aast, abainville");
    assertThat(Kit.exec(here, Map.of(), JBANG, "encode", "--data", "cheeses").out()).contains("mine, yours");
    assertThat(Kit.exec(here, Map.of(), JBANG, "encode", "--data", "towns").out()).contains("абакан, абинск");
    Kit.Result wrong = Kit.exec(here, Map.of(), JBANG, "encode", "--data", "town");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("can't read town ", "the kit's own lists are dinosaurs, cheeses, villages, towns");
  }
}
