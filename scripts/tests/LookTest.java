import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import static org.assertj.core.api.Assertions.*;

@DisplayName("inspect and plot: tables, numbers and sentences")
class LookTest {

  @TempDir static Path folder;
  static Path model;

  @BeforeAll static void train() {
    model = folder.resolve("model/model.json");
    assertThat(Kit.run(new train(), "--out", folder.resolve("model").toString(), "--epochs", "2", "--hidden", "12").status()).isZero();
  }

  static Kit.Result inspect(Path data) {
    return Kit.run(new inspect(), "--no-open", "--out", folder.resolve("plots").toString(), "--data", data.toString());
  }

  static Kit.Result plot(String... args) {
    List<String> options = new ArrayList<>(List.of(args));
    options.addAll(List.of("--no-open", "--out", folder.resolve("plots").toString()));
    if (!options.contains("--model") && !options.contains("--compare")) options.addAll(List.of("--model", model.toString()));
    return Kit.run(new plot(), options.toArray(String[]::new));
  }

  // ---- inspect -----------------------------------------------------------------------------------------

  @Test @DisplayName("the dinosaurs: endings, letters by position and duplicates as counted by plain string functions")
  void dinosaurs() throws Exception {
    List<String> names = Files.readAllLines(Kit.FOLDER.resolve("data/dinosaurs.csv"));
    List<String> lines = inspect(Kit.FOLDER.resolve("data/dinosaurs.csv")).lines();
    for (String ending : List.of("saurus", "raptor", "suchus")) {
      long count = names.stream().filter(name -> name.endsWith(ending)).count();
      assertThat(lines).anyMatch(line -> line.matches(" *" + ending + " *\\| *" + count + " *\\| .*"));
    }
    assertThat(lines).contains("601 of 1325 names end in -saurus: 45 %");
    assertThat(lines).anyMatch(line -> line.matches(" *\\[labels] *\\|" + IntStream.rangeClosed(1, 12).mapToObj(n -> " *" + n + " *\\|").collect(Collectors.joining()) + " *total *\\|"));
    for (char letter : "aqu".toCharArray()) {
      String row = IntStream.range(0, 12).mapToObj(n -> " *" + names.stream().filter(name -> name.length() > n && name.charAt(n) == letter).count() + " *\\|").collect(Collectors.joining());
      assertThat(lines).anyMatch(line -> line.matches(" *" + letter + " *\\|" + row + ".*"));
    }
    assertThat(lines).contains("7 names come a second time: calamospondylus, gigantosaurus, palaeosaurus, procerosaurus, protorosaurus, titanosaurus, ultrasaurus");
    assertThat(lines).anyMatch(line -> line.contains("micropachycephalosaurus") && line.contains("23 letters"));
  }

  @Test @DisplayName("odd names are told with the reason: no letter, a rare letter, a length far from the others'")
  void odd() throws Exception {
    List<String> names = new ArrayList<>(Collections.nCopies(300, "anna"));
    names.addAll(List.of("anna-maria", "zoë", "a".repeat(90)));
    List<String> lines = inspect(Files.write(folder.resolve("odd.txt"), names)).lines();
    assertThat(lines).anyMatch(line -> line.contains("anna-maria") && line.contains("not a letter: -"));
    assertThat(lines).anyMatch(line -> line.contains("zoë") && line.contains("rare: zoë"));
    assertThat(lines).anyMatch(line -> line.contains("aaaaaaaa") && line.contains("90 letters"));
    assertThat(lines).noneMatch(line -> line.contains("10 letters"));   // anna-maria, one standard deviation from the mean
  }

  @Test @DisplayName("vowel signs that stand beside their letter, as in Hindi, are a part of it: nothing is odd; no name comes twice, or one")
  void signs() throws Exception {
    List<String> names = new ArrayList<>(List.of("काठमांडू", "पोखरा"));
    assertThat(inspect(Files.write(folder.resolve("signs.txt"), names)).out()).contains("no odd names", "no name comes twice");
    names.addAll(List.of("पोखरा", "पोखरा"));
    assertThat(inspect(Files.write(folder.resolve("signs.txt"), names)).out()).contains("1 name comes a second time: पोखरा\n");
  }

