// The kit's epoch once more, with vector instructions written out (the JDK's Vector API, jdk.incubator.vector), to
// see what plain loops leave unused. `jbang bench --peers` compiles it and runs it in a JVM of its own: not every JDK
// has this API, and a JVM has it only if it is started with --add-modules.
//
// usage: Lanes MODEL.json NAMES.txt EPOCHS THREADS
//
// Starts from the model's weights, takes the names in the file's order in batches of 32, clips at 5, Adam 0.003.
// Prints a line an epoch: its training loss in nats per character, and its seconds.
//
// Nearly all the time goes into one kernel, addTile: 4 rows of a result by 2 vectors are 8 sums, which stay in
// registers while all their terms are added, so that a multiply-add costs less than one load. It reads its two
// matrices as C += A^T B, the gradients' outer products; for a product of rows the rows are transposed first.

import java.nio.file.*;
import java.util.*;
import java.util.stream.IntStream;
import jdk.incubator.vector.*;
import static jdk.incubator.vector.VectorOperators.*;

class Lanes {

  static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
  static final int L = LANES.length(), P = 2 * L;   // numbers in a vector, and in a row of a panel

  // ---- a matrix in panels ------------------------------------------------------------------------------

  /** Panel p is columns pP .. pP+P-1, row after row, so that a tile reads it in order. Columns after the last are 0. */
  static class Matrix {
    final int rows, panels;
    final double[] data;

    Matrix(int rows, int columns) {
      this.rows = (rows + P - 1) / P * P;
      panels = (columns + P - 1) / P;
      data = new double[this.rows * panels * P];
    }

    Matrix(double[][] W) {
      this(W.length, W[0].length);
      for (int i = 0; i < W.length; i++) for (int j = 0; j < W[i].length; j++) data[at(i, j)] = W[i][j];
    }

    int at(int i, int j) { return (j / P * rows + i) * P + j % P; }
  }

  /** The N rows of M from the given one become the columns of MT, by squares of P x P. */
  static void transpose(Matrix M, int from, int N, Matrix MT) {
    for (int n = 0; n < N; n += P) {
      for (int p = 0; p < M.panels; p++) transposeSquare(M.data, M.at(from + n, p * P), MT.data, MT.at(p * P, n));
    }
  }

  private static void transposeSquare(double[] M, int from, double[] MT, int to) {
    for (int i = 0; i < P; i++) for (int j = 0; j < P; j++) MT[to + j * P + i] = M[from + i * P + j];
  }

  /** A row of a panel of A, at a, to B; and added to B. */
  private static void copy(double[] A, int a, double[] B, int b) {
    load(A, a).intoArray(B, b);
    load(A, a + L).intoArray(B, b + L);
  }

  private static void add(double[] A, int a, double[] B, int b) {
    load(B, b).add(load(A, a)).intoArray(B, b);
    load(B, b + L).add(load(A, a + L)).intoArray(B, b + L);
  }

  // ---- products ----------------------------------------------------------------------------------------

  /** The N rows of C from c on += the rows that AT holds as columns, times B. N is a multiple of 4. */
  static void addProducts(Matrix AT, Matrix B, Matrix C, int c, int N) {
    for (int j = 0; j < B.panels; j++) {   // a panel of B stays in the nearest cache for all rows
      for (int n = 0; n < N; n += 4) {
        addTile(AT.data, AT.at(0, n), B.data, B.at(0, j * P), B.rows, C.data, C.at(c + n, j * P));
      }
    }
  }

  /** C += A^T B over the first N rows of A and B, 192 at a time: so many of two panels fit in the nearest cache. */
  static void addOuterProducts(Matrix A, Matrix B, int N, Matrix C) {
    for (int from = 0; from < N; from += 192) {
      for (int i = 0; i < A.panels * P; i += 4) {
        for (int j = 0; j < B.panels * P; j += P) {
          addTile(A.data, A.at(from, i), B.data, B.at(from, j), Math.min(192, N - from), C.data, C.at(i, j));
        }
      }
    }
  }

