import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.*;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import static org.assertj.core.api.Assertions.*;

@DisplayName("play: what one can do on the page, as a learner does it, without a network")
@Slow
class PlayPageTest {

  @TempDir static Path folder;
  static ChromeDriver browser;
  static Path page;

  @BeforeAll static void draw() throws Exception {
    browser = Chromium.start(folder);
    Chromium.downloads(browser, folder);
    browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    page = folder.resolve("play.html");
    PlayTest.played("--out", page.toString());
  }

  @AfterAll static void quit() { if (browser != null) browser.quit(); }

  static void open(Path file, String address) throws Exception {
    size(1280, 720);
    Chromium.open(browser, file.toUri() + address);
    settled();
  }

  static void size(int width, int height) {
    browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** A network of 12 units, with all views open. */
  static void open(String address) throws Exception { open(page, "#ask=no&hidden=12&" + address); }

  /** Asks once more, so that whatever was asked before is done, and waits until the page shows the answer. */
  static void settled() {
    browser.executeAsyncScript("""
        const done = arguments[0];
        window.eval("typeof now !== 'undefined' && now && ask('watch', {view: watched()})");
        const poll = () => {
          const there = window.eval("typeof now !== 'undefined' && now && !now.playing && !pending && (curve.length > 0 || now.of === 0) && "
            + "now.watched.examples.length > 0 && now.watched.id === watch && frame === 0");
          there ? done() : setTimeout(poll, 20);
        };
        setTimeout(poll, 60);""");
  }

  @SuppressWarnings("unchecked")
  static <T> T script(String code, Object... arguments) { return (T) browser.executeScript(code, arguments); }

  static double number(String code) { return ((Number) script("return " + code)).doubleValue(); }

  static WebElement $(String id) { return browser.findElement(By.id(id)); }

  static void press(String id) {
    $(id).click();
    settled();
  }

  static void type(String id, String text) {
    $(id).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
    settled();
  }

  static String message() { return $("message").isDisplayed() ? $("message").getText() : ""; }

  static final List<String> VIEWS = List.of("train", "read", "back", "break", "unit", "sample");

  // ---- the nine things ---------------------------------------------------------------------------------

  @Test @DisplayName("1 train: a batch, an epoch, play, pause, from the start; what changes at once and what does not")
  void train() throws Exception {
    open("view=train");
    assertThat(number("now.levels.uniform")).isCloseTo(Math.log(27), within(1e-12));
    double first = number("curve[0].valid");
    press("batch");
    assertThat(number("now.batches")).isEqualTo(1);
    press("epoch");
    assertThat(number("now.epoch")).isEqualTo(1);
    assertThat(number("now.from")).isZero();
    assertThat(number("now.batches")).isEqualTo(33);   // of 1056 names, 32 at a time
    $("play").click();
    Thread.sleep(700);
    $("play").click();
    settled();
    double played = number("now.batches");
    assertThat(played).isGreaterThan(40);
    assertThat(number("curve[curve.length - 1].valid")).isLessThan(first - 0.5);
    assertThat($("validLoss").getText()).isEqualTo(String.format(Locale.ROOT, "%.3f", number("curve[curve.length - 1].valid")));
    assertThat($("curve").findElements(By.tagName("path"))).hasSize(2);
    assertThat(browser.findElements(By.cssSelector("#invented li"))).hasSize(3);

    script("$('lr').value = 0.01; $('lr').dispatchEvent(new Event('change'))");
    settled();
    assertThat(number("now.batches")).as("a rate is changed on the way").isEqualTo(played);
    type("seed", "5" + Keys.TAB);
    assertThat(number("now.batches")).as("a seed is not").isZero();
    assertThat(number("curve[0].valid")).isNotEqualTo(first);
    type("seed", "0" + Keys.TAB);
    assertThat(number("curve[0].valid")).isEqualTo(first);
    press("epoch");
    press("start");
    assertThat(number("now.batches")).isZero();
    assertThat(number("curve.length")).isEqualTo(1);
  }

  @Test @DisplayName("1 train: what is chosen on the way changes the very next step")
  void settings() throws Exception {
    double as = afterTwoMore("lr", "0.003");
    assertThat(afterTwoMore("lr", "0.003")).as("the rate as it was").isEqualTo(as);
    assertThat(afterTwoMore("lr", "0.01")).isNotEqualTo(as);
    assertThat(afterTwoMore("clip", "0.1")).isNotEqualTo(as);
    assertThat(afterTwoMore("optimizer", "sgd")).isNotEqualTo(as);
  }

  /** Three batches, a setting chosen, and two more: the last one's loss, which is that of the weights before it. */
  private static double afterTwoMore(String id, String value) throws Exception {
    open("view=train&batches=3");
    $(id).findElements(By.tagName("option")).stream()
        .filter(option -> option.getDomProperty("value").equals(value)).findFirst().get().click();
    press("batch");
    press("batch");
    assertThat(number("now.batches")).isEqualTo(5);
    return number("now.loss");
  }

  @Test @DisplayName("1 train, slowly: a name goes through, forwards and back, and then comes the step")
  void slowly() throws Exception {
    open("view=train&speed=slow&batches=10");
    $("play").click();
    Set<String> lit = new HashSet<>();
    for (int i = 0; i < 120 && number("now.batches") == 10; i++) {
      Thread.sleep(100);
      lit.add(script("return [...document.querySelectorAll('#code .lit')].map(line => line.textContent.trim()).join()"));
    }
    $("play").click();
    settled();
    assertThat(number("now.batches")).isEqualTo(11);
    assertThat(lit).anyMatch(line -> line.contains("step(steps.x[t]")).anyMatch(line -> line.contains("roStep(roNext"));
  }

  @Test @DisplayName("2 read: each key changes the bars; a pressed bar is typed; an unknown letter gets a sentence")
  void read() throws Exception {
    open("view=read&name=tyr&batches=200");
    double[] sums = ((List<?>) script("return now.shown.probabilities.map(p => [...p].reduce((a, b) => a + b))"))
        .stream().mapToDouble(sum -> ((Number) sum).doubleValue()).toArray();
    assertThat(sums).hasSize(4);
    for (double sum : sums) assertThat(sum).isCloseTo(1, within(1e-12));
    String before = $("bars").getText();
    $("name").sendKeys("a");
    settled();
    assertThat($("bars").getText()).isNotEqualTo(before);
    WebElement bar = browser.findElements(By.cssSelector("#bars .bar")).stream()
        .filter(b -> b.findElement(By.tagName("b")).getText().matches("[a-z]")).findFirst().get();
    String letter = bar.findElement(By.tagName("b")).getText();
    bar.click();
    settled();
    assertThat($("name").getDomProperty("value")).isEqualTo("tyra" + letter);
    assertThat(browser.findElements(By.cssSelector("#letters .letter"))).hasSize(6);
    $("name").sendKeys("\u03b1");
    settled();
    assertThat($("nameError").getText()).contains("\u03b1", "not among the 26 letters");
    type("name", "TYR");
    assertThat($("name").getDomProperty("value")).isEqualTo("tyr");
  }

  @Test @DisplayName("3 back: the loss of one guess reaches the letters before it, not those after it")
  void back() throws Exception {
    open("view=back&name=tyrannosaurus&batches=66");
    assertThat(number("now.shown.errors.length")).isEqualTo(14);
    assertThat(number("norm(now.shown.errors[13])")).isPositive();
    browser.findElements(By.cssSelector("#letters .letter")).get(5).click();
    settled();
    for (int t = 0; t < 14; t++) {
      assertThat(number("norm(now.shown.errors[" + t + "])") > 0).isEqualTo(t <= 5);
      assertThat(number("now.shown.inputs[" + t + "]") > 0).isEqualTo(t <= 5);
    }
    press("allTargets");
    assertThat(number("norm(now.shown.errors[13])")).isPositive();
  }

  @Test @DisplayName("4 break: the loss falls with a wrong gradient, and the check sees it")
  void broken() throws Exception {
    open("view=break&name=tyr&batches=10");
    for (String mistake : List.of("carry", "")) {
      $("mistakes").findElement(By.cssSelector("input[value='" + mistake + "']")).click();
      settled();
      double before = number("curve[curve.length - 1].valid");
      press("epoch");
      press("epoch");
      assertThat(number("curve[curve.length - 1].valid")).isLessThan(before - 0.01);
      $("check").click();
      browser.executeAsyncScript("const done = arguments[0], p = () => $('check').disabled ? setTimeout(p, 50) : done(); p()");
      assertThat($("checked").getText().contains("NOT OK")).isEqualTo(!mistake.isEmpty());
      assertThat($("checked").getText()).contains("dWxh", "dWhh", "dWho");
    }
  }

  @Test @DisplayName("5 one unit: off and on again, chosen in the strip, over a hundred names")
  void unit() throws Exception {
    open("view=unit&unit=3&batches=99");
    double on = number("now.shown.on");
    assertThat(number("now.shown.values.length")).isEqualTo(100);
    assertThat((Object) script("return now.shown.off")).isNull();
    press("off");
    assertThat(number("now.shown.off")).isGreaterThan(on);
    assertThat(number("Math.max(...now.shown.values.flatMap(v => [...v]).map(Math.abs))")).as("it is 0 everywhere").isZero();
    press("off");
    assertThat(number("now.shown.on")).isEqualTo(on);
    assertThat((Object) script("return now.shown.off")).isNull();
    assertThat(number("Math.max(...now.shown.values.flatMap(v => [...v]).map(Math.abs))")).isPositive();
    script("const s = $('strip').getBoundingClientRect(); $('strip').dispatchEvent(new MouseEvent('click', "
        + "{clientX: s.left + 9, clientY: s.top + s.height * 7.5 / 12}))");
    settled();
    assertThat(number("state.unit")).isEqualTo(7);
    assertThat(browser.findElements(By.cssSelector("#wall span[style]"))).isNotEmpty();
  }

  @Test @DisplayName("6 sample: the temperature changes the names, and back at 1 they are the same")
  void sample() throws Exception {
    open("view=sample&batches=99");
    List<String> at1 = script("return [...now.shown.names]");
    temperature("0.2");
    assertThat((List<String>) script("return [...now.shown.names]")).isNotEqualTo(at1);
    long cold = new HashSet<>((List<String>) script("return [...now.shown.names]")).size();
    assertThat((List<String>) script("return [...now.shown.cold]")).isEqualTo(at1);
    temperature("2");
    assertThat(new HashSet<>((List<String>) script("return [...now.shown.names]")).size()).isGreaterThan((int) cold);
    temperature("1");
    assertThat((List<String>) script("return [...now.shown.names]")).isEqualTo(at1);
    press("dice");
    assertThat((List<String>) script("return [...now.shown.names]")).doesNotContainAnyElementsOf(at1);
  }

  private static void temperature(String value) {
    script("$('temperature').value = arguments[0]; $('temperature').dispatchEvent(new Event('input'))", value);
    settled();
  }

  @Test @DisplayName("7 asked first, once; the address opens the same thing again")
  void address() throws Exception {
    open(page, "#hidden=12&view=read&name=tyr");
    assertThat($("answer").isDisplayed()).isFalse();
    $("options").findElement(By.tagName("input")).sendKeys("a" + Keys.ENTER);
    settled();
    assertThat($("answer").isDisplayed()).isTrue();
    assertThat($("verdict").getText()).startsWith("You said a.");
    press("tab-sample");
    assertThat($("answer").isDisplayed()).isFalse();
    press("skip");
    assertThat($("answer").isDisplayed()).isTrue();
    press("epoch");
    press("batch");
    temperature("0.5");
    String address = script("return location.hash");
    double loss = number("now.loss");
    List<String> names = script("return [...now.shown.names]");
    open(page, address);
    assertThat(number("now.batches")).isEqualTo(34);
    assertThat(number("now.loss")).isEqualTo(loss);
    assertThat((List<String>) script("return [...now.shown.names]")).isEqualTo(names);
    script("localStorage.clear()");
  }

  @Test @DisplayName("8 the code beside it: the stages' own lines, and the one at work is lit")
  void code() throws Exception {
    open("view=read&name=tyr");
    assertThat($("code").getText()).contains("forward.java, step", "Dino.addProduct(sBefore, W.Whh, z);");
    script("$('bars').querySelector('.bar').dispatchEvent(new Event('mouseover', {bubbles: true}))");
    assertThat(browser.findElement(By.cssSelector("#code .lit")).getText()).contains("softmax(scores(s, W))");
    for (String view : VIEWS) {
      press("tab-" + view);
      assertThat(browser.findElements(By.cssSelector("#code .lit"))).as(view).isNotEmpty();
      List<String> shown = script("return [...document.querySelectorAll('#code pre')]"
          + ".map(pre => [...pre.children].map(line => line.textContent.trimEnd()).join('\\n'))");
      assertThat(shown).as(view).isEqualTo(play.code().get(view).stream().map(text -> text.get("text")).toList());
    }
  }

  @Test @DisplayName("9 keep it, and open it again: a model, a list of names; what is neither gets a sentence")
  void files() throws Exception {
    open("view=read&name=tyr&seed=4&batches=33");
    double valid = number("curve[curve.length - 1].valid");
    Path kept = folder.resolve("model.json");
    Files.deleteIfExists(kept);
    press("download");
    for (int i = 0; i < 100 && !Files.exists(kept); i++) Thread.sleep(50);
    Thread.sleep(200);
    open("view=read");
    choose(kept);
    assertThat(number("curve[0].valid")).isEqualTo(valid);
    assertThat(number("state.seed")).isEqualTo(4);
    choose(Files.write(folder.resolve("greek.txt"), PlayTest.invented("\u03b1\u03bb", "\u03b2\u03b5", "\u03c9")));
    assertThat(number("now.of")).isEqualTo(48);   // 60 names, but for a tenth to test and a tenth for validation
    assertThat($("listName").getText()).isEqualTo("greek.txt");
    choose(kept);
    assertThat(message()).contains("other letters");
    Map<String, String> wrong = Map.of("few.txt", "a\nb\n", "table.csv", "a,1\nb,2\nc,3\n".repeat(9),
        "half.json", Files.readString(kept).substring(0, 900), "other.json", "{\"format\": 1}",
        "nan.json", Files.readString(kept).replaceFirst("\\[\\[.*?,", "[[\"x\","));
    for (Map.Entry<String, String> file : wrong.entrySet()) {
      $("file").sendKeys(Files.writeString(folder.resolve(file.getKey()), file.getValue()).toString());
      for (int i = 0; i < 100 && !message().startsWith(file.getKey()); i++) Thread.sleep(20);
      assertThat(message()).startsWith(file.getKey() + ": ").doesNotContain("undefined", "TypeError");
    }
    script("$('names').value = 'typed'; $('names').dispatchEvent(new Event('change'))");
    $("typedNames").clear();
    $("typedNames").sendKeys("ada\nbob\n");
    $("takeTyped").click();
    assertThat($("typedError").getText()).contains("10 different names");
    $("typedNames").sendKeys(IntStream.range(0, 20).mapToObj(i -> "ab".repeat(i + 1)).collect(Collectors.joining("\n")));
    press("takeTyped");
    assertThat(number("now.of")).isEqualTo(18);
  }

  @Test @DisplayName("the kit's own lists are offered: another alphabet learns, and what is kept says which list it was")
  void lists() throws Exception {
    open("view=read&hidden=8");
    assertThat((List<String>) script("return [...$('names').options].map(o => o.text)")).startsWith("dinosaur names (1325)", "cheeses (591)",
        "villages (18556)", "towns (582)").hasSize(6);
    script("$('names').value = '3'; $('names').dispatchEvent(new Event('change'))");
    settled();
    assertThat($("listName").getText()).isEqualTo("towns");
    assertThat((String) script("return state.name")).isEqualTo("\u0430\u0431\u0430\u043a\u0430\u043d");
    assertThat(number("now.of")).isEqualTo(466);   // 582, but for a tenth to test and a tenth for validation
    press("epoch");
    Path kept = folder.resolve("model.json");
    Files.deleteIfExists(kept);
    press("download");
    for (int i = 0; i < 100 && !Files.exists(kept); i++) Thread.sleep(50);
    Thread.sleep(200);
    assertThat(Model.load(kept).settings()).containsEntry("data", "towns");
  }

  private static void choose(Path file) {
    $("file").sendKeys(file.toString());
    settled();
  }

  @Test @DisplayName("an address that is opened is not overwritten by what the page was about to write")
  void another() throws Exception {
    open("view=read&seed=3");
    Map<String, Object> state = address("ask=no&hidden=12&view=sample&seed=7", "changed();");   // the worker answers
    assertThat(state).containsEntry("view", "sample").containsEntry("seed", 7L);
    settled();
    assertThat((String) script("return location.hash")).contains("view=sample", "seed=7");
    press("batch");
    assertThat((String) script("return location.hash")).contains("batches=1");
  }

  // ---- what the page keeps -----------------------------------------------------------------------------

  @Test @DisplayName("a thousand hostile names and two hundred addresses are texts; nothing is asked of anybody")
  void hostile() throws Exception {
    String[] parts = {"</script>", "<script>window.ran=1</script>", "<img src=x onerror=window.ran=1>", "{{page.js}}",
        "{{facts.json}}", "\\u003c", "${window.ran=1}", "`;window.ran=1;`", "'\"", "&lt;b&gt;", "<!--", "]]>",
        "javascript:window.ran=1", "$&$1", "\u05d0\u200f\u05d1", "<svg/onload=window.ran=1>",
        "<style>*{display:none}</style>"};
    Random random = new Random(0);
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < 1000) names.add(random.ints(1 + random.nextInt(4), 0, parts.length).mapToObj(i -> parts[i])
        .collect(Collectors.joining()) + random.nextInt(999));
    Path list = Files.write(folder.resolve("<b>evil.txt"), names), evil = folder.resolve("evil.html");
    PlayTest.played("--data", list.toString(), "--out", evil.toString());
    open(evil, "#hidden=4&ask=no&view=unit");
    assertThat((List<String>) script("return facts.lists[0].names")).containsExactlyElementsOf(names);
    press("batch");
    for (String view : VIEWS) press("tab-" + view);

    Map<String, Object> defaults = script("return {...DEFAULTS}");
    int opened = 0;
    for (String name : names.stream().limit(20).toList()) {
      for (String key : List.of("name", "view", "off", "unit", "batches", "mistake", "seed", "temperature", "<b>",
          "ask")) {
        long began = System.nanoTime();
        String value = opened % 2 == 0 ? URLEncoder.encode(name, StandardCharsets.UTF_8) : name + "%E0%A4%A";
        if (opened % 40 < 2) value = value.repeat(2000);
        String view = key.equals("view") ? "train" : VIEWS.get(opened % 6);
        Map<String, Object> state = address((key.equals("view") ? "" : "view=" + view + "&") + "hidden=4&" + key + "="
            + value, "");
        assertThat(state).as(value).containsEntry("view", view).containsEntry("hidden", 4L);
        if (key.equals("name")) assertThat((String) state.get("name")).isNotEmpty().hasSizeLessThanOrEqualTo(60)
            .isNotEqualTo(defaults.get("name"));
        else if (!key.equals("<b>")) assertThat(state).as(value).containsEntry(key, defaults.get(key));
        settled();
        // Each is two addresses, as it is opened and as the page writes it; Chromium ignores more than 20 a second.
        Thread.sleep(Math.max(0, 120 - (System.nanoTime() - began) / 1_000_000));
        opened++;
      }
    }
    assertThat(opened).isEqualTo(200);
    assertThat((Object) script("return window.ran")).isNull();
    assertThat(Chromium.requests(browser)).isNotEmpty().allMatch(url -> url.startsWith(evil.toUri().toString()));
    assertThat(Chromium.console(browser)).isEmpty();
    press("batch");
    assertThat(number("now.batches")).isEqualTo(1);
  }

