import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

@DisplayName("counted n-grams")
class BaselineTest {

  @TempDir static Path folder;

  // "ab", "aa" as indices, V = 3 with the end 0. Letters: a 3, b 1, end 2 of 6. After the start: a 2 of 2.
  static final List<int[]> NAMES = List.of(new int[] {1, 2}, new int[] {1, 1});

  @Test @DisplayName("order 0 is 1/V; order 1 and 2 mix counts with the order below, by hand")
  void byHand() {
    baseline model = new baseline(3);
    assertThat(model.probability(NAMES.get(0), 0, 0)).isCloseTo(1 / 3.0, within(1e-15));
    model.addOrder(NAMES, NAMES);
    double a1 = model.concentration(1), letterA = (3 + a1 / 3) / (6 + a1), letterB = (1 + a1 / 3) / (6 + a1);
    assertThat(model.probability(NAMES.get(0), 0, 1)).isCloseTo(letterA, within(1e-15));
    assertThat(model.probability(NAMES.get(0), 1, 1)).isCloseTo(letterB, within(1e-15));
    model.addOrder(NAMES, NAMES);
    double a2 = model.concentration(2);
    assertThat(model.probability(NAMES.get(0), 0, 2)).isCloseTo((2 + a2 * letterA) / (2 + a2), within(1e-15));   // start a
    assertThat(model.probability(NAMES.get(0), 1, 2)).isCloseTo((1 + a2 * letterB) / (3 + a2), within(1e-15));   // a b
  }

  // Order 1 is (count + a/V) / (N + a). The two letters are common in training; validation holds a third, which training never saw, once.
  @Test @DisplayName("a_n is the one that is best on the validation names, not on those that were counted")
  void concentration() {
    List<int[]> train = Collections.nCopies(10, new int[] {1, 2}), valid = new ArrayList<>(Collections.nCopies(5, new int[] {1, 2}));
    valid.add(new int[] {3});
    baseline model = new baseline(4);
    model.addOrder(train, valid);
    int[] count = {10, 10, 10, 0};
    double best = Double.POSITIVE_INFINITY, bestA = 0;
    for (double a : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100}) {
      double loss = 0;
      for (int letter : new int[] {1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 3, 0}) loss -= Math.log((count[letter] + a / 4) / (30 + a));
      if (loss < best) { best = loss; bestA = a; }
    }
    assertThat(model.concentration(1)).isEqualTo(bestA).as("in the middle, or this shows nothing").isBetween(2.0, 50.0);
    assertThat(model.loss(valid, 1)).isCloseTo(best / 17, within(1e-12));
  }

  @Test @DisplayName("after every context the probabilities sum to 1, at every order, known contexts and unknown")
  void sumsToOne() {
    baseline model = new baseline(27);
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    List<int[]> names = encode.indices(Dino.names(null), vocabulary);
    for (int n = 1; n <= 5; n++) {
      model.addOrder(names.subList(0, 1000), names.subList(1000, 1325));
      for (String start : List.of("", "t", "saur", "qqqq", "zxqj")) {
        double sum = 0;
        for (int next = 0; next < 27; next++) {
          int[] name = Arrays.copyOf(encode.indices(start, vocabulary), start.length() + (next == 0 ? 0 : 1));
          if (next > 0) name[start.length()] = next;
          sum += model.probability(name, start.length(), n);
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test @DisplayName("the ladder: uniform is ln 27, each rung is lower, and the network of the same split stands on it")
  void ladder() {
    Kit.run(new train(), "--epochs", "4", "--out", folder.toString());
    String file = folder.resolve("model.json").toString();
    Kit.Result result = Kit.run(new baseline(), "--model", file);
    assertThat(result.out()).contains("3.2958");
    List<Double> test = new ArrayList<>();
    for (String rung : List.of("uniform", "letters", "bigram", "trigram", "4-gram", "5-gram")) {
      String line = result.lines().stream().filter(l -> l.startsWith("  " + rung)).findFirst().get();
      String[] words = line.strip().split(" +");
      test.add(Double.parseDouble(words[words.length - 2]));
    }
    assertThat(test).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(result.lines().stream().filter(l -> l.startsWith("  RNN")).findFirst().get())
        .contains(String.format(Locale.ROOT, "%.4f", (Double) Model.load(Path.of(file)).loss().get("test")));
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
