//JAVA 17+
//SOURCES Batch.java

// The engine once more, with vector instructions written out: a vector holds L numbers, as many as the processor takes
// at once, and each line of vector code works on all of them, each in a lane of its own. It needs the JDK's Vector API,
// jdk.incubator.vector; Vectors.java compiles it and starts a JVM that has it.
//
// Nearly all the time goes into addTile. 4 rows of a result by 2 vectors are 8 sums, which stay in registers while all
// their terms are added, so that a multiply-add costs less than one load. To be read in order a matrix is laid out in
// panels: panel j holds the columns jP .. jP+P-1 of all rows, one row after the other.
//
// Neither the number of lanes nor that of threads changes a bit: each number is summed on its own, term by term, in an
// order that depends on neither. A thread reads some of the names; then it takes some panels of the gradient.

import java.util.*;
import jdk.incubator.vector.*;
import static jdk.incubator.vector.VectorOperators.*;

class Lanes implements Engine {

  static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
  static final int L = LANES.length(), P = 2 * L;   // numbers in a vector, and in a row of a panel
  static final int DEEP = 192;                      // so many rows of a panel stay in the nearest cache

  // ---- products ----------------------------------------------------------------------------------------

  /** Panels for a matrix of so many rows and columns. Columns after the last are 0. */
  static double[][] panels(int rows, int columns) { return new double[(columns + P - 1) / P][rows * P]; }

  /** A row's numbers jP .. jP+P-1 become row i of a panel. */
  private static void set(double[] row, int j, double[] panel, int i) {
    load(row, j * P).intoArray(panel, i * P);
    load(row, j * P + L).intoArray(panel, i * P + L);
  }

  /** Panel j of W. */
  static void setPanel(double[][] W, double[][] panels, int j) {
    int columns = Math.min(P, W[0].length - j * P);
    for (int i = 0; i < W.length; i++) System.arraycopy(W[i], j * P, panels[j], i * P, columns);
  }

  /** Panel j of W^T, for W of k x m: its row i is column i of W, from row jP on. */
  static void setTransposed(double[][] W, double[][] panels, int j) {
    for (int c = 0; c < Math.min(P, W.length - j * P); c++) {
      double[] row = W[j * P + c];
      for (int i = 0; i < row.length; i++) panels[j][i * P + c] = row[i];
    }
  }

  /** C[n] += A[n] B for the first count of the rows n, four at a time; B, of K rows, is in panels. */
  static void addProducts(double[][] A, double[][] B, int K, double[][] C, int[] rows, int count) {
    for (int j = 0; j < B.length; j++) {   // a panel of B stays in the nearest cache for all rows
      for (int i = 0; i < count; i += 4) {
        // Where fewer than four are left, the last is computed several times.
        int last = count - 1, n0 = rows[i], n1 = rows[Math.min(i + 1, last)], n2 = rows[Math.min(i + 2, last)],
            n3 = rows[Math.min(i + 3, last)];
        addTile(A[n0], A[n1], A[n2], A[n3], B[j], K, C[n0], C[n1], C[n2], C[n3], j * P);
      }
    }
  }

  /** Four rows times a panel: c += a B, each c from column j on. */
  private static void addTile(double[] a0, double[] a1, double[] a2, double[] a3, double[] B, int K,
      double[] c0, double[] c1, double[] c2, double[] c3, int j) {
    DoubleVector c00 = load(c0, j), c01 = load(c0, j + L), c10 = load(c1, j), c11 = load(c1, j + L),
        c20 = load(c2, j), c21 = load(c2, j + L), c30 = load(c3, j), c31 = load(c3, j + L);
    for (int b = 0; b < K * P; b += P) {
      int k = b / P;   // counted by b: JDK 25 unrolls a loop counted by k, and then it takes twice as long
      DoubleVector b0 = load(B, b), b1 = load(B, b + L);
      DoubleVector x0 = all(a0[k]), x1 = all(a1[k]), x2 = all(a2[k]), x3 = all(a3[k]);
      c00 = x0.fma(b0, c00); c01 = x0.fma(b1, c01);
      c10 = x1.fma(b0, c10); c11 = x1.fma(b1, c11);
      c20 = x2.fma(b0, c20); c21 = x2.fma(b1, c21);
      c30 = x3.fma(b0, c30); c31 = x3.fma(b1, c31);
    }
    c00.intoArray(c0, j); c01.intoArray(c0, j + L); c10.intoArray(c1, j); c11.intoArray(c1, j + L);
    c20.intoArray(c2, j); c21.intoArray(c2, j + L); c30.intoArray(c3, j); c31.intoArray(c3, j + L);
  }

