import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the fast loops, held to their simple forms and to the JDK's StrictMath")
class FastTest {

  static double[][] matrix(int rows, int columns, double zeros, Random random) {
    double[][] W = new double[rows][columns];
    for (double[] row : W) for (int j = 0; j < columns; j++) if (random.nextDouble() >= zeros) row[j] = random.nextGaussian();
    return W;
  }

  @ParameterizedTest(name = "products for k = {0}, m = {1}")
  @CsvSource({"1, 1", "2, 3", "3, 2", "4, 4", "5, 27", "27, 64", "64, 27", "64, 64", "63, 65", "130, 7"})
  void products(int k, int m) {
    Random random = new Random(k * 1000 + m);
    for (double zeros : new double[] {0, 0.5, 0.95, 1}) {
      double[][] A = matrix(9, k, zeros, random), B = matrix(k, m, 0, random), C = matrix(9, m, 0, random), D = copy(C);
      for (int t = 0; t < 9; t++) {
        Dino.addProduct(A[t], B, C[t]);
        fast.addProduct(A[t], B, D[t]);
      }
      same(C, D);
      double[][] E = copy(D);
      for (int t = 2; t < 7; t++) Dino.addProduct(A[t], B, D[t]);
      fast.addProducts(A, B, E, 2, 7);
      same(D, E);
    }
  }

  @ParameterizedTest(name = "{0} outer products of {1} and {2}")
  @CsvSource({"1, 1, 1", "2, 3, 5", "3, 27, 64", "4, 64, 27", "5, 64, 64", "14, 64, 64", "23, 7, 130"})
  void outerProducts(int T, int k, int m) {
    Random random = new Random(T * 1000 + k);
    for (double zeros : new double[] {0, 0.5, 0.95, 1}) {
      double[][] A = matrix(T, k, zeros, random), B = matrix(T, m, 0, random), C = matrix(k, m, 0, random), D = copy(C);
      for (int t = 0; t < T; t++) Dino.addOuterProduct(A[t], B[t], C);
      fast.addOuterProducts(A, B, T, D);
      same(C, D);
    }
  }

  static double[][] copy(double[][] W) { return Arrays.stream(W).map(double[]::clone).toArray(double[][]::new); }

  static void same(double[][] C, double[][] D) {
    for (int i = 0; i < C.length; i++) assertThat(D[i]).containsExactly(C[i], within(1e-12));
  }

  @Test @DisplayName("row times matrix, by hand")
  void byHand() {
    double[] c = {10, 20};
    fast.addProduct(new double[] {1, 2, 3, 4, 5}, new double[][] {{1, 0}, {0, 1}, {1, 1}, {2, 0}, {0, 3}}, c);
    assertThat(c).containsExactly(10 + 1 + 3 + 8, 20 + 2 + 3 + 15);
  }

  static double tanh(double x) {
    double[] z = {x};
    fast.tanh(z);
    return z[0];
  }

  static double exp(double x) {
    double[] out = new double[1];
    fast.exp(new double[] {x}, out);
    return out[0];
  }

