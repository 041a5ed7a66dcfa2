// Exercise 4, solved: the error goes back through a name. It belongs to lessons/04-backprop.md.

class Exercise04 {

  /**
   * The loss's derivative by the scores, for softmax and cross-entropy together:
   *   dO_i = dLoss/do_i = yHat_i - y_i
   * @param yHat  V probabilities
   * @param y     V, one-hot
   * @return      dO, V
   * Why so simple: the derivative of ln in the loss and that of e^o in softmax cancel each other. (Take it on paper
   * once.)
   */
  static double[] dScores(double[] yHat, double[] y) {
    double[] dO = new double[y.length];
    for (int i = 0; i < y.length; i++) dO[i] = yHat[i] - y[i];
    return dO;
  }

  /**
   * The gradient of Who, a sum over the steps:
   *   dWho_kj = sum_t s_tk dO_tj
   * @param s    T x H, the states
   * @param dO   T x V, the errors of the scores
   * @return     dWho, H x V
   * Why a sum: the same Who works at every step, and each step has its share in the loss.
   * Another way: begin with the loop over k and j, with the sum over t inside. It is the same sum in another order.
   */
  static double[][] dWho(double[][] s, double[][] dO) {
    double[][] dWho = new double[s[0].length][dO[0].length];
    for (int t = 0; t < s.length; t++) {
      for (int k = 0; k < dWho.length; k++) {
        for (int j = 0; j < dWho[k].length; j++) dWho[k][j] += s[t][k] * dO[t][j];
      }
    }
    return dWho;
  }

  /**
   * The error at the last step, dLoss/dz, where nothing comes back from later steps:
   *   ro_k = (sum_j dO_j Who_kj) (1 - s_k^2)
   * @param s    H, the state of the step
   * @param dO   V
   * @param Who  H x V
   * @return     ro, H
   * Why Who[k][j] again: s_k went into score j by this weight, so the error of score j comes back by it.
   * Why 1 - s^2: that is the derivative of tanh, written with its value, which is at hand.
   */
  static double[] roLast(double[] s, double[] dO, double[][] Who) {
    double[] ro = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      for (int j = 0; j < dO.length; j++) ro[k] += dO[j] * Who[k][j];
      ro[k] *= 1 - s[k] * s[k];
    }
    return ro;
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
   * Why the factor comes last: both errors reach s_k first, and only then go back through tanh, together.
   * Another way: with roNext all zeros it is roLast, so roLast could call it.
   */
  static double[] roStep(double[] roNext, double[] dO, double[] s, double[][] Whh, double[][] Who) {
    double[] ro = new double[s.length];
    for (int k = 0; k < s.length; k++) {
      for (int j = 0; j < dO.length; j++) ro[k] += dO[j] * Who[k][j];
      for (int j = 0; j < roNext.length; j++) ro[k] += roNext[j] * Whh[k][j];
      ro[k] *= 1 - s[k] * s[k];
    }
    return ro;
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
   * Why from the end: ro of a step needs that of the step after, and nothing else from later.
   * Another way: keep all ro in an array and make dWxh and dWhh after the loop, as dWho is made. The kit does that.
   */
  static double[][][] gradients(double[][] x, double[][] y, double[][] Wxh, double[][] Whh, double[][] Who) {
    int T = x.length, H = Whh.length;
    double[][] s = states(x, Wxh, Whh), dO = new double[T][];
    for (int t = 0; t < T; t++) dO[t] = dScores(yHat(s[t], Who), y[t]);
    double[][] dWxh = new double[Wxh.length][H], dWhh = new double[H][H];
    double[] ro = new double[H];
    for (int t = T - 1; t >= 0; t--) {
      ro = roStep(ro, dO[t], s[t], Whh, Who);
      for (int j = 0; j < H; j++) {
        for (int i = 0; i < x[t].length; i++) dWxh[i][j] += x[t][i] * ro[j];
        for (int k = 0; t > 0 && k < H; k++) dWhh[k][j] += s[t - 1][k] * ro[j];
      }
    }
    return new double[][][] {dWxh, dWhh, dWho(s, dO)};
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
