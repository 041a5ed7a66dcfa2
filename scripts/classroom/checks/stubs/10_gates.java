///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=10

// Exercise 10: gates, there and back. It belongs to lessons/10-gates.md.
//   ./jbang check 10            says which functions are right, and what went wrong
//   ./jbang check 10 --watch    does so at each saving
//   ./jbang hint 10             a hint, and at each call one more
//
// H hidden units. A row of n numbers is a double[n], a matrix of n rows of m numbers a double[n][m]. Products of rows
// are element by element. No function changes its arguments. Later functions may call the earlier ones.
//
// A GRU has three numbers for each unit, and they come as a row of 3H: first those of the gate u, then those of the
// gate r, then those of n, what is new: a^u_i = a[i], a^r_i = a[H + i], a^n_i = a[2H + i]. An LSTM has four, in a row
// of 4H: those of f, of i, of e and of g.

class Exercise10 {

  /**
   * A gate, from 0 (shut) to 1 (open):
   *   sigmoid(z) = 1 / (1 + e^-z)
   * @param z  any number, however large or small
   * @return   from 0 to 1, and never NaN
   */
  static double sigmoid(double z) {
    // TODO: one line.
    return 0;
  }

  /**
   * A step of the GRU:
   *   u = sigmoid(a^u + b^u),   r = sigmoid(a^r + b^r),   n = tanh(a^n + r b^n)
   *   s = (1 - u) sBefore + u n
   * @param a        3H, what the letter says: x Wxh
   * @param b        3H, what the state before says: sBefore Whh
   * @param sBefore  H
   * @return         s, H
   */
  static double[] gruStep(double[] a, double[] b, double[] sBefore) {
    // TODO: one loop over the units.
    return null;
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
   */
  static double[][] gruBack(double[] ds, double[] a, double[] b, double[] sBefore, double[][] Whh) {
    // TODO: the gates once more, then the three errors of each unit. At the end two ways lead to dsBefore.
    return null;
  }

  /**
   * A step of the LSTM, which has a memory c beside its state s:
   *   f = sigmoid(z^f + 1),   i = sigmoid(z^i),   e = sigmoid(z^e),   g = tanh(z^g)
   *   c = f cBefore + i g,    s = e tanh(c)
   * @param z        4H, what letter and state say together: x Wxh + sBefore Whh
   * @param cBefore  H
   * @return         {c, s}, H each
   */
  static double[][] lstmStep(double[] z, double[] cBefore) {
    // TODO: one loop over the units.
    return null;
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
   */
  static double[][] lstmBack(double[] ds, double[] dcAfter, double[] z, double[] cBefore) {
    // TODO: the gates and the memory once more, then dc, and the rest from it.
    return null;
  }
}