  /**
   * Columns jP .. jP+P-1 of C += A^T B, for N rows of A, in panels, and as many of B, which are named. b and
   * c: room for a panel of B and of C.
   */
  static void addOuterProducts(double[][] A, double[][] B, int[] rows, int N, double[][] C, int j, double[] b,
      double[] c) {
    int columns = Math.min(P, C[0].length - j * P);
    for (int i = 0; i < C.length; i++) System.arraycopy(C[i], j * P, c, i * P, columns);
    for (int from = 0; from < N; from += DEEP) {
      int K = Math.min(DEEP, N - from);
      for (int k = 0; k < K; k++) set(B[rows[from + k]], j, b, k);
      for (int i = 0; i < C.length; i += 4) addOuterTile(A[i / P], from * P + i % P, b, K, c, i * P);
    }
    for (int i = 0; i < C.length; i++) System.arraycopy(c, i * P, C[i], j * P, columns);
  }

  /** Four columns of a panel of A and a panel of B, K rows of each: c += A^T B for four rows of c. */
  private static void addOuterTile(double[] A, int a, double[] B, int K, double[] C, int c) {
    DoubleVector c00 = load(C, c), c01 = load(C, c + L), c10 = load(C, c + P), c11 = load(C, c + P + L),
        c20 = load(C, c + 2 * P), c21 = load(C, c + 2 * P + L), c30 = load(C, c + 3 * P), c31 = load(C, c + 3 * P + L);
    for (int k = 0; k < K * P; k += P) {
      DoubleVector b0 = load(B, k), b1 = load(B, k + L);
      DoubleVector x0 = all(A[a + k]), x1 = all(A[a + 1 + k]), x2 = all(A[a + 2 + k]), x3 = all(A[a + 3 + k]);
      c00 = x0.fma(b0, c00); c01 = x0.fma(b1, c01);
      c10 = x1.fma(b0, c10); c11 = x1.fma(b1, c11);
      c20 = x2.fma(b0, c20); c21 = x2.fma(b1, c21);
      c30 = x3.fma(b0, c30); c31 = x3.fma(b1, c31);
    }
    c00.intoArray(C, c); c01.intoArray(C, c + L); c10.intoArray(C, c + P); c11.intoArray(C, c + P + L);
    c20.intoArray(C, c + 2 * P); c21.intoArray(C, c + 2 * P + L);
    c30.intoArray(C, c + 3 * P); c31.intoArray(C, c + 3 * P + L);
  }

  private static DoubleVector load(double[] a, int i) { return DoubleVector.fromArray(LANES, a, i); }
  private static DoubleVector all(double a) { return DoubleVector.broadcast(LANES, a); }

  // ---- softmax, and e^x as in fast.java, a vector at a time ---------------------------------------------

  /** e^x; 0 below -708, where a double has fewer digits. Not for x above 709. */
  static DoubleVector exp(DoubleVector x) {
    DoubleVector n = wholes(x);
    return power(n, expm1(rest(x, n)).add(1)).blend(all(0), x.compare(LT, all(-708)));
  }

  /** Softmax of the first V numbers, in place; the row's other numbers become 0. */
  static void softmax(double[] o, int V) {
    Arrays.fill(o, V, o.length, Double.NEGATIVE_INFINITY);
    DoubleVector most = all(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < o.length; i += L) most = most.max(load(o, i));
    double largest = most.reduceLanes(MAX), sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    for (int i = 0; i < o.length; i += L) exp(load(o, i).sub(largest)).intoArray(o, i);
    for (int i = 0; i < o.length; i += 4) {   // four sums, none of which waits for the others
      sum0 += o[i]; sum1 += o[i + 1]; sum2 += o[i + 2]; sum3 += o[i + 3];
    }
    double share = 1 / ((sum0 + sum1) + (sum2 + sum3));
    for (int i = 0; i < o.length; i += L) load(o, i).mul(share).intoArray(o, i);
  }

  /** x / ln 2, rounded, plus ROUND: its last bits are then those of a whole number. */
  private static DoubleVector wholes(DoubleVector x) { return x.mul(ONE_BY_LN2).add(ROUND); }

  /** x - n ln 2 */
  private static DoubleVector rest(DoubleVector x, DoubleVector n) {
    DoubleVector minus = all(ROUND).sub(n);
    return minus.fma(all(1.9082149292705877e-10), minus.fma(all(0.6931471803691238), x));
  }

  /** 2^n y, n being added to y's exponent. */
  private static DoubleVector power(DoubleVector n, DoubleVector y) {
    return y.reinterpretAsLongs().add(n.reinterpretAsLongs().lanewise(LSHL, 52)).reinterpretAsDoubles();
  }

