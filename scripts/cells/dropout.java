///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES Cell.java

// A network that has learnt its names by heart knows little of others. Dropout makes learning by heart harder: each
// time a name is read, some units, drawn anew, are not remembered from one step to the next.
//   jbang dropout.java [--dropout 0.2] [--epochs 40]
// It prints first the losses of the same network with and without, and how far training and validation lie apart.
//
//   mask   a row of H for each name, the same at all its steps: 0 with the probability p, and otherwise 1 / (1-p), so
//          that the mean stays (Srivastava and others, 2014; one mask for all steps: Gal and Ghahramani, 2016)
//   z_t    = (mask s_{t-1}) Whh + x_t Wxh       mask s: element by element
//
// Only what the network remembers is masked; the scores still see all of s_t. When it is examined there is no mask.
// And (mask s) Whh = s (Whh with its row i times mask_i): so a name is read by another network, of which some rows of
// Whh are 0. Its gradient comes from the stages as they are; that of Whh has its row i times mask_i once more.

import java.util.*;
import picocli.CommandLine.*;

@Command(name = "dropout", description = "Training with and without dropout, side by side.",
    footer = "Example: dropout --dropout 0.4")
class dropout implements Runnable {

  /** Masks for some names, each a row of H, as np.random.random_sample((names, H)) draws them; null if p is 0. */
  static double[][] masks(int names, int H, double p, Dino.Random random) {
    if (p == 0) return null;
    double[][] masks = new double[names][H];
    for (double[] mask : masks) for (int i = 0; i < H; i++) mask[i] = random.randomSample() < p ? 0 : 1 / (1 - p);
    return masks;
  }

  /** M with its row i times mask_i, for a mask as long as M has rows. */
  static double[][] maskedRows(double[][] M, double[] mask) {
    double[][] masked = backprop.zerosLike(M);
    for (int i = 0; i < M.length; i++) Dino.addScaled(mask[i], M[i], masked[i]);
    return masked;
  }

  /** The network that reads a name under a mask. */
  static forward.Weights masked(forward.Weights W, double[] mask) {
    return new forward.Weights(W.Wxh(), maskedRows(W.Whh(), mask), W.Who());
  }

  /** Adds the gradient of a name's summed loss to dW, under a mask, or without if it is null. Returns the loss. */
  static double addGradients(forward.Weights W, encode.Steps steps, double[] mask, forward.Weights dW) {
    forward.Weights read = mask == null ? W : masked(W, mask);
    forward.Pass p = Cell.forward(read, steps);
    if (mask == null) {
      Cell.addGradients(read, p, dW);
      return p.loss;
    }
    forward.Weights own = new forward.Weights(dW.Wxh(), backprop.zerosLike(dW.Whh()), dW.Who());
    Cell.addGradients(read, p, own);
    optimize.add(1, maskedRows(own.Whh(), mask), dW.Whh());
    return p.loss;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Option(names = "--dropout", paramLabel = "P",
      description = "How likely a unit is to be forgotten (${DEFAULT-VALUE}).")
  double p = 0.2;
  @Option(names = "--epochs", paramLabel = "N", description = "How often to go through the names (${DEFAULT-VALUE}).")
  int epochs = 40;
  @Mixin Program.Data data;

  public void run() {
    Words.require(p > 0 && p < 1, "--dropout must be above 0 and below 1, not %s", p);
    Words.require(epochs >= 0, "--epochs must be 0 or more, not %d", epochs);
    List<String> names = data.names();
    Learner without = new Learner(names, 0), with = new Learner(names, p);
    System.out.printf("nats per character      without dropout                with dropout %s%n", p);
    System.out.println("  epoch  training  validation  apart     training  validation  apart");
    for (int epoch = 0; epoch <= epochs; epoch++) {
      if (epoch > 0) { without.epoch(); with.epoch(); }
      if (epoch <= 2 || epoch % 5 == 0) System.out.printf("  %5d  %s     %s%n", epoch, without, with);
    }
  }

  /** A network of 64 units that learns one name after the other, in batches of 32, as train does. */
  private static class Learner {
    final Dino.Random random = new Dino.Random(0);
    final List<int[]> train, valid;
    final forward.Weights W, dW, m, v;
    final double p;
    int step;

    Learner(List<String> names, double p) {
      encode.Split split = encode.split(names, random);
      int[] vocabulary = encode.vocabulary(names);
      train = encode.indices(split.train(), vocabulary);
      valid = encode.indices(split.valid(), vocabulary);
      W = forward.random(vocabulary.length, 64, random);
      dW = backprop.zerosLike(W);
      m = backprop.zerosLike(W);
      v = backprop.zerosLike(W);
      this.p = p;
    }

    void epoch() {
      random.shuffle(train);
      for (int from = 0; from < train.size(); from += 32) {
        List<int[]> batch = train.subList(from, Math.min(train.size(), from + 32));
        double[][] masks = masks(batch.size(), 64, p, random);
        double characters = 0;
        optimize.scale(0, dW.rows());
        for (int n = 0; n < batch.size(); n++) {
          addGradients(W, encode.steps(batch.get(n), W.V()), masks == null ? null : masks[n], dW);
          characters += batch.get(n).length + 1;
        }
        optimize.scale(1 / characters, dW.rows());
        optimize.clip(dW.rows(), 5);
        optimize.adam(W.rows(), dW.rows(), m.rows(), v.rows(), ++step, 0.003);
      }
    }

    /** Mean loss per character, without a mask. */
    double loss(List<int[]> names) {
      double loss = 0, characters = 0;
      for (int[] name : names) {
        forward.Pass p = Cell.forward(W, encode.steps(name, W.V()));
        loss += p.loss;
        characters += p.targets;
      }
      return loss / characters;
    }

    @Override public String toString() {
      double training = loss(train), validation = loss(valid);
      return String.format("%8.4f %11.4f %6.3f", training, validation, validation - training);
    }
  }

  public static void main(String... args) { Program.start(new dropout(), args); }
}
