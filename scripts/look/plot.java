///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//SOURCES baseline.java inspect.java Reading.java ../run/Curve.java

// A training run and the model inside, in pictures: the losses, the weights, what the network thinks while it
// reads a name.
//   jbang plot.java [--name stegosaurus] [--model model/model.json] [--out plots] [--no-open]
//   jbang plot.java --text                  the views of the name, in the terminal
//   jbang plot.java --compare run1 run2     the losses of several runs on one axis
// It prints first where the page is: plots/index.html.

import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.apache.commons.math3.linear.*;
import picocli.CommandLine.*;
import tech.tablesaw.api.*;
import tech.tablesaw.io.csv.CsvReadOptions;
import tech.tablesaw.plotly.components.*;
import tech.tablesaw.plotly.traces.*;

@Command(name = "plot", description = "A training run and the model inside, in pictures.", sortOptions = false,
    footer = {"Example: plot --name velociraptor", "         plot --text", "         plot --compare model slower"})
class plot implements Runnable {

  @Option(names = "--model", paramLabel = "FILE",
      description = "The model, or its folder; its history.csv lies beside it (${DEFAULT-VALUE}).")
  Path file = Path.of("model/model.json");
  @Option(names = "--name", paramLabel = "NAME", converter = Program.Typed.class,
      description = "The name that it reads (${DEFAULT-VALUE}, or a name of its own list).")
  String name;
  @Mixin Program.Data data;
  @Option(names = "--text", description = "Print what it thinks of the name, and draw no page.")
  boolean text;
  @Option(names = "--compare", arity = "1..*", paramLabel = "RUN",
      description = "Folders that train wrote: their losses on one axis.")
  List<Path> runs;
  @Option(names = "--out", paramLabel = "FOLDER", description = "Where index.html goes (${DEFAULT-VALUE}).")
  Path out = Path.of("plots");
  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  // ---- the run -----------------------------------------------------------------------------------------

  /**
   * history.csv as a table: epoch, train, valid, gradient_norm, seconds.
   * @throws IllegalArgumentException  when it is missing, or is not such a table
   */
  static Table history(Path file) {
    Words.require(Files.isRegularFile(file), "there is no history at %s; train makes one", file);
    ColumnType number = ColumnType.DOUBLE;
    Table table;
    try {
      table = Table.read().usingOptions(CsvReadOptions.builder(file.toFile()).tableName("history").sample(false)
          .columnTypes(new ColumnType[] {number, number, number, number, number}));
    } catch (RuntimeException e) {   // Tablesaw has no exception of its own for what it can't read
      throw new IllegalArgumentException(file
          + " is not a table of numbers, five in a row under epoch,train,valid,gradient_norm,seconds", e);
    }
    Words.require(table.columnNames().equals(List.of("epoch", "train", "valid", "gradient_norm", "seconds"))
        && !table.isEmpty(),
        "%s must begin with the line epoch,train,valid,gradient_norm,seconds, and have one line an epoch", file);
    for (String column : List.of("epoch", "train", "valid")) {
      Words.require(table.doubleColumn(column).countMissing() == 0, "%s: a number is missing", file);
    }
    return table;
  }

  private static ScatterTrace line(String title, Table history, String column, String colour, Line.Dash dash) {
    Table rows = history.where(history.doubleColumn(column).isNotMissing());
    return ScatterTrace.builder(rows.doubleColumn("epoch"), rows.doubleColumn(column)).name(Page.name(title))
        .mode(ScatterTrace.Mode.LINE)
        .line(Line.builder().color(colour).width(2).dash(dash).build()).build();
  }

