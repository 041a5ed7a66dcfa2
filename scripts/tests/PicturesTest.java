import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("README's pictures are whole, light, and show what the kit says today")
class PicturesTest {

  static final Path PICTURES = Kit.FOLDER.resolve("lessons/pictures");
  static final String AGAIN = "./jbang scripts/look/pictures.java draws the pictures again";
  @TempDir static Path folder;
  static List<String> trained;   // what train prints, once

  static List<String> trained() {
    if (trained == null) trained = Kit.run(new train(), "--out", folder.resolve("model").toString()).lines();
    return trained;
  }

  static Element parsed(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
  }

  static Element svg(String name) throws Exception { return parsed(PICTURES.resolve(name)); }

  static List<Element> all(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** The lines of text, without the titles of windows. */
  static List<String> lines(Element parent) {
    return all(parent, "text").stream().filter(text -> !text.getAttribute("class").equals("bar"))
        .map(Element::getTextContent).toList();
  }

  // ---- as files ----------------------------------------------------------------------------------------

  @Test @DisplayName("there are four, together below 500 kB")
  void light() throws Exception {
    try (Stream<Path> files = Files.list(PICTURES)) {
      List<Path> list = files.sorted().toList();
      assertThat(list).extracting(file -> file.getFileName().toString())
          .containsExactly("check.svg", "play.png", "state.svg", "train.svg");
      assertThat(list.stream().mapToLong(file -> file.toFile().length()).sum()).isLessThan(500_000);
    }
  }

  @ParameterizedTest @ValueSource(strings = {"state.svg", "train.svg", "check.svg"})
  @DisplayName("well-formed, with a title, a background and nothing from elsewhere; no text sticks out")
  void whole(String name) throws Exception {
    Element svg = svg(name);
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
    double width = Double.parseDouble(svg.getAttribute("viewBox").split(" ")[2]);
    assertThat(all(svg, "rect")).anyMatch(rect -> Double.parseDouble(rect.getAttribute("width")) >= width - 1);
    assertThat(Files.readString(PICTURES.resolve(name)).replace("xmlns='http://www.w3.org/2000/svg'", ""))
        .doesNotContain("http", "href", "<script", "<image", "@import", "@font-face", "url(\"", "url('");
    for (Element text : all(svg, "text")) {
      if (!text.hasAttribute("x") || text.getAttribute("class").equals("bar")) continue;
      double wide = 0.62 * 15 * text.getTextContent().length();   // as in the widest of the fonts
      assertThat(Double.parseDouble(text.getAttribute("x")) + wide).isLessThan(width);
    }
  }

  @Test @DisplayName("the likeliest letters down to 1 %, and always the one that came; letters that XML would misread")
  void letters() throws Exception {
    double[] p = {0.5, 0.3, 0.15, 0.005, 0.045};
    assertThat(pictures.expected(p, 1, 2)).containsExactly(0, 1);
    assertThat(pictures.expected(p, 4, 2)).containsExactly(0, 4);
    assertThat(pictures.expected(p, 0, 5)).containsExactly(0, 1, 2, 4);
    assertThat(pictures.expected(p, 3, 5)).containsExactly(0, 1, 2, 4, 3);
    forward.Weights W = forward.random(4, 3, new Dino.Random(0));
    Model model = new Model(new int[] {' ', '&', '<', '>'}, W, Map.of(), Map.of());
    Element svg = parsed(Files.writeString(folder.resolve("odd.svg"), pictures.state(model, "<&>")));
    assertThat(all(svg, "g")).extracting(step -> lines(step).get(0)).containsExactly("start", "<", "&", ">");
  }

  // ---- what they show ----------------------------------------------------------------------------------

  @Tag("slow") @Test
  @DisplayName("train.svg: lines that train prints, in their order, with the curve and the ten names")
  void training() throws Exception {
    List<String> lines = new ArrayList<>(lines(svg("train.svg")));
    assertThat(lines.remove(0)).isEqualTo("$ ./jbang train");
    assertThat(lines.remove("...")).isTrue();
    assertThat(trained()).as(AGAIN).containsSubsequence(lines);
    int names = trained().indexOf("ten names it invents:");
    assertThat(lines).as(AGAIN).endsWith(trained().subList(names, names + 11).toArray(String[]::new));
    assertThat(lines).filteredOn(line -> line.contains(" |")).hasSize(9);
    assertThat(lines).filteredOn(line -> line.startsWith("epoch ")).hasSizeGreaterThan(3);
  }

  @Tag("slow") @Test
  @DisplayName("state.svg: a name's letters, forward's probabilities to 1 %, the right one framed, the signs' colours")
  void state() throws Exception {
    trained();
    Model model = Model.load(folder.resolve("model"));
    Element svg = svg("state.svg");
    String name = svg.getElementsByTagName("title").item(0).getTextContent().replaceAll(".* ", "");
    forward.Pass pass = forward.forward(model.weights(), encode.steps(encode.indices(name, model.vocabulary()), 27));
    int[] order = Reading.byChange(pass.s);
    List<Element> steps = all(svg, "g");
    assertThat(steps).as(AGAIN).hasSize(name.length() + 1);
    for (int t = 0; t < steps.size(); t++) {
      List<String> texts = lines(steps.get(t));
      assertThat(texts.get(0)).isEqualTo(t == 0 ? "start" : name.substring(t - 1, t));
      String came = t == name.length() ? "end" : name.substring(t, t + 1);
      List<Element> frames = all(steps.get(t), "rect");
      assertThat(frames).hasSizeBetween(1, 4);
      for (int i = 0; i < frames.size(); i++) {
        String next = texts.get(2 * i + 1);
        double p = pass.yHat[t][next.equals("end") ? 0 : next.charAt(0) - 'a' + 1];
        assertThat(Double.parseDouble(texts.get(2 * i + 2))).as(AGAIN).isCloseTo(100 * p, within(1.0));
        assertThat(frames.get(i).getAttribute("class")).isEqualTo(next.equals(came) ? "came" : "guess");
        if (i == 0) assertThat(p).as(AGAIN).isEqualTo(Arrays.stream(pass.yHat[t]).max().getAsDouble());
      }
      assertThat(frames).filteredOn(frame -> frame.getAttribute("class").equals("came")).as(came).hasSize(1);
      List<Element> cells = all(steps.get(t), "path").stream().filter(path -> path.hasAttribute("stroke")).toList();
      assertThat(cells).hasSize(64);
      for (int k = 0; k < 64; k++) {
        int colour = Integer.parseInt(cells.get(k).getAttribute("stroke").substring(1), 16);
        double s = pass.s[t][order[k]], red = (colour >> 16) - (colour & 255);
        if (Math.abs(s) > 0.05) assertThat(Math.signum(red)).as(AGAIN).isEqualTo(Math.signum(s));
      }
    }
  }

  @Tag("slow") @Test
  @DisplayName("check.svg: the solution with the picture's lines put into it is checked with the picture's words")
  void checked() throws Exception {
    List<String> solution = Files.readAllLines(Kit.FOLDER.resolve("lessons/solutions/04_backprop.java"));
    List<String> shown = new ArrayList<>(lines(svg("check.svg"))), slip = new ArrayList<>(solution);
    while (!shown.get(0).startsWith("$ ")) {
      String line = shown.remove(0);
      slip.set(Integer.parseInt(line.substring(0, 3).strip()) - 1, line.substring(4));
    }
    long differ = IntStream.range(0, slip.size()).filter(i -> !slip.get(i).equals(solution.get(i))).count();
    assertThat(differ).as(AGAIN).isEqualTo(1);
    Path file = Files.write(folder.resolve("04_backprop.java"), slip);
    String words = oneLine(String.join(" ", shown)), seed = words.replaceAll(".* seed (\\d+) .*", "$1");
    Kit.Result result = Kit.run(new check(), file.toString(), "--seed", seed);
    assertThat(result.status()).as(result.err()).isEqualTo(1);
    assertThat(words).as(AGAIN).startsWith("$ ./jbang check 4 4. Backprop: ")
        .contains("Your dWxh and dWhh are what you get when ro is never carried back past the last step");
    String before = ".* seed \\d+ ";   // the file has another folder
    assertThat(words.replaceFirst(before, "")).as(AGAIN).isEqualTo(oneLine(result.out()).replaceFirst(before, ""));
  }

  private static String oneLine(String text) { return text.replaceAll("\\s+", " ").strip(); }
}
