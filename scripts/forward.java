///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES encode.java

// The network reads a name, letter by letter, and says at each step how likely every next letter is.
//   jbang forward.java [NAME]
// It prints first what an untrained network expects: all letters about equally likely, a loss near ln 27 = 3.296 nats.
//
//   z_t    = s_{t-1} Whh + x_t Wxh      T steps, V letters in the vocabulary, H hidden units;
//   s_t    = tanh(z_t)                  s_0 = 0; all vectors are rows, and there are no biases.
//   yHat_t = softmax(s_t Who)
//   loss   = - sum_t y_t . ln yHat_t    cross-entropy, in nats; y_t is one-hot
//
// One name at a time, as the equations have it; its twin is backprop.java. The folder engine/ does the same, faster.

import java.util.*;
import java.util.stream.Stream;
import picocli.CommandLine.*;

@Command(name = "forward", description = "What the network, untrained, expects at each letter of a name.",
    footer = "Example: forward stegosaurus")
class forward implements Runnable {

  // ---- the network is three matrices -------------------------------------------------------------------

  record Weights(
      double[][] Wxh,     // V x H: from the letter read to the hidden state
      double[][] Whh,     // H x H: from the last hidden state to the next
      double[][] Who) {   // H x V: from the hidden state to a score for each next letter

    int V() { return Wxh.length; }
    int H() { return Whh.length; }
    /** The rows of all three, for a step that is the same for every weight. */
    double[][] rows() { return Stream.of(Wxh, Whh, Who).flatMap(Arrays::stream).toArray(double[][]::new); }
  }

  /** Normal random weights. The spread of Whh and Who shrinks with H, so that sums of H terms keep theirs. */
  static Weights random(int V, int H, Dino.Random random) {
    double root = Math.sqrt(H);
    return new Weights(random.randn(V, H, 1.5), random.randn(H, H, 0.3 / root), random.randn(H, V, 0.1 / root));
  }

  // ---- the functions (StrictMath is Math with the same digits on every computer) -----------------------

  /** s_i = (e^z_i - e^-z_i) / (e^z_i + e^-z_i) */
  static double[] tanh(double[] z) {
    double[] s = new double[z.length];
    for (int i = 0; i < z.length; i++) s[i] = StrictMath.tanh(z[i]);
    return s;
  }

  /** p_i = e^o_i / sum_j e^o_j. Subtracting the largest o first changes nothing but keeps e^o finite. */
  static double[] softmax(double[] o) {
    double[] p = new double[o.length];
    double largest = o[0], sum = 0;
    for (double score : o) largest = Math.max(largest, score);
    for (int i = 0; i < o.length; i++) sum += p[i] = StrictMath.exp(o[i] - largest);
    for (int i = 0; i < o.length; i++) p[i] /= sum;
    return p;
  }

  /** - sum_i y_i ln yHat_i, in nats: how much a letter surprises. Only the term where y_i is 1 counts. */
  static double crossEntropy(double[] yHat, double[] y) {
    double loss = 0;
    for (int i = 0; i < y.length; i++) if (y[i] == 1) loss -= StrictMath.log(yHat[i]);
    return loss;
  }

  // ---- forward -----------------------------------------------------------------------------------------

  /** s_t (H) from x_t (V) and s_{t-1} (H). */
  static double[] step(double[] x, double[] sBefore, Weights W) {
    double[] z = new double[W.H()];
    Dino.addProduct(x, W.Wxh, z);
    Dino.addProduct(sBefore, W.Whh, z);
    return tanh(z);
  }

  /** o_t = s_t Who (V): the scores that softmax turns into probabilities. */
  static double[] scores(double[] s, Weights W) {
    double[] o = new double[W.V()];
    Dino.addProduct(s, W.Who, o);
    return o;
  }

  /** What the network computes at each step of a name; backprop needs it all. */
  static class Pass {
    final encode.Steps steps;
    final double[][] s;      // T x H
    final double[][] yHat;   // T x V
    double loss;             // in nats, summed over the targets
    int targets;             // how many targets there are

    Pass(encode.Steps steps) {
      this.steps = steps;
      s = new double[steps.T][];
      yHat = new double[steps.T][];
    }
  }

  /** Reads a name. A target at every step is many-to-many, one after the last step only many-to-one. */
  static Pass forward(Weights W, encode.Steps steps) {
    Pass p = new Pass(steps);
    double[] s = new double[W.H()];   // s_0
    for (int t = 0; t < steps.T; t++) {
      p.s[t] = s = step(steps.x[t], s, W);
      p.yHat[t] = softmax(scores(s, W));
      if (steps.y[t] == null) continue;
      p.loss += crossEntropy(p.yHat[t], steps.y[t]);
      p.targets++;
    }
    return p;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;

  public void run() {
    List<String> names = data.names();
    String name = data.name("tyrannosaurus", names);
    int[] vocabulary = encode.vocabulary(names);
    Weights W = random(vocabulary.length, 64, new Dino.Random(0));
    encode.Steps steps = encode.steps(encode.indices(name, vocabulary), W.V());
    Pass many = forward(W, steps), one = forward(W, encode.manyToOne(steps));
    System.out.printf("%s, read by an untrained network of %d hidden units%n", name, W.H());
    System.out.printf("   t  read  next   p(next)    -ln p   (1/V = %.4f)%n", 1.0 / W.V());
    int[] read = encode.argmax(steps.x), next = encode.argmax(steps.y);
    for (int t = 0; t < read.length; t++) {
      double p = many.yHat[t][next[t]];
      System.out.printf("%4d  '%c'   '%c'   %.6f  %7.4f%n", t + 1, vocabulary[read[t]], vocabulary[next[t]], p,
          -Math.log(p));
    }
    System.out.printf("many-to-many: %.4f nats per character, %.3f per name%n", many.loss / many.targets, many.loss);
    System.out.printf("many-to-one:  %.4f nats for the last step alone%n%n", one.loss);
    double loss = 0, targets = 0;
    for (int[] indices : encode.indices(names, vocabulary)) {
      Pass pass = forward(W, encode.steps(indices, W.V()));
      loss += pass.loss;
      targets += pass.targets;
    }
    int n = names.size();
    System.out.printf("all %d names: %.4f nats per character, %.3f per name%n", n, loss / targets, loss / n);
    System.out.printf("knowing nothing: ln %d = %.4f nats per character%n", W.V(), Math.log(W.V()));
  }

  public static void main(String... args) { Program.start(new forward(), args); }
}
