//JAVA 17+
//SOURCES ../check.java

// A worker of grade, a JVM of its own: it checks one file after the other, as check does, and answers with a row for
// each function. The compiler works here too, so a file on which it never ends, or needs too much memory, ends only
// this process. The learner's functions run in a further JVM, Learner.java's.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.Collectors;

class Grader {

  static final int LONGEST = 2000;   // characters of a diagnosis

  /**
   * @param diagnosis  what went wrong, in one line; empty when it passed
   * @param kind       the same without this learner's own numbers, for counting equal ones; empty: not counted
   */
  record Row(String function, boolean passed, String diagnosis, String kind, double seconds) implements Serializable {}

  record Job(String exercise, long seed, byte[] source) implements Serializable {}

  /** @param brokenOff  whether the learner's JVM was late or ended: perhaps not by itself, but from outside */
  record Answer(Row[] rows, boolean brokenOff) implements Serializable {}

  // ---- from a report to rows ---------------------------------------------------------------------------

  static List<Row> rows(Exercise exercise, check.Report report, double seconds) {
    if (!report.errors().isEmpty()) {
      String all = report.errors().stream().map(String::strip).filter(each -> !each.equals("^"))
          .collect(Collectors.joining(" | "));
      String first = report.errors().get(0).replaceFirst("^line -?\\d+: ", "");
      return exercise.tasks.stream().map(f -> new Row(f.name, false, line("It does not compile: " + all),
          line("It does not compile: " + first), seconds / exercise.tasks.size())).toList();
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < report.results().size(); i++) {
      check.Result result = report.results().get(i);
      Judge.Verdict verdict = result.verdict();
      String diagnosis = result.right() ? "" : verdict.state() == Judge.State.UNTOUCHED ? "not begun"
          : result.waitsFor() != null ? "waits for " + result.waitsFor() + ", which it calls and which is not right"
          : String.join(" ", verdict.sentences());
      String kind = kind(exercise.tasks.get(i), result);
      rows.add(new Row(result.function(), result.right(), line(diagnosis), kind, result.seconds()));
    }
    return rows;
  }

  private static String kind(Task<?> f, check.Result result) {
    Judge.Verdict verdict = result.verdict();
    if (result.right() || result.waitsFor() != null) return "";
    if (verdict.state() == Judge.State.UNTOUCHED) return "not begun";
    if (!verdict.mistakes().isEmpty()) {
      return line(verdict.mistakes().stream().map(m -> f.mistakes.get(m).when()).collect(Collectors.joining("; ")));
    }
    String first = verdict.sentences().get(0);
    if (first.startsWith("Line ")) {
      return line(first.replaceFirst("^Line \\d+: ", "").replaceFirst("\\. With that.*", ""));
    }
    if (first.contains("the file has no class")) return "the class has another name than the exercise's";
    if (first.startsWith("It can't be called")) return "another signature than the exercise's";
    if (first.startsWith("What it ")) return line(first.replaceFirst(" \\(For .*", ""));
    if (first.startsWith("It ")) {
      return line(first.replaceFirst(" \\(For .*", "").replaceAll("(; then it was)? in line \\d+", "")
          .replaceAll("(?<!within )\\b\\d+", "\u2026"));
    }
    return first.startsWith("The result has another shape") ? "another shape" : "wrong, but no known mistake";
  }

  private static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " \u2026";
  }

  // ---- the process -------------------------------------------------------------------------------------

  private static List<Row> grade(Job job, Path folder) throws IOException {
    Path file = Files.write(folder.resolve(job.exercise + ".java"), job.source);
    long begin = System.nanoTime();
    Exercise exercise = check.exercise(file);
    try {
      check.Report report = check.report(file, exercise, job.seed);
      return rows(exercise, report, (System.nanoTime() - begin) / 1e9);
    } catch (IllegalStateException | StackOverflowError e) {
      boolean deep = e instanceof StackOverflowError || e.getCause() instanceof StackOverflowError;   // javac wraps it
      String why = deep ? "It does not compile: it is nested so deeply that the compiler gives up"
          : line("It could not be checked: " + e.getMessage());
      return exercise.tasks.stream().map(f -> new Row(f.name, false, why, why, 0)).toList();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  public static void main(String... args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    ObjectOutputStream out = new ObjectOutputStream(new BufferedOutputStream(System.out));
    out.flush();
    System.setOut(System.err);
    BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    ObjectInputStream in = new ObjectInputStream(System.in);
    Thread reader = new Thread(() -> {
      try {
        while (true) jobs.add((Job) in.readObject());
      } catch (IOException | ClassNotFoundException e) {
        System.exit(0);   // grade has ended; the learner's JVM ends with this one
      }
    });
    reader.setDaemon(true);
    reader.start();
    Path folder = Files.createTempDirectory("dino-grade");
    while (true) {
      Job job = jobs.take();
      int before = Learner.restarts;
      Row[] rows = grade(job, folder).toArray(Row[]::new);
      ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);   // nothing stays for the next
      out.writeObject(new Answer(rows, Learner.restarts > before));
      out.reset();
      out.flush();
    }
  }
}
