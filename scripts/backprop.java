///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES forward.java

// Backpropagation through time. The loss's derivative travels back from the last step to the first and tells
// every weight which way is down.
//   jbang backprop.java [NAME]
// It prints first the norm of ro, step by step, for one target after the last step and for one at every step.
//
//   dO_t = yHat_t - y_t                               dLoss/do_t of softmax and cross-entropy together;
//                                                     0 where step t has no target
//   ro_t = (ro_{t+1} Whh^T + dO_t Who^T) (1 - s_t^2)  dLoss/dz_t, a row of H, from the last step to the first;
//                                                     the last two factors are multiplied element by element
//   dWxh = sum_t x_t^T ro_t
//   dWhh = sum_t s_{t-1}^T ro_t
//   dWho = sum_t s_t^T dO_t

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "backprop", description = "How the error ro travels back through the letters of a name.",
    footer = "Example: backprop stegosaurus")
class backprop implements Runnable {

  // ---- backward, the twin of forward.java --------------------------------------------------------------

  /** dO_t (V) from yHat_t and y_t (V). */
  static double[] dScores(double[] yHat, double[] y) {
    double[] dO = new double[yHat.length];
    if (y == null) return dO;
    for (int i = 0; i < dO.length; i++) dO[i] = yHat[i] - y[i];
    return dO;
  }

  /** The derivative of tanh where its value is s: ds/dz = 1 - s^2. */
  static double dtanh(double s) { return 1 - s * s; }

  /** ro_t (H) from ro_{t+1} (H), dO_t (V) and s_t (H): the way back through forward.scores and forward.step. */
  static double[] roStep(double[] roNext, double[] dO, double[] s, forward.Weights W) {
    double[] ro = new double[W.H()];
    Dino.addProductTransposed(dO, W.Who(), ro);
    Dino.addProductTransposed(roNext, W.Whh(), ro);   // until here ro is dLoss/ds_t
    for (int i = 0; i < ro.length; i++) ro[i] *= dtanh(s[i]);
    return ro;
  }

  /** ro_t of each step, T x H, from the last step to the first: the twin of forward.forward. */
  static double[][] errors(forward.Weights W, forward.Pass p) {
    double[][] ro = new double[p.steps.T][];
    double[] roNext = new double[W.H()];   // from after the last step nothing comes back
    for (int t = p.steps.T - 1; t >= 0; t--) {
      ro[t] = roNext = roStep(roNext, dScores(p.yHat[t], p.steps.y[t]), p.s[t], W);
    }
    return ro;
  }

  // ---- the gradient: three matrices of the weights' shapes ---------------------------------------------

  /** Three matrices of W's shapes, all 0. */
  static forward.Weights zerosLike(forward.Weights W) {
    return new forward.Weights(zerosLike(W.Wxh()), zerosLike(W.Whh()), zerosLike(W.Who()));
  }

  static double[][] zerosLike(double[][] M) { return new double[M.length][M[0].length]; }

  /** Adds to dW the gradient of the pass's summed loss: each step has its share. */
  static void addGradients(forward.Pass p, double[][] ro, forward.Weights dW) {
    for (int t = 0; t < p.steps.T; t++) {
      Dino.addOuterProduct(p.steps.x[t], ro[t], dW.Wxh());
      if (t > 0) Dino.addOuterProduct(p.s[t - 1], ro[t], dW.Whh());   // s_0 is 0
      Dino.addOuterProduct(p.s[t], dScores(p.yHat[t], p.steps.y[t]), dW.Who());
    }
  }

  /** dWxh, dWhh, dWho of one pass. */
  static forward.Weights gradients(forward.Weights W, forward.Pass p) {
    forward.Weights dW = zerosLike(W);
    addGradients(p, errors(W, p), dW);
    return dW;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;

  public void run() {
    List<String> names = data.names();
    String name = data.name("tyrannosaurus", names);
    int[] vocabulary = encode.vocabulary(names);
    int V = vocabulary.length;
    forward.Weights W = forward.random(V, 64, new Dino.Random(0));
    encode.Steps many = encode.steps(encode.indices(name, vocabulary), V), one = encode.manyToOne(many);
    forward.Pass manyPass = forward.forward(W, many), onePass = forward.forward(W, one);
    double[][] manyRo = errors(W, manyPass), oneRo = errors(W, onePass);

    System.out.printf("%s: the norm of ro_t on its way back%n", name);
    System.out.println("   t  read  next  many-to-one  many-to-many");
    int[] read = encode.argmax(many.x), next = encode.argmax(many.y);
    for (int t = read.length - 1; t >= 0; t--) {
      System.out.printf("%4d  '%s'   '%s'  %11.2e  %12.2e  %s%n", t + 1, Character.toString(vocabulary[read[t]]),
          Character.toString(vocabulary[next[t]]), Dino.norm(oneRo[t]), Dino.norm(manyRo[t]),
          "#".repeat((int) Math.round(30 * Dino.norm(oneRo[t]) / Dino.norm(oneRo[read.length - 1]))));
    }
    System.out.println("(the bar is many-to-one, as a share of the last step's)");

    forward.Weights dMany = gradients(W, manyPass), dOne = gradients(W, onePass);
    System.out.printf("%n%-22s  many-to-one  many-to-many%n", "norm of the gradient");
    printNorms("dWxh", dOne.Wxh(), dMany.Wxh());
    printNorms("dWhh", dOne.Whh(), dMany.Whh());
    printNorms("dWho", dOne.Who(), dMany.Who());
  }

  private static void printNorms(String title, double[][] one, double[][] many) {
    System.out.printf("%s  %-16s  %11.2e  %12.2e%n", title, one.length + " x " + one[0].length, Dino.norm(one),
        Dino.norm(many));
  }

  public static void main(String... args) { Program.start(new backprop(), args); }
}
