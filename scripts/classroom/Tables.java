//JAVA 17+
//SOURCES ../look/Page.java

// What grade found, as tables: grades.csv, the summary on the screen, and the page.

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.*;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.*;
import tech.tablesaw.api.*;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tech.tablesaw.io.csv.CsvWriteOptions;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;

class Tables {

  /**
   * A row of grades.csv.
   * @param function  empty when the row is about a file
   * @param passed    null when it is a remark only
   * @param kind      the diagnosis without this learner's own numbers, for counting equal ones; empty: not counted
   */
  record Line(String student, String exercise, String function, Boolean passed, String diagnosis, String kind,
      double seconds) {
    boolean ofFile() { return function.isEmpty(); }

    boolean notBegun() { return kind.equals("not begun"); }
  }

  final Table students, functions, common, files;
  final int right, all;   // functions

  Tables(List<Line> lines) {
    students = byStudent(lines);
    functions = byFunction(lines);
    common = commonest(lines);
    files = files(lines);
    right = (int) functions.intColumn("right").sum();
    all = (int) functions.intColumn("of").sum();
  }

  // ---- grades.csv --------------------------------------------------------------------------------------

  /** Signs that begin a formula (also full-width, small, and a real minus), perhaps after invisible characters. */
  private static final Pattern FORMULA = Pattern.compile("(?s)[\\s\\p{Z}\\p{C}]*"
      + "[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20\\uFE66\\uFE62\\uFE63\\uFE6B\\u2212].*");

  /** A cell that no spreadsheet takes for a formula. */
  static String cell(String text) { return FORMULA.matcher(text).matches() ? "'" + text : text; }

  static Table table(List<Line> lines) {
    StringColumn student = StringColumn.create("student"), exercise = StringColumn.create("exercise"),
        function = StringColumn.create("function"), diagnosis = StringColumn.create("diagnosis");
    BooleanColumn passed = BooleanColumn.create("passed");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    for (Line line : lines) {
      student.append(cell(line.student));
      exercise.append(cell(line.exercise));
      function.append(cell(line.function));
      if (line.passed == null) passed.appendMissing(); else passed.append(line.passed);
      diagnosis.append(cell(line.diagnosis));
      seconds.append(Math.round(1000 * line.seconds) / 1000.0);
    }
    return Table.create("grades", student, exercise, function, passed, diagnosis, seconds);
  }

  /**
   * Every field in quotation marks, those inside doubled; a spreadsheet and Tablesaw read it back as it was. The byte
   * order mark at the beginning tells a spreadsheet that it is UTF-8; Python's csv module wants encoding='utf-8-sig'.
   */
  static String csv(List<Line> lines) {
    StringWriter text = new StringWriter();
    table(lines).write().usingOptions(CsvWriteOptions.builder(text).quoteAllFields(true).escapeChar('"')
        .ignoreLeadingWhitespaces(false).ignoreTrailingWhitespaces(false).build());
    return "\uFEFF" + text;
  }

  // ---- summaries ---------------------------------------------------------------------------------------

