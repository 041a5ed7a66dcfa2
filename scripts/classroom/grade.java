///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES Submissions.java Tables.java sandbox/Graders.java Jdk.java

// Checks a folder of submissions, for the teacher: one folder or one .java file a student.
//   jbang grade.java FOLDER [--seed N] [--out plots] [--no-open]
// It prints first whether the submissions run without a network, then how each student did, then the tables.
//
// The way of a file: Submissions looks at it. Its bytes go to a Grader, a JVM that compiles and judges. Its functions
// run in a third JVM, as in check. If something goes wrong on the way, the tables get a row.

import java.io.*;
import java.nio.file.*;
import java.text.SimpleDateFormat;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
import me.tongfei.progressbar.*;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "grade", description = "Checks a folder of submissions: grades.csv, a summary, and a page.",
    footer = {"Example: grade submissions", "         grade submissions --seed 7 --out friday"})
class grade implements Runnable {

  // ---- checking ----------------------------------------------------------------------------------------

  /** Lists of rows, one for each item, in their order. */
  private final List<List<Tables.Line>> lines = new ArrayList<>();
  private final Map<String, Integer> left = new HashMap<>();   // student: files to be checked
  private List<Submissions.Item> items;
  private ProgressBar bar;

  private synchronized void done(int i, List<Tables.Line> found) {
    String student = items.get(i).student();
    lines.set(i, found);
    if (bar != null) bar.step();
    else if (left.merge(student, -1, Integer::sum) == 0) System.out.println(sentence(student));
  }

