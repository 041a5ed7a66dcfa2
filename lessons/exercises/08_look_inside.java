///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=08

// Exercise 8: what a single unit knows, and what is lost without it. It belongs to lessons/08-look-inside.md.
//   ./jbang check 8            says which functions are right, and what went wrong
//   ./jbang check 8 --watch    does so at each saving
//   ./jbang hint 8             a hint, and at each call one more
//
// V letters, H hidden units. A row of n numbers is a double[n], a matrix of n rows of m numbers a double[n][m].
// No function changes its arguments.

class Exercise08 {

  /**
   * Do two columns of numbers rise together?
   *   r = sum_i (a_i - meanA) (b_i - meanB) / sqrt( sum_i (a_i - meanA)^2  sum_i (b_i - meanB)^2 )
   * @param a  n numbers, say the values of a unit
   * @param b  n numbers, say the positions in the names
   * @return   r, from -1 to 1; 0 where one of the two is always the same, since it can't help to guess the other
   */
  static double correlation(double[] a, double[] b) {
    // TODO: the means first, then three sums.
    return 0;
  }

  /**
   * The network without one of its units: what the unit says is heard neither by the other units nor by the scores.
   * @param Whh   H x H; row k is what unit k says to the units of the next step
   * @param Who   H x V; row k is what unit k says to the scores
   * @param unit  which one, from 0
   * @return      {Whh, Who}, new ones of the same shapes, in which the unit is switched off
   */
  static double[][][] switchOff(double[][] Whh, double[][] Who, int unit) {
    // TODO: copy both matrices, row by row. Then, which numbers must be 0?
    return null;
  }

  /**
   * The step at which a unit changes its mind most: the t from 1 on with the largest
   *   |s_t - s_{t-1}|
   * @param s  the unit's value after each step, 2 or more
   * @return   t, which is the step after the change; the first if there are several
   */
  static int turningPoint(double[] s) {
    // TODO: keep the best step so far.
    return 0;
  }

  /**
   * The n likeliest letters, the likeliest first. Of letters with the same probability, that with the smaller index
   * first.
   * @param p  V probabilities
   * @param n  from 1 to V
   * @return   the indices of n different letters
   */
  static int[] likeliest(double[] p, int n) {
    // TODO: n times the best of those that you have not taken yet.
    return null;
  }
}
