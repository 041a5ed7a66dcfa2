///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES Reading.java

// The pictures of the READMEs, from what the kit computes and prints today: lessons/pictures/state.svg, train.svg and
// check.svg. (play/picture.java makes play.png.)
//   ./jbang scripts/look/pictures.java
// It prints first what it runs. It is for the kit's authors, who run it again when PicturesTest says that a picture no
// longer shows what train or check print.
//
// A picture is 600 units wide and its letters are about 15 units high, so that a phone can show it; it has a background
// of its own, for white pages and for black ones.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "pictures", description = "Makes README's pictures again.")
class pictures implements Callable<Integer> {

  static final int WIDTH = 600, COLUMNS = 62;   // of a picture, in units; of a terminal in it, in letters

  // ---- state.svg: the network reads a name -------------------------------------------------------------

  /** A column for each step: the letter read, the state after it, and the likeliest next letters. */
  static String state(Model model, String name) {
    Reading reading = new Reading(model, name);
    int[] order = Reading.byChange(reading.pass.s), came = encode.argmax(reading.pass.steps.y);
    int T = came.length, H = order.length, left = 28, top = 84;
    double column = (WIDTH - left - 8.0) / T, strip = 0.62 * column, high = 144.0 / H;
    StringBuilder out = new StringBuilder(PAPER);
    add(out, "<text class='title' x='14' y='30'>It reads a letter, carries a state, guesses the next letter.</text>");
    String row = "<text class='row' transform='translate(20 %d) rotate(-90)'>%s</text>";
    add(out, row, 60, "reads");
    add(out, row, 156, "state");
    add(out, row, 316, "guesses, in %");
    for (int t = 0; t < T; t++) {
      double[] s = reading.pass.s[t], yHat = reading.pass.yHat[t];
      add(out, "<g class='step' transform='translate(%.1f 0)'>", left + (t + 0.5) * column);
      add(out, "<text class='%s' y='68'>%s</text>", t == 0 ? "start" : "letter", escaped(reading.read.get(t)));
      add(out, "<path class='arrow' d='M0 73v7'/>");
      for (int i = 0; i < H; i++) {   // 0.2 higher than the distance, or the background would shine through
        add(out, "<path stroke='%s' stroke-width='%.2f' d='M%.1f %.2fh%.1f'/>", colour(s[order[i]]), high + 0.2,
            -strip / 2, top + (i + 0.5) * high, strip);
      }
      if (t < T - 1) add(out, "<path class='arrow' d='M%.1f 156h%.1f'/>", strip / 2 + 3, column - strip - 9);
      add(out, "<path class='arrow' d='M0 231v7'/>");
      int y = 243;
      for (int next : expected(yHat, came[t], 4)) {
        add(out, "<rect class='%s' x='%.1f' y='%d' width='%.1f' height='33' rx='4' fill-opacity='%.2f'/>",
            next == came[t] ? "came" : "guess", -column / 2 + 3, y, column - 6, yHat[next]);
        add(out, "<text y='%d'>%s</text>", y + 16, escaped(Reading.letter(model, next, "end")));
        add(out, "<text class='percent' y='%d'>%d</text>", y + 29, Math.round(100 * yHat[next]));
        y += 36;
      }
      add(out, "</g>");
    }
    add(out, "<text class='caption' x='14' y='410'>State: %d numbers, <tspan fill='%s'>-1 blue</tspan>,"
        + " <tspan fill='%s'>1 red</tspan>. Framed: the one that came.</text>", H, colour(-1), colour(1));
    return svg(424, "A recurrent network reads " + name, "Under each letter of " + name
        + ": the hidden state after it, and the likeliest next letters in per cent.", STATE, out.toString());
  }

  /** The likeliest next letters, at most so many and none below 1 %; the one that came is always among them. */
  static List<Integer> expected(double[] yHat, int came, int most) {
    List<Integer> list = Arrays.stream(Reading.largest(yHat, most)).filter(i -> i == came || yHat[i] >= 0.01).boxed()
        .collect(Collectors.toList());
    if (list.contains(came)) return list;
    if (list.size() == most) list.remove(most - 1);
    list.add(came);
    return list;
  }

