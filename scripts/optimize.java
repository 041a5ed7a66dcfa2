///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES backprop.java

// What to do with a gradient. One step down the slope, and another, on a single name,
// until the network knows it by heart; the whole training is this, with more names.
//   jbang optimize.java [NAME]
// It prints first the loss of the name after 0, 1, 2, 5 .. 100 steps of SGD and of Adam.
//
//   clip   dW = dW limit/|dW|  when |dW| > limit      the direction stays, only the length is cut
//   SGD    W = W - lr dW
//   Adam   m = b1 m + (1-b1) dW         the gradient's running mean, and
//          v = b2 v + (1-b2) dW^2       that of its square; b1 = 0.9, b2 = 0.999 (Kingma and Ba, 2015)
//          W = W - lr mHat / (sqrt(vHat) + 1e-8),   mHat = m / (1-b1^t), vHat = v / (1-b2^t) at step t

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "optimize", description = "SGD and Adam learn one name by heart.",
    footer = "Example: optimize stegosaurus")
class optimize implements Runnable {

  // All these take the rows of the matrices, forward.Weights.rows(), and do the same with every number.

  /** Shortens dW to the limit when it is longer (0: never). Returns its Euclidean norm before that. */
  static double clip(double[][] dW, double limit) {
    double norm = Dino.norm(dW);
    if (limit > 0 && norm > limit) scale(limit / norm, dW);
    return norm;
  }

  static void sgd(double[][] W, double[][] dW, double lr) { add(-lr, dW, W); }

  static final double B1 = 0.9, B2 = 0.999;   // the shares of the old that Adam's running means keep

  /** m and v have the shape of W and are 0 at first; t counts the steps from 1. */
  static void adam(double[][] W, double[][] dW, double[][] m, double[][] v, int t, double lr) {
    double mShare = 1 - Math.pow(B1, t), vShare = 1 - Math.pow(B2, t);
    for (int i = 0; i < W.length; i++) {
      double[] w = W[i], dw = dW[i], mi = m[i], vi = v[i];   // rows: four times as fast as W[i][j] in the inner loop
      for (int j = 0; j < w.length; j++) {
        mi[j] = B1 * mi[j] + (1 - B1) * dw[j];
        vi[j] = B2 * vi[j] + (1 - B2) * dw[j] * dw[j];
        w[j] -= lr * (mi[j] / mShare) / (Math.sqrt(vi[j] / vShare) + 1e-8);
      }
    }
  }

  /** out += a rows */
  static void add(double a, double[][] rows, double[][] out) {
    for (int i = 0; i < rows.length; i++) Dino.addScaled(a, rows[i], out[i]);
  }

  /** rows *= a */
  static void scale(double a, double[][] rows) {
    for (double[] row : rows) for (int j = 0; j < row.length; j++) row[j] *= a;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;

  public void run() {
    List<String> names = data.names();
    String name = data.name("tyrannosaurus", names);
    int[] vocabulary = encode.vocabulary(names);
    encode.Steps steps = encode.steps(encode.indices(name, vocabulary), vocabulary.length);
    forward.Weights sgd = forward.random(vocabulary.length, 64, new Dino.Random(0));
    forward.Weights adam = forward.random(vocabulary.length, 64, new Dino.Random(0));
    double[][] m = backprop.zerosLike(adam).rows(), v = backprop.zerosLike(adam).rows();

    System.out.printf("learning %s and nothing else%n", name);
    System.out.println("  steps  SGD, lr 0.1  Adam, lr 0.003   nats per character");
    for (int t = 0; t <= 100; t++) {
      forward.Pass sgdPass = forward.forward(sgd, steps), adamPass = forward.forward(adam, steps);
      if (Set.of(0, 1, 2, 5, 10, 20, 50, 100).contains(t)) {
        System.out.printf("%7d %12.4f %15.4f%n", t, sgdPass.loss / sgdPass.targets, adamPass.loss / adamPass.targets);
      }
      sgd(sgd.rows(), meanGradient(sgd, sgdPass), 0.1);
      adam(adam.rows(), meanGradient(adam, adamPass), m, v, t + 1, 0.003);
    }
  }

  private static double[][] meanGradient(forward.Weights W, forward.Pass p) {
    double[][] dW = backprop.gradients(W, p).rows();
    scale(1.0 / p.targets, dW);
    clip(dW, 5);
    return dW;
  }

  public static void main(String... args) { Program.start(new optimize(), args); }
}
