///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=04

// Exercise 4: the error goes back through a name. It belongs to lessons/04-backprop.md.
//   ./jbang check 4            says which functions are right, and what went wrong
//   ./jbang check 4 --watch    does so at each saving
//   ./jbang hint 4             a hint, and at each call one more
//
// V letters, H hidden units, T steps. A row of n numbers is a double[n], a matrix of n rows of m numbers a
// double[n][m]. No function changes its arguments. Later functions may call the earlier ones.

class Exercise04 {

  /**
   * The loss's derivative by the scores, for softmax and cross-entropy together:
   *   dO_i = dLoss/do_i = yHat_i - y_i
   * @param yHat  V probabilities
   * @param y     V, one-hot
   * @return      dO, V
   */
  static double[] dScores(double[] yHat, double[] y) {
    // TODO: fill a new array.
    return null;
  }

  /**
   * The gradient of Who, a sum over the steps:
   *   dWho_kj = sum_t s_tk dO_tj
   * @param s    T x H, the states
   * @param dO   T x V, the errors of the scores
   * @return     dWho, H x V
   */
  static double[][] dWho(double[][] s, double[][] dO) {
    // TODO: three loops.
    return null;
  }

  /**
   * The error at the last step, dLoss/dz, where nothing comes back from later steps:
   *   ro_k = (sum_j dO_j Who_kj) (1 - s_k^2)
   * @param s    H, the state of the step
   * @param dO   V
   * @param Who  H x V
   * @return     ro, H
   */
  static double[] roLast(double[] s, double[] dO, double[][] Who) {
    // TODO: first the sum, then the factor, which is the derivative of tanh.
    return null;
  }

  /**
   * The error at any step: its own, and what comes back from the step after:
   *   ro_k = (sum_j dO_j Who_kj + sum_j roNext_j Whh_kj) (1 - s_k^2)
   * @param roNext  H, ro of the step after
   * @param dO      V
   * @param s       H, the state of this step
   * @param Whh     H x H
   * @param Who     H x V
   * @return        ro, H
   */
  static double[] roStep(double[] roNext, double[] dO, double[] s, double[][] Whh, double[][] Who) {
    // TODO: as roLast, with a second sum.
    return null;
  }

  /**
   * Backpropagation through time, for one name with a target at every step:
   *   dWxh_ij = sum_t x_ti ro_tj,   dWhh_kj = sum_t s_{t-1,k} ro_tj,   dWho_kj = sum_t s_tk dO_tj
   * The state before the first step is all zeros, and no ro comes back from after the last.
   * @param x    T x V, one-hot
   * @param y    T x V, one-hot
   * @param Wxh  V x H
   * @param Whh  H x H
   * @param Who  H x V
   * @return     {dWxh, dWhh, dWho}, each with the shape of its matrix; sums over the steps, not means
   */
  static double[][][] gradients(double[][] x, double[][] y, double[][] Wxh, double[][] Whh, double[][] Who) {
    // TODO: states and yHat below give the forward pass. Then all dO, then ro from the last step to the first.
    return null;
  }

  // ---- given: the forward pass -------------------------------------------------------------------------

  /** s, T x H: the state after each step. */
  static double[][] states(double[][] x, double[][] Wxh, double[][] Whh) {
    double[][] s = new double[x.length][Whh.length];
    for (int t = 0; t < x.length; t++) {
      for (int j = 0; j < Whh.length; j++) {
        double z = 0;
        for (int i = 0; i < x[t].length; i++) z += x[t][i] * Wxh[i][j];
        for (int k = 0; t > 0 && k < Whh.length; k++) z += s[t - 1][k] * Whh[k][j];
        s[t][j] = Math.tanh(z);
      }
    }
    return s;
  }

  /** yHat, V: the probabilities after a step with the state s (H). */
  static double[] yHat(double[] s, double[][] Who) {
    double[] p = new double[Who[0].length];
    double largest = Double.NEGATIVE_INFINITY, sum = 0;
    for (int j = 0; j < p.length; j++) {
      for (int k = 0; k < s.length; k++) p[j] += s[k] * Who[k][j];
      largest = Math.max(largest, p[j]);
    }
    for (int j = 0; j < p.length; j++) sum += p[j] = Math.exp(p[j] - largest);
    for (int j = 0; j < p.length; j++) p[j] /= sum;
    return p;
  }
}
