///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=09

// Exercise 9: the order in which a loop walks, and the order of a sum. It belongs to lessons/09-fast.md.
//   ./jbang check 9            says which functions are right, and what went wrong
//   ./jbang check 9 --watch    does so at each saving
//   ./jbang hint 9             a hint, and at each call one more
//
// A row of n numbers is a double[n], a matrix of n rows of m numbers a double[n][m]. Sums of doubles depend on the
// order of the additions: rowTimesMatrix and sumInOrder must be right to the last bit. No function but outerProducts
// changes its arguments.

class Exercise09 {

  /**
   * A row times a matrix, the rows of B one after the other:
   *   c_j = ((a_0 B_0j + a_1 B_1j) + a_2 B_2j) + ...
   * @param a  k numbers; many may be 0, as in a one-hot row
   * @param B  k x m
   * @return   c, m numbers, to the last bit
   */
  static double[] rowTimesMatrix(double[] a, double[][] B) {
    // TODO: two loops. Which of them should run along a row of B?
    return null;
  }

  /**
   * Adds to C an outer product, column times row, for each step t, in place:
   *   C_ij = C_ij + sum_t A_ti B_tj
   * @param A  T x k; many numbers may be 0
   * @param B  T x m
   * @param C  k x m, which changes; what stands in it stays a part of it
   */
  static void outerProducts(double[][] A, double[][] B, double[][] C) {
    // TODO: three loops, the innermost along a row of B and a row of C. Where A_ti is 0, there is nothing to do.
  }

  /**
   * Cuts the names 0 .. n-1 into groups of a fixed size, in their order, however many threads there are:
   *   group g = {from, to}   with from = g size, and to = from + size or n, whichever is less
   * @param n     how many names, 0 or more
   * @param size  of each group, 1 or more; only the last may be smaller, and none is empty
   * @return      for each group where it begins and where it ends; to itself is not part of it
   */
  static int[][] groups(int n, int size) {
    // TODO: how many groups are there, when the last one is not full?
    return null;
  }

  /**
   * The threads come back in any order, each with the sum of its group. Adds these up in the order of the groups:
   *   sum = ((s_0 + s_1) + s_2) + ...   where s_g is the sum of group g
   * @param sums   sums[n] came n-th
   * @param group  group[n] says which group it belongs to: each of 0 .. sums.length - 1 once
   * @return       the sum, to the last bit the same in whatever order they came
   */
  static double sumInOrder(double[] sums, int[] group) {
    // TODO: give each sum the place of its group first.
    return 0;
  }
}
