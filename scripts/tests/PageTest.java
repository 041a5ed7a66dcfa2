import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.*;
import org.openqa.selenium.chrome.*;
import org.openqa.selenium.logging.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the pages of inspect and plot, in a browser without a network")
@Slow
class PageTest {

  @TempDir static Path folder;
  static ChromeDriver browser;
  static final String EVIL = "</script><script>window.ran=1</script>", IMAGE = "<img src=x onerror=window.ran=1>", BOLD = "<b>it's \"bold\"</b> \\";

  @BeforeAll static void draw() throws Exception {
    browser = Chromium.start(folder);
    List<String> names = new ArrayList<>(Dino.names(null).subList(0, 60));
    names.addAll(List.of(EVIL, IMAGE, BOLD, "été rex", "{{name}} ${name} %s &lt;", "αβγ", "𝔻ino 🦕"));
    Path list = Files.write(folder.resolve("<i>names.txt"), names);
    for (String[] run : new String[][] {{"model"}, {"<u>other", "--lr", "0.01"}, {"evil", "--data", list.toString()}}) {
      List<String> options = new ArrayList<>(List.of("--out", folder.resolve(run[0]).toString(), "--epochs", "6", "--hidden", "20"));
      options.addAll(Arrays.asList(run).subList(1, run.length));
      assertThat(Kit.run(new train(), options.toArray(String[]::new)).status()).isZero();
    }
    command(new inspect());
    command(new plot(), "--model", folder.resolve("model/model.json").toString());
    command(new plot(), "--out", folder.resolve("compared").toString(), "--compare", folder.resolve("model").toString(), folder.resolve("<u>other").toString());
    assertThat(Kit.run(new bench(), "--hidden", "4,8", "--rounds", "1", "--no-open", "--out", folder.resolve("plots").toString()).status()).isZero();
    command(new inspect(), "--out", folder.resolve("evil pages").toString(), "--data", list.toString());
    command(new plot(), "--out", folder.resolve("evil pages").toString(), "--model", folder.resolve("evil/model.json").toString(), "--name", EVIL);
  }

  private static void command(Object command, String... args) {
    List<String> options = new ArrayList<>(List.of(args));
    options.add("--no-open");
    if (!options.contains("--out")) options.addAll(List.of("--out", folder.resolve("plots").toString()));
    Kit.Result result = Kit.run(command, options.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().strip()).endsWith(".html").contains("wrote " + folder.toString());
  }

  @AfterAll static void quit() { if (browser != null) browser.quit(); }

  static void open(String page, int width) {
    browser.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    Chromium.open(browser, folder.resolve(page).toUri().toString());
  }

  @SuppressWarnings("unchecked")
  static <T> T script(String code) { return (T) browser.executeScript(code); }

  static List<WebElement> pictures() { return browser.findElements(By.className("picture")); }

  // ---- what every page keeps ---------------------------------------------------------------------------

  @ParameterizedTest(name = "{0}: whole and readable, on a wide screen and on a phone") @ValueSource(strings = {
      "plots/data.html", "plots/index.html", "plots/bench.html", "compared/index.html", "evil pages/data.html", "evil pages/index.html"})
  void page(String page) {
    open(page, 1200);
    requests(page);
    contents();
    assertThat((Object) script("return window.ran")).as("names are not run").isNull();
    assertThat(browser.findElements(By.cssSelector("img, b, u, i, svg a"))).as("names are no HTML").isEmpty();
    figures(page, 1200);
    overlaps(1200);
    open(page, 390);
    figures(page, 390);
    if (!page.startsWith("evil")) overlaps(390);   // so many letters do not fit on a phone
  }

  /** Nothing but the page and plotly.js is asked for, and the console has nothing to say. */
  private static void requests(String page) {
    assertThat(Chromium.requests(browser))
        .containsOnly(folder.resolve(page).toUri().toString(), folder.resolve(page).resolveSibling("plotly.js").toUri().toString());
    assertThat(Chromium.console(browser)).as("what the console says").isEmpty();
  }

  /** The contents list leads to each section, in their order. */
  private static void contents() {
    List<String> links = script("return [...document.querySelectorAll('nav a')].map(a => a.hash.slice(1))");
    List<String> sections = script("return [...document.querySelectorAll('figure, section')].map(e => e.id)");
    assertThat(links).isNotEmpty().isEqualTo(sections);
  }

