//JAVA 17+

// The loops in which Lanes spends nearly all its time. 4 rows of a result by 2 vectors are 8 sums, which stay in
// registers while all their terms are added, so that a multiply-add costs less than one load. A processor whose vectors
// hold 8 doubles has twice as many registers; there it is 8 rows, and 16 sums.
//
// To be read in order a matrix is laid out in panels: panel j holds the columns jP .. jP+P-1 of all rows, one row after
// the other.

import jdk.incubator.vector.*;

class Tiles {

  static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
  static final int L = LANES.length(), P = 2 * L;   // numbers in a vector, and in a row of a panel
  static final int ROWS = L == 8 ? 8 : 4;           // of a tile
  // Where a panel begins in its array. The numbers of an array begin 16 bytes after the array; then the panel begins at
  // a multiple of 64, and no vector of it lies in two lines of the cache, where objects lie at such multiples.
  static final int S = 6;

  static DoubleVector load(double[] a, int i) { return DoubleVector.fromArray(LANES, a, i); }
  static DoubleVector all(double a) { return DoubleVector.broadcast(LANES, a); }

  // ---- C += A B ----------------------------------------------------------------------------------------

  /**
   * Rows n .. n+3 of C += A B, from column j on, for a panel B of K rows. Where the last row comes sooner, it is
   * computed several times.
   */
  static void addTile(double[][] A, double[] B, int K, double[][] C, int j, int n, int last) {
    int n1 = Math.min(n + 1, last), n2 = Math.min(n + 2, last), n3 = Math.min(n + 3, last);
    double[] a0 = A[n], a1 = A[n1], a2 = A[n2], a3 = A[n3], c0 = C[n], c1 = C[n1], c2 = C[n2], c3 = C[n3];
    DoubleVector c00 = load(c0, j), c01 = load(c0, j + L), c10 = load(c1, j), c11 = load(c1, j + L),
        c20 = load(c2, j), c21 = load(c2, j + L), c30 = load(c3, j), c31 = load(c3, j + L);
    for (int b = 0; b < K * P; b += P) {
      int k = b / P;   // counted by b: JDK 25 unrolls a loop counted by k, and then it takes twice as long
      DoubleVector b0 = load(B, S + b), b1 = load(B, S + b + L);
      DoubleVector x0 = all(a0[k]), x1 = all(a1[k]), x2 = all(a2[k]), x3 = all(a3[k]);
      c00 = x0.fma(b0, c00); c01 = x0.fma(b1, c01);
      c10 = x1.fma(b0, c10); c11 = x1.fma(b1, c11);
      c20 = x2.fma(b0, c20); c21 = x2.fma(b1, c21);
      c30 = x3.fma(b0, c30); c31 = x3.fma(b1, c31);
    }
    c00.intoArray(c0, j); c01.intoArray(c0, j + L); c10.intoArray(c1, j); c11.intoArray(c1, j + L);
    c20.intoArray(c2, j); c21.intoArray(c2, j + L); c30.intoArray(c3, j); c31.intoArray(c3, j + L);
  }

  /** The same for eight rows. */
  static void addTile8(double[][] A, double[] B, int K, double[][] C, int j, int n, int last) {
    int n1 = Math.min(n + 1, last), n2 = Math.min(n + 2, last), n3 = Math.min(n + 3, last), n4 = Math.min(n + 4, last),
        n5 = Math.min(n + 5, last), n6 = Math.min(n + 6, last), n7 = Math.min(n + 7, last);
    double[] a0 = A[n], a1 = A[n1], a2 = A[n2], a3 = A[n3], a4 = A[n4], a5 = A[n5], a6 = A[n6], a7 = A[n7],
        c0 = C[n], c1 = C[n1], c2 = C[n2], c3 = C[n3], c4 = C[n4], c5 = C[n5], c6 = C[n6], c7 = C[n7];
    DoubleVector c00 = load(c0, j), c01 = load(c0, j + L), c10 = load(c1, j), c11 = load(c1, j + L),
        c20 = load(c2, j), c21 = load(c2, j + L), c30 = load(c3, j), c31 = load(c3, j + L),
        c40 = load(c4, j), c41 = load(c4, j + L), c50 = load(c5, j), c51 = load(c5, j + L),
        c60 = load(c6, j), c61 = load(c6, j + L), c70 = load(c7, j), c71 = load(c7, j + L);
    for (int k = 0; k < K; k++) {
      DoubleVector b0 = load(B, S + k * P), b1 = load(B, S + k * P + L);
      DoubleVector x0 = all(a0[k]), x1 = all(a1[k]), x2 = all(a2[k]), x3 = all(a3[k]),
          x4 = all(a4[k]), x5 = all(a5[k]), x6 = all(a6[k]), x7 = all(a7[k]);
      c00 = x0.fma(b0, c00); c01 = x0.fma(b1, c01); c10 = x1.fma(b0, c10); c11 = x1.fma(b1, c11);
      c20 = x2.fma(b0, c20); c21 = x2.fma(b1, c21); c30 = x3.fma(b0, c30); c31 = x3.fma(b1, c31);
      c40 = x4.fma(b0, c40); c41 = x4.fma(b1, c41); c50 = x5.fma(b0, c50); c51 = x5.fma(b1, c51);
      c60 = x6.fma(b0, c60); c61 = x6.fma(b1, c61); c70 = x7.fma(b0, c70); c71 = x7.fma(b1, c71);
    }
    c00.intoArray(c0, j); c01.intoArray(c0, j + L); c10.intoArray(c1, j); c11.intoArray(c1, j + L);
    c20.intoArray(c2, j); c21.intoArray(c2, j + L); c30.intoArray(c3, j); c31.intoArray(c3, j + L);
    c40.intoArray(c4, j); c41.intoArray(c4, j + L); c50.intoArray(c5, j); c51.intoArray(c5, j + L);
    c60.intoArray(c6, j); c61.intoArray(c6, j + L); c70.intoArray(c7, j); c71.intoArray(c7, j + L);
  }

