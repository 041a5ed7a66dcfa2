///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../sample.java

// The losses to beat, by counting alone: how often does each letter follow the 0 to 4 letters before it?
//   jbang baseline.java [--data FILE] [--seed 0] [--model model/model.json]
// It prints first a ladder of losses on the test names, from knowing nothing to the trained network.
//
// An n-gram model looks at the n-1 letters before. Where it has seen few, the next shorter model counts more:
//   p_n(c | context) = ( count(context c) + a_n p_{n-1}(c | shorter context) ) / ( count(context) + a_n )
//   p_0(c) = 1/V
// which is smoothing by a Dirichlet prior of concentration a_n (MacKay and Peto, 1995). Of a few values for a_n, the
// one that is best on the validation names is taken. The test names are looked at once, at the end.

import java.nio.file.*;
import java.util.*;
import picocli.CommandLine.*;

@Command(name = "baseline",
    description = "The losses to beat: n-grams by counting, and the trained network if there is one.",
    footer = "Example: baseline")
class baseline implements Runnable {

  static final double[] CONCENTRATIONS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};   // to choose a_n from

  // at n: context of n-1 letters -> count of each next
  private final List<Map<String, Map<Integer, Integer>>> counts = new ArrayList<>();
  private final List<Double> a = new ArrayList<>();                    // at n: a_n
  private final int V;

  baseline() { this(0); }   // for picocli

  /** A model of order 0: uniform over V letters. */
  baseline(int V) {
    this.V = V;
    counts.add(Map.of());
    a.add(0.0);
  }

  double concentration(int n) { return a.get(n); }

  /** Adds the next order: counts it in the training names, and chooses its a_n by the validation names. */
  void addOrder(List<int[]> train, List<int[]> valid) {
    int n = counts.size();
    Map<String, Map<Integer, Integer>> count = new HashMap<>();
    for (int[] name : train) {
      for (int t = 0; t <= name.length; t++) {
        Map<Integer, Integer> next = count.computeIfAbsent(context(name, t, n), c -> new HashMap<>());
        next.merge(t < name.length ? name[t] : 0, 1, Integer::sum);
        next.merge(V, 1, Integer::sum);   // the sum
      }
    }
    counts.add(count);
    a.add(0.0);
    double best = Double.POSITIVE_INFINITY, bestConcentration = 0;
    for (double concentration : CONCENTRATIONS) {
      a.set(n, concentration);
      double loss = loss(valid, n);
      if (loss < best) { best = loss; bestConcentration = concentration; }
    }
    a.set(n, bestConcentration);
  }

  /** The n-1 letters before position t. Where the name has no letter yet, the start (0) stands. */
  private static String context(int[] name, int t, int n) {
    int[] letters = new int[n - 1];
    for (int k = 0; k < n - 1; k++) letters[k] = t - 1 - k >= 0 ? name[t - 1 - k] : 0;
    return Arrays.toString(letters);
  }

  /** p_n of the letter at position t (at name.length: of the end). */
  double probability(int[] name, int t, int n) {
    if (n == 0) return 1.0 / V;
    double shorter = probability(name, t, n - 1);
    Map<Integer, Integer> next = counts.get(n).get(context(name, t, n));
    if (next == null) return shorter;
    return (next.getOrDefault(t < name.length ? name[t] : 0, 0) + a.get(n) * shorter) / (next.get(V) + a.get(n));
  }

  /** Mean loss in nats per character of the model of order n. */
  double loss(List<int[]> names, int n) {
    double loss = 0, characters = 0;
    for (int[] name : names) {
      for (int t = 0; t <= name.length; t++, characters++) loss -= Math.log(probability(name, t, n));
    }
    return loss / characters;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Data data;
  @Option(names = "--seed", paramLabel = "N", description = "Of the shuffle, as in train (${DEFAULT-VALUE}).")
  long seed = 0;
  @Option(names = "--model", paramLabel = "FILE", description = "A trained model, or its folder (${DEFAULT-VALUE}).")
  Path file = Path.of("model/model.json");

  static final String[] TITLES = {"uniform", "letters", "bigram", "trigram", "4-gram", "5-gram"};

  public void run() {
    List<String> names = data.names();
    encode.Split split = encode.split(names, new Dino.Random(seed));
    int[] vocabulary = encode.vocabulary(names);
    List<int[]> train = encode.indices(split.train(), vocabulary), valid = encode.indices(split.valid(), vocabulary),
        test = encode.indices(split.test(), vocabulary);
    System.out.printf("%d names to count in, %d to choose a_n by, %d to be examined on%n", train.size(), valid.size(),
        test.size());
    System.out.println("nats per character    a_n    validation   test    test, per name");
    double perName = (double) test.stream().mapToInt(name -> name.length + 1).sum() / test.size();
    baseline model = new baseline(vocabulary.length);
    for (int n = 0; n < TITLES.length; n++) {
      if (n > 0) model.addOrder(train, valid);
      double loss = model.loss(test, n);
      System.out.printf("  %-17s %6s %11.4f %9.4f %11.3f%n", TITLES[n], n == 0 ? "" : model.concentration(n),
          model.loss(valid, n), loss, loss * perName);
    }
    if (!Files.exists(Model.file(file))) {
      System.out.printf("  RNN               no model at %s yet; train makes one%n", file);
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
      System.out.printf("  RNN               not comparable: %s%n",
          same ? "it began with the weights of another model, which may know these names"
          : Program.readable("its test names were others (data "
              + Objects.requireNonNullElse(rnn.settings().get("data"), "dinosaurs")
              + ", seed " + rnn.settings().get("seed") + ")", true));
      return;
    }
    System.out.printf("  %-24s %11.4f %9.4f %11.3f%n", "RNN, " + rnn.weights().H() + " hidden",
        loss(rnn, split.valid()), loss, loss * perName);
  }

  /** The network's mean loss in nats per character, on the same names. */
  static double loss(Model rnn, List<String> names) {
    double loss = 0, characters = 0;
    for (String name : names) {
      forward.Pass pass = forward.forward(rnn.weights(),
          encode.steps(encode.indices(name, rnn.vocabulary()), rnn.weights().V()));
      loss += pass.loss;
      characters += pass.targets;
    }
    return loss / characters;
  }

  public static void main(String... args) { Program.start(new baseline(), args); }
}
