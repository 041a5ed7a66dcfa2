//JAVA 17+
//SOURCES ../engine/SideBySide.java

// The fast engine without threads, for a browser has none for it: what engine/Batch.java does, in one part.

import java.util.*;

class Alone implements Engine {

  private static final int SIDE_BY_SIDE = 8;

  private final forward.Weights W, WT, dW;
  private final double[][] rows;   // those of dW
  private final SideBySide reader;

  /** For the weights W, which may change from call to call. */
  Alone(forward.Weights W) {
    this.W = W;
    WT = new forward.Weights(Dino.transpose(W.Wxh()), Dino.transpose(W.Whh()), Dino.transpose(W.Who()));
    rows = (dW = backprop.zerosLike(W)).rows();
    reader = new SideBySide(W, SIDE_BY_SIDE);
  }

  @Override public double loss(List<int[]> names, int from, int to) {
    double loss = 0;
    for (int n = from; n < to; n += SIDE_BY_SIDE) {
      loss += reader.forward(W, names, null, n, Math.min(to, n + SIDE_BY_SIDE));
    }
    return loss;
  }

  @Override public double lossAndGradient(List<int[]> names, int from, int to, double[][] masks) {
    fast.transpose(W.Wxh(), WT.Wxh());
    fast.transpose(W.Whh(), WT.Whh());
    fast.transpose(W.Who(), WT.Who());
    for (double[] row : rows) Arrays.fill(row, 0);
    double loss = 0;
    for (int n = from; n < to; n += SIDE_BY_SIDE) {
      int until = Math.min(to, n + SIDE_BY_SIDE);
      double[][] these = masks == null ? null : Arrays.copyOfRange(masks, n - from, until - from);
      loss += reader.forward(W, names, these, n, until);
      reader.backward(WT, dW);
    }
    optimize.scale(1.0 / Engine.characters(names.subList(from, to)), rows);
    return loss;
  }

  @Override public double[][] gradient() { return rows; }
}
