import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("clipping, SGD and Adam, by hand")
class OptimizeTest {

  @Test @DisplayName("clip shortens (3, 4) to length 1, keeps its direction, and tells the norm before")
  void clip() {
    double[][] dW = {{3}, {4}};
    assertThat(optimize.clip(dW, 1)).isEqualTo(5);
    assertThat(dW[0][0]).isCloseTo(0.6, within(1e-15));
    assertThat(dW[1][0]).isCloseTo(0.8, within(1e-15));
  }

  @Test @DisplayName("clip leaves a short gradient alone, and every gradient at limit 0")
  void clipNot() {
    double[][] dW = {{3, 4}};
    assertThat(optimize.clip(dW, 5)).isEqualTo(5);
    assertThat(optimize.clip(dW, 0)).isEqualTo(5);
    assertThat(dW[0]).containsExactly(3, 4);
  }

  @Test @DisplayName("SGD: 1 - 0.1 * 4")
  void sgd() {
    double[][] W = {{1, 2}};
    optimize.sgd(W, new double[][] {{4, 0}}, 0.1);
    assertThat(W[0]).containsExactly(new double[] {0.6, 2}, within(1e-15));
  }

  // Step 1: mHat = g, vHat = g^2, so the step is lr g/(|g| + 1e-8). Step 2 with gradient 1 after 2:
  // m = 0.9*0.2 + 0.1 = 0.28, mHat = 0.28/0.19; v = 0.999*0.004 + 0.001 = 0.004996, vHat = 0.004996/0.001999.
  @Test @DisplayName("Adam: two steps with gradients 2 and 1")
  void adam() {
    double[][] W = {{1}}, m = {{0}}, v = {{0}};
    optimize.adam(W, new double[][] {{2}}, m, v, 1, 0.01);
    double first = 1 - 0.01 * 2 / (2 + 1e-8);
    assertThat(W[0][0]).isCloseTo(first, within(1e-15));
    optimize.adam(W, new double[][] {{1}}, m, v, 2, 0.01);
    assertThat(W[0][0]).isCloseTo(first - 0.01 * (0.28 / 0.19) / (Math.sqrt(0.004996 / 0.001999) + 1e-8), within(1e-14));
  }

  @Test @DisplayName("a weight without a gradient stays where it is")
  void adamZero() {
    double[][] W = {{1}}, m = {{0}}, v = {{0}};
    optimize.adam(W, new double[][] {{0}}, m, v, 1, 0.01);
    assertThat(W[0][0]).isEqualTo(1);
  }

  // Two steps along central differences, so without backprop: of SGD, and of Adam in its textbook form.
  @Test @DisplayName("the example: the first steps as computed with central differences, and at last the name is known by heart")
  void example() {
    List<double[]> printed = Kit.run(new optimize(), "rex").lines().stream().filter(line -> line.matches(" +\\d+ +\\d+\\.\\d{4} +\\d+\\.\\d{4}"))
        .map(line -> Arrays.stream(line.strip().split(" +")).mapToDouble(Double::parseDouble).toArray()).toList();
    assertThat(printed.stream().map(row -> (int) row[0])).containsExactly(0, 1, 2, 5, 10, 20, 50, 100);
    encode.Steps steps = encode.steps(new int[] {18, 5, 24}, 27);
    for (int column = 1; column <= 2; column++) {
      forward.Weights W = forward.random(27, 64, new Dino.Random(0));
      double[][][] matrices = {W.Wxh(), W.Whh(), W.Who()}, m = new double[3][][], v = new double[3][][];
      Supplier<Double> loss = () -> forward.forward(W, steps).loss / 4;
      for (int t = 1; t <= 3; t++) {
        assertThat(printed.get(t - 1)[column]).isCloseTo(loss.get(), within(1e-4));
        double[][][] slope = new double[3][][];
        for (int k = 0; k < 3; k++) slope[k] = gradcheck.numerical(matrices[k], 1e-4, loss);
        for (int k = 0; k < 3; k++) {
          for (int i = 0; i < slope[k].length; i++) {
            for (int j = 0; j < slope[k][i].length; j++) {
              double g = slope[k][i][j];
              if (t == 1 && i + j == 0) { m[k] = new double[slope[k].length][slope[k][0].length]; v[k] = new double[slope[k].length][slope[k][0].length]; }
              m[k][i][j] = 0.9 * m[k][i][j] + 0.1 * g;
              v[k][i][j] = 0.999 * v[k][i][j] + 0.001 * g * g;
              matrices[k][i][j] -= column == 1 ? 0.1 * g
                  : 0.003 * m[k][i][j] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v[k][i][j] / (1 - Math.pow(0.999, t))) + 1e-8);
            }
          }
        }
      }
      assertThat(printed.get(7)[column]).isLessThan(0.1);
    }
  }
}
