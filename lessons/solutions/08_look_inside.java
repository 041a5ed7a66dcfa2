// Exercise 8, solved: what a single unit knows, and what is lost without it. It belongs to lessons/08-look-inside.md.

class Exercise08 {

  /**
   * Do two columns of numbers rise together?
   *   r = sum_i (a_i - meanA) (b_i - meanB) / sqrt( sum_i (a_i - meanA)^2  sum_i (b_i - meanB)^2 )
   * @param a  n numbers, say the values of a unit
   * @param b  n numbers, say the positions in the names
   * @return   r, from -1 to 1; 0 where one of the two is always the same, since it can't help to guess the other
   * Why the means are subtracted: only whether a is above its usual value when b is above its own counts.
   * Why the root: r then stays the same when a or b is measured in another unit, say in percent.
   */
  static double correlation(double[] a, double[] b) {
    double meanA = 0, meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += b[i] / b.length;
    }
    double ab = 0, aa = 0, bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return aa == 0 || bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
  }

  /**
   * The network without one of its units: what the unit says is heard neither by the other units nor by the scores.
   * @param Whh   H x H; row k is what unit k says to the units of the next step
   * @param Who   H x V; row k is what unit k says to the scores
   * @param unit  which one, from 0
   * @return      {Whh, Who}, new ones of the same shapes, in which the unit is switched off
   * Why rows: s Whh and s Who multiply row k by s_k. With a row of zeros, it does not matter what s_k is.
   * Another way: keep the weights and set s_k to 0 after each step. That gives the same scores.
   */
  static double[][][] switchOff(double[][] Whh, double[][] Who, int unit) {
    double[][] hh = new double[Whh.length][], ho = new double[Who.length][];
    for (int k = 0; k < hh.length; k++) {
      hh[k] = k == unit ? new double[Whh[k].length] : Whh[k].clone();
      ho[k] = k == unit ? new double[Who[k].length] : Who[k].clone();
    }
    return new double[][][] {hh, ho};
  }

  /**
   * The step at which a unit changes its mind most: the t from 1 on with the largest
   *   |s_t - s_{t-1}|
   * @param s  the unit's value after each step, 2 or more
   * @return   t, which is the step after the change; the first if there are several
   * Why without the sign: a fall is as much a change as a rise.
   */
  static int turningPoint(double[] s) {
    int best = 1;
    for (int t = 2; t < s.length; t++) if (Math.abs(s[t] - s[t - 1]) > Math.abs(s[best] - s[best - 1])) best = t;
    return best;
  }

  /**
   * The n likeliest letters, the likeliest first. Of letters with the same probability, that with the smaller index
   * first.
   * @param p  V probabilities
   * @param n  from 1 to V
   * @return   the indices of n different letters
   * Why an array of those taken: two letters may have the same probability, and the value alone does not say which it
   * was. Another way: sort an Integer[] of all indices with a Comparator. For a V of 27 either is fast enough.
   */
  static int[] likeliest(double[] p, int n) {
    int[] best = new int[n];
    boolean[] taken = new boolean[p.length];
    for (int place = 0; place < n; place++) {
      best[place] = -1;
      for (int i = 0; i < p.length; i++) if (!taken[i] && (best[place] < 0 || p[i] > p[best[place]])) best[place] = i;
      taken[best[place]] = true;
    }
    return best;
  }
}
