//JAVA 17+
//SOURCES Rows.java

// Several names read side by side: the stages once more, for speed. Only the bookkeeping is new. At step t each name
// that has such a step has a row; these are the rows at[t] .. at[t+1]-1, the longest name first. So a row of a matrix
// is fetched once for all names. All arrays are used again for the next names.

import java.util.*;

class SideBySide {

  private final int V, H;
  private final int[][] names;                // the names being read, the longest first
  private int T;                              // the steps of the longest
  private int[] at = {0};                     // T+1: where the rows of each step begin; N = at[T] rows in all
  private double[][] x = {}, y, yHat, dO;     // N x V; x and y are one-hot
  private final CellRows c;                   // the steps' rows
  private final double[] o;                   // V

  private double[][] mask, sMasked, dsMasked; // N rows of H, with dropout
  private boolean masked;

  /** For a network like W. @param most  how many names there may be at once */
  SideBySide(forward.Weights W, int most) {
    V = W.V();
    H = W.H();
    names = new int[most][];
    c = Rows.of(W, 1);
    o = new double[V];
  }

  /** The masks of the names from .. to-1 stand in the same order; null without dropout. */
  private void take(List<int[]> all, double[][] masks, int from, int to) {
    int count = to - from, N = 0;
    Integer[] order = new Integer[count];
    for (int i = 0; i < count; i++) N += all.get(from + (order[i] = i)).length + 1;
    Arrays.sort(order, Comparator.comparingInt(i -> -all.get(from + i).length));
    for (int i = 0; i < count; i++) names[i] = all.get(from + order[i]);
    T = names[0].length + 1;
    if (N > x.length) grow(N);
    if (T >= at.length) at = new int[T + 1];
    masked = masks != null;
    for (int t = 0, n = 0; t < T; t++) {
      for (int i = 0; i < count && t <= names[i].length; i++, n++) {
        Arrays.fill(x[n], 0);
        Arrays.fill(y[n], 0);
        x[n][t == 0 ? 0 : names[i][t - 1]] = 1;
        y[n][t < names[i].length ? names[i][t] : 0] = 1;
        c.follow(n, t == 0 ? -1 : at[t - 1] + i);
        if (masked) mask[n] = masks[order[i]];
      }
      at[t + 1] = n;
    }
  }

  private void grow(int N) {
    x = new double[N][V];
    y = new double[N][V];
    yHat = new double[N][V];
    dO = new double[N][V];
    mask = new double[N][];
    sMasked = new double[N][H];
    dsMasked = new double[N][H];
    c.grow(N);
  }

  /** The summed loss, in nats, of the names from .. to-1: the twin of Cell.forward. */
  double forward(forward.Weights W, List<int[]> all, double[][] masks, int from, int to) {
    take(all, masks, from, to);
    double loss = 0;
    for (int t = 0; t < T; t++) {
      for (int n = at[t]; n < at[t + 1]; n++) {
        Arrays.fill(c.z[n], 0);
        if (c.zs != c.z) Arrays.fill(c.zs[n], 0);
        fast.addProduct(x[n], W.Wxh(), c.z[n]);
        if (masked) for (int i = 0; i < H; i++) sMasked[n][i] = mask[n][i] * c.sBefore[n][i];
      }
      fast.addProducts(masked ? sMasked : c.sBefore, W.Whh(), c.zs, at[t], at[t + 1]);
      for (int n = at[t]; n < at[t + 1]; n++) {
        c.step(n);
        Arrays.fill(o, 0);
        fast.addProduct(c.s[n], W.Who(), o);
        fast.softmax(o, yHat[n]);
        for (int i = 0; i < V; i++) if (y[n][i] == 1) loss -= Math.log(yHat[n][i]);
      }
    }
    return loss;
  }

  /** Adds the gradient of the loss just computed to dW: Cell.addGradients' twin. WT: the transposed weights. */
  void backward(forward.Weights WT, forward.Weights dW) {
    int N = at[T];
    for (int n = 0; n < N; n++) {
      for (int i = 0; i < V; i++) dO[n][i] = yHat[n][i] - y[n][i];
      Arrays.fill(c.ds[n], 0);
      fast.addProduct(dO[n], WT.Who(), c.ds[n]);
    }
    for (int t = T - 1; t >= 0; t--) {
      for (int n = at[t]; n < at[t + 1]; n++) c.stepBack(n);
      if (t == 0) break;
      if (!masked) fast.addProducts(c.dzs, WT.Whh(), c.dsBefore, at[t], at[t + 1]);
      else addMasked(WT, at[t], at[t + 1]);
    }
    fast.addOuterProducts(c.s, dO, N, dW.Who());
    fast.addOuterProducts(masked ? sMasked : c.sBefore, c.dzs, N, dW.Whh());
    fast.addOuterProducts(x, c.dz, N, dW.Wxh());
  }

  private void addMasked(forward.Weights WT, int from, int to) {
    for (int n = from; n < to; n++) Arrays.fill(dsMasked[n], 0);
    fast.addProducts(c.dzs, WT.Whh(), dsMasked, from, to);
    for (int n = from; n < to; n++) for (int i = 0; i < H; i++) c.dsBefore[n][i] += mask[n][i] * dsMasked[n][i];
  }
}
