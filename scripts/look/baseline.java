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
import picocli.CommandLine.*;

@Command(name = "baseline",
    description = "The losses to beat: n-grams by counting, and the trained network if there is one.",
    footer = "Example: baseline")
class baseline implements Runnable {

  @Mixin Program.Data data;
  @Option(names = "--seed", paramLabel = "N", description = "Of the shuffle, as in train (${DEFAULT-VALUE}).")
  long seed = 0;
  @Option(names = "--model", paramLabel = "FILE", description = "A trained model, or its folder (${DEFAULT-VALUE}).")
  Path file = Path.of("model/model.json");

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
    System.out.println("nats per character            validation      test   test, per name");
    double perName = (double) test.stream().mapToInt(name -> name.length + 1).sum() / test.size();
    for (Rung rung : LADDER) {
      Ngrams model = new Ngrams(vocabulary.length, rung.n, train, valid, rung.smoothing);
      print(rung.title, model.loss(valid), model.loss(test), perName);
    }
    if (!Files.exists(Model.file(file))) {
      System.out.printf("  RNN                         no model at %s yet; train makes one%n", file);
      return;
    }
    Model rnn = Model.load(file);
    double loss;
    try {
      loss = loss(rnn, split.test());
    } catch (IllegalArgumentException e) {   // names with letters that it does not know
      loss = Double.NaN;
    }
    boolean same = rnn.loss().get("test") instanceof Number told && Math.abs(loss - told.doubleValue()) < 1e-9;
    if (!same || rnn.settings().get("init") != null) {
      System.out.printf("  RNN                         not comparable: %s%n",
          same ? "it began with the weights of another model, which may know these names"
          : Program.readable("its test names were others (data "
              + Objects.requireNonNullElse(rnn.settings().get("data"), "dinosaurs")
              + ", seed " + rnn.settings().get("seed") + ")", true));
      return;
    }
    String title = Cell.of(rnn.weights()).name() + ", " + rnn.weights().H() + " hidden";
    print(title, loss(rnn, split.valid()), loss, perName);
  }

  private static void print(String title, double valid, double test, double perName) {
    System.out.printf("  %-27s %10.4f %9.4f %12.3f%n", title, valid, test, test * perName);
  }

  /** The network's mean loss in nats per character, on the same names. */
  static double loss(Model rnn, List<String> names) {
    double loss = 0, characters = 0;
    for (String name : names) {
      forward.Pass pass = Cell.forward(rnn.weights(),
          encode.steps(encode.indices(name, rnn.vocabulary()), rnn.weights().V()));
      loss += pass.loss;
      characters += pass.targets;
    }
    return loss / characters;
  }

  public static void main(String... args) { Program.start(new baseline(), args); }
}
