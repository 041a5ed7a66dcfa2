import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("forward, backprop and the gradient check")
class NetworkTest {

  @Test @DisplayName("softmax: shares of e^o, unmoved by a shift, finite at +-1000")
  void softmax() {
    double sum = 1 + Math.E + Math.E * Math.E;
    double[] expected = {1 / sum, Math.E / sum, Math.E * Math.E / sum};
    for (double shift : new double[] {0, -1000, 1000}) {
      double[] p = forward.softmax(new double[] {shift, 1 + shift, 2 + shift});
      for (int i = 0; i < 3; i++) assertThat(p[i]).isCloseTo(expected[i], within(1e-12));
    }
    assertThat(forward.softmax(new double[] {1000, -1000})).containsExactly(1, 0);
    assertThat(forward.softmax(new double[] {-1000, -1000})).containsExactly(0.5, 0.5);
  }

  @Test @DisplayName("tanh and its derivative, given tanh's value")
  void tanh() {
    double[] z = forward.tanh(new double[] {0, 1, -1, 50, -50});
    double tanh1 = (Math.E - 1 / Math.E) / (Math.E + 1 / Math.E), slope = 1 / Math.pow(Math.cosh(1), 2);
    assertThat(z).containsExactly(new double[] {0, tanh1, -tanh1, 1, -1}, within(1e-15));
    assertThat(backprop.dtanh(z[1])).isCloseTo(slope, within(1e-15));
    assertThat(backprop.dtanh(0)).isEqualTo(1);
    assertThat(backprop.dtanh(1)).isEqualTo(0);
  }

  @Test @DisplayName("cross-entropy is -ln p of the target, in nats")
  void crossEntropy() {
    assertThat(forward.crossEntropy(new double[] {0.25, 0.75}, new double[] {1, 0})).isCloseTo(1.3862943611198906, within(1e-15));
    assertThat(forward.crossEntropy(new double[] {0, 1}, new double[] {0, 1})).isEqualTo(0);
  }

  static List<double[]> notOneHot() {
    return List.of(new double[] {0, 0}, new double[] {1, 1}, new double[] {0.5, 0.5}, new double[] {2, 0}, new double[] {-1, 0},
        new double[] {Double.NaN, 1}, new double[] {});
  }

  @ParameterizedTest(name = "the steps of a name refuse the target {0}") @MethodSource("notOneHot")
  void notATarget(double[] y) {
    double[][] x = {{1, 0}, {0, 1}};
    assertThatIllegalArgumentException().isThrownBy(() -> new encode.Steps(x, new double[][] {{0, 1}, y})).withMessageContaining("one-hot");
    assertThat(new encode.Steps(x, new double[][] {{0, 1}, null}).T).isEqualTo(2);
  }

  // Two steps, one hidden unit, two letters; z_1 = 0.5, z_2 = 2 s_1 - 1, o_2 = (s_2, -s_2), target 0.
  // By hand: p_0 = 1/(1 + e^(-2 s_2)), loss = -ln p_0, dLoss/do_2 = (p_0 - 1, 1 - p_0), dLoss/ds_2 = -2 (1 - p_0).
  @Test @DisplayName("two steps of one unit, many-to-one, by hand")
  void byHand() {
    forward.Weights W = new forward.Weights(new double[][] {{0.5}, {-1}}, new double[][] {{2}}, new double[][] {{1, -1}});
    encode.Steps e = new encode.Steps(new double[][] {{1, 0}, {0, 1}}, new double[][] {null, {1, 0}});
    double s1 = Math.tanh(0.5), s2 = Math.tanh(2 * s1 - 1), p0 = 1 / (1 + Math.exp(-2 * s2));
    double ro2 = -2 * (1 - p0) * (1 - s2 * s2), ro1 = ro2 * 2 * (1 - s1 * s1);

    forward.Pass p = forward.forward(W, e);
    assertThat(p.s[0][0]).isCloseTo(s1, within(1e-15));
    assertThat(p.s[1][0]).isCloseTo(s2, within(1e-15));
    assertThat(p.yHat[1][0]).isCloseTo(p0, within(1e-15));
    assertThat(p.loss).isCloseTo(-Math.log(p0), within(1e-15));
    assertThat(p.targets).isEqualTo(1);

    double[][] ro = backprop.errors(W, p);
    assertThat(ro[1][0]).isCloseTo(ro2, within(1e-15));
    assertThat(ro[0][0]).isCloseTo(ro1, within(1e-15));
    forward.Weights dW = backprop.gradients(W, p);
    assertThat(dW.Wxh()[0][0]).isCloseTo(ro1, within(1e-15));
    assertThat(dW.Wxh()[1][0]).isCloseTo(ro2, within(1e-15));
    assertThat(dW.Whh()[0][0]).isCloseTo(s1 * ro2, within(1e-15));
    assertThat(dW.Who()[0]).containsExactly(new double[] {s2 * (p0 - 1), s2 * (1 - p0)}, within(1e-15));
  }

