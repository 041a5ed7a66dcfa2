import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the cells: GRU and LSTM, and dropout")
class CellTest {

  static forward.Weights weights(Cell cell, int V, int H, double scale, long seed) {
    Dino.Random random = new Dino.Random(seed);
    return new forward.Weights(random.randn(V, cell.gates * H, scale), random.randn(H, cell.gates * H, scale / Math.sqrt(H)), random.randn(H, V, scale));
  }

  static double sigmoid(double z) { return 1 / (1 + Math.exp(-z)); }

  @Test @DisplayName("a GRU of one unit and two letters, two steps, by hand")
  void gruByHand() {
    forward.Weights W = new forward.Weights(new double[][] {{0.1, 0.2, 0.3}, {-0.4, 0.5, 0.6}}, new double[][] {{0.7, -0.8, 0.9}}, new double[][] {{1, -1}});
    forward.Pass p = Cell.forward(W, encode.steps(new int[] {1}, 2));   // reads 0, then 1; targets 1, then 0
    double s1 = sigmoid(0.1) * Math.tanh(0.3);
    double u = sigmoid(-0.4 + 0.7 * s1), r = sigmoid(0.5 - 0.8 * s1), n = Math.tanh(0.6 + r * 0.9 * s1), s2 = (1 - u) * s1 + u * n;
    assertThat(p.s[0]).containsExactly(new double[] {s1}, within(1e-15));
    assertThat(p.s[1]).containsExactly(new double[] {s2}, within(1e-15));
    assertThat(p.loss).isCloseTo(-Math.log(sigmoid(-2 * s1)) - Math.log(sigmoid(2 * s2)), within(1e-14));
  }

  @Test @DisplayName("an LSTM of one unit and two letters, two steps, by hand")
  void lstmByHand() {
    forward.Weights W = new forward.Weights(new double[][] {{0.1, 0.2, 0.3, 0.4}, {-0.5, 0.6, 0.7, -0.8}}, new double[][] {{0.9, -1, 1.1, 1.2}}, new double[][] {{1, -1}});
    forward.Pass p = Cell.forward(W, encode.steps(new int[] {1}, 2));
    double c1 = sigmoid(0.2) * Math.tanh(0.4), s1 = sigmoid(0.3) * Math.tanh(c1);
    double c2 = sigmoid(-0.5 + 0.9 * s1 + 1) * c1 + sigmoid(0.6 - s1) * Math.tanh(-0.8 + 1.2 * s1), s2 = sigmoid(0.7 + 1.1 * s1) * Math.tanh(c2);
    assertThat(p.s[0]).containsExactly(new double[] {s1}, within(1e-15));
    assertThat(p.s[1]).containsExactly(new double[] {s2}, within(1e-15));
    assertThat(p.loss).isCloseTo(-Math.log(sigmoid(-2 * s1)) - Math.log(sigmoid(2 * s2)), within(1e-14));
  }

  @ParameterizedTest(name = "{0}: every entry of the gradient by central differences, with a mask held still and without, one target and many")
  @EnumSource(Cell.class)
  void centralDifferences(Cell cell) {
    int V = 5, H = 4;
    for (double[] mask : new double[][] {null, {2, 0, 2, 2}}) {
      for (boolean one : new boolean[] {false, true}) {
        forward.Weights W = weights(cell, V, H, 1, 3), dW = backprop.zerosLike(W);
        encode.Steps many = encode.steps(new int[] {3, 1, 4, 1, 2}, V), steps = one ? encode.manyToOne(many) : many;
        double loss = dropout.addGradients(W, steps, mask, dW);
        assertThat(loss).isCloseTo(masked(W, steps, mask), within(1e-12));
        double[][] rows = W.rows(), gradient = dW.rows();
        for (int i = 0; i < rows.length; i++) {
          for (int j = 0; j < rows[i].length; j++) {
            double w = rows[i][j], eps = 1e-3, sum = 0;   // four points: the error shrinks with eps^4
            for (int k : new int[] {-2, -1, 1, 2}) {
              rows[i][j] = w + k * eps;
              sum += masked(W, steps, mask) * (k == -2 ? 1 : k == -1 ? -8 : k == 1 ? 8 : -1);
            }
            rows[i][j] = w;
            assertThat(gradient[i][j]).as(cell + ", row " + i + ", column " + j).isCloseTo(sum / (12 * eps), within(1e-9));
          }
        }
      }
    }
  }

  /** The loss where mask_i s_i is what Whh sees, written anew: step by step, the mask on the state. */
  static double masked(forward.Weights W, encode.Steps steps, double[] mask) {
    int H = W.H(), G = W.Whh()[0].length / H;
    double[] s = new double[H], c = new double[H];
    double loss = 0;
    for (int t = 0; t < steps.T; t++) {
      double[] a = new double[G * H], b = new double[G * H], next = new double[H];
      for (int k = 0; k < G * H; k++) {
        for (int i = 0; i < W.V(); i++) a[k] += steps.x[t][i] * W.Wxh()[i][k];
        for (int i = 0; i < H; i++) b[k] += (mask == null ? 1 : mask[i]) * s[i] * W.Whh()[i][k];
      }
      for (int i = 0; i < H; i++) {
        if (G == 1) next[i] = Math.tanh(a[i] + b[i]);
        if (G == 3) {
          double u = sigmoid(a[i] + b[i]), r = sigmoid(a[H + i] + b[H + i]);
          next[i] = (1 - u) * s[i] + u * Math.tanh(a[2 * H + i] + r * b[2 * H + i]);
        }
        if (G == 4) {
          c[i] = sigmoid(a[i] + b[i] + 1) * c[i] + sigmoid(a[H + i] + b[H + i]) * Math.tanh(a[3 * H + i] + b[3 * H + i]);
          next[i] = sigmoid(a[2 * H + i] + b[2 * H + i]) * Math.tanh(c[i]);
        }
      }
      s = next;
      if (steps.y[t] == null) continue;
      double sum = 0, right = 0;
      for (int v = 0; v < W.V(); v++) {
        double o = 0;
        for (int i = 0; i < H; i++) o += s[i] * W.Who()[i][v];
        sum += Math.exp(o);
        if (steps.y[t][v] == 1) right = o;
      }
      loss += Math.log(sum) - right;
    }
    return loss;
  }

