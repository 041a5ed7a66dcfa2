//JAVA 17+

// What train needs, and no more: the loss of some names, and its gradient. Stages.java computes both with the stages
// as they stand, slowly; Batch.java computes the same, fast.

import java.util.List;

interface Engine extends AutoCloseable {

  /** The summed loss, in nats, of the names from .. to-1. Each name is the indices of its letters. */
  double loss(List<int[]> names, int from, int to);

  /**
   * The same, and the rows of gradient() become the gradient of the mean loss per character.
   * @param masks  of dropout.masks, a row of H for each name; null without dropout
   */
  double lossAndGradient(List<int[]> names, int from, int to, double[][] masks);

  default double lossAndGradient(List<int[]> names, int from, int to) { return lossAndGradient(names, from, to, null); }

  /** The gradient's rows, as forward.Weights.rows() has them; the next call writes over them. */
  double[][] gradient();

  @Override default void close() {}

  /** Mean loss in nats per character. */
  default double meanLoss(List<int[]> names) { return loss(names, 0, names.size()) / characters(names); }

  /** How many characters the names have, letters and ends. */
  static int characters(List<int[]> names) {
    int characters = 0;
    for (int[] name : names) characters += name.length + 1;
    return characters;
  }
}
