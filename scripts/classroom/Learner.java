//JAVA 17+
//SOURCES judge/Task.java checks/Child.java

// The trusted side of a check: compiles the learner's file, and calls its functions in a JVM of their own (in it runs
// checks/Child.java), in an empty folder, with little memory and little time. What comes back is only compared.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;
import javax.tools.*;
import static java.nio.charset.StandardCharsets.UTF_8;

class Learner implements AutoCloseable {

  static final int MEGABYTES = 256, CALL_SECONDS = 2, ALL_SECONDS = 10, MOST_ANSWER = 20_000_000;

  private final String type;             // the learner's class
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
      throw new IllegalStateException("a temporary folder is needed and could not be made (" + Dino.reason(e) + ")", e);
    }
    Runtime.getRuntime().addShutdownHook(onExit);
    start();   // it comes up while the compiler works
  }

  private void start() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = folder.resolve("child") + File.pathSeparator + classes;   // in this order: a Child of the learner's is not run
    ProcessBuilder builder = new ProcessBuilder(java, "-Xmx" + MEGABYTES + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "-Duser.language=en", "-Duser.country=US", "-cp", path, "Child").directory(folder.resolve("empty").toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "DINO_KIT"));
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
   */
  record Compiled(List<String> errors, Map<String, Set<String>> calls, Map<String, Long> lines) {}

  Compiled compile(Path file) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Dino.require(compiler != null, "a JDK is needed, and this Java has no compiler; ./jbang jdk install 17 brings one");
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Map<String, Set<String>> calls = new HashMap<>();
    Map<String, Long> lines = new HashMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ENGLISH, UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of());
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      JavacTask task = (JavacTask) compiler.getTask(null, files, found, List.of("-g", "-parameters", "-proc:none", "-Xlint:none"),
          null, files.getJavaFileObjects(file));
      for (CompilationUnitTree unit : task.parse()) readCalls(unit, Trees.instance(task).getSourcePositions(), calls, lines);
      task.generate();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't compile " + file + " (" + Dino.reason(e) + ")", e);
    }
    for (String each : calls.keySet()) for (String name : calls.keySet()) {   // a calls name, name calls b: a calls b
      for (Set<String> called : calls.values()) if (called.contains(name)) called.addAll(calls.get(name));
    }
    return new Compiled(errors(file, found), calls, lines);
  }

  private static void readCalls(CompilationUnitTree unit, SourcePositions positions, Map<String, Set<String>> calls, Map<String, Long> lines) {
    new TreeScanner<Void, String>() {
      @Override public Void visitMethod(MethodTree method, String outer) {
        String name = method.getName().toString();
        calls.putIfAbsent(name, new TreeSet<>());
        lines.putIfAbsent(name, unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method)));
        return super.visitMethod(method, name);
      }
      @Override public Void visitMethodInvocation(MethodInvocationTree call, String method) {
        String called = call.getMethodSelect().toString();   // Math.tanh is not the learner's tanh
        if (method != null && !called.startsWith("Math.")) calls.get(method).add(called.substring(called.lastIndexOf('.') + 1));
        return super.visitMethodInvocation(call, method);
      }
    }.scan(unit, null);
  }

  private static List<String> errors(Path file, DiagnosticCollector<JavaFileObject> found) {
    List<String> text = new ArrayList<>();
    List<Diagnostic<? extends JavaFileObject>> errors = found.getDiagnostics().stream()
        .<Diagnostic<? extends JavaFileObject>>map(each -> each).filter(each -> each.getKind() == Diagnostic.Kind.ERROR).toList();
    List<String> source;
    try {
      source = Files.readAllLines(file);
    } catch (IOException e) {
      source = List.of();   // not UTF-8, say; javac has said so
    }
    for (Diagnostic<? extends JavaFileObject> error : errors.subList(0, Math.min(2, errors.size()))) {
      int line = (int) error.getLineNumber();
      text.add("line " + line + ": " + error.getMessage(Locale.ENGLISH).replaceAll("\\s*\\R\\s*", "; "));
      if (line >= 1 && line <= source.size()) {
        String code = source.get(line - 1);
        for (int tab; (tab = code.indexOf('\t')) >= 0; ) code = code.replaceFirst("\t", " ".repeat(8 - tab % 8));   // as javac counts
        text.add("  " + code);
        text.add("  " + " ".repeat((int) Math.max(0, Math.min(code.length(), error.getColumnNumber() - 1))) + "^");
      }
      String plain = plain(error.getCode(), error.getMessage(Locale.ENGLISH));
      if (plain != null) text.add(plain);
    }
    if (errors.size() > 2) text.add("More errors: " + (errors.size() - 2) + ". Often they come of the first.");
    return text;
  }

  /** A compiler's message in plain words, for the commonest. */
  static String plain(String code, String message) {
    return switch (code.replace("compiler.err.", "")) {
      case "expected", "expected2", "expected3" -> message.contains("';'")
          ? "A statement ends with a semicolon. It is missing where the ^ stands."
          : "Something is missing where the ^ stands, or there is a bracket or word too many just before it.";
      case "cant.resolve", "cant.resolve.location", "cant.resolve.args", "cant.resolve.location.args" ->
          "Java does not know this name here. Is it spelt as in its declaration, capital letters too, and is it declared before this line, in the same or an outer block?";
      case "prob.found.req" -> message.contains("lossy")
          ? "A number with a fraction does not fit into an int. Declare the variable as double, or write (int) before it if you want to cut the fraction off."
          : "What stands here is of another type than what is needed: a number where an array is needed, say, or a row (double[]) where a matrix (double[][]) is.";
      case "missing.ret.stmt" -> "The function can come to its end without a return. Every way through it must give something back.";
      case "var.might.not.have.been.initialized" -> "The variable may be used before it has a value. Give it one where it is declared.";
      case "already.defined" -> "There are two variables of this name in one function. Rename one, or leave the type away if it is meant to be the same.";
      case "premature.eof" -> "The file ends inside of a block. A closing } is missing somewhere above.";
      case "expected4", "class.public.should.be.in.file" -> message.contains("public")
          ? "Leave the word public before class away: the file has another name than the class."
          : "The class has ended above this line. There is a } too many.";
      case "cant.apply.symbol", "cant.apply.symbols" -> "The function takes other arguments than it gets here: look at their number, order and types.";
      case "unreachable.stmt" -> "This line is never reached: there is a return, a break or an endless loop before it. Is the stub's return still there?";
      case "operator.cant.be.applied", "operator.cant.be.applied.1" ->
          "The operator works on numbers, not on these types. Java can't add or multiply whole arrays: a loop does it number by number.";
      case "array.req.but.found" -> "There is an index [ ] behind something that is no array: one index too many?";
      case "not.stmt" -> "This is a value, and nothing is done with it. Is an = missing, or the brackets of a call?";
      case "illegal.start.of.expr", "illegal.start.of.type", "illegal.start.of.stmt" ->
          "No statement can begin like this. Often a bracket or brace is missing, or one too many, just before.";
      case "unclosed.str.lit", "unclosed.char.lit" -> "The quotation mark at the end is missing.";
      default -> null;
    };
  }

  // ---- calling -----------------------------------------------------------------------------------------

  /** What the learner's function makes of the arguments. After trouble that ended the child, a new one is there. */
  Task.Outcome call(String function, Object[] arguments) {
    List<String> printed = new ArrayList<>();
    awaitReady();
    long left = ALL_SECONDS * 1_000_000_000L - spent, begin = System.nanoTime();
    if (left <= 0) return trouble("It was not called: the functions before it have used up the " + ALL_SECONDS + " s that all have together.", printed);
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
        case "thrown" -> new Task.Outcome(null, arguments, null, (String) answer[1], thrown((String) answer[1], (String) answer[2], (Integer) answer[3]), printed);
        case "slow" -> {
          restart();
          yield trouble("It did not come back within " + CALL_SECONDS + " s; then it was in line " + answer[1] + ". A loop that never ends?", printed);
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
          : "It ended the whole program" + (ended ? ", with the exit code " + status : "") + ". System.exit does that; a function gives something back instead.", printed);
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
      throw new IllegalStateException("the second Java, in which your code is to run, does not start", e);
    }
  }

  private void restart() {
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
      boolean known = type == null || type.isPrimitive() || type == Object.class || type.getName().startsWith("java.lang.")
          || List.class.isAssignableFrom(type);   // no sets and maps: to read one can take for ever, if it is made for that
      return known && info.arrayLength() <= MOST_ANSWER ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
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
          ? message.replaceFirst("Index (-?\\d+) out of bounds for length (\\d+)", ": index $1 is outside of an array of $2. Its indices begin at 0 and end at length - 1.")
          : ": an index is outside of its array (" + message + ").";
      case "NullPointerException" -> ": something is null that must not be (" + message.replaceAll("\"<local(\\d+)>\"", "a variable") + ").";
      case "ArithmeticException" -> ": a division of whole numbers by 0.";
      case "StackOverflowError" -> ": the function calls itself, or those that call it, without an end.";
      case "OutOfMemoryError" -> ": it needs more memory than the " + MEGABYTES + " MB that it has. A loop that makes arrays without an end?";
      case "NegativeArraySizeException" -> ": an array of " + message + " numbers can't be made.";
      default -> ": " + name + (message.equals("null") ? "" : " (" + message + ")") + ".";
    };
  }
}
