///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=07

// Exercise 7: a network invents names, and how near they are to others. It belongs to lessons/07-sample.md.
//   ./jbang check 7            says which functions are right, and what went wrong
//   ./jbang check 7 --watch    does so at each saving
//   ./jbang hint 7             a hint, and at each call one more
//
// V letters, H hidden units; the letter 0 is the space, which marks the start and the end of a name. A row of n numbers
// is a double[n], a matrix of n rows of m numbers a double[n][m]. No function changes its arguments. Later functions
// may call the earlier ones, and those at the end of this file.

class Exercise07 {

  /**
   * Scores become probabilities, at a temperature:
   *   p = softmax(o / T)
   * @param o  V scores
   * @param T  above 0; it may be so small that o / T is infinite
   * @return   p, V probabilities
   */
  static double[] temperature(double[] o, double T) {
    // TODO: as softmax in exercise 3. What is subtracted from the scores first, and when is divided by T?
    return null;
  }

  /**
   * Draws a letter. Each has a piece of the ruler from 0 to 1, as long as its probability, in the order of the indices;
   * the letter is the one in whose piece u lies. A piece has its left end and not its right one, so that one of length
   * 0 is never hit.
   * @param p  V probabilities; their sum may be a little below 1, since they are rounded
   * @param u  from 0 to below 1
   * @return   the index of the letter; the last one when u lies beyond all pieces
   */
  static int draw(double[] p, double u) {
    // TODO: subtract one probability after the other from u.
    return 0;
  }

  /**
   * The name that comes when the likeliest letter is taken each time. The first letter read is 0, the state before it
   * all zeros:
   *   s = step(letter, s),   o = s Who,   letter = the index of the largest o
   * until the letter is 0, or the name has as many letters as it may.
   * @param Wxh      V x H
   * @param Whh      H x H
   * @param Who      H x V
   * @param longest  the most letters that the name may have
   * @return         its letters, without the 0 at the start and the end; there may be none
   */
  static int[] greedy(double[][] Wxh, double[][] Whh, double[][] Who, int longest) {
    // TODO: a loop that keeps the letter and the state for its next turn. step and scores stand below.
    return null;
  }

  /**
   * The fewest letters to insert, delete or exchange that turn a into b. In the table d, row i and column j belong to
   * the first i letters of a and the first j of b:
   *   d_i0 = i,   d_0j = j
   *   d_ij = min( d_{i-1,j} + 1,  d_{i,j-1} + 1,  d_{i-1,j-1} + (0 if the letters are the same, else 1) )
   * @return  what stands in the last row and column
   */
  static int editDistance(String a, String b) {
    // TODO: the first row and column, then all others. Row i belongs to the letter a.charAt(i - 1).
    return 0;
  }

  /**
   * The known name that is nearest to a name, by the edit distance; the first if there are several.
   * @param names  one or more
   * @return       {its index, its distance}
   */
  static int[] nearest(String name, String[] names) {
    // TODO: keep the index and the distance of the best so far.
    return null;
  }

  // ---- given: one step, and the scores -----------------------------------------------------------------

  /** The state after reading a letter in the state s (H): tanh(x Wxh + s Whh); x is the one-hot row of the letter. */
  static double[] step(int letter, double[] s, double[][] Wxh, double[][] Whh) {
    double[] next = Wxh[letter].clone();
    for (int j = 0; j < next.length; j++) {
      for (int k = 0; k < s.length; k++) next[j] += s[k] * Whh[k][j];
      next[j] = Math.tanh(next[j]);
    }
    return next;
  }

  /** o = s Who, the scores of the V letters in the state s (H). */
  static double[] scores(double[] s, double[][] Who) {
    double[] o = new double[Who[0].length];
    for (int j = 0; j < o.length; j++) {
      for (int k = 0; k < s.length; k++) o[j] += s[k] * Who[k][j];
    }
    return o;
  }
}
