//JAVA 17+
//SOURCES backprop.java

// Many names at once: their loss and its gradient, by all processors. How many threads there are does not
// change a bit of the result: a batch is always cut into the same 8 parts, and these are summed in order.
// The names of a part are read side by side, and its caches are used again and again: once they have grown to
// the largest part, no row is allocated.

import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

class Batch implements AutoCloseable {

  static final int PARTS = 8, SIDE_BY_SIDE = 8;   // at most so many names at once

  /** What a part needs for a pass; it grows to the largest one. */
  private class Cache {
    final encode.Steps steps = new encode.Steps(new double[0][], new double[0][]);
    forward.Pass pass;
    backprop.Errors errors;
    private final int[][][] names = new int[SIDE_BY_SIDE + 1][][];   // at [n]: room for n names

    /** Reads the names from .. to-1, longest first, side by side. */
    forward.Pass read(List<int[]> all, int from, int to) {
      int n = to - from;
      if (names[n] == null) names[n] = new int[n][];
      for (int i = 0; i < n; i++) names[n][i] = all.get(from + i);
      Arrays.sort(names[n], LONGEST_FIRST);
      write(names[n], W.V(), steps);
      if (pass == null || pass.s.length < steps.x.length) {
        pass = new forward.Pass(steps, W.H(), W.V());
        errors = new backprop.Errors(pass);
      }
      return forward.forward(W, pass);
    }
  }

  /** The names, one or more, longest first, as steps. Rows of an earlier use are used again. */
  static void write(int[][] names, int V, encode.Steps steps) {
    int T = names[0].length + 1, N = 0;
    for (int[] name : names) N += name.length + 1;
    if (N > steps.x.length) {
      steps.x = new double[N][V];
      steps.y = new double[N][V];
    }
    if (T >= steps.at.length) steps.at = new int[T + 1];
    steps.T = T;
    for (int t = 0, n = 0; t < T; t++) {
      for (int i = 0; i < names.length && t <= names[i].length; i++, n++) {
        Arrays.fill(steps.x[n], 0);
        Arrays.fill(steps.y[n], 0);
        steps.x[n][t == 0 ? 0 : names[i][t - 1]] = 1;
        steps.y[n][t < names[i].length ? names[i][t] : 0] = 1;
      }
      steps.at[t + 1] = n;
    }
  }

  private static final Comparator<int[]> LONGEST_FIRST = (a, b) -> b.length - a.length;

  private final int threads;
  private final forward.Weights W, WT;
  private final forward.Weights[] dW = new forward.Weights[PARTS];
  private final double[][][] rows = new double[PARTS][][];   // those of each dW
  private final Cache[] caches = new Cache[PARTS];
  private final double[] loss = new double[PARTS];

  /** For the weights W, which may change from call to call. Close it when done. */
  Batch(forward.Weights W, int threads) {
    this.W = W;
    WT = backprop.transpose(W);
    for (int p = 0; p < PARTS; p++) {
      rows[p] = (dW[p] = backprop.zerosLike(W)).rows();
      caches[p] = new Cache();
    }
    this.threads = Math.min(threads, PARTS);
    helpers = new ForkJoinPool(Math.max(1, this.threads - 1));
  }

  /** The summed loss, in nats, of the names from .. to-1. */
  double loss(List<int[]> names, int from, int to) {
    inParts(p -> {
      double sum = 0;
      int end = first(p + 1, from, to);
      for (int n = first(p, from, to); n < end; n += SIDE_BY_SIDE) sum += caches[p].read(names, n, Math.min(end, n + SIDE_BY_SIDE)).loss;
      loss[p] = sum;
    });
    return sum(loss);
  }

  /** The same, and the rows of gradient() become the gradient of the mean loss per character. */
  double lossAndGradient(List<int[]> names, int from, int to) {
    backprop.transpose(W, WT);
    inParts(p -> {
      double sum = 0;
      for (double[] row : rows[p]) Arrays.fill(row, 0);
      int end = first(p + 1, from, to);
      Cache c = caches[p];
      for (int n = first(p, from, to); n < end; n += SIDE_BY_SIDE) {
        sum += c.read(names, n, Math.min(end, n + SIDE_BY_SIDE)).loss;
        backprop.addGradients(c.pass, backprop.errors(WT, c.pass, c.errors), dW[p]);
      }
      loss[p] = sum;
    });
    double mean = 1.0 / characters(names, from, to);
    for (int i = 0; i < rows[0].length; i++) {
      for (int other = 1; other < PARTS; other++) Dino.addScaled(1, rows[other][i], rows[0][i]);
      for (int j = 0; j < rows[0][i].length; j++) rows[0][i][j] *= mean;
    }
    return sum(loss);
  }

  /** The gradient's rows, as forward.Weights.rows() has them; the next call writes over them. */
  double[][] gradient() { return rows[0]; }

  /** Letters and ends. */
  static int characters(List<int[]> names, int from, int to) {
    int characters = 0;
    for (int n = from; n < to; n++) characters += names.get(n).length + 1;
    return characters;
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

  // ---- the threads: this one and its helpers -----------------------------------------------------------

  private final ForkJoinPool helpers;

  private void inParts(IntConsumer job) {
    AtomicInteger next = new AtomicInteger();   // the next part that nobody has begun
    Runnable work = () -> { for (int p; (p = next.getAndIncrement()) < PARTS; ) job.accept(p); };
    List<ForkJoinTask<?>> helping = new ArrayList<>();
    for (int i = 1; i < threads; i++) helping.add(helpers.submit(work));
    try {
      work.run();
    } finally {
      for (ForkJoinTask<?> helper : helping) helper.join();   // or what it threw
    }
  }

  public void close() { helpers.shutdown(); }
}