  @Test @DisplayName("many-to-many is the sum of one-target passes: losses and gradients")
  void manyToManyIsASum() {
    forward.Weights W = forward.random(27, 8, new Dino.Random(3));
    encode.Steps e = encode.steps(new int[] {18, 5, 24}, 27);
    forward.Pass all = forward.forward(W, e);
    forward.Weights dAll = backprop.gradients(W, all), dSum = backprop.zerosLike(W);
    double loss = 0;
    for (int t = 0; t < 4; t++) {
      double[][] y = new double[4][];
      y[t] = e.y[t];
      forward.Pass one = forward.forward(W, new encode.Steps(e.x, y));
      loss += one.loss;
      optimize.add(1, backprop.gradients(W, one).rows(), dSum.rows());
    }
    assertThat(all.loss).isCloseTo(loss, within(1e-14));
    for (int i = 0; i < dAll.rows().length; i++) assertThat(dAll.rows()[i]).containsExactly(dSum.rows()[i], within(1e-14));
  }

  @Test @DisplayName("all 1325 names, untrained: near ln 27 per character")
  void untrained() {
    String out = Kit.run(new forward()).out();
    double loss = Double.parseDouble(out.replaceAll("(?s).*all 1325 names: ([0-9.]+) nats.*", "$1"));
    assertThat(loss).isCloseTo(Math.log(27), within(0.1));
  }

  // ---- central differences, written once more: only the random weights are gradcheck's -----------------

  static double worstRelativeError(forward.Weights W, List<encode.Steps> inputs) {
    forward.Weights dW = backprop.zerosLike(W);
    for (encode.Steps e : inputs) optimize.add(1, backprop.gradients(W, forward.forward(W, e)).rows(), dW.rows());
    double[][][] matrices = {W.Wxh(), W.Whh(), W.Who()}, gradients = {dW.Wxh(), dW.Whh(), dW.Who()};
    double worst = 0;
    for (int k = 0; k < 3; k++) {
      double difference = 0, a2 = 0, n2 = 0;
      for (int i = 0; i < matrices[k].length; i++) {
        for (int j = 0; j < matrices[k][i].length; j++) {
          double w = matrices[k][i][j], n = 0, a = gradients[k][i][j];
          for (int sign = -1; sign <= 1; sign += 2) {
            matrices[k][i][j] = w + sign * 1e-4;
            for (encode.Steps e : inputs) n += sign * forward.forward(W, e).loss / 2e-4;
          }
          matrices[k][i][j] = w;
          assertThat(a).isCloseTo(n, within(1e-8 + 1e-5 * Math.abs(n)));   // NumPy's allclose
          difference += (a - n) * (a - n);
          a2 += a * a;
          n2 += n * n;
        }
      }
      if (difference > 0) worst = Math.max(worst, Math.sqrt(difference) / (Math.sqrt(a2) + Math.sqrt(n2)));
    }
    return worst;
  }

  @ParameterizedTest(name = "gradients of {0} with {1} hidden units")
  @CsvSource({"tyrannosaurus, 64", "rex, 5", "aachenosaurus, 16", "archaeornithomimus, 16", "zupaysaurus, 1", "'', 7"})
  void gradients(String name, int hidden) {
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    encode.Steps e = encode.steps(encode.indices(name, vocabulary), 27);
    forward.Weights W = gradcheck.weights(Cell.RNN, 27, hidden, new Dino.Random(7));
    assertThat(worstRelativeError(W, List.of(e))).isLessThan(1e-7);
    assertThat(worstRelativeError(W, List.of(encode.manyToOne(e)))).isLessThan(1e-7);
  }

