///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES Submissions.java Tables.java sandbox/Grader.java

// Checks a folder of submissions, for the teacher: one folder or one .java file a student.
//   jbang grade.java FOLDER [--seed N] [--out plots] [--no-open]
// It prints first whether the submissions run without a network, then how each student did, then the tables.
//
// The way of a file: Submissions looks at it; it goes as bytes to a Grader, a JVM that compiles and judges, and its
// functions run in a third JVM, as check runs them. What goes wrong on the way is a row of the tables.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.*;
import me.tongfei.progressbar.*;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "grade", description = "Checks a folder of submissions: grades.csv, a summary, and a page.",
    footer = {"Example: grade submissions", "         grade submissions --seed 7 --out friday"})
class grade implements Runnable {

  static final int FILE_SECONDS = 40, MEGABYTES = 512;   // for a file, for a Grader

  // ---- Graders -----------------------------------------------------------------------------------------

  /** What goes before a command so that it has no network; empty where the system has no such thing. */
  static List<String> withoutNetwork() {
    for (List<String> words : List.of(List.of("unshare", "-n"), List.of("unshare", "-rn"))) {
      try {
        List<String> command = new ArrayList<>(words);
        command.add("true");
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0) return words;
        process.destroyForcibly();
      } catch (IOException e) {
        return List.of();   // no such program
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
    return List.of();
  }

  private final Set<Process> processes = new HashSet<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  });
  private List<String> prefix;
  private Path temporary;
  private boolean ended;

  private static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();   // the learner's JVM
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  private synchronized Process start() throws IOException {
    if (ended) throw new IOException("grade is at its end");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + MEGABYTES + "m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + temporary,
        "-cp", System.getProperty("java.class.path"), "Grader"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    String passedOn = "PATH|LANG|LC_\\w+|TMPDIR|TMP|TEMP|SystemRoot";   // no passwords and keys that stand there
    builder.environment().keySet().removeIf(name -> !name.matches(passedOn));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private synchronized void end() {
    ended = true;
    processes.forEach(grade::kill);
    for (Process process : processes) {
      try {
        process.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException | UncheckedIOException e) {
      // the system clears its temporary folder some day
    }
  }

  /** One Grader after the other, each until it fails. */
  private class Worker implements AutoCloseable {
    private Process process;
    private ObjectOutputStream tasks;
    private ObjectInputStream answers;

    List<Tables.Line> check(Submissions.Item item) {
      Exercise exercise = check.exercise(Path.of(item.exercise() + ".java"));
      AtomicBoolean late = new AtomicBoolean();
      long begin = System.nanoTime();
      try {
        if (process == null) {
          process = start();
          tasks = new ObjectOutputStream(process.getOutputStream());
          tasks.flush();
          answers = new ObjectInputStream(process.getInputStream());
        }
      } catch (IOException e) {
        throw new IllegalStateException("a second Java, which is to check the submissions, does not start", e);
      }
      Process now = process;
      Future<?> end = clock.schedule(() -> {
        late.set(true);
        kill(now);
      }, FILE_SECONDS, TimeUnit.SECONDS);
      try {
        tasks.writeObject(new Grader.Task(item.exercise(), seed, item.source()));
        tasks.reset();
        tasks.flush();
        return Arrays.stream((Grader.Row[]) answers.readObject()).map(row -> new Tables.Line(item.student(), item.exercise(),
            row.function(), row.passed(), Submissions.clean(row.diagnosis()), Submissions.clean(row.kind()), row.seconds()))
            .toList();
      } catch (IOException | ClassNotFoundException | ClassCastException e) {
        close();
        String kind = late.get() ? "it was not checked within " + FILE_SECONDS + " s, compiling included"
            : "its check was broken off: it needs more than " + MEGABYTES + " MB, or it kills other processes";
        double seconds = (System.nanoTime() - begin) / 1e9 / exercise.functions.size();
        return exercise.functions.stream().map(f ->
            new Tables.Line(item.student(), item.exercise(), f.name, false, kind, kind, seconds)).toList();
      } finally {
        end.cancel(false);
      }
    }

    @Override public void close() {
      if (process != null) kill(process);
      process = null;
    }
  }

  // ---- checking ----------------------------------------------------------------------------------------

  /** The rows of all items, in their order; several at once. */
  private List<Tables.Line> checkAll(List<Submissions.Item> items) throws InterruptedException {
    List<List<Tables.Line>> lines = new ArrayList<>();
    Map<String, Integer> left = new HashMap<>();
    Queue<Integer> queue = new ConcurrentLinkedQueue<>();
    for (Submissions.Item item : items) {
      queue.add(lines.size());
      lines.add(item.line() == null ? List.of() : List.of(item.line()));
      left.merge(item.student(), 1, Integer::sum);
    }
    ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ProgressBar bar = System.console() == null ? null : progressBar(items.size())) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < Runtime.getRuntime().availableProcessors(); t++) all.add(threads.submit(() -> {
        try (Worker worker = new Worker()) {
          for (Integer i; (i = queue.poll()) != null; ) {
            Submissions.Item item = items.get(i);
            List<Tables.Line> found = item.source() == null ? lines.get(i) : worker.check(item);
            synchronized (lines) {
              lines.set(i, found);
              if (bar != null) bar.step();
              else if (left.merge(item.student(), -1, Integer::sum) == 0) System.out.println(sentence(item.student(), lines));
            }
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
    return lines.stream().flatMap(List::stream).toList();
  }

  private static String sentence(String student, List<List<Tables.Line>> lines) {
    List<Tables.Line> own = lines.stream().flatMap(List::stream)
        .filter(line -> line.student().equals(student) && !line.ofFile()).toList();
    return own.isEmpty() ? student + ": nothing that could be checked"
        : String.format("%s: %d of %d functions right", student, own.stream().filter(Tables.Line::passed).count(), own.size());
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
    Dino.require(seed == null || seed >= 0, "--seed must be 0 or more, not %d", seed);
    Dino.require(Files.exists(folder), "there is no folder %s", folder);
    Dino.require(Files.isDirectory(folder), "%s is no folder; a folder of submissions is needed", folder);
    if (seed == null) seed = System.nanoTime() % 1_000_000;
    Submissions submissions = new Submissions();
    submissions.readAll(folder);
    prefix = withoutNetwork();
    System.out.printf("seed %d; %s%n%n", seed, prefix.isEmpty()
        ? "the submissions run WITH the network, as this system can't take it from them"
        : "the submissions run without a network (" + String.join(" ", prefix) + ")");
    write(lines(submissions.items));
  }

  private List<Tables.Line> lines(List<Submissions.Item> items) {
    Thread onExit = new Thread(this::end);
    try {
      temporary = Files.createTempDirectory("dino-grade").toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalStateException("a temporary folder is needed and could not be made (" + Dino.reason(e) + ")", e);
    }
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      return checkAll(items);
    } catch (InterruptedException e) {
      throw new IllegalStateException("broken off", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(onExit);
      end();
      clock.shutdownNow();
    }
  }

  private void write(List<Tables.Line> lines) {
    Path csv = out.resolve("grades.csv");
    try {
      Files.createDirectories(out);
      try (Writer writer = Files.newBufferedWriter(csv)) {
        Tables.write(Tables.table(lines), writer);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + out + " can't be written to (" + Dino.reason(e) + ")", e);
    }
    Tables tables = new Tables(lines);
    tables.print();
    System.out.println("wrote " + csv.toAbsolutePath().normalize());
    tables.writePage(seed, out, !noOpen);
  }

  public static void main(String... args) { System.exit(Program.run(new grade(), args)); }
}