  @Test @DisplayName("tanh: within 1e-14 of StrictMath at 2 million points from 1e-300 to 800, relatively too")
  void tanhRange() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000_000; i++) {
      double x = (random.nextBoolean() ? 1 : -1) * (i % 2 == 0 ? 25 * random.nextDouble() : Math.pow(10, 303 * random.nextDouble() - 300));
      double difference = Math.abs(tanh(x) - StrictMath.tanh(x));
      if (!(difference <= 1e-14 * Math.abs(StrictMath.tanh(x)))) fail("tanh %s: %s, not %s", x, tanh(x), StrictMath.tanh(x));
    }
  }

  @Test @DisplayName("sigmoid: within 5e-16 of 1 / (1 + e^-z) by StrictMath, at 2 million points and at the ends; NaN stays NaN")
  void sigmoid() {
    Random random = new Random(3);
    double[] z = new double[2_000_006];
    for (int i = 0; i < z.length; i++) z[i] = 40 * random.nextGaussian() * Math.pow(10, -4 * random.nextDouble());
    double[] ends = {0, 800, -800, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
    System.arraycopy(ends, 0, z, 0, ends.length);
    double[] gate = z.clone();
    fast.sigmoid(gate);
    for (int i = 0; i < z.length; i++) {
      double expected = 1 / (1 + StrictMath.exp(-z[i]));
      if (Double.isNaN(expected) ? !Double.isNaN(gate[i]) : !(Math.abs(gate[i] - expected) <= 5e-16)) fail("sigmoid %s: %s, not %s", z[i], gate[i], expected);
    }
  }

  @Test @DisplayName("e^x: within 1e-14 of StrictMath relatively at 2 million points from -708 to 709.7")
  void expRange() {
    Random random = new Random(2);
    for (int i = 0; i < 2_000_000; i++) {
      double x = i % 2 == 0 ? -708 + 1417.7 * random.nextDouble() : (random.nextBoolean() ? 1 : -1) * Math.pow(10, 302 * random.nextDouble() - 300);
      double difference = Math.abs(exp(x) - StrictMath.exp(x));
      if (!(difference <= 1e-14 * StrictMath.exp(x))) fail("e^%s: %s, not %s", x, exp(x), StrictMath.exp(x));
    }
  }

  @ParameterizedTest(name = "at {0}")
  @ValueSource(doubles = {0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 1e-310, -1e-310, Double.MIN_NORMAL, 1e-16, 19.06, 20, -20, 30, 709.782712893384,
      709.7827128933841, 710, 1e300, -1e300, Double.MAX_VALUE, -708.4, -730, -740, -745.1, -746, -800,
      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
  void edges(double x) {
    if (Double.isNaN(x)) assertThat(tanh(x)).isNaN(); else assertThat(tanh(x)).isCloseTo(StrictMath.tanh(x), within(1e-15));
    double e = StrictMath.exp(x), mine = exp(x);
    if (Double.isNaN(e)) assertThat(mine).isNaN();
    else if (Double.isInfinite(e) || e == 0) assertThat(mine).isEqualTo(e);
    else assertThat(mine).isCloseTo(e, within(Math.max(1e-14 * e, Double.MIN_VALUE)));   // a subnormal has no more digits
  }

  @Test @DisplayName("the example: four loops, times above 0, their ratio, and results that hardly part")
  void example() {
    List<String> rows = Kit.run(new fast()).lines().stream().filter(line -> line.contains(" us ")).toList();
    assertThat(rows).hasSize(4);
    for (String row : rows) {
      double[] figures = Arrays.stream(row.substring(26).replace("us", "").strip().split(" +")).mapToDouble(Double::parseDouble).toArray();
      double half = 0.05;   // of the last digit shown
      assertThat(figures[0]).isPositive();
      assertThat(figures[1]).isPositive();
      assertThat(figures[2]).isBetween((figures[0] - half) / (figures[1] + half) - 0.005, (figures[0] + half) / (figures[1] - half) + 0.005);
      assertThat(figures[3]).isLessThan(1e-12);
    }
  }

  @Test @DisplayName("a row gives what its elements give one by one: the vectorised loop and its ends agree")
  void rows() {
    Random random = new Random(3);
    for (int n : new int[] {1, 2, 3, 4, 5, 7, 8, 15, 16, 27, 31, 64, 100}) {
      double[] x = random.doubles(n, -30, 30).toArray(), z = x.clone(), out = new double[n];
      for (int warm = 0; warm < 2000; warm++) {   // until it is compiled
        System.arraycopy(x, 0, z, 0, n);
        fast.tanh(z);
      }
      for (int j = 0; j < n; j++) assertThat(z[j]).isEqualTo(tanh(x[j]));
      fast.exp(x.clone(), out);
      for (int j = 0; j < n; j++) assertThat(out[j]).isEqualTo(exp(x[j]));
    }
  }
}