  /** -1 is blue, 0 white, 1 red, as in Page.heatMap. */
  static String colour(double s) {
    int[] end = s < 0 ? new int[] {0x21, 0x66, 0xac} : new int[] {0xb2, 0x18, 0x2b};
    return Arrays.stream(end).mapToObj(c -> String.format("%02x", Math.round(0xf7 + Math.abs(s) * (c - 0xf7))))
        .collect(Collectors.joining("", "#", ""));
  }

  // ---- train.svg and check.svg: what a command prints --------------------------------------------------

  /** A screenful of what train prints: some epochs, the curve, the ten names. The lines appear one after another. */
  static String train(List<String> said) {
    int last = first(said, "epoch .*40/40.*"), curve = first(said, ".* \\|.*"), names = first(said, "ten names.*");
    List<String> lines = new ArrayList<>(List.of("$ ./jbang train"));
    lines.addAll(said.subList(0, 3));
    lines.add("...");
    lines.addAll(said.subList(last, last + 2));
    lines.addAll(said.subList(curve, names + 11));
    return svg(height(lines), "./jbang train",
        "The losses of some epochs, all of them as a curve made of letters, and ten invented names.", TERMINAL,
        window(0, "terminal", lines, 0.12,
            "(?<=\\|.{0,60})o+|o validation", "blue",
            "(?<=\\|.{0,60})\\.+|\\. training", "orange",
            "^  [a-z]+(?= +(new|known|repeated))", "green"));
  }

  /** A slip in a learner's file, and what check says about it. */
  static String check(List<String> code, List<String> said) {
    List<String> lines = new ArrayList<>(List.of("$ ./jbang check 4"));
    lines.addAll(said);
    int y = height(code) + 12;
    return svg(y + height(lines), "./jbang check 4",
        "A learner's line with a slip, and the exercise's check, which says what the mistake is.", TERMINAL,
        window(0, "04_backprop.java", code, 0,
            "^ *\\d+", "faint",
            "ro = roLast.*", "bright")
        + window(y, "terminal", lines, 0,
            "^  right", "green",
            "^  not right", "red",
            "(?<=^ {13})[^ ].*", "white"));
  }

  private static int first(List<String> lines, String regex) {
    return IntStream.range(0, lines.size()).filter(i -> lines.get(i).matches(regex)).findFirst().orElseThrow(() ->
        new IllegalStateException("no line is like " + regex + " any more; look at scripts/look/pictures.java"));
  }

  private static final int LINE = 19, BAR = 30;   // how high a line is, and the bar of a window

  private static int height(List<String> lines) { return BAR + LINE * lines.size() + 16; }

