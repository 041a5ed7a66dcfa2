//JAVA 17+
//SOURCES Cell.java

// Classic mistakes of the way back, for gradcheck to find. Those of the plain network are made in gradcheck.java; here
// are those of gru and lstm. Each changes what goes into a stage, or what comes out of it.

import java.util.*;

enum Mistake {
  tanh,        // the derivative of tanh is taken of s (or n, or g), which is a tanh already, and not of z
  carry,       // nothing comes back through Whh
  transpose,   // Whh is not transposed on the way back
  clip,        // each element is clipped alone
  direct,      // of gru and lstm: nothing comes back by the way without a matrix
  gates,       // of gru and lstm: the gates are taken for constants
  reset;       // of gru: what comes back through Whh of n is not multiplied by r

  boolean fits(Cell cell) {
    return ordinal() <= clip.ordinal() || cell == Cell.GRU || cell == Cell.LSTM && this != reset;
  }

  /** The gradient of the mean loss per target of a GRU or an LSTM, with a mistake, or without: null. */
  static forward.Weights gradient(forward.Weights W, List<encode.Steps> inputs, Mistake mistake) {
    forward.Weights dW = backprop.zerosLike(W);
    double targets = 0;
    for (encode.Steps e : inputs) {
      forward.Pass p = Cell.forward(W, e);
      if (mistake == null) Cell.addGradients(W, p, dW);
      else if (p instanceof gru.Pass pass) mistake.addGru(mistake.onTheWayBack(W), pass, dW);
      else mistake.addLstm(mistake.onTheWayBack(W), (lstm.Pass) p, dW);
      targets += p.targets;
    }
    double limit = mistake == clip ? 0.01 : Double.POSITIVE_INFINITY;
    for (double[] row : dW.rows()) {
      for (int j = 0; j < row.length; j++) row[j] = Math.max(-limit, Math.min(limit, row[j] / targets));
    }
    return dW;
  }

  /** The weights that the error meets. */
  private forward.Weights onTheWayBack(forward.Weights W) {
    if (this != carry && this != transpose) return W;
    double[][] Whh = backprop.zerosLike(W.Whh());
    int H = W.H();
    if (this == transpose) {   // each gate's H x H on its own
      for (int i = 0; i < H; i++) for (int j = 0; j < Whh[i].length; j++) Whh[i][j] = W.Whh()[j % H][j / H * H + i];
    }
    return new forward.Weights(W.Wxh(), Whh, W.Who());
  }

  // ---- the loops of gru.addGradients and lstm.addGradients, with what is wrong in them -----------------

  private void addGru(forward.Weights W, gru.Pass p, forward.Weights dW) {
    int H = W.H();
    double[] zero = new double[H], ds = zero;
    for (int t = p.steps.T - 1; t >= 0; t--) {
      double[] dO = backprop.dScores(p.yHat[t], p.steps.y[t]), sBefore = t > 0 ? p.s[t - 1] : zero;
      Dino.addProductTransposed(dO, W.Who(), ds = ds.clone());
      gru.Step step = p.step[t];
      double[] n = this == tanh ? forward.tanh(step.n()) : step.n();
      gru.Back back = gru.stepBack(ds, new gru.Step(step.u(), step.r(), n, step.bn(), step.s()), sBefore, W);
      double[] da = back.da(), db = back.db(), dsBefore = new double[H];
      for (int i = 0; i < H; i++) {
        if (this == gates) da[i] = db[i] = da[H + i] = db[H + i] = 0;
        if (this == reset) db[2 * H + i] = da[2 * H + i];
        if (this != direct) dsBefore[i] = ds[i] * (1 - step.u()[i]);
      }
      Dino.addProductTransposed(db, W.Whh(), dsBefore);
      Dino.addOuterProduct(p.steps.x[t], da, dW.Wxh());
      Dino.addOuterProduct(sBefore, db, dW.Whh());
      Dino.addOuterProduct(p.s[t], dO, dW.Who());
      ds = dsBefore;
    }
  }

  private void addLstm(forward.Weights W, lstm.Pass p, forward.Weights dW) {
    int H = W.H();
    double[] zero = new double[H], ds = zero, dc = zero;
    for (int t = p.steps.T - 1; t >= 0; t--) {
      double[] dO = backprop.dScores(p.yHat[t], p.steps.y[t]);
      double[] sBefore = t > 0 ? p.s[t - 1] : zero, cBefore = t > 0 ? p.step[t - 1].c() : zero;
      Dino.addProductTransposed(dO, W.Who(), ds = ds.clone());
      lstm.Step a = p.step[t];
      double[] g = this == tanh ? forward.tanh(a.g()) : a.g();
      lstm.Back back = lstm.stepBack(ds, dc, new lstm.Step(a.f(), a.i(), a.e(), g, a.c(), a.s()), cBefore, W);
      double[] dz = back.dz();
      if (this == gates) Arrays.fill(dz, 0, 3 * H, 0);
      Dino.addProductTransposed(dz, W.Whh(), ds = new double[H]);
      Dino.addOuterProduct(p.steps.x[t], dz, dW.Wxh());
      Dino.addOuterProduct(sBefore, dz, dW.Whh());
      Dino.addOuterProduct(p.s[t], dO, dW.Who());
      dc = this == direct ? zero : back.dcBefore();
    }
  }
}