  private static void losses(Page page, Table history, Map<String, Double> levels) {
    List<Trace> traces = new ArrayList<>(List.of(line("training", history, "train", Page.ORANGE, Line.Dash.SOLID),
        line("validation", history, "valid", Page.BLUE, Line.Dash.SOLID)));
    double last = history.doubleColumn("epoch").max();
    Line.Dash[] dashes = {Line.Dash.DOT, Line.Dash.DASH, Line.Dash.DASH_DOT};
    levels.forEach((title, loss) -> traces.add(ScatterTrace.builder(new double[] {0, last}, new double[] {loss, loss})
        .name(title).mode(ScatterTrace.Mode.LINE)
        .line(Line.builder().color(Page.GREY).dash(dashes[traces.size() - 2]).build()).build()));
    Row best = history.where(history.doubleColumn("valid").isEqualTo(history.doubleColumn("valid").min())).row(0);
    traces.add(ScatterTrace.builder(new double[] {best.getDouble("epoch")}, new double[] {best.getDouble("valid")})
        .name("best epoch, " + (int) best.getDouble("epoch")).mode(ScatterTrace.Mode.MARKERS)
        .marker(Marker.builder().color(Page.BLUE).size(11).symbol(Symbol.DIAMOND).build()).build());
    page.add("Loss by epoch", Page.axis("epoch"), Page.axis("nats per character"), 480,
        "Look for the epoch from which validation no longer falls while training still does: from there on the network "
            + "learns its names by heart."
            + (levels.isEmpty() ? "" : " The level lines are what counting reaches on the same validation names."),
        String.format("Line chart: validation loss %.3f before training, at its best %.3f in epoch %.0f; training loss "
            + "%.3f at the end.",
            history.doubleColumn("valid").get(0), best.getDouble("valid"), best.getDouble("epoch"),
            history.doubleColumn("train").get(history.rowCount() - 1)),
        traces.toArray(Trace[]::new));
  }

  /** The losses of counting on the validation names; empty if these names are not known. */
  private static Map<String, Double> levels(Model model, List<String> names) {
    Map<String, Double> levels = new LinkedHashMap<>();
    if (names.isEmpty() || !(model.settings().get("seed") instanceof Integer seed)
        || model.settings().get("init") != null) {
      return levels;
    }
    try {
      encode.Split split = encode.split(names, new Dino.Random(seed));
      // Other names than those of the training: --data was given.
      if (!(model.loss().get("valid") instanceof Double told)
          || Math.abs(baseline.loss(baseline.probabilities(model, split.valid())) - told) > 1e-9) {
        return levels;
      }
      List<int[]> train = encode.indices(split.train(), model.vocabulary()),
          valid = encode.indices(split.valid(), model.vocabulary());
      int V = model.vocabulary().length;
      levels.put("uniform", Math.log(V));
      levels.put("bigram", new Ngrams(V, 2, train, valid, Ngrams.Smoothing.dirichlet).loss(valid));
      levels.put("5-gram", new Ngrams(V, 5, train, valid, Ngrams.Smoothing.modified).loss(valid));
    } catch (IllegalArgumentException e) {
      System.err.println("no level lines of counting: " + e.getMessage());
    }
    return levels;
  }

  // ---- the model ---------------------------------------------------------------------------------------

  private static void weights(Page page, Model model) {
    int H = model.weights().H();
    Cell cell = Cell.of(model.weights());
    boolean plain = cell == Cell.RNN;
    List<String> units = IntStream.range(0, H).mapToObj(i -> "" + i).toList(),
        some = IntStream.range(0, cell.gates * H).mapToObj(i -> i % H % (plain ? 8 : 16) > 0 ? ""
            : plain ? "" + i : cell.columns.get(i / H) + " " + i % H).toList();
    String columns = plain ? "hidden unit" : "hidden unit, for each of " + String.join(", ", cell.columns);
    matrix(page, "Wxh: from letter to hidden", model.weights().Wxh(), Page.axis(columns, some, false),
        Page.axis("letter read", Reading.letters(model, "start"), true),
        "Look for letters whose rows are alike: the network treats them alike.");
    matrix(page, "Whh: from hidden to hidden", model.weights().Whh(),
        Page.axis(plain ? "hidden unit, next step" : columns, some, false),
        Page.axis("hidden unit", units, true),
        "Look at the diagonal" + (plain ? "" : "s") + " and for strong cells off it: a unit that keeps its "
            + "own value remembers, one that drives others passes on what it has seen.");
    matrix(page, "Who: from hidden to letter", model.weights().Who(),
        Page.axis("next letter", Reading.letters(model, "end"), false), Page.axis("hidden unit", units, true),
        "Look down a column: the red units speak for this letter, the blue ones against it.");
  }

