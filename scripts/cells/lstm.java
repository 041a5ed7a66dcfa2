///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES gru.java

// The same network with another step: an LSTM, long short-term memory (Hochreiter and Schmidhuber, 1997; the gate f:
// Gers and others, 2000). Beside the state s it has a memory c, which a step lets fade and adds to, without a matrix.
//   jbang lstm.java [NAME]
// It prints first the norm of the error on its way back from the last letter: plain network, GRU, LSTM.
//
// Wxh and Whh are four times as wide: their columns are those of f, i, e and g, side by side.
//   z_t = x_t Wxh + s_{t-1} Whh               4H; z^f is its first quarter, and so on
//   f_t = sigmoid(z^f_t + 1)                  how much of the memory stays; the 1 lets it remember from the beginning
//   i_t = sigmoid(z^i_t)                      how much is written into it; products here are element by element
//   e_t = sigmoid(z^e_t)                      how much of it is shown (o_t in most books; o are our scores)
//   g_t = tanh(z^g_t)                         what is written
//   c_t = f_t c_{t-1} + i_t g_t,   s_t = e_t tanh(c_t)      scores, softmax and loss are those of forward.java
// and back, from ds_t = dLoss/ds_t and from dc_t, what comes back through the memory alone:
//   dc_t = dc_t + ds_t e_t (1 - tanh(c_t)^2)
//   dz_t = (dc_t c_{t-1} f_t (1 - f_t), dc_t g_t i_t (1 - i_t), ds_t tanh(c_t) e_t (1 - e_t), dc_t i_t (1 - g_t^2))
//   dc_{t-1} = dc_t f_t,   ds_{t-1} = dz_t Whh^T + dO_{t-1} Who^T
//   dWxh = sum_t x_t^T dz_t,   dWhh = sum_t s_{t-1}^T dz_t

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "lstm", description = "The same network with an LSTM for its step.",
    footer = "Example: lstm stegosaurus")
class lstm implements Runnable {

  static forward.Weights random(int V, int H, Dino.Random random) {
    double root = Math.sqrt(H);
    return new forward.Weights(random.randn(V, 4 * H, 0.5), random.randn(H, 4 * H, 0.3 / root),
        random.randn(H, V, 0.1 / root));
  }

  // ---- forward -----------------------------------------------------------------------------------------

  /** What a step computes, and the way back needs: H each. */
  record Step(double[] f, double[] i, double[] e, double[] g, double[] c, double[] s) {}

  static Step step(double[] x, double[] sBefore, double[] cBefore, forward.Weights W) {
    int H = W.H();
    double[] z = new double[4 * H];
    Dino.addProduct(x, W.Wxh(), z);
    Dino.addProduct(sBefore, W.Whh(), z);
    double[] f = new double[H], i = new double[H], e = new double[H], g = new double[H];
    double[] c = new double[H], s = new double[H];
    for (int j = 0; j < H; j++) {
      f[j] = gru.sigmoid(z[j] + 1);
      i[j] = gru.sigmoid(z[H + j]);
      e[j] = gru.sigmoid(z[2 * H + j]);
      g[j] = StrictMath.tanh(z[3 * H + j]);
      c[j] = f[j] * cBefore[j] + i[j] * g[j];
      s[j] = e[j] * StrictMath.tanh(c[j]);
    }
    return new Step(f, i, e, g, c, s);
  }

  static class Pass extends forward.Pass {
    final Step[] step = new Step[steps.T];
    Pass(encode.Steps steps) { super(steps); }
  }

  static Pass forward(forward.Weights W, encode.Steps steps) {
    Pass p = new Pass(steps);
    double[] s = new double[W.H()], c = new double[W.H()];
    for (int t = 0; t < steps.T; t++) {
      p.step[t] = step(steps.x[t], s, c, W);
      p.s[t] = s = p.step[t].s;
      c = p.step[t].c;
      p.yHat[t] = forward.softmax(forward.scores(s, W));
      if (steps.y[t] == null) continue;
      p.loss += forward.crossEntropy(p.yHat[t], steps.y[t]);
      p.targets++;
    }
    return p;
  }

