///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES cells/Mistake.java

// Is backprop right? Nudge every single weight by eps, up and down, and look how the loss changes:
//   dLoss/dw = ( Loss(w + eps) - Loss(w - eps) ) / (2 eps)   up to an error that shrinks with eps^2.
//   jbang gradcheck.java [NAME] [--cell rnn] [--eps 1e-4] [--break tanh|carry|transpose|clip]
// It prints first the relative error of each matrix and its worst entry. Exit code 1 when one is not OK.

import java.util.*;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.*;

@Command(name = "gradcheck", description = "Backprop against central differences, every entry of every matrix.",
    footer = {"Example: gradcheck stegosaurus", "         gradcheck --break carry"})
class gradcheck implements Callable<Integer> {

  // ---- the numerical gradient --------------------------------------------------------------------------

  /** The mean loss per target over several inputs, in nats: what is differentiated. */
  static double loss(forward.Weights W, List<encode.Steps> inputs) {
    double loss = 0, targets = 0;
    for (encode.Steps e : inputs) {
      forward.Pass p = Cell.forward(W, e);
      loss += p.loss;
      targets += p.targets;
    }
    return loss / targets;
  }

  /** n x m central differences of the loss, one per entry of the matrix M, which is nudged and put back. */
  static double[][] numerical(double[][] M, double eps, Supplier<Double> loss) {
    double[][] n = new double[M.length][M[0].length];
    for (int i = 0; i < M.length; i++) for (int j = 0; j < M[i].length; j++) {
      double w = M[i][j];
      M[i][j] = w + eps;
      double up = loss.get();
      M[i][j] = w - eps;
      double down = loss.get();
      M[i][j] = w;
      n[i][j] = (up - down) / (2 * eps);
    }
    return n;
  }

  // ---- the analytic gradient, right or with one classic mistake ----------------------------------------

  /** dWxh, dWhh, dWho of the mean loss per target, by backprop; a mistake changes what goes in, or what comes out. */
  static forward.Weights analytic(forward.Weights W, List<encode.Steps> inputs, Mistake mistake) {
    if (Cell.of(W) != Cell.RNN) return Mistake.gradient(W, inputs, mistake);
    forward.Weights dW = backprop.zerosLike(W), back = W;   // back: the weights that the error meets on its way
    if (mistake == Mistake.carry) back = new forward.Weights(W.Wxh(), new double[W.H()][W.H()], W.Who());
    if (mistake == Mistake.transpose) back = new forward.Weights(W.Wxh(), Dino.transpose(W.Whh()), W.Who());
    double targets = 0, limit = mistake == Mistake.clip ? 0.01 : Double.POSITIVE_INFINITY;   // for each element alone
    for (encode.Steps e : inputs) {
      forward.Pass p = forward.forward(W, e), met = forward.forward(W, e);   // met: the states that the error meets
      if (mistake == Mistake.tanh) for (int t = 0; t < e.T; t++) met.s[t] = forward.tanh(p.s[t]);
      backprop.addGradients(p, backprop.errors(back, met), dW);
      targets += p.targets;
    }
    for (double[] row : dW.rows()) for (int j = 0; j < row.length; j++)
      row[j] = Math.max(-limit, Math.min(limit, row[j] / targets));
    return dW;
  }

  // ---- the comparison ----------------------------------------------------------------------------------

