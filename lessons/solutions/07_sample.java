// Exercise 7, solved: a network invents names, and how near they are to others. It belongs to lessons/07-sample.md.

class Exercise07 {

  /**
   * Scores become probabilities, at a temperature:
   *   p = softmax(o / T)
   * @param o  V scores
   * @param T  above 0; it may be so small that o / T is infinite
   * @return   p, V probabilities
   * Why the largest is subtracted before the division: o / T may be infinite, and infinity - infinity is NaN. 0 / T is
   * 0. Another way: p_i^(1/T), divided by its sum, for the probabilities p at temperature 1. It fails where T is very
   * small.
   */
  static double[] temperature(double[] o, double T) {
    double largest = o[0], sum = 0;
    for (double score : o) largest = Math.max(largest, score);
    double[] p = new double[o.length];
    for (int i = 0; i < o.length; i++) {
      p[i] = Math.exp((o[i] - largest) / T);
      sum += p[i];
    }
    for (int i = 0; i < o.length; i++) p[i] /= sum;
    return p;
  }

  /**
   * Draws a letter. Each has a piece of the ruler from 0 to 1, as long as its probability, in the order of the indices;
   * the letter is the one in whose piece u lies. A piece has its left end and not its right one, so that one of length
   * 0 is never hit.
   * @param p  V probabilities; their sum may be a little below 1, since they are rounded
   * @param u  from 0 to below 1
   * @return   the index of the letter; the last one when u lies beyond all pieces
   * Why the loop leaves the last letter out: what is left of the ruler is its piece, whatever the rounding.
   * Another way: add the probabilities up, and stop at the first sum above u.
   */
  static int draw(double[] p, double u) {
    for (int i = 0; i < p.length - 1; i++) {
      u -= p[i];
      if (u < 0) return i;
    }
    return p.length - 1;
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
   * Why no softmax: the largest score has the largest probability, at every temperature.
   * Another way: put the letters into a java.util.ArrayList, and make an array of it at the end.
   */
  static int[] greedy(double[][] Wxh, double[][] Whh, double[][] Who, int longest) {
    int[] name = new int[longest];
    double[] s = new double[Whh.length];
    for (int n = 0, letter = 0; n < longest; n++) {
      s = step(letter, s, Wxh, Whh);
      double[] o = scores(s, Who);
      letter = 0;
      for (int i = 1; i < o.length; i++) if (o[i] > o[letter]) letter = i;
      if (letter == 0) return java.util.Arrays.copyOf(name, n);
      name[n] = letter;
    }
    return name;
  }

  /**
   * The fewest letters to insert, delete or exchange that turn a into b. In the table d, row i and column j belong to
   * the first i letters of a and the first j of b:
   *   d_i0 = i,   d_0j = j
   *   d_ij = min( d_{i-1,j} + 1,  d_{i,j-1} + 1,  d_{i-1,j-1} + (0 if the letters are the same, else 1) )
   * @return  what stands in the last row and column
   * Why three neighbours: the last change was a deletion, an insertion or an exchange, and before it the rest was done
   * as well as it can be.
   * Another way: keep only the row above and the row in hand, as the kit does. No other row is read again.
   */
  static int editDistance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
        } else {
          int exchange = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
          d[i][j] = Math.min(exchange, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        }
      }
    }
    return d[a.length()][b.length()];
  }

  /**
   * The known name that is nearest to a name, by the edit distance; the first if there are several.
   * @param names  one or more
   * @return       {its index, its distance}
   * Why the distance comes too: the nearest of many names may still be far away.
   */
  static int[] nearest(String name, String[] names) {
    int[] best = {0, editDistance(name, names[0])};
    for (int i = 1; i < names.length; i++) {
      int distance = editDistance(name, names[i]);
      if (distance < best[1]) best = new int[] {i, distance};
    }
    return best;
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