  // ---- backward, the twin ------------------------------------------------------------------------------

  record Back(double[] dz, double[] dsBefore, double[] dcBefore) {}   // 4H, H, H

  static Back stepBack(double[] ds, double[] dcAfter, Step p, double[] cBefore, forward.Weights W) {
    int H = W.H();
    double[] dz = new double[4 * H], dsBefore = new double[H], dcBefore = new double[H];
    for (int j = 0; j < H; j++) {
      double shown = StrictMath.tanh(p.c[j]), dc = dcAfter[j] + ds[j] * p.e[j] * backprop.dtanh(shown);
      dz[j] = dc * cBefore[j] * p.f[j] * (1 - p.f[j]);
      dz[H + j] = dc * p.g[j] * p.i[j] * (1 - p.i[j]);
      dz[2 * H + j] = ds[j] * shown * p.e[j] * (1 - p.e[j]);
      dz[3 * H + j] = dc * p.i[j] * backprop.dtanh(p.g[j]);
      dcBefore[j] = dc * p.f[j];   // the way without a matrix
    }
    Dino.addProductTransposed(dz, W.Whh(), dsBefore);
    return new Back(dz, dsBefore, dcBefore);
  }

  /** Adds the gradient of the pass's summed loss to dW. Returns ds_t of each step, T x H. */
  static double[][] addGradients(forward.Weights W, Pass p, forward.Weights dW) {
    double[][] ds = new double[p.steps.T][];
    double[] zero = new double[W.H()], carried = zero, dc = zero;   // from after the last step nothing comes back
    for (int t = p.steps.T - 1; t >= 0; t--) {
      double[] dO = backprop.dScores(p.yHat[t], p.steps.y[t]);
      double[] sBefore = t > 0 ? p.s[t - 1] : zero, cBefore = t > 0 ? p.step[t - 1].c : zero;
      ds[t] = carried.clone();
      Dino.addProductTransposed(dO, W.Who(), ds[t]);
      Back back = stepBack(ds[t], dc, p.step[t], cBefore, W);
      Dino.addOuterProduct(p.steps.x[t], back.dz, dW.Wxh());
      Dino.addOuterProduct(sBefore, back.dz, dW.Whh());
      Dino.addOuterProduct(p.s[t], dO, dW.Who());
      carried = back.dsBefore;
      dc = back.dcBefore;
    }
    return ds;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;

  public void run() {
    List<String> names = data.names();
    String name = data.name("micropachycephalosaurus", names);
    int[] vocabulary = encode.vocabulary(names);
    encode.Steps steps = encode.manyToOne(encode.steps(encode.indices(name, vocabulary), vocabulary.length));
    int V = vocabulary.length, H = 64;
    forward.Weights plain = forward.random(V, H, new Dino.Random(0)), gated = gru.random(V, H, new Dino.Random(0));
    forward.Weights W = random(V, H, new Dino.Random(0));
    double[][][] ds = {gru.plainErrors(plain, steps),
        gru.addGradients(gated, gru.forward(gated, steps), backprop.zerosLike(gated)),
        addGradients(W, forward(W, steps), backprop.zerosLike(W))};
    System.out.printf("%s: the norm of dLoss/ds_t, as a share of that at the last step%n", name);
    System.out.println("   t  p: plain  g: GRU   l: LSTM  1e-8      1e-6      1e-4      1e-2      1");
    for (int t = steps.T - 1; t >= 0; t--) {
      StringBuilder numbers = new StringBuilder(), picture = new StringBuilder(" ".repeat(41));
      for (int k = 0; k < 3; k++) {
        double share = Dino.norm(ds[k][t]) / Dino.norm(ds[k][steps.T - 1]);
        numbers.append(String.format("  %7.1e", share));
        long place = Math.round(40 + 5 * Math.log10(share));
        if (place >= 0) picture.setCharAt((int) place, "pgl".charAt(k));
      }
      System.out.printf("%4d%s  %s%n", t + 1, numbers, picture.toString().stripTrailing());
    }
  }

  public static void main(String... args) { Program.start(new lstm(), args); }
}
