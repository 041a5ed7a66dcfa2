//JAVA 17+
//SOURCES ../cells/dropout.java Engine.java

// The plainest engine: the stages as they stand, one name after the other. It is slow, and every other engine must
// agree with it.

import java.util.*;

class Stages implements Engine {

  private final forward.Weights W, dW;

  /** For the weights W, which may change from call to call. */
  Stages(forward.Weights W) {
    this.W = W;
    dW = backprop.zerosLike(W);
  }

  @Override public double loss(List<int[]> names, int from, int to) {
    double loss = 0;
    for (int[] name : names.subList(from, to)) loss += Cell.forward(W, encode.steps(name, W.V())).loss;
    return loss;
  }

  @Override public double lossAndGradient(List<int[]> names, int from, int to, double[][] masks) {
    double loss = 0, characters = Engine.characters(names.subList(from, to));
    for (double[] row : gradient()) Arrays.fill(row, 0);
    for (int n = from; n < to; n++) {
      encode.Steps steps = encode.steps(names.get(n), W.V());
      loss += dropout.addGradients(W, steps, masks == null ? null : masks[n - from], dW);
    }
    for (double[] row : gradient()) for (int j = 0; j < row.length; j++) row[j] /= characters;
    return loss;
  }

  @Override public double[][] gradient() { return dW.rows(); }
}
