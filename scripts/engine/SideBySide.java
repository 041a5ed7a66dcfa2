//JAVA 17+
//SOURCES fast.java

// Several names read side by side: the stages once more, for speed. Only the bookkeeping is new. At step t each name
// that has such a step has a row; these are the rows at[t] .. at[t+1]-1, the longest name first. So a row of a matrix
// is fetched once for all names. All arrays are used again for the next names.
//
// What a step makes of its products is in RnnRows, GruRows and LstmRows.

import java.util.*;

abstract class SideBySide {

  final int V, H;
  private final int[][] names;                // the names being read, the longest first
  private int T;                              // the steps of the longest
  private int[] at = {0};                     // T+1: where the rows of each step begin; N = at[T] rows in all
  int[] before;                               // N: the row of the same name one step before, or -1
  private double[][] x = {}, y = {}, yHat;    // N x V; x and y are one-hot
  double[][] s, sBefore;                      // N rows of H; sBefore[n] is the row of s one step before
  double[][] z, zs;                           // N rows of G H: x Wxh, and to it or beside it what Whh makes of sBefore
  double[][] ds, dsBefore, dz, dzs, dO;       // their derivatives; dsBefore[n] is the row of ds one step before
  private final double[] o, zero;             // V; H: s_0

  private double[][] mask, sMasked, dsMasked; // N rows of H, with dropout
  private boolean masked;

  /** @param most  how many names there may be at once */
  SideBySide(int V, int H, int most) {
    this.V = V;
    this.H = H;
    names = new int[most][];
    o = new double[V];
    zero = new double[H];
  }

  /** Makes s, z, zs, ds, dz, dzs and what else a step needs, for N rows. */
  abstract void makeRows(int N);

  /** Row n of s from those of z, zs and sBefore. */
  abstract void step(int n);

  /** Rows n of dz and dzs from that of ds; what goes back past Whh is added to the row before. */
  abstract void stepBack(int n);

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
        before[n] = t == 0 ? -1 : at[t - 1] + i;
        sBefore[n] = t == 0 ? zero : s[before[n]];
        dsBefore[n] = t == 0 ? null : ds[before[n]];
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
    before = new int[N];
    sBefore = new double[N][];
    dsBefore = new double[N][];
    mask = new double[N][];
    sMasked = new double[N][H];
    dsMasked = new double[N][H];
    makeRows(N);
  }

  /** The summed loss, in nats, of the names from .. to-1: the twin of Cell.forward. */
  double forward(forward.Weights W, List<int[]> all, double[][] masks, int from, int to) {
    take(all, masks, from, to);
    double loss = 0;
    for (int t = 0; t < T; t++) {
      for (int n = at[t]; n < at[t + 1]; n++) {
        Arrays.fill(z[n], 0);
        if (zs != z) Arrays.fill(zs[n], 0);
        fast.addProduct(x[n], W.Wxh(), z[n]);
        if (masked) for (int i = 0; i < H; i++) sMasked[n][i] = mask[n][i] * sBefore[n][i];
      }
      fast.addProducts(masked ? sMasked : sBefore, W.Whh(), zs, at[t], at[t + 1]);
      for (int n = at[t]; n < at[t + 1]; n++) {
        step(n);
        Arrays.fill(o, 0);
        fast.addProduct(s[n], W.Who(), o);
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
      Arrays.fill(ds[n], 0);
      fast.addProduct(dO[n], WT.Who(), ds[n]);
    }
    for (int t = T - 1; t >= 0; t--) {
      for (int n = at[t]; n < at[t + 1]; n++) stepBack(n);
      if (t == 0) break;
      if (!masked) fast.addProducts(dzs, WT.Whh(), dsBefore, at[t], at[t + 1]);
      else addMasked(WT, at[t], at[t + 1]);
    }
    fast.addOuterProducts(s, dO, N, dW.Who());
    fast.addOuterProducts(masked ? sMasked : sBefore, dzs, N, dW.Whh());
    fast.addOuterProducts(x, dz, N, dW.Wxh());
  }

  private void addMasked(forward.Weights WT, int from, int to) {
    for (int n = from; n < to; n++) Arrays.fill(dsMasked[n], 0);
    fast.addProducts(dzs, WT.Whh(), dsMasked, from, to);
    for (int n = from; n < to; n++) for (int i = 0; i < H; i++) dsBefore[n][i] += mask[n][i] * dsMasked[n][i];
  }
}