  /** e^r - 1 for |r| < 0.35: e^(r/16) - 1 by its series, and doubled 4 times. */
  private static DoubleVector expm1(DoubleVector r) {
    DoubleVector q = r.mul(1 / 16.0), d = q.mul(1 / 5040.0).add(1 / 720.0);
    d = d.fma(q, all(1 / 120.0)).fma(q, all(1 / 24.0)).fma(q, all(1 / 6.0)).fma(q, all(1 / 2.0)).fma(q, all(1)).mul(q);
    d = d.fma(d, d.add(d));
    d = d.fma(d, d.add(d));
    d = d.fma(d, d.add(d));
    return d.fma(d, d.add(d));
  }

  private static final double ONE_BY_LN2 = 1 / Math.log(2), ROUND = 1.5 * (1L << 52);

  // ---- a batch -----------------------------------------------------------------------------------------

  private static final int NAMES = 32;   // at most so many are read at once

  private final int V, H, G;             // G H: the columns of Wxh and Whh
  private final forward.Weights W, dW;
  private final double[][] gradient;     // the rows of dW
  private final double[][] Whh, Who, WhhT, WhoT;   // in panels
  private final Team team;

  /** For the weights W, which may change from call to call. Close it when done. */
  Lanes(forward.Weights W, int threads) {
    this.W = W;
    gradient = (dW = backprop.zerosLike(W)).rows();
    V = W.V();
    H = W.H();
    G = W.Whh()[0].length / H;
    Whh = panels(H, G * H);
    Who = panels(H, V);
    WhhT = panels(G * H, H);
    WhoT = panels(V, H);
    cell = Rows.of(W, P);
    team = new Team(threads);
    roomB = new double[threads][DEEP * P];
    roomC = new double[threads][(H + P) * P];
  }

  @Override public double[][] gradient() { return gradient; }

  @Override public double loss(List<int[]> names, int from, int to) {
    takeWeights(false);
    double loss = 0;
    for (int n = from; n < to; n += NAMES) loss = read(names, null, n, Math.min(to, n + NAMES), false, loss);
    return loss;
  }

  @Override public double lossAndGradient(List<int[]> names, int from, int to, double[][] masks) {
    takeWeights(true);
    for (double[] row : gradient) Arrays.fill(row, 0);
    double loss = 0;
    for (int n = from; n < to; n += NAMES) {
      int until = Math.min(to, n + NAMES);
      double[][] these = masks == null ? null : Arrays.copyOfRange(masks, n - from, until - from);
      loss = read(names, these, n, until, true, loss);
      addGradient();
    }
    optimize.scale(1.0 / Engine.characters(names.subList(from, to)), gradient);
    return loss;
  }

  private void takeWeights(boolean backward) {
    int forward = Whh.length + Who.length;
    team.inTurn(backward ? forward + WhhT.length + WhoT.length : forward, (i, p) -> {
      if (i < Whh.length) setPanel(W.Whh(), Whh, i);
      else if ((i -= Whh.length) < Who.length) setPanel(W.Who(), Who, i);
      else if ((i -= Who.length) < WhhT.length) setTransposed(W.Whh(), WhhT, i);
      else setTransposed(W.Who(), WhoT, i - WhhT.length);
    });
  }

  // ---- the names: each has a row for each of its steps, one after the other -----------------------------

  private final CellRows cell;
  private int N = 0, room = 0, count;               // rows in use, and there; names
  private int[] x, y;                               // N
  private double[][] o, mask, sMasked, dsMasked;    // N rows: the scores, then yHat, then yHat - y; with dropout
  private double[][] sPanels, sBeforePanels;        // for the outer products, of all rows and of those after the first
  private int[] all, later;                         // the rows: all, and those after a name's first
  private boolean masked;
  private final int[] first = new int[NAMES + 1];   // where a name's rows begin
  private final double[] lossOf = new double[NAMES];

