// Exercise 3, solved: from a letter to the probabilities of the next one. It belongs to lessons/03-forward.md.

class Exercise03 {

  /**
   * tanh of each number:
   *   s_i = (e^z_i - e^-z_i) / (e^z_i + e^-z_i)
   * Why Math.tanh: the equation as it stands gives infinity / infinity for large z.
   * Another way: 1 - 2 / (e^(2z) + 1), which is the same number; 2 / infinity is 0, and that is fine.
   */
  static double[] tanh(double[] z) {
    double[] s = new double[z.length];
    for (int i = 0; i < z.length; i++) s[i] = Math.tanh(z[i]);
    return s;
  }

  /**
   * Scores become probabilities:
   *   p_i = e^o_i / sum_j e^o_j
   * Why the largest is subtracted: only differences count, and then no power is larger than 1 and the sum is at least
   * 1.
   */
  static double[] softmax(double[] o) {
    double largest = o[0], sum = 0;
    for (double score : o) largest = Math.max(largest, score);
    double[] p = new double[o.length];
    for (int i = 0; i < o.length; i++) {
      p[i] = Math.exp(o[i] - largest);
      sum += p[i];
    }
    for (int i = 0; i < o.length; i++) p[i] /= sum;
    return p;
  }

  /**
   * How surprised the network is, in nats:
   *   loss = - sum_i y_i ln yHat_i
   * Why only one term: all others are 0 times something. Java would count 0 * ln 0 as NaN.
   * Another way: if the target is kept as an index, the loss is -Math.log(yHat[target]), without a loop.
   */
  static double crossEntropy(double[] yHat, double[] y) {
    double loss = 0;
    for (int i = 0; i < y.length; i++) if (y[i] == 1) loss -= Math.log(yHat[i]);
    return loss;
  }

  /**
   * One step of the network:
   *   z = sBefore Whh + x Wxh,   s = tanh(z)
   * Why one array z for both: the two products are added up before tanh bends the sum.
   * Another way: x is one-hot in the network, so x Wxh is just one row of Wxh; the loop over i could be left out there.
   */
  static double[] step(double[] x, double[] sBefore, double[][] Wxh, double[][] Whh) {
    double[] z = new double[Whh.length];
    for (int j = 0; j < z.length; j++) {
      for (int i = 0; i < x.length; i++) z[j] += x[i] * Wxh[i][j];
      for (int k = 0; k < sBefore.length; k++) z[j] += sBefore[k] * Whh[k][j];
    }
    return tanh(z);
  }

  /**
   * A whole name. s_0 is all zeros, and at each step t:
   *   s_t = step(x_t, s_{t-1}),   o_t = s_t Who,   yHat_t = softmax(o_t)
   * Why s stands outside of the loop: it is all that the network remembers from one letter to the next.
   */
  static double[][] forward(double[][] x, double[][] Wxh, double[][] Whh, double[][] Who) {
    double[][] yHat = new double[x.length][];
    double[] s = new double[Whh.length];
    for (int t = 0; t < x.length; t++) {
      s = step(x[t], s, Wxh, Whh);
      double[] o = new double[Who[0].length];
      for (int j = 0; j < o.length; j++) {
        for (int k = 0; k < s.length; k++) o[j] += s[k] * Who[k][j];
      }
      yHat[t] = softmax(o);
    }
    return yHat;
  }
}
