import java.util.*;
import java.util.zip.CRC32;

/**
 * Lanes beside the bare stages, in a JVM that has the Vector API: LanesTest starts it. Prints for each of many random
 * batches how far the two are apart, relatively, in the loss and in the gradient; and a sum over all bits of the results.
 *
 * usage: LanesRun TRIALS
 */
class LanesRun {

  static double apart;
  static final CRC32 BITS = new CRC32();

  public static void main(String... args) {
    Random random = new Random(7);
    for (int trial = 0; trial < Integer.parseInt(args[0]); trial++) {
      int V = 2 + random.nextInt(40), H = 1 + random.nextInt(trial % 10 == 0 ? 70 : 20), count = 1 + random.nextInt(trial % 8 == 0 ? 150 : 40);
      int from = random.nextInt(count), to = from + 1 + random.nextInt(count - from);
      batch(trial, V, H, count, from, to, trial % 4 == 0 ? 4 : 1, random);
    }
    for (int[] odd : new int[][] {{2, 1, 1}, {4000, 3, 5}, {28, 300, 3}, {27, 64, 1}, {27, 17, 1000}, {3, 16, 32}, {50, 8, 33}}) {
      for (int cell = 0; cell < 3; cell++) batch(cell, odd[0], odd[1], odd[2], 0, odd[2], 1, random);
    }
    System.out.println(apart + " " + BITS.getValue());
  }

  /** Names from .. to-1 of so many. */
  static void batch(int trial, int V, int H, int count, int from, int to, double scale, Random random) {
    List<int[]> names = new ArrayList<>();
    for (int n = 0; n < count; n++) names.add(random.ints(random.nextInt(12), 1, V).toArray());
    int G = new int[] {1, 3, 4}[trial % 3];   // rnn, gru, lstm
    Dino.Random weights = new Dino.Random(trial);
    forward.Weights W = new forward.Weights(weights.randn(V, G * H, scale), weights.randn(H, G * H, scale / Math.sqrt(H)), weights.randn(H, V, scale));
    double[][] masks = trial % 5 == 0 ? dropout.masks(to - from, H, 0.3, weights) : null;
    Engine stages = new Stages(W);
    double expected = stages.lossAndGradient(names, from, to, masks), without = stages.loss(names, from, to), longest = Dino.norm(stages.gradient());
    for (int threads = 1; threads <= 3; threads++) {
      try (Engine lanes = Engines.lanes.of(W, threads)) {
        if (!lanes.getClass().getName().equals("Lanes")) throw new AssertionError("no lanes");
        lanes.lossAndGradient(names, 0, 1);   // what an earlier call leaves must not stay
        double loss = lanes.lossAndGradient(names, from, to, masks);
        apart(loss / expected - 1);
        apart(lanes.loss(names, from, to) / without - 1);
        double[][] found = lanes.gradient(), exact = stages.gradient();
        for (int i = 0; i < exact.length; i++) for (int j = 0; j < exact[i].length; j++) apart((found[i][j] - exact[i][j]) / longest);
        if (threads > 1) {
          if (loss != lossBefore || !Arrays.deepEquals(lanes.gradient(), before)) throw new AssertionError("other bits with " + threads + " threads");
        } else {
          lossBefore = loss;
          before = bench.copy(lanes.gradient());
          bits(loss);
          for (double[] row : before) for (double each : row) bits(each);
        }
      }
    }
  }

  static double lossBefore;
  static double[][] before;

  static void apart(double relative) {
    if (!(Math.abs(relative) <= apart)) apart = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : Math.abs(relative);
  }

  static void bits(double number) {
    for (long bits = Double.doubleToLongBits(number), i = 0; i < 8; i++, bits >>>= 8) BITS.update((int) bits & 255);
  }
}