  @ParameterizedTest(name = "{0}: the engine is held to the stages, 100 random batches with dropout and without; any number of threads, the same bits")
  @EnumSource(Cell.class)
  void engine(Cell cell) {
    Random random = new Random(6);
    for (int trial = 0; trial < 100; trial++) {
      int V = 2 + random.nextInt(30), H = 1 + random.nextInt(20), count = 1 + random.nextInt(trial % 10 == 0 ? 150 : 40);
      List<int[]> names = new ArrayList<>();
      for (int n = 0; n < count; n++) names.add(random.ints(random.nextInt(12), 1, V).toArray());
      forward.Weights W = weights(cell, V, H, trial % 4 == 0 ? 2 : 1, trial);
      int from = random.nextInt(count), to = from + 1 + random.nextInt(count - from);
      double[][] masks = dropout.masks(to - from, H, trial % 3 == 0 ? 0 : 0.4, new Dino.Random(trial));
      Engine stages = new Stages(W);
      double expected = stages.lossAndGradient(names, from, to, masks), largest = 1;
      for (double[] row : stages.gradient()) for (double a : row) largest = Math.max(largest, Math.abs(a));
      double[][] first = null;
      for (int threads = 1; threads <= 3; threads += 2) {
        try (Batch batch = new Batch(W, threads)) {
          batch.lossAndGradient(names, 0, 1);   // what an earlier call leaves must not stay
          assertThat(batch.lossAndGradient(names, from, to, masks)).as("trial %d", trial).isCloseTo(expected, withinPercentage(1e-11));
          assertThat(batch.loss(names, from, to)).isCloseTo(stages.loss(names, from, to), withinPercentage(1e-11));
          for (int i = 0; i < batch.gradient().length; i++) {
            assertThat(batch.gradient()[i]).as("trial %d, row %d", trial, i).containsExactly(stages.gradient()[i], within(1e-13 * largest));
          }
          double[][] all = Arrays.stream(batch.gradient()).map(double[]::clone).toArray(double[][]::new);
          if (first == null) first = all; else assertThat(all).isDeepEqualTo(first);
        }
      }
    }
  }

  @Test @DisplayName("masks are NumPy's: (np.random.random_sample((3, 4)) >= 0.5) / 0.5 after np.random.seed(0); none for 0; the mean stays 1")
  void masks() {
    assertThat(dropout.masks(3, 4, 0.5, new Dino.Random(0))).isDeepEqualTo(new double[][] {{2, 2, 2, 2}, {0, 2, 0, 2}, {2, 0, 2, 2}});
    assertThat(dropout.masks(3, 4, 0, new Dino.Random(0))).isNull();
    double mean = Arrays.stream(dropout.masks(1000, 100, 0.3, new Dino.Random(1))).flatMapToDouble(Arrays::stream).average().getAsDouble();
    assertThat(mean).isCloseTo(1, within(0.01));
  }

  @ParameterizedTest(name = "{0}: letter by letter, as names are drawn, it has the states of the whole name") @EnumSource(Cell.class)
  void stepByStep(Cell cell) {
    forward.Weights W = weights(cell, 6, 5, 1, 9);
    encode.Steps steps = encode.steps(new int[] {3, 5, 1, 1}, 6);
    double[][] s = Cell.start(W), whole = Cell.forward(W, steps).s;
    for (int t = 0; t < steps.T; t++) assertThat((s = Cell.step(steps.x[t], s, W))[0]).containsExactly(whole[t]);
  }

  @Test @DisplayName("the error comes back farther through gates: of the untrained cells, as an independent program has it")
  void reach() {
    Kit.Result result = Kit.run(new lstm());
    List<double[]> shares = result.lines().stream().filter(line -> line.matches(" +\\d+ +\\d\\.\\de.*"))
        .map(line -> Arrays.stream(line.strip().split(" +")).limit(4).mapToDouble(Double::parseDouble).toArray()).toList();
    assertThat(shares).hasSize(24);
    double plain = Math.pow(shares.get(8)[1], 1 / 8.0), gru = Math.pow(shares.get(8)[2], 1 / 8.0), lstm = Math.pow(shares.get(8)[3] / shares.get(1)[3], 1 / 7.0);
    assertThat(plain).isBetween(0.14, 0.21);   // 0.18 a step
    assertThat(gru).isBetween(0.48, 0.58);     // 0.53 a step
    assertThat(lstm).isBetween(0.70, 0.82);    // after the first step 0.75
  }
}
