import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

@DisplayName("doctor and prefetch")
@Slow
class OfflineTest {

  @TempDir static Path folder;
  static final String JBANG = Kit.FOLDER.resolve("jbang").toString();

  @Test @DisplayName("doctor: a line for each thing; what is wrong says what to do, and the exit code is 1")
  void doctor() throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("http_proxy", "", "https_proxy", "", "HTTP_PROXY", "", "HTTPS_PROXY", "", "DISPLAY", ""));
    Kit.Result result = Kit.exec(folder, environment, JBANG, "doctor");
    assertThat(result.lines().subList(0, result.lines().size() - 1)).hasSize(13).allMatch(line -> line.matches("(OK|DO)  +\\S.*"));
    assertThat(result.out()).contains("OK   JDK ", "OK   encoding ", "OK   this folder ").contains(System.getProperty("java.home"));
    assertThat(result.status()).isEqualTo(result.out().contains("\nDO ") ? 1 : 0);
    environment.put("https_proxy", "http://proxy.example:3128");
    result = Kit.exec(folder, environment, JBANG, "doctor");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.lines()).anyMatch(line -> line.startsWith("DO   proxy") && line.contains("http://proxy.example:3128") && line.contains("https.proxyHost"));
  }

  @Test @DisplayName("prefetch --to refuses a folder inside the kit, or one that holds something else")
  void refused() throws Exception {
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("letter.txt"), "mine");
    for (String[] each : new String[][] {{Kit.FOLDER.resolve("stick").toString(), "inside the kit"}, {full.toString(), "is no copy of the kit"}}) {
      Kit.Result result = Kit.exec(folder, Map.of(), JBANG, "prefetch", "--to", each[0]);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains(each[1]);
    }
    assertThat(full.toFile().list()).containsExactly("letter.txt");
  }

  @Tag("long")
  @Test @DisplayName("a stick made by prefetch, in a folder of another name, with an empty home and no network: every command, lesson and exercise runs")
  void stick() throws Exception {
    Path made = folder.resolve("a stick"), stick = folder.resolve("a lap top"), home = Files.createDirectories(folder.resolve("home"));
    Kit.Result result = exec(folder, Map.of(), "sh", JBANG, "prefetch", "--to", made.toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("sh '" + made + "/jbang' train");
    Files.move(made, stick);
    List<String> commands = new ArrayList<>(List.of("train", "sample", "plot --no-open", "inspect --no-open", "play --no-open", "encode", "forward", "backprop", "gradcheck", "optimize", "gru", "lstm", "dropout --epochs 1",
        "baseline", "fast", "bench --hidden 4 --rounds 1 --no-open", "doctor", "prefetch", "check", "hint 3", "solution 3 --anyway", "grade lessons/solutions --no-open",
        "test --include-classname .*EncodeTest"));
    try (var stubs = Files.list(stick.resolve("lessons/exercises"))) {
      for (Path file : stubs.sorted().toList()) {   // the head of the exercise, by which it is a script, and what solves it
        String stub = Files.readString(file), name = file.getFileName().toString();
        Files.writeString(file, stub.substring(0, stub.indexOf("\n\n") + 2) + Files.readString(stick.resolve("lessons/solutions").resolve(name)));
        commands.add("check " + name.substring(0, 2));
        commands.add("run lessons/exercises/" + name);
      }
    }
    try (var lessons = Files.list(stick.resolve("lessons"))) {
      for (Path lesson : lessons.filter(file -> file.toString().matches(".*/\\d\\d-.*\\.md")).sorted().toList()) commands.add("lesson " + lesson.getFileName());
    }
    for (String command : commands) {
      result = exec(stick, Map.of("HOME", home.toString(), "JAVA_TOOL_OPTIONS", "-Duser.home=" + home, "JBANG_DIR", "", "JBANG_REPO", ""),
          "unshare", "-n", "sh", "-c", "sh ./jbang " + command);
      assertThat(result.status()).as(command + ": " + result.out() + result.err()).isZero();
      assertThat(result.err()).as("play's stages are compiled already").doesNotContain("compiling");
    }
    assertThat(home.toFile().list()).isEmpty();
  }

  /** As Kit.exec, for up to twenty minutes. */
  private static Kit.Result exec(Path in, Map<String, String> environment, String... command) throws Exception {
    Path out = folder.resolve("out.txt"), err = folder.resolve("err.txt");
    Process process = Kit.start(in, environment, out, err, command);
    assertThat(process.waitFor(20, java.util.concurrent.TimeUnit.MINUTES)).isTrue();
    return new Kit.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
