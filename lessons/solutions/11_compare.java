// Exercise 11, solved: dropout, and which of two networks is better. It belongs to lessons/11-compare.md.

class Exercise11 {

  /**
   * Which units are remembered while a name is read, and how strongly:
   *   mask_i = 0 where u_i < p, and 1 / (1 - p) elsewhere
   * @param u  H numbers drawn from 0 to 1, all equally likely; 1 is not among them
   * @param p  how likely a unit is to be forgotten: from 0 to below 1
   * @return   mask, H; its mean over many draws is 1
   * Why 1 / (1 - p): only 1 - p of the units speak, so each must speak louder, or Whh would hear less in training than
   * later, when nobody is forgotten.
   */
  static double[] mask(double[] u, double p) {
    double[] mask = new double[u.length];
    for (int i = 0; i < u.length; i++) mask[i] = u[i] < p ? 0 : 1 / (1 - p);
    return mask;
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
   * Why not the new state itself: the scores should see all of it. What shall not be relied on is the memory.
   * Another way: mask Whh and not the state, each row k times mask_k, and take the step as it was. The kit does that.
   */
  static double[] maskedStep(double[] x, double[] sBefore, double[] mask, double[][] Wxh, double[][] Whh) {
    double[] s = new double[sBefore.length];
    for (int j = 0; j < s.length; j++) {
      double z = 0;
      for (int i = 0; i < x.length; i++) z += x[i] * Wxh[i][j];
      for (int k = 0; k < sBefore.length; k++) z += mask[k] * sBefore[k] * Whh[k][j];
      s[j] = Math.tanh(z);
    }
    return s;
  }

  /**
   * What comes back to sBefore through Whh, under the same mask, from the error ro = dLoss/dz of the step:
   *   carried_k = mask_k sum_j ro_j Whh_kj
   * @param ro    H
   * @param mask  H
   * @param Whh   H x H
   * @return      carried, H
   * Why the mask again: s_k went into z as mask_k s_k, and an error meets on its way back the factors that the number met
   * on its way there. A unit that was forgotten hears nothing of the error.
   */
  static double[] maskedCarry(double[] ro, double[] mask, double[][] Whh) {
    double[] carried = new double[mask.length];
    for (int k = 0; k < mask.length; k++) {
      for (int j = 0; j < ro.length; j++) carried[k] += mask[k] * ro[j] * Whh[k][j];
    }
    return carried;
  }

  /**
   * The loss of several networks that guess together. At each step their probabilities are averaged:
   *   loss = - (1/T) sum_t ln( (1/N) sum_n p_nt )
   * @param p  N x T: p[n][t] is what network n gave to the letter that came at step t; above 0
   * @return   the mean loss a step, in nats
   * Why this is never more than the mean of their losses: the logarithm bends downwards, so the logarithm of a mean is at
   * least the mean of the logarithms (Jensen). A network that was badly wrong is helped most by the others.
   */
  static double together(double[][] p) {
    double loss = 0;
    for (int t = 0; t < p[0].length; t++) {
      double mean = 0;
      for (int n = 0; n < p.length; n++) mean += p[n][t] / p.length;
      loss -= Math.log(mean) / p[0].length;
    }
    return loss;
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
   * Why pairs: a split with hard names is hard for both networks. In the difference that goes away, and what is left
   * scatters much less than the losses themselves.
   * Why n - 1: the mean was taken from the same numbers, so they lie a little closer to it than to the true one.
   */
  static double[] paired(double[] a, double[] b) {
    int n = a.length;
    double mean = 0, squares = 0;
    for (int i = 0; i < n; i++) mean += (a[i] - b[i]) / n;
    for (int i = 0; i < n; i++) squares += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
    double spread = Math.sqrt(squares / (n - 1));
    return new double[] {mean, spread, spread / Math.sqrt(n)};
  }
}
