import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("counted n-grams")
class BaselineTest {

  @TempDir static Path folder;

  /** aba, aa, ab, ba, b as indices, V = 3 with the end 0. After the start: a 3, b 2. After a: b 2, end 3, a 1. After b: a 2, end 2. */
  static final List<int[]> NAMES = List.of(new int[] {1, 2, 1}, new int[] {1, 1}, new int[] {1, 2}, new int[] {2, 1}, new int[] {2});
  static final int[] ABA = NAMES.get(0);

  @Test @DisplayName("by hand, with a_n: order 0 is 1/V, order 1 and 2 mix counts with the order below")
  void dirichletByHand() {
    assertThat(new Ngrams(3, 0, NAMES, NAMES, Ngrams.Smoothing.dirichlet).probability(ABA, 0)).isCloseTo(1 / 3.0, within(1e-15));
    Ngrams model = new Ngrams(3, 2, NAMES, NAMES, Ngrams.Smoothing.dirichlet);
    double a1 = model.chosen()[0][0], a2 = model.chosen()[1][0];
    double a = (6 + a1 / 3) / (15 + a1), b = (4 + a1 / 3) / (15 + a1), end = (5 + a1 / 3) / (15 + a1);   // 15 characters: a 6, b 4, end 5
    assertThat(model.probability(ABA, 0)).isCloseTo((3 + a2 * a) / (5 + a2), within(1e-15));     // start a
    assertThat(model.probability(ABA, 1)).isCloseTo((2 + a2 * b) / (6 + a2), within(1e-15));     // a b
    assertThat(model.probability(ABA, 3)).isCloseTo((3 + a2 * end) / (6 + a2), within(1e-15));   // a end
  }

  // Before a stood the start, a and b: 3. Before b: the start, a. Before the end: a, b. In all 7 different pairs.
  @Test @DisplayName("by hand, Kneser-Ney: the shorter model counts after how many letters; one discount for all")
  void kneserNeyByHand() {
    Ngrams model = new Ngrams(3, 2, NAMES, NAMES, Ngrams.Smoothing.kneserNey);
    double D = model.chosen()[0][0];
    assertThat(model.chosen()).isDeepEqualTo(new double[][] {{D, D, D}, {D, D, D}});
    double a = (3 - D) / 7 + 3 * D / 7 / 3, b = (2 - D) / 7 + 3 * D / 7 / 3, end = b;
    assertThat(model.probability(ABA, 0)).isCloseTo((3 - D) / 5 + 2 * D / 5 * a, within(1e-15));
    assertThat(model.probability(ABA, 1)).isCloseTo((2 - D) / 6 + 3 * D / 6 * b, within(1e-15));
    assertThat(model.probability(ABA, 2)).isCloseTo((2 - D) / 4 + 2 * D / 4 * a, within(1e-15));
    assertThat(model.probability(new int[] {2, 2}, 1)).isCloseTo(2 * D / 4 * b, within(1e-15));   // b b never came
    assertThat(model.probability(new int[] {2}, 1)).isCloseTo((2 - D) / 4 + 2 * D / 4 * end, within(1e-15));
  }

  // Order 2 below order 3, after a: ab came after the start alone, aa too, and a-end after a and b: 1, 1, 2. After the start, which nothing precedes: a 3, b 2.
  @Test @DisplayName("by hand, modified Kneser-Ney: three discounts for each order, and the start keeps its counts")
  void modifiedByHand() {
    Ngrams model = new Ngrams(3, 3, NAMES, NAMES, Ngrams.Smoothing.modified);
    double[] E = model.chosen()[0], F = model.chosen()[1], G = model.chosen()[2];
    double shared = (2 * E[1] + E[2]) / 7 / 3, a = (3 - E[2]) / 7 + shared, b = (2 - E[1]) / 7 + shared;
    double startA = (3 - F[2]) / 5 + (F[2] + F[1]) / 5 * a, ab = (1 - F[0]) / 4 + (2 * F[0] + F[1]) / 4 * b;
    assertThat(model.probability(ABA, 0)).isCloseTo((3 - G[2]) / 5 + (G[2] + G[1]) / 5 * startA, within(1e-15));
    assertThat(model.probability(ABA, 1)).isCloseTo((2 - G[1]) / 3 + (G[1] + G[0]) / 3 * ab, within(1e-15));   // after start a: b 2, a 1
    for (double[] D : model.chosen()) for (int k = 0; k < 3; k++) assertThat(D[k]).isBetween(0.05 * (k + 1) - 1e-12, k + 1.0);
  }