  /** C += A^T B for a tile of C, 4 x P, and N rows of a panel of A and of B. */
  private static void addTile(double[] A, int a, double[] B, int b, int N, double[] C, int c) {
    DoubleVector c00 = load(C, c), c01 = load(C, c + L), c10 = load(C, c + P), c11 = load(C, c + P + L),
        c20 = load(C, c + 2 * P), c21 = load(C, c + 2 * P + L), c30 = load(C, c + 3 * P), c31 = load(C, c + 3 * P + L);
    for (int k = 0; k < N * P; k += P) {
      DoubleVector b0 = load(B, b + k), b1 = load(B, b + L + k);
      DoubleVector a0 = all(A[a + k]), a1 = all(A[a + 1 + k]), a2 = all(A[a + 2 + k]), a3 = all(A[a + 3 + k]);
      c00 = a0.fma(b0, c00); c01 = a0.fma(b1, c01);
      c10 = a1.fma(b0, c10); c11 = a1.fma(b1, c11);
      c20 = a2.fma(b0, c20); c21 = a2.fma(b1, c21);
      c30 = a3.fma(b0, c30); c31 = a3.fma(b1, c31);
    }
    c00.intoArray(C, c); c01.intoArray(C, c + L); c10.intoArray(C, c + P); c11.intoArray(C, c + P + L);
    c20.intoArray(C, c + 2 * P); c21.intoArray(C, c + 2 * P + L);
    c30.intoArray(C, c + 3 * P); c31.intoArray(C, c + 3 * P + L);
  }

  private static DoubleVector load(double[] a, int i) { return DoubleVector.fromArray(LANES, a, i); }
  private static DoubleVector all(double a) { return DoubleVector.broadcast(LANES, a); }

  // ---- tanh and e^x, as in fast.java, a vector at a time -----------------------------------------------

  /** tanh of the elements from .. to-1, a multiple of L, in place. */
  static void tanh(double[] z, int from, int to) {
    for (int i = from; i < to; i += L) {
      DoubleVector x = load(z, i).mul(2).max(all(-40)).min(all(40)), n = wholes(x), power = power(n, all(1));
      DoubleVector d = power.fma(expm1(rest(x, n)), power.sub(1));   // e^2z - 1
      d.div(d.add(2)).intoArray(z, i);
    }
  }

  /** ro *= 1 - s^2 for the elements from .. to-1, a multiple of L. */
  private static void timesDtanh(double[] s, double[] ro, int from, int to) {
    for (int i = from; i < to; i += L) {
      DoubleVector state = load(s, i);
      load(ro, i).mul(all(1).sub(state.mul(state))).intoArray(ro, i);
    }
  }

  /** e^x; 0 below -708, where a double has fewer digits. Not for x above 709. */
  static DoubleVector exp(DoubleVector x) {
    DoubleVector n = wholes(x);
    return power(n, expm1(rest(x, n)).add(1)).blend(all(0), x.compare(LT, all(-708)));
  }

  /** The same for the elements from .. to-1, a multiple of L, in place. */
  static void exp(double[] z, int from, int to) {
    for (int i = from; i < to; i += L) exp(load(z, i)).intoArray(z, i);
  }

