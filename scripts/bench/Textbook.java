//SOURCES ../engine/Stages.java

// How the network is often written first, for `jbang bench` to compare with: all names of a batch padded to the
// longest and one-hot, and every product a triple loop as in the textbook, c_ij = sum_k a_ik b_kj.

import java.util.*;

class Textbook {

  /** C += A B */
  static void product(double[][] A, double[][] B, double[][] C) {
    for (int i = 0; i < C.length; i++) {
      for (int j = 0; j < C[0].length; j++) {
        for (int k = 0; k < B.length; k++) C[i][j] += A[i][k] * B[k][j];
      }
    }
  }

  /** C += A B^T */
  static void productTransposed(double[][] A, double[][] B, double[][] C) {
    for (int i = 0; i < C.length; i++) {
      for (int j = 0; j < C[0].length; j++) {
        for (int k = 0; k < B[0].length; k++) C[i][j] += A[i][k] * B[j][k];
      }
    }
  }

  /** C += A^T B */
  static void transposedProduct(double[][] A, double[][] B, double[][] C) {
    for (int i = 0; i < C.length; i++) {
      for (int j = 0; j < C[0].length; j++) {
        for (int k = 0; k < A.length; k++) C[i][j] += A[k][i] * B[k][j];
      }
    }
  }

  /** The summed loss of the names; dW becomes the gradient of the mean loss per character. */
  static double lossAndGradient(forward.Weights W, List<int[]> names, forward.Weights dW) {
    int B = names.size(), V = W.V(), H = W.H(), T = 1 + names.stream().mapToInt(name -> name.length).max().getAsInt();
    double[][][] x = new double[T][B][V], y = new double[T][B][V], s = new double[T + 1][B][H],
        yHat = new double[T][B][V];
    for (int b = 0; b < B; b++) {
      int[] name = names.get(b);
      for (int t = 0; t < T; t++) {
        x[t][b][t == 0 || t > name.length ? 0 : name[t - 1]] = 1;
        if (t <= name.length) y[t][b][t < name.length ? name[t] : 0] = 1;   // all 0 in the padding
      }
    }
    double loss = 0, characters = Engine.characters(names);
    for (int t = 0; t < T; t++) {
      product(x[t], W.Wxh(), s[t + 1]);
      product(s[t], W.Whh(), s[t + 1]);
      for (double[] row : s[t + 1]) for (int i = 0; i < H; i++) row[i] = Math.tanh(row[i]);
      product(s[t + 1], W.Who(), yHat[t]);
      for (int b = 0; b < B; b++) {
        double[] p = yHat[t][b];
        double largest = Arrays.stream(p).max().getAsDouble(), sum = 0;
        for (int i = 0; i < V; i++) sum += p[i] = Math.exp(p[i] - largest);
        for (int i = 0; i < V; i++) {
          p[i] /= sum;
          if (y[t][b][i] == 1) loss -= Math.log(p[i]);
        }
      }
    }
    for (double[] row : dW.rows()) Arrays.fill(row, 0);
    double[][] ro = new double[B][H];
    for (int t = T - 1; t >= 0; t--) {
      double[][] dO = new double[B][V], next = new double[B][H];
      for (int b = 0; b < B; b++) {
        for (int i = 0; i < V; i++) if (t <= names.get(b).length) dO[b][i] = (yHat[t][b][i] - y[t][b][i]) / characters;
      }
      transposedProduct(s[t + 1], dO, dW.Who());
      productTransposed(dO, W.Who(), next);
      productTransposed(ro, W.Whh(), next);
      for (int b = 0; b < B; b++) for (int i = 0; i < H; i++) next[b][i] *= 1 - s[t + 1][b][i] * s[t + 1][b][i];
      ro = next;
      transposedProduct(s[t], ro, dW.Whh());
      transposedProduct(x[t], ro, dW.Wxh());
    }
    return loss;
  }
}
