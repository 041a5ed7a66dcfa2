///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES fast.java encode.java

// Stage 2: the network reads a name, letter by letter, and says at each step how likely every next letter is.
//   jbang forward.java [NAME]
// It prints first what an untrained network makes of the name: every letter about equally likely, a loss
// near ln 27 = 3.296 nats per character.
//
//   z_t    = s_{t-1} Whh + x_t Wxh      T steps, V letters in the vocabulary, H hidden units;
//   s_t    = tanh(z_t)                  s_0 = 0; all vectors are rows, and there are no biases.
//   yHat_t = softmax(s_t Who)
//   loss   = - sum_t y_t . ln yHat_t    cross-entropy, in nats; y_t is one-hot
//
// fast.addProduct(a, B, c) is c += a B, written for speed in fast.java; leave that for later.

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "forward", description = "Stage 2: what the network, untrained, expects at each letter of a name.",
    footer = "Example: forward stegosaurus")
class forward implements Runnable {

  // ---- the network is three matrices -------------------------------------------------------------------

  record Weights(
      double[][] Wxh,     // V x H: from the letter read to the hidden state
      double[][] Whh,     // H x H: from the last hidden state to the next
      double[][] Who) {   // H x V: from the hidden state to a score for each next letter

    int V() { return Wxh.length; }
    int H() { return Whh.length; }

    /** All rows of the three, for whoever treats every weight alike. */
    double[][] rows() {
      return java.util.stream.Stream.of(Wxh, Whh, Who).flatMap(Arrays::stream).toArray(double[][]::new);
    }
  }

  /** Normal random weights. The spread of Whh and Who shrinks with H, so that sums of H terms keep theirs. */
  static Weights random(int V, int H, Dino.Random random) {
    return new Weights(
        random.randn(V, H, 1.5),
        random.randn(H, H, 0.3 / Math.sqrt(H)),
        random.randn(H, V, 0.1 / Math.sqrt(H)));
  }

  // ---- the functions -----------------------------------------------------------------------------------

  /** tanh of each element, in place: z becomes s = (e^z - e^-z) / (e^z + e^-z). */
  static void tanh(double[] z) { fast.tanh(z); }

  /** The derivative of tanh where its value is s: ds/dz = 1 - s^2. */
  static double dtanh(double s) { return 1 - s * s; }

  /** e^o_i / sum_j e^o_j. Subtracting the largest o first changes nothing but keeps e^o finite. */
  static double[] softmax(double[] o) {
    double[] p = new double[o.length];
    softmax(o.clone(), p);
    return p;
  }

  /** The same into p; o is used up on the way. */
  static void softmax(double[] o, double[] p) {
    double largest = o[0], sum = 0;
    for (double score : o) largest = Math.max(largest, score);
    for (int i = 0; i < o.length; i++) o[i] -= largest;
    fast.exp(o, p);
    for (double e : p) sum += e;
    for (int i = 0; i < p.length; i++) p[i] /= sum;
  }

  /**
   * - ln p[i], in nats, where y is 1 at i and 0 elsewhere.
   * @throws IllegalArgumentException  when y is not one-hot, or not as long as p
   */
  static double crossEntropy(double[] p, double[] y) {
    int hot = -1;
    boolean oneHot = y.length == p.length;
    for (int i = 0; i < y.length; i++) {
      if (y[i] == 0) continue;
      oneHot &= y[i] == 1 && hot < 0;
      hot = i;
    }
    if (!oneHot || hot < 0) throw new IllegalArgumentException(
        "a target must be one-hot, " + p.length + " numbers: a single 1, the rest 0, not " + Arrays.toString(y));
    return -Math.log(p[hot]);
  }

  // ---- forward -----------------------------------------------------------------------------------------

  /** s_t from x_t (V) and s_{t-1} (H), for the rows from .. to-1 of each. */
  static void step(Weights W, double[][] x, double[][] sBefore, double[][] s, int from, int to) {
    for (int n = from; n < to; n++) {
      Arrays.fill(s[n], 0);
      fast.addProduct(x[n], W.Wxh, s[n]);
    }
    fast.addProducts(sBefore, W.Whh, s, from, to);   // until here s is z
    for (int n = from; n < to; n++) tanh(s[n]);
  }

