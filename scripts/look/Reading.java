//JAVA 17+
//SOURCES ../run/Model.java Page.java

// A network reading a name: what it expects after each letter, how much the one that came surprised it, and its hidden
// state. In numbers, in pictures on a page, and as text in the terminal; plot.java shows them.

import java.util.*;
import java.util.function.Function;
import java.util.stream.*;
import picocli.CommandLine.Help;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;

class Reading {

  final String name;
  final forward.Pass pass;
  final List<String> read, next;   // at each step the letter read and the letter that came, or "start" and "end"
  final double[] surprise;         // -ln p of the one that came, in nats; their sum is the loss
  private final Model model;

  /** @throws IllegalArgumentException  when the model does not know a letter of the name */
  Reading(Model model, String name) {
    this.model = model;
    this.name = name;
    encode.Steps steps = encode.steps(encode.indices(name, model.vocabulary()), model.weights().V());
    pass = Cell.forward(model.weights(), steps);
    read = Arrays.stream(encode.argmax(steps.x)).mapToObj(i -> letter(model, i, "start")).toList();
    next = Arrays.stream(encode.argmax(steps.y)).mapToObj(i -> letter(model, i, "end")).toList();
    surprise = IntStream.range(0, steps.T).mapToDouble(t -> forward.crossEntropy(pass.yHat[t], steps.y[t])).toArray();
  }

  /** A letter by its index; 0 is the start of a name, or its end. */
  static String letter(Model model, int index, String atZero) {
    return index == 0 ? atZero : Page.letter(model.vocabulary()[index]);
  }

  /** All letters. */
  static List<String> letters(Model model, String atZero) {
    return IntStream.range(0, model.vocabulary().length).mapToObj(i -> letter(model, i, atZero)).toList();
  }

  // ---- in numbers --------------------------------------------------------------------------------------

  /** The units in the order of the step at which each changes most.   s double[T][H] */
  static int[] byChange(double[][] s) {
    int[] when = new int[s[0].length];
    for (int i = 0; i < when.length; i++) {
      double most = 0;
      for (int t = 0; t < s.length; t++) {
        double change = Math.abs(s[t][i] - (t == 0 ? 0 : s[t - 1][i]));
        if (change > most) { most = change; when[i] = t; }
      }
    }
    return IntStream.range(0, when.length).boxed().sorted(Comparator.comparingInt(i -> when[i]))
        .mapToInt(i -> i).toArray();
  }