  /** Opens another address in the page as it stands; what the page makes of it. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> address(String hash, String atOnce) {
    return (Map<String, Object>) browser.executeAsyncScript("""
        const [hash, done] = arguments;
        addEventListener('hashchange', () => done({...state}), {once: true});
        location.hash = hash;
        """ + atOnce, hash);
  }

  @Test @DisplayName("a screen of 1280 x 720 needs no scrolling, a phone none to the side; every control has a name")
  void sizes() throws Exception {
    open("view=train&batches=40");
    for (String view : VIEWS) {
      press("tab-" + view);
      size(1280, 720);
      settled();
      assertThat(number("document.documentElement.scrollHeight")).as(view).isLessThanOrEqualTo(720);
      assertThat(number("$('view').scrollHeight - $('view').clientHeight")).as(view).isLessThanOrEqualTo(1);
      size(390, 800);
      settled();
      assertThat(number("document.documentElement.scrollWidth")).as(view).isLessThanOrEqualTo(390);
      List<WebElement> controls = script("return [...document.querySelectorAll('button, select, input, textarea')]"
          + ".filter(control => control.getClientRects().length)");
      assertThat(controls).hasSizeGreaterThan(10);
      for (WebElement control : controls) {
        assertThat(control.getAccessibleName()).as(view + ": " + control.getDomProperty("outerHTML"))
            .matches("(?s).*\\S.*").doesNotContain("undefined");
      }
    }
  }

  @Test @DisplayName("by the keyboard alone: from view to view with the arrows, and a bar pressed")
  void keyboard() throws Exception {
    open("view=train&batches=40");
    $("tab-train").sendKeys(Keys.ARROW_RIGHT);
    settled();
    assertThat((String) script("return document.activeElement.id + ' ' + state.view")).isEqualTo("tab-read read");
    String name = script("return state.name");
    WebElement bar = $("bars").findElements(By.tagName("button")).stream()
        .filter(b -> b.findElement(By.tagName("b")).getText().matches("[a-z]")).findFirst().get();
    String letter = bar.findElement(By.tagName("b")).getText();
    bar.sendKeys(Keys.ENTER);
    settled();
    assertThat((String) script("return state.name")).isEqualTo(name + letter);
    Set<String> reached = new HashSet<>();
    script("document.activeElement.blur()");
    for (int i = 0; i < 70; i++) {
      new Actions(browser).sendKeys(Keys.TAB).perform();
      reached.add(script("return document.activeElement.id"));
    }
    assertThat(reached).contains("tab-read", "download", "file", "play", "batch", "epoch", "start", "lr", "clip",
        "optimizer", "batchSize", "speed", "hidden", "seed", "names", "name");
    $("batch").sendKeys(Keys.SPACE);
    settled();
    assertThat(number("now.batches")).isEqualTo(41);
  }

  @Test @DisplayName("an old browser gets one sentence that names the new ones")
  void old() throws Exception {
    open("view=train");
    script("heard.missing({text: 'CompileError'})");
    assertThat(message()).contains("Chrome", "Firefox", "Safari");
  }
}