  /**
   * A window with lines of text, y units below the top of the picture.
   * @param pause    seconds from line to line; 0: all are there at once
   * @param colours  a regular expression, the class in which its text is shown, the next expression ...
   */
  private static String window(int y, String title, List<String> lines, double pause, String... colours) {
    StringBuilder out = new StringBuilder();
    add(out, "<g transform='translate(0 %d)'>", y);
    add(out, "<rect class='window' x='0.5' y='0.5' width='%d' height='%d' rx='8'/>", WIDTH - 1, height(lines) - 1);
    for (int i = 0; i < 3; i++) add(out, "<circle class='button' cx='%d' cy='16' r='5'/>", 20 + 17 * i);
    add(out, "<text class='bar' x='%d' y='21'>%s</text>", WIDTH / 2, title);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isEmpty()) continue;
      String line = escaped(lines.get(i)).replaceAll("^\\$ .*", "<tspan class='bright'>$0</tspan>");
      for (int c = 0; c < colours.length; c += 2) {
        line = line.replaceAll(colours[c], "<tspan class='" + colours[c + 1] + "'>$0</tspan>");
      }
      String later = pause == 0 ? "" : String.format(" style='animation-delay: %.2fs'", i * pause);
      add(out, "<text x='20' y='%d'%s>%s</text>", BAR + LINE * (i + 1), later, line);
    }
    add(out, "</g>");
    return out.toString();
  }

  // ---- SVG ---------------------------------------------------------------------------------------------

  private static void add(StringBuilder out, String format, Object... values) {
    out.append(String.format(format, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String svg(int height, String title, String describes, String style, String body) {
    return """
        <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' role='img' xml:space='preserve'>
        <title>%s</title>
        <desc>%s</desc>
        <style>
        text { font: 15px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
        %s</style>
        %s</svg>
        """.formatted(WIDTH, height, escaped(title), escaped(describes), style, body);
  }

  private static final String STATE = """
      text { fill: #1f2328; text-anchor: middle }
      .title, .caption { text-anchor: start }
      .title { font-weight: bold }
      .letter { font-weight: bold; font-size: 22px }
      .row, .caption { fill: #57606a; font-size: 14px }
      .percent { font-size: 12.5px }
      .paper { fill: #fff; stroke: #d0d7de }
      .guess, .came { fill: #f2a900 }
      .came { stroke: #1f2328; stroke-width: 2.5 }
      .arrow { fill: none; stroke: #57606a; stroke-width: 1.5; marker-end: url(#tip) }
      """;

  /** The paper, and the tip of an arrow. */
  private static final String PAPER = """
      <rect class='paper' x='0.5' y='0.5' width='599' height='423' rx='8'/>
      <defs><marker id='tip' viewBox='0 0 6 6' refX='3' refY='3' markerWidth='4' markerHeight='4' orient='auto'>\
      <path d='M0 0l6 3l-6 3z' fill='#57606a'/></marker></defs>
      """;

  private static final String TERMINAL = """
      text { fill: #adbac7; white-space: pre }
      .window { fill: #1c2128; stroke: #545d68 }
      .button { fill: #545d68 }
      .bar { fill: #909dab; text-anchor: middle; font-size: 13px }
      .bright { fill: #fff; font-weight: bold }
      .white { fill: #fff }
      .faint { fill: #768390 }
      .green { fill: #6bc46d }
      .red { fill: #ff7b72; font-weight: bold }
      .blue { fill: #6cb6ff }
      .orange { fill: #f69d50 }
      @keyframes appear { from { opacity: 0 } }
      @media (prefers-reduced-motion: no-preference) { text[style] { animation: appear 0.01s backwards } }
      """;

  // ---- the command -------------------------------------------------------------------------------------

  /** The solution of exercise 4 with one slip: the ro of a step is not carried back to the step before. */
  private static String slip(String solution) {
    String right = "ro = roStep(ro, dO[t], s[t], Whh, Who);";
    Words.require(solution.contains(right), "the solution of exercise 4 no longer has the line %s", right);
    return solution.replace(right, "ro = roLast(s[t], dO[t], Who);");
  }

  /** What a command of the kit prints, run in a folder. */
  private static List<String> said(Path kit, Path folder, int status, String... words)
      throws IOException, InterruptedException {
    System.out.println("./jbang " + String.join(" ", words));
    List<String> command = new ArrayList<>(List.of(kit.resolve("jbang").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("COLUMNS", "" + COLUMNS);
    Process process = builder.start();
    List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    int ended = process.waitFor();
    if (ended != status) throw new IllegalStateException("./jbang " + words[0] + " ended with " + ended);
    return lines;
  }

  /** Works in an empty folder, where train writes its model and the learner's file stands. */
  private static void draw(Path kit, Path folder) throws IOException, InterruptedException {
    Path pictures = Files.createDirectories(kit.resolve("lessons/pictures"));
    Files.writeString(pictures.resolve("train.svg"), train(said(kit, folder, 0, "train")));
    Files.writeString(pictures.resolve("state.svg"), state(Model.load(folder.resolve("model")), "stegosaurus"));

    Files.createDirectories(folder.resolve("lessons/exercises"));
    String exercise = "lessons/exercises/04_backprop.java";
    String file = slip(Files.readString(kit.resolve("lessons/solutions/04_backprop.java")));
    Files.writeString(folder.resolve(exercise), file);
    List<String> lines = file.lines().toList(), said = said(kit, folder, 1, "check", exercise, "--seed", "4");
    int at = first(lines, " *ro = roLast.*");
    Files.writeString(pictures.resolve("check.svg"), check(IntStream.rangeClosed(at - 2, at)
        .mapToObj(i -> String.format("%3d %s", i + 1, lines.get(i))).toList(), said));
    System.out.println("wrote state.svg, train.svg and check.svg into " + pictures);
  }

  public Integer call() throws IOException, InterruptedException {
    Words.require(System.getenv("DINO_KIT") != null, "start this by ./jbang scripts/look/pictures.java");
    Path folder = Files.createTempDirectory("pictures");
    draw(Path.of(System.getenv("DINO_KIT")), folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
    return 0;
  }

  public static void main(String... args) { Program.start(new pictures(), args); }
}
