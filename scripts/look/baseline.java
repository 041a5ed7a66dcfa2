///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../sample.java Ngrams.java

// The losses to beat, by counting alone: how often does each letter follow the 0 to 4 letters before it?
//   jbang baseline.java [--data FILE] [--seed 0] [--model model/model.json]
// It prints first a ladder of losses on the test names, from knowing nothing to the trained network.
//
// An n-gram model looks at the n-1 letters before; Ngrams.java says in which ways. What is free in it is chosen by the
// validation names. The test names are looked at once, at the end.

import java.nio.file.*;
import java.util.*;
import java.util.stream.IntStream;
import picocli.CommandLine.*;

@Command(name = "baseline",
    description = "The losses to beat: n-grams by counting, and the trained network if there is one.",
    footer = "Example: baseline")
class baseline implements Runnable {

  @Mixin Program.Data data;
  @Option(names = "--seed", paramLabel = "N", description = "Of the shuffle, as in train (${DEFAULT-VALUE}).")
  long seed = 0;
  @Option(names = "--model", paramLabel = "FILE", split = ",", description = "A trained model, or its folder, or "
      + "several whose probabilities are averaged (${DEFAULT-VALUE}).")
  List<Path> files = List.of(Path.of("model/model.json"));

  record Rung(String title, int n, Ngrams.Smoothing smoothing) {}
  static final List<Rung> LADDER = List.of(
      new Rung("uniform", 0, Ngrams.Smoothing.dirichlet), new Rung("letters", 1, Ngrams.Smoothing.dirichlet),
      new Rung("bigram", 2, Ngrams.Smoothing.dirichlet), new Rung("trigram", 3, Ngrams.Smoothing.dirichlet),
      new Rung("4-gram", 4, Ngrams.Smoothing.dirichlet), new Rung("5-gram", 5, Ngrams.Smoothing.dirichlet),
      new Rung("5-gram, Kneser-Ney", 5, Ngrams.Smoothing.kneserNey),
      new Rung("5-gram, modified Kneser-Ney", 5, Ngrams.Smoothing.modified));

  public void run() {
    List<String> names = data.names();
    encode.Split split = encode.split(names, new Dino.Random(seed));
    int[] vocabulary = encode.vocabulary(names);
    List<int[]> train = encode.indices(split.train(), vocabulary), valid = encode.indices(split.valid(), vocabulary),
        test = encode.indices(split.test(), vocabulary);
    System.out.printf("%d names to count in, %d to choose the smoothing by, %d to be examined on%n", train.size(),
        valid.size(), test.size());
    System.out.println("nats per character              validation      test   test, per name");
    double perName = (double) test.stream().mapToInt(name -> name.length + 1).sum() / test.size();
    Ngrams model = null;
    for (Rung rung : LADDER) {
      model = new Ngrams(vocabulary.length, rung.n, train, valid, rung.smoothing);
      print(rung.title, model.loss(valid), model.loss(test), perName);
    }
    List<double[]> validParts = new ArrayList<>(), testParts = new ArrayList<>();   // of each network
    String who = null;
    for (Path file : files) {
      if (!Files.exists(Model.file(file))) {
        System.out.printf("  RNN                           no model at %s yet; train makes one%n", file);
        continue;
      }
      Model network = Model.load(file);
      String title = Cell.of(network.weights()).name() + ", " + network.weights().H() + " hidden";
      double[] onTest = ifKnown(network, split.test());
      String obstacle = obstacle(network, onTest);
      if (obstacle != null) {
        System.out.printf("  %-29s not comparable: %s%n", title, obstacle);
        continue;
      }
      validParts.add(probabilities(network, split.valid()));
      testParts.add(onTest);
      int last = validParts.size() - 1;
      who = last == 0 ? Cell.of(network.weights()).name() : "networks";
      print(title, loss(validParts.get(last)), loss(testParts.get(last)), perName);
    }
    if (validParts.isEmpty()) return;
    double[] v = mean(validParts), t = mean(testParts);
    int n = validParts.size();
    if (n > 1) print(n + " networks, averaged", loss(v), loss(t), perName);
    mixed(who, v, t, model.probabilities(valid), model.probabilities(test), perName);
    where(who, model.known(test), model.probabilities(test), t);
  }

