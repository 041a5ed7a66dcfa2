//JAVA 17+
//SOURCES Team.java

// The stages once more, for many names at once and by all processors. The number of threads does not change a single
// bit of the result: a batch is always cut into the same 8 parts, and these are summed in order.

import java.util.*;

class Batch implements Engine {

  static final int PARTS = 8, SIDE_BY_SIDE = 8;   // at most 8 names are read at once

  private final Team team;
  private final forward.Weights W, WT;
  private final forward.Weights[] dW = new forward.Weights[PARTS];
  private final double[][][] rows = new double[PARTS][][];   // those of each dW
  private final SideBySide[] readers = new SideBySide[PARTS];
  private final double[] loss = new double[PARTS];

  /** For the weights W, which may change from call to call. Close it when done. */
  Batch(forward.Weights W, int threads) {
    this.W = W;
    WT = new forward.Weights(Dino.transpose(W.Wxh()), Dino.transpose(W.Whh()), Dino.transpose(W.Who()));
    for (int p = 0; p < PARTS; p++) {
      rows[p] = (dW[p] = backprop.zerosLike(W)).rows();
      readers[p] = new SideBySide(W, SIDE_BY_SIDE);
    }
    team = new Team(Math.min(threads, PARTS));
  }

  @Override public double loss(List<int[]> names, int from, int to) {
    team.inTurn(PARTS, (p, thread) -> loss[p] = read(p, names, null, from, to, false));
    return sum(loss);
  }

  @Override public double lossAndGradient(List<int[]> names, int from, int to, double[][] masks) {
    fast.transpose(W.Wxh(), WT.Wxh());
    fast.transpose(W.Whh(), WT.Whh());
    fast.transpose(W.Who(), WT.Who());
    team.inTurn(PARTS, (p, thread) -> {
      for (double[] row : rows[p]) Arrays.fill(row, 0);
      loss[p] = read(p, names, masks, from, to, true);
    });
    double mean = 1.0 / Engine.characters(names.subList(from, to));
    for (int i = 0; i < rows[0].length; i++) {
      for (int other = 1; other < PARTS; other++) Dino.addScaled(1, rows[other][i], rows[0][i]);
      for (int j = 0; j < rows[0][i].length; j++) rows[0][i][j] *= mean;
    }
    return sum(loss);
  }

  @Override public double[][] gradient() { return rows[0]; }

  /** The summed loss of part p of the names, a few side by side; backward: adds their gradient to dW[p]. */
  private double read(int p, List<int[]> names, double[][] masks, int from, int to, boolean backward) {
    double loss = 0;
    int end = first(p + 1, from, to);
    for (int n = first(p, from, to); n < end; n += SIDE_BY_SIDE) {
      int until = Math.min(end, n + SIDE_BY_SIDE);
      double[][] these = masks == null ? null : Arrays.copyOfRange(masks, n - from, until - from);
      loss += readers[p].forward(W, names, these, n, until);
      if (backward) readers[p].backward(WT, dW[p]);
    }
    return loss;
  }

  /** Where part p of from .. to-1 begins: parts of equal size, rounded up, the last ones shorter or empty. */
  private static int first(int p, int from, int to) {
    int size = (to - from + PARTS - 1) / PARTS;
    return Math.min(to, from + p * size);
  }

  private static double sum(double[] a) {
    double sum = 0;
    for (double each : a) sum += each;
    return sum;
  }

  @Override public void close() { team.close(); }
}
