///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8
//SOURCES test.java

// Tests the tests: makes one mistake at a time in the kit's sources and looks whether a test fails.
//   ./jbang scripts/tests/mutations.java [FILE.java | NUMBER | NUMBER-NUMBER] ...
// The mistakes stand in mutations.txt, beside this file. A changed source is compiled alone, into a folder of its own, where
// the tests find its classes before the right ones; the kit itself is not touched. A test that takes longer than
// two minutes has caught its mistake too. Only the tests that run in that JVM count: those that start programs of their
// own would see the unchanged kit.
// It prints first a line for each mistake: its number, what it breaks, and the test that caught it. Exit code 1 when one
// survived that mutations.txt does not explain.

import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.*;
import javax.tools.*;
import org.junit.platform.engine.*;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.*;
import org.junit.platform.launcher.core.*;
import picocli.CommandLine.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.platform.engine.discovery.DiscoverySelectors.*;

@Command(name = "mutations", description = "Makes a mistake at a time in the sources and looks whether a test fails.",
    footer = "Example: mutations Batch.java 17 40-45")
class mutations implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "WHICH", description = "A source's name, a number, or a range of them; default: all.")
  List<String> which = List.of();

  // ---- the list ----------------------------------------------------------------------------------------

  /** before stands exactly once in the file; explained says why no test can catch it, or is null. */
  record Mutation(int number, Path file, String breaks, String before, String after, String explained) {}

  /** Blocks between blank lines: "FILE.java: what it breaks", "- before", "+ after", perhaps "? why it survives". */
  static List<Mutation> read() throws IOException {
    List<Mutation> list = new ArrayList<>();
    for (String block : Files.readString(Kit.FOLDER.resolve("scripts/tests/mutations.txt")).split("\n\n+")) {
      if (block.startsWith("#")) continue;
      Map<Character, String> lines = new HashMap<>();
      for (String line : block.split("\n")) lines.put(line.charAt(0) == '-' || line.charAt(0) == '+' || line.charAt(0) == '?' ? line.charAt(0) : ':', line);
      String[] title = lines.get(':').split(": ", 2);
      Mutation m = new Mutation(list.size() + 1, Kit.FOLDER.resolve("scripts/" + title[0]), title[1], lines.get('-').substring(2),
          lines.get('+').length() > 2 ? lines.get('+').substring(2) : "", lines.containsKey('?') ? lines.get('?').substring(2) : null);
      list.add(m);
    }
    return list;
  }

  private boolean chosen(Mutation m) {
    return which.isEmpty() || which.stream().anyMatch(word -> {
      if (word.endsWith(".java")) return m.file.endsWith(word);
      String[] ends = word.split("-", 2);
      return m.number >= Integer.parseInt(ends[0]) && m.number <= Integer.parseInt(ends[ends.length - 1]);
    });
  }

  // ---- one mistake -------------------------------------------------------------------------------------

  /** Compiles the changed source into the folder, against the unchanged classes; returns what javac complains of. */
  private static String compile(Path file, String source, Path classes) throws IOException {
    JavaFileObject changed = new SimpleJavaFileObject(URI.create("string:///" + file.getFileName()), JavaFileObject.Kind.SOURCE) {
      @Override public CharSequence getCharContent(boolean ignore) { return source; }
    };
    StringWriter said = new StringWriter();
    ToolProvider.getSystemJavaCompiler().getTask(said, null, null, List.of("-g", "-proc:none", "-nowarn", "-d", classes.toString(),
        "-cp", System.getProperty("java.class.path")), null, List.of(changed)).call();
    return said.toString().lines().filter(line -> line.contains("error:")).collect(Collectors.joining("; "));
  }

  private Process tester;   // runs the tests for one mistake after another
  private Path temporary;   // its folder
  private int served;

  /** The name of the test that failed, or "" when none did; the classes in the folder stand before all others. */
  private String test(Path classes, String file) throws Exception {
    if (tester != null && (served++ % 20 == 0 || !tester.isAlive())) close();   // each run leaves something behind: hooks, classes
    if (tester == null) {
      temporary = Files.createTempDirectory("mutations");
      tester = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
          "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), "mutations$Tester")
          .redirectError(ProcessBuilder.Redirect.DISCARD).directory(Kit.FOLDER.toFile()).start();
      answers = tester.inputReader(UTF_8);
    }
    tester.getOutputStream().write((file + " " + classes + "\n").getBytes(UTF_8));
    tester.getOutputStream().flush();
    for (String line; (line = answers.readLine()) != null; ) if (line.startsWith("RESULT ")) return line.substring(7);
    return "the JVM broke down";
  }

  private BufferedReader answers;

  private void close() throws Exception {
    if (tester == null) return;
    tester.destroyForcibly().waitFor();
    tester = null;
    delete(temporary);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) file.toFile().delete();
    }
  }

  private String tested(Mutation m) throws Exception {
    Path classes = Files.createTempDirectory("mutation");
    try {
      if (m != null) {
        String source = Files.readString(m.file), wrong;
        int at = source.indexOf(m.before);
        if (at < 0 || at != source.lastIndexOf(m.before)) return "DOES NOT FIT: the text before must stand once in the source";
        wrong = compile(m.file, source.replace(m.before, m.after), classes);
        if (!wrong.isEmpty()) return "DOES NOT COMPILE: " + wrong;
      }
      return test(classes, m == null ? "" : m.file.getFileName().toString());
    } finally {
      delete(classes);
    }
  }

  // ---- all of them -------------------------------------------------------------------------------------

  public Integer call() throws Exception {
    List<Mutation> list = read().stream().filter(this::chosen).toList();
    try {
      return all(list);
    } finally {
      close();
    }
  }

  private int all(List<Mutation> list) throws Exception {
    long begin = System.nanoTime();
    String unchanged = tested(null);
    if (!unchanged.isEmpty()) throw new IllegalStateException("without any mistake, this fails: " + unchanged);
    System.out.printf("without any mistake all tests pass, in %.0f s%n", (System.nanoTime() - begin) / 1e9);
    int caught = 0, explained = 0;
    List<Integer> survived = new ArrayList<>();
    for (Mutation m : list) {
      String by = tested(m);
      if (by.startsWith("DOES NOT")) survived.add(m.number);
      else if (!by.isEmpty()) caught++;
      else if (m.explained != null) explained++;
      else survived.add(m.number);
      System.out.printf("%3d %-14s %-64s %s%n", m.number, m.file.getFileName(), m.breaks,
          !by.isEmpty() ? by : m.explained != null ? "survived: " + m.explained : "SURVIVED");
    }
    System.out.printf("%d mistakes: %d caught, %d explained, %d survived%s, in %.0f s%n", list.size(), caught, explained, survived.size(),
        survived.isEmpty() ? "" : " " + survived, (System.nanoTime() - begin) / 1e9);
    return survived.isEmpty() ? 0 : 1;
  }

  // ---- in a JVM of its own: the tests, again and again, each time with classes of their own -------------

  static class Tester {
    /** The test of a source, to run before the quick ones; "" where there is none. */
    static String first(String file) {
      return switch (file) {
        case "Names.java", "Model.java" -> "InputTest";
        case "fast.java" -> "FastTest";
        case "Batch.java", "Team.java" -> "BatchTest";
        case "Run.java", "train.java" -> "TrainTest";
        case "Curve.java", "inspect.java", "plot.java", "Reading.java" -> "LookTest";
        case "pictures.java" -> "PicturesTest";
        case "Web.java" -> "WebTest";
        case "Alone.java", "play.java" -> "PlayTest";
        case "gru.java", "lstm.java", "dropout.java", "Cell.java", "Rows.java", "CellRows.java", "GruRows.java", "LstmRows.java", "SideBySide.java" -> "CellTest";
        default -> "";
      };
    }

    private static volatile long since = System.nanoTime();
    private static volatile String running = "the start", caught;

    /** Finds the kit's classes, which have no package, in a folder and only then in the jar, and loads them anew. */
    static class Loader extends URLClassLoader {
      Loader(Path classes) throws IOException {
        super(new URL[] {classes.toUri().toURL(), Tester.class.getProtectionDomain().getCodeSource().getLocation()}, Tester.class.getClassLoader());
      }

      @Override protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.contains(".")) return super.loadClass(name, resolve);
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }

      @Override public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
      }
    }

    private static final String PATH = System.getProperty("java.class.path");

    public static void main(String... args) throws IOException {
      PrintStream out = System.out;
      Thread watch = new Thread(() -> {
        while (caught != null || System.nanoTime() - since < 120e9) try { Thread.sleep(500); } catch (InterruptedException e) { return; }
        out.println("RESULT " + running + " (no end)");
        out.flush();
        Runtime.getRuntime().halt(0);   // what runs without end can't be stopped otherwise
      });
      caught = "";
      watch.setDaemon(true);
      watch.start();
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line; (line = in.readLine()) != null; ) {
        String[] words = line.split(" ", 2);
        since = System.nanoTime();
        caught = null;
        run(words[0], Path.of(words[1]));
        String result = caught == null ? "" : caught;
        caught = result;
        out.println("RESULT " + result);
        out.flush();
      }
    }

    /** Runs the tests, those of the changed file and the quick ones first, to the first that fails. */
    private static void run(String file, Path folder) throws IOException {
      List<String> classes = new ArrayList<>();
      if (!first(file).isEmpty()) classes.add(first(file));
      classes.addAll(List.of("JudgeTest", "OptimizeTest", "EncodeTest", "NetworkTest", "BatchTest", "CellTest", "BaselineTest", "SampleTest", "TrainTest", "FastTest", "InputTest", "LookTest", "ListsTest"));
      CancellationToken token = CancellationToken.create();
      TestExecutionListener listener = new TestExecutionListener() {
        @Override public void executionStarted(TestIdentifier test) {
          since = System.nanoTime();
          running = name(test);
        }

        @Override public void executionFinished(TestIdentifier test, TestExecutionResult result) {
          since = System.nanoTime();
          if (result.getStatus() != TestExecutionResult.Status.FAILED) return;
          if (caught == null) caught = name(test);
          token.cancel();
        }
      };
      PostDiscoveryFilter inThisJvm = test -> FilterResult.includedIf(!test.getUniqueId().toString().contains("[method:browser()]"));
      System.setProperty("java.class.path", folder + File.pathSeparator + PATH);   // where play finds what it compiles
      try (Loader loader = new Loader(folder)) {
        Thread.currentThread().setContextClassLoader(loader);
        LauncherFactory.create().execute(LauncherExecutionRequestBuilder.request(LauncherDiscoveryRequestBuilder.request()
            .selectors(classes.stream().distinct().map(name -> selectClass(loader, name)).toList()).filters(inThisJvm)
            .configurationParameter("jqwik.database", "").build())
            .listeners(listener).cancellationToken(token).build());
      }
    }

    private static String name(TestIdentifier test) {
      return test.getSource().orElse(null) instanceof MethodSource method ? method.getClassName() + "." + method.getMethodName() : test.getDisplayName();
    }
  }

  public static void main(String... args) { System.exit(Program.run(new mutations(), args)); }
}
