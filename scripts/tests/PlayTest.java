import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.CompletableFuture;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import org.openqa.selenium.chrome.ChromeDriver;
import static org.assertj.core.api.Assertions.*;

@DisplayName("play: the Java in the browser computes what the Java here computes")
@Slow
class PlayTest {

  @TempDir static Path folder;
  static ChromeDriver browser;
  static Path page;

  @BeforeAll static void open() throws Exception {
    browser = Chromium.start(folder);
    Chromium.downloads(browser, folder);
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(120));
    page = folder.resolve("play.html");
    assertThat(played("--out", page.toString()).out().strip()).isEqualTo("wrote " + page);
    browser.get(page.toUri().toString());
  }

  @AfterAll static void quit() { if (browser != null) browser.quit(); }

  static Kit.Result played(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    words.add("--no-open");
    Kit.Result result = Kit.run(new play(), words.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }

  // ---- in the browser: a worker made of the page's own texts -------------------------------------------

  /** Trains, draws, and checks the gradient. One argument: {names, hidden, seed, epochs, name}. */
  static final String SCRIPT = """
      const [asked, done] = arguments;
      const w = new Worker(URL.createObjectURL(new Blob([document.getElementById('worker').textContent])));
      const until = fits => new Promise((ok, no) => { w.onmessage = ({data}) => {
        if (data.kind === 'error' || data.error) no(data.text || data.error);
        if (fits(data)) ok(data);
      } });
      const ask = (what, more) => w.postMessage({do: what, ...more});
      (async () => {
        ask('load', {wasm: document.getElementById('wasm').textContent.trim()});
        await until(d => d.kind === 'loaded');
        const values = {batch: 32, lr: 0.003, clip: 5, optimizer: 'adam', mistake: ''};
        ask('settings', {values});
        ask('begin', asked);
        const out = {losses: [], checks: {}};
        let state = await until(d => d.kind === 'state' && d.curve && d.epoch === 0);
        out.losses.push(state.curve.at(-1));
        for (let epoch = 1; epoch <= asked.epochs; epoch++) {
          ask('step', {});
          state = await until(d => d.kind === 'state' && d.curve && d.epoch === epoch);
          out.losses.push(state.curve.at(-1));
        }
        ask('watch', {view: {view: 'sample', count: 100, temperature: 0.8, seed: asked.seed, off: []}});
        out.names = (await until(d => d.kind === 'state' && d.shown && d.shown.names)).shown.names;
        for (const mistake of ['', 'tanh', 'carry', 'transpose', 'clip']) {
          ask('check', {name: asked.name, mistake});
          out.checks[mistake] = (await until(d => d.kind === 'checked')).lines.map(line => line.numbers);
        }
        w.terminate();
        done(JSON.stringify(out));
      })().catch(e => done('ERROR ' + e));
      """;

  @SuppressWarnings("unchecked")
  static Map<String, Object> inBrowser(Map<String, Object> asked) throws Exception {
    String json = (String) browser.executeAsyncScript(SCRIPT, asked);
    assertThat(json).doesNotStartWith("ERROR");
    return JSON.std.mapFrom(json);
  }

  static double number(Object json, String... path) {
    for (String name : path) json = ((Map<?, ?>) json).get(name);
    return ((Number) json).doubleValue();
  }

  // ---- here: the kit's own train, with Batch -----------------------------------------------------------

  static class Trained {
    final forward.Weights W;
    final int[] vocabulary;
    final List<double[]> losses = new ArrayList<>();   // of each epoch: training, validation
    final int longest;

    Trained(List<String> names, Cell cell, int H, int seed, int epochs) {
      Dino.Random random = new Dino.Random(seed);
      encode.Split split = encode.split(names, random);
      vocabulary = encode.vocabulary(names);
      longest = sample.longest(names);
      List<int[]> train = encode.indices(split.train(), vocabulary), valid = encode.indices(split.valid(), vocabulary);
      W = cell.random(vocabulary.length, H, random);
      double[][] m = backprop.zerosLike(W).rows(), v = backprop.zerosLike(W).rows();
      try (Batch engine = new Batch(W, 2)) {
        losses.add(new double[] {engine.meanLoss(train), engine.meanLoss(valid)});
        for (int epoch = 1, t = 0; epoch <= epochs; epoch++) {
          random.shuffle(train);
          double sum = 0;
          for (int from = 0; from < train.size(); from += 32) {
            sum += engine.lossAndGradient(train, from, Math.min(train.size(), from + 32));
            optimize.clip(engine.gradient(), 5);
            optimize.adam(W.rows(), engine.gradient(), m, v, ++t, 0.003);
          }
          losses.add(new double[] {sum / Engine.characters(train), engine.meanLoss(valid)});
        }
      }
    }

    List<String> names(int count, double temperature, int seed) {
      return IntStream.range(0, count).mapToObj(n -> encode.text(
          sample.name(W, new int[0], temperature, new Dino.Random(seed + n), longest), vocabulary)).toList();
    }

    List<encode.Steps> inputs(String name) {
      return List.of(encode.steps(encode.indices(name, vocabulary), W.V()));
    }

    /** Of Wxh, Whh and Who. */
    List<double[][]> numerical(String name) {
      List<encode.Steps> inputs = inputs(name);
      return matrices(W).stream().map(M -> gradcheck.numerical(M, 1e-4, () -> gradcheck.loss(W, inputs))).toList();
    }

    static List<double[][]> matrices(forward.Weights W) { return List.of(W.Wxh(), W.Whh(), W.Who()); }
  }

  // ---- the two side by side ----------------------------------------------------------------------------

  /** Names of three to five syllables, in the script that these come from. */
  static List<String> invented(String... syllables) {
    Random random = new Random(1);
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < 60) names.add(random.ints(3 + random.nextInt(3), 0, syllables.length)
        .mapToObj(i -> syllables[i]).collect(Collectors.joining()));
    return List.copyOf(names);
  }

  static Stream<Arguments> lists() {
    List<Arguments> lists = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) lists.add(Arguments.of("dinosaurs", Dino.names(null), Cell.RNN, 64, seed));
    lists.add(Arguments.of("dinosaurs, GRU", Dino.names(null), Cell.GRU, 10, 5));
    lists.add(Arguments.of("dinosaurs, LSTM", Dino.names(null), Cell.LSTM, 8, 6));
    lists.add(Arguments.of("Latin with accents",
        invented("\u00e9", "mu", "\u00f1a", "\u00fc ", "to", "\u00e7i"), Cell.RNN, 12, 0));
    lists.add(Arguments.of("Greek",
        invented("\u03b1\u03bb", "\u03b2\u03b5", "\u03b3\u03ce", "\u03c9", "\u03c1\u03bf\u03c2"), Cell.RNN, 12, 1));
    lists.add(Arguments.of("Chinese",
        invented("\u738b", "\u5c0f\u660e", "\u674e", "\u9f8d", "\u82b1", "\u6797"), Cell.RNN, 12, 2));
    lists.add(Arguments.of("emoji",
        invented("\ud83e\udd95", "\ud83e\udd96", "a", "\ud83d\udc32\ud83c\udf0b", "\u2600"), Cell.RNN, 12, 3));
    return lists.stream();
  }

  @ParameterizedTest(name = "{0}, seed {4}: losses to nine digits, a hundred names, the gradient check")
  @MethodSource("lists")
  void same(String title, List<String> names, Cell cell, int H, int seed) throws Exception {
    String name = names.stream().min(Comparator.comparing(String::length)).get();   // forwards twice for each weight
    CompletableFuture<Trained> beside = CompletableFuture.supplyAsync(() -> new Trained(names, cell, H, seed, 3));
    CompletableFuture<List<double[][]>> differences = beside.thenApply(trained -> trained.numerical(name));
    Map<String, Object> there = inBrowser(Map.of("names", names, "cell", cell.toString(), "hidden", H, "seed", seed, "epochs", 3, "name", name));
    List<double[][]> numerical = differences.join();
    Trained here = beside.join();
    List<?> losses = (List<?>) there.get("losses");
    assertThat(losses).hasSize(4);
    for (int epoch = 0; epoch <= 3; epoch++) {
      assertThat(number(losses.get(epoch), "train")).isCloseTo(here.losses.get(epoch)[0], within(5e-10));
      assertThat(number(losses.get(epoch), "valid")).isCloseTo(here.losses.get(epoch)[1], within(5e-10));
    }
    assertThat(there.get("names")).isEqualTo(here.names(100, 0.8, seed));
    Map<?, ?> checks = (Map<?, ?>) there.get("checks");
    for (String mistake : List.of("", "tanh", "carry", "transpose", "clip")) {
      List<double[][]> analytic = Trained.matrices(gradcheck.analytic(here.W, here.inputs(name),
          mistake.isEmpty() ? null : Mistake.valueOf(mistake)));
      boolean all = true;
      for (int i = 0; i < 3; i++) {
        gradcheck.Comparison c = gradcheck.compare(analytic.get(i), numerical.get(i));
        double[] found = ((List<?>) ((List<?>) checks.get(mistake)).get(i)).stream()
            .mapToDouble(n -> number(n)).toArray();   // error, row, column, analytic, numerical, OK
        String where = mistake + i;
        int row = (int) found[1], column = (int) found[2];
        assertThat(found[3]).as(where).isCloseTo(analytic.get(i)[row][column], within(5e-10));
        assertThat(found[4]).as(where).isCloseTo(numerical.get(i)[row][column], within(5e-10));
        assertThat(found[5]).as(where).isEqualTo(c.ok() ? 1 : 0);
        if (c.ok()) assertThat(found[0]).as(where).isBetween(c.error() / 10, c.error() * 10);   // both are noise
        else assertThat(found[0]).as(where).isCloseTo(c.error(), withinPercentage(0.01));
        if (!c.ok()) assertThat(List.of(row, column)).as(where).isEqualTo(List.of(c.row(), c.column()));
        all &= c.ok();
      }
      assertThat(all).as(mistake).isEqualTo(mistake.isEmpty());
    }
  }

  // ---- the command -------------------------------------------------------------------------------------

  @Test @DisplayName("the stages are compiled once; other names make another page of the same network")
  void once() throws Exception {
    Path list = Files.write(folder.resolve("list.txt"), invented("ka", "lo", "mi")), other = folder.resolve("other.html");
    assertThat(played("--data", list.toString(), "--out", other.toString()).err()).doesNotContain("compiling");
    assertThat(Files.readString(other)).contains("list.txt", invented("ka", "lo", "mi").get(7));
    assertThat(Files.size(page)).isBetween(400_000L, 1_500_000L);
  }

  @Test @DisplayName("--model: the page begins with these weights; what it keeps, load and train --init take")
  void model() throws Exception {
    Path model = folder.resolve("model"), with = folder.resolve("with.html");
    assertThat(Kit.run(new train(), "--epochs", "3", "--hidden", "16", "--seed", "2", "--out", model.toString()).status())
        .isZero();
    played("--model", model.toString(), "--out", with.toString());
    browser.get(with.toUri().toString());
    browser.executeAsyncScript("setInterval(done => { if (now && curve.length) done() }, 50, arguments[0])");
    double valid = number(Model.load(model).loss().get("valid"));
    assertThat(number(browser.executeScript("return curve[0].valid"))).isCloseTo(valid, within(5e-10));
    Path kept = kept();
    Model back = Model.load(kept), first = Model.load(model);
    assertThat(back.weights().rows()).isDeepEqualTo(first.weights().rows());
    assertThat(number(back.loss().get("valid"))).isCloseTo(valid, within(5e-10));
    assertThat(number(back.loss().get("test"))).isCloseTo(number(first.loss().get("test")), within(5e-10));
    assertThat(Kit.run(new train(), "--init", kept.toString(), "--epochs", "1", "--seed", "2", "--out",
        folder.resolve("further").toString()).status()).isZero();

    browser.executeScript("$('epoch').click()");
    browser.executeAsyncScript("setInterval(done => { if (now.epoch === 1) done() }, 50, arguments[0])");
    double further = number(browser.executeScript("return curve[1].valid"));
    assertThat(further).isLessThan(valid);
    forward.Weights W = Model.load(kept()).weights();
    List<String> names = Dino.names(null);
    try (Batch engine = new Batch(W, 2)) {
      assertThat(engine.meanLoss(encode.indices(encode.split(names, new Dino.Random(2)).valid(),
          encode.vocabulary(names)))).as("what has been learnt on the page, here").isCloseTo(further, within(5e-10));
    }
    browser.get(page.toUri().toString());
  }

  /** The model.json that the page downloads now. */
  static Path kept() throws Exception {
    Path kept = folder.resolve("model.json");
    Files.deleteIfExists(kept);
    browser.executeScript("$('download').click()");
    for (int i = 0; i < 100 && !Files.exists(kept); i++) Thread.sleep(50);
    Thread.sleep(200);
    return kept;
  }

  @Test @DisplayName("who changes backprop.java sees their own network learn, and is told what a browser can't run")
  void own() throws Exception {
    Path kit = folder.resolve("kit"), stage = kit.resolve("scripts/backprop.java"), own = folder.resolve("own.html");
    for (String part : List.of("scripts", "data", "jbang", "jbang-catalog.json", ".jbang/pom.xml")) {
      Files.createDirectories(kit.resolve(part).getParent());
      assertThat(Kit.exec(Kit.FOLDER, Map.of(), "cp", "-r", part, kit.resolve(part).toString()).status()).isZero();
    }
    String text = Files.readString(stage), carry = "ro[t] = roNext = roStep(";
    assertThat(text).contains(carry);
    Files.writeString(stage, text.replace(carry, "ro[t] = roStep("));
    String[] start = {kit.resolve("jbang").toString(), "play", "--no-open", "--out", own.toString()};
    Kit.Result result = Kit.exec(kit, Map.of(), start);
    assertThat(result.status()).as(result.err()).isZero();
    browser.get(own.toUri() + "#ask=no&hidden=16&batches=33");
    browser.executeAsyncScript("setInterval(done => { if (now && now.epoch === 1) done() }, 50, arguments[0])");
    assertThat(browser.executeScript("return now.own")).isEqualTo(true);
    assertThat((String) browser.executeScript("return $('code').textContent + facts.code.back[0].text"))
        .contains("ro[t] = roStep(");

    // The same slip here, as gradcheck makes it.
    Dino.Random random = new Dino.Random(0);
    List<String> names = Dino.names(null);
    encode.Split split = encode.split(names, random);
    int[] vocabulary = encode.vocabulary(names);
    List<int[]> train = encode.indices(split.train(), vocabulary), valid = encode.indices(split.valid(), vocabulary);
    forward.Weights W = forward.random(27, 16, random);
    double[][] m = backprop.zerosLike(W).rows(), v = backprop.zerosLike(W).rows();
    random.shuffle(train);
    for (int from = 0, t = 0; from < train.size(); from += 32) {
      List<encode.Steps> batch = train.subList(from, Math.min(train.size(), from + 32)).stream()
          .map(name -> encode.steps(name, 27)).toList();
      double[][] dW = gradcheck.analytic(W, batch, Mistake.carry).rows();
      optimize.clip(dW, 5);
      optimize.adam(W.rows(), dW, m, v, ++t, 0.003);
    }
    assertThat(number(browser.executeScript("return curve[1].valid")))
        .isCloseTo(new Stages(W).meanLoss(valid), within(5e-10));
    browser.get(page.toUri().toString());
    browser.executeAsyncScript("setInterval(done => { if (now) done() }, 50, arguments[0])");
    assertThat(browser.executeScript("return now.own")).isEqualTo(false);

    Files.writeString(stage, text.replace("double[][] ro = new double[p.steps.T][];",
        "double[][] ro = new double[p.steps.T][]; new java.util.concurrent.ForkJoinPool().shutdown();"));
    result = Kit.exec(kit, Map.of(), start);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("play: a browser can't run the stages as they are now: Class "
        + "java.util.concurrent.ForkJoinPool was not found (backprop.java, line 49)\n");
  }

  @Test @DisplayName("names are texts in the file, whatever stands in them; with a model they are those that it learnt")
  void texts() throws Exception {
    List<String> names = IntStream.range(0, 30).mapToObj(i -> "ab</script><!--" + i).toList();
    Path list = Files.write(folder.resolve("odd.txt"), names), model = folder.resolve("odd model"),
        out = folder.resolve("odd.html");
    assertThat(Kit.run(new train(), "--data", list.toString(), "--epochs", "1", "--hidden", "4", "--out",
        model.toString()).status()).isZero();
    played("--model", model.toString(), "--out", out.toString());
    String html = Files.readString(out), facts = html.substring(html.indexOf("{\"lists\""));
    facts = facts.substring(0, facts.indexOf("</script>"));
    assertThat(facts).doesNotContain("<");
    Map<?, ?> first = (Map<?, ?>) ((List<?>) JSON.std.mapFrom(facts).get("lists")).get(0);
    assertThat(first.get("names")).isEqualTo(names);
  }

  @Test @DisplayName("a folder that is a file, a model that is none: a sentence, and exit code 2")
  void wrong() throws Exception {
    for (String[] words : new String[][] {{"--out", page + "/x/play.html"}, {"--model", folder + "/nothing"},
        {"--data", folder + "/nothing"}}) {
      Kit.Result result = Kit.run(new play(), Stream.concat(Stream.of(words), Stream.of("--no-open")).toArray(String[]::new));
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err().lines()).hasSize(1);
    }
  }

  @Test @DisplayName("each view shows whole functions, line by line as the stages have them")
  void code() throws Exception {
    Map<String, List<Map<String, String>>> code = play.code();
    play.SHOWN.forEach((view, functions) -> assertThat(code.get(view)).as(view).hasSameSizeAs(functions));
    for (List<Map<String, String>> functions : code.values()) for (Map<String, String> shown : functions) {
      String file = shown.get("title").replaceAll(",.*", "");
      try (Stream<Path> files = Files.walk(Kit.FOLDER.resolve("scripts"))) {
        Path source = files.filter(f -> f.endsWith(file)).findFirst().get();
        String indented = shown.get("text").lines().map(line -> line.isEmpty() ? "" : "  " + line)
            .collect(Collectors.joining("\n"));
        String text = Files.readString(source);
        assertThat(text).contains(indented + "\n");
        assertThat(text.substring(0, text.indexOf(indented)).stripTrailing()).as("what stands above it is shown too")
            .doesNotEndWith("*/");
        assertThat(shown.get("text")).contains(shown.get("title").replaceAll(".*, ", "") + "(").endsWith("}");
      }
    }
  }
}