  /** Every figure is drawn, with title and axis names whole, a caption, words for those who do not see it; nothing is wider than the screen. */
  private static void figures(String page, int width) {
    assertThat(pictures()).hasSize(page.endsWith("data.html") ? 4 : page.startsWith("compared") || page.endsWith("bench.html") ? 2 : 11);
    assertThat((List<?>) script("""
        const defects = [];
        for (const d of document.querySelectorAll('.picture')) {
          const whole = d.getBoundingClientRect(), titles = [...d.querySelectorAll('svg .xtitle, svg .ytitle, svg .gtitle')];
          if (titles.length != 3 || titles.some(t => !t.textContent.trim())) defects.push(d.id + ' lacks a title or an axis name');
          if (!d.querySelector('svg .trace path, svg .heatmaplayer image, svg .point path')) defects.push(d.id + ' is empty');
          if (d.getAttribute('aria-label').length < 20) defects.push(d.id + ' has no words for those who do not see it');
          if (d.parentElement.querySelector('figcaption').textContent.length < 40) defects.push(d.id + ' has no caption');
          for (const t of [...titles, ...d.querySelectorAll('.legendtext')]) {
            const r = t.getBoundingClientRect();
            if (r.left < whole.left || r.right > whole.right || r.top < whole.top || r.bottom > whole.bottom) defects.push(d.id + ': cut: ' + t.textContent);
          }
        }
        return defects;""")).as("%d wide", width).isEmpty();
    assertThat((Long) script("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
  }

  private static void overlaps(int width) {
    assertThat((List<?>) script("""
        const overlaps = [];
        for (const d of document.querySelectorAll('.picture')) for (const axis of ['.xtick text', '.ytick text', '.legendtext', '.gtitle, .xtitle, .ytitle, .legendtext']) {
          const boxes = [...d.querySelectorAll(axis)].filter(t => t.textContent.trim()).map(t => [t.textContent, t.getBoundingClientRect()]);
          for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) {
            const [a, b] = [boxes[i][1], boxes[j][1]];
            if (a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 3 && b.top < a.bottom - 3) overlaps.push(d.id + ' ' + axis + ': ' + boxes[i][0] + ' on ' + boxes[j][0]);
          }
        }
        return overlaps;""")).as("texts that overlap, %d wide", width).isEmpty();
  }

  @Test @DisplayName("the browser that looks at them has no network")
  void noNetwork() {
    browser.get("about:blank");
    Object reached = browser.executeAsyncScript("const done = arguments[0]; fetch('http://192.0.2.1/', {mode: 'no-cors'}).then(() => done('reached'), () => done('no network'))");
    assertThat(reached).isEqualTo("no network");
  }

  // ---- names are data ----------------------------------------------------------------------------------

  @Test @DisplayName("names full of HTML and Javascript are shown as they are: in tables, ticks, cells, captions, legends")
  void shown() {
    open("evil pages/data.html", 1200);
    assertThat(browser.findElements(By.tagName("td")).stream().map(WebElement::getText)).contains(EVIL, IMAGE, BOLD.strip(), "{{name}} ${name} %s &lt;");
    assertThat(browser.findElement(By.tagName("p")).getText()).contains("<i>names.txt");
    assertThat(texts("svg .xtick text")).contains("<", ">", "\\", "\u2423", "é", "α");
    open("evil pages/index.html", 1200);
    assertThat(texts("#figure3 .ytick text")).contains("<", ">", "\\", "\"", "'", "\u2423", "é", "α", "\uD83E\uDD95", "&", "$", "%");
    assertThat(texts("figcaption")).anyMatch(text -> text.contains("after a letter of " + EVIL));
    assertThat(String.join("", texts("#figure6 .xtick text"))).isEqualTo("start" + EVIL.replace(' ', '\u2423'));
    open("compared/index.html", 1200);
    assertThat(texts("#figure1 .legendtext")).contains("2: <u>other, validation");
  }

  static List<String> texts(String selector) { return script("return [...document.querySelectorAll('" + selector + "')].map(e => e.textContent)"); }

  // ---- what the pictures show --------------------------------------------------------------------------

  @Test @DisplayName("the bars of lengths and letters are as high as grep and wc count")
  void counts() throws Exception {
    open("plots/data.html", 1200);
    List<String> names = Files.readAllLines(Kit.FOLDER.resolve("data/dinosaurs.csv"));
    Map<Long, Long> lengths = new TreeMap<>();
    for (String name : names) lengths.merge((long) name.length(), 1L, Long::sum);
    List<Number> x = script("return figure1.calcdata[0].filter(p => p.s1 > 0).map(p => Math.round(p.p))"), y = script("return figure1.calcdata[0].filter(p => p.s1 > 0).map(p => p.s1)");
    Map<Long, Long> drawn = new TreeMap<>();
    for (int i = 0; i < x.size(); i++) drawn.put(x.get(i).longValue(), y.get(i).longValue());
    assertThat(drawn).isEqualTo(lengths);
    long a = names.stream().flatMapToInt(String::chars).filter(c -> c == 'a').count();
    assertThat(texts("#figure2 .xtick text").get(0)).isEqualTo("a");
    assertThat(((Number) script("return figure2.data[0].y[0]")).longValue()).isEqualTo(a);
    long afterQ = names.stream().filter(name -> name.contains("q")).flatMap(name -> Arrays.stream((name + " ").split("(?<=q)"))).filter(s -> s.endsWith("q")).count();
    long qu = names.stream().mapToLong(name -> name.split("qu", -1).length - 1).sum();
    assertThat(((Number) script("return figure3.data[0].z[17][21]")).doubleValue()).isCloseTo(100.0 * qu / afterQ, within(1e-9));   // q is letter 17, u 21
  }

  @Test @DisplayName("losses as in history.csv, the best epoch marked, level lines as baseline counts them")
  void losses() throws Exception {
    open("plots/index.html", 1200);
    List<String[]> rows = Files.readAllLines(folder.resolve("model/history.csv")).stream().skip(1).map(row -> row.split(",")).toList();
    List<?> training = script("return figure1.data[0].y.map(Number)"), validation = script("return figure1.data[1].y.map(Number)");
    assertThat(training).hasToString(rows.stream().map(row -> Double.valueOf(row[1])).toList().toString());
    assertThat(validation).hasToString(rows.stream().map(row -> Double.valueOf(row[2])).toList().toString());
    assertThat(((Number) script("return Number(figure1.data[2].y[0])")).doubleValue()).isCloseTo(Math.log(27), within(1e-12));
    String table = Kit.run(new baseline()).out();
    for (int[] level : new int[][] {{3, 3}, {4, 8}}) {   // trace; line of the table: validation is its last but two
      String[] words = table.lines().toList().get(1 + level[1]).trim().split(" +");
      double told = Double.parseDouble(words[words.length - 3]);
      assertThat(((Number) script("return Number(figure1.data[" + level[0] + "].y[0])")).doubleValue()).isCloseTo(told, within(5e-5));
    }
    Map<String, Object> loss = Model.load(folder.resolve("model/model.json")).loss();
    assertThat(texts("#figure1 .legendtext")).contains("best epoch, " + loss.get("epoch"));
  }

  @Test @DisplayName("the weights drawn are the model's, white is 0; the hidden state and the probabilities are those of forward")
  void inside() {
    open("plots/index.html", 1200);
    Model model = Model.load(folder.resolve("model/model.json"));
    double[][][] W = {model.weights().Wxh(), model.weights().Whh(), model.weights().Who()};
    for (int k = 0; k < 3; k++) {
      List<List<Number>> z = script("return figure" + (3 + k) + ".data[0].z");
      assertThat(z).hasSize(W[k].length);
      for (int i = 0; i < W[k].length; i++) for (int j = 0; j < W[k][i].length; j++) assertThat(z.get(i).get(j).doubleValue()).isEqualTo(W[k][i][j]);
      assertThat((Boolean) script("const t = figure" + (3 + k) + ".data[0]; return t.zmin === -t.zmax && t.zmax > 0")).isTrue();
    }
    forward.Pass p = forward.forward(model.weights(), encode.steps(encode.indices("stegosaurus", model.vocabulary()), 27));
    List<List<Number>> state = script("return figure6.data[0].z");
    List<String> units = texts("#figure6 .ytick text");
    assertThat(units).hasSize(20);
    for (int row = 0; row < 20; row++) {
      for (int t = 0; t < 12; t++) assertThat(state.get(row).get(t).doubleValue()).isEqualTo(p.s[t][Integer.parseInt(units.get(row))]);
    }
    List<Number> surprise = script("return figure8.data[0].y");
    assertThat(surprise.stream().mapToDouble(Number::doubleValue).sum()).isCloseTo(p.loss, within(1e-9));
    List<List<Number>> likely = script("return figure7.data[0].z");
    for (int t = 0; t < 12; t++) {
      double[] sorted = Arrays.stream(p.yHat[t]).sorted().toArray();
      for (int k = 0; k < 5; k++) assertThat(likely.get(k).get(t).doubleValue()).isEqualTo(100 * sorted[26 - k]);
    }
  }

  @Test @DisplayName("on paper no picture is wider than the page")
  void print() {
    open("plots/index.html", 1200);
    assertThat((Boolean) script("dispatchEvent(new Event('beforeprint')); return [...document.querySelectorAll('.picture svg')].every(s => s.getBoundingClientRect().width <= 680)")).isTrue();
    script("dispatchEvent(new Event('afterprint'))");
  }
}