  /** |a - n| / (|a| + |n|) of the analytic and the numerical gradient, in Euclidean norms; 0 when both are 0. */
  static double relativeError(double[][] a, double[][] n) {
    double[][] difference = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) for (int j = 0; j < a[i].length; j++) difference[i][j] = a[i][j] - n[i][j];
    double size = Dino.norm(a) + Dino.norm(n);
    return size == 0 ? 0 : Dino.norm(difference) / size;
  }

  /** NumPy's allclose for one entry: |a - n| <= 1e-8 + 1e-5 |n|, here as left side / right side, so <= 1. */
  static double closeness(double a, double n) { return Math.abs(a - n) / (1e-8 + 1e-5 * Math.abs(n)); }

  record Comparison(double error, int row, int column, boolean ok) {}   // row and column: of the worst entry
  static Comparison compare(double[][] a, double[][] n) {
    int row = 0, column = 0;
    for (int i = 0; i < a.length; i++) for (int j = 0; j < a[i].length; j++)
      if (closeness(a[i][j], n[i][j]) > closeness(a[row][column], n[row][column])) { row = i; column = j; }
    double error = relativeError(a, n);
    return new Comparison(error, row, column, error <= 1e-7 && closeness(a[row][column], n[row][column]) <= 1);
  }

  private boolean check(String title, forward.Weights W, List<encode.Steps> inputs) {
    System.out.println(title);
    forward.Weights dW = analytic(W, inputs, mistake);
    Supplier<Double> loss = () -> loss(W, inputs);
    return line("Wxh", dW.Wxh(), numerical(W.Wxh(), eps, loss))
         & line("Whh", dW.Whh(), numerical(W.Whh(), eps, loss))
         & line("Who", dW.Who(), numerical(W.Who(), eps, loss));
  }

  private static boolean line(String name, double[][] a, double[][] n) {
    Comparison c = compare(a, n);
    System.out.printf("  d%s %3d x %-3d %9.1e   %-9s %13.9f %13.9f  %s%n", name, a.length, a[0].length, c.error,
        "[" + c.row + "][" + c.column + "]", a[c.row][c.column], n[c.row][c.column], c.ok ? "OK" : "NOT OK");
    return c.ok;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;
  @Option(names = "--eps", description = "How far each weight is nudged (${DEFAULT-VALUE}).") double eps = 1e-4;
  @Option(names = "--cell", description = "rnn, gru or lstm (${DEFAULT-VALUE}).") Cell cell = Cell.RNN;
  @Option(names = "--break", paramLabel = "MISTAKE",
      description = "Make a classic mistake; cells/Mistake.java explains them (${COMPLETION-CANDIDATES}).")
  Mistake mistake;

  public Integer call() {
    Words.require(eps > 0 && eps < Double.POSITIVE_INFINITY, "--eps must be above 0, not %s", eps);
    Words.require(mistake == null || mistake.fits(cell), "--break %s is not for --cell %s", mistake, cell);
    List<String> names = data.names();
    String name = data.name("tyrannosaurus", names);
    int[] vocabulary = encode.vocabulary(names);
    Dino.Random random = new Dino.Random(0);
    forward.Weights W = weights(cell, vocabulary.length, 16, random);
    encode.Steps steps = encode.steps(encode.indices(name, vocabulary), vocabulary.length);
    System.out.println("  gradient     rel. error   worst at      analytic     numerical");
    boolean ok = check(name + ", a target at every step (many-to-many), H = 16", W, List.of(steps))
        & check(name + ", one target after the last step (many-to-one)", W, List.of(encode.manyToOne(steps)))
        & check("100 random examples of 4 steps of 3 inputs, one target each, H = 2",
            weights(cell, 3, 2, random), randomExamples(random));
    System.out.printf("%s: backprop and central differences%s agree%n", ok ? "OK" : "NOT OK", ok ? "" : " do not");
    return ok ? 0 : 1;
  }

  /** Larger than the first weights of training, so that the error at the first letter is not too small to compare. */
  static forward.Weights weights(Cell cell, int V, int H, Dino.Random random) {
    int G = cell.gates * H;
    return new forward.Weights(random.randn(V, G, 0.5), random.randn(H, G, 1 / Math.sqrt(H)), random.randn(H, V, 1));
  }

  /** 100 examples of 4 steps of 3 normal random inputs, with a random class of 3 as the one target. */
  static List<encode.Steps> randomExamples(Dino.Random random) {
    List<encode.Steps> examples = new ArrayList<>();
    for (int e = 0; e < 100; e++) {
      double[][] y = {null, null, null, encode.oneHot(new int[] {random.randint(3)}, 3)[0]};
      examples.add(new encode.Steps(random.randn(4, 3, 1), y));
    }
    return examples;
  }

  public static void main(String... args) { Program.start(new gradcheck(), args); }
}
