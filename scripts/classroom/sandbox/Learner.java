//JAVA 17+
//SOURCES ../judge/Task.java Child.java JavacWords.java Source.java

// The trusted side of a check: compiles the learner's file, and calls its functions in a JVM of their own (in it runs
// Child.java), in an empty folder, with little memory and little time. What comes back is only compared.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.*;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;
import javax.tools.*;
import static java.nio.charset.StandardCharsets.UTF_8;

class Learner implements AutoCloseable {

  static final int MEGABYTES = 256, CALL_SECONDS = 2, ALL_SECONDS = 10, MOST_ANSWER = 20_000_000;

  static int restarts;                   // how often a learner's JVM was started again, being late or ended

  private final String type;             // the learner's class
  private String qualified, missing;     // its name with its package; null, or that it is not there
  private final Path folder, classes;
  private final Thread onExit = new Thread(this::end);
  private Process process;
  private DataOutputStream calls;
  private DataInputStream answers;
  private boolean ready;
  private long spent;                    // nanoseconds in calls

  Learner(String type) {
    this.type = type;
    try {
      folder = Files.createTempDirectory("dino-check");
      classes = Files.createDirectories(folder.resolve("classes"));
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
    String path = folder.resolve("child") + File.pathSeparator + classes;   // in this order: no Child of the learner's
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

  // ---- compiling ---------------------------------------------------------------------------------------

  /**
   * @param errors  as the learner sees them; empty when it compiled
   * @param calls   for each function of the file, the others that it calls, itself or through these
   * @param lines   where each begins
   * @param bodies  what stands in each, without comments
   */
  record Compiled(List<String> errors, Map<String, Set<String>> calls, Map<String, Long> lines,
      Map<String, String> bodies) {
    Compiled(String error) { this(List.of(error), Map.of(), Map.of(), Map.of()); }
  }

  Compiled compile(Path file) {
    Source source;
    try {
      source = Source.of(Files.readAllBytes(file));
    } catch (CharacterCodingException e) {
      return new Compiled("It is binary, no text. The .java file itself is needed.");
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read " + file + " (" + Words.reason(e) + ")", e);
    }
    if (source.remark() != null) System.err.println(file.getFileName() + ": " + source.remark());
    return compile(source.text());
  }

  /** The file as if it had the class's name: a public class and a package are allowed. */
  private Compiled compile(String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    URI uri = URI.create("string:///" + type + ".java");
    JavaFileObject file = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override public CharSequence getCharContent(boolean ignore) { return text; }

      @Override public boolean isNameCompatible(String name, Kind kind) { return !name.endsWith("-info"); }   // a class
    };
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Map<String, Set<String>> calls = new HashMap<>();
    Map<String, Long> lines = new HashMap<>();
    Map<String, String> bodies = new HashMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ENGLISH, UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of());
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<String> options = List.of("-g", "-parameters", "-proc:none", "-Xlint:none");
      JavacTask task = (JavacTask) compiler.getTask(null, files, found, options, null, List.of(file));
      for (CompilationUnitTree unit : task.parse()) {
        readCalls(unit, Trees.instance(task).getSourcePositions(), calls, lines);
        readBodies(unit, bodies);
        readNames(unit);
      }
      task.generate();
    } catch (IOException e) {
      throw new IllegalStateException("can't compile " + type + " (" + Words.reason(e) + ")", e);
    }
    for (String each : calls.keySet()) for (String name : calls.keySet()) {   // a calls name, name calls b: a calls b
      for (Set<String> called : calls.values()) if (called.contains(name)) called.addAll(calls.get(name));
    }
    return new Compiled(errors(text, found), calls, lines, bodies);
  }

  /** Where the class is found: its package, and what other classes there are when it has another name. */
  private void readNames(CompilationUnitTree unit) {
    qualified = (unit.getPackageName() == null ? "" : unit.getPackageName() + ".") + type;
    List<String> names = unit.getTypeDecls().stream().filter(each -> each instanceof ClassTree)
        .map(each -> ((ClassTree) each).getSimpleName().toString()).toList();
    missing = names.contains(type) ? null : "the file has no class " + type
        + (names.isEmpty() ? "" : ", but " + String.join(", ", names))
        + "; the class must keep the name that it came with";
  }

  private static void readCalls(CompilationUnitTree unit, SourcePositions positions, Map<String, Set<String>> calls,
      Map<String, Long> lines) {
    new TreeScanner<Void, String>() {
      @Override public Void visitMethod(MethodTree method, String outer) {
        String name = method.getName().toString();
        calls.putIfAbsent(name, new TreeSet<>());
        lines.putIfAbsent(name, unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method)));
        return super.visitMethod(method, name);
      }
      @Override public Void visitMethodInvocation(MethodInvocationTree call, String method) {
        String called = call.getMethodSelect().toString();   // Math.tanh is not the learner's tanh
        if (method != null && !called.startsWith("Math.")) {
          calls.get(method).add(called.substring(called.lastIndexOf('.') + 1));
        }
        return super.visitMethodInvocation(call, method);
      }
    }.scan(unit, null);
  }

  private static void readBodies(CompilationUnitTree unit, Map<String, String> bodies) {
    new TreeScanner<Void, Void>() {
      @Override public Void visitMethod(MethodTree method, Void nothing) {
        bodies.putIfAbsent(method.getName().toString(), String.valueOf(method.getBody()));
        return null;
      }
    }.scan(unit, null);
  }

  /** What stands in each function of a file, without comments; the file is not compiled. */
  static Map<String, String> bodies(Path file) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, String> bodies = new HashMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ENGLISH, UTF_8)) {
      JavacTask task = (JavacTask) compiler.getTask(null, files, new DiagnosticCollector<>(), List.of("-proc:none"),
          null, files.getJavaFileObjects(file));
      for (CompilationUnitTree unit : task.parse()) readBodies(unit, bodies);
    } catch (IOException e) {
      throw new IllegalStateException("can't read " + file + " (" + Words.reason(e) + ")", e);
    }
    return bodies;
  }

  private List<String> errors(String source, DiagnosticCollector<JavaFileObject> found) {
    List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>(found.getDiagnostics());
    errors.removeIf(each -> each.getKind() != Diagnostic.Kind.ERROR);
    String another = errors.isEmpty() ? null : JavacWords.another(source, type);
    if (another != null) return List.of(another);
    List<String> lines = source.lines().toList(), text = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> error : errors.subList(0, Math.min(2, errors.size()))) {
      int line = (int) error.getLineNumber();
      String message = error.getMessage(Locale.ENGLISH);
      text.add("line " + line + ": " + message.replaceAll("\\s*\\R\\s*", "; "));
      if (line >= 1 && line <= lines.size()) {
        String code = lines.get(line - 1);
        // javac counts a tab as the way to the next multiple of 8.
        for (int tab; (tab = code.indexOf('\t')) >= 0; ) code = code.replaceFirst("\t", " ".repeat(8 - tab % 8));
        text.add("  " + code);
        text.add("  " + " ".repeat((int) Math.max(0, Math.min(code.length(), error.getColumnNumber() - 1))) + "^");
      }
      String plain = JavacWords.plain(error.getCode(), message, line < JavacWords.declaration(source, type));
      if (plain != null) text.add(plain);
    }
    if (errors.size() > 2) text.add("More errors: " + (errors.size() - 2) + ". Often they come of the first.");
    return text;
  }

  // ---- calling -----------------------------------------------------------------------------------------

  /** Calls the learner's function with the arguments. If the child has ended, a new one is started. */
  Task.Outcome call(String function, Object[] arguments) {
    List<String> printed = new ArrayList<>();
    if (missing != null) return trouble("It can't be called as the exercise needs it: " + missing + ".", printed);
    awaitReady();
    long left = ALL_SECONDS * 1_000_000_000L - spent, begin = System.nanoTime();
    if (left <= 0) return trouble("It was not called: the functions before it have used up the " + ALL_SECONDS
        + " s that all have together.", printed);
    long milliseconds = Math.min(CALL_SECONDS * 1000L, left / 1_000_000 + 1);
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
        out.writeObject(new Object[] {qualified, function, arguments, milliseconds});
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
      spent += System.nanoTime() - begin;
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
