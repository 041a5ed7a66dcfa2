///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=11

// Exercise 11: dropout, and which of two networks is better. It belongs to lessons/11-compare.md.
//   ./jbang check 11            says which functions are right, and what went wrong
//   ./jbang check 11 --watch    does so at each saving
//   ./jbang hint 11             a hint, and at each call one more
//
// V letters, H hidden units. A row of n numbers is a double[n], a matrix of n rows of m numbers a double[n][m].
// No function changes its arguments.

class Exercise11 {

  /**
   * Which units are remembered while a name is read, and how strongly:
   *   mask_i = 0 where u_i < p, and 1 / (1 - p) elsewhere
   * @param u  H numbers drawn from 0 to 1, all equally likely; 1 is not among them
   * @param p  how likely a unit is to be forgotten: from 0 to below 1
   * @return   mask, H; its mean over many draws is 1
   */
  static double[] mask(double[] u, double p) {
    // TODO: one loop, into a new array.
    return null;
  }

  /**
   * A step of the network under a mask, which acts on what is remembered, and on nothing else:
   *   z_j = sum_i x_i Wxh_ij + sum_k mask_k sBefore_k Whh_kj,   s_j = tanh(z_j)
   * @param x        V
   * @param sBefore  H
   * @param mask     H
   * @param Wxh      V x H
   * @param Whh      H x H
   * @return         s, H
   */
  static double[] maskedStep(double[] x, double[] sBefore, double[] mask, double[][] Wxh, double[][] Whh) {
    // TODO: the step of exercise 3, with one factor more.
    return null;
  }

  /**
   * What comes back to sBefore through Whh, under the same mask, from the error ro = dLoss/dz of the step:
   *   carried_k = mask_k sum_j ro_j Whh_kj
   * @param ro    H
   * @param mask  H
   * @param Whh   H x H
   * @return      carried, H
   */
  static double[] maskedCarry(double[] ro, double[] mask, double[][] Whh) {
    // TODO: the sum that roStep had in exercise 4, with one factor more.
    return null;
  }

  /**
   * The loss of several networks that guess together. At each step their probabilities are averaged:
   *   loss = - (1/T) sum_t ln( (1/N) sum_n p_nt )
   * @param p  N x T: p[n][t] is what network n gave to the letter that came at step t; above 0
   * @return   the mean loss a step, in nats
   */
  static double together(double[][] p) {
    // TODO: for each step first the mean over the networks, then the logarithm.
    return 0;
  }

  /**
   * Two networks on the same n splits: is a better than b, and by how much more than chance?
   *   d_i = a_i - b_i
   *   mean = (1/n) sum_i d_i
   *   spread = sqrt( sum_i (d_i - mean)^2 / (n - 1) )       the standard deviation of the d_i
   *   error = spread / sqrt(n)                              the standard error of the mean
   * @param a  n losses, 2 or more
   * @param b  n losses, each on the same split as that of a
   * @return   {mean, spread, error}
   */
  static double[] paired(double[] a, double[] b) {
    // TODO: first all differences, then their mean, then how far they lie from it.
    return null;
  }
}
