import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("sampling")
class SampleTest {

  @TempDir static Path folder;
  static String model;

  @BeforeAll static void train() {
    Kit.run(new train(), "--epochs", "6", "--hidden", "32", "--out", folder.toString());
    model = folder.resolve("model.json").toString();
  }

  static List<String> names(String... options) {
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("--model", model));
    Kit.Result result = Kit.run(new sample(), args.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    return result.lines().stream().filter(line -> line.startsWith("  ")).map(line -> line.strip().split(" ")[0]).toList();
  }

  @ParameterizedTest(name = "20000 letters at temperature {0}: the shares of softmax(o/T), within 4 standard errors")
  @ValueSource(doubles = {0.5, 1, 2})
  void temperature(double temperature) {
    double[] o = {1, 2, 0, -1};
    int n = 20000;
    int[] count = new int[4];
    Dino.Random random = new Dino.Random(11);
    for (int i = 0; i < n; i++) count[sample.letter(o, temperature, random)]++;
    double sum = 0;
    for (double score : o) sum += Math.exp(score / temperature);
    for (int i = 0; i < 4; i++) {
      double p = Math.exp(o[i] / temperature) / sum;
      assertThat((double) count[i] / n).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / n)));
    }
  }

  @ParameterizedTest(name = "temperature {0}: the likeliest letter") @ValueSource(doubles = {0, 1e-300})
  void cold(double temperature) {
    for (int i = 0; i < 50; i++) assertThat(sample.letter(new double[] {1, 2, 0, -1}, temperature, new Dino.Random(i))).isEqualTo(1);
  }

  @Test @DisplayName("the first letters of 5000 names are as the network expects after ' '")
  void firstLetters() {
    forward.Weights W = Model.load(Path.of(model)).weights();
    double[] p = forward.forward(W, new encode.Steps(encode.oneHot(new int[] {0}, 27), encode.oneHot(new int[] {1}, 27))).yHat[0];
    int[] count = new int[27];
    Dino.Random random = new Dino.Random(3);
    for (int i = 0; i < 5000; i++) {
      int[] name = sample.name(W, new int[0], 1, random, 1);
      count[name.length == 0 ? 0 : name[0]]++;
    }
    for (int i = 0; i < 27; i++) assertThat(count[i] / 5000.0).isCloseTo(p[i], within(4.5 * Math.sqrt(p[i] * (1 - p[i]) / 5000) + 1e-3));
  }

  @Test @DisplayName("--seed repeats a run, another seed gives other names, and without one so does every run")
  void seed() {
    assertThat(names("--seed", "5")).hasSize(10).isEqualTo(names("--seed", "5")).isNotEqualTo(names("--seed", "6"));
    assertThat(names()).isNotEqualTo(names());
  }

  @Test @DisplayName("--start begins every name, --count says how many")
  void start() {
    assertThat(names("--start", "tyr", "--count", "25")).hasSize(25).allMatch(name -> name.startsWith("tyr"));
  }

  @Test @DisplayName("--greedy gives one name, always the same, each letter the likeliest")
  void greedy() {
    List<String> names = names("--greedy");
    assertThat(names).hasSize(1).isEqualTo(names("--greedy", "--seed", "9")).isEqualTo(names("--temperature", "0"));
    Model m = Model.load(Path.of(model));
    encode.Steps e = encode.steps(encode.indices(names.get(0), m.vocabulary()), 27);
    forward.Pass p = forward.forward(m.weights(), e);
    assertThat(encode.argmax(p.yHat)).isEqualTo(encode.argmax(e.y));
  }

  @Test @DisplayName("colder names are likelier: mean loss at temperature 0.5 below that at 1 below that at 1.5")
  void colderIsLikelier() {
    double last = 0;
    for (String t : List.of("0.5", "1", "1.5")) {
      double loss = TrainTest.meanLoss(Model.load(Path.of(model)), names("--temperature", t, "--count", "200", "--seed", "1")
          .stream().filter(name -> !name.equals("(empty)")).toList());
      assertThat(loss).isGreaterThan(last);
      last = loss;
    }
  }

  @ParameterizedTest(name = "edit distance of {0} and {1} is {2}")
  @CsvSource({"kitten, sitting, 3", "flaw, lawn, 2", "'', rex, 3", "rex, '', 3", "rex, rex, 0", "\uD83E\uDD95a, \uD83E\uDD96a, 1", "saurus, osaurus, 1", "xab, abyz, 3"})
  void editDistance(String a, String b, int distance) {
    for (int limit : new int[] {1, 2, 3, 100}) {
      assertThat(sample.editDistance(a.codePoints().toArray(), b.codePoints().toArray(), limit)).isEqualTo(Math.min(distance, limit));
    }
  }

  @Test @DisplayName("the report tells known, new and repeated names apart and counts them")
  void report() throws Exception {
    Path list = folder.resolve("list.txt");
    String known = names("--seed", "5").get(0);
    Files.writeString(list, known + "\nrex\n");
    Kit.Result result = Kit.run(new sample(), "--seed", "5", "--model", model, "--data", list.toString());
    assertThat(result.lines().get(0)).isEqualTo(String.format("  %-23s known", known));
    assertThat(result.lines().get(1)).containsPattern("new, nearest to (rex|" + known + ") \\(\\d+\\)");
    assertThat(result.out()).contains("10 names: 9 new, 1 known, 0 repeated");
    assertThat(Kit.run(new sample(), "--temperature", "0.01", "--seed", "1", "--model", model).out()).contains("9 repeated");
  }

  @Test @DisplayName("an untrained network's names come to an end too")
  void untrained() {
    Kit.run(new train(), "--epochs", "0", "--out", folder.resolve("untrained").toString());
    for (String option : List.of("--greedy", "--verbose")) {
      Kit.Result result = Kit.run(new sample(), "--count", "200", "--model", folder.resolve("untrained/model.json").toString(), option);
      assertThat(result.status()).isEqualTo(0);
      assertThat(result.lines()).allMatch(line -> line.length() < 120);
    }
  }

  @Test @DisplayName("a name is cut at twice the longest known one, 100 where none is known; a longer start stays whole")
  void longest() {
    assertThat(sample.longest(List.of("rex", "\uD83E\uDD95\uD83E\uDD95\uD83E\uDD95\uD83E\uDD95"))).isEqualTo(8);
    assertThat(sample.longest(List.of())).isEqualTo(100);
    forward.Weights W = Model.load(Path.of(model)).weights();
    assertThat(sample.name(W, new int[] {1, 2, 3, 4}, 1, new Dino.Random(0), 2)).containsExactly(1, 2, 3, 4);
  }

  @Test @DisplayName("the nearest of equally near names is the first")
  void nearest() {
    assertThat(sample.nearest(new int[] {1, 2, 3}, List.of(new int[] {9}, new int[] {1, 2}, new int[] {2, 3}, new int[] {1, 2, 4}))).containsExactly(1, 1);
    assertThat(sample.nearest(new int[] {1, 2}, List.of(new int[] {1}, new int[] {1, 2}, new int[] {1, 2}))).containsExactly(1, 0);
  }

  @Test @DisplayName("a network that ends at once: (empty); its names' file has gone, and --data stands for it")
  void empty() throws Exception {
    forward.Weights W = new forward.Weights(new double[][] {{1}, {1}}, new double[][] {{1}}, new double[][] {{100, -100}});
    new Model(new int[] {' ', 'a'}, W, Map.of("data", "gone.txt"), Map.of()).save(folder.resolve("empty"), "");
    String file = folder.resolve("empty/model.json").toString(), list = Files.writeString(folder.resolve("names.txt"), "a").toString();
    Kit.Result alone = Kit.run(new sample(), "--model", file, "--count", "2"), beside = Kit.run(new sample(), "--model", file, "--count", "1", "--data", list);
    assertThat(alone.out()).contains("  (empty) ", "2 names: 1 repeated");
    assertThat(alone.err()).contains("gone.txt) are not here");
    new Model(new int[] {' ', 'a'}, W, Map.of("data", folder.toString()), Map.of()).save(folder.resolve("of a folder"), "");
    Kit.Result ofFolder = Kit.run(new sample(), "--model", folder.resolve("of a folder/model.json").toString());
    assertThat(ofFolder.status()).as("no complaint of a folder that nobody named: " + ofFolder.err()).isZero();
    assertThat(ofFolder.err()).contains(folder + ") are not here");
    assertThat(beside.out()).contains("(empty)                 new, nearest to a (1)");
    assertThat(beside.err()).isEmpty();
  }

  @Test @DisplayName("a model that names a file with line ends and what steers a terminal: told on one line, with ? in their place")
  void unprintable() throws Exception {
    forward.Weights W = new forward.Weights(new double[][] {{1}, {1}}, new double[][] {{1}}, new double[][] {{100, -100}});
    new Model(new int[] {' ', 'a'}, W, Map.of("data", "gone\n\033[2J.txt"), Map.of()).save(folder.resolve("steers"), "");
    String file = folder.resolve("steers/model.json").toString();
    assertThat(Kit.run(new sample(), "--model", file).err().lines()).containsExactly("the names this model was trained on (gone??[2J.txt) are not here; --data FILE says where");
    assertThat(Kit.run(new baseline(), "--model", file).out()).contains("(data gone??[2J.txt, seed null)").doesNotContain("\033");
  }
}
