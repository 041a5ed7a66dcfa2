// Exercise 9, solved: the order in which a loop walks, and the order of a sum. It belongs to lessons/09-fast.md.

class Exercise09 {

  /**
   * A row times a matrix, the rows of B one after the other:
   *   c_j = ((a_0 B_0j + a_1 B_1j) + a_2 B_2j) + ...
   * @param a  k numbers; many may be 0, as in a one-hot row
   * @param B  k x m
   * @return   c, m numbers, to the last bit
   * Why j runs fastest: B[i] and c lie in memory number by number, and no addition waits for the one before it.
   * Another way: the loop over j outside. Each c_j adds the same products in the same order, so the bits are the same,
   * but every step of the inner loop goes to another row.
   */
  static double[] rowTimesMatrix(double[] a, double[][] B) {
    double[] c = new double[B[0].length];
    for (int i = 0; i < a.length; i++) {
      if (a[i] == 0) continue;
      for (int j = 0; j < c.length; j++) c[j] += a[i] * B[i][j];
    }
    return c;
  }

  /**
   * Adds to C an outer product, column times row, for each step t, in place:
   *   C_ij = C_ij + sum_t A_ti B_tj
   * @param A  T x k; many numbers may be 0
   * @param B  T x m
   * @param C  k x m, which changes; what stands in it stays a part of it
   * Why in place: the gradient of a batch is a sum over many names, and no new matrix is needed for each of them.
   * Another way: take the rows of C outside and the steps inside. The kit does that with four steps at a time, so that
   * a row of C is read and written less often.
   */
  static void outerProducts(double[][] A, double[][] B, double[][] C) {
    for (int t = 0; t < A.length; t++) {
      for (int i = 0; i < C.length; i++) {
        if (A[t][i] == 0) continue;
        for (int j = 0; j < C[i].length; j++) C[i][j] += A[t][i] * B[t][j];
      }
    }
  }

  /**
   * Cuts the names 0 .. n-1 into groups of a fixed size, in their order, however many threads there are:
   *   group g = {from, to}   with from = g size, and to = from + size or n, whichever is less
   * @param n     how many names, 0 or more
   * @param size  of each group, 1 or more; only the last may be smaller, and none is empty
   * @return      for each group where it begins and where it ends; to itself is not part of it
   * Why the number of threads is not asked for: other groups would give other sums, and these other last digits.
   * Another way: (int) Math.ceil((double) n / size) counts the groups too.
   */
  static int[][] groups(int n, int size) {
    int[][] groups = new int[(n + size - 1) / size][];
    for (int g = 0; g < groups.length; g++) groups[g] = new int[] {g * size, Math.min(n, g * size + size)};
    return groups;
  }

  /**
   * The threads come back in any order, each with the sum of its group. Adds these up in the order of the groups:
   *   sum = ((s_0 + s_1) + s_2) + ...   where s_g is the sum of group g
   * @param sums   sums[n] came n-th
   * @param group  group[n] says which group it belongs to: each of 0 .. sums.length - 1 once
   * @return       the sum, to the last bit the same in whatever order they came
   * Why a place for each: which thread is ready first is chance, but the order of the places is not.
   * Another way: for each group in turn, search for the n with group[n] = g. It needs no second array and more time.
   */
  static double sumInOrder(double[] sums, int[] group) {
    double[] s = new double[sums.length];
    for (int n = 0; n < s.length; n++) s[group[n]] = sums[n];
    double sum = 0;
    for (double each : s) sum += each;
    return sum;
  }
}
