import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.UnaryOperator;
import java.util.regex.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import static org.assertj.core.api.Assertions.*;

/**
 * foreign/NN-wrong.txt holds wrong solutions as students write them, in styles that are not the kit's: streams, helpers,
 * flat loops, other names. They were written before the list of known mistakes was looked at. Above each stands which
 * function it is, what is wrong, and of which words (a regular expression) at least one belongs into the judge's sentence.
 * foreign/NN-right.txt holds right ones.
 */
@DisplayName("foreign solutions: wrong ones are caught and named truly, right ones pass")
@Slow
class ForeignTest {

  record Entry(String exercise, String function, String what, Pattern says, String code) {}

  @TempDir static Path folder;
  static final Path FOREIGN = Kit.FOLDER.resolve("scripts/tests/foreign");

  static List<Entry> entries() throws Exception {
    List<Entry> all = new ArrayList<>();
    for (String name : CheckTest.exercises()) {
      for (String block : Files.readString(FOREIGN.resolve(name.substring(0, 2) + "-wrong.txt")).split("(?m)^## ")) {
        if (block.isBlank()) continue;
        String[] title = block.lines().findFirst().get().split(" \\| ");
        all.add(new Entry(name, title[0], title[1], Pattern.compile(title[2], Pattern.CASE_INSENSITIVE),
            block.substring(block.indexOf('\n') + 1)));
      }
    }
    return all;
  }

  static List<String> exercises() throws Exception { return CheckTest.exercises(); }