  private static void matrix(Page page, String title, double[][] W, Axis x, Axis y, String look) {
    double most = Arrays.stream(W).flatMapToDouble(Arrays::stream).map(Math::abs).max().getAsDouble();
    page.add(title, x, y, 160 + Math.min(640, 15 * W.length), look,
        String.format("Heat map of %d rows and %d columns, weights from %.2f to %.2f, red above 0 and blue below.",
            W.length, W[0].length, -most, most),
        Page.heatMap(W, -most, most, null));
  }

  /**
   * The rows along their first two principal components, the directions in which they differ most.
   * @return  double[rows + 1][2]; the last row is the share of the variance that each direction has
   */
  static double[][] principalComponents(double[][] rows) {
    double[][] centred = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    for (int j = 0; j < rows[0].length; j++) {
      double mean = 0;
      for (double[] row : rows) mean += row[j] / rows.length;
      for (double[] row : centred) row[j] -= mean;
    }
    // centred = U S V^T
    SingularValueDecomposition svd = new SingularValueDecomposition(new Array2DRowRealMatrix(centred));
    double[] values = svd.getSingularValues();
    double variance = Arrays.stream(values).map(value -> value * value).sum();
    double[][] result = new double[rows.length + 1][2];
    for (int k = 0; k < Math.min(2, values.length); k++) {
      for (int i = 0; i < rows.length; i++) result[i][k] = svd.getU().getEntry(i, k) * values[k];
      result[rows.length][k] = values[k] * values[k] / variance;
    }
    return result;
  }

  private static void letterMap(Page page, Model model) {
    double[][] at = principalComponents(model.weights().Wxh());
    Map<String, List<Integer>> kinds = new LinkedHashMap<>();
    for (String kind : List.of("vowels", "other letters", "the start")) kinds.put(kind, new ArrayList<>());
    for (int i = 0; i < at.length - 1; i++) {
      String plain = java.text.Normalizer.normalize(Character.toString(model.vocabulary()[i]),
          java.text.Normalizer.Form.NFD);
      kinds.get(i == 0 ? "the start" : "aeiouyAEIOUY".indexOf(plain.charAt(0)) >= 0 ? "vowels"
          : "other letters").add(i);
    }
    List<Trace> traces = new ArrayList<>();
    String[] colours = {Page.ORANGE, Page.BLUE, Page.GREY};
    Symbol[] symbols = {Symbol.CIRCLE, Symbol.SQUARE, Symbol.DIAMOND};
    int k = 0;
    for (var kind : kinds.entrySet()) {
      double[][] xy = kind.getValue().stream().map(i -> at[i]).toArray(double[][]::new);
      Trace trace = ScatterTrace.builder(column(xy, 0), column(xy, 1)).name(kind.getKey())
          .mode(ScatterTrace.Mode.TEXT_AND_MARKERS)
          .text(kind.getValue().stream().map(i -> Page.plotly(Reading.letter(model, i, "start")))
              .toArray(String[]::new))
          .marker(Marker.builder().color(colours[k]).size(8).symbol(symbols[k]).build()).build();
      String below = kind.getValue().stream().map(i -> crowded(at, i) ? "'bottom center'" : "'top center'")
          .collect(Collectors.joining(", "));
      traces.add(Page.with(trace, "trace" + k++ + ".textposition = [" + below + "];"));
    }
    double[] share = at[at.length - 1];
    page.add("Letters that the network treats alike",
        Page.axis(String.format("first component, %.0f %% of the variance", 100 * share[0])),
        Page.axis(String.format("second, %.0f %%", 100 * share[1])), 560,
        "Each letter is a row of Wxh; here they lie along the two directions in which the rows differ most (principal "
            + "components). Look whether the vowels lie apart from the consonants: nobody told the network which is "
            + "which.",
        "Scatter chart of the letters on two principal components of Wxh.", traces.toArray(Trace[]::new));
  }

