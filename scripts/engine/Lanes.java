//JAVA 17+
//SOURCES Batch.java Tiles.java

// The engine once more, with vector instructions written out: a vector holds L numbers, as many as the processor takes
// at once, and each line of vector code works on all of them, each in a lane of its own. It needs the JDK's Vector API,
// jdk.incubator.vector; Vectors.java compiles it and starts a JVM that has it.
//
// Nearly all the time goes into the loops of Tiles.java, for which matrices are laid out in panels.
//
// As in Batch.java a batch is cut into parts, each with a gradient of its own, and a part is one thread's work from its
// first letter to its gradient: what one processor writes, another need not fetch. Neither the number of lanes nor that
// of threads changes a bit. Each number is summed on its own, term by term; which names are a part, and the order in
// which the parts are summed, depend on the batch alone.

import java.util.*;
import jdk.incubator.vector.*;
import static jdk.incubator.vector.VectorOperators.*;

class Lanes implements Engine {

  private static final int L = Tiles.L, P = Tiles.P, S = Tiles.S;
  static final int DEEP = 192;   // so many rows of a panel stay in the nearest cache

  // ---- products ----------------------------------------------------------------------------------------

  /** Panels for a matrix of so many rows and columns. Columns after the last are 0. */
  static double[][] panels(int rows, int columns) { return new double[(columns + P - 1) / P][S + rows * P]; }

  /** A row's numbers from j on become row i of a panel. */
  private static void set(double[] row, int j, double[] panel, int i) {
    Tiles.load(row, j).intoArray(panel, S + i * P);
    Tiles.load(row, j + L).intoArray(panel, S + i * P + L);
  }

  /** Panel j of W. */
  static void setPanel(double[][] W, double[][] panels, int j) {
    int columns = Math.min(P, W[0].length - j * P);
    for (int i = 0; i < W.length; i++) System.arraycopy(W[i], j * P, panels[j], S + i * P, columns);
  }

  /** Panel j of W^T, for W of k x m: its row i is column i of W, from row jP on. */
  static void setTransposed(double[][] W, double[][] panels, int j) {
    for (int c = 0; c < Math.min(P, W.length - j * P); c++) {
      double[] row = W[j * P + c];
      for (int i = 0; i < row.length; i++) panels[j][S + i * P + c] = row[i];
    }
  }

  /** C[n] += A[n] B for the rows n = from .. to-1; B, of K rows, is in panels. */
  static void addProducts(double[][] A, double[][] B, int K, double[][] C, int from, int to) {
    for (int j = 0; j < B.length; j++) {   // a panel of B stays in the nearest cache for all rows
      for (int n = from; n < to; n += Tiles.ROWS) {
        if (Tiles.ROWS == 8 && to - n > 4) Tiles.addTile8(A, B[j], K, C, j * P, n, to - 1);
        else Tiles.addTile(A, B[j], K, C, j * P, n, to - 1);
      }
    }
  }

  /**
   * C += A^T B, for N rows of A, in panels, and the rows of B from row from on. C has a multiple of P rows. panel: room
   * for a part of B.
   */
  static void addOuterProducts(double[][] A, double[][] B, int from, int N, double[][] C, double[] panel) {
    for (int j = 0; j < C[0].length; j += P) {
      for (int n = 0; n < N; n += DEEP) {
        int K = Math.min(DEEP, N - n);
        for (int k = 0; k < K; k++) set(B[from + n + k], j, panel, k);
        for (int i = 0; i < C.length; i += Tiles.ROWS) {
          int a = S + n * P + i % P;
          if (Tiles.ROWS == 8) Tiles.addOuterTile8(A[i / P], a, panel, K, C, j, i);
          else Tiles.addOuterTile(A[i / P], a, panel, K, C, j, i);
        }
      }
    }
  }

  // ---- softmax, and e^x as in fast.java, a vector at a time ---------------------------------------------

  /** e^x; 0 below -708, where a double has fewer digits. Not for x above 709. */
  static DoubleVector exp(DoubleVector x) {
    DoubleVector n = wholes(x);
    return power(n, expm1(rest(x, n)).add(1)).blend(Tiles.all(0), x.compare(LT, Tiles.all(-708)));
  }

  /** Softmax of the first V numbers, in place; the row's other numbers become 0. */
  static void softmax(double[] o, int V) {
    Arrays.fill(o, V, o.length, Double.NEGATIVE_INFINITY);
    DoubleVector most = Tiles.all(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < o.length; i += L) most = most.max(Tiles.load(o, i));
    double largest = most.reduceLanes(MAX), sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    for (int i = 0; i < o.length; i += L) exp(Tiles.load(o, i).sub(largest)).intoArray(o, i);
    for (int i = 0; i < o.length; i += 4) {   // four sums, none of which waits for the others
      sum0 += o[i]; sum1 += o[i + 1]; sum2 += o[i + 2]; sum3 += o[i + 3];
    }
    double share = 1 / ((sum0 + sum1) + (sum2 + sum3));
    for (int i = 0; i < o.length; i += L) Tiles.load(o, i).mul(share).intoArray(o, i);
  }

