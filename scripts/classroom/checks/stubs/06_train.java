///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=06

// Exercise 6: what to do with a gradient, and when to stop. It belongs to lessons/06-train.md.
//   ./jbang check 6            says which functions are right, and what went wrong
//   ./jbang check 6 --watch    does so at each saving
//   ./jbang hint 6             a hint, and at each call one more
//
// A matrix of n rows of m numbers is a double[n][m]. W and its gradient dW have the same shape; their rows may have
// different lengths, as when Wxh, Whh and Who are put one below the other. sgd, adam and clip change what they are
// given.

class Exercise06 {

  /**
   * One step down the slope, in place:
   *   W = W - lr dW
   * @param W   the weights, which change
   * @param dW  their gradient
   * @param lr  the learning rate
   */
  static void sgd(double[][] W, double[][] dW, double lr) {
    // TODO: change every number of W.
  }

  /**
   * One step of Adam, in place:
   *   m = b1 m + (1 - b1) dW          with b1 = 0.9
   *   v = b2 v + (1 - b2) dW^2        with b2 = 0.999, element by element
   *   mHat = m / (1 - b1^t),   vHat = v / (1 - b2^t)
   *   W = W - lr mHat / (sqrt(vHat) + 1e-8)
   * @param W   the weights, which change
   * @param dW  their gradient
   * @param m   as W, the running mean of the gradient, which changes too
   * @param v   as W, that of its square, which changes too
   * @param t   which step this is, from 1
   * @param lr  the learning rate
   */
  static void adam(double[][] W, double[][] dW, double[][] m, double[][] v, int t, double lr) {
    // TODO: m and v first, then W. m and v keep their new values, without the hats.
  }

  /**
   * The Euclidean norm over all numbers, the length of the gradient:
   *   norm = sqrt(sum_ij dW_ij^2)
   */
  static double norm(double[][] dW) {
    // TODO: a sum over all rows, then the root.
    return 0;
  }

  /**
   * Shortens a gradient that is too long, in place:
   *   dW = dW limit / norm    when norm > limit
   * @param dW     the gradient, which changes when it is longer than the limit
   * @param limit  above 0
   * @return       its norm before
   */
  static double clip(double[][] dW, double limit) {
    // TODO: the norm first. What happens to a gradient that is short enough?
    return 0;
  }

  /**
   * The epoch whose weights are kept: the one with the smallest validation loss, the first if there are several.
   * @param valid  the validation loss after each epoch; valid[0] is that before training
   * @return       its index
   */
  static int bestEpoch(double[] valid) {
    // TODO: keep the index of the best so far.
    return 0;
  }
}
