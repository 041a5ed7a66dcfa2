//JAVA 17+
//SOURCES fast.java

// Several names read side by side: forward.java and backprop.java once more, for speed. Only the bookkeeping is new.
// At step t each name that has such a step has a row; these are the rows at[t] .. at[t+1]-1, the longest name first. So
// a row of a matrix is fetched once for all names. All arrays are used again for the next names.

import java.util.*;

class SideBySide {

  private final int V, H;
  private final int[][] names;                    // the names being read, the longest first
  private int T;                                  // the steps of the longest
  private int[] at = {0};                         // T+1: where the rows of each step begin; N = at[T] rows in all
  private double[][] x = {}, y = {};              // N x V, one-hot
  private double[][] s, sBefore, yHat;            // N rows of H, H, V; sBefore[n] is the row of s one step before
  private double[][] ro, roBefore, dO;            // N rows of H, H, V; roBefore[n] is the row of ro of that step
  private final double[] o, zero;                 // V; H: s_0

  /** @param most  how many names there may be at once */
  SideBySide(int V, int H, int most) {
    this.V = V;
    this.H = H;
    names = new int[most][];
    o = new double[V];
    zero = new double[H];
  }

  private static final Comparator<int[]> LONGEST_FIRST = (a, b) -> b.length - a.length;

  /** Takes the names from .. to-1, one or more, and lays them out as rows. */
  private void take(List<int[]> all, int from, int to) {
    int count = to - from, N = 0;
    for (int i = 0; i < count; i++) N += (names[i] = all.get(from + i)).length + 1;
    Arrays.sort(names, 0, count, LONGEST_FIRST);
    T = names[0].length + 1;
    if (N > x.length) grow(N);
    if (T >= at.length) at = new int[T + 1];
    for (int t = 0, n = 0; t < T; t++) {
      for (int i = 0; i < count && t <= names[i].length; i++, n++) {
        Arrays.fill(x[n], 0);
        Arrays.fill(y[n], 0);
        x[n][t == 0 ? 0 : names[i][t - 1]] = 1;
        y[n][t < names[i].length ? names[i][t] : 0] = 1;
        sBefore[n] = t == 0 ? zero : s[at[t - 1] + i];
        roBefore[n] = t == 0 ? null : ro[at[t - 1] + i];
      }
      at[t + 1] = n;
    }
  }

  private void grow(int N) {
    x = new double[N][V];
    y = new double[N][V];
    s = new double[N][H];
    sBefore = new double[N][];
    yHat = new double[N][V];
    ro = new double[N][H];
    roBefore = new double[N][];
    dO = new double[N][V];
  }

  /** The summed loss, in nats, of the names from .. to-1: the twin of forward.forward. */
  double forward(forward.Weights W, List<int[]> all, int from, int to) {
    take(all, from, to);
    double loss = 0;
    for (int t = 0; t < T; t++) {
      for (int n = at[t]; n < at[t + 1]; n++) {
        Arrays.fill(s[n], 0);
        fast.addProduct(x[n], W.Wxh(), s[n]);
      }
      fast.addProducts(sBefore, W.Whh(), s, at[t], at[t + 1]);   // until here s is z
      for (int n = at[t]; n < at[t + 1]; n++) {
        fast.tanh(s[n]);
        Arrays.fill(o, 0);
        fast.addProduct(s[n], W.Who(), o);
        fast.softmax(o, yHat[n]);
        for (int i = 0; i < V; i++) if (y[n][i] == 1) loss -= Math.log(yHat[n][i]);
      }
    }
    return loss;
  }

  /** Adds the gradient of the loss just computed to dW: the twin of backprop.gradients. WT: the transposed weights. */
  void backward(forward.Weights WT, forward.Weights dW) {
    int N = at[T];
    for (int n = 0; n < N; n++) {
      for (int i = 0; i < V; i++) dO[n][i] = yHat[n][i] - y[n][i];
      Arrays.fill(ro[n], 0);
      fast.addProduct(dO[n], WT.Who(), ro[n]);
    }
    for (int t = T - 1; t >= 0; t--) {
      for (int n = at[t]; n < at[t + 1]; n++) for (int i = 0; i < H; i++) ro[n][i] *= backprop.dtanh(s[n][i]);
      if (t > 0) fast.addProducts(ro, WT.Whh(), roBefore, at[t], at[t + 1]);
    }
    fast.addOuterProducts(s, dO, N, dW.Who());
    fast.addOuterProducts(sBefore, ro, N, dW.Whh());
    fast.addOuterProducts(x, ro, N, dW.Wxh());
  }
}
