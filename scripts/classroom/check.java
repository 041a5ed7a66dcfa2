///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES lesson.java Exercise.java sandbox/Learner.java Jdk.java Progress.java checks/Check*.java

// Checks the exercises, lessons/exercises/NN_name.java, and says what went wrong.
//   jbang check.java [EXERCISE] [--watch] [--seed N] [--reset]
// It prints first, without an EXERCISE, how far you are and where to go on.
//
// How to add an exercise or a mistake stands in Exercise.java.

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

  /** By the stubs: a learner's own file may be gone. */
  static List<Path> all() {
    try (Stream<Path> stubs = Files.list(stubs())) {
      return stubs.map(stub -> folder().resolve(stub.getFileName())).filter(file -> nameOf(file).matches("\\d\\d_\\w+")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the kit's exercises (" + Dino.reason(e) + ")", e);
    }
  }

  /** By its number, its name, or its file, in whatever folder. */
  static Path find(String which) {
    if (which.endsWith(".java") && Files.exists(Path.of(which))) return Path.of(which).toAbsolutePath().normalize();
    String name = which.matches("\\d") ? "0" + which : which.replaceFirst("\\.java$", "");
    return all().stream().filter(file -> {
      String each = nameOf(file);
      return each.equals(name) || each.substring(0, 2).equals(name) || each.substring(3).equals(name);
    }).findFirst().orElseThrow(() -> new IllegalArgumentException("there is no exercise '" + which + "'; check alone lists them"));
  }

  /** 04_backprop */
  static String nameOf(Path file) { return file.getFileName().toString().replaceFirst("\\.java$", ""); }

  static int number(Path file) { return Integer.parseInt(nameOf(file).substring(0, 2)); }

  static Progress progress(Path file) { return new Progress(file.getParent()); }

  static Exercise exercise(Path file) {
    Dino.require(nameOf(file).matches("\\d\\d_\\w+"), "%s is no exercise; its name is like 04_backprop.java", LessonFile.nameOf(file));
    try {
      return (Exercise) Class.forName("Check" + nameOf(file).substring(0, 2)).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("there is no check for " + nameOf(file), e);
    }
  }

  static Path solution(Path file) { return lesson.kit().resolve("lessons/solutions").resolve(file.getFileName()); }

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
  record Result(String function, Exercise.Verdict verdict, String waitsFor, long line, List<String> printed, double seconds) {
    boolean right() { return verdict.state() == Exercise.State.RIGHT; }
  }

  /** @param errors  of the compiler; when there are any, there are no results */
  record Report(List<String> errors, List<Result> results) {
    Set<String> right() { return results.stream().filter(Result::right).map(Result::function).collect(Collectors.toCollection(LinkedHashSet::new)); }
  }

  static Report report(Path file, Exercise exercise, long seed) {
    Jdk.require("jdk.compiler");
    try (Learner learner = new Learner("Exercise" + nameOf(file).substring(0, 2))) {
      Learner.Compiled compiled = learner.compile(file);
      if (!compiled.errors().isEmpty()) return new Report(compiled.errors(), List.of());
      List<Result> results = new ArrayList<>();
      for (Exercise.Function<?> f : exercise.functions) {
        long begin = System.nanoTime();
        List<Object[]> arguments = f.arguments(seed);
        List<Exercise.Outcome> outcomes = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (Object[] each : arguments) {
          Exercise.Outcome outcome = learner.call(f.name, each);
          outcomes.add(outcome);
          printed.addAll(outcome.printed());
          if (outcome.trouble() != null && outcome.thrown() == null) break;
        }
        results.add(new Result(f.name, Exercise.judge(f, arguments, outcomes), null, compiled.lines().getOrDefault(f.name, 0L), printed,
            (System.nanoTime() - begin) / 1e9));
      }
      for (int i = 0; i < results.size(); i++) {
        Result result = results.get(i);
        Set<String> calls = compiled.calls().getOrDefault(result.function, Set.of());
        String waitsFor = result.verdict.state() != Exercise.State.WRONG ? null : results.stream()
            .filter(each -> each != result && !each.right() && calls.contains(each.function)).map(Result::function).findFirst().orElse(null);
        results.set(i, new Result(result.function, result.verdict, waitsFor, result.line, result.printed, result.seconds));
      }
      return new Report(List.of(), results);
    }
  }

  // ---- on the screen -----------------------------------------------------------------------------------

  private static final int WIDTH = 100, MOST_PRINTED = 20;

  /** Indented by these spaces. */
  static void say(String indent, String text) {
    for (String line : text.split("\n")) System.out.print(lesson.wrap(line, "", WIDTH - indent.length()).indent(indent.length()));
  }

  private static final String INDENT = " ".repeat(13);

  static void print(Path file, Exercise exercise, long seed, Report report) {
    System.out.println(lesson.style("1", number(file) + ". " + exercise.title));
    System.out.printf("%s, seed %d%n%n", LessonFile.nameOf(file), seed);
    if (!report.errors.isEmpty()) {
      System.out.println("It does not compile.");
      for (String each : report.errors) if (each.startsWith(" ")) System.out.println("  " + each); else say("  ", each);
      return;
    }
    for (Result result : report.results) {
      String word = result.right() ? lesson.style("32", "right    ") : result.waitsFor != null ? lesson.style("33", "waits    ")
          : result.verdict.state() == Exercise.State.UNTOUCHED ? "not begun" : lesson.style("31", "not right");
      System.out.println("  " + word + "  " + result.function + (result.right() || result.line == 0 ? "" : ", line " + result.line));
      if (result.waitsFor != null) {
        say(INDENT, result.function + " calls your " + result.waitsFor + ", which is not right yet: repair " + result.waitsFor + " first.");
      } else {
        for (String each : result.verdict.sentences()) say(INDENT, each);
      }
      List<String> printed = result.printed;
      if (!printed.isEmpty()) System.out.println(INDENT + "It printed:");
      for (String each : printed.subList(0, Math.min(MOST_PRINTED, printed.size()))) System.out.println(INDENT + "| " + each);
      if (printed.size() > MOST_PRINTED) System.out.println(INDENT + "and more.");
    }
    System.out.println();
    int right = report.right().size(), all = report.results.size();
    if (right == all) {
      System.out.println(lesson.style("1;32", "All " + all + " are right.") + "\n\n" + lesson.style("1", "Why this works"));
      say("  ", exercise.why);
      System.out.println("\n" + lesson.style("1", "Next"));
      say("  ", exercise.next);
    } else {
      Result first = goOn(report);
      say("", right + " of " + all + " are right. Go on with " + first.function + (first.line == 0 ? "" : ", line " + first.line)
          + ". A hint: ./jbang hint " + number(file));
    }
  }

  /** The first function that is not right and waits for no other. */
  private static Result goOn(Report report) {
    return report.results.stream().filter(each -> !each.right() && each.waitsFor == null).findFirst().orElse(report.results.get(0));
  }

  private static void overview() {
    Progress progress = new Progress(folder());
    Path goOn = null;
    for (Path file : all()) {
      Exercise exercise = exercise(file);
      int all = exercise.functions.size();
      Progress.Line line = progress.of(nameOf(file), all);
      boolean done = progress.done(nameOf(file));
      String state = done ? "done" : !line.right().isEmpty() || begun(file) ? "begun" : "not begun";
      System.out.printf("%2d  %-9s  %d of %d  %-16s %s%s%n", number(file), state, line.right().size(), all, nameOf(file).substring(3), exercise.title,
          line.shown() ? " (solution shown)" : "");
      if (goOn == null && !done) goOn = file;
    }
    System.out.println(goOn == null ? "All are done." : "Go on with ./jbang check " + number(goOn) + ": " + LessonFile.nameOf(goOn));
  }

  // ---- the command -------------------------------------------------------------------------------------

  @Parameters(arity = "0..1", paramLabel = "EXERCISE", description = "Its number, its name, or its file.")
  String which = System.getProperty("exercise");   // so that an exercise run as a script checks itself
  @Option(names = "--watch", description = "Check again at each saving, until Ctrl-C.")
  boolean watch;
  @Option(names = "--seed", paramLabel = "N", description = "Repeats a check with the same inputs; default: others each time.")
  Long seed;
  @Option(names = "--reset", description = "Put the exercise back as it came; your file is kept beside it.")
  boolean reset;

  /** Checks, prints, keeps the progress; whether all is right. */
  private boolean check(Path file) {
    Dino.require(Files.exists(file), "%s is not there; check --reset %d brings it back", LessonFile.nameOf(file), number(file));
    Exercise exercise = exercise(file);
    long used = seed != null ? seed : System.nanoTime() % 1_000_000;
    Report report = report(file, exercise, used);
    print(file, exercise, used, report);
    if (report.errors.isEmpty()) progress(file).set(nameOf(file), exercise.functions.size(), report.right(), null, false);
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
    Map<Path, FileTime> seen = new HashMap<>();
    for (Path file : files) seen.put(file, saved(file));
    for (Path next = first; ; next = null) {
      while (next == null) {
        Thread.sleep(100);
        for (Path file : files) {
          FileTime now = saved(file);
          if (now.toMillis() != 0 && !now.equals(seen.put(file, now))) next = file;
        }
      }
      if (lesson.TERMINAL) System.out.print("\033[H\033[2J\033[3J");
      check(next);
      System.out.println("\nWaiting for you to save " + (files.size() == 1 ? LessonFile.nameOf(next) : "an exercise") + ". Ctrl-C ends.");
    }
  }

  private static void reset(Path file) throws IOException {
    Dino.require(Files.exists(stub(file)), "%s is none of the kit's exercises; nothing was changed", LessonFile.nameOf(file));
    if (begun(file)) {
      String date = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
      Path kept = file.resolveSibling(nameOf(file) + "." + date + ".txt");   // .txt: two files of one class confuse an IDE
      Files.move(file, kept);
      System.out.println("Your file is now " + LessonFile.nameOf(kept));
    }
    Files.copy(stub(file), file, StandardCopyOption.REPLACE_EXISTING);
    System.out.println(LessonFile.nameOf(file) + " is as it came.");
    int all = exercise(file).functions.size();
    if (progress(file).knows(nameOf(file))) progress(file).set(nameOf(file), all, Set.of(), null, false);
  }

  public Integer call() throws IOException, InterruptedException {
    Dino.require(which != null || !reset, "--reset needs an exercise: check --reset 4");
    Dino.require(seed == null || seed >= 0, "--seed must be 0 or more, not %d", seed);
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

  public static void main(String... args) { System.exit(Program.run(new check(), args)); }
}