  // ---- C += A^T B --------------------------------------------------------------------------------------

  /**
   * Rows n .. n+3 of C += A^T B, from column j on, for a panel B of K rows; of A, in a panel too, the columns that
   * begin at its number a.
   */
  static void addOuterTile(double[] A, int a, double[] B, int K, double[][] C, int j, int n) {
    double[] c0 = C[n], c1 = C[n + 1], c2 = C[n + 2], c3 = C[n + 3];
    DoubleVector c00 = load(c0, j), c01 = load(c0, j + L), c10 = load(c1, j), c11 = load(c1, j + L),
        c20 = load(c2, j), c21 = load(c2, j + L), c30 = load(c3, j), c31 = load(c3, j + L);
    for (int b = 0; b < K * P; b += P) {
      DoubleVector b0 = load(B, S + b), b1 = load(B, S + b + L);
      DoubleVector x0 = all(A[a + b]), x1 = all(A[a + 1 + b]), x2 = all(A[a + 2 + b]), x3 = all(A[a + 3 + b]);
      c00 = x0.fma(b0, c00); c01 = x0.fma(b1, c01);
      c10 = x1.fma(b0, c10); c11 = x1.fma(b1, c11);
      c20 = x2.fma(b0, c20); c21 = x2.fma(b1, c21);
      c30 = x3.fma(b0, c30); c31 = x3.fma(b1, c31);
    }
    c00.intoArray(c0, j); c01.intoArray(c0, j + L); c10.intoArray(c1, j); c11.intoArray(c1, j + L);
    c20.intoArray(c2, j); c21.intoArray(c2, j + L); c30.intoArray(c3, j); c31.intoArray(c3, j + L);
  }

  /** The same for eight rows. */
  static void addOuterTile8(double[] A, int a, double[] B, int K, double[][] C, int j, int n) {
    double[] c0 = C[n], c1 = C[n + 1], c2 = C[n + 2], c3 = C[n + 3],
        c4 = C[n + 4], c5 = C[n + 5], c6 = C[n + 6], c7 = C[n + 7];
    DoubleVector c00 = load(c0, j), c01 = load(c0, j + L), c10 = load(c1, j), c11 = load(c1, j + L),
        c20 = load(c2, j), c21 = load(c2, j + L), c30 = load(c3, j), c31 = load(c3, j + L),
        c40 = load(c4, j), c41 = load(c4, j + L), c50 = load(c5, j), c51 = load(c5, j + L),
        c60 = load(c6, j), c61 = load(c6, j + L), c70 = load(c7, j), c71 = load(c7, j + L);
    for (int b = 0; b < K * P; b += P) {
      DoubleVector b0 = load(B, S + b), b1 = load(B, S + b + L);
      DoubleVector x0 = all(A[a + b]), x1 = all(A[a + 1 + b]), x2 = all(A[a + 2 + b]), x3 = all(A[a + 3 + b]),
          x4 = all(A[a + 4 + b]), x5 = all(A[a + 5 + b]), x6 = all(A[a + 6 + b]), x7 = all(A[a + 7 + b]);
      c00 = x0.fma(b0, c00); c01 = x0.fma(b1, c01); c10 = x1.fma(b0, c10); c11 = x1.fma(b1, c11);
      c20 = x2.fma(b0, c20); c21 = x2.fma(b1, c21); c30 = x3.fma(b0, c30); c31 = x3.fma(b1, c31);
      c40 = x4.fma(b0, c40); c41 = x4.fma(b1, c41); c50 = x5.fma(b0, c50); c51 = x5.fma(b1, c51);
      c60 = x6.fma(b0, c60); c61 = x6.fma(b1, c61); c70 = x7.fma(b0, c70); c71 = x7.fma(b1, c71);
    }
    c00.intoArray(c0, j); c01.intoArray(c0, j + L); c10.intoArray(c1, j); c11.intoArray(c1, j + L);
    c20.intoArray(c2, j); c21.intoArray(c2, j + L); c30.intoArray(c3, j); c31.intoArray(c3, j + L);
    c40.intoArray(c4, j); c41.intoArray(c4, j + L); c50.intoArray(c5, j); c51.intoArray(c5, j + L);
    c60.intoArray(c6, j); c61.intoArray(c6, j + L); c70.intoArray(c7, j); c71.intoArray(c7, j + L);
  }
}
