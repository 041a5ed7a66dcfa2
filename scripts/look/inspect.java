///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//SOURCES ../encode.java Page.java

// The data, before any network: the names as a Tablesaw table, what it tells in numbers, and four pictures.
//   jbang inspect.java [--data FILE] [--out plots] [--no-open]
// It prints first the table's columns and a summary of each; the pictures stand in plots/data.html.

import java.nio.file.*;
import java.util.*;
import java.util.function.Function;
import java.util.stream.*;
import picocli.CommandLine.*;
import tech.tablesaw.api.*;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tech.tablesaw.plotly.components.*;
import tech.tablesaw.plotly.traces.*;

@Command(name = "inspect", description = "The data before any network: the names as a table, and in pictures.",
    footer = {"Example: inspect", "         inspect --data towns.txt --out pictures"})
class inspect implements Runnable {

  static final int ENDING = 6;   // letters of an ending: saurus, raptor, ratops

  @Mixin Program.Data data;
  @Option(names = "--out", paramLabel = "FOLDER", description = "Where data.html goes (${DEFAULT-VALUE}).")
  Path out = Path.of("plots");
  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  // ---- tables ------------------------------------------------------------------------------------------

  /** A row for each name: name, length, first, last, ending, duplicate (the name came before). */
  static Table table(List<String> names) {
    StringColumn name = StringColumn.create("name"), first = StringColumn.create("first"),
        last = StringColumn.create("last"), ending = StringColumn.create("ending");
    IntColumn length = IntColumn.create("length");
    BooleanColumn duplicate = BooleanColumn.create("duplicate");
    Set<String> seen = new HashSet<>();
    for (String s : names) {
      int[] letters = s.codePoints().toArray();
      name.append(s);
      length.append(letters.length);
      first.append(Page.letter(letters[0]));
      last.append(Page.letter(letters[letters.length - 1]));
      ending.append(new String(letters, Math.max(0, letters.length - ENDING), Math.min(ENDING, letters.length)));
      duplicate.append(!seen.add(s));
    }
    return Table.create("names", name, length, first, last, ending, duplicate);
  }

  /** Tablesaw's summary. It can't summarize a column of more than 65,534 different texts; these are left out. */
  static Table summary(Table table) {
    return table.selectColumns(table.columns().stream().filter(column -> column.countUnique() <= 65_534)
        .toArray(Column<?>[]::new)).summary();
  }

