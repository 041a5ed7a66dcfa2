///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES forward.java

// Stage 3: backpropagation through time. The loss's derivative travels back from the last step to the first
// and tells every weight which way is down.
//   jbang backprop.java [NAME]
// It prints first the norm of ro, step by step, for one target after the last step and for one at every step.
//
//   ro_t = dLoss/dz_t, a row of H, from the last step to the first:
//   ro_t = ( (yHat_t - y_t) Who^T + ro_{t+1} Whh^T ) * (1 - s_t^2)     * element by element;
//                                                   the first term only where step t has a target
//   dWho = sum_t s_t^T (yHat_t - y_t)               yHat_t - y_t is dLoss/do_t of softmax and cross-entropy
//   dWhh = sum_t s_{t-1}^T ro_t
//   dWxh = sum_t x_t^T ro_t

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "backprop", description = "Stage 3: how the error ro travels back through the letters of a name.",
    footer = "Example: backprop stegosaurus")
class backprop implements Runnable {

  /** Three matrices of W's shapes, all 0. */
  static forward.Weights zerosLike(forward.Weights W) {
    return new forward.Weights(new double[W.V()][W.H()], new double[W.H()][W.H()], new double[W.H()][W.V()]);
  }

  /** The three matrices transposed, as the way back needs them. */
  static forward.Weights transpose(forward.Weights W) {
    forward.Weights WT = new forward.Weights(new double[W.H()][W.V()], new double[W.H()][W.H()], new double[W.V()][W.H()]);
    transpose(W, WT);
    return WT;
  }

  /** The same into WT. */
  static void transpose(forward.Weights W, forward.Weights WT) {
    Dino.transpose(W.Wxh(), WT.Wxh());
    Dino.transpose(W.Whh(), WT.Whh());
    Dino.transpose(W.Who(), WT.Who());
  }

  // ---- backward, the twin of forward.forward -----------------------------------------------------------

  /** The cache of the way back, for each row of the steps. */
  static class Errors {
    final double[][] dO;             // V: dLoss/do
    final double[][] ro, roBefore;   // H: dLoss/dz, and the row of ro that stands for the same name's step before

    Errors(forward.Pass p) {
      dO = new double[p.s.length][p.o.length];
      ro = new double[p.s.length][p.s[0].length];
      roBefore = new double[p.s.length][];
    }
  }

  /** The errors of a pass, from the last step to the first. WT: the transposed weights. */
  static Errors errors(forward.Weights WT, forward.Pass p) { return errors(WT, p, new Errors(p)); }

  /** The same with a cache that has been used before. */
  static Errors errors(forward.Weights WT, forward.Pass p, Errors e) {
    encode.Steps steps = p.steps;
    for (int n = 0; n < steps.N(); n++) {
      Arrays.fill(e.dO[n], 0);
      Arrays.fill(e.ro[n], 0);
      if (steps.y[n] == null) continue;
      for (int i = 0; i < p.o.length; i++) e.dO[n][i] = p.yHat[n][i] - steps.y[n][i];
      fast.addProduct(e.dO[n], WT.Who(), e.ro[n]);
    }
    for (int t = steps.T - 1; t >= 0; t--) {
      int from = steps.at[t], to = steps.at[t + 1];
      for (int n = from; n < to; n++) {
        for (int i = 0; i < e.ro[n].length; i++) e.ro[n][i] *= forward.dtanh(p.s[n][i]);
        if (t > 0) e.roBefore[n] = e.ro[steps.at[t - 1] + n - from];
      }
      if (t > 0) fast.addProducts(e.ro, WT.Whh(), e.roBefore, from, to);
    }
    return e;
  }

  /** Adds to dW the gradients of the pass's summed loss. */
  static void addGradients(forward.Pass p, Errors e, forward.Weights dW) {
    fast.addOuterProducts(p.s, e.dO, p.steps.N(), dW.Who());
    fast.addOuterProducts(p.sBefore, e.ro, p.steps.N(), dW.Whh());
    fast.addOuterProducts(p.steps.x, e.ro, p.steps.N(), dW.Wxh());
  }

  /** dWxh, dWhh, dWho of one pass: both steps at once. */
  static forward.Weights gradients(forward.Weights W, forward.Pass p) {
    forward.Weights dW = zerosLike(W);
    addGradients(p, errors(transpose(W), p), dW);
    return dW;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Parameters(arity = "0..1", paramLabel = "NAME", converter = Program.Typed.class, description = "A name to read (${DEFAULT-VALUE}).")
  String name = "tyrannosaurus";
  @Mixin Program.Data data;

  public void run() {
    int[] vocabulary = encode.vocabulary(data.names());
    int V = vocabulary.length;
    forward.Weights W = forward.random(V, 64, new Dino.Random(0)), WT = transpose(W);
    encode.Steps many = encode.steps(encode.indices(name, vocabulary), V), one = encode.manyToOne(many);
    forward.Pass manyPass = forward.forward(W, many), onePass = forward.forward(W, one);
    double[][] manyRo = errors(WT, manyPass).ro, oneRo = errors(WT, onePass).ro;

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
    System.out.printf("%-22s  %11.2e  %12.2e%n", "dWxh  " + V + " x " + W.H(), Dino.norm(dOne.Wxh()), Dino.norm(dMany.Wxh()));
    System.out.printf("%-22s  %11.2e  %12.2e%n", "dWhh  " + W.H() + " x " + W.H(), Dino.norm(dOne.Whh()), Dino.norm(dMany.Whh()));
    System.out.printf("%-22s  %11.2e  %12.2e%n", "dWho  " + W.H() + " x " + V, Dino.norm(dOne.Who()), Dino.norm(dMany.Who()));
  }

  public static void main(String... args) { Program.start(new backprop(), args); }
}