  /** Checks several at once. If one is broken off, another may be the cause: it is checked once more, alone. */
  private void checkAll(Graders graders) throws InterruptedException {
    Queue<Integer> queue = new ConcurrentLinkedQueue<>(IntStream.range(0, items.size()).boxed().toList());
    Set<Integer> again = new ConcurrentSkipListSet<>();
    int workers = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < workers; t++) all.add(threads.submit(() -> {
        try (Graders.Worker worker = graders.worker()) {
          for (Integer i; (i = queue.poll()) != null; ) {
            Submissions.Item item = items.get(i);
            Grader.Answer answer = item.source() == null ? null : worker.ask(item.exercise(), item.source());
            if (item.source() == null) done(i, List.of(item.line()));
            else if (answer == null || answer.brokenOff()) again.add(i);
            else done(i, rows(item, answer));
          }
        }
      }));
      for (Future<?> each : all) each.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) throw cause;
      throw new IllegalStateException("" + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
    try (Graders.Worker alone = graders.worker()) {
      for (int i : again) {
        Submissions.Item item = items.get(i);
        Grader.Answer answer = alone.ask(item.exercise(), item.source());
        done(i, answer != null ? rows(item, answer) : brokenOff(item, alone.wasLate()));
      }
    }
  }

  private static List<Tables.Line> rows(Submissions.Item item, Grader.Answer answer) {
    return Stream.of(answer.rows()).map(row -> new Tables.Line(item.student(), item.exercise(), row.function(),
        row.passed(), Submissions.clean(row.diagnosis()), Submissions.clean(row.kind()), row.seconds())).toList();
  }

  private static List<Tables.Line> brokenOff(Submissions.Item item, boolean late) {
    String kind = late ? "it was not checked within " + Graders.FILE_SECONDS + " s, compiling included"
        : "its check was broken off, twice: it needs more than " + Graders.MEGABYTES + " MB, or it ends its own check";
    double seconds = late ? Graders.FILE_SECONDS : 0;
    return check.exercise(Path.of(item.exercise() + ".java")).tasks.stream().map(f ->
        new Tables.Line(item.student(), item.exercise(), f.name, false, kind, kind, seconds)).toList();
  }

  private String sentence(String student) {
    List<Tables.Line> own = lines.stream().flatMap(List::stream)
        .filter(line -> line.student().equals(student) && !line.ofFile()).toList();
    long right = own.stream().filter(Tables.Line::passed).count();
    return own.isEmpty() ? student + ": nothing that could be checked"
        : String.format("%s: %d of %d functions right", student, right, own.size());
  }

  private static ProgressBar progressBar(int files) {
    return new ProgressBarBuilder().setTaskName("files").setInitialMax(files).setUpdateIntervalMillis(100).hideEta()
        .setStyle(ProgressBarStyle.ASCII).setConsumer(new ConsoleProgressBarConsumer(System.err, 79)).build();
  }

  // ---- the command -------------------------------------------------------------------------------------

  @Parameters(paramLabel = "FOLDER", description = "The submissions: one folder or one .java file a student.")
  Path folder;
  @Option(names = "--seed", paramLabel = "N",
      description = "The same inputs as another time; default: others each time, for all students the same.")
  Long seed;
  @Option(names = "--out", paramLabel = "DIR", description = "Where grades.csv and grades.html go (${DEFAULT-VALUE}).")
  Path out = Path.of("plots");
  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  public void run() {
    Words.require(seed == null || seed >= 0, "--seed must be 0 or more, not %d", seed);
    Words.require(Files.exists(folder), "there is no folder %s", folder);
    Words.require(Files.isDirectory(folder), "%s is no folder; a folder of submissions is needed", folder);
    if (seed == null) seed = System.nanoTime() % 1_000_000;
    Jdk.require("jdk.compiler");
    Submissions submissions = new Submissions();
    submissions.readAll(folder, out);
    items = submissions.items;
    tryToWrite();
    for (Submissions.Item item : items) {
      lines.add(List.of());
      left.merge(item.student(), 1, Integer::sum);
    }
    try (Graders graders = new Graders(seed)) {
      System.out.printf("seed %d; %s%n%n", seed, graders.wall().sentence());
      bar = System.console() == null ? null : progressBar(items.size());
      checkAll(graders);
    } catch (InterruptedException e) {
      throw new IllegalStateException("broken off", e);
    } finally {
      if (bar != null) bar.close();
    }
    write(lines.stream().flatMap(List::stream).toList());
  }

  // ---- grades.csv: written under another name first, and no earlier one is lost ------------------------

  private Path csv() { return out.resolve("grades.csv"); }

  private Path unfinished() { return out.resolve("grades.new.csv"); }

  /** Before half an hour of work: can grades.csv be written? It may be a folder, open in a spreadsheet, or not ours. */
  private void tryToWrite() {
    try {
      Files.createDirectories(out);
      Words.require(!Files.isDirectory(csv()),
          "%s is a folder, where the table is to be written; --out can name another place", csv());
      Files.write(unfinished(), new byte[100_000 + 1000 * items.size()]);
      if (Files.exists(csv())) Files.newOutputStream(csv(), StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      throw new IllegalArgumentException(csv() + " can't be written (" + Words.reason(e) + "); nothing was checked", e);
    } finally {
      unfinished().toFile().delete();
    }
  }

  private void write(List<Tables.Line> lines) {
    Tables tables = new Tables(lines);
    tables.print();
    try {
      Files.writeString(unfinished(), Tables.csv(lines));
    } catch (IOException e) {
      unfinished().toFile().delete();
      throw new IllegalStateException(csv() + " could not be written (" + Words.reason(e)
          + "); an earlier one is as it was, and the tables above are whole", e);
    }
    try {
      if (Files.exists(csv())) {
        String date = new SimpleDateFormat("yyyy-MM-dd-HHmmss").format(Files.getLastModifiedTime(csv()).toMillis());
        Path kept = out.resolve("grades." + date + ".csv");
        Files.move(csv(), kept, StandardCopyOption.REPLACE_EXISTING);
        System.out.println("the earlier grades.csv is now " + kept.getFileName());
      }
      Files.move(unfinished(), csv());
    } catch (IOException e) {
      throw new IllegalStateException(csv() + " could not be replaced (" + Words.reason(e) + "); the new table is "
          + unfinished().getFileName(), e);
    }
    System.out.println("wrote " + csv().toAbsolutePath().normalize());
    tables.writePage(seed, out, !noOpen);
  }

  public static void main(String... args) { Program.start(new grade(), args); }
}