  @ParameterizedTest(name = "{0}: five right solutions, in five styles, are right for 200 seeds") @MethodSource("exercises")
  void right(String name) throws Exception {
    String[] blocks = Files.readString(FOREIGN.resolve(name.substring(0, 2) + "-right.txt")).split("(?m)^## ");
    assertThat(blocks).hasSize(6);
    for (String block : Arrays.copyOfRange(blocks, 1, 6)) {
      String style = name + ", " + block.lines().findFirst().get();
      Path classes = Files.createDirectories(folder.resolve(style));
      assertThat(CheckTest.compile(List.of(file(name, block.substring(block.indexOf('\n') + 1))), classes)).as(style).isEmpty();
      try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
        Class<?> type = loader.loadClass("Exercise" + name.substring(0, 2));
        for (Task<?> f : check.exercise(CheckTest.solution(name)).tasks) for (long seed = 0; seed < 200; seed++) {
          List<Object[]> arguments = f.arguments(seed);
          Judge.Verdict verdict = Judge.judge(f, arguments, CheckTest.outcomes(type, f, arguments), true);
          assertThat(verdict.state()).as(style + ", " + f.name + ", seed " + seed + ": " + verdict.sentences()).isEqualTo(Judge.State.RIGHT);
        }
      }
    }
  }

  /** The exercise's solution with these functions instead of its own. */
  static Path file(String exercise, String code) throws Exception {
    String text = Files.readString(CheckTest.solution(exercise));
    Matcher heads = Pattern.compile("(?m)^static \\S+ (\\w+)\\(").matcher(code);
    while (heads.find()) {
      Matcher old = Pattern.compile("(?ms)^  static \\S+ " + heads.group(1) + "\\(.*?^  }\n").matcher(text);
      if (old.find()) text = text.substring(0, old.start()) + text.substring(old.end());
    }
    int end = text.lastIndexOf('}');
    text = "import java.util.*;\nimport java.util.function.*;\nimport java.util.stream.*;\n" + text.substring(0, end)
        + code.indent(2) + "}\n";
    return Files.writeString(Files.createTempDirectory(folder, "foreign").resolve(exercise + ".java"), text);
  }

  record Found(Entry entry, String how, List<String> sentences) {}

  static Found judged(Entry entry) throws Exception {
    Path file = file(entry.exercise, entry.code);
    check.Report report = check.report(file, check.exercise(file), 7);
    assertThat(report.errors()).as(entry.what).isEmpty();
    check.Result result = report.results().stream().filter(each -> each.function().equals(entry.function)).findFirst().get();
    Judge.Verdict verdict = result.verdict();
    String said = String.join(" ", verdict.sentences());
    boolean named = verdict.cause() && entry.says.matcher(said).find();
    return new Found(entry, result.right() ? "passed" : verdict.state() == Judge.State.UNTOUCHED ? "false"
        : named ? "named" : verdict.cause() ? "false" : "unnamed", verdict.sentences());
  }

  @Test @DisplayName("150 wrong ones and more: none passes, none is named falsely, 85 in 100 are named; the table")
  void wrong() throws Exception {
    List<Entry> entries = entries();
    assertThat(entries).hasSizeGreaterThanOrEqualTo(150);
    ExecutorService workers = Executors.newFixedThreadPool(2);
    List<Found> found = new ArrayList<>();
    try {
      List<Future<Found>> all = entries.stream().map(entry -> workers.submit(() -> judged(entry))).toList();
      for (Future<Found> each : all) found.add(each.get());
    } finally {
      workers.shutdown();
    }
    System.out.println("exercise         wrong  named  unnamed  false  passed");
    for (String name : CheckTest.exercises()) {
      Map<String, Long> counts = found.stream().filter(each -> each.entry.exercise.equals(name))
          .collect(Collectors.groupingBy(Found::how, Collectors.counting()));
      System.out.printf("%-16s %5d %6d %8d %6d %7d%n", name, counts.values().stream().mapToLong(n -> n).sum(),
          counts.getOrDefault("named", 0L), counts.getOrDefault("unnamed", 0L), counts.getOrDefault("false", 0L),
          counts.getOrDefault("passed", 0L));
    }
    for (Found each : found) {
      if (each.how.equals("named")) continue;
      System.out.println(each.how + ": " + each.entry.exercise + " " + each.entry.function + ", " + each.entry.what + ": "
          + String.join(" ", each.sentences));
    }
    assertThat(found.stream().filter(each -> each.how.equals("passed") || each.how.equals("false"))).isEmpty();
    assertThat(found.stream().filter(each -> each.how.equals("named")).count() / (double) found.size()).isGreaterThan(0.85);
  }

  // ---- results that say nothing of their cause ---------------------------------------------------------

  /** Numbers changed, whatever array or list they stand in; words and null stay. */
  static Object changed(Object value, UnaryOperator<Double> f) {
    if (value instanceof Double d) return f.apply(d);
    if (value instanceof Integer n) return (int) (double) f.apply((double) n);
    if (value instanceof List<?> list) return new ArrayList<>(list.stream().map(each -> changed(each, f)).toList());
    if (value == null || !value.getClass().isArray()) return value;
    Object copy = Values.copy(value);
    for (int i = 0; i < java.lang.reflect.Array.getLength(copy); i++) {
      java.lang.reflect.Array.set(copy, i, changed(java.lang.reflect.Array.get(copy, i), f));
    }
    return copy;
  }

  static Object empty(Object value) {
    return value instanceof String ? "" : value instanceof List ? List.of() : value == null || !value.getClass().isArray() ? value
        : java.lang.reflect.Array.newInstance(value.getClass().getComponentType(), 0);
  }

  static Object firstRow(Object value) {
    if (!(value instanceof Object[] rows) || rows.length == 0) return value;
    Object[] copy = (Object[]) Values.copy(rows);
    Arrays.fill(copy, copy[0]);
    return copy;
  }

  @Test @DisplayName("all 0, empty, NaN, constant, one row again and again: what many causes give is given to none")
  void degenerate() throws Exception {
    Map<String, UnaryOperator<Object>> kinds = new LinkedHashMap<>();
    kinds.put("all 0", value -> changed(value, a -> 0.0));
    kinds.put("constant", value -> changed(value, a -> 1.0));
    kinds.put("NaN", value -> changed(value, a -> Double.NaN));
    kinds.put("empty", ForeignTest::empty);
    kinds.put("first row", ForeignTest::firstRow);
    List<String> claims = new ArrayList<>();
    int judged = 0;
    for (String name : CheckTest.exercises()) for (Task<?> f : check.exercise(CheckTest.solution(name)).tasks) {
      if (f.changes.length > 0) continue;
      for (var kind : kinds.entrySet()) {
        List<Object[]> arguments = f.arguments(4);
        List<Task.Outcome> mine = arguments.stream()
            .map(each -> f.run(x -> f.parts == null ? kind.getValue().apply(f.right.on(x))
                : Arrays.stream((Object[]) f.right.on(x)).map(kind.getValue()).toArray(), each)).toList();
        Judge.Verdict verdict = Judge.judge(f, arguments, mine, true);
        judged++;
        if (!verdict.mistakes().isEmpty()) claims.add(f.name + ", " + kind.getKey() + ": " + verdict.sentences().get(0));
      }
    }
    assertThat(judged).isGreaterThan(150);
    assertThat(claims).allMatch(claim -> claim.contains("One way to get that: "));
  }
}