  @Test @DisplayName("bigrams of ab and aa by hand; a length in letters, not in chars")
  void bigrams() {
    double third = 100 / 3.0;
    double[][] share = inspect.bigrams(List.of(new int[] {1, 2}, new int[] {1, 1}), 4);
    double[][] expected = {{0, 100, 0, 0}, {third, third, third, 0}, {100, 0, 0, 0}, {0, 0, 0, 0}};
    for (int i = 0; i < 4; i++) assertThat(share[i]).containsExactly(expected[i], within(1e-12));
    assertThat(inspect.table(List.of("\uD83E\uDD95\uD83E\uDD96", "rex")).intColumn("length").asList()).containsExactly(2, 3);
  }

  @Test @DisplayName("lists of one name, of names in other alphabets, and of 100 000 different names")
  void lists() throws Exception {
    assertThat(inspect(Files.writeString(folder.resolve("one.txt"), "rex")).status()).isZero();
    assertThat(inspect(Files.writeString(folder.resolve("other.txt"), "大阪\nМосква\n🦕🦖\n東京 都\n")).out()).contains("\u2423", "🦕🦖");
    Path many = Files.write(folder.resolve("many.txt"), IntStream.range(0, 100_000).mapToObj(i -> "name " + Integer.toString(i * 7919 % 1_000_003, 36)).toList());
    Kit.Result result = inspect(many);
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("0 of 100000 names end in -saurus: 0 %");
  }

  @Test @Timeout(60) @DisplayName("50 000 different letters: the most frequent ones are shown, in time")
  void manyLetters() throws Exception {
    int[] letters = IntStream.concat(IntStream.range(0x3400, 0x9000), IntStream.range(0x20000, 0x27000)).toArray();
    List<String> names = new ArrayList<>(IntStream.range(0, letters.length / 5).mapToObj(i -> new String(letters, 5 * i, 5)).toList());
    names.addAll(Collections.nCopies(3, "abba"));
    Kit.Result result = inspect(Files.write(folder.resolve("letters.txt"), names));
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("positions, the 60 most frequent letters").containsPattern("\n *b *\\| *0 *\\| *3 *\\| *3 *\\|");
  }

  @Test @DisplayName("odd names: what can't be seen is told by its number")
  void invisible() throws Exception {
    List<String> names = new ArrayList<>(Collections.nCopies(300, "anna"));
    names.addAll(List.of("an\u200Bna", "anna\u00A0anna"));
    List<String> lines = inspect(Files.write(folder.resolve("invisible.txt"), names)).lines();
    assertThat(lines).anyMatch(line -> line.contains("not a letter: U+200B")).anyMatch(line -> line.contains("not a letter: U+00A0"));
  }

