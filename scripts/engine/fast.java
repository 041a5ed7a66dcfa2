///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES Stages.java

// The same mathematics, faster: what the network spends its time on, in plain loops that the JVM turns into
// vector instructions. Each has a simple form in Dino or Math that says what it means.
//   jbang fast.java
// It prints first how long the simple and the fast form of each take here, and how far their results differ.
//
// Four ideas. Read four rows of a matrix for each time the result is read and written. Let several results use
// them while they are in the nearest cache. Pass over zeros, so that a one-hot row costs next to nothing. And have
// tanh and e^x for a whole row at a time, from + - * / alone: a loop over those is vectorised, one that calls
// Math.tanh is not; and they give the same bits everywhere.
//
// (Program would be enough to compile this. But JBang gives a lesson's sources to JShell one by one, from the last to
// the first, and each must come after those that it needs. The chain Batch, SideBySide, Rows, RnnRows, GruRows,
// LstmRows, CellRows, fast, Stages, Engine keeps that order.)

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "fast", description = "The loops that take the time: simple and fast, side by side.",
    footer = "Example: fast")
class fast implements Runnable {

  // ---- products ----------------------------------------------------------------------------------------

  /** c += a B, as Dino.addProduct. */
  static void addProduct(double[] a, double[][] B, double[] c) {
    int four = a.length & ~3;
    for (int i = 0; i < four; i += 4) addFour(a[i], a[i + 1], a[i + 2], a[i + 3], B, i, c);
    for (int i = four; i < a.length; i++) Dino.addScaled(a[i], B[i], c);
  }

  /** C[n] += A[n] B for n = from .. to-1: four rows of B stay in the nearest cache while all n use them. */
  static void addProducts(double[][] A, double[][] B, double[][] C, int from, int to) {
    int four = B.length & ~3;
    for (int i = 0; i < four; i += 4) {
      for (int n = from; n < to; n++) addFour(A[n][i], A[n][i + 1], A[n][i + 2], A[n][i + 3], B, i, C[n]);
    }
    for (int i = four; i < B.length; i++) for (int n = from; n < to; n++) Dino.addScaled(A[n][i], B[i], C[n]);
  }

  /** C += A^T B over the first N rows of A and B: as Dino.addOuterProduct for each of them. */
  static void addOuterProducts(double[][] A, double[][] B, int N, double[][] C) {
    int four = N & ~3;
    for (int i = 0; i < C.length; i++) {
      for (int n = 0; n < four; n += 4) addFour(A[n][i], A[n + 1][i], A[n + 2][i], A[n + 3][i], B, n, C[i]);
      for (int n = four; n < N; n++) if (A[n][i] != 0) Dino.addScaled(A[n][i], B[n], C[i]);
    }
  }

  /** c += a0 B_i + a1 B_{i+1} + a2 B_{i+2} + a3 B_{i+3}; nothing to do when all four are 0. */
  private static void addFour(double a0, double a1, double a2, double a3, double[][] B, int i, double[] c) {
    if (a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0) return;
    double[] B0 = B[i], B1 = B[i + 1], B2 = B[i + 2], B3 = B[i + 3];
    for (int j = 0; j < c.length; j++) c[j] += (a0 * B0[j] + a1 * B1[j]) + (a2 * B2[j] + a3 * B3[j]);
  }

  /** WT = W^T for W of k x m, WT of m x k. */
  static void transpose(double[][] W, double[][] WT) {
    for (int i = 0; i < W.length; i++) for (int j = 0; j < WT.length; j++) WT[j][i] = W[i][j];
  }

  // ---- tanh and e^x ------------------------------------------------------------------------------------

  /** tanh of each element, in place; within 2e-15 of Math.tanh, relatively. */
  static void tanh(double[] z) {
    clamp(z, -20, 20);                                    // tanh 20 is 1 to the last digit
    taylor(z, 2 / 4096.0);                                // d = e^(2z/4096) - 1, and doubled 12 times
    doubleFourTimes(z);
    doubleFourTimes(z);
    doubleFourTimes(z);
    for (int j = 0; j < z.length; j++) z[j] = z[j] / (z[j] + 2);   // tanh z = (e^2z - 1) / (e^2z + 1)
  }

  /** 1 / (1 + e^-z) of each element, in place: tanh once more, from 0 to 1 instead of -1 to 1; within 5e-16. */
  static void sigmoid(double[] z) {
    for (int j = 0; j < z.length; j++) z[j] *= 0.5;
    tanh(z);
    for (int j = 0; j < z.length; j++) z[j] = 0.5 + 0.5 * z[j];
  }

  /** e^x of each element goes to out, within 1e-15 of Math.exp relatively; x is used up on the way. */
  static void exp(double[] x, double[] out) {
    clamp(x, -750, 710);                                  // beyond, e^x is 0 or infinity
    for (int j = 0; j < x.length; j++) out[j] = x[j] / LN2 + ROUND - ROUND;                  // n = x / ln 2, rounded
    for (int j = 0; j < x.length; j++) x[j] = x[j] - out[j] * LN2_HIGH - out[j] * LN2_LOW;   // r = x - n ln 2
    taylor(x, 1 / 16.0);                                  // d = e^(r/16) - 1, and doubled 4 times
    doubleFourTimes(x);
    for (int j = 0; j < x.length; j++) out[j] = 2 * (x[j] + 1) * POWERS[(int) out[j] + 1084];   // e^x = 2^n e^r
  }

