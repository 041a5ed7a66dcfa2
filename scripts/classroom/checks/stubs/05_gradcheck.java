///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=05

// Exercise 5: is the gradient right? It belongs to lessons/05-gradcheck.md.
//   ./jbang check 5            says which functions are right, and what went wrong
//   ./jbang check 5 --watch    does so at each saving
//   ./jbang hint 5             a hint, and at each call one more
//
// A matrix of n rows of m numbers is a double[n][m]. No function may leave its arguments other than they were, to the
// last bit. Later functions may call the earlier ones.

class Exercise05 {

  /**
   * The slope between two points that are 2 eps apart:
   *   slope = (up - down) / (2 eps)
   * @param up    the loss at w + eps
   * @param down  the loss at w - eps
   */
  static double centralDifference(double up, double down, double eps) {
    // TODO: one line; mind the brackets.
    return 0;
  }

  /**
   * The gradient of the loss by every number of W, without any calculus:
   *   n_ij = (loss with W_ij + eps  -  loss with W_ij - eps) / (2 eps)
   * loss(W, x, y) is given below.
   * @param W  V x V
   * @param x  T x V
   * @param y  T x V
   * @return   n, with the shape of W
   */
  static double[][] numericalGradient(double[][] W, double[][] x, double[][] y, double eps) {
    // TODO: nudge one number, take both losses, and put the number back as it was.
    return null;
  }

  /**
   * How far two gradients are apart, as a share of their size:
   *   error = |a - n| / (|a| + |n|)     |..| is the Euclidean norm over all numbers; 0 when both are all 0
   * @param a  the analytic gradient
   * @param n  the numerical one, of the same shape
   * @return   from 0 to 1
   */
  static double relativeError(double[][] a, double[][] n) {
    // TODO: three sums of squares. Beware of 0 / 0.
    return 0;
  }

  /**
   * Where the two are farthest apart: the row and column with the largest |a_ij - n_ij|, the first if there are
   * several.
   * @return  {i, j}
   */
  static int[] worst(double[][] a, double[][] n) {
    // TODO: keep the best place so far, in two ints.
    return null;
  }

  // ---- given -------------------------------------------------------------------------------------------

  /** The loss of softmax(x_t W) against y_t, summed over the steps: a network without a state. */
  static double loss(double[][] W, double[][] x, double[][] y) {
    double loss = 0;
    for (int t = 0; t < x.length; t++) {
      double[] o = new double[W[0].length];
      double sum = 0;
      for (int j = 0; j < o.length; j++) {
        for (int i = 0; i < W.length; i++) o[j] += x[t][i] * W[i][j];
        sum += Math.exp(o[j]);
      }
      for (int j = 0; j < o.length; j++) loss -= y[t][j] * (o[j] - Math.log(sum));
    }
    return loss;
  }
}