  @Test @DisplayName("plot --text draws a history that a spreadsheet has saved: quotes, CR LF, an empty line at the end")
  void quotedHistory() throws Exception {
    Path saved = Files.createDirectories(folder.resolve("saved"));
    Files.copy(model, saved.resolve("model.json"));
    String whole = Files.readString(model.resolveSibling("history.csv"));
    Files.writeString(saved.resolve("history.csv"), whole.replaceAll("(?m)^(\\d+),", "\"$1\",").replace("\n", "\r\n") + "\r\n");
    Kit.Result result = Kit.run(new plot(), "--text", "--model", saved.resolve("model.json").toString()), plain = Kit.run(new plot(), "--text", "--model", model.toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo(plain.out());
    assertThat(plain.out()).contains("epoch; . training  o validation");
  }

  // ---- plot: numbers -----------------------------------------------------------------------------------

  @Test @DisplayName("units by the step of their largest change; the largest probabilities in order")
  void order() {
    double[][] s = {{0.1, 0.9, 0, 0.2}, {0.2, 0.8, -0.6, 0.1}, {0.9, 0.9, -0.5, 0.2}};   // changes most at step 2, 0, 1, 0
    assertThat(Reading.byChange(s)).containsExactly(1, 3, 2, 0);
    assertThat(Reading.largest(new double[] {0.1, 0.4, 0.2, 0.3}, 3)).containsExactly(1, 3, 2);
  }

  @Test @DisplayName("principal components: distances kept for points in a plane, and shares of the variance by hand")
  void principalComponents() {
    double[][] rows = {{1, 2, 2}, {1, -2, 2}, {1, 0, 5}, {1, 0, -1}};   // a rhombus: 4 long in one direction, 6 in the other
    double[][] at = plot.principalComponents(rows);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < i; j++) {
        double before = Math.hypot(rows[i][1] - rows[j][1], rows[i][2] - rows[j][2]);
        assertThat(Math.hypot(at[i][0] - at[j][0], at[i][1] - at[j][1])).isCloseTo(before, within(1e-12));
      }
    }
    assertThat(at[4][0]).isCloseTo(18.0 / 26, within(1e-12));   // 3^2 + 3^2 of 2^2 + 2^2 + 3^2 + 3^2
    assertThat(at[4][1]).isCloseTo(8.0 / 26, within(1e-12));
    assertThat(Math.abs(at[2][0])).isCloseTo(3, within(1e-12));
  }

  @Test @DisplayName("--text: one line a letter, its surprise the loss of forward; the states' signs")
  void text() {
    Kit.Result result = plot("--text", "--name", "rex");
    Model m = Model.load(model);
    forward.Pass p = forward.forward(m.weights(), encode.steps(encode.indices("rex", m.vocabulary()), 27));
    assertThat(result.out()).contains(String.format(Locale.ROOT, "rex: %.2f nats, %.3f per character", p.loss, p.loss / 4)).contains("12 of 12 units");
    double sum = result.lines().stream().filter(line -> line.matches(" (start|[rex]) +(end|[rex]) +\\d+\\.\\d\\d .*"))
        .mapToDouble(line -> Double.parseDouble(line.trim().split(" +")[2])).sum();
    assertThat(sum).isCloseTo(p.loss, within(0.02));
    List<String> states = result.lines().subList(result.lines().size() - 4, result.lines().size());
    int[] order = Reading.byChange(p.s);
    for (int t = 0; t < 4; t++) {
      String signs = String.format("%-12s", states.get(t).length() > 9 ? states.get(t).substring(9) : "");
      for (int k = 0; k < 12; k++) {
        double s = p.s[t][order[k]];
        assertThat(signs.charAt(k)).isEqualTo(s < -0.6 ? '=' : s < -0.2 ? '-' : s <= 0.2 ? ' ' : s <= 0.6 ? '+' : '#');
      }
    }
    assertThat(result.out()).doesNotContain("\033").contains("o validation");
  }

  @Test @DisplayName("the curve: the highest loss on the first line, the lowest on the last, an epoch a column")
  void curve() {
    String picture = Curve.of("epoch,train,valid,gradient_norm,seconds\n0,3.0,2.0,,\n1,2.0,1.5,1,1\n2,1.0,2.0,1,1\n");
    List<String> lines = picture.lines().toList();
    assertThat(lines.get(0)).isEqualTo("  3.000 |.");
    assertThat(lines.get(4)).isEqualTo("  2.000 |o.o");
    assertThat(lines.get(6)).isEqualTo("  1.500 | o");
    assertThat(lines.get(8)).isEqualTo("  1.000 |  .");
    assertThat(Curve.of("epoch,train,valid,gradient_norm,seconds\n0,3.0,2.0,,\n")).isEmpty();
    assertThat(Curve.of("epoch,train,valid,gradient_norm,seconds\n" + IntStream.range(0, 1000).mapToObj(i -> i + "," + (2.0 - i / 1000.0) + ",2.0,1,1\n").collect(Collectors.joining())).lines())
        .hasSize(12).allMatch(line -> line.length() < 80);
  }

  // ---- plot: sentences ---------------------------------------------------------------------------------

  @ParameterizedTest @ValueSource(strings = {"", "epoch,train\n0,1\n", "epoch,train,valid,gradient_norm,seconds\n",
      "epoch,train,valid,gradient_norm,seconds\n0,1,2,3\n", "epoch,train,valid,gradient_norm,seconds\n0,1,two,3,4\n",
      "epoch,train,valid,gradient_norm,seconds\n0,,2,3,4\n", "epoch,train,valid,gradient_norm,seconds\n0,\"1,2,3,4\n", "epoch,train,valid,gradient_norm,seconds\n0,1,2,3,4,5,6\n"})
  @DisplayName("a history that is none: a sentence with the file's name, exit code 2, no page")
  void badHistory(String text) throws Exception {
    Path run = Files.createDirectories(folder.resolve("bad"));
    Files.copy(model, run.resolve("model.json"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(run.resolve("history.csv"), text);
    for (String mode : List.of("--model", "--compare")) {
      Kit.Result result = plot(mode, mode.equals("--model") ? run.resolve("model.json").toString() : run.toString());
      assertThat(result.status()).as(result.out()).isEqualTo(2);
      assertThat(result.err()).contains("history.csv").doesNotContain("Exception");
      assertThat(result.err().strip().lines()).hasSize(1);
    }
  }

  @Test @DisplayName("no model, no history, a letter it does not know, a folder that can't be written to: one sentence each")
  void wrong() throws Exception {
    Files.createDirectories(folder.resolve("alone"));
    Files.copy(model, folder.resolve("alone/model.json"), StandardCopyOption.REPLACE_EXISTING);
    Path file = Files.writeString(folder.resolve("file"), "");
    String[][] wrong = {{"--model", "none.json", "no model at none.json"}, {"--model", folder.resolve("alone/model.json").toString(), "no history at"},
        {"--name", "Rex!", "'R' in 'Rex!' is not among"}, {"--compare", folder.resolve("none").toString(), "no history at"}};
    for (String[] words : wrong) {
      Kit.Result result = plot(words[0], words[1]);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains(words[2]);
      assertThat(result.err().strip().lines()).hasSize(1);
    }
    Kit.Result result = Kit.run(new plot(), "--model", model.toString(), "--no-open", "--out", file.resolve("plots").toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("can't be written to");
  }

  @Test @DisplayName("a model whose names are not at hand: the pictures without them, and a word why")
  void withoutNames() throws Exception {
    Path list = Files.write(folder.resolve("gone.txt"), Files.readAllLines(Kit.FOLDER.resolve("data/dinosaurs.csv")).subList(0, 50)), run = folder.resolve("gone");
    assertThat(Kit.run(new train(), "--data", list.toString(), "--out", run.toString(), "--epochs", "1", "--hidden", "4").status()).isZero();
    Files.delete(list);
    Kit.Result result = plot("--model", run.resolve("model.json").toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.err()).contains("gone.txt) are not here");
    assertThat(Files.readString(folder.resolve("plots/index.html"))).contains("1000 invented").doesNotContain("5-gram");
  }

  @Tag("slow") @Test @DisplayName("the page is opened where there is a desktop, not with --no-open, and all is well without a browser")
  void browser() throws Exception {
    Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"));
    Path bin = Files.createDirectories(folder.resolve("bin")), opened = folder.resolve("opened"), xdg = bin.resolve("xdg-open");
    Files.writeString(xdg, "#!/bin/sh\necho \"$1\" >> '" + opened + "'\n");
    xdg.toFile().setExecutable(true);
    String jbang = Kit.FOLDER.resolve("jbang").toString(), out = folder.resolve("a page").toString();
    Map<String, String> desktop = Map.of("DISPLAY", ":0", "PATH", bin + ":" + System.getenv("PATH"));
    for (String option : List.of("--no-open", "--verbose")) {
      Kit.Result result = Kit.exec(folder, desktop, jbang, "inspect", "--out", out, option);
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out()).endsWith("wrote " + folder.resolve("a page/data.html") + "\n");
    }
    for (int i = 0; i < 100 && !Files.exists(opened); i++) Thread.sleep(50);
    assertThat(opened).hasContent(folder.resolve("a page/data.html").toUri().toString());
    Files.writeString(xdg, "#!/bin/sh\nexit 3\n");
    Kit.Result result = Kit.exec(folder, desktop, jbang, "inspect", "--out", out);
    assertThat(result.status()).as(result.err()).isZero();
  }
}
