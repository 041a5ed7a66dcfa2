///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES lesson.java judge/Judge.java sandbox/Repair.java Jdk.java Progress.java checks/Check*.java

// Checks the exercises, lessons/exercises/NN_name.java, and says what went wrong.
//   jbang check.java [EXERCISE] [--watch] [--seed N] [--reset]
// It prints first, without an EXERCISE, how far you are and where to go on.
//
// How to add an exercise or a mistake is explained in judge/Exercise.java.

import java.io.*;
import java.nio.file.*;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "check", description = "Shows how far you are, or checks an exercise and says what went wrong.",
    footer = {"Example: check 4", "         check 4 --watch"})
class check implements Callable<Integer> {

  // ---- which exercise ----------------------------------------------------------------------------------

  static Path folder() { return lesson.kit().resolve("lessons/exercises"); }

  /** The files as they came. */
  private static Path stubs() { return lesson.kit().resolve("scripts/classroom/checks/stubs"); }

  /** All exercises. They are found by their stubs, since a learner may have deleted a file. */
  static List<Path> all() {
    try (Stream<Path> stubs = Files.list(stubs())) {
      return stubs.map(stub -> folder().resolve(stub.getFileName()))
          .filter(file -> nameOf(file).matches("\\d\\d_\\w+")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the kit's exercises (" + Words.reason(e) + ")", e);
    }
  }

  /** An exercise by its number, its name, or its file, in any folder. */
  static Path find(String which) {
    if (which.endsWith(".java") && Files.exists(Path.of(which))) {
      Path file = Path.of(which).toAbsolutePath().normalize();
      Words.require(Files.isRegularFile(file), "%s is no file", which);
      Words.require(nameOf(file).matches("\\d\\d_\\w+"), "%s is no exercise; its name is like 04_backprop.java", which);
      return file;
    }
    String name = which.matches("\\d") ? "0" + which : which.replaceFirst("\\.java$", "");
    return all().stream().filter(file -> {
      String each = nameOf(file);
      return each.equals(name) || each.substring(0, 2).equals(name) || each.substring(3).equals(name);
    }).findFirst().orElseThrow(() ->
        new IllegalArgumentException("there is no exercise '" + which + "'; check alone lists them"));
  }

  /** 04_backprop */
  static String nameOf(Path file) { return file.getFileName().toString().replaceFirst("\\.java$", ""); }

  static int number(Path file) { return Integer.parseInt(nameOf(file).substring(0, 2)); }

  static Progress progress(Path file) { return new Progress(file.getParent()); }

  static Exercise exercise(Path file) {
    try {
      return (Exercise) Class.forName("Check" + nameOf(file).substring(0, 2)).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("there is no check for " + LessonFile.nameOf(file)
          + "; its name begins with the number of its lesson, like 04_backprop.java", e);
    }
  }

  static Path solution(Path file) { return lesson.kit().resolve("lessons/solutions").resolve(file.getFileName()); }

  /** The kit's exercise that a file, whose own name may be another, is about. */
  private static Path exerciseOf(Path file) {
    return all().stream().filter(each -> number(each) == number(file)).findFirst().orElse(file);
  }

  static Path stub(Path file) { return stubs().resolve(file.getFileName()); }

  static boolean begun(Path file) {
    try {
      return Files.exists(file) && Files.mismatch(file, stub(file)) >= 0;
    } catch (IOException e) {
      return true;
    }
  }

  // ---- checking one ------------------------------------------------------------------------------------

  /**
   * @param waitsFor  another function, which this one calls and which is not right yet; or null
   * @param seconds   in its calls
   */
  record Result(String function, Judge.Verdict verdict, String waitsFor, long line, List<String> printed,
      double seconds) {
    boolean right() { return verdict.state() == Judge.State.RIGHT; }
  }

  /** @param errors  of the compiler; when there are any, there are no results */
  record Report(List<String> errors, List<Result> results) {
    Set<String> right() {
      return results.stream().filter(Result::right).map(Result::function)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  static Report report(Path file, Exercise exercise, long seed) {
    Jdk.require("jdk.compiler");
    try (Learner learner = new Learner("Exercise" + nameOf(file).substring(0, 2))) {
      Javac.Compiled compiled = learner.compile(file);
      if (!compiled.errors().isEmpty()) return new Report(compiled.errors(), List.of());
      List<Result> results = new ArrayList<>();
      Map<String, String> asTheyCame = Javac.bodies(stub(exerciseOf(file)));
      List<List<Task.Outcome>> all = new ArrayList<>();
      for (Task<?> f : exercise.tasks) {
        long begin = System.nanoTime();
        List<Object[]> arguments = f.arguments(seed);
        List<Task.Outcome> outcomes = new ArrayList<>();
        all.add(outcomes);
        List<String> printed = new ArrayList<>();
        for (Object[] each : arguments) {
          Task.Outcome outcome = learner.call(f.name, each);
          outcomes.add(outcome);
          if (f.repeats(outcomes.size() - 1) < 0) printed.addAll(outcome.printed());
          if (outcome.trouble() != null && outcome.thrown() == null) break;
        }
        boolean written = !Objects.equals(compiled.bodies().get(f.name), asTheyCame.get(f.name));
        results.add(new Result(f.name, Judge.judge(f, arguments, outcomes, written), null,
            compiled.lines().getOrDefault(f.name, 0L), printed, (System.nanoTime() - begin) / 1e9));
      }
      for (int i = 0; i < results.size(); i++) {
        Result result = results.get(i);
        long begin = System.nanoTime();
        Set<String> calls = compiled.calls().getOrDefault(result.function, Set.of());
        String waitsFor = result.verdict.state() != Judge.State.WRONG ? null : results.stream()
            .filter(each -> each != result && !each.right() && calls.contains(each.function))
            .map(Result::function).findFirst().orElse(null);
        Judge.Verdict verdict = result.verdict;
        if (verdict.state() == Judge.State.WRONG && waitsFor == null) {
          Set<String> own = new TreeSet<>(calls);
          exercise.tasks.forEach(each -> own.remove(each.name));
          own.add(result.function);
          Task<?> task = exercise.tasks.get(i);
          verdict = verdict.because(Repair.sentences(learner, task, own, seed, all.get(i),
              verdict.mistakes().isEmpty() ? Edits.RANKS : Edits.SHAPE + 1));
        }
        results.set(i, new Result(result.function, verdict, waitsFor, result.line, result.printed,
            result.seconds + (System.nanoTime() - begin) / 1e9));
      }
      return new Report(List.of(), results);
    }
  }

  // ---- on the screen -----------------------------------------------------------------------------------

  private static final int MOST_PRINTED = 20;

  static void print(Path file, Exercise exercise, long seed, Report report) {
    System.out.println(Terminal.style("1", Terminal.wrap(number(file) + ". " + exercise.title, "   ")));
    System.out.printf("%s, seed %d%n%n", LessonFile.nameOf(file), seed);
    if (!report.errors.isEmpty()) {
      System.out.println("It does not compile.");
      for (String each : report.errors) {
        if (each.startsWith(" ")) System.out.println("  " + each); else Terminal.say(2, each);   // code stays as it is
      }
      return;
    }
    for (Result result : report.results) print(result);
    System.out.println();
    int right = report.right().size(), all = report.results.size();
    if (right == all) {
      System.out.println(Terminal.style("1;32", "All " + all + " are right."));
      System.out.println("\n" + Terminal.style("1", "Why this works"));
      Terminal.say(2, exercise.why);
      System.out.println("\n" + Terminal.style("1", "Next"));
      Terminal.say(2, exercise.next);
    } else {
      Result first = goOnWith(report);
      Terminal.say(0, right + " of " + all + " are right. Go on with " + first.function + line(first)
          + ". A hint: ./jbang hint " + number(file));
    }
  }

  private static void print(Result result) {
    String word = result.right() ? Terminal.style("32", "right    ")
        : result.waitsFor != null ? Terminal.style("33", "waits    ")
        : result.verdict.state() == Judge.State.UNTOUCHED ? "not begun" : Terminal.style("31", "not right");
    System.out.println("  " + word + "  " + result.function + (result.right() ? "" : line(result)));
    int indent = Terminal.width() < 60 ? 4 : 13;
    if (result.waitsFor != null) {
      Terminal.say(indent, result.function + " calls your " + result.waitsFor + ", which is not right yet: repair "
          + result.waitsFor + " first.");
    } else {
      for (String each : result.verdict.sentences()) Terminal.say(indent, each);
    }
    List<String> printed = result.printed;
    String margin = " ".repeat(indent);
    if (!printed.isEmpty()) System.out.println(margin + "It printed:");
    printed.stream().limit(MOST_PRINTED).forEach(each -> System.out.println(margin + "| " + each));
    if (printed.size() > MOST_PRINTED) System.out.println(margin + "and more.");
  }

  private static String line(Result result) { return result.line == 0 ? "" : ", line " + result.line; }

  /** The first function that is not right and waits for no other. */
  private static Result goOnWith(Report report) {
    return report.results.stream().filter(each -> !each.right() && each.waitsFor == null).findFirst()
        .orElse(report.results.get(0));
  }

  private static void overview() {
    Progress progress = new Progress(folder());
    Path next = null;
    for (Path file : all()) {
      Exercise exercise = exercise(file);
      int all = exercise.tasks.size();
      Progress.Line line = progress.of(nameOf(file), all);
      boolean done = progress.done(nameOf(file));
      String state = done ? "done" : !line.right().isEmpty() || begun(file) ? "begun" : "not begun";
      String text = String.format("%2d  %-9s  %d of %d  %-16s %s%s", number(file), state, line.right().size(), all,
          nameOf(file).substring(3), exercise.title, line.shown() ? " (solution shown)" : "");
      System.out.println(Terminal.wrap(text, "    "));
      if (next == null && !done) next = file;
    }
    Terminal.say(0, next == null ? "All are done."
        : "Go on with ./jbang check " + number(next) + ": " + LessonFile.nameOf(next));
  }

  // ---- the command -------------------------------------------------------------------------------------

  @Parameters(arity = "0..1", paramLabel = "EXERCISE", description = "Its number, its name, or its file.")
  String which = System.getProperty("exercise");   // so that an exercise run as a script checks itself
  @Option(names = "--watch", description = "Check again at each saving, until Ctrl-C.")
  boolean watch;
  @Option(names = "--seed", paramLabel = "N",
      description = "Repeats a check with the same inputs; default: others each time.")
  Long seed;
  @Option(names = "--reset", description = "Put the exercise back as it came; your file is kept beside it.")
  boolean reset;

  /** Checks, prints, keeps the progress; whether all is right. */
  private boolean check(Path file) {
    Words.require(Files.exists(file), "%s is not there; check --reset %d brings it back", LessonFile.nameOf(file),
        number(file));
    Exercise exercise = exercise(file);
    long used = seed != null ? seed : System.nanoTime() % 1_000_000;
    Report report = report(file, exercise, used);
    print(file, exercise, used, report);
    if (report.errors.isEmpty()) progress(file).set(nameOf(file), exercise.tasks.size(), report.right(), null, false);
    return report.errors.isEmpty() && report.right().size() == report.results.size();
  }

  private static FileTime saved(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);   // an editor may take it away for a moment
    }
  }

  private void watch(List<Path> files, Path first) throws InterruptedException {
    Map<Path, FileTime> checked = new HashMap<>(), seen = new HashMap<>();
    for (Path file : files) checked.put(file, saved(file));
    for (Path next = first; ; next = null) {
      while (next == null) {
        Thread.sleep(100);
        for (Path file : files) {
          FileTime now = saved(file);
          boolean whole = now.equals(seen.put(file, now));   // nothing was written since the last look
          if (now.toMillis() == 0 || !whole || now.equals(checked.put(file, now))) continue;
          next = file;
        }
      }
      Terminal.clear();
      try {
        check(next);
      } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
        System.out.println(e.getMessage());   // an editor that saves may take the file away for a moment
      }
      System.out.println();
      Terminal.say(0, "Waiting for you to save " + (files.size() == 1 ? LessonFile.nameOf(next) : "an exercise")
          + ". Ctrl-C ends.");
    }
  }

