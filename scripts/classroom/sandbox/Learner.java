//JAVA 17+
//SOURCES ../judge/Task.java Child.java Javac.java

// The trusted side of a check: calls a learner's compiled functions in a JVM of their own (in it runs Child.java), in
// an empty folder, with little memory and little time. What comes back is only compared.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;

class Learner implements AutoCloseable {

  static final int MEGABYTES = 256, CALL_SECONDS = 2, ALL_SECONDS = 10, MOST_ANSWER = 20_000_000;

  static int restarts;                   // how often a learner's JVM was started again, being late or ended

  private final Javac javac;
  private final Path folder;
  private final Thread onExit = new Thread(this::end);
  private Process process;
  private DataOutputStream calls;
  private DataInputStream answers;
  private boolean ready;
  private long spent;                    // nanoseconds in calls

  Learner(String type) {
    try {
      folder = Files.createTempDirectory("dino-check");
      javac = new Javac(type, Files.createDirectories(folder.resolve("classes")));
      Files.createDirectories(folder.resolve("empty"));
      Files.createDirectories(folder.resolve("child"));
      for (String name : List.of("Child.class", "Child$Printed.class", "Child$Clock.class")) {
        try (InputStream in = Child.class.getResourceAsStream("/" + name)) {
          Files.copy(in, folder.resolve("child").resolve(name));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a temporary folder is needed and could not be made ("
          + Words.reason(e) + ")", e);
    }
    Runtime.getRuntime().addShutdownHook(onExit);
    start();   // it comes up while the compiler works
  }

  private void start() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // In this order: no Child of the learner's.
    String path = folder.resolve("child") + File.pathSeparator + javac.classes;
    ProcessBuilder builder = new ProcessBuilder(java, "-Xmx" + MEGABYTES + "m", "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Duser.language=en", "-Duser.country=US", "-cp", path, "Child");
    builder.directory(folder.resolve("empty").toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet()
        .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "DINO_KIT"));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("a second Java could not be started (" + e.getMessage() + ")", e);
    }
    calls = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    ready = false;
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);   // programs that the learner's code has started
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException e) {
      // the system clears its temporary folder some day
    }
  }

  @Override public void close() {
    Runtime.getRuntime().removeShutdownHook(onExit);
    end();
  }

  /** Compiles the learner's file. */
  Javac.Compiled compile(Path file) { return javac.compile(file); }

  Javac javac() { return javac; }

  // ---- calling -----------------------------------------------------------------------------------------

  /** Calls the learner's function with the arguments. If the child has ended, a new one is started. */
  Task.Outcome call(String function, Object[] arguments) {
    if (javac.missing != null) {
      return trouble("It can't be called as the exercise needs it: " + javac.missing + ".", List.of());
    }
    long left = ALL_SECONDS * 1_000_000_000L - spent, begin = System.nanoTime();
    if (left <= 0) return trouble("It was not called: the functions before it have used up the " + ALL_SECONDS
        + " s that all have together.", List.of());
    Task.Outcome outcome = call(javac.qualified, function, arguments,
        Math.min(CALL_SECONDS * 1000L, left / 1_000_000 + 1));
    spent += System.nanoTime() - begin;
    return outcome;
  }

  /** The same of another class, in milliseconds. */
  Task.Outcome call(String type, String function, Object[] arguments, long milliseconds) {
    List<String> printed = new ArrayList<>();
    awaitReady();
    long begin = System.nanoTime();
    Process now = process;
    Thread late = new Thread(() -> {   // the child ends itself in time; this is for one that can't any more
      try {
        Thread.sleep(milliseconds + 1000);
        now.destroyForcibly();
      } catch (InterruptedException e) {
        // it has come back
      }
    });
    late.setDaemon(true);
    late.start();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(new Object[] {type, function, arguments, milliseconds});
      }
      calls.writeInt(bytes.size());
      bytes.writeTo(calls);
      calls.flush();
      Object[] answer;
      while ((answer = answer())[0].equals("print")) if (printed.size() <= 200) printed.add((String) answer[1]);
      return switch ((String) answer[0]) {
        case "result" -> {
          String value = Values.unfit(answer[1]), after = Values.unfit(answer[2]);
          if (value != null) yield trouble("What it gives back " + value + ".", printed);
          if (after != null) yield trouble("What it makes of its arguments " + after + ".", printed);
          yield new Task.Outcome(answer[1], (Object[]) answer[2], (String[]) answer[3], null, null, printed);
        }
        case "unfit" -> trouble("What it gives back " + answer[1] + ".", printed);
        case "thrown" -> {
          String sentence = thrown((String) answer[1], (String) answer[2], (Integer) answer[3]);
          yield new Task.Outcome(null, arguments, null, (String) answer[1], sentence, printed);
        }
        case "slow" -> {
          restart();
          yield trouble("It did not come back within " + CALL_SECONDS + " s; then it was in line " + answer[1]
              + ". A loop that never ends?", printed);
        }
        default -> trouble("It can't be called as the exercise needs it: " + answer[1] + ".", printed);
      };
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      boolean ended = false;
      try {
        ended = now.waitFor(500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      boolean slow = System.nanoTime() - begin > milliseconds * 1_000_000;
      int status = ended ? now.exitValue() : -1;
      restart();
      return trouble(slow ? "It did not come back within " + CALL_SECONDS + " s. A loop that never ends?"
          : "It ended the whole program" + (ended ? ", with the exit code " + status : "")
          + ". System.exit does that; a function gives something back instead.", printed);
    } finally {
      late.interrupt();
    }
  }

  private void awaitReady() {
    try {
      if (!ready) answer();
      ready = true;
    } catch (IOException | ClassNotFoundException e) {
      restarts++;
      throw new IllegalStateException("the second Java, in which your code is to run, does not start", e);
    }
  }

  private void restart() {
    restarts++;
    kill();
    start();
  }

  private Object[] answer() throws IOException, ClassNotFoundException {
    int length = answers.readInt();
    if (length < 0 || length > MOST_ANSWER) throw new StreamCorruptedException();
    byte[] bytes = new byte[length];
    answers.readFully(bytes);
    ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes));
    in.setObjectInputFilter(info -> {
      Class<?> type = info.serialClass();
      while (type != null && type.isArray()) type = type.getComponentType();
      boolean known = type == null || type.isPrimitive() || type.getName().startsWith("java.lang.")
          // No sets and maps: one can be made so that reading it never ends.
          || List.class.isAssignableFrom(type);
      return known && info.arrayLength() <= MOST_ANSWER ? ObjectInputFilter.Status.ALLOWED
          : ObjectInputFilter.Status.REJECTED;
    });
    try {
      return (Object[]) in.readObject();
    } catch (InvalidClassException | ClassNotFoundException e) {
      return new Object[] {"unfit", "is made of something else than numbers, words, and arrays or lists of them"};
    } catch (StackOverflowError e) {
      return new Object[] {"unfit", "is nested too deeply"};
    }
  }

  private static Task.Outcome trouble(String sentence, List<String> printed) {
    return new Task.Outcome(null, null, null, null, sentence, printed);
  }

  private static String thrown(String type, String message, int line) {
    String where = line == 0 ? "It stops" : "It stops in line " + line;
    String name = type.substring(type.lastIndexOf('.') + 1);
    return where + switch (name) {
      case "ArrayIndexOutOfBoundsException" -> message.matches("Index -?\\d+ out of bounds for length \\d+")
          ? message.replaceFirst("Index (-?\\d+) out of bounds for length (\\d+)",
              ": index $1 is outside of an array of $2. Its indices begin at 0 and end at length - 1.")
          : ": an index is outside of its array (" + message + ").";
      case "NullPointerException" ->
          ": something is null that must not be (" + message.replaceAll("\"<local(\\d+)>\"", "a variable") + ").";
      case "ArithmeticException" -> ": a division of whole numbers by 0.";
      case "StackOverflowError" -> ": the function calls itself, or those that call it, without an end.";
      case "OutOfMemoryError" ->
          ": it needs more memory than the " + MEGABYTES + " MB that it has. A loop that makes arrays without an end?";
      case "NegativeArraySizeException" -> ": an array of " + message + " numbers can't be made.";
      default -> ": " + name + (message.equals("null") ? "" : " (" + message + ")") + ".";
    };
  }
}