  /** x / ln 2, rounded, plus ROUND: its last bits are then those of a whole number. */
  private static DoubleVector wholes(DoubleVector x) { return x.mul(ONE_BY_LN2).add(ROUND); }

  /** x - n ln 2 */
  private static DoubleVector rest(DoubleVector x, DoubleVector n) {
    DoubleVector minus = Tiles.all(ROUND).sub(n);
    return minus.fma(Tiles.all(1.9082149292705877e-10), minus.fma(Tiles.all(0.6931471803691238), x));
  }

  /** 2^n y, n being added to y's exponent. */
  private static DoubleVector power(DoubleVector n, DoubleVector y) {
    return y.reinterpretAsLongs().add(n.reinterpretAsLongs().lanewise(LSHL, 52)).reinterpretAsDoubles();
  }

  /** e^r - 1 for |r| < 0.35: e^(r/16) - 1 by its series, and doubled 4 times. */
  private static DoubleVector expm1(DoubleVector r) {
    DoubleVector q = r.mul(1 / 16.0), d = q.mul(1 / 5040.0).add(1 / 720.0);
    d = d.fma(q, Tiles.all(1 / 120.0)).fma(q, Tiles.all(1 / 24.0)).fma(q, Tiles.all(1 / 6.0));
    d = d.fma(q, Tiles.all(1 / 2.0)).fma(q, Tiles.all(1)).mul(q);
    d = d.fma(d, d.add(d));
    d = d.fma(d, d.add(d));
    d = d.fma(d, d.add(d));
    return d.fma(d, d.add(d));
  }

  private static final double ONE_BY_LN2 = 1 / Math.log(2), ROUND = 1.5 * (1L << 52);

  // ---- a batch -----------------------------------------------------------------------------------------

  private static final int PARTS = 8, SIDE_BY_SIDE = 32;   // a part has at most so many names

  private final int V, H, G;                       // G H: the columns of Wxh and Whh
  private final forward.Weights W;
  private final double[][] gradient;
  private final double[][] Whh, Who, WhhT, WhoT;   // in panels
  private final Part[] parts = new Part[PARTS];    // made when they are first needed
  private int used;                                // so many in this batch
  private final Team team;

  /** For the weights W, which may change from call to call. Close it when done. */
  Lanes(forward.Weights W, int threads) {
    this.W = W;
    gradient = backprop.zerosLike(W).rows();
    V = W.V();
    H = W.H();
    G = W.Whh()[0].length / H;
    Whh = panels(H, G * H);
    Who = panels(H, V);
    WhhT = panels(G * H, H);
    WhoT = panels(V, H);
    team = new Team(Math.min(threads, PARTS));
  }

  @Override public double[][] gradient() { return gradient; }

  @Override public double loss(List<int[]> names, int from, int to) { return read(names, null, from, to, false); }

  @Override public double lossAndGradient(List<int[]> names, int from, int to, double[][] masks) {
    double loss = read(names, masks, from, to, true), mean = 1.0 / Engine.characters(names.subList(from, to));
    team.all(thread -> {   // each thread some of the rows
      for (int i = thread; i < gradient.length; i += team.size) {
        Arrays.fill(gradient[i], 0);
        for (int p = 0; p < used; p++) Dino.addScaled(mean, parts[p].gradient[i], gradient[i]);
      }
    });
    return loss;
  }

  private double read(List<int[]> names, double[][] masks, int from, int to, boolean backward) {
    takeWeights(backward);
    used = 0;
    double loss = 0;
    for (int begin = from; begin < to; begin += PARTS * SIDE_BY_SIDE) {
      int first = begin, count = Math.min(to - first, PARTS * SIDE_BY_SIDE);
      Integer[] order = new Integer[count];   // names of about the same length are read together
      Arrays.setAll(order, i -> first + i);
      Arrays.sort(order, Comparator.comparingInt(n -> -names.get(n).length));
      // Parts of 8 names if these are enough parts, else of more.
      int size = Math.max(8, (count + PARTS - 1) / PARTS), now = (count + size - 1) / size;
      team.inTurn(now, (p, thread) -> {
        if (parts[p] == null) parts[p] = new Part();
        if (first == from) parts[p].forget();
        Integer[] mine = Arrays.copyOfRange(order, p * size, Math.min(count, (p + 1) * size));
        parts[p].read(Arrays.stream(mine).map(names::get).toArray(int[][]::new),
            masks == null ? null : Arrays.stream(mine).map(n -> masks[n - from]).toArray(double[][]::new), backward);
      });
      used = Math.max(used, now);
      for (int p = 0; p < now; p++) loss += parts[p].loss;
    }
    return loss;
  }

  private void takeWeights(boolean backward) {
    int forward = Whh.length + Who.length;
    team.inTurn(backward ? forward + WhhT.length + WhoT.length : forward, (i, thread) -> {
      if (i < Whh.length) setPanel(W.Whh(), Whh, i);
      else if ((i -= Whh.length) < Who.length) setPanel(W.Who(), Who, i);
      else if ((i -= Who.length) < WhhT.length) setTransposed(W.Whh(), WhhT, i);
      else setTransposed(W.Who(), WhoT, i - WhhT.length);
    });
  }

