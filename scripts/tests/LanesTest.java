import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import static org.assertj.core.api.Assertions.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@DisplayName("lanes, the engine with vector instructions")
class LanesTest {

  static Path folder;

  @BeforeAll
  static void compile(@TempDir Path temporary) throws IOException {
    assumeTrue(Vectors.whyNot() == null, "this JDK has no Vector API");
    Vectors.compile(folder = temporary, Vectors.SOURCES, "--add-modules", Vectors.MODULE);
  }

  record Outcome(double apart, String bits) {}

  /** LanesRun in a JVM with the Vector API and these options. */
  static Outcome run(String trials, String... options) throws Exception {
    List<String> command = Peers.java(folder, true, "LanesRun", trials);
    command.addAll(1, List.of(options));
    Kit.Result result = Kit.exec(folder, Map.of(), command.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    String[] words = result.out().strip().split(" ");
    return new Outcome(Double.parseDouble(words[0]), words[1]);
  }

  @Test @DisplayName("200 random batches and odd sizes, of every cell, with dropout and without: as the bare stages to 1e-12, the same bits by 1, 2 and 3 threads")
  void stages() throws Exception { assertThat(run("200").apart).isLessThan(1e-12); }

  @Test @DisplayName("the same bits with 2 lanes and with 4, and with 8 where the processor has so many")
  void lanes() throws Exception {
    Outcome two = run("40", "-XX:MaxVectorSize=16"), four = run("40", "-XX:MaxVectorSize=32"), eight = run("40", "-XX:MaxVectorSize=64");
    assertThat(two.apart).isLessThan(1e-12);
    assertThat(four.bits).isEqualTo(two.bits);
    assertThat(eight.bits).isEqualTo(two.bits);
  }

  @ParameterizedTest(name = "{0} as a program of the bench, H = {1}, {2} threads: the losses of three epochs")
  @CsvSource({"rows, 10, 2", "lanes, 10, 2", "lanes, 64, 1"})   // 10 fills no panel
  void epochs(String engine, int H, String threads, @TempDir Path temporary) throws Exception {
    forward.Weights start = gradcheck.weights(Cell.RNN, 27, H, new Dino.Random(2));
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    new Model(vocabulary, start, Map.of(), Map.of()).save(temporary, "");
    Path list = Files.write(temporary.resolve("names.txt"), Dino.names(null).subList(0, 77));   // the last batch has 13
    List<int[]> names = encode.indices(Dino.names("" + list), vocabulary);
    List<double[]> epochs = new Peers.Peer("", 0, Map.of(), Peers.java(folder, engine.equals("lanes"), "Epochs", engine, "" + temporary.resolve("model.json"), "" + list, "3", threads)).run();
    bench.Form stages = new bench.Form("", start, Stages::new);
    assertThat(epochs).hasSize(3);
    for (double[] epoch : epochs) assertThat(epoch[0]).isCloseTo(stages.epoch(names), withinPercentage(1e-7));
  }

  // ---- train --engine lanes ----------------------------------------------------------------------------

  static Kit.Result train(Path out, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("" + Kit.FOLDER.resolve("jbang"), "train", "--out", "" + out));
    command.addAll(List.of(arguments));
    return Kit.exec(folder, Map.of(), command.toArray(String[]::new));
  }

  static List<double[]> losses(Path out) throws IOException {
    return Files.readAllLines(out.resolve("history.csv")).stream().skip(1)
        .map(row -> Arrays.stream(row.split(",")).limit(3).mapToDouble(Double::parseDouble).toArray()).toList();
  }

  @Tag("slow") @Test @DisplayName("train --engine lanes: the losses of rows to nine digits, in a folder with a space and an accent, without a word of the JVM; resumed, too")
  void trains(@TempDir Path temporary) throws Exception {
    Path rows = temporary.resolve("rows"), lanes = temporary.resolve("lanes d\u00e9j\u00e0 vu");
    assertThat(train(rows, "--epochs", "4", "--hidden", "20").status()).isEqualTo(0);
    Kit.Result result = train(lanes, "--epochs", "2", "--hidden", "20", "--engine", "lanes");
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    assertThat(result.err()).doesNotContain("WARNING").doesNotContain("instead of");
    assertThat(result.lines()).contains("ten names it invents:");
    assertThat(train(lanes, "--resume", "--epochs", "4", "--engine=lanes").status()).isEqualTo(0);
    List<double[]> expected = losses(rows), found = losses(lanes);
    assertThat(found).hasSize(5);
    for (int epoch = 0; epoch < 5; epoch++) assertThat(found.get(epoch)).containsExactly(expected.get(epoch), within(1e-9));
  }

