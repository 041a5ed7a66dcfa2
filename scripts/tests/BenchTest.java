import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the bench")
@Slow
class BenchTest {

  static final int[] VOCABULARY = encode.vocabulary(Dino.names(null));
  static final List<int[]> NAMES = encode.indices(Dino.names(null).subList(0, 40), VOCABULARY);

  @Test @DisplayName("the textbook's triple loops on padded batches give the batch's loss and gradient")
  void textbook() {
    forward.Weights W = gradcheck.weights(Cell.RNN, 27, 10, new Dino.Random(2));
    Engine textbook = bench.textbook(W);
    try (Batch batch = new Batch(W, 2)) {
      for (int[] range : new int[][] {{0, 40}, {3, 4}, {5, 14}}) {
        double loss = textbook.lossAndGradient(NAMES, range[0], range[1]);
        assertThat(batch.lossAndGradient(NAMES, range[0], range[1])).isCloseTo(loss, withinPercentage(1e-10));
        for (int i = 0; i < textbook.gradient().length; i++) assertThat(batch.gradient()[i]).containsExactly(textbook.gradient()[i], within(1e-12));
        assertThat(batch.loss(NAMES, range[0], range[1])).isCloseTo(loss, withinPercentage(1e-10));
      }
    }
  }

  @Test @DisplayName("once every length was seen, an epoch allocates less than 64 KB, with 1 thread or 2: no rows, no threads")
  void allocates() {
    for (int threads : new int[] {1, 2}) {
      bench.Form form = bench.kit("", forward.random(27, 64, new Dino.Random(0)), threads);
      for (int warm = 0; warm < 60; warm++) form.epoch(NAMES);
      assertThat(bench.allocatedPerEpoch(form, NAMES)).isLessThan(64 * 1024);   // a name's own caches would be about 40 KB
    }
  }

  @Test @DisplayName("the exponent of 3 x^2 is 2; the median of 3, 1, 2 is 2, of 4, 1, 2, 3 it is 2.5")
  void figures() {
    List<double[]> points = new ArrayList<>();
    for (double x : new double[] {1, 2, 5, 11}) points.add(new double[] {Math.log(x), Math.log(3 * x * x)});
    assertThat(bench.exponent(points)).isCloseTo(2, within(1e-12));
    assertThat(bench.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(bench.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }

  @Test @DisplayName("bench prints a row for each form, and the engine is faster than the stages, which are faster than the triple loop")
  void table(@TempDir Path folder) {
    Kit.Result result = Kit.run(new bench(), "--hidden", "16", "--rounds", "1", "--no-open", "--out", folder.toString());
    assertThat(folder.resolve("bench.html")).exists();
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    for (String form : List.of("triple loop", "the stages", "the engine, 1 thread")) assertThat(result.out()).contains("  " + form);
    assertThat(ratio(result, "the engine, 1 thread")).isGreaterThan(ratio(result, "the stages"));
    assertThat(ratio(result, "the stages")).isGreaterThan(1);
  }

  /** How many times as fast as the first form, the last column. */
  static double ratio(Kit.Result result, String form) {
    String row = result.lines().stream().filter(line -> line.startsWith("  " + form)).findFirst().orElseThrow();
    return Double.parseDouble(row.replaceAll(".* ", ""));
  }

  /** The forms that the table of the loops alone has, in its order. */
  static List<String> kernels(boolean vectorApi, String... kernels) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true));
      Peers.kernels(List.of(8), 10, List.of(kernels), vectorApi);
    } finally {
      System.setOut(out);
    }
    assertThat(bytes.toString()).doesNotContainIgnoringCase("warning").doesNotContainIgnoringCase("jmh").contains("the peak of one processor: ");
    return bytes.toString().lines().filter(line -> line.matches("(addOuterProducts|exp) +8 .* \\d+\\.\\d\\d")).map(line -> line.split(" +")[2]).toList();
  }

  @Test @DisplayName("the loops alone: a row for each form, no warning of the JVM, nothing of JMH's")
  void kernels() {
    assumeTrue(Vectors.whyNot() == null, "this JDK has no Vector API");
    assertThat(kernels(true, "addOuterProducts", "exp")).containsExactly("simple", "fast", "vector", "simple", "fast");
  }

  @Test @DisplayName("the loops alone, without the Vector API")
  void kernelsWithoutVectorApi() { assertThat(kernels(false, "exp")).containsExactly("simple", "fast"); }

  @Test @DisplayName("a form that computes something else is found out")
  void disagree() {
    assertThatThrownBy(() -> bench.agree("they", 2.0, 2.0 + 1e-8, 1e-9)).hasMessageContaining("do not agree");
    assertThatThrownBy(() -> bench.agree("they", Double.NaN, 2, 1e-9)).hasMessageContaining("do not agree");
  }
}