  /** p = softmax(o), as in forward.java; o is used up on the way. */
  static void softmax(double[] o, double[] p) {
    double largest = o[0], sum = 0;
    for (double score : o) largest = Math.max(largest, score);
    for (int i = 0; i < o.length; i++) o[i] -= largest;
    exp(o, p);
    for (double e : p) sum += e;
    for (int i = 0; i < p.length; i++) p[i] /= sum;
  }

  private static void clamp(double[] z, double least, double most) {
    for (int j = 0; j < z.length; j++) z[j] = Math.max(least, Math.min(most, z[j]));
  }

  /** d = e^r - 1 for r = scale z: r + r^2/2! + .. + r^7/7!, which is all its digits where |r| < 0.022. */
  private static void taylor(double[] z, double scale) {
    for (int j = 0; j < z.length; j++) {
      double r = scale * z[j];
      z[j] = r * (1 + r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r * (1 / 720.0 + r / 5040.0))))));
    }
  }

  /** d = e^r - 1 becomes e^16r - 1, since e^2r - 1 = (e^r - 1) (e^r + 1) = d (d + 2): no digit of a small d is lost. */
  private static void doubleFourTimes(double[] z) {
    for (int j = 0; j < z.length; j++) {
      double d = z[j];
      d *= d + 2;
      d *= d + 2;
      d *= d + 2;
      d *= d + 2;
      z[j] = d;
    }
  }

  private static final double LN2 = Math.log(2), LN2_LOW = 1.9082149292705877e-10;   // ln 2 = high + low, to 30 digits
  private static final double LN2_HIGH = 0.6931471803691238;   // its last 20 bits are 0, so that n LN2_HIGH is exact
  private static final double ROUND = 1.5 * (1L << 52);   // x + ROUND has no room for digits after the point
  private static final double[] POWERS = new double[2109];   // 2^(n-1) at [n + 1084]
  static { for (int i = 0; i < POWERS.length; i++) POWERS[i] = Math.scalb(1.0, i - 1085); }

  // ---- the worked example ------------------------------------------------------------------------------

  public void run() {
    int T = 14, H = 64;
    Dino.Random random = new Dino.Random(0);
    double[][] s = random.randn(T, H, 1), ro = random.randn(T, H, 1), W = random.randn(H, H, 1);
    System.out.println("                            simple     fast   ratio   largest difference");
    compare("14 rows times 64 x 64", H, W, C -> { for (int t = 0; t < T; t++) Dino.addProduct(s[t], W, C[t]); },
        C -> addProducts(s, W, C, 0, T));
    compare("14 outer products, 64 x 64", H, W,
        C -> { for (int t = 0; t < T; t++) Dino.addOuterProduct(s[t], ro[t], C); },
        C -> addOuterProducts(s, ro, T, C));
    compare("tanh of 64 x 64", H, W,
        C -> { for (double[] row : C) for (int j = 0; j < H; j++) row[j] = Math.tanh(row[j]); },
        C -> { for (double[] row : C) tanh(row); });
    double[] out = new double[H];
    compare("e^x of 64 x 64", H, W,
        C -> { for (double[] row : C) for (int j = 0; j < H; j++) row[j] = Math.exp(row[j]); },
        C -> { for (double[] row : C) { exp(row, out); System.arraycopy(out, 0, row, 0, H); } });
  }

  interface Form { void apply(double[][] C); }

  private static void compare(String title, int H, double[][] start, Form simple, Form fast) {
    double[][] a = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
    double[][] b = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
    simple.apply(a);
    fast.apply(b);
    double difference = 0, simpleTime = Double.POSITIVE_INFINITY, fastTime = Double.POSITIVE_INFINITY;
    for (int i = 0; i < H; i++) {
      for (int j = 0; j < H; j++) difference = Math.max(difference, Math.abs(a[i][j] - b[i][j]));
    }
    for (int round = 0; round < 10; round++) {   // in turn, and the best of ten, so that other work counts less
      simpleTime = Math.min(simpleTime, time(simple, start, a));
      fastTime = Math.min(fastTime, time(fast, start, b));
    }
    System.out.printf("%-26s %7.1f us %5.1f us  %5.2f   %.1e%n", title, simpleTime, fastTime, simpleTime / fastTime,
        difference);
  }

  /** Microseconds for one application, over 500, each from the same start. */
  private static double time(Form form, double[][] start, double[][] C) {
    long time = 0;
    for (int i = 0; i < 500; i++) {
      for (int r = 0; r < C.length; r++) System.arraycopy(start[r], 0, C[r], 0, C[r].length);
      long begin = System.nanoTime();
      form.apply(C);
      time += System.nanoTime() - begin;
    }
    return time / 500e3;
  }

  public static void main(String... args) { Program.start(new fast(), args); }
}