  /** Reads the names, each thread some of them. Returns the loss so far and theirs, name by name. */
  private double read(List<int[]> names, double[][] masks, int from, int to, boolean backward, double loss) {
    take(names, masks, from, to);
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingInt(i -> first[i] - first[i + 1]));   // the longest first
    team.all(p -> {
      int[] mine = new int[(count - p + team.size - 1) / team.size];
      for (int i = 0; i < mine.length; i++) mine[i] = order[p + i * team.size];
      if (mine.length > 0) read(mine, backward);
    });
    for (int i = 0; i < count; i++) loss += lossOf[i];
    return loss;
  }

  private void take(List<int[]> names, double[][] masks, int from, int to) {
    count = to - from;
    for (int i = 0; i < count; i++) first[i + 1] = first[i] + names.get(from + i).length + 1;
    N = first[count];
    if (N > room) grow(N);
    masked = masks != null;
    for (int i = 0; i < count; i++) {
      int[] name = names.get(from + i);
      for (int t = 0; t <= name.length; t++) {
        int n = first[i] + t;
        x[n] = t == 0 ? 0 : name[t - 1];
        y[n] = t < name.length ? name[t] : 0;
        cell.follow(n, t == 0 ? -1 : n - 1);
        all[n] = n;
        if (t > 0) later[n - i - 1] = n;
        if (masked) mask[n] = masks[i];
      }
    }
  }

  private void grow(int rows) {
    room = rows;
    x = new int[rows];
    y = new int[rows];
    cell.grow(rows);
    o = cell.rows(rows, V);
    mask = new double[rows][];
    sMasked = cell.rows(rows, H);
    dsMasked = cell.rows(rows, H);
    sPanels = panels(rows, H);
    sBeforePanels = panels(rows, H);
    all = new int[rows];
    later = new int[rows];
  }

  /** Reads some names side by side, the longest first. */
  private void read(int[] names, boolean backward) {
    int T = steps(names[0]);
    int[] rows = new int[N];
    for (int t = 0; t < T; t++) {
      int active = rowsAt(t, names, rows);
      for (int i = 0; i < active; i++) {
        int n = rows[i];
        System.arraycopy(W.Wxh()[x[n]], 0, cell.z[n], 0, G * H);
        if (cell.zs != cell.z) Arrays.fill(cell.zs[n], 0);
        if (masked) for (int h = 0; h < H; h++) sMasked[n][h] = mask[n][h] * cell.sBefore[n][h];
      }
      if (t > 0) addProducts(masked ? sMasked : cell.sBefore, Whh, H, cell.zs, rows, active);
      for (int i = 0; i < active; i++) cell.step(rows[i]);
    }
    int total = 0;
    for (int name : names) {
      for (int n = first[name]; n < first[name + 1]; n++) {
        rows[total++] = n;
        Arrays.fill(o[n], 0);
      }
    }
    addProducts(cell.s, Who, H, o, rows, total);
    for (int name : names) {
      lossOf[name] = 0;
      for (int n = first[name]; n < first[name + 1]; n++) {
        softmax(o[n], V);
        lossOf[name] -= Math.log(o[n][y[n]]);
      }
    }
    if (backward) readBack(names, T, rows, total);
  }

  private void readBack(int[] names, int T, int[] rows, int total) {
    for (int i = 0; i < total; i++) {
      int n = rows[i];
      o[n][y[n]] -= 1;
      Arrays.fill(cell.ds[n], 0);
    }
    addProducts(o, WhoT, V, cell.ds, rows, total);
    for (int t = T - 1; t >= 0; t--) {
      int active = rowsAt(t, names, rows);
      for (int i = 0; i < active; i++) cell.stepBack(rows[i]);
      if (t == 0) break;
      if (masked) for (int i = 0; i < active; i++) Arrays.fill(dsMasked[rows[i]], 0);
      addProducts(cell.dzs, WhhT, G * H, masked ? dsMasked : cell.dsBefore, rows, active);
      if (masked) for (int i = 0; i < active; i++) addMasked(rows[i]);
    }
    for (int name : names) {
      for (int n = first[name]; n < first[name + 1]; n++) {
        for (int j = 0; j < sPanels.length; j++) {
          set(cell.s[n], j, sPanels[j], n);
          if (n > first[name]) set((masked ? sMasked : cell.sBefore)[n], j, sBeforePanels[j], n - name - 1);
        }
      }
    }
  }

  private void addMasked(int n) { for (int h = 0; h < H; h++) cell.dsBefore[n][h] += mask[n][h] * dsMasked[n][h]; }

  private int steps(int name) { return first[name + 1] - first[name]; }

  /** The rows of the names that have a step t; returns how many. */
  private int rowsAt(int t, int[] names, int[] rows) {
    int active = 0;
    while (active < names.length && t < steps(names[active])) {
      rows[active] = first[names[active]] + t;
      active++;
    }
    return active;
  }

  // ---- the gradient, panel by panel ----------------------------------------------------------------------

  private final double[][] roomB, roomC;   // for each thread a panel

  private void addGradient() {
    team.inTurn(1 + Whh.length + Who.length, (i, p) -> {
      if (i == 0) for (int n = 0; n < N; n++) Dino.addScaled(1, cell.dz[n], dW.Wxh()[x[n]]);
      else if (i <= Whh.length) {
        addOuterProducts(sBeforePanels, cell.dzs, later, N - count, dW.Whh(), i - 1, roomB[p], roomC[p]);
      } else addOuterProducts(sPanels, o, all, N, dW.Who(), i - 1 - Whh.length, roomB[p], roomC[p]);
    });
  }

  // ---- the threads ---------------------------------------------------------------------------------------

  @Override public void close() { team.close(); }
}
