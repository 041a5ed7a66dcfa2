// Exercise 6, solved: what to do with a gradient, and when to stop. It belongs to lessons/06-train.md.

class Exercise06 {

  /**
   * One step down the slope, in place:
   *   W = W - lr dW
   * @param W   the weights, which change
   * @param dW  their gradient
   * @param lr  the learning rate
   * Why minus: the gradient points to where the loss grows.
   */
  static void sgd(double[][] W, double[][] dW, double lr) {
    for (int i = 0; i < W.length; i++) {
      for (int j = 0; j < W[i].length; j++) W[i][j] -= lr * dW[i][j];
    }
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
   * Why mHat and vHat: m and v begin at 0, so at first they are too small, by just the factors that are divided out.
   * Why it is divided by the root: every weight gets steps of about lr, whether its gradients are large or small.
   */
  static void adam(double[][] W, double[][] dW, double[][] m, double[][] v, int t, double lr) {
    double b1 = 0.9, b2 = 0.999;
    for (int i = 0; i < W.length; i++) {
      for (int j = 0; j < W[i].length; j++) {
        m[i][j] = b1 * m[i][j] + (1 - b1) * dW[i][j];
        v[i][j] = b2 * v[i][j] + (1 - b2) * dW[i][j] * dW[i][j];
        double mHat = m[i][j] / (1 - Math.pow(b1, t)), vHat = v[i][j] / (1 - Math.pow(b2, t));
        W[i][j] -= lr * mHat / (Math.sqrt(vHat) + 1e-8);
      }
    }
  }

  /**
   * The Euclidean norm over all numbers, the length of the gradient:
   *   norm = sqrt(sum_ij dW_ij^2)
   * Why one root at the end: it is the length of one long arrow; its parts may stand in rows or not.
   */
  static double norm(double[][] dW) {
    double sum = 0;
    for (double[] row : dW) {
      for (double a : row) sum += a * a;
    }
    return Math.sqrt(sum);
  }

  /**
   * Shortens a gradient that is too long, in place:
   *   dW = dW limit / norm    when norm > limit
   * @param dW     the gradient, which changes when it is longer than the limit
   * @param limit  above 0
   * @return       its norm before
   * Why all numbers by one factor: the arrow gets shorter and still points the same way.
   */
  static double clip(double[][] dW, double limit) {
    double norm = norm(dW);
    if (norm > limit) {
      for (double[] row : dW) {
        for (int j = 0; j < row.length; j++) row[j] *= limit / norm;
      }
    }
    return norm;
  }

  /**
   * The epoch whose weights are kept: the one with the smallest validation loss, the first if there are several.
   * @param valid  the validation loss after each epoch; valid[0] is that before training
   * @return       its index
   * Why the validation loss: the training loss goes on falling when the network only learns its names by heart.
   * Another way: remember the smallest loss beside its index. It is the same comparison.
   */
  static int bestEpoch(double[] valid) {
    int best = 0;
    for (int e = 1; e < valid.length; e++) {
      if (valid[e] < valid[best]) best = e;
    }
    return best;
  }
}