  /** Softmax of a row whose panels begin at o, o + next, o + 2 next .. to the end of the array. */
  private static void softmax(double[] O, int o, int next) {
    DoubleVector largest = all(Double.NEGATIVE_INFINITY), sums = all(0);
    for (int i = o; i < O.length; i += next) largest = largest.max(load(O, i)).max(load(O, i + L));
    DoubleVector most = all(largest.reduceLanes(MAX));
    for (int i = o; i < O.length; i += next) {
      DoubleVector e0 = exp(load(O, i).sub(most)), e1 = exp(load(O, i + L).sub(most));
      e0.intoArray(O, i);
      e1.intoArray(O, i + L);
      sums = sums.add(e0).add(e1);
    }
    DoubleVector share = all(1 / sums.reduceLanes(ADD));
    for (int i = o; i < O.length; i += next) {
      load(O, i).mul(share).intoArray(O, i);
      load(O, i + L).mul(share).intoArray(O, i + L);
    }
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

  final int V, H;
  final Matrix Wxh, Whh, Who, WhhT, WhoT;
  final double[][] rows, gradient;   // all weights and their gradient, for optimize
  private final Part[] parts;        // a thread each

  Lanes(forward.Weights W, int longest, int threads) {
    V = W.V();
    H = W.H();
    Wxh = new Matrix(W.Wxh());
    Whh = new Matrix(W.Whh());
    Who = new Matrix(W.Who());
    WhhT = new Matrix(H, H);
    WhoT = new Matrix(V, H);
    rows = new double[][] {Wxh.data, Whh.data, Who.data};
    parts = new Part[threads];
    for (int p = 0; p < threads; p++) parts[p] = new Part((longest + 1) * 32 + P);
    gradient = parts[0].rows;
  }

  /** The summed loss of the names, at most 32; gradient becomes that of the mean loss per character. */
  double lossAndGradient(List<int[]> names) {
    transpose(Whh, 0, Whh.rows, WhhT);
    transpose(Who, 0, Who.rows, WhoT);
    List<int[]> sorted = names.stream().sorted((a, b) -> b.length - a.length).toList();
    IntStream parallel = IntStream.range(0, parts.length).parallel();
    (parts.length == 1 ? parallel.sequential() : parallel).forEach(p -> parts[p].run(
        IntStream.range(0, sorted.size()).filter(n -> n % parts.length == p).mapToObj(sorted::get)
            .toArray(int[][]::new)));
    double loss = 0;
    for (Part part : parts) {
      if (part != parts[0]) optimize.add(1, part.rows, gradient);
      loss += part.loss;
    }
    optimize.scale(1.0 / Engine.characters(names), gradient);
    return loss;
  }

  /** Some of the names, all side by side: step t has the rows at[t] .. at[t+1]-1, filled up to a multiple of 4. */
  private class Part {
    final Matrix s, sBefore, ro, dO, sT = new Matrix(H, 32 + P), roT = new Matrix(H, 32 + P),
        dOT = new Matrix(V, 32 + P);
    final Matrix dWxh = new Matrix(V, H), dWhh = new Matrix(H, H), dWho = new Matrix(H, V);
    final double[][] rows = {dWxh.data, dWhh.data, dWho.data};
    final int[] x, y;   // of each row, y -1 where there is no name
    double loss;

    Part(int most) {
      s = new Matrix(most, H);
      sBefore = new Matrix(most, H);
      ro = new Matrix(most, H);
      dO = new Matrix(most, V);
      x = new int[most];
      y = new int[most];
    }

    void run(int[][] names) {
      loss = 0;
      for (double[] row : rows) Arrays.fill(row, 0);
      if (names.length == 0) return;
      int[] at = lay(names);
      int T = at.length - 1, N = at[T];
      for (int t = 0; t < T; t++) {
        int from = at[t], n = at[t + 1] - from;
        for (int p = 0; p < s.panels; p++) {
          for (int i = from; i < from + n; i++) copy(Wxh.data, Wxh.at(x[i], p * P), s.data, s.at(i, p * P));
          if (t > 0) System.arraycopy(s.data, s.at(at[t - 1], p * P), sBefore.data, sBefore.at(from, p * P), n * P);
          else Arrays.fill(sBefore.data, sBefore.at(0, p * P), sBefore.at(n, p * P), 0);
        }
        if (t > 0) addProducts(sT, Whh, s, from, n);
        for (int p = 0; p < s.panels; p++) tanh(s.data, s.at(from, p * P), s.at(from + n, p * P));
        transpose(s, from, n, sT);
        fill(dO, from, n);
        addProducts(sT, Who, dO, from, n);
      }
      softmaxMinusY(N);
      fill(ro, 0, N);
      for (int t = T - 1; t >= 0; t--) {
        int from = at[t], n = at[t + 1] - from;
        transpose(dO, from, n, dOT);
        addProducts(dOT, WhoT, ro, from, n);
        for (int p = 0; p < s.panels; p++) timesDtanh(s.data, ro.data, s.at(from, p * P), s.at(from + n, p * P));
        if (t == 0) break;
        transpose(ro, from, n, roT);
        addProducts(roT, WhhT, ro, at[t - 1], n);
      }
      addOuterProducts(s, dO, N, dWho);
      addOuterProducts(sBefore, ro, N, dWhh);
      for (int p = 0; p < ro.panels; p++) {
        for (int n = 0; n < N; n++) add(ro.data, ro.at(n, p * P), dWxh.data, dWxh.at(x[n], p * P));
      }
    }

    /** Where each step's rows begin, the names being sorted, longest first; fills x and y. */
    private int[] lay(int[][] names) {
      int[] at = new int[names[0].length + 2];
      for (int t = 0; t + 1 < at.length; t++) {
        int n = at[t];
        for (int[] name : names) {
          if (t > name.length) break;
          x[n] = t == 0 ? 0 : name[t - 1];
          y[n++] = t < name.length ? name[t] : 0;
        }
        for (; n % 4 != 0; n++) y[n] = -1;
        at[t + 1] = n;
      }
      return at;
    }

    private void fill(Matrix M, int from, int n) {
      for (int p = 0; p < M.panels; p++) Arrays.fill(M.data, M.at(from, p * P), M.at(from + n, p * P), 0);
    }

    /** The scores in dO become yHat - y, and the loss is summed. */
    private void softmaxMinusY(int N) {
      for (int n = 0; n < N; n++) {
        if (y[n] < 0) {
          fill(dO, n, 1);
          continue;
        }
        for (int j = V; j < dO.panels * P; j++) dO.data[dO.at(n, j)] = Double.NEGATIVE_INFINITY;   // no letters
        softmax(dO.data, n * P, dO.rows * P);
        int hot = dO.at(n, y[n]);
        loss -= Math.log(dO.data[hot]);
        dO.data[hot] -= 1;
      }
    }
  }

  // ---- the peak ----------------------------------------------------------------------------------------

  /** N multiply-adds, in ten vectors that do not wait for each other and stay in registers; N is a multiple of 10 L. */
  static double peak(int N) {
    DoubleVector a = all(0.999), b = all(1e-3);
    DoubleVector c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b;
    int times = N / 10 / L;
    for (int i = 0; i < times; i++) {
      c0 = c0.fma(a, b); c1 = c1.fma(a, b); c2 = c2.fma(a, b); c3 = c3.fma(a, b); c4 = c4.fma(a, b);
      c5 = c5.fma(a, b); c6 = c6.fma(a, b); c7 = c7.fma(a, b); c8 = c8.fma(a, b); c9 = c9.fma(a, b);
    }
    return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9).reduceLanes(ADD);
  }

  // ---- epochs ------------------------------------------------------------------------------------------

  public static void main(String... args) {
    Model model = Model.load(Path.of(args[0]));
    List<int[]> names = encode.indices(Dino.names(args[1]), model.vocabulary());
    int longest = names.stream().mapToInt(name -> name.length).max().getAsInt(), step = 0;
    Lanes lanes = new Lanes(model.weights(), longest, Integer.parseInt(args[3]));
    double[][] m = Arrays.stream(lanes.rows).map(row -> new double[row.length]).toArray(double[][]::new);
    double[][] v = Arrays.stream(lanes.rows).map(row -> new double[row.length]).toArray(double[][]::new);
    for (int epoch = 0; epoch < Integer.parseInt(args[2]); epoch++) {
      long begin = System.nanoTime();
      double loss = 0;
      for (int from = 0; from < names.size(); from += 32) {
        loss += lanes.lossAndGradient(names.subList(from, Math.min(names.size(), from + 32)));
        optimize.clip(lanes.gradient, 5);
        optimize.adam(lanes.rows, lanes.gradient, m, v, ++step, 0.003);
      }
      System.out.println(loss / Engine.characters(names) + " " + (System.nanoTime() - begin) / 1e9);
    }
  }
}
