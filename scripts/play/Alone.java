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
    WT = new forward.Weights(new double[W.H()][W.V()], new double[W.H()][W.H()], new double[W.V()][W.H()]);
    rows = (dW = backprop.zerosLike(W)).rows();
    reader = new SideBySide(W.V(), W.H(), SIDE_BY_SIDE);
  }

  @Override public double loss(List<int[]> names, int from, int to) {
    double loss = 0;
    for (int n = from; n < to; n += SIDE_BY_SIDE) loss += reader.forward(W, names, n, Math.min(to, n + SIDE_BY_SIDE));
    return loss;
  }

  @Override public double lossAndGradient(List<int[]> names, int from, int to) {
    fast.transpose(W.Wxh(), WT.Wxh());
    fast.transpose(W.Whh(), WT.Whh());
    fast.transpose(W.Who(), WT.Who());
    for (double[] row : rows) Arrays.fill(row, 0);
    double loss = 0;
    for (int n = from; n < to; n += SIDE_BY_SIDE) {
      loss += reader.forward(W, names, n, Math.min(to, n + SIDE_BY_SIDE));
      reader.backward(WT, dW);
    }
    optimize.scale(1.0 / Engine.characters(names.subList(from, to)), rows);
    return loss;
  }

  @Override public double[][] gradient() { return rows; }
}