  private static void reset(Path file) {
    Words.require(Files.exists(stub(file)), "%s is none of the kit's exercises; nothing was changed",
        LessonFile.nameOf(file));
    try {
      if (begun(file)) {
        String date = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        // as .java an IDE would see a class twice
        Path kept = file.resolveSibling(nameOf(file) + "." + date + ".txt");
        Files.move(file, kept);
        System.out.println("Your file is now " + LessonFile.nameOf(kept));
      }
      Files.copy(stub(file), file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException("can't write " + LessonFile.nameOf(file) + " (" + Words.reason(e) + ")", e);
    }
    System.out.println(LessonFile.nameOf(file) + " is as it came.");
    int all = exercise(file).tasks.size();
    if (progress(file).knows(nameOf(file))) progress(file).reset(nameOf(file), all);
  }

  public Integer call() throws IOException, InterruptedException {
    Words.require(which != null || !reset, "--reset needs an exercise: check --reset 4");
    Words.require(seed == null || seed >= 0, "--seed must be 0 or more, not %d", seed);
    if (reset) {
      reset(find(which));
    } else if (watch) {
      List<Path> files = which == null ? all() : List.of(find(which));
      watch(files, files.stream().filter(file -> !progress(file).done(nameOf(file))).findFirst().orElse(files.get(0)));
    } else if (which == null) {
      overview();
    } else {
      return check(find(which)) ? 0 : 1;
    }
    return 0;
  }

  public static void main(String... args) { Program.start(new check(), args); }
}