  // Order 1 is (count + a/V) / (N + a). The two letters are common in training; validation holds a third, which training never saw, once.
  @Test @DisplayName("a_n is the one that is best on the validation names, not on those that were counted")
  void concentration() {
    List<int[]> train = Collections.nCopies(10, new int[] {1, 2}), valid = new ArrayList<>(Collections.nCopies(5, new int[] {1, 2}));
    valid.add(new int[] {3});
    Ngrams model = new Ngrams(4, 1, train, valid, Ngrams.Smoothing.dirichlet);
    int[] count = {10, 10, 10, 0};
    double best = Double.POSITIVE_INFINITY, bestA = 0;
    for (double a : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100}) {
      double loss = 0;
      for (int letter : new int[] {1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 3, 0}) loss -= Math.log((count[letter] + a / 4) / (30 + a));
      if (loss < best) { best = loss; bestA = a; }
    }
    assertThat(model.chosen()[0][0]).isEqualTo(bestA).as("in the middle, or this shows nothing").isBetween(2.0, 50.0);
    assertThat(model.loss(valid)).isCloseTo(best / 17, within(1e-12));
  }

  @ParameterizedTest(name = "{0}: after every context the probabilities sum to 1, at every order, known contexts and unknown")
  @EnumSource(Ngrams.Smoothing.class)
  void sumsToOne(Ngrams.Smoothing smoothing) {
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    List<int[]> names = encode.indices(Dino.names(null), vocabulary);
    for (int n = 0; n <= 5; n++) {
      Ngrams model = new Ngrams(27, n, names.subList(0, 1000), names.subList(1000, 1325), smoothing);
      for (String start : List.of("", "t", "saur", "qqqq", "zxqj", "micropachycephalo")) {
        double sum = 0;
        for (int next = 0; next < 27; next++) {
          int[] name = Arrays.copyOf(encode.indices(start, vocabulary), start.length() + (next == 0 ? 0 : 1));
          if (next > 0) name[start.length()] = next;
          sum += model.probability(name, start.length());
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
      }
    }
  }

  // From an independent program: test and validation of seeds 0 to 4 on the same splits, its own choice of what is free.
  @ParameterizedTest(name = "{0}: mean test loss {1} and validation loss {2} of seeds 0 to 4, as an independent program has them, within 0.003")
  @CsvSource({"dirichlet, 1.640, 1.619", "kneserNey, 1.606, 1.592", "modified, 1.579, 1.559"})
  void independent(Ngrams.Smoothing smoothing, double test, double valid) {
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    double testMean = 0, validMean = 0;
    for (int seed = 0; seed < 5; seed++) {
      encode.Split split = encode.split(Dino.names(null), new Dino.Random(seed));
      List<int[]> examined = encode.indices(split.valid(), vocabulary);
      Ngrams model = new Ngrams(27, 5, encode.indices(split.train(), vocabulary), examined, smoothing);
      testMean += model.loss(encode.indices(split.test(), vocabulary)) / 5;
      validMean += model.loss(examined) / 5;
    }
    assertThat(testMean).isCloseTo(test, within(0.003));
    assertThat(validMean).isCloseTo(valid, within(0.003));
  }

  @Test @DisplayName("the ladder: uniform is ln 27, each rung is lower, and the network of the same split stands on it")
  void ladder() {
    Kit.run(new train(), "--epochs", "4", "--out", folder.toString());
    String file = folder.resolve("model.json").toString();
    Kit.Result result = Kit.run(new baseline(), "--model", file);
    assertThat(result.out()).contains("3.2958");
    List<Double> test = new ArrayList<>();
    for (String rung : List.of("uniform", "letters", "bigram", "trigram", "4-gram", "5-gram ", "5-gram, Kneser", "5-gram, modified")) {
      String line = result.lines().stream().filter(l -> l.startsWith("  " + rung)).findFirst().get();
      String[] words = line.strip().split(" +");
      test.add(Double.parseDouble(words[words.length - 2]));
    }
    assertThat(test).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(result.lines().stream().filter(l -> l.startsWith("  RNN")).findFirst().get())
        .contains(String.format(Locale.ROOT, "%.4f", (Double) Model.load(Path.of(file)).loss().get("test")));
  }

  @Test @DisplayName("several networks: their probabilities averaged, and mixed with counting, from the first to the last character")
  void mixed() {
    List<String> files = new ArrayList<>();
    for (String cell : List.of("rnn", "gru")) {
      files.add(folder.resolve(cell).toString());
      Kit.run(new train(), "--cell", cell, "--hidden", "20", "--epochs", "3", "--lr", "0.01", "--out", files.get(files.size() - 1));
    }
    List<String> lines = Kit.run(new baseline(), "--model", String.join(",", files)).lines();
    encode.Split split = encode.split(Dino.names(null), new Dino.Random(0));
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    List<forward.Weights> W = files.stream().map(file -> Model.load(Path.of(file)).weights()).toList();
    Ngrams counting = new Ngrams(27, 5, encode.indices(split.train(), vocabulary), encode.indices(split.valid(), vocabulary), Ngrams.Smoothing.modified);
    double averaged = 0, characters = 0;
    double[] mixed = new double[21], mixedTest = new double[21];
    for (List<String> names : List.of(split.valid(), split.test())) {
      averaged = characters = 0;
      for (int[] name : encode.indices(names, vocabulary)) {
        List<forward.Pass> passes = W.stream().map(each -> Cell.forward(each, encode.steps(name, 27))).toList();
        for (int t = 0; t <= name.length; t++, characters++) {
          int next = t < name.length ? name[t] : 0;
          double p = (passes.get(0).yHat[t][next] + passes.get(1).yHat[t][next]) / 2;
          averaged -= Math.log(p);
          for (int i = 0; i <= 20; i++) (names == split.valid() ? mixed : mixedTest)[i] -= Math.log(i / 20.0 * p + (1 - i / 20.0) * counting.probability(name, t));
        }
      }
    }
    int best = 0;
    for (int i = 1; i <= 20; i++) if (mixed[i] < mixed[best]) best = i;
    assertThat(best).as("or this shows nothing").isBetween(1, 19);
    String average = lines.stream().filter(line -> line.startsWith("  2 networks, averaged")).findFirst().orElseThrow();
    assertThat(average).contains(String.format(Locale.ROOT, " %.4f ", averaged / characters));
    String together = lines.stream().filter(line -> line.startsWith("  networks 0.")).findFirst().orElseThrow();
    assertThat(together).contains(String.format(Locale.ROOT, "  networks %.2f + counting %.2f", best / 20.0, 1 - best / 20.0))
        .contains(String.format(Locale.ROOT, " %.4f ", mixedTest[best] / characters));
  }

  @Test @DisplayName("where each is better: shares and losses by what plain sets of substrings say of the four characters before")
  void where() {
    String file = folder.resolve("where").toString();
    Kit.run(new train(), "--hidden", "12", "--epochs", "2", "--out", file);
    List<String> lines = Kit.run(new baseline(), "--model", file).lines();
    encode.Split split = encode.split(Dino.names(null), new Dino.Random(0));
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    Set<String> four = new HashSet<>(), five = new HashSet<>();
    for (String name : split.train()) for (int t = 0; t <= name.length(); t++) {
      String text = "____" + name + ".";
      four.add(text.substring(t, t + 4));
      five.add(text.substring(t, t + 5));
    }
    Ngrams counting = new Ngrams(27, 5, encode.indices(split.train(), vocabulary), encode.indices(split.valid(), vocabulary), Ngrams.Smoothing.modified);
    forward.Weights W = Model.load(Path.of(file)).weights();
    double[] n = new double[3], counts = new double[3], network = new double[3];
    for (String name : split.test()) {
      int[] indices = encode.indices(name, vocabulary);
      forward.Pass pass = forward.forward(W, encode.steps(indices, 27));
      for (int t = 0; t <= name.length(); t++) {
        String text = "____" + name + ".";
        int kind = !four.contains(text.substring(t, t + 4)) ? 0 : five.contains(text.substring(t, t + 5)) ? 2 : 1;
        n[kind]++;
        counts[kind] -= Math.log(counting.probability(indices, t));
        network[kind] -= Math.log(pass.yHat[t][t < indices.length ? indices[t] : 0]);
      }
    }
    for (int kind = 0; kind < 3; kind++) {
      String begin = "  " + Ngrams.KNOWN.get(kind) + "  ", line = lines.stream().filter(each -> each.startsWith(begin)).findFirst().orElseThrow();
      assertThat(line.substring(begin.length()).strip().split("[ %]+")).containsExactly(String.format(Locale.ROOT, "%.1f %.4f %.4f",
          100 * n[kind] / (n[0] + n[1] + n[2]), counts[kind] / n[kind], network[kind] / n[kind]).split(" "));
    }
  }

  @Test @DisplayName("a model of another split is not compared, a missing one is no error")
  void otherSplit() {
    Kit.run(new train(), "--epochs", "0", "--hidden", "4", "--out", folder.resolve("other").toString());
    String file = folder.resolve("other/model.json").toString();
    assertThat(Kit.run(new baseline(), "--model", file, "--seed", "1").out()).contains("its test names were others");
    Kit.Result again = Kit.run(new train(), "--epochs", "1", "--init", file, "--seed", "1", "--out", folder.resolve("again").toString());
    assertThat(again.out()).contains("may have learnt test names");
    assertThat(Kit.run(new baseline(), "--model", folder.resolve("again/model.json").toString(), "--seed", "1").out())
        .contains("began with the weights of another model");
    Kit.Result none = Kit.run(new baseline(), "--model", "nowhere.json");
    assertThat(none.status()).isEqualTo(0);
    assertThat(none.out()).contains("train makes one");
  }
}