  private static void print(String title, double valid, double test, double perName) {
    System.out.printf("  %-29s %10.4f %9.4f %12.3f%n", title, valid, test, test * perName);
  }

  // ---- networks ----------------------------------------------------------------------------------------

  /** As probabilities; null for names with letters that the network does not know. */
  private static double[] ifKnown(Model network, List<String> names) {
    try {
      return probabilities(network, names);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Why a network can't stand beside the models that were counted on this split; or null. */
  private static String obstacle(Model network, double[] onTest) {
    if (network.settings().get("init") != null) {
      return "it began with the weights of another model, which may know these names";
    }
    if (onTest != null && network.loss().get("test") instanceof Number told
        && Math.abs(loss(onTest) - told.doubleValue()) < 1e-9) return null;
    return Program.readable("its test names were others (data "
        + Objects.requireNonNullElse(network.settings().get("data"), "dinosaurs")
        + ", seed " + network.settings().get("seed") + ")", true);
  }

  /** The probability that the network gave to each character of the names, letters and ends, one after the other. */
  static double[] probabilities(Model network, List<String> names) {
    List<Double> all = new ArrayList<>();
    for (String name : names) {
      encode.Steps steps = encode.steps(encode.indices(name, network.vocabulary()), network.weights().V());
      forward.Pass pass = Cell.forward(network.weights(), steps);
      int[] next = encode.argmax(steps.y);
      for (int i = 0; i < steps.T; i++) all.add(pass.yHat[i][next[i]]);
    }
    return all.stream().mapToDouble(p -> p).toArray();
  }

  /** Mean loss in nats per character. */
  static double loss(double[] probabilities) {
    double loss = 0;
    for (double p : probabilities) loss -= StrictMath.log(p);
    return loss / probabilities.length;
  }

  private static double[] mean(List<double[]> all) {
    double[] mean = new double[all.get(0).length];
    for (double[] one : all) Dino.addScaled(1.0 / all.size(), one, mean);
    return mean;
  }

  /** w times the network's probability and 1 - w times the best n-gram's; w is the best on the validation names. */
  private static void mixed(String who, double[] valid, double[] test, double[] validCounts, double[] testCounts,
      double perName) {
    double best = 0, least = Double.POSITIVE_INFINITY;
    for (int i = 0; i <= 20; i++) {
      double loss = loss(mix(i / 20.0, valid, validCounts));
      if (loss < least) { least = loss; best = i / 20.0; }
    }
    String title = String.format("%s %.2f + counting %.2f", who, best, 1 - best);
    print(title, least, loss(mix(best, test, testCounts)), perName);
  }

  /** Which of the two is better where: the test names' characters, by what was counted of the four before them. */
  private static void where(String who, int[] known, double[] counts, double[] network) {
    System.out.printf("%nafter four characters that were ...           share   counting %9s%n", who);
    for (int kind = 0; kind < Ngrams.KNOWN.size(); kind++) {
      int here = kind;
      int[] these = IntStream.range(0, known.length).filter(i -> known[i] == here).toArray();
      System.out.printf("  %-42s %5.1f %% %9s %9s%n", Ngrams.KNOWN.get(kind), 100.0 * these.length / known.length,
          lossAt(these, counts), lossAt(these, network));
    }
  }

  private static String lossAt(int[] places, double[] probabilities) {
    return places.length == 0 ? "-"
        : String.format("%.4f", loss(Arrays.stream(places).mapToDouble(i -> probabilities[i]).toArray()));
  }

  static double[] mix(double w, double[] a, double[] b) {
    double[] mixed = new double[a.length];
    Dino.addScaled(w, a, mixed);
    Dino.addScaled(1 - w, b, mixed);
    return mixed;
  }

  public static void main(String... args) { Program.start(new baseline(), args); }
}
