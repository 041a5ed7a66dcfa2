///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES run/Model.java

// The trained network invents names. It reads the start of a name, draws the next letter with the
// probabilities it expects, reads that letter too, and so on until it draws the end.
//   jbang sample.java [--count 10] [--temperature 1] [--start tyr] [--seed N] [--model model/model.json]
// It prints first the names it drew, each known or new, and for a new one the known name nearest to it.
//
//   p = softmax(o_t / temperature)   below 1 likelier letters win more often, above 1 less often

import java.nio.file.Path;
import java.util.*;
import java.util.function.Supplier;
import picocli.CommandLine.*;

@Command(name = "sample", description = "A trained network invents names.",
    footer = {"Example: sample --count 20 --start tyr", "         sample --temperature 0.5"})
class sample implements Runnable {

  // ---- drawing a name ----------------------------------------------------------------------------------

  /**
   * The indices of a name that begins with start, at most longest of them, or start alone if it is longer.
   * @param temperature  divides the scores; 0 takes the likeliest letter each time (greedy)
   */
  static int[] name(forward.Weights W, int[] start, double temperature, Dino.Random random, int longest) {
    int[] name = Arrays.copyOf(start, Math.max(longest, start.length));
    double[][] s = Cell.start(W);
    for (int n = 0, letter = 0; n < name.length; n++) {
      s = Cell.step(encode.oneHot(new int[] {letter}, W.V())[0], s, W);
      letter = n < start.length ? start[n] : letter(forward.scores(s[0], W), temperature, random);
      if (letter == 0) return Arrays.copyOf(name, n);   // the end
      name[n] = letter;
    }
    return name;
  }

  /** The index of a letter drawn at this temperature from the scores o (V); at 0 the likeliest. */
  static int letter(double[] o, double temperature, Dino.Random random) {
    if (temperature == 0) return encode.argmax(new double[][] {o})[0];
    return draw(temperature(o, temperature), random.randomSample());
  }

  /** p = softmax(o / T), V. The largest o is subtracted first, so that o / 1e-300 is not infinity - infinity. */
  static double[] temperature(double[] o, double T) {
    double largest = Arrays.stream(o).max().getAsDouble();
    return forward.softmax(Arrays.stream(o).map(score -> (score - largest) / T).toArray());
  }

  /** The i in whose piece u lies, where the p_i stand side by side from 0 to 1. */
  static int draw(double[] p, double u) {
    for (int i = 0; i < p.length - 1; i++) if ((u -= p[i]) < 0) return i;
    return p.length - 1;
  }

  // ---- known or new ------------------------------------------------------------------------------------

  /** Levenshtein's distance: the fewest letters to insert, delete or exchange that turn a into b; at most the limit. */
  static int editDistance(int[] a, int[] b, int limit) {
    if (Math.abs(a.length - b.length) >= limit) return limit;
    int[] above = new int[b.length + 1], row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) above[j] = j;   // row i, column j: from a's first i letters to b's first j
    for (int i = 1; i <= a.length; i++) {
      int least = row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int exchange = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(exchange, 1 + Math.min(above[j], row[j - 1]));
        least = Math.min(least, row[j]);
      }
      if (least >= limit) return limit;   // the rows below can only be larger
      int[] done = above; above = row; row = done;
    }
    return Math.min(limit, above[b.length]);
  }

  /** Index of the first of the others with the smallest distance to the name, and that distance. */
  static int[] nearest(int[] name, Iterable<int[]> others) {
    int[] best = {-1, Integer.MAX_VALUE};
    int i = 0;
    for (int[] other : others) {
      int distance = editDistance(name, other, best[1]);
      if (distance < best[1]) best = new int[] {i, distance};
      i++;
    }
    return best;
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Option(names = "--model", paramLabel = "FILE", description = "The model, or its folder (${DEFAULT-VALUE}).")
  Path file = Path.of("model/model.json");
  @Mixin Program.Data data;
  @Option(names = "--count", paramLabel = "N", description = "How many names (${DEFAULT-VALUE}).")
  int count = 10;
  @Option(names = "--temperature", paramLabel = "T",
      description = "Below 1 likelier names, above 1 wilder ones (${DEFAULT-VALUE}).")
  double temperature = 1;
  @Option(names = "--start", paramLabel = "LETTERS", converter = Program.Typed.class,
      description = "What every name begins with.")
  String start = "";
  @Option(names = "--greedy", description = "Always the likeliest letter: one name, always the same.")
  boolean greedy;
  @Option(names = "--seed", paramLabel = "N", description = "Repeats a run; default: another one each time.")
  Long seed;

  public void run() {
    Words.require(count >= 1, "--count must be 1 or more, not %d", count);
    Words.require(temperature >= 0 && temperature < Double.POSITIVE_INFINITY,
        "--temperature must be 0 or more, not %s", temperature);
    Model model = Model.load(file);
    if (greedy || temperature == 0) { temperature = 0; count = 1; }
    if (seed == null) seed = System.nanoTime() & 0xFFFFFF;
    Dino.Random random = new Dino.Random(seed);
    int[] first = encode.indices(start, model.vocabulary());
    Set<String> known = new LinkedHashSet<>(model.names(data));
    int longest = longest(known);
    Supplier<int[]> draw = () -> name(model.weights(), first, temperature, random, longest);
    print(count, known, () -> encode.text(draw.get(), model.vocabulary()));
    System.out.println(temperature == 0 ? "always the likeliest letter: there is one such name"
        : "temperature " + temperature + ", seed " + seed);
  }

  /** A name that finds no end is cut here: at twice the length of the longest known one. */
  static int longest(Collection<String> known) {
    return 2 * known.stream().mapToInt(name -> name.codePointCount(0, name.length())).max().orElse(50);
  }

  /** Draws and prints names, a line each, and how many of them are new. Without known names nothing is compared. */
  static void print(int count, Collection<String> known, Supplier<String> draw) {
    List<String> knownList = List.copyOf(known);   // which may be long: letters are made of one name at a time
    Iterable<int[]> knownLetters = () -> knownList.stream().map(name -> name.codePoints().toArray()).iterator();
    Set<String> drawn = new HashSet<>();
    for (int n = 0; n < count && !System.out.checkError(); n++) {   // an error: nobody reads the output any more
      String name = draw.get();
      String mark = !drawn.add(name) ? "repeated" : known.contains(name) ? "known" : known.isEmpty() ? "" : "new";
      if (mark.equals("new")) {
        int[] nearest = nearest(name.codePoints().toArray(), knownLetters);
        mark += ", nearest to " + knownList.get(nearest[0]) + " (" + nearest[1] + ")";
      }
      System.out.printf("  %-23s %s%n", name.isEmpty() ? "(empty)" : name, mark);
    }
    long old = drawn.stream().filter(known::contains).count();
    String compared = known.isEmpty() ? "" : String.format("%d new, %d known, ", drawn.size() - old, old);
    System.out.printf("%d name%s: %s%d repeated%n", count, count == 1 ? "" : "s", compared, count - drawn.size());
  }

  public static void main(String... args) { Program.start(new sample(), args); }
}
