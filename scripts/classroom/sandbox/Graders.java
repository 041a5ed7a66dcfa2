//JAVA 17+
//SOURCES Grader.java

// Starts Graders, JVMs that compile and judge, and gives them files. The system keeps them apart from everything else
// as well as it can. The first Grader must judge a file of the kit before a student's: if that fails, no student is to
// blame.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;

class Graders implements AutoCloseable {

  static final int FILE_SECONDS = 40, MEGABYTES = 512;   // for a file, for a Grader

  /**
   * The words before a command that keep it apart.
   * @param network    whether it is left
   * @param processes  whether those of others are seen, and can be ended, and their environment be read
   */
  record Wall(String words, boolean network, boolean processes) {
    String sentence() {
      String with = network ? "WITH the network, which this system can't take from them" : "without a network";
      return "the submissions run " + with + ", and see "
          + (processes ? "this computer's other processes and their environment" : "no processes but their own");
    }
  }

  /** Its own view of /proc, and no rights to take this view away again. */
  private static final String OWN_PROCESSES = "pf --mount-proc --kill-child "
      + "setpriv --no-new-privs --inh-caps=-all --bounding-set=-all";

  /** The strictest first; -n and the like need root, or -r. */
  private static final List<Wall> WALLS = List.of(new Wall("unshare -n" + OWN_PROCESSES, false, false),
      new Wall("unshare -rn" + OWN_PROCESSES, false, false), new Wall("unshare -n", false, true),
      new Wall("unshare -rn", false, true), new Wall("", true, true));

  private final long seed;
  private final Path temporary;
  private final Set<Process> processes = new HashSet<>();
  private final Thread onExit = new Thread(this::end);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  });
  private Wall wall;
  private Worker first;   // the one that was tried
  private boolean ended;

  /** @throws IllegalStateException  when this computer can't check any file */
  Graders(long seed) {
    this.seed = seed;
    try {
      temporary = Files.createTempDirectory("dino-grade").toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalStateException("a temporary folder is needed and could not be made ("
          + Words.reason(e) + ")", e);
    }
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      wall = WALLS.stream().filter(this::works).findFirst().orElseThrow(() -> new IllegalStateException(
          "a second Java, which is to check the submissions, does not start" + lastWords()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  Wall wall() { return wall; }

  /** Whether a Grader behind this wall finds the kit's own stub not begun. */
  private boolean works(Wall wall) {
    this.wall = wall;
    Path stub = check.stub(check.all().get(0));
    first = new Worker();
    try {
      Grader.Answer answer = first.ask(check.nameOf(stub), Files.readAllBytes(stub));
      if (answer != null && Stream.of(answer.rows()).allMatch(row -> row.kind().equals("not begun"))) return true;
    } catch (IOException e) {
      throw new IllegalStateException("can't read the kit's exercises (" + Words.reason(e) + ")", e);
    }
    first.close();
    return false;
  }

  private String lastWords() {
    try {
      return Files.lines(temporary.resolve("errors.txt")).filter(line -> !line.isBlank()).findFirst()
          .map(line -> " (" + line.strip() + ")").orElse("");
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private synchronized Process start() throws IOException {
    if (ended) throw new IOException("grade is at its end");
    List<String> command = new ArrayList<>(wall.words.isEmpty() ? List.of() : List.of(wall.words.split(" ")));
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + MEGABYTES + "m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError",
        "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), "Grader"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(temporary.resolve("errors.txt").toFile());
    String passedOn = "PATH|LANG|LC_\\w+|TMPDIR|TMP|TEMP|SystemRoot";   // no passwords, no keys
    builder.environment().keySet().removeIf(name -> !name.matches(passedOn));
    builder.environment().put("DINO_KIT", lesson.kit().toString());   // where the exercises are, as they came
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();   // the learner's JVM
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  private synchronized void end() {
    ended = true;
    processes.forEach(Graders::kill);
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
      // The system clears its temporary folder some day.
    }
  }

  @Override public void close() {
    Runtime.getRuntime().removeShutdownHook(onExit);
    end();
    clock.shutdownNow();
  }

  /** The one that was tried, or a new one. */
  synchronized Worker worker() {
    Worker worker = first == null ? new Worker() : first;
    first = null;
    return worker;
  }

  /** One Grader after the other, each until it fails. */
  class Worker implements AutoCloseable {
    private Process process;
    private ObjectOutputStream tasks;
    private ObjectInputStream answers;
    private volatile boolean late;

    /** Whether the last file was not checked in time. */
    boolean wasLate() { return late; }

    /** null when none came: the Grader was late, or it ended, by itself or from outside. */
    Grader.Answer ask(String exercise, byte[] source) {
      late = false;
      Future<?> end = null;
      try {
        boolean begins = process == null;
        if (begins) process = start();
        Process now = process;
        end = clock.schedule(() -> {
          late = true;
          kill(now);
        }, FILE_SECONDS, TimeUnit.SECONDS);
        if (begins) {
          tasks = new ObjectOutputStream(process.getOutputStream());
          tasks.flush();
          answers = new ObjectInputStream(process.getInputStream());
        }
        tasks.writeObject(new Grader.Job(exercise, seed, source));
        tasks.reset();
        tasks.flush();
        return (Grader.Answer) answers.readObject();
      } catch (IOException | ClassNotFoundException | ClassCastException e) {
        close();
        return null;
      } finally {
        if (end != null) end.cancel(false);
      }
    }

    @Override public void close() {
      if (process != null) kill(process);
      process = null;
    }
  }
}
