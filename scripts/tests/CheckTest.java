import java.io.IOException;
import java.lang.reflect.*;
import java.net.*;
import java.nio.charset.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import javax.tools.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the exercises, their solutions, and the checks that say what went wrong")
@Slow
class CheckTest {

  @TempDir static Path folder;
  static final Path EXERCISES = Kit.FOLDER.resolve("lessons/exercises"), SOLUTIONS = Kit.FOLDER.resolve("lessons/solutions"),
      STUBS = Kit.FOLDER.resolve("scripts/classroom/checks/stubs");
  static URLClassLoader solved;

  @BeforeAll static void compileSolutions() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("solved"));
    assertThat(compile(files(SOLUTIONS), classes)).isEmpty();
    solved = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
  }

  @AfterAll static void close() throws IOException { solved.close(); }

  static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  static List<String> exercises() throws IOException { return files(SOLUTIONS).stream().map(check::nameOf).toList(); }

  /** What javac complains of. */
  static List<String> compile(List<Path> files, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null)) {
      compiler.getTask(null, manager, found, List.of("-d", classes.toString(), "-proc:none"), null, manager.getJavaFileObjectsFromPaths(files)).call();
    }
    return found.getDiagnostics().stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR).map(Object::toString).toList();
  }

  static Path solution(String name) { return SOLUTIONS.resolve(name + ".java"); }

  // ---- every exercise ----------------------------------------------------------------------------------

  @Test @DisplayName("exercises, solutions, stubs and checks are the same list; the exercises are as they came")
  void complete() throws Exception {
    assertThat(files(STUBS).stream().map(check::nameOf)).isEqualTo(exercises());
    assertThat(files(EXERCISES).stream().map(check::nameOf)).isEqualTo(exercises());
    for (String name : exercises()) assertThat(check.exercise(solution(name)).tasks).hasSizeBetween(3, 6);
    Assumptions.assumeFalse(Files.exists(EXERCISES.resolve("progress.txt")), "a learner works here");
    for (Path file : files(EXERCISES)) assertThat(file).as("after a change: cp " + file + " " + STUBS).hasSameTextualContentAs(STUBS.resolve(file.getFileName()));
  }

  @Test @DisplayName("of every function 5 mistakes or more are known")
  void known() throws Exception {
    for (String name : exercises()) for (Task<?> f : check.exercise(solution(name)).tasks) assertThat(f.mistakes).as(f.name).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest(name = "{0} and all scripts compile in one call, and no two class files differ in capital letters only")
  @ValueSource(strings = {"exercises", "solutions"})
  void together(String which) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("with " + which));
    List<Path> all = new ArrayList<>(files(which.equals("exercises") ? STUBS : SOLUTIONS));
    for (String scripts : List.of("scripts", "scripts/base", "scripts/cells", "scripts/engine", "scripts/run", "scripts/look", "scripts/classroom", "scripts/classroom/judge",
        "scripts/classroom/sandbox", "scripts/classroom/checks")) {
      all.addAll(files(Kit.FOLDER.resolve(scripts)));
    }
    all.removeIf(file -> file.endsWith("Lanes.java") || file.endsWith("Tiles.java"));   // for a JVM with the Vector API
    assertThat(compile(all, classes)).isEmpty();
    assertThat(files(classes, ".class").map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
  }

  static Stream<Path> files(Path folder, String end) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}: the stub has one TODO a function, compiles, and every function counts as not begun") @MethodSource("exercises")
  void stub(String name) throws Exception {
    Path stub = STUBS.resolve(name + ".java");
    Exercise exercise = check.exercise(stub);
    assertThat(Files.readAllLines(stub).stream().filter(line -> line.contains("TODO"))).as("%s", stub).hasSize(exercise.tasks.size());
    check.Report report = check.report(stub, exercise, 1);
    assertThat(report.errors()).as("%s", stub).isEmpty();
    assertThat(report.results()).as("%s", stub).hasSize(exercise.tasks.size());
    for (check.Result each : report.results()) {
      assertThat(each.verdict().state()).as("%s, line %d, %s", stub, each.line(), each.function()).isEqualTo(Judge.State.UNTOUCHED);
    }
  }

  @ParameterizedTest(name = "{0}: the solution is the stub, filled, with a sentence on why for each function") @MethodSource("exercises")
  void solutionMirrors(String name) throws Exception {
    String text = Files.readString(solution(name)), stub = Files.readString(STUBS.resolve(name + ".java"));
    assertThat(text).doesNotContain("TODO").startsWith("// Exercise " + Integer.parseInt(name.substring(0, 2)) + ", solved: ");   // and no script
    for (Task<?> f : check.exercise(solution(name)).tasks) {
      List<String> heads = List.of(head(text, f.name), head(stub, f.name));
      assertThat(heads.get(0)).isEqualTo(heads.get(1));
      String comment = text.substring(text.lastIndexOf("/**", text.indexOf(heads.get(0))), text.indexOf(heads.get(0)));
      assertThat(comment).as(where(solution(name), f)).contains("Why ");
      assertThat(f.hints).as(f.name).hasSize(4);
    }
  }

  /** lessons/solutions/04_backprop.java, line 29: where the function begins. */
  static String where(Path file, Task<?> f) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return Kit.FOLDER.relativize(file) + ", line " + (1 + lines.indexOf(head(String.join("\n", lines), f.name))) + ", " + f.name;
  }

  static String head(String text, String name) {
    return text.lines().filter(line -> line.matches("  static \\S+ " + name + "\\(.*\\{")).findFirst().orElseThrow();
  }

  /** The solution's results, without a JVM of their own. */
  static List<Task.Outcome> outcomes(Class<?> type, Task<?> f, List<Object[]> arguments) throws Exception {
    Method method = Arrays.stream(type.getDeclaredMethods()).filter(each -> each.getName().equals(f.name)).findFirst().orElseThrow();
    method.setAccessible(true);
    List<Task.Outcome> outcomes = new ArrayList<>();
    for (Object[] each : arguments) {
      Object[] after = (Object[]) Values.copy(each);
      outcomes.add(new Task.Outcome(method.invoke(null, after), after, null, null, null, List.of()));
    }
    return outcomes;
  }

  @ParameterizedTest(name = "{0}: the solution is right for 200 seeds, and no mistake is named") @MethodSource("exercises")
  void solutionIsRight(String name) throws Exception {
    Class<?> type = solved.loadClass("Exercise" + name.substring(0, 2));
    for (Task<?> f : check.exercise(solution(name)).tasks) {
      String where = where(solution(name), f);
      for (long seed = 0; seed < 200; seed++) {
        List<Object[]> arguments = f.arguments(seed);
        Judge.Verdict verdict = Judge.judge(f, arguments, outcomes(type, f, arguments), true);
        assertThat(verdict.state()).as(where + ", seed " + seed + ": " + verdict.sentences()).isEqualTo(Judge.State.RIGHT);
        assertThat(verdict.sentences()).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}: every mistake is named as itself, for 30 seeds; the table") @MethodSource("exercises")
  void mistakes(String name) throws Exception {
    for (Task<?> f : check.exercise(solution(name)).tasks) {
      for (int m = 0; m < f.mistakes.size(); m++) {
        int made = m;
        LongStream.range(0, 30).parallel().forEach(seed -> {
          List<Object[]> arguments = f.arguments(seed);
          List<Task.Outcome> wrong = arguments.stream().map(each -> f.run(f.mistakes.get(made).call(), each)).toList();
          Judge.Verdict verdict = Judge.judge(f, arguments, wrong, true);
          assertThat(verdict.mistakes()).as(f.name + ", seed " + seed + ", when " + f.mistakes.get(made).when() + ": " + verdict.sentences()).containsExactly(made);
          assertThat(verdict.sentences().get(0)).contains(f.mistakes.get(made).when());
          assertThat(verdict.state()).isEqualTo(Judge.State.WRONG);
        });
        System.out.printf("%s %-20s mistake %2d -> %2d  %s%n", name.substring(0, 2), f.name, m, m, f.mistakes.get(m).when());
      }
    }
  }

  @ParameterizedTest(name = "{0}: two slips at once: none is named that was not made") @MethodSource("exercises")
  void twoSlips(String name) throws Exception {
    for (Task<?> f : check.exercise(solution(name)).tasks) {
      int both = 0, one = 0, none = 0;
      for (int i = f.firstSlip; f.slipped != null && i < f.mistakes.size(); i++) for (int j = i + 1; j < f.mistakes.size(); j++) {
        List<Object[]> arguments = f.arguments(3);
        List<Task.Outcome> wrong = new ArrayList<>();
        for (Object[] each : arguments) wrong.add(f.run(f.slipped.apply(1 << i - f.firstSlip | 1 << j - f.firstSlip), each));
        List<Integer> found = Judge.judge(f, arguments, wrong, true).mistakes();
        if (!(found.size() == 1 && found.get(0) < f.firstSlip)) assertThat(Set.of(i, j)).as(f.name).containsAll(found);   // or it is that other mistake
        if (found.size() == 2) both++; else if (found.size() == 1) one++; else none++;
      }
      if (f.slipped != null) System.out.printf("%s %s, two slips at once: both named %d, one %d, none %d%n", name, f.name, both, one, none);
    }
  }

  // ---- a learner's file, in its own JVM ----------------------------------------------------------------

  /** The solution of exercise 3 or 4, changed. */
  static Path learner(String name, String... changes) throws Exception {
    Path file = Files.createDirectories(Files.createTempDirectory(folder, "learner")).resolve(name + ".java");
    String text = Files.readString(solution(name));
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(text).contains(changes[i]);
      text = text.replace(changes[i], changes[i + 1]);
    }
    return Files.writeString(file, text);
  }

  /** The body of a function, replaced. */
  static Path bodies(String name, String... functions) throws Exception {
    Path file = learner(name);
    String text = Files.readString(file);
    for (int i = 0; i < functions.length; i += 2) {
      String head = head(text, functions[i]);
      int begin = text.indexOf(head) + head.length(), end = text.indexOf("\n  }\n", begin);
      text = text.substring(0, begin) + "\n    " + functions[i + 1] + text.substring(end);
    }
    return Files.writeString(file, text);
  }

  static Map<String, String> sentences(Path file) {
    check.Report report = check.report(file, check.exercise(file), 5);
    assertThat(report.errors()).isEmpty();
    Map<String, String> sentences = new LinkedHashMap<>();
    for (check.Result result : report.results()) {
      sentences.put(result.function(), result.verdict().state() + " " + (result.waitsFor() == null ? "" : "waits for " + result.waitsFor() + " ") + String.join(" ", result.verdict().sentences()));
    }
    return sentences;
  }

  @Test @DisplayName("what could end a check is survived and told: an endless loop, System.exit, an exception, no memory, no end of calls")
  void survives() throws Exception {
    Path file = bodies("03_forward",
        "tanh", "while (z.length < 1000) { }\n    return z;",
        "softmax", "System.exit(3);\n    return o;",
        "crossEntropy", "double[] a = {0};\n    return a[y.length];",
        "step", "java.util.List<double[]> all = new java.util.ArrayList<>();\n    while (true) all.add(new double[1000000]);",
        "forward", "return forward(x, Wxh, Whh, Who);");
    long begin = System.nanoTime();
    Map<String, String> said = sentences(file);
    assertThat((System.nanoTime() - begin) / 1e9).isLessThan(15);
    long loop = Files.readAllLines(file).stream().takeWhile(line -> !line.contains("while (z.length")).count() + 1;
    long index = Files.readAllLines(file).stream().takeWhile(line -> !line.contains("return a[y.length]")).count() + 1;
    assertThat(said.get("tanh")).startsWith("WRONG It did not come back within 2 s; then it was in line " + loop + ". A loop that never ends?");
    assertThat(said.get("softmax")).startsWith("WRONG It ended the whole program, with the exit code 3. System.exit does that");
    assertThat(said.get("crossEntropy")).startsWith("WRONG It stops in line " + index + ": index 3 is outside of an array of 1.");
    assertThat(said.get("step")).contains("It stops in line ").contains("it needs more memory than the 256 MB that it has");
    assertThat(said.get("forward")).contains("calls itself");
  }

  @Test @DisplayName("null, another shape, NaN, changed arguments, another signature, a function that is gone are told as such")
  void told() throws Exception {
    Map<String, String> said = sentences(bodies("03_forward",
        "tanh", "if (z.length > 1) return new double[z.length + 1];\n    return new double[1];",
        "softmax", "return o.length == 1 ? new double[] {1} : null;",
        "crossEntropy", "return yHat.length > 3 ? 0.0 / 0 : -java.util.stream.IntStream.range(0, y.length).mapToDouble(i -> y[i] == 1 ? Math.log(yHat[i]) : 0).sum();",
        "step", "double[] z = sBefore.clone();\n    x[0] = 7;\n    return z;"));
    assertThat(said.get("tanh")).contains("another shape", "it should be double[4], yours is double[5]", "1 of 5 results are right");
    assertThat(said.get("softmax")).contains("It returns null for equal scores.");
    assertThat(said.get("crossEntropy")).contains("there is NaN", "NaN comes of 0/0");
    assertThat(said.get("step")).contains("It changes x, which must stay as it was");
    said = sentences(learner("03_forward", "static double[] tanh(double[] z)", "static double[] tangens(double[] z)", "return tanh(z)", "return tangens(z)",
        "double crossEntropy(double[] yHat, double[] y)", "double crossEntropy(double[] yHat, int y)", "if (y[i] == 1)", "if (y == i)", "i < y.length", "i < y",
        "static double[] softmax(double[] o) {", "static double[] softmax(double[] o) {\n    o[0] += 0.5;"));
    assertThat(said.get("tanh")).contains("it is not there; it should be static tanh(double[])");
    assertThat(said.get("crossEntropy")).contains("it takes (double[], int); it should be static crossEntropy(double[], double[])");
    assertThat(said.get("softmax")).contains("It changes o, which must stay");
  }

  @Test @DisplayName("written code is never called not begun, whatever it gives; a comment alone is no code")
  void written() throws Exception {
    Map<String, String> said = sentences(bodies("06_train", "sgd", "double[][] next = new double[W.length][];\n    W = next;",
        "adam", "for (double[] row : W) for (double w : row) w -= lr;", "norm", "return 0 * dW.length;",
        "clip", "// what is to be done here?\n    return 0;", "bestEpoch", "int best = 0;\n    double least = 0;\n"
        + "    for (int e = 0; e < valid.length; e++) if (valid[e] < least) { least = valid[e]; best = e; }\n    return best;"));
    assertThat(said.get("sgd")).startsWith("WRONG");
    assertThat(said.get("adam")).startsWith("WRONG");
    assertThat(said.get("norm")).startsWith("WRONG");
    assertThat(said.get("clip")).startsWith("UNTOUCHED");
    assertThat(said.get("bestEpoch")).startsWith("WRONG").contains("the smallest so far begins at 0");
  }

  @Test @DisplayName("holes that are closed: the product of a long name, rows that are not as long as the first, a letter marked with 0")
  void holes() throws Exception {
    assertThat(sentences(bodies("02_guess", "logProbability", "double product = 1;\n    int before = 0;\n"
        + "    for (int letter : name) { product *= p[before][letter]; before = letter; }\n    return Math.log(product * p[before][0]);"))
        .get("logProbability")).contains("of a long name the product is too small for a double");
    Map<String, String> said = sentences(bodies("06_train",
        "sgd", "for (int i = 0; i < W.length; i++) for (int j = 0; j < W[0].length; j++) W[i][j] -= lr * dW[i][j];",
        "bestEpoch", "int best = 0, least = 1000000;\n    for (int e = 0; e < valid.length; e++)\n"
        + "      if (valid[e] < least) { least = (int) valid[e]; best = e; }\n    return best;"));
    assertThat(said.get("sgd")).contains("every row is taken to be as long as the first");
    assertThat(said.get("bestEpoch")).startsWith("WRONG");
  }

  @Test @DisplayName("what is kept between calls, or drawn at random, shows at a second call; ^ is told not to be a power")
  void twice() throws Exception {
    assertThat(sentences(learner("06_train", "static double norm(double[][] dW) {", "static double sum;\n  static double norm(double[][] dW) {",
        "double sum = 0;", "")).get("norm")).contains("Two equal calls", "a static variable?");
    assertThat(sentences(bodies("06_train", "bestEpoch", "return (int) (valid.length * Math.random());")).get("bestEpoch"))
        .startsWith("WRONG");
    Path power = bodies("06_train", "norm", "double sum = 0;\n    for (double[] row : dW) for (double a : row) sum += a ^ 2;\n    return Math.sqrt(sum);");
    assertThat(check.report(power, check.exercise(power), 1).errors()).last().asString().contains("^ is no power");
  }

  @Test @DisplayName("an unknown wrong result: the largest difference, its place, both numbers, and the step from which they differ")
  void unknown() throws Exception {
    String said = sentences(learner("03_forward", "yHat[t] = softmax(o);", "yHat[t] = softmax(o);\n      if (t == 1) s[0] += 0.25;")).get("forward");
    assertThat(said).containsPattern("For a random name \\d+ of \\d+ numbers differ, most of all at \\[\\d\\]\\[\\d\\]: it should be 0\\.\\d+, yours is 0\\.\\d+\\.")
        .contains("The first 2 steps are right; they differ from step 3 on, row [2].", "2 of 8 results are right; the first that is not: for a random name.");
  }

  @Test @DisplayName("mistakes in the learner's own words are named; what calls a function that is wrong waits for it")
  void named() throws Exception {
    Map<String, String> said = sentences(learner("04_backprop", "roNext[j] * Whh[k][j]", "roNext[j] * Whh[j][k]"));
    assertThat(said.get("roLast")).isEqualTo("RIGHT ");
    assertThat(said.get("roStep")).startsWith("WRONG Your result is what you get when Whh is not transposed");
    assertThat(said.get("gradients")).startsWith("WRONG waits for roStep");
    said = sentences(learner("04_backprop", "ro = roStep(ro, dO", "ro = roStep(new double[H], dO"));
    assertThat(said.get("gradients")).startsWith("WRONG dWho is right. Your dWxh and dWhh are what you get when ro is never carried back past the last step");
    said = sentences(learner("04_backprop", "ro = roStep(ro, dO", "ro = roStep(new double[H], dO", "t > 0 && k < H", "k < H", "s[t - 1][k] * ro[j]", "s[t][k] * ro[j]"));
    assertThat(said.get("gradients")).contains("Two mistakes at once", "ro is never carried back", "dWhh is made with s_t");
    said = sentences(learner("04_backprop", "dWxh[i][j] += x[t][i]", "dWxh[i][j] += 3 * x[t][i]", "t > 0 && k < H", "k < H", "s[t - 1][k] * ro[j]", "s[t][k] * ro[j]"));
    assertThat(said.get("gradients")).contains("dWxh is not right.", "Your dWhh is what you get when dWhh is made with s_t", "dWho is right.");
  }

  @Test @DisplayName("printing, a class Child, kept results, reading input and writing where the answers go: nothing passes for right, and prints are shown as such")
  void cheats() throws Exception {
    Path file = bodies("03_forward",
        "tanh", "for (int i = 0; i < 3; i++) System.out.println(\"All 5 are right. \" + i);\n    return new double[] {0};",
        "softmax", "if (kept == null) kept = new double[] {1};\n    return kept;",
        "crossEntropy", "try {\n      return System.in.read();\n    } catch (java.io.IOException e) {\n      return 1;\n    }",
        "step", "try (var out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {\n      out.write(new byte[100]);\n    } catch (java.io.IOException e) { }\n    return null;");
    Files.writeString(file, Files.readString(file).replace("class Exercise03 {", "class Child {\n  public static void main(String... args) { System.exit(0); }\n}\n\nclass Exercise03 {\n  static double[] kept;\n"));
    check.Report report = check.report(file, check.exercise(file), 5);
    assertThat(report.right()).isEmpty();
    assertThat(report.results().get(0).printed()).startsWith("All 5 are right. 0", "All 5 are right. 1").hasSize(15);
    assertThat(report.results().get(4).verdict().state()).isEqualTo(Judge.State.WRONG);
  }

  @Test @DisplayName("results that hold themselves, are nested too deeply, share arrays 3^40-fold or are no numbers: a sentence for each, soon, and the next function is checked")
  void unfitResults() throws Exception {
    Path file = bodies("03_forward",
        "tanh", "Object[] a = new Object[1];\n    a[0] = a;\n    return a;",
        "softmax", "Object[] a = {};\n    for (int i = 0; i < 9000; i++) a = new Object[] {a};\n    return a;",
        "crossEntropy", "Object[] a = {1.0};\n    for (int i = 0; i < 40; i++) a = new Object[] {a, a, a};\n    return a;",
        "step", "double[][] a = new double[100000][];\n    java.util.Arrays.fill(a, new double[100000]);\n    return a;",
        "forward", "Object a = 1;\n    for (int i = 0; i < 60; i++) a = java.util.Set.of(java.util.Set.of(a), a);\n    return a;");
    Files.writeString(file, Files.readString(file).replaceAll("  static double(\\[\\])* ", "  static Object "));
    long begin = System.nanoTime();
    Map<String, String> said = sentences(file);
    assertThat((System.nanoTime() - begin) / 1e9).isLessThan(15);
    assertThat(said.get("tanh")).startsWith("WRONG What it gives back holds itself");
    assertThat(said.get("softmax")).startsWith("WRONG What it gives back is nested ");
    assertThat(said.get("crossEntropy")).startsWith("WRONG What it gives back is nested more than 8 deep.");
    assertThat(said.get("step")).startsWith("WRONG What it gives back has more than 100000 numbers.");
    assertThat(said.get("forward")).startsWith("WRONG What it gives back is made of something else than numbers");
  }

  @Test @DisplayName("no check leaves a process or a temporary folder behind")
  void leavesNothing() throws Exception {
    check.report(solution("03_forward"), check.exercise(solution("03_forward")), 1);
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    Path own = Files.createDirectories(folder.resolve("temporary"));   // in which nobody else is at work
    Kit.Result result = Kit.exec(folder, Map.of("DINO_KIT", Kit.FOLDER.toString()), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.io.tmpdir=" + own, "-cp", System.getProperty("java.class.path"), "check", learner("03_forward").toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(own).isEmptyDirectory();
  }

  @Test @DisplayName("what javac says, with its line, and the commonest errors in plain words")
  void compileErrors() throws Exception {
    String[][] errors = {
        {"double a = 1", "A statement ends with a semicolon"},
        {"double a = b;", "Java does not know this name"},
        {"double[] a = 1.5;", "another type than what is needed"},
        {"int a = 1.5;", "does not fit into an int"},
        {"if (z.length > 0) { return z; } } static double[] g(double[] z) { for (double a : z) { }", "without a return"},
        {"double a; if (z.length > 0) a = 1; z[0] = a;", "before it has a value"},
        {"double a = 1; double a = 2;", "two variables of this name"},
        {"double[] a = z * 2;", "The operator works on numbers"},
        {"Math.max(1);", "takes other arguments"},
        {"double a = z[0][1];", "one index too many"},
        {"return z; double a = 1;", "never reached"},
        {"z[0];", "nothing is done with it"},
        {"} }", "} too many"},
        {"double a = * 2;", "No statement can begin like this"},
        {"if (z.length > 1) {", "A closing } is missing"},
        {"List<Double> a = null;", "import java.util.*;"},
        {"z = Arrays.copyOf(z, 2);", "import java.util.*;"},
        {"z = IntStream.range(0, 3).mapToDouble(i -> i).toArray();", "import java.util.stream.*;"},
        {"int n = 0; n++; Runnable a = () -> System.out.println(n);", "only variables that never change"},
        {"for (int i = 0; i < z.length; i++); z[i] = 0;", "i is the variable of a loop that ends at once"}};
    Path file = folder.resolve("03_forward.java");
    try (Learner learner = new Learner("Exercise03")) {
      for (String[] each : errors) {
        Files.writeString(file, "class Exercise03 {\n  static double[] tanh(double[] z) {\n    " + each[0] + "\n" + (each[1].contains("without") ? "" : "    return z;\n") + "  }\n}\n");
        List<String> said = learner.compile(file).errors();
        assertThat(said).as(each[0]).anyMatch(line -> line.contains(each[1]));
        assertThat(said.get(0)).as(each[0]).containsPattern("^line [3-6]: ");
      }
      assertThat(learner.compile(solution("03_forward")).errors()).isEmpty();
      assertThat(learner.call("tanh", new Object[] {new double[] {0}}).value()).isEqualTo(new double[] {0});
    }
  }

  @Test @DisplayName("a right file in another form is right: byte order mark, package, public class, line ends of the old Mac, UTF-16, Latin-1")
  void otherForms() throws Exception {
    String text = Files.readString(solution("03_forward")).replace("class Exercise03", "// M\u00FCller\nclass Exercise03");
    Charset latin = StandardCharsets.ISO_8859_1, utf8 = StandardCharsets.UTF_8;
    Map<String, byte[]> forms = Map.of("mark", ("\uFEFF" + text).getBytes(utf8), "package", ("package a.b;\n" + text).getBytes(utf8), "public", text.replace("class Exercise03", "public class Exercise03").getBytes(utf8),
        "CR", text.replace('\n', '\r').getBytes(utf8), "UTF-16", text.getBytes(StandardCharsets.UTF_16), "UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE), "UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE), "Latin-1", text.getBytes(latin));
    for (String form : forms.keySet()) {
      Path file = Files.write(learner("03_forward"), forms.get(form));
      check.Report report = check.report(file, check.exercise(file), 5);
      assertThat(report.errors()).as(form).isEmpty();
      assertThat(report.right()).as(form).hasSize(5);
    }
    Path file = learner("03_forward", "class Exercise03", "package a.b;\n\npublic class Exercise03", "double[] p = ", "double[] q = {z0()};\n    double[] p = ");
    Files.writeString(file, Files.readString(file).replaceFirst("\\n}\\s*$", "\n\n  static double z0() { return new double[0][3]; }\n}\n"));
    assertThat(check.report(file, check.exercise(file), 5).errors().get(0)).startsWith("line ");
    Files.write(file, new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61});
    assertThat(check.report(file, check.exercise(file), 5).errors()).containsExactly("It is binary, no text. The .java file itself is needed.");
  }

  @ParameterizedTest(name = "{0}: told as what it is")
  @CsvSource(delimiter = '|', value = {
      "Kotlin | fun tanh(z: DoubleArray): DoubleArray {\\n  return z\\n}\\n | This is Kotlin",
      "Kotlin in an object | object Exercise03 {\\n  fun tanh(z: DoubleArray) = z\\n}\\n | This is Kotlin",
      "Python | import numpy as np\\n\\ndef tanh(z):\\n    return np.tanh(z)\\n | This is Python",
      "functions pasted | static double[] tanh(double[] z) {\\n  return z;\\n}\\n | The file has no class Exercise03. Begin with the file as it came",
      "a statement alone | double[] z = {1};\\n | The file has no class Exercise03.",
      "before the class | static double one() {\\n  return 1;\\n}\\n\\nclass Exercise03 { }\\n | outside of the class. ;; This stands before the class begins.",
      "behind the class | class Exercise03 { }\\nstatic double one() {\\n  return 1;\\n}\\n | outside of the class. ;; or this belongs before the class's last }"})
  void notTheExercise(String what, String text, String sentences) throws Exception {
    Path file = Files.writeString(learner("03_forward"), text.replace("\\n", "\n"));
    String said = String.join(" ", check.report(file, check.exercise(file), 5).errors());
    assertThat(sentences.split(" ;; ")).as(said).anyMatch(said::contains);   // the words of JDK 25, of 17
  }

  @Test @DisplayName("a class that was renamed: its name and the one that is needed")
  void renamed() throws Exception {
    String said = sentences(learner("03_forward", "class Exercise03", "class Main")).get("tanh");
    assertThat(said).contains("It can't be called as the exercise needs it: the file has no class Exercise03, but Main; the class must keep the name that it came with.");
  }

  // ---- the commands ------------------------------------------------------------------------------------

  @Test @DisplayName("check: 0 when all is right, with the card and what comes next, else 1; --seed repeats it; the progress is kept")
  void command() throws Exception {
    Path wrong = learner("03_forward", "p[i] /= sum", "p[i] /= o.length"), right = learner("03_forward");
    Kit.Result result = Kit.run(new check(), wrong.toString(), "--seed", "7");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains("seed 7", "right      tanh", "not right  softmax, line ", "divided by how many there are", "waits      forward",
        "forward calls your softmax, which is not right yet: repair softmax first.", "3 of 5 are right. Go on with softmax");
    assertThat(Kit.run(new check(), wrong.toString(), "--seed", "7").out()).isEqualTo(result.out());
    assertThat(wrong.resolveSibling("progress.txt")).content().containsPattern("03_forward +begun    3 of 5  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d; right: tanh crossEntropy step\n");
    result = Kit.run(new check(), right.toString());
    assertThat(result.status()).isEqualTo(0);
    assertThat(result.out()).contains("All 5 are right.", "Why this works", "Next", "./jbang check 4");
    assertThat(right.resolveSibling("progress.txt")).content().contains("done     5 of 5");
  }

  /** A command of the kit at a terminal that is so wide. */
  static Kit.Result atTerminal(int columns, String environment, String... words) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux's script gives the terminal");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Kit.exec(Kit.FOLDER, Map.of("DINO_KIT", Kit.FOLDER.toString(), "CP", System.getProperty("java.class.path")), "script", "-qec",
        "stty cols " + columns + "; " + environment + " " + java + " -XX:TieredStopAtLevel=1 -cp \"$CP\" " + String.join(" ", words), "/dev/null");
  }

  @Test @DisplayName("on a terminal lines fit its width: check, hint, solution, lesson; COLUMNS says otherwise")
  void width() throws Exception {
    Path file = learner("04_backprop", "roNext[j] * Whh[k][j]", "roNext[j] * Whh[j][k]");
    String[][] commands = {{"check", file.toString()}, {"hint", file.toString(), "roStep"}, {"solution", file.toString()}, {"check"}, {"lesson"}};
    for (String[] each : commands) for (int columns : new int[] {40, 64}) {
      Kit.Result result = atTerminal(columns, "", each);
      List<String> lines = result.out().replaceAll("\033\\[[\\d;]*m", "").lines().filter(line -> !line.startsWith("/")).toList();
      assertThat(lines).as(String.join(" ", each)).hasSizeGreaterThan(1).allMatch(line -> line.length() <= columns);
      assertThat(lines.stream().mapToInt(String::length).max().getAsInt()).isGreaterThan(columns - 12);
    }
    assertThat(atTerminal(120, "COLUMNS=50", "check").lines()).allMatch(line -> line.length() <= 50);
    assertThat(atTerminal(0, "", "check").lines()).allMatch(line -> line.length() <= 80);
  }

  @Test @DisplayName("TERM=dumb and NO_COLOR: no colours anywhere; else right and wrong differ in colour too")
  void colours() throws Exception {
    Path file = learner("03_forward", "p[i] /= sum", "p[i] /= o.length");
    String[][] commands = {{"check", file.toString()}, {"hint", file.toString(), "tanh"}, {"check", "77"}, {"check", "--help"}, {"lesson", "77"}};
    for (String[] each : commands) {
      for (String environment : List.of("TERM=dumb", "NO_COLOR=1")) assertThat(atTerminal(80, environment, each).out()).doesNotContain("\033");
      assertThat(atTerminal(80, "env -u NO_COLOR TERM=xterm", each).out()).contains("\033[");
    }
  }

  @Test @DisplayName("hint: one level more at each call, of the first function that is not right")
  void hints() throws Exception {
    Path file = learner("03_forward", "p[i] /= sum", "p[i] /= o.length");
    Kit.run(new check(), file.toString());
    for (int level = 1; level <= 5; level++) {
      List<String> lines = Kit.run(new hint(), file.toString()).lines();
      assertThat(lines.get(0)).isEqualTo("softmax, hint " + Math.min(level, 4) + " of 4");
      assertThat(lines.stream().filter(hint.LEVELS::contains)).isEqualTo(hint.LEVELS.subList(0, Math.min(level, 4)));
    }
    assertThat(Kit.run(new hint(), file.toString(), "step").out()).contains("step, hint 1 of 4");
    assertThat(Kit.run(new hint(), file.toString(), "dragon").err()).isEqualTo("hint: exercise 3 has no function dragon, only tanh, softmax, crossEntropy, step, forward\n");
    Kit.run(new check(), file.toString());
    assertThat(file.resolveSibling("progress.txt")).content().contains("hints: softmax 4 step 1");
  }

  @Test @DisplayName("a progress that is not UTF-8 is refused by name; a line with a number that is none stays as it is")
  void brokenProgress() throws Exception {
    Path file = learner("03_forward"), progress = file.resolveSibling("progress.txt");
    Files.write(progress, new byte[] {'#', ' ', (byte) 0xE4, '\n'});
    Kit.Result result = Kit.run(new hint(), file.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("hint: can't read " + progress + " (not UTF-8)\n");
    String line = "03_forward       begun    1 of 9223372036854775808  2026-01-02 10:30; right: tanh";
    Files.writeString(progress, line + "\n");
    result = Kit.run(new hint(), file.toString());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(progress).content().contains(line + "\n", "03_forward       begun    0 of 5");
  }

  @Test @DisplayName("a progress that can't be written is told and costs neither check nor hint; a byte order mark and Windows line ends in it do no harm")
  void progressNotKept() throws Exception {
    Path file = learner("03_forward"), progress = file.resolveSibling("progress.txt");
    Files.createDirectory(file.resolveSibling("progress." + ProcessHandle.current().pid() + ".part"));   // in the way, for once
    Kit.Result result = Kit.run(new check(), file.toString());
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("All 5 are right.");
    assertThat(result.err()).isEqualTo("Your progress is not kept: can't write " + progress + " (Is a directory)\n");
    Kit.run(new check(), file.toString());
    Files.writeString(progress, "\uFEFF" + Files.readString(progress).replace("\n", "\r\n"));
    Kit.run(new hint(), file.toString(), "tanh");
    assertThat(Files.readAllLines(progress)).hasSize(2);
    assertThat(progress).content().contains("done     5 of 5", "hints: tanh 1");
  }

  @ParameterizedTest(name = "an exercise under another name, {0}: one sentence that says so, exit code 2") @ValueSource(strings = {"backprop.java", "04_backprop (1).java", "exercise4.java", "44_backprop.java"})
  void renamed(String name) throws Exception {
    Path file = Files.copy(solution("04_backprop"), Files.createTempDirectory(folder, "renamed").resolve(name));
    for (Object command : new Object[] {new check(), new hint(), new solution()}) {
      Kit.Result result = Kit.run(command, file.toString());
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err().lines()).hasSize(1).allMatch(line -> line.contains(name) && line.contains("04_backprop.java"));
    }
  }

  @Test @DisplayName("in a line with tabs and a Windows line end the ^ stands under the place")
  void tabs() throws Exception {
    Path file = learner("03_forward", "    double loss = 0;", "\t  \tdouble loss = 0 0;\r");
    List<String> said;
    try (Learner learner = new Learner("Exercise03")) {
      said = learner.compile(file).errors();
    }
    assertThat(said.get(1)).endsWith("double loss = 0 0;");
    assertThat(said.get(2).indexOf('^')).isEqualTo(said.get(1).indexOf("0 0;") + 1);
  }

  @Test @DisplayName("solution: once the exercise passes, or --anyway, and then the progress says so")
  void solutionCommand() throws Exception {
    Path file = learner("03_forward", "p[i] /= sum", "p[i] /= o.length");
    Kit.Result result = Kit.run(new solution(), file.toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains("has not passed a check yet", "--anyway").doesNotContain("class");
    assertThat(Kit.run(new solution(), file.toString(), "--anyway").out()).isEqualTo(Files.readString(solution("03_forward")));
    Kit.Result missing = Kit.run(new solution(), Files.copy(file, file.resolveSibling("03_mine.java")).toString(), "--anyway");   // a teacher may take them out
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no ", "lessons/solutions/03_mine.java");
    assertThat(file.resolveSibling("progress.txt")).content().contains("solution shown before it was done");
    Path right = learner("03_forward");
    Kit.run(new check(), right.toString());
    assertThat(Kit.run(new solution(), right.toString()).out()).isEqualTo(Files.readString(solution("03_forward")));
    assertThat(right.resolveSibling("progress.txt")).content().doesNotContain("solution");
  }

  @Test @DisplayName("a pass stays a pass when the file is broken later; a line that was typed opens no solution")
  void passed() throws Exception {
    Path file = learner("03_forward"), progress = file.resolveSibling("progress.txt");
    assertThat(Kit.run(new check(), file.toString()).status()).isZero();
    String line = Files.readAllLines(progress).get(1);
    Files.writeString(file, Files.readString(file).replace("p[i] /= sum", "p[i] /= o.length"));
    assertThat(Kit.run(new check(), file.toString()).status()).isEqualTo(1);
    assertThat(progress).content().contains("done     3 of 5");
    assertThat(Kit.run(new hint(), file.toString()).out()).contains("softmax, hint 1 of 4");
    assertThat(Kit.run(new solution(), file.toString()).out()).contains("class Exercise03");

    Files.write(progress, List.of(line.replaceFirst("; passed.*", "")));
    assertThat(Kit.run(new solution(), file.toString()).out()).contains("has not passed a check yet");
    assertThat(Kit.run(new hint(), file.toString(), "tanh").status()).isZero();   // which writes the file anew
    assertThat(Kit.run(new solution(), file.toString()).out()).contains("has not passed a check yet");
    Files.write(progress, List.of(line.replaceFirst("\\d\\d:\\d\\d (\\w+)$", "00:00 $1")));
    assertThat(Kit.run(new solution(), file.toString()).out()).contains("has not passed a check yet");
    Files.write(progress, List.of("03_forward begun 1 of 5  2026-10-01 10:00; right: tanh", line));   // another laptop's
    assertThat(Kit.run(new solution(), file.toString()).out()).contains("class Exercise03");
  }

  @Test @DisplayName("--reset: the file as it came, the learner's beside it under a dated name")
  void reset() throws Exception {
    Path file = learner("03_forward");
    String mine = Files.readString(file);
    Kit.run(new check(), file.toString());
    assertThat(Kit.run(new check(), "--reset", file.toString()).status()).isEqualTo(0);
    assertThat(file).hasSameTextualContentAs(STUBS.resolve("03_forward.java"));
    List<Path> kept = files(file.getParent(), ".txt").filter(each -> !each.endsWith("progress.txt")).toList();
    assertThat(kept).hasSize(1).allMatch(each -> each.getFileName().toString().matches("03_forward\\.\\d{4}-\\d\\d-\\d\\d-\\d{6}\\.txt"));
    assertThat(kept.get(0)).hasContent(mine);
    assertThat(file.resolveSibling("progress.txt")).content().contains("begun    0 of 5");
    assertThat(Kit.run(new check(), "--reset").err()).contains("--reset needs an exercise");
    assertThat(Kit.run(new check(), "dragon").err()).isEqualTo("check: there is no exercise 'dragon'; check alone lists them\n");
  }

  @Test @DisplayName("--reset of a file that bears no exercise's name: refused, and the file stays")
  void resetOther() throws Exception {
    Path mine = Files.copy(learner("04_backprop"), folder.resolve("04_backprop_mine.java"));
    Kit.Result result = Kit.run(new check(), "--reset", mine.toString());
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("check: ").endsWith("04_backprop_mine.java is none of the kit's exercises; nothing was changed\n");
    assertThat(mine).hasSameTextualContentAs(solution("04_backprop"));
  }

  @Test @DisplayName("an exercise that was deleted: check alone still lists it, check says so, --reset brings it back")
  void gone() throws Exception {
    Path kit = Files.createDirectories(folder.resolve("kit")), stubs = Files.createDirectories(kit.resolve("scripts/classroom/checks/stubs")),
        exercises = Files.createDirectories(kit.resolve("lessons/exercises"));
    for (Path stub : files(STUBS)) for (Path to : List.of(stubs, exercises)) Files.copy(stub, to.resolve(stub.getFileName()));
    Files.delete(exercises.resolve("04_backprop.java"));
    assertThat(checkIn(kit).lines()).hasSize(exercises().size() + 1).anyMatch(line -> line.startsWith(" 4  not begun"));
    Kit.Result result = checkIn(kit, "4");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).endsWith("04_backprop.java is not there; check --reset 4 brings it back\n").hasLineCount(1);
    assertThat(checkIn(kit, "--reset", "4").status()).isZero();
    assertThat(exercises.resolve("04_backprop.java")).hasSameTextualContentAs(STUBS.resolve("04_backprop.java"));
    assertThat(files(exercises)).hasSameSizeAs(files(STUBS));
  }

  /** check in a JVM of its own, for which the kit is this folder. */
  static Kit.Result checkIn(Path kit, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), "check"));
    command.addAll(List.of(words));
    return Kit.exec(kit, Map.of("DINO_KIT", kit.toString()), command.toArray(String[]::new));
  }

  @Test @DisplayName("progress.txt: lines pasted from another laptop count where they are better; what else stands there stays")
  void progress() throws Exception {
    Path here = Files.createDirectories(folder.resolve("laptop")), file = here.resolve("progress.txt");
    Files.writeString(file, """
        my own note
        03_forward       begun    2 of 5  2026-10-01 10:00; right: tanh step; hints: softmax 2
        04_backprop      begun    1 of 5  2026-10-02 10:00; right: dScores
        03_forward       done     5 of 5  2026-10-03 10:00; right: tanh softmax crossEntropy step forward; solution shown before it was done
        """);
    Progress progress = new Progress(here);
    assertThat(progress.of("03_forward", 5).right()).hasSize(5);
    assertThat(progress.of("03_forward", 5).shown()).isTrue();
    assertThat(progress.done("04_backprop")).isFalse();
    assertThat(progress.done("06_train")).isFalse();
    progress.set("04_backprop", 5, Set.of("dScores", "dWho"), Map.of("roLast", 1), false);
    assertThat(Files.readAllLines(file)).hasSize(4).contains("my own note", "03_forward       begun    5 of 5  2026-10-03 10:00; right: tanh softmax crossEntropy step forward; solution shown before it was done");
    assertThat(new Progress(here).of("04_backprop", 5).right()).containsExactlyInAnyOrder("dScores", "dWho");
    assertThat(new Progress(here).of("04_backprop", 5).hints()).isEqualTo(Map.of("roLast", 1));
  }

  @Test @DisplayName("check alone: every exercise, and where to go on")
  void overview() throws Exception {
    Kit.Result result = Kit.run(new check());
    assertThat(result.status()).isEqualTo(0);
    assertThat(result.lines()).hasSize(exercises().size() + 1);
    assertThat(result.lines().subList(0, exercises().size())).allMatch(line -> line.matches("[ \\d]\\d  (done|begun|not begun) +\\d of \\d  \\S+ +\\S.*"));
    assertThat(result.lines().get(exercises().size())).startsWith("Go on with ./jbang check ");
  }

  @Test @DisplayName("jbang 03_forward.java, the exercise as a script: its own check")
  void asScript() throws Exception {
    Kit.Result result = Kit.exec(folder, Map.of(), Kit.FOLDER.resolve("jbang").toString(), EXERCISES.resolve("03_forward.java").toString(), "--seed", "4");
    assertThat(result.out()).as(result.err()).contains("3. Forward", "03_forward.java, seed 4");
  }

  @Test @DisplayName("--watch, on a terminal: checks at once and at each saving, clears the screen, ends with Ctrl-C and leaves no process")
  void watch() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux's script gives the terminal");
    Path file = learner("03_forward", "p[i] /= sum", "p[i] /= o.length"), said = folder.resolve("watch.txt");
    Process process = new ProcessBuilder("env", "--default-signal=INT", "script", "-qefc", "'" + Kit.FOLDER.resolve("jbang") + "' check '" + file + "' --watch", "/dev/null")
        .redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      await(said, 1, "Waiting for you to save");
      assertThat(Files.readString(said)).contains("3 of 5 are right");
      Files.writeString(file, Files.readString(file).replace("p[i] /= o.length", "p[i] /= sum"));
      await(said, 2, "Waiting for you to save");
      assertThat(screens(said)).hasSize(3);
      assertThat(screens(said).get(2)).contains("All 5 are right.").doesNotContain("not right");
      Files.writeString(file, Files.readString(file).replace("p[i] /= sum", "p[i] /= sum +"));
      await(said, 3, "Waiting for you to save");
      assertThat(screens(said).get(3)).contains("It does not compile.", "line ");
      Files.delete(file);   // what can't be read does not end it
      Files.createDirectory(file);
      await(said, 4, "Waiting for you to save");
      Files.delete(file);
      Files.copy(solution("03_forward"), file);
      await(said, 5, "Waiting for you to save");
      assertThat(screens(said).get(5)).contains("All 5 are right.");
      process.getOutputStream().write(3);   // Ctrl-C
      process.getOutputStream().flush();
      assertThat(process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What stood on the screen, from one clearing to the next. */
  static List<String> screens(Path said) throws IOException { return List.of(Files.readString(said).split("\033\\[H\033\\[2J")); }

  static void await(Path said, int times, String text) throws Exception {
    for (int i = 0; i < 1200 && Files.readString(said).split(text, -1).length <= times; i++) Thread.sleep(50);
    assertThat(Files.readString(said).split(text, -1).length).isGreaterThan(times);
  }
}
