import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.*;

@DisplayName("input without measure, in a Java of 128 MB: one sentence, an exit code, in a minute")
@Slow
class LimitsTest {

  @TempDir static Path folder;

  static final long GIGABYTE = 1L << 30;

  /** Runs a command in a small JVM of its own; its standard input is the text again and again, at most 1 GB. */
  static Kit.Result small(String again, String... words) throws Exception { return in(128, again, words); }

  static Kit.Result in(int megabytes, String again, String... words) throws Exception {
    Path out = folder.resolve("out.txt"), err = folder.resolve("err.txt");
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + megabytes + "m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      byte[] bytes = again.repeat(again.isEmpty() ? 0 : 65536 / again.length()).getBytes(UTF_8);
      for (long n = 0; n < GIGABYTE && bytes.length > 0; n += bytes.length) in.write(bytes);
    } catch (IOException e) {
      // it has read enough
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("%s did not end", List.of(words));
    }
    return new Kit.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static void refused(Kit.Result result, int status, String... says) {
    assertThat(result.status()).as(result.err()).isEqualTo(status);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains(says).doesNotContain("Exception", "should not have happened");
  }

  private static String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  @Test @DisplayName("standard input: a line of 1 GB is refused at its beginning")
  void pipe() throws Exception {
    for (String command : List.of("encode", "baseline")) refused(small("x", command, "--data", "-"), 2, "standard input, line 1 is too long");
    refused(small("x", "train", "--data", "-", "--out", folder.resolve("pipe").toString()), 2, "standard input, line 1 is too long");
  }

  @Test @DisplayName("a long list is learnt, to the invented names, in 12 bytes a letter, its own text among them, and 8 MB")
  void longList() throws Exception {
    Random random = new Random(0);
    List<String> names = new ArrayList<>();
    for (int n = 0; n < 100_000; n++) names.add(random.ints(10 + n % 11, 'a', 'z' + 1).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
    String list = write("long.txt", String.join("\n", names));
    Kit.Result result = in(8 + 12 * (int) new File(list).length() / 1_000_000, "", "train", "--data", list, "--hidden", "2", "--batch", "1000", "--epochs", "1", "--out", folder.resolve("long").toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("10 names: 10 new");
  }

  @Test @Tag("long") @DisplayName("standard input: 1 GB of names is too much")
  void manyNames() throws Exception { refused(small("a name that is as long as others\n", "encode", "--data", "-"), 1, "not enough memory"); }

  @Test @DisplayName("JSON nested 100 000 deep, and numbers of 10 000 digits, in a model, a run and a history")
  void deep() throws Exception {
    String digits = "9".repeat(10_000), head = "{\"format\":\"dino-rnn/1\",\"vocabulary\":\" ab\",\"hidden\":1,\"settings\":{},\"loss\":{},";
    for (String json : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000), head + "\"Wxh\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
        head + "\"Wxh\":[[" + digits + "],[1],[1]]}", "{\"format\":" + digits + "}", "{\"a\":\"" + "x".repeat(30_000_000) + "\"}")) {
      String model = write("model.json", json);
      refused(small("", "sample", "--model", model), 2, "model.json is not whole JSON");
      write("run/resume.json", json);
      refused(small("", "train", "--resume", "--out", folder.resolve("run").toString()), 2, "resume.json is not as train wrote it");
    }
    write("model.json", head + "\"Wxh\":[[1],[1],[1]],\"Whh\":[[1]],\"Who\":[[1,1,1]]}");
    write("history.csv", "epoch,train,valid,gradient_norm,seconds\n0," + digits + ",1,,\n");
    refused(small("", "plot", "--text", "--name", "ab", "--model", folder.resolve("model.json").toString()), 2, "history.csv");
  }

  @Test @Tag("long") @DisplayName("a file of one line of 1 GB as a list of names, a model, a run, a history, a progress and a lesson")
  void gigabyte() throws Exception {
    Path file = folder.resolve("gigabyte");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("{\"a\":\"".getBytes(UTF_8));
      byte[] bytes = "x".repeat(1 << 20).getBytes(UTF_8);
      for (long n = 0; n < GIGABYTE; n += bytes.length) out.write(bytes);
    }
    Path big = Files.createDirectories(folder.resolve("big"));
    for (String name : List.of("model.json", "resume.json", "history.csv", "progress.txt", "lesson.md")) Files.createSymbolicLink(big.resolve(name), file);
    Files.copy(Kit.FOLDER.resolve("scripts/classroom/checks/stubs/04_backprop.java"), big.resolve("04_backprop.java"));
    refused(small("", "encode", "--data", file.toString()), 2, "line 1 is too long");
    refused(small("", "sample", "--model", big.resolve("model.json").toString()), 2, "model.json is not whole JSON");
    refused(small("", "train", "--resume", "--out", big.toString()), 2, "resume.json is not as train wrote it");
    refused(small("", "hint", big.resolve("04_backprop.java").toString()), 2, "progress.txt", "too long");
    refused(small("", "lesson", big.resolve("lesson.md").toString()), 2, "lesson.md", "too long");
    Files.delete(big.resolve("model.json"));
    write("big/model.json", "{\"format\":\"dino-rnn/1\",\"vocabulary\":\" ab\",\"hidden\":1,\"settings\":{},\"loss\":{},\"Wxh\":[[1],[1],[1]],\"Whh\":[[1]],\"Who\":[[1,1,1]]}");
    refused(small("", "plot", "--text", "--name", "ab", "--model", big.resolve("model.json").toString()), 2, "history.csv");
    Files.delete(file);
  }
}
