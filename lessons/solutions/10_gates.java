// Exercise 10, solved: gates, there and back. It belongs to lessons/10-gates.md.

class Exercise10 {

  /**
   * A gate, from 0 (shut) to 1 (open):
   *   sigmoid(z) = 1 / (1 + e^-z)
   * @param z  any number, however large or small
   * @return   from 0 to 1, and never NaN
   * Why e^-z and not e^z / (1 + e^z): for z = 1000 that would be infinity / infinity. Here e^-z only becomes 0, and
   * for z = -1000 it becomes infinity, and 1 / infinity is 0.
   */
  static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /**
   * A step of the GRU:
   *   u = sigmoid(a^u + b^u),   r = sigmoid(a^r + b^r),   n = tanh(a^n + r b^n)
   *   s = (1 - u) sBefore + u n
   * @param a        3H, what the letter says: x Wxh
   * @param b        3H, what the state before says: sBefore Whh
   * @param sBefore  H
   * @return         s, H
   * Why a and b come apart: r stands before b^n alone. It can shut out what the state says of n, but not the letter.
   */
  static double[] gruStep(double[] a, double[] b, double[] sBefore) {
    int H = sBefore.length;
    double[] s = new double[H];
    for (int i = 0; i < H; i++) {
      double u = sigmoid(a[i] + b[i]), r = sigmoid(a[H + i] + b[H + i]);
      double n = Math.tanh(a[2 * H + i] + r * b[2 * H + i]);
      s[i] = (1 - u) * sBefore[i] + u * n;
    }
    return s;
  }

  /**
   * The way back through a step of the GRU. With u, r and n as in gruStep:
   *   dn = ds u (1 - n^2),   du = ds (n - sBefore) u (1 - u),   dr = dn b^n r (1 - r)
   *   da = du, dr, dn one after the other,   db = du, dr, dn r
   *   dsBefore_k = ds_k (1 - u_k) + sum_j db_j Whh_kj
   * @param ds       H, the error that has come back to s
   * @param a        3H
   * @param b        3H
   * @param sBefore  H
   * @param Whh      H x 3H
   * @return         {da, db, dsBefore}: 3H, 3H and H
   * Why da and db differ in their last third: r stands between b^n and n, and not between a^n and n.
   * Why two ways to dsBefore: sBefore went into s directly, by 1 - u, and into b by Whh. An error comes back on every
   * way on which something went there, and all are added.
   */
  static double[][] gruBack(double[] ds, double[] a, double[] b, double[] sBefore, double[][] Whh) {
    int H = sBefore.length;
    double[] da = new double[3 * H], db = new double[3 * H], dsBefore = new double[H];
    for (int i = 0; i < H; i++) {
      double u = sigmoid(a[i] + b[i]), r = sigmoid(a[H + i] + b[H + i]), bn = b[2 * H + i];
      double n = Math.tanh(a[2 * H + i] + r * bn);
      double dn = ds[i] * u * (1 - n * n);
      da[i] = db[i] = ds[i] * (n - sBefore[i]) * u * (1 - u);
      da[H + i] = db[H + i] = dn * bn * r * (1 - r);
      da[2 * H + i] = dn;
      db[2 * H + i] = dn * r;
      dsBefore[i] = ds[i] * (1 - u);
    }
    for (int k = 0; k < H; k++) {
      for (int j = 0; j < 3 * H; j++) dsBefore[k] += db[j] * Whh[k][j];
    }
    return new double[][] {da, db, dsBefore};
  }

  /**
   * A step of the LSTM, which has a memory c beside its state s:
   *   f = sigmoid(z^f + 1),   i = sigmoid(z^i),   e = sigmoid(z^e),   g = tanh(z^g)
   *   c = f cBefore + i g,    s = e tanh(c)
   * @param z        4H, what letter and state say together: x Wxh + sBefore Whh
   * @param cBefore  H
   * @return         {c, s}, H each
   * Why the 1: with weights near 0 the gate f would be near 0.5, and half of the memory would be lost at each step
   * before the network has learnt anything. sigmoid(1) is about 0.73.
   */
  static double[][] lstmStep(double[] z, double[] cBefore) {
    int H = cBefore.length;
    double[] c = new double[H], s = new double[H];
    for (int j = 0; j < H; j++) {
      double f = sigmoid(z[j] + 1), i = sigmoid(z[H + j]), e = sigmoid(z[2 * H + j]), g = Math.tanh(z[3 * H + j]);
      c[j] = f * cBefore[j] + i * g;
      s[j] = e * Math.tanh(c[j]);
    }
    return new double[][] {c, s};
  }

  /**
   * The way back through a step of the LSTM. With f, i, e, g and c as in lstmStep:
   *   dc   = dcAfter + ds e (1 - tanh(c)^2)
   *   dz^f = dc cBefore f (1 - f),   dz^i = dc g i (1 - i),   dz^e = ds tanh(c) e (1 - e),   dz^g = dc i (1 - g^2)
   *   dcBefore = dc f
   * @param ds       H, the error that has come back to s
   * @param dcAfter  H, the error that has come back to c from the memory of the step after
   * @param z        4H
   * @param cBefore  H
   * @return         {dz, dcBefore}: 4H and H
   * Why dcBefore has no matrix and no tanh: from cBefore to c there is only the product with f. Where f is near 1, an
   * error comes back from far away nearly as it was.
   */
  static double[][] lstmBack(double[] ds, double[] dcAfter, double[] z, double[] cBefore) {
    int H = cBefore.length;
    double[] dz = new double[4 * H], dcBefore = new double[H];
    for (int j = 0; j < H; j++) {
      double f = sigmoid(z[j] + 1), i = sigmoid(z[H + j]), e = sigmoid(z[2 * H + j]), g = Math.tanh(z[3 * H + j]);
      double shown = Math.tanh(f * cBefore[j] + i * g);
      double dc = dcAfter[j] + ds[j] * e * (1 - shown * shown);
      dz[j] = dc * cBefore[j] * f * (1 - f);
      dz[H + j] = dc * g * i * (1 - i);
      dz[2 * H + j] = ds[j] * shown * e * (1 - e);
      dz[3 * H + j] = dc * i * (1 - g * g);
      dcBefore[j] = dc * f;
    }
    return new double[][] {dz, dcBefore};
  }
}