  @Tag("slow") @Test @DisplayName("what goes wrong is told as ever, with the status 2; standard input and a pipe are read")
  void passesOn(@TempDir Path temporary) throws Exception {
    Kit.Result wrong = train(temporary, "--engine", "lanes", "--epochs", "x");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("train: Invalid value for option '--epochs'").hasLineCount(1);
    String kit = Kit.FOLDER.resolve("jbang") + " train --engine lanes --epochs 0 --data ";
    Files.write(temporary.resolve("list.txt"), Dino.names(null).subList(0, 50));
    for (String data : List.of("- --out a <list.txt", "<(cat list.txt) --out b")) {
      Kit.Result read = Kit.exec(temporary, Map.of(), "bash", "-c", kit.replace(" train", "' train").replaceFirst("^", "'") + data);
      assertThat(read.status()).as(read.err()).isEqualTo(0);
      assertThat(read.out()).contains("epoch   0/0  train 3.");
    }
  }

  /** The JVM that was started anew is a child, or a grandchild, of this process. */
  static ProcessHandle anew(Process process) throws Exception {
    for (int i = 0; i < 600; i++, Thread.sleep(50)) {
      Optional<ProcessHandle> found = process.descendants()
          .filter(each -> String.join(" ", each.info().arguments().orElse(new String[0])).contains("dino.anew")).findFirst();
      if (found.isPresent()) return found.get();
    }
    throw new IllegalStateException("there is no JVM started anew");
  }

  @Tag("slow") @ParameterizedTest(name = "kill -{0}: the other JVM ends too, with status {1}, and the run can be resumed")
  @CsvSource({"TERM, 143", "KILL, 137"})
  void killed(String signal, int status, @TempDir Path temporary) throws Exception {
    Path out = temporary.resolve("out.txt");
    Process process = Kit.start(temporary, Map.of(), out, temporary.resolve("err.txt"), "" + Kit.FOLDER.resolve("jbang"), "train", "--out", "model",
        "--hidden", "20", "--epochs", "100000", "--engine", "lanes");
    try {
      ProcessHandle other = anew(process);
      for (int i = 0; i < 600 && !Files.readString(out).contains("epoch   2/"); i++) Thread.sleep(50);
      Kit.exec(temporary, Map.of(), "kill", "-" + signal, "" + process.pid());
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      other.onExit().get(20, TimeUnit.SECONDS);
      assertThat(process.exitValue()).isEqualTo(status);
      assertThat(Run.load(temporary.resolve("model")).epoch).isGreaterThanOrEqualTo(1);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Trains in a JVM that was started anew, with these options. */
  static Kit.Result inJvm(Path out, List<String> options) throws Exception {
    List<String> command = Peers.java(folder, true, "train", "--engine", "lanes", "--epochs", "0", "--out", "" + out);
    command.addAll(1, options);
    command.add(1, "-Ddino.anew=true");
    return Kit.exec(folder, Map.of(), command.toArray(String[]::new));
  }

  @Tag("slow") @Test @DisplayName("a processor without fused multiply-add: rows, and a sentence")
  void withoutFma(@TempDir Path temporary) throws Exception {
    Kit.Result result = inJvm(temporary, List.of("-XX:-UseFMA"));
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    assertThat(result.err()).contains("--engine rows instead of lanes: this processor can't multiply and add at once");
  }

  @Tag("slow") @Test @DisplayName("a Java without the module: rows, and a sentence")
  void withoutModule(@TempDir Path temporary) throws Exception {
    String home = System.getProperty("java.home"), jre = "" + temporary.resolve("jre");
    Kit.Result linked = Kit.exec(temporary, Map.of(), home + "/bin/jlink", "--add-modules", "java.se,jdk.management,jdk.compiler", "--output", jre);
    assertThat(linked.status()).as(linked.out() + linked.err()).isEqualTo(0);
    Kit.Result result = Kit.exec(temporary, Map.of(), jre + "/bin/java", "-cp", System.getProperty("java.class.path"), "train", "--engine", "lanes",
        "--epochs", "0", "--out", "model");
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    assertThat(result.err()).contains("--engine rows instead of lanes: this JDK has no module jdk.incubator.vector");
  }
}
