//JAVA 17+
//SOURCES lstm.java

// The three networks under one name: the plain one of forward.java and backprop.java, gru.java and lstm.java. They
// differ in the step alone, and in the width of Wxh and Whh, by which a network can be recognised.

import java.util.*;

enum Cell {
  RNN("z"), GRU("u", "r", "n"), LSTM("f", "i", "e", "g");

  final List<String> columns;   // what the columns of Wxh and Whh are for, H of them each
  final int gates;              // Wxh is V x gates H, Whh is H x gates H; Who is H x V for all

  Cell(String... columns) {
    this.columns = List.of(columns);
    gates = columns.length;
  }

  /** As --cell and model.json write it. */
  @Override public String toString() { return name().toLowerCase(); }

  static Cell of(forward.Weights W) {
    int gates = W.Whh()[0].length / W.H();
    return Arrays.stream(values()).filter(cell -> cell.gates == gates).findFirst().orElseThrow();
  }

  /** The first weights, before training. */
  forward.Weights random(int V, int H, Dino.Random random) {
    return switch (this) {
      case RNN -> forward.random(V, H, random);
      case GRU -> gru.random(V, H, random);
      case LSTM -> lstm.random(V, H, random);
    };
  }

  /** A network reads a name. */
  static forward.Pass forward(forward.Weights W, encode.Steps steps) {
    return switch (of(W)) {
      case RNN -> forward.forward(W, steps);
      case GRU -> gru.forward(W, steps);
      case LSTM -> lstm.forward(W, steps);
    };
  }

  /** Adds the gradient of the pass's summed loss to dW. */
  static void addGradients(forward.Weights W, forward.Pass p, forward.Weights dW) {
    switch (of(W)) {
      case RNN -> backprop.addGradients(p, backprop.errors(W, p), dW);
      case GRU -> gru.addGradients(W, (gru.Pass) p, dW);
      case LSTM -> lstm.addGradients(W, (lstm.Pass) p, dW);
    }
  }

  /** dLoss/ds_t of each step, T x H: what comes back to the state, from its own scores and from later steps. */
  static double[][] errors(forward.Weights W, forward.Pass p) {
    forward.Weights unused = backprop.zerosLike(W);
    return switch (of(W)) {
      case RNN -> gru.plainErrors(W, p.steps);
      case GRU -> gru.addGradients(W, (gru.Pass) p, unused);
      case LSTM -> lstm.addGradients(W, (lstm.Pass) p, unused);
    };
  }

  // ---- step by step, for drawing names -----------------------------------------------------------------

  /** What is kept from a step to the next, before the first one: s, and of an LSTM c as well. */
  static double[][] start(forward.Weights W) { return new double[of(W) == LSTM ? 2 : 1][W.H()]; }

  /** The same after a letter x (V) more; s comes first. */
  static double[][] step(double[] x, double[][] before, forward.Weights W) {
    switch (of(W)) {
      case RNN: return new double[][] {forward.step(x, before[0], W)};
      case GRU: return new double[][] {gru.step(x, before[0], W).s()};
      default:
        lstm.Step step = lstm.step(x, before[0], before[1], W);
        return new double[][] {step.s(), step.c()};
    }
  }
}