  /** The ten most common endings. (Tablesaw's countBy can't count more than 65,534 different ones.) */
  static Table endings(Table table) {
    Map<String, Double> count = count(table.stringColumn("ending").asList().stream());
    List<String> order = order(count).stream().limit(10).toList();
    DoubleColumn share = DoubleColumn.create("%",
        order.stream().map(ending -> 100 * count.get(ending) / table.rowCount()).toList());
    share.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(1));
    return Table.create("the most common endings", StringColumn.create("ending", order),
        IntColumn.create("names", order.stream().map(ending -> count.get(ending).intValue()).toArray(Integer[]::new)),
        share);
  }

  /** Names to look at again, and why: a letter that few names have, no letter at all, a length far from the others'. */
  static Table odd(Table table) {
    double mean = table.intColumn("length").mean(), deviation = table.intColumn("length").standardDeviation();
    Map<Integer, Long> namesWith = table.stringColumn("name").asList().stream()
        .flatMap(s -> s.codePoints().distinct().boxed())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    StringColumn name = StringColumn.create("name"), why = StringColumn.create("why");
    for (Row row : table) {
      String s = row.getString("name");
      List<String> reasons = new ArrayList<>();
      String rare = s.codePoints().distinct().filter(c -> namesWith.get(c) <= Math.min(2, table.rowCount() / 100))
          .mapToObj(Page::letter).collect(Collectors.joining());
      String other = s.replaceAll("[\\p{L}\\p{M}]", "").codePoints().distinct().mapToObj(Page::letter)
          .collect(Collectors.joining());
      if (!other.isEmpty()) reasons.add("not a letter: " + other);
      if (!rare.isEmpty()) reasons.add("rare: " + rare);
      if (Math.abs(row.getInt("length") - mean) > 3 * deviation) {
        reasons.add(row.getInt("length") + " letters, " + String.format("%.1f is the mean", mean));
      }
      if (reasons.isEmpty()) continue;
      name.append(s);
      why.append(String.join("; ", reasons));
    }
    return Table.create("odd", name, why);
  }

  /** How often each letter (or the most frequent ones) stands at each of the first positions of a name. */
  static Table byPosition(List<String> names, int positions) {
    Map<String, Double> frequency = count(names.stream().flatMapToInt(String::codePoints).mapToObj(Page::letter));
    Set<String> frequent = Set.copyOf(order(frequency, 60));
    StringColumn letter = StringColumn.create("letter");
    IntColumn position = IntColumn.create("position");
    for (String name : names) {
      int[] letters = name.codePoints().limit(positions).toArray();
      for (int n = 0; n < letters.length; n++) {
        if (!frequent.contains(Page.letter(letters[n]))) continue;
        letter.append(Page.letter(letters[n]));
        position.append(n + 1);
      }
    }
    // Its columns come sorted as text: 1, 10, 11, 2.
    Table counts = Table.create(letter, position).xTabCounts("letter", "position");
    List<String> columns = new ArrayList<>(counts.columnNames());
    columns.subList(1, columns.size() - 1).sort(Comparator.comparingInt(Integer::parseInt));
    return counts.reorderColumns(columns.toArray(String[]::new))
        .setName("how often each letter stands at each of the first " + positions + " positions"
            + (frequent.size() < frequency.size() ? ", the " + frequent.size() + " most frequent letters" : ""));
  }

  // ---- pictures ----------------------------------------------------------------------------------------

  /** [V][V]: how often each letter follows each letter, in %; index 0 is the start (rows) and the end (columns). */
  static double[][] bigrams(List<int[]> names, int V) {
    double[][] share = new double[V][V];
    for (int[] name : names) {
      for (int n = 0, before = 0; n <= name.length; n++) {
        int letter = n < name.length ? name[n] : 0;
        share[before][letter]++;
        before = letter;
      }
    }
    for (double[] row : share) {
      double sum = Arrays.stream(row).sum();
      for (int j = 0; j < V && sum > 0; j++) row[j] *= 100 / sum;
    }
    return share;
  }

  /** The index of each letter; all letters that are not shown share the last index. */
  private static int[] indices(String name, int[] shown) {
    return name.codePoints().map(c -> Arrays.binarySearch(shown, 1, shown.length, c))
        .map(i -> i < 0 ? shown.length : i).toArray();
  }

  /** Bars: how often each text stands in the columns, a colour for each column, sorted by the first column. */
  static Trace[] bars(List<String> order, Map<String, Map<String, Double>> columns) {
    String[] colours = {Page.BLUE, Page.ORANGE};
    List<Trace> traces = new ArrayList<>();
    columns.forEach((title, count) -> {
      Object[] x = new Object[order.size()];
      double[] y = new double[order.size()];
      for (int i = 0; i < y.length; i++) { x[i] = i; y[i] = count.getOrDefault(order.get(i), 0.0); }
      traces.add(BarTrace.builder(x, y).name(title).showLegend(columns.size() > 1)
          .marker(Marker.builder().color(colours[traces.size()]).build()).build());
    });
    return traces.toArray(Trace[]::new);
  }

  static final int MOST = 30;   // letters in a picture; more can't be told apart

  /** The most frequent texts first, at most 30. */
  static List<String> order(Map<String, Double> count) { return order(count, MOST); }

  private static List<String> order(Map<String, Double> count, int most) {
    return count.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .limit(most).map(Map.Entry::getKey).toList();
  }

  /** Each different text's count. */
  static Map<String, Double> count(Stream<String> texts) {
    return texts.collect(Collectors.groupingBy(Function.identity(), Collectors.summingDouble(s -> 1)));
  }

  private void pictures(Page page, List<String> names, Table table) {
    Map<String, Double> lengths = count(names.stream().map(s -> "" + s.codePointCount(0, s.length())));
    int longest = lengths.keySet().stream().mapToInt(Integer::parseInt).max().getAsInt();
    page.add("Length of the names", Page.axis("letters"), Page.axis("names"), 380,
        "Look for where most names lie, and for the few that are far longer or shorter: padding every name to the "
            + "longest is mostly padding.",
        String.format("Bar chart of name lengths: mean %.1f letters, longest %d.",
            table.intColumn("length").mean(), longest),
        HistogramTrace.builder(table.intColumn("length")).showLegend(false)
            .marker(Marker.builder().color(Page.BLUE).build()).build());

    Map<String, Double> letters = count(names.stream().flatMapToInt(String::codePoints).mapToObj(Page::letter));
    List<String> order = order(letters);
    page.add("Letter frequencies", Page.axis("letter", order, false), Page.axis("times in all names"), 380,
        "Look for how uneven they are. A network that has learnt only this already beats guessing every letter alike.",
        "Bar chart of letter counts, from most to least frequent: " + String.join(" ", order) + ".",
        bars(order, Map.of("letters", letters)));

    int[] vocabulary = encode.vocabulary(names);
    int[] shown = IntStream.range(0, vocabulary.length)
        .filter(i -> i == 0 || order.contains(Page.letter(vocabulary[i]))).map(i -> vocabulary[i]).toArray();
    double[][] z = new double[shown.length][];
    double[][] share = bigrams(names.stream().map(name -> indices(name, shown)).toList(), shown.length + 1);
    for (int i = 0; i < z.length; i++) z[i] = Arrays.copyOf(share[i], z.length);
    List<String> from = new ArrayList<>(Arrays.stream(shown).mapToObj(Page::letter).toList()),
        to = new ArrayList<>(from);
    from.set(0, "start");
    to.set(0, "end");
    page.add("Which letter follows which, in %", Page.axis("next letter", to, false),
        Page.axis("letter", from, true), 640,
        "Read a row from left to right: after this letter, how often comes each other? Look for rows with a single "
            + "dark cell: there the next letter is almost sure.",
        "Heat map of the bigram table: rows are letters, columns the letters that follow them.",
        Page.heatMap(z, 0, Arrays.stream(z).flatMapToDouble(Arrays::stream).max().getAsDouble(), null));

    Map<String, Map<String, Double>> ends = new LinkedHashMap<>();
    ends.put("first letter", count(table.stringColumn("first").asList().stream()));
    ends.put("last letter", count(table.stringColumn("last").asList().stream()));
    Map<String, Double> both = new HashMap<>(ends.get("first letter"));
    ends.get("last letter").forEach((letter, n) -> both.merge(letter, n, Double::sum));
    List<String> alphabet = order(both).stream().sorted().toList();
    page.add("First and last letters", Page.axis("letter", alphabet, false), Page.axis("names"), 380,
        "Look for letters that begin many names but end few, and the other way round: where in a name it stands says "
            + "much about a letter.",
        "Bar chart of how often each letter is a name's first and its last.", bars(alphabet, ends));
  }

  // ---- the command -------------------------------------------------------------------------------------

  public void run() {
    List<String> names = data.names();
    Table table = table(names), endings = endings(table), odd = odd(table);
    Table duplicates = table.where(table.booleanColumn("duplicate").isTrue()).selectColumns("name").sortOn("name")
        .dropDuplicateRows();
    long saurus = names.stream().filter(name -> name.toLowerCase(Locale.ROOT).endsWith("saurus")).count();

    System.out.println(table.structure() + "\n");
    System.out.println(summary(table) + "\n");
    System.out.println(endings.print() + "\n");
    System.out.printf("%d of %d names end in -saurus: %.0f %%%n%n", saurus, names.size(),
        100.0 * saurus / names.size());
    System.out.println(byPosition(names, 12).print(64) + "\n");
    int again = duplicates.rowCount();
    System.out.println(again == 0 ? "no name comes twice"
        : again + (again == 1 ? " name comes" : " names come") + " a second time: "
        + some(duplicates.stringColumn("name").asList()));
    System.out.println(odd.isEmpty() ? "no odd names\n" : odd.setName("odd names").print(20) + "\n");

    Page page = new Page(names.size() + " names",
        "What there is to learn from, before any network: " + (data.file == null ? "the dinosaurs" : data.file) + ".");
    pictures(page, names, table);
    page.add("The most common endings",
        String.format("The last %d letters of the names. %d of them (%.0f %%) end in -saurus.", ENDING, saurus,
        100.0 * saurus / names.size()), endings);
    if (!odd.isEmpty()) page.add("Odd names", "Check whether they belong in the list.", odd);
    if (!duplicates.isEmpty()) {
      page.add("Names that come twice", "The later ones are left out before training.", duplicates);
    }
    page.write(out, "data.html", !noOpen);
  }

  private static String some(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(20, names.size()))) + (names.size() > 20 ? " \u2026" : "");
  }

  public static void main(String... args) { Program.start(new inspect(), args); }
}