  /** Whether another point lies just above this one, where its letter would stand. */
  private static boolean crowded(double[][] at, int i) {
    double x = Arrays.stream(column(at, 0)).map(Math::abs).max().getAsDouble(),
        y = Arrays.stream(column(at, 1)).map(Math::abs).max().getAsDouble();
    return IntStream.range(0, at.length - 1).anyMatch(j -> j != i && Math.abs(at[j][0] - at[i][0]) < 0.05 * x
        && at[j][1] >= at[i][1] && at[j][1] - at[i][1] < 0.12 * y);
  }

  private static double[] column(double[][] rows, int j) {
    return Arrays.stream(rows).mapToDouble(row -> row[j]).toArray();
  }

  private static void invented(Page page, Model model, List<String> names) {
    Dino.Random random = new Dino.Random(0);
    List<String> drawn = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      drawn.add(encode.text(sample.name(model.weights(), new int[0], 1, random, sample.longest(names)),
          model.vocabulary()));
    }
    Map<String, List<String>> lists = new LinkedHashMap<>();
    if (!names.isEmpty()) lists.put("real", names);
    lists.put("1000 invented", drawn);
    String[] colours = {Page.BLUE, Page.ORANGE};
    List<Trace> lengths = new ArrayList<>();
    Map<String, Map<String, Double>> letters = new LinkedHashMap<>();
    lists.forEach((title, list) -> {
      double[] length = list.stream().mapToDouble(s -> s.codePointCount(0, s.length())).toArray();
      lengths.add(HistogramTrace.builder(length).name(title).histNorm(HistogramTrace.HistNorm.PERCENT)
          .marker(Marker.builder().color(colours[lengths.size()]).build()).build());
      Map<String, Double> count = inspect.count(list.stream().flatMapToInt(String::codePoints).mapToObj(Page::letter));
      double sum = count.values().stream().mapToDouble(n -> n).sum();
      count.replaceAll((letter, n) -> 100 * n / sum);
      letters.put(title, count);
    });
    String shown = String.join(" beside ", lists.keySet());
    page.add("Length, real and invented", Page.axis("letters"), Page.axis("share of the names in %"), 400,
        "Look whether the invented names are as long as the real ones: the network never counts letters, it only knows "
            + "when to stop.",
        "Bar chart of name lengths, " + shown + ".", lengths.toArray(Trace[]::new));
    List<String> order = inspect.order(letters.values().iterator().next());
    page.add("Letters, real and invented", Page.axis("letter", order, false),
        Page.axis("share of the letters in %"), 400,
        "Look for letters that the network uses too often or too rarely.", "Bar chart of letters, " + shown + ".",
        inspect.bars(order, letters));
  }

  // ---- several runs ------------------------------------------------------------------------------------

  private void compare() {
    String[] colours = {Page.BLUE, Page.ORANGE, Page.GREEN, "#CC79A7", "#56B4E9", "#E69F00", Page.GREY, "#000000"};
    Words.require(runs.size() <= colours.length, "--compare takes at most %d runs; more lines can't be told apart",
        colours.length);
    Page page = new Page("Runs compared", runs.stream().map(Path::toString).collect(Collectors.joining(", ")));
    List<Trace> losses = new ArrayList<>(), norms = new ArrayList<>();
    Table table = Table.create("runs", StringColumn.create("setting"));
    Map<String, String[]> settings = new LinkedHashMap<>();
    for (int r = 0; r < runs.size(); r++) {
      String colour = colours[r];
      Path folder = Files.isRegularFile(runs.get(r)) ? runs.get(r).toAbsolutePath().getParent() : runs.get(r);
      Table history = history(folder.resolve("history.csv"));
      String title = (r + 1) + ": " + folder.toAbsolutePath().normalize().getFileName();
      if (title.length() > 24) title = title.substring(0, 23) + "\u2026";
      losses.add(line(title + ", validation", history, "valid", colour, Line.Dash.SOLID));
      losses.add(line(title + ", training", history, "train", colour, Line.Dash.DOT));
      norms.add(line(title, history, "gradient_norm", colour, Line.Dash.SOLID));
      Model model = Model.load(folder.resolve("model.json"));
      int run = r;
      Map<String, Object> told = new LinkedHashMap<>(model.settings());
      model.loss().forEach((key, value) -> told.put(key.equals("epoch") ? "best epoch" : "loss, " + key,
          value instanceof Double d ? String.format("%.4f", d) : value));
      told.forEach((key, value) -> {
        settings.computeIfAbsent(key, k -> new String[runs.size()])[run] = Objects.toString(value, "");
      });
    }
    page.add("Loss by epoch", Page.axis("epoch"), Page.axis("nats per character"), 520,
        "Look for the run whose validation loss falls lowest, and how soon. Dotted lines are training losses.",
        "Line chart of validation and training loss of " + runs.size() + " runs.", losses.toArray(Trace[]::new));
    page.add("Gradient norm by epoch", Page.axis("epoch"), Page.axis("largest norm of the epoch's batches"), 400,
        "Look for runs whose gradients grow: there a smaller learning rate or clipping helps.",
        "Line chart of gradient norms.", norms.toArray(Trace[]::new));
    settings.forEach((key, values) -> table.stringColumn(0).append(key));
    for (int r = 0; r < runs.size(); r++) {
      int run = r;
      table.addColumns(StringColumn.create((r + 1) + ": " + runs.get(r),
          settings.values().stream().map(values -> Objects.toString(values[run], "")).toList()));
    }
    page.add("Settings and losses", "Look for the line in which the runs differ.", table);
    page.write(out, "index.html", !noOpen);
  }

  // ---- the command -------------------------------------------------------------------------------------

  public void run() {
    if (runs != null) {
      compare();
      return;
    }
    Model model = Model.load(file);
    List<String> names = model.names(data);
    if (name == null) {
      name = data.file == null && model.settings().get("data") == null || names.isEmpty() ? "stegosaurus"
          : names.get(0);
    }
    Reading reading = new Reading(model, name);
    Path csv = Model.file(file).resolveSibling("history.csv");
    if (text) {
      if (Files.exists(csv)) {
        System.out.println(Curve.of(history(csv).write().toString("csv")));
      }
      reading.print();
      return;
    }
    Table history = history(csv);
    Page page = new Page("A training run, and the network inside",
        String.format("%s: %s, %d hidden units, %d letters; it reads %s.",
        file, Cell.of(model.weights()).name(), model.weights().H(), model.vocabulary().length - 1, name));
    losses(page, history, levels(model, names));
    page.add("Gradient norm by epoch", Page.axis("epoch"), Page.axis("largest norm of the epoch's batches"), 380,
        "The norm before clipping. Look for jumps: where it is above --clip, the step was shortened.",
        "Line chart of gradient norms.",
        line("gradient norm", history, "gradient_norm", Page.BLUE, Line.Dash.SOLID));
    weights(page, model);
    reading.draw(page);
    letterMap(page, model);
    invented(page, model, names);
    page.write(out, "index.html", !noOpen);
  }

  public static void main(String... args) { Program.start(new plot(), args); }
}