  /** Some names, side by side: the twin of SideBySide. At step t they have the rows at[t] .. at[t+1]-1. */
  private class Part {

    final CellRows cell = Rows.of(W, P);
    final int rows = WhoT.length * P;                 // H, rounded up
    final double[][] dWxh = cell.rows(V, G * H), dWhh = cell.rows(rows, G * H), dWho = cell.rows(rows, V);
    final double[][] gradient =
        new forward.Weights(dWxh, Arrays.copyOf(dWhh, H), Arrays.copyOf(dWho, H)).rows();
    double loss;
    int[] at = {0}, x, y;                             // T+1; N
    double[][] o, mask, sMasked, dsMasked;            // N rows: the scores, then yHat, then yHat - y; with dropout
    double[][] sPanels, sBeforePanels;                // of all steps, and of those after the first
    int T, room;
    final double[] panel = new double[S + DEEP * P];

    /** A new batch begins. */
    void forget() { for (double[] row : gradient) Arrays.fill(row, 0); }

    /** The loss of some names, the longest first; backward: adds their gradient. */
    void read(int[][] names, double[][] masks, boolean backward) {
      take(names, masks);
      boolean masked = masks != null;
      for (int t = 0; t < T; t++) {
        for (int n = at[t]; n < at[t + 1]; n++) {
          System.arraycopy(W.Wxh()[x[n]], 0, cell.z[n], 0, G * H);
          if (cell.zs != cell.z) Arrays.fill(cell.zs[n], 0);
          if (masked) for (int h = 0; h < H; h++) sMasked[n][h] = mask[n][h] * cell.sBefore[n][h];
        }
        if (t > 0) addProducts(masked ? sMasked : cell.sBefore, Whh, H, cell.zs, at[t], at[t + 1]);
        for (int n = at[t]; n < at[t + 1]; n++) cell.step(n);
      }
      int N = at[T];
      for (int n = 0; n < N; n++) Arrays.fill(o[n], 0);
      addProducts(cell.s, Who, H, o, 0, N);
      loss = 0;
      for (int n = 0; n < N; n++) {
        softmax(o[n], V);
        loss -= Math.log(o[n][y[n]]);
      }
      if (backward) readBack(masked, N);
    }

    private void take(int[][] names, double[][] masks) {
      T = names[0].length + 1;
      int N = 0;
      for (int[] name : names) N += name.length + 1;
      if (N > room) grow(N);
      if (T >= at.length) at = new int[T + 1];
      for (int t = 0, n = 0; t < T; t++) {
        for (int i = 0; i < names.length && t <= names[i].length; i++, n++) {
          x[n] = t == 0 ? 0 : names[i][t - 1];
          y[n] = t < names[i].length ? names[i][t] : 0;
          cell.follow(n, t == 0 ? -1 : at[t - 1] + i);
          if (masks != null) mask[n] = masks[i];
        }
        at[t + 1] = n;
      }
    }

    private void grow(int N) {
      room = N;
      x = new int[N];
      y = new int[N];
      cell.grow(N);
      o = cell.rows(N, V);
      mask = new double[N][];
      sMasked = cell.rows(N, H);
      dsMasked = cell.rows(N, H);
      sPanels = panels(N, H);
      sBeforePanels = panels(N, H);
    }

    private void readBack(boolean masked, int N) {
      for (int n = 0; n < N; n++) {
        o[n][y[n]] -= 1;
        Arrays.fill(cell.ds[n], 0);
      }
      addProducts(o, WhoT, V, cell.ds, 0, N);
      for (int t = T - 1; t >= 0; t--) {
        int from = at[t], to = at[t + 1];
        for (int n = from; n < to; n++) cell.stepBack(n);
        if (t == 0) break;
        if (masked) for (int n = from; n < to; n++) Arrays.fill(dsMasked[n], 0);
        addProducts(cell.dzs, WhhT, G * H, masked ? dsMasked : cell.dsBefore, from, to);
        if (masked) for (int n = from; n < to; n++) addMasked(n);
      }
      addGradient(masked, N);
    }

    private void addMasked(int n) { for (int h = 0; h < H; h++) cell.dsBefore[n][h] += mask[n][h] * dsMasked[n][h]; }

    private void addGradient(boolean masked, int N) {
      for (int n = 0; n < N; n++) Dino.addScaled(1, cell.dz[n], dWxh[x[n]]);
      for (int n = 0; n < N; n++) {
        for (int j = 0; j < sPanels.length; j++) {
          set(cell.s[n], j * P, sPanels[j], n);
          if (n >= at[1]) set((masked ? sMasked : cell.sBefore)[n], j * P, sBeforePanels[j], n - at[1]);
        }
      }
      addOuterProducts(sBeforePanels, cell.dzs, at[1], N - at[1], dWhh, panel);
      addOuterProducts(sPanels, o, 0, N, dWho, panel);
    }
  }

  @Override public void close() { team.close(); }
}