  private static DoubleColumn percent(List<List<Line>> groups) {
    DoubleColumn column = DoubleColumn.create("%");
    for (List<Line> each : groups) {
      if (each.isEmpty()) column.appendMissing();
      else column.append(100.0 * each.stream().filter(Line::passed).count() / each.size());
    }
    column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(0));
    return column;
  }

  private static IntColumn count(String name, List<List<Line>> groups, Predicate<Line> which) {
    return IntColumn.create(name,
        groups.stream().mapToInt(each -> (int) each.stream().filter(which).count()).toArray());
  }

  private static StringColumn text(String name, Stream<String> cells) { return StringColumn.create(name, cells); }

  static Table byStudent(List<Line> lines) {
    Map<String, List<Line>> all = new LinkedHashMap<>();
    for (Line line : lines) all.computeIfAbsent(line.student, student -> new ArrayList<>()).add(line);
    List<List<Line>> functions = all.values().stream()
        .map(each -> each.stream().filter(line -> !line.ofFile()).toList()).toList();
    return Table.create("by student", StringColumn.create("student", all.keySet()),
        count("right", functions, Line::passed), count("of", functions, line -> true), percent(functions),
        count("not begun", functions, Line::notBegun),
        count("files not checked", List.copyOf(all.values()), line -> line.ofFile() && line.passed != null));
  }

  /** In the order of the lessons. */
  static Table byFunction(List<Line> lines) {
    Map<String, Map<String, List<Line>>> all = new TreeMap<>();
    for (Line line : lines) {
      if (line.ofFile()) continue;
      all.computeIfAbsent(line.exercise, exercise -> new LinkedHashMap<>())
          .computeIfAbsent(line.function, function -> new ArrayList<>()).add(line);
    }
    List<List<Line>> groups = all.values().stream().flatMap(each -> each.values().stream()).toList();
    return Table.create("by function", text("exercise", groups.stream().map(each -> each.get(0).exercise)),
        text("function", groups.stream().map(each -> each.get(0).function)), count("right", groups, Line::passed),
        count("of", groups, line -> true), percent(groups), count("not begun", groups, Line::notBegun));
  }

  /** Each diagnosis with the number of students who got it; a file's compiler error counts once. */
  static Table commonest(List<Line> lines) {
    Map<List<String>, Set<String>> students = new HashMap<>();
    for (Line line : lines) {
      if (line.kind.isEmpty() || line.notBegun()) continue;
      boolean ofTheFile = line.kind.startsWith("It does not compile");
      List<String> said = List.of(line.exercise, ofTheFile ? "" : line.function, line.kind);
      students.computeIfAbsent(said, key -> new TreeSet<>()).add(line.student);
    }
    List<List<String>> order = students.keySet().stream()
        .sorted(Comparator.<List<String>>comparingInt(key -> -students.get(key).size())
            .thenComparing(key -> String.join(" ", key))).toList();
    int[] counts = order.stream().mapToInt(key -> students.get(key).size()).toArray();
    return Table.create("the commonest diagnoses", IntColumn.create("students", counts),
        text("exercise", order.stream().map(key -> key.get(0))),
        text("function", order.stream().map(key -> key.get(1))),
        text("diagnosis", order.stream().map(key -> key.get(2)).map(Tables::shortened)));
  }

  private static String shortened(String text) {
    return text.length() <= 110 ? text : text.substring(0, 110) + "\u2026";
  }

  /** Files that were not checked, and remarks. */
  static Table files(List<Line> lines) {
    List<Line> own = lines.stream().filter(Line::ofFile).toList();
    return Table.create("files that were not checked, and remarks", text("student", own.stream().map(Line::student)),
        text("exercise", own.stream().map(Line::exercise)), text("what", own.stream().map(Line::diagnosis)));
  }

  // ---- on the screen, and as a page --------------------------------------------------------------------

  void print() {
    System.out.println("\n" + students.print(1000) + "\n");
    if (all > 0) System.out.println(functions.print(1000) + "\n");
    if (!common.isEmpty()) System.out.println(common.first(12).setName(common.name()).print(12) + "\n");
    if (!files.isEmpty()) System.out.println(files.print(50) + "\n");
    System.out.printf("%d of the %d functions that %s handed in are right%n", right, all, howMany());
  }

  private String howMany() { return students.rowCount() == 1 ? "1 student" : students.rowCount() + " students"; }

  void writePage(long seed, Path out, boolean open) {
    Page page = new Page("Grades", String.format("%s; %d of %d functions that were handed in are right. Seed %d.",
        howMany(), right, all, seed));
    if (all > 0) addBars(page);
    if (!common.isEmpty()) page.add("What to explain again tomorrow",
        "The commonest diagnoses, each with the number of students to whom it was said.", common);
    page.add("By student", "Of the functions that each has handed in.", students, 1000);
    if (all > 0) page.add("By function", "Not begun: the function is as it came.", functions, 1000);
    if (!files.isEmpty()) page.add("Files that were not checked, and remarks",
        "A text that two share is a reason to ask, no proof.", files, 1000);
    page.write(out, "grades.html", open);
  }

  private void addBars(Page page) {
    int n = functions.rowCount();
    List<String> labels = IntStream.range(0, n).mapToObj(i ->
        Integer.parseInt(functions.getString(i, "exercise").substring(0, 2)) + " " + functions.getString(i, "function"))
        .toList();
    Object[] places = IntStream.range(0, n).boxed().toArray();
    page.add("How many have it right", Page.axis("% of those who handed it in"), Page.axis("function", labels, true),
        160 + 22 * n,
        "Each bar is a function, in the order of the exercises. Look for the first short one: what follows may suffer "
        + "from it.",
        String.format("Bar chart of %d functions; %d of %d results are right.", n, right, all),
        BarTrace.builder(places, functions.doubleColumn("%").asDoubleArray())
            .orientation(BarTrace.Orientation.HORIZONTAL).showLegend(false)
            .marker(Marker.builder().color(Page.BLUE).build()).build());
  }
}
