///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../optimize.java

// The same network with another step: a GRU, a gated recurrent unit (Cho and others, 2014). Two gates, rows of numbers
// from 0 to 1, say how much of the state is replaced. What is not replaced stays as it is, and the error comes back
// through it without a matrix and without a tanh, so that it fades more slowly.
//   jbang gru.java [NAME]
// It prints first the norm of the error on its way back from the last letter: of the plain network, and of a GRU.
//
// Wxh and Whh are three times as wide, V x 3H and H x 3H: their columns are those of u, of r and of n, side by side.
//   a_t = x_t Wxh,   b_t = s_{t-1} Whh           3H; a^u is a's first third, a^r its second, a^n its third
//   u_t = sigmoid(a^u_t + b^u_t)                 how much of the state is new; products here are element by element
//   r_t = sigmoid(a^r_t + b^r_t)                 how much of what Whh remembers counts for that
//   n_t = tanh(a^n_t + r_t b^n_t)                what is new
//   s_t = (1 - u_t) s_{t-1} + u_t n_t            scores, softmax and loss are those of forward.java
// and back, from ds_t = dLoss/ds_t:
//   dn = ds_t u_t (1 - n_t^2),   du = ds_t (n_t - s_{t-1}) u_t (1 - u_t),   dr = dn b^n_t r_t (1 - r_t)
//   da_t = (du, dr, dn),   db_t = (du, dr, dn r_t),   ds_{t-1} = ds_t (1 - u_t) + db_t Whh^T + dO_{t-1} Who^T
//   dWxh = sum_t x_t^T da_t,   dWhh = sum_t s_{t-1}^T db_t

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "gru", description = "The same network with a GRU for its step.", footer = "Example: gru stegosaurus")
class gru implements Runnable {

  static forward.Weights random(int V, int H, Dino.Random random) {
    double root = Math.sqrt(H);
    return new forward.Weights(random.randn(V, 3 * H, 0.5), random.randn(H, 3 * H, 0.3 / root),
        random.randn(H, V, 0.1 / root));
  }

  /** A gate, from 0 to 1. */
  static double sigmoid(double z) { return 1 / (1 + StrictMath.exp(-z)); }

  // ---- forward -----------------------------------------------------------------------------------------

  /** What a step computes, and the way back needs: H each. */
  record Step(double[] u, double[] r, double[] n, double[] bn, double[] s) {}

  static Step step(double[] x, double[] sBefore, forward.Weights W) {
    int H = W.H();
    double[] a = new double[3 * H], b = new double[3 * H];
    Dino.addProduct(x, W.Wxh(), a);
    Dino.addProduct(sBefore, W.Whh(), b);
    double[] u = new double[H], r = new double[H], n = new double[H], bn = new double[H], s = new double[H];
    for (int i = 0; i < H; i++) {
      u[i] = sigmoid(a[i] + b[i]);
      r[i] = sigmoid(a[H + i] + b[H + i]);
      bn[i] = b[2 * H + i];
      n[i] = StrictMath.tanh(a[2 * H + i] + r[i] * bn[i]);
      s[i] = (1 - u[i]) * sBefore[i] + u[i] * n[i];
    }
    return new Step(u, r, n, bn, s);
  }

  static class Pass extends forward.Pass {
    final Step[] step = new Step[steps.T];
    Pass(encode.Steps steps) { super(steps); }
  }

  static Pass forward(forward.Weights W, encode.Steps steps) {
    Pass p = new Pass(steps);
    double[] s = new double[W.H()];
    for (int t = 0; t < steps.T; t++) {
      p.step[t] = step(steps.x[t], s, W);
      p.s[t] = s = p.step[t].s;
      p.yHat[t] = forward.softmax(forward.scores(s, W));
      if (steps.y[t] == null) continue;
      p.loss += forward.crossEntropy(p.yHat[t], steps.y[t]);
      p.targets++;
    }
    return p;
  }

  // ---- backward, the twin ------------------------------------------------------------------------------

  record Back(double[] da, double[] db, double[] dsBefore) {}   // 3H, 3H, H

  static Back stepBack(double[] ds, Step p, double[] sBefore, forward.Weights W) {
    int H = W.H();
    double[] da = new double[3 * H], db = new double[3 * H], dsBefore = new double[H];
    for (int i = 0; i < H; i++) {
      double dn = ds[i] * p.u[i] * backprop.dtanh(p.n[i]);
      da[i] = db[i] = ds[i] * (p.n[i] - sBefore[i]) * p.u[i] * (1 - p.u[i]);
      da[H + i] = db[H + i] = dn * p.bn[i] * p.r[i] * (1 - p.r[i]);
      da[2 * H + i] = dn;
      db[2 * H + i] = dn * p.r[i];
      dsBefore[i] = ds[i] * (1 - p.u[i]);   // the way without a matrix
    }
    Dino.addProductTransposed(db, W.Whh(), dsBefore);
    return new Back(da, db, dsBefore);
  }

  /** Adds the gradient of the pass's summed loss to dW. Returns ds_t of each step, T x H. */
  static double[][] addGradients(forward.Weights W, Pass p, forward.Weights dW) {
    double[][] ds = new double[p.steps.T][];
    double[] zero = new double[W.H()], carried = zero;   // from after the last step nothing comes back
    for (int t = p.steps.T - 1; t >= 0; t--) {
      double[] dO = backprop.dScores(p.yHat[t], p.steps.y[t]), sBefore = t > 0 ? p.s[t - 1] : zero;
      ds[t] = carried.clone();
      Dino.addProductTransposed(dO, W.Who(), ds[t]);
      Back back = stepBack(ds[t], p.step[t], sBefore, W);
      Dino.addOuterProduct(p.steps.x[t], back.da, dW.Wxh());
      Dino.addOuterProduct(sBefore, back.db, dW.Whh());
      Dino.addOuterProduct(p.s[t], dO, dW.Who());
      carried = back.dsBefore;
    }
    return ds;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;

  /** ds_t of the plain network, T x H. What backprop.java carries is ro_t = dLoss/dz_t. */
  static double[][] plainErrors(forward.Weights W, encode.Steps steps) {
    forward.Pass p = forward.forward(W, steps);
    double[][] ro = backprop.errors(W, p), ds = new double[steps.T][W.H()];
    for (int t = 0; t < steps.T; t++) {
      Dino.addProductTransposed(backprop.dScores(p.yHat[t], steps.y[t]), W.Who(), ds[t]);
      if (t + 1 < steps.T) Dino.addProductTransposed(ro[t + 1], W.Whh(), ds[t]);
    }
    return ds;
  }

  public void run() {
    List<String> names = data.names();
    String name = data.name("micropachycephalosaurus", names);
    int[] vocabulary = encode.vocabulary(names);
    encode.Steps steps = encode.manyToOne(encode.steps(encode.indices(name, vocabulary), vocabulary.length));
    forward.Weights W = random(vocabulary.length, 64, new Dino.Random(0));
    double[][] plain = plainErrors(forward.random(vocabulary.length, 64, new Dino.Random(0)), steps);
    double[][] ds = addGradients(W, forward(W, steps), backprop.zerosLike(W));
    System.out.printf("%s: the norm of dLoss/ds_t on its way back from the last step%n", name);
    System.out.println("   t     plain       GRU   (untrained, H = 64)");
    for (int t = steps.T - 1; t >= 0; t--) {
      System.out.printf("%4d  %8.1e  %8.1e%n", t + 1, Dino.norm(plain[t]), Dino.norm(ds[t]));
    }
  }

  public static void main(String... args) { Program.start(new gru(), args); }
}
