///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=03

// Exercise 3: from a letter to the probabilities of the next one. It belongs to lessons/03-forward.md.
//   ./jbang check 3            says which functions are right, and what went wrong
//   ./jbang check 3 --watch    does so at each saving
//   ./jbang hint 3             a hint, and at each call one more
//
// V letters, H hidden units, T steps. A row of n numbers is a double[n], a matrix of n rows of m numbers a
// double[n][m]. No function changes its arguments. Later functions may call the earlier ones.

class Exercise03 {

  /**
   * tanh of each number:
   *   s_i = (e^z_i - e^-z_i) / (e^z_i + e^-z_i)
   * @param z   any length
   * @return    s, of the same length; also for z = 1000, for which e^z is infinite
   */
  static double[] tanh(double[] z) {
    // TODO: fill a new array.
    return null;
  }

  /**
   * Scores become probabilities:
   *   p_i = e^o_i / sum_j e^o_j
   * @param o   V scores, of any size: 1000 and -1000 too
   * @return    p, V probabilities
   */
  static double[] softmax(double[] o) {
    // TODO: subtract the largest score from all, then follow the equation.
    return null;
  }

  /**
   * How surprised the network is, in nats:
   *   loss = - sum_i y_i ln yHat_i
   * @param yHat  V probabilities; some may be 0
   * @param y     V, one-hot: 1 at the letter that came, 0 elsewhere
   */
  static double crossEntropy(double[] yHat, double[] y) {
    // TODO: ln is Math.log. What is left of the sum, when y is one-hot?
    return 0;
  }

  /**
   * One step of the network:
   *   z = sBefore Whh + x Wxh,   s = tanh(z)
   * @param x        V; any row, though in the network it is one-hot
   * @param sBefore  H
   * @param Wxh      V x H
   * @param Whh      H x H
   * @return         s, H
   */
  static double[] step(double[] x, double[] sBefore, double[][] Wxh, double[][] Whh) {
    // TODO: the j-th number of the row a B is sum_i a_i B_ij.
    return null;
  }

  /**
   * A whole name. s_0 is all zeros, and at each step t:
   *   s_t = step(x_t, s_{t-1}),   o_t = s_t Who,   yHat_t = softmax(o_t)
   * @param x    T x V
   * @param Wxh  V x H
   * @param Whh  H x H
   * @param Who  H x V
   * @return     yHat, T x V: the probabilities after each step
   */
  static double[][] forward(double[][] x, double[][] Wxh, double[][] Whh, double[][] Who) {
    // TODO: a loop over the steps that keeps the state s for the next one.
    return null;
  }
}
