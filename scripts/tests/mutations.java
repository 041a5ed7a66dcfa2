///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//COMPILE_OPTIONS -encoding UTF-8
//SOURCES test.java

// Tests the tests: makes one mistake at a time in the kit's sources and looks whether a test fails.
//   ./jbang scripts/tests/mutations.java [FILE.java | NUMBER | NUMBER-NUMBER] ...
// The mistakes stand in mutations.txt, beside this file. A changed source is compiled alone, into a folder of its own that
// stands first on the class path of a JVM for the tests; the kit itself is not touched. A test that takes longer than
// two minutes has caught its mistake too. Only the tests that run in that JVM count: those that start programs of their
// own would see the unchanged kit.
// It prints first a line for each mistake: its number, what it breaks, and the test that caught it. Exit code 1 when one
// survived that mutations.txt does not explain.

import java.io.*;
import java.net.URI;
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
      String source = Files.readString(m.file);
      Dino.require(source.contains(m.before) && source.indexOf(m.before) == source.lastIndexOf(m.before),
          "mutations.txt: '%s' must stand once in %s", m.before, title[0]);
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

  /** The name of the test that failed, or "" when none did; the classes in the folder stand before all others. */
  private static String test(Path classes, String file) throws Exception {
    Path out = classes.resolve("out.txt"), temporary = Files.createDirectories(classes.resolve("tmp"));
    Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary,
        "-cp", classes + File.pathSeparator + System.getProperty("java.class.path"), "mutations$Child", file)
        .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(out.toFile()).directory(Kit.FOLDER.toFile()).start();
    try {
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out, UTF_8);
    return said.lines().filter(line -> line.startsWith("CAUGHT ")).findFirst().map(line -> line.substring(7))
        .orElse(said.contains("ALL PASSED") ? "" : "the JVM broke down");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) file.toFile().delete();
    }
  }

  private static String tested(Mutation m) throws Exception {
    Path classes = Files.createTempDirectory("mutation");
    try {
      if (m != null) {
        String wrong = compile(m.file, Files.readString(m.file).replace(m.before, m.after), classes);
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

  /** Runs the tests in a JVM of its own, those of the changed file and the quick ones first, to the first that fails. */
  static class Child {
    static final Map<String, List<String>> FIRST = Map.of("Dino.java", List.of("EncodeTest", "InputTest"), "fast.java", List.of("FastTest"),
        "Model.java", List.of("InputTest"), "Run.java", List.of("TrainTest"), "sample.java", List.of("SampleTest"), "train.java", List.of("TrainTest"),
        "Curve.java", List.of("LookTest"), "inspect.java", List.of("LookTest"), "plot.java", List.of("LookTest"));
    private static volatile long since = System.nanoTime();
    private static volatile String running = "the start";

    public static void main(String... args) {
      PrintStream out = System.out;
      Thread watch = new Thread(() -> {
        while (System.nanoTime() - since < 120e9) try { Thread.sleep(500); } catch (InterruptedException e) { return; }
        end(out, "CAUGHT " + running + " (no end)");
      });
      watch.setDaemon(true);
      watch.start();

      List<String> classes = new ArrayList<>(FIRST.getOrDefault(args[0], List.of()));
      classes.addAll(List.of("OptimizeTest", "EncodeTest", "NetworkTest", "BatchTest", "BaselineTest", "SampleTest", "TrainTest", "FastTest", "InputTest", "LookTest"));
      List<? extends DiscoverySelector> selectors = classes.stream().distinct().map(name -> selectClass(name)).toList();
      TestExecutionListener listener = new TestExecutionListener() {
        @Override public void executionStarted(TestIdentifier test) {
          since = System.nanoTime();
          running = name(test);
        }

        @Override public void executionFinished(TestIdentifier test, TestExecutionResult result) {
          since = System.nanoTime();
          if (result.getStatus() == TestExecutionResult.Status.FAILED) end(out, "CAUGHT " + name(test));
        }
      };
      PostDiscoveryFilter inThisJvm = test -> FilterResult.includedIf(!test.getUniqueId().toString().contains("[method:browser()]"));
      LauncherFactory.create().execute(LauncherExecutionRequestBuilder.request(
          LauncherDiscoveryRequestBuilder.request().selectors(selectors).filters(inThisJvm).build()).listeners(listener).build());
      end(out, "ALL PASSED");
    }

    private static String name(TestIdentifier test) {
      return test.getSource().orElse(null) instanceof MethodSource method ? method.getClassName() + "." + method.getMethodName() : test.getDisplayName();
    }

    private static void end(PrintStream out, String line) {
      out.println(line);
      out.flush();
      Runtime.getRuntime().halt(0);   // whatever else still runs
    }
  }

  public static void main(String... args) { System.exit(Dino.run(new mutations(), args)); }
}