  @Test @DisplayName("gradients of 100 examples of 4 steps of 3 inputs, 2 hidden units")
  void randomExamples() {
    Dino.Random random = new Dino.Random(5);
    List<encode.Steps> examples = gradcheck.randomExamples(random);
    assertThat(examples).hasSize(100).allMatch(e -> e.x.length == 4 && e.x[0].length == 3);
    assertThat(worstRelativeError(gradcheck.weights(Cell.RNN, 3, 2, random), examples)).isLessThan(1e-7);
  }

  @Test @DisplayName("gradcheck says OK of what is right, and exits with 0")
  void gradcheckPasses() {
    Kit.Result result = Kit.run(new gradcheck());
    assertThat(result.status()).isEqualTo(0);
    assertThat(result.out()).doesNotContain("NOT OK").contains("100 random examples");
    assertThat(result.lines().stream().filter(line -> line.endsWith("  OK"))).hasSize(9);
  }

  @ParameterizedTest(name = "gradcheck --break {0}: wrong in {1}")
  @CsvSource({"tanh, dWxh dWhh, dWho", "carry, dWxh dWhh, dWho", "transpose, dWxh dWhh, dWho", "clip, dWxh dWhh dWho, nothing"})
  void gradcheckCatches(String mistake, String wrong, String right) {
    Kit.Result result = Kit.run(new gradcheck(), "--break", mistake);
    assertThat(result.status()).isEqualTo(1);
    for (String matrix : wrong.split(" ")) {
      assertThat(result.lines().stream().filter(line -> line.contains(matrix))).hasSize(3).allMatch(line -> line.endsWith("NOT OK"));
    }
    assertThat(result.lines().stream().filter(line -> line.contains(right) && line.endsWith("  OK"))).hasSize(right.equals("nothing") ? 0 : 3);
  }

  @ParameterizedTest(name = "gradcheck --eps {0} is NOT OK: {1}")
  @CsvSource({"1, the slope bends within the step", "1e-12, rounding drowns the difference"})
  void epsTooLargeOrSmall(String eps, String why) {
    assertThat(Kit.run(new gradcheck(), "--eps", eps).status()).isEqualTo(1);
  }

  // The error of a central difference grows with eps^2: at 9e-4 it is on both sides of 1e-7, and the worst entry of some matrices is still close.
  @Test @DisplayName("gradcheck: a matrix is OK up to a relative error of 1e-7, and not beyond, however close its entries are")
  void tolerance() {
    List<String> lines = Kit.run(new gradcheck(), "rex", "--eps", "9e-4").lines().stream().filter(line -> line.startsWith("  dW")).toList();
    assertThat(lines).hasSize(9).allMatch(line -> line.endsWith("NOT OK") == Double.parseDouble(line.substring(16).strip().split(" +")[0]) > 1e-7);
    assertThat(lines).anyMatch(line -> line.endsWith("  OK"));
    assertThat(lines.stream().filter(line -> line.endsWith("NOT OK"))).anyMatch(line -> {
      String[] words = line.strip().split(" +");
      double a = Double.parseDouble(words[words.length - 4]), n = Double.parseDouble(words[words.length - 3]);
      return Math.abs(a - n) <= 1e-8 + 1e-5 * Math.abs(n);
    });
  }

  @Test @DisplayName("close, as NumPy's allclose has it: |a - n| <= 1e-8 + 1e-5 |n|")
  void closeness() {
    assertThat(gradcheck.closeness(1 + 1e-5, 1)).isCloseTo(1e-5 / (1e-5 + 1e-8), within(1e-9));
    assertThat(gradcheck.closeness(3e-8, 0)).isCloseTo(3, within(1e-9));
    assertThat(gradcheck.closeness(-1000.02, -1000)).isCloseTo(0.02 / 0.01000001, within(1e-6));
  }
}
