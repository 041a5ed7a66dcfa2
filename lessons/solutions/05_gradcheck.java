// Exercise 5, solved: is the gradient right? It belongs to lessons/05-gradcheck.md.

class Exercise05 {

  /**
   * The slope between two points that are 2 eps apart:
   *   slope = (up - down) / (2 eps)
   * @param up    the loss at w + eps
   * @param down  the loss at w - eps
   * Why both sides: the errors of the two sides cancel, so what is left shrinks with eps^2 and not with eps.
   */
  static double centralDifference(double up, double down, double eps) {
    return (up - down) / (2 * eps);
  }

  /**
   * The gradient of the loss by every number of W, without any calculus:
   *   n_ij = (loss with W_ij + eps  -  loss with W_ij - eps) / (2 eps)
   * loss(W, x, y) is given below.
   * @param W  V x V
   * @param x  T x V
   * @param y  T x V
   * @return   n, with the shape of W
   * Why w is kept: W + eps - eps is not always W again, to the last bit.
   * Another way: nudge a copy of W, and leave W alone.
   */
  static double[][] numericalGradient(double[][] W, double[][] x, double[][] y, double eps) {
    double[][] n = new double[W.length][W[0].length];
    for (int i = 0; i < W.length; i++) {
      for (int j = 0; j < W[i].length; j++) {
        double w = W[i][j];
        W[i][j] = w + eps;
        double up = loss(W, x, y);
        W[i][j] = w - eps;
        double down = loss(W, x, y);
        W[i][j] = w;
        n[i][j] = centralDifference(up, down, eps);
      }
    }
    return n;
  }

  /**
   * How far two gradients are apart, as a share of their size:
   *   error = |a - n| / (|a| + |n|)     |..| is the Euclidean norm over all numbers; 0 when both are all 0
   * @param a  the analytic gradient
   * @param n  the numerical one, of the same shape
   * @return   from 0 to 1
   * Why a share: 0.001 is much for gradients of 0.01, and nothing for those of 1000.
   */
  static double relativeError(double[][] a, double[][] n) {
    double difference = 0, sizeA = 0, sizeN = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        difference += (a[i][j] - n[i][j]) * (a[i][j] - n[i][j]);
        sizeA += a[i][j] * a[i][j];
        sizeN += n[i][j] * n[i][j];
      }
    }
    double size = Math.sqrt(sizeA) + Math.sqrt(sizeN);
    return size == 0 ? 0 : Math.sqrt(difference) / size;
  }

  /**
   * Where the two are farthest apart: the row and column with the largest |a_ij - n_ij|, the first if there are
   * several.
   * @return  {i, j}
   * Why it helps: one wrong entry in a corner tells of a loop that ends too early, a wrong row of a wrong letter.
   */
  static int[] worst(double[][] a, double[][] n) {
    int row = 0, column = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        if (Math.abs(a[i][j] - n[i][j]) > Math.abs(a[row][column] - n[row][column])) {
          row = i;
          column = j;
        }
      }
    }
    return new int[] {row, column};
  }

  // ---- given -------------------------------------------------------------------------------------------

  /** The loss of softmax(x_t W) against y_t, summed over the steps: a network without a state. */
  static double loss(double[][] W, double[][] x, double[][] y) {
    double loss = 0;
    for (int t = 0; t < x.length; t++) {
      double[] o = new double[W[0].length];
      double sum = 0;
      for (int j = 0; j < o.length; j++) {
        for (int i = 0; i < W.length; i++) o[j] += x[t][i] * W[i][j];
        sum += Math.exp(o[j]);
      }
      for (int j = 0; j < o.length; j++) loss -= y[t][j] * (o[j] - Math.log(sum));
    }
    return loss;
  }
}