  /** The indices of the n largest numbers, the largest first. */
  static int[] largest(double[] p, int n) {
    return IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> -p[i])).limit(n)
        .mapToInt(i -> i).toArray();
  }

  /** The indices of the (at most) five likeliest next letters after step t, the likeliest first. */
  private int[] likeliest(int t) { return largest(pass.yHat[t], 5); }

  /** What each gate is for, and its values, T x H; none in the plain network. */
  private Map<String, double[][]> gates() {
    Map<String, double[][]> gates = new LinkedHashMap<>();
    if (pass instanceof gru.Pass p) {
      gates.put("u, how much of the state is new", rows(p.step, gru.Step::u));
      gates.put("r, how much of what Whh remembers counts", rows(p.step, gru.Step::r));
    }
    if (pass instanceof lstm.Pass p) {
      gates.put("f, how much of the memory stays", rows(p.step, lstm.Step::f));
      gates.put("i, how much is written into it", rows(p.step, lstm.Step::i));
      gates.put("e, how much of it is shown", rows(p.step, lstm.Step::e));
    }
    return gates;
  }

  private static <S> double[][] rows(S[] steps, Function<S, double[]> row) {
    return Arrays.stream(steps).map(row).toArray(double[][]::new);
  }

  // ---- in pictures -------------------------------------------------------------------------------------

  void draw(Page page) {
    int T = pass.steps.T, five = likeliest(0).length;
    int[] order = byChange(pass.s);
    double[][] hidden = new double[order.length][T], likely = new double[five][T];
    for (int i = 0; i < order.length; i++) for (int t = 0; t < T; t++) hidden[i][t] = pass.s[t][order[i]];
    page.add("The hidden state, letter by letter", Page.axis("letter read", read, false),
        Page.axis("hidden unit, sorted", Arrays.stream(order).mapToObj(i -> "" + i).toList(), true), 740,
        "A row is a unit, a column the state after a letter of " + name
        + "; the units are sorted by the step at which they change most. Look for units that keep their colour over "
        + "many letters: they remember.",
        "Heat map of the hidden state while the network reads " + name + ", values from -1 (blue) to 1 (red).",
        Page.heatMap(hidden, -1, 1, null));

    gates().forEach((gate, values) -> {
      double[][] open = new double[order.length][T];
      for (int i = 0; i < order.length; i++) for (int t = 0; t < T; t++) open[i][t] = values[t][order[i]];
      page.add("The gate " + gate + ", letter by letter", Page.axis("letter read", read, false),
          Page.axis("hidden unit, sorted", Arrays.stream(order).mapToObj(i -> "" + i).toList(), true), 740,
          "From 0, closed, to 1, open; the units stand as above. Look for a letter at which many gates open or close.",
          "Heat map of the gate " + gate + " while the network reads " + name + ", values from 0 to 1.",
          Page.heatMap(open, 0, 1, null));
    });

    String[][] text = new String[five][T];
    StringJoiner alt = new StringJoiner("; ", "", ".");
    for (int t = 0; t < T; t++) {
      int[] top = likeliest(t);
      for (int k = 0; k < five; k++) {
        String letter = letter(model, top[k], "end"), shown = Page.plotly(letter);
        likely[k][t] = 100 * pass.yHat[t][top[k]];
        text[k][t] = (letter.equals(next.get(t)) ? "[" + shown + "]" : shown) + "<br>" + Math.round(likely[k][t]);
      }
      alt.add("after " + read.get(t) + " most of all " + letter(model, top[0], "end"));
    }
    page.add("The five likeliest next letters, in %", Page.axis("letter read", read, false),
        Page.axis("rank", List.of("1", "2", "3", "4", "5").subList(0, five), true), 380,
        "Under each letter of " + name + " stand the five that the network expects next, with their probabilities; the "
            + "one that came is in [brackets]. Look for where it becomes sure.",
        alt.toString(), Page.heatMap(likely, 0, 100, text));

    int most = largest(surprise, 1)[0];
    page.add("The surprise of each letter", Page.axis("the letter that came", next, false),
        Page.axis("-ln p, in nats"), 380,
        String.format("The surprise is -ln of the probability that the letter had; all of them together, %.2f nats, "
            + "are the loss of %s. Look for the letters that nobody could have known.", pass.loss, name),
        String.format("Bar chart: the largest surprise is %s, %.2f nats.", next.get(most), surprise[most]),
        BarTrace.builder(IntStream.range(0, T).boxed().toArray(), surprise).showLegend(false)
            .marker(Marker.builder().color(Page.BLUE).build()).build());
  }

  // ---- in the terminal ---------------------------------------------------------------------------------

  void print() {
    System.out.printf("%s: %.2f nats, %.3f per character%n%n", name, pass.loss, pass.loss / pass.targets);
    System.out.println(" read    came   surprise            the five likeliest, in %; [ ] is the one that came");
    for (int t = 0; t < pass.steps.T; t++) {
      StringBuilder likely = new StringBuilder();
      for (int i : likeliest(t)) {
        String letter = letter(model, i, "end"), cell = String.format("%s %2.0f", letter, 100 * pass.yHat[t][i]);
        likely.append(letter.equals(next.get(t)) ? "[" + cell + "]" : " " + cell + " ").append(' ');
      }
      System.out.printf(" %-7s %-6s %5.2f %-12s %s%n", read.get(t), next.get(t), surprise[t],
          "#".repeat((int) Math.min(12, Math.round(2 * surprise[t]))), likely.toString().stripTrailing());
    }
    int[] order = byChange(pass.s);
    int shown = Math.min(64, order.length);
    System.out.printf("%nthe hidden state after each letter, %d of %d units by when they change most%n"
        + "(= below -0.6, - below -0.2, + above 0.2, # above 0.6)%n",
        shown, order.length);
    Help.Ansi colour = Help.Ansi.AUTO;   // no colours if the output is not a terminal
    for (int t = 0; t < pass.steps.T; t++) {
      StringBuilder row = new StringBuilder();
      for (int i : Arrays.copyOf(order, shown)) {
        double s = pass.s[t][i];
        row.append(colour.string(s < -0.6 ? "@|white,bg(blue) =|@" : s < -0.2 ? "@|blue -|@" : s <= 0.2 ? " "
            : s <= 0.6 ? "@|red +|@" : "@|white,bg(red) #|@"));
      }
      System.out.printf(" %-7s %s%n", read.get(t), row);
    }
  }
}