  /** o_t = s_t Who, into o (V): the scores that softmax turns into probabilities. */
  static void scores(Weights W, double[] s, double[] o) {
    Arrays.fill(o, 0);
    fast.addProduct(s, W.Who, o);
  }

  /** The cache of a pass: what comes out of each row of the steps, and so what backprop needs. */
  static class Pass {
    final encode.Steps steps;
    final double[][] sBefore, s;   // H: sBefore[n] is the row of s that stands for the same name's step before, or 0
    final double[][] yHat;         // V
    final double[] o;              // V: the scores of the row in hand
    private final double[] zero;   // H: s_0
    double loss;                   // nats, summed over the targets
    int targets;                   // how many there are

    Pass(encode.Steps steps, int H, int V) {
      this.steps = steps;
      s = new double[steps.x.length][H];
      yHat = new double[steps.x.length][V];
      o = new double[V];
      zero = new double[H];
      sBefore = new double[steps.x.length][];
    }
  }

  /** Reads the steps. A target at every step is many-to-many, one after the last step only many-to-one. */
  static Pass forward(Weights W, encode.Steps steps) { return forward(W, new Pass(steps, W.H(), W.V())); }

  /** The same with a cache that has been used before. */
  static Pass forward(Weights W, Pass p) {
    encode.Steps e = p.steps;
    p.loss = 0;
    p.targets = 0;
    for (int t = 0; t < e.T; t++) {
      int from = e.at[t], to = e.at[t + 1];
      for (int n = from; n < to; n++) p.sBefore[n] = t == 0 ? p.zero : p.s[e.at[t - 1] + n - from];
      step(W, e.x, p.sBefore, p.s, from, to);
      for (int n = from; n < to; n++) {
        if (e.y[n] == null) continue;
        scores(W, p.s[n], p.o);
        softmax(p.o, p.yHat[n]);
        p.loss += crossEntropy(p.yHat[n], e.y[n]);
        p.targets++;
      }
    }
    return p;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Parameters(arity = "0..1", paramLabel = "NAME", converter = Program.Typed.class, description = "A name to read (${DEFAULT-VALUE}).")
  String name = "tyrannosaurus";
  @Mixin Program.Data data;

  public void run() {
    List<String> names = data.names();
    int[] vocabulary = encode.vocabulary(names);
    int V = vocabulary.length;
    Weights W = random(V, 64, new Dino.Random(0));

    encode.Steps steps = encode.steps(encode.indices(name, vocabulary), V), last = encode.manyToOne(steps);
    Pass many = forward(W, steps), one = forward(W, last);
    System.out.printf("%s, read by an untrained network of %d hidden units%n", name, W.H());
    System.out.println("   t  read  next   p(next)    -ln p   (1/V = " + String.format("%.4f)", 1.0 / V));
    int[] read = encode.argmax(steps.x), next = encode.argmax(steps.y);
    for (int t = 0; t < read.length; t++) {
      double p = many.yHat[t][next[t]];
      System.out.printf("%4d  '%s'   '%s'   %.6f  %7.4f%n", t + 1, Character.toString(vocabulary[read[t]]),
          Character.toString(vocabulary[next[t]]), p, -Math.log(p));
    }
    System.out.printf("many-to-many: %.4f nats per character, %.3f per name%n", many.loss / many.targets, many.loss);
    System.out.printf("many-to-one:  %.4f nats for the last step alone%n%n", one.loss);

    double loss = 0, targets = 0;
    for (String each : names) {
      Pass pass = forward(W, encode.steps(encode.indices(each, vocabulary), V));
      loss += pass.loss;
      targets += pass.targets;
    }
    System.out.printf("all %d names: %.4f nats per character, %.3f per name%n", names.size(), loss / targets, loss / names.size());
    System.out.printf("knowing nothing: ln %d = %.4f nats per character%n", V, Math.log(V));
  }

  public static void main(String... args) { Program.start(new forward(), args); }
}
