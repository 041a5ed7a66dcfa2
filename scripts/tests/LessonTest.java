import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.regex.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the lessons and their runner")
@Slow
class LessonTest {

  @TempDir static Path folder;
  static final String JBANG = Kit.FOLDER.resolve("jbang").toString();
  static final Path FORWARD = Kit.FOLDER.resolve("lessons/03-forward.md");

  static List<Path> lessons() throws IOException {
    try (var files = Files.list(Kit.FOLDER.resolve("lessons"))) {
      return files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("README.md")).sorted().toList();
    }
  }

  static List<String> prose(Path file) {
    return LessonFile.read(file).stream().filter(part -> part.fence().isEmpty()).map(part -> String.join("\n", part.lines())).toList();
  }

  // ---- every lesson ------------------------------------------------------------------------------------

  static final ExecutorService TWO = Executors.newFixedThreadPool(2);
  static final Map<Path, Future<Kit.Result>> UPDATED = new HashMap<>();

  /** Each lesson in a process of its own, two at a time. */
  @BeforeAll static void runAll() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    for (Path file : lessons()) {
      boolean trains = file.getFileName().toString().matches("1[01]-.*");   // so much that the second compiler pays
      UPDATED.put(file, TWO.submit(() -> Kit.exec(Kit.FOLDER, Map.of(), java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=" + (trains ? 4 : 1),
          "-cp", System.getProperty("java.class.path"), "LessonTest", file.toString())));
    }
  }

  @AfterAll static void end() { TWO.shutdownNow(); }

  /** Prints the lesson's text as it should be; or, on standard error, in which line what went wrong. */
  public static void main(String... files) {
    try {
      System.out.print(LessonFile.updated(Path.of(files[0])));
    } catch (RuntimeException e) {   // JShell keeps quiet about what nobody catches
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  @ParameterizedTest(name = "{0}: what its blocks print and the scripts' text in it, to the letter") @MethodSource("lessons")
  void isUpToDate(Path file) throws Exception {
    Kit.Result result = UPDATED.get(file).get();
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(file).hasContent(result.out());   // names the line
    assertThat(result.out()).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest(name = "{0}: all its parts, in order") @MethodSource("lessons")
  void parts(Path file) {
    Matcher name = Pattern.compile("(\\d\\d)-[a-z-]+\\.md").matcher(file.getFileName().toString());
    assertThat(name.matches()).isTrue();
    List<String> prose = prose(file);
    assertThat(prose.get(0)).startsWith("# " + Integer.parseInt(name.group(1)) + ". ");
    assertThat(prose.get(1)).startsWith(lesson.QUESTION + " ").endsWith("?");
    List<String> required = List.of("## What you can do afterwards", "## Try this", "## Common mistakes", "## The exercise",
        "## Check your understanding", "## For the teacher");
    assertThat(prose.stream().filter(required::contains)).isEqualTo(required);
    assertThat(prose.get(2)).isEqualTo(required.get(0));
    assertThat(prose.stream().filter(text -> text.startsWith("**Predict.** "))).hasSizeGreaterThanOrEqualTo(2);
    List<String> folded = prose.stream().filter(text -> text.startsWith("<details>")).toList();
    assertThat(folded).hasSize(4).allMatch(text -> text.matches("<details>\n<summary>.+</summary>"));
    for (int n = 1; n <= 3; n++) assertThat(folded.get(n - 1)).contains("Answer " + n);
    assertThat(prose.stream().filter(text -> text.contains("</details>"))).hasSize(4).containsOnly("</details>");
    int minutes = 0;
    Matcher row = Pattern.compile("^\\| (\\d+) \\|", Pattern.MULTILINE).matcher(prose.get(prose.indexOf(folded.get(3)) + 1));
    while (row.find()) minutes += Integer.parseInt(row.group(1));
    assertThat(minutes).as("minutes of the teacher's table").isEqualTo(45);
  }

  @ParameterizedTest(name = "{0}: its fences and lines are read alike by GitHub, JBang and the runner") @MethodSource("lessons")
  void form(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).noneMatch(line -> line.matches("\\s+```.*|\\s*~~~.*"));
    assertThat(lines).noneMatch(line -> line.matches(".*void\\s+main\\s*\\(.*"));
    for (LessonFile.Part part : LessonFile.read(file)) {
      String where = file.getFileName() + ", line " + part.line();
      assertThat(part.fence()).as(where).isIn("", "java", "java skip", "text", "sh");
      if (part.fence().isEmpty()) assertThat(part.lines()).as(where).noneMatch(line -> line.matches("( {4}|\t).*"));
      if (part.folded()) assertThat(part.runs()).as(where + " is folded away, and runs").isFalse();
      if (part.runs()) assertThat(splitByJBang(part.lines())).as(where).isEmpty();
    }
  }

  /** Lines at which jbang, which gives JShell one line after the other, would see a new statement begin. */
  static List<String> splitByJBang(List<String> lines) {
    List<String> found = new ArrayList<>();
    int depth = 0;
    for (String line : lines) {
      String code = line.replaceAll("\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])+'", "0").replaceAll("//.*", "").strip();
      if (depth == 0 && code.matches("(else\\b|[.?:+*/%&|=<>-]).*")) found.add(line);
      for (char c : code.toCharArray()) depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
    }
    return found;
  }

  @Test @DisplayName("the check of lines finds if/else without braces and a call on the next line, and passes what is whole")
  void splitting() {
    assertThat(splitByJBang(List.of("if (a)", "  b();", "else", "  c();"))).containsExactly("else");
    assertThat(splitByJBang(List.of("var s = Stream.of(1)", "    .map(x);"))).hasSize(1);
    assertThat(splitByJBang(List.of("if (a) {", "  b('(', \"{\");", "} else {", "  c(1,", "      -1);", "}", "// else"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: every number with two or more digits after the point stands in a block too") @MethodSource("lessons")
  void numbers(Path file) {
    StringBuilder blocks = new StringBuilder();
    for (LessonFile.Part part : LessonFile.read(file)) if (!part.fence().isEmpty()) blocks.append(part.text()).append('\n');
    for (String text : prose(file)) {
      Matcher number = Pattern.compile("\\d+\\.\\d\\d+").matcher(text.replaceAll("`[^`]*`|\\$[^$]*\\$", ""));
      while (number.find()) assertThat(blocks).as(text).containsPattern("(?<![\\d.])" + Pattern.quote(number.group()) + "(?!\\d)");
    }
  }

  @ParameterizedTest(name = "{0}: links and paths lead to files, and jbang loads the sources in an order in which they compile")
  @MethodSource("lessons")
  void paths(Path file) throws Exception {
    links(file);
    List<Path> order = new ArrayList<>();
    for (String line : Files.readAllLines(file)) if (line.startsWith("//SOURCES ")) addAsJBang(file, line, order);
    Collections.reverse(order);
    List<Path> loaded = order.stream().map(Path::normalize).distinct().toList();
    for (Path script : loaded) {
      for (Path needed : sources(script)) assertThat(loaded.indexOf(needed)).as(script + " needs " + needed).isBetween(0, loaded.indexOf(script) - 1);
    }
  }

  static void links(Path file) throws IOException {
    Matcher link = Pattern.compile("\\]\\((?!http)(?!\\.\\./plots/play\\.html#)([^)#]+)|^//(?:SOURCES|DEPS) (\\.\\S+)", Pattern.MULTILINE).matcher(Files.readString(file));
    while (link.find()) assertThat(file.resolveSibling(link.group(1) == null ? link.group(2) : link.group(1))).exists();
  }

  /** What stands between two texts of the page's script. */
  static String between(String script, String begin, String end) {
    int from = script.indexOf(begin) + begin.length();
    assertThat(from).as(begin).isGreaterThanOrEqualTo(begin.length());
    return script.substring(from, script.indexOf(end, from));
  }

  static List<String> found(String pattern, String text) { return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList(); }

  @Test @DisplayName("links to the page of ./jbang play: in lessons 0, 3 to 8 and 10, one view each, with parameters that the page knows")
  void play() throws Exception {
    String script = Files.readString(Kit.FOLDER.resolve("scripts/play/page.js")) + Files.readString(Kit.FOLDER.resolve("scripts/play/views.js"));
    List<String> views = found("'(\\w+)'", between(script, "const VIEWS = [", "]")), parameters = found("(\\w+): ", between(script, "const DEFAULTS = {", "}"));
    List<String> mistakes = found("(\\w+): ['\"]", between(script, "const MISTAKES = {", "}"));
    Map<String, Set<String>> shown = new TreeMap<>();
    for (Path file : lessons()) {
      String text = Files.readString(file);
      List<String> links = found("\\]\\(\\.\\./plots/play\\.html#([^)]*)\\)", text);
      assertThat(links).as(file + ": each link leads to a view").hasSize(text.split("play\\.html[#)]", -1).length - 1);
      for (String link : links) {
        Map<String, String> words = new HashMap<>();
        for (String word : link.split("&")) assertThat(words.put(word.split("=")[0], word.split("=")[1])).as(link).isNull();
        assertThat(parameters).as(link).containsAll(words.keySet()).hasSizeGreaterThan(12);
        assertThat(views).as(link).contains(words.get("view"));
        assertThat(mistakes).as(link).contains(words.getOrDefault("mistake", "carry"));
        for (String name : List.of("batches", "at", "unit", "temperature", "lr")) assertThat(words.getOrDefault(name, "0")).as(link).matches("\\d+(\\.\\d+)?");
        assertThat(words).as("what stood in the page before must not stay: " + link).containsKey("batches");
        shown.computeIfAbsent(file.getFileName().toString().substring(0, 2), lesson -> new TreeSet<>()).add(words.get("view"));
      }
    }
    assertThat(shown).hasToString("{00=[train], 03=[read], 04=[back], 05=[break], 06=[train], 07=[sample], 08=[unit], 10=[back]}");
    for (String view : views) {   // as the page itself says: Lesson 3 explains it
      assertThat(shown.get("0" + between(script, "\n  " + view + ": {lesson: '", "'"))).containsExactly(view);
    }
  }

  /** As JBang meets them, once for each way to write the path; it hands them to JShell from the last to the first. */
  static void addAsJBang(Path from, String line, List<Path> order) throws IOException {
    for (String name : line.substring("//SOURCES ".length()).strip().split(" +")) {
      Path script = from.resolveSibling(name);
      if (order.contains(script)) continue;
      order.add(script);
      for (String each : Files.readAllLines(script)) if (each.startsWith("//SOURCES ")) addAsJBang(script, each, order);
    }
  }

  static List<Path> sources(Path script) throws IOException {
    return Files.readAllLines(script).stream().filter(line -> line.startsWith("//SOURCES "))
        .flatMap(line -> Arrays.stream(line.substring("//SOURCES ".length()).strip().split(" +")))
        .map(name -> script.resolveSibling(name).normalize()).toList();
  }

  @Test @DisplayName("lessons/README.md: its links lead to files, and every lesson is linked")
  void syllabus() throws Exception {
    Path file = Kit.FOLDER.resolve("lessons/README.md");
    links(file);
    for (Path each : lessons()) assertThat(Files.readString(file)).contains("](" + each.getFileName() + ")");
  }

  // ---- the runner --------------------------------------------------------------------------------------

  @Test @DisplayName("lesson: one line for each, its number, name and question")
  void list() throws Exception {
    Kit.Result result = Kit.run(new lesson());
    assertThat(result.status()).isEqualTo(0);
    assertThat(result.lines()).hasSize(lessons().size()).allMatch(line -> line.matches("[ \\d]\\d  \\S+ +\\S.*\\?"))
        .contains(" 3  forward      What does a network that has learnt nothing expect after each letter of a name?");
  }

  @ParameterizedTest(name = "lesson {0} is 03-forward.md") @ValueSource(strings = {"3", "03", "forward", "03-forward", "03-forward.md"})
  void find(String which) { assertThat(lesson.find(which)).isEqualTo(FORWARD); }

  @Test @DisplayName("a lesson that is not there, and a block without an end: one sentence, exit code 2")
  void notThere() throws Exception {
    Kit.Result result = Kit.run(new lesson(), "dragons");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).containsExactly("lesson: there is no lesson 'dragons'; lesson alone lists them");
    result = run("# 9. X\n\n```java\nint a;\n");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("the block of line 3 has no end");
    result = run("# 9. X\n\n<details>\n\n<summary>Answer</summary>\n\n</details>\n");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).allMatch(line -> line.endsWith("lesson.md, line 3: <summary> must stand in the line after <details>"));
  }

  static Kit.Result run(String text, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("lesson.md"), text);
    return Kit.run(new lesson(), java.util.stream.Stream.concat(java.util.stream.Stream.of(file.toString()), Arrays.stream(options)).toArray(String[]::new));
  }

  @ParameterizedTest(name = "a block that fails, {0}: what ran before is shown, then the block, its file and line; exit code 1")
  @CsvSource(delimiter = '|', value = {
      "int zero = 0;~System.out.println(1 / zero);~int late = 3; | 9 | java.lang.ArithmeticException: / by zero",
      "int zero = 0;~int b = dragon;~int late = 3;               | 9 | cannot find symbol",
      "int zero = 0;~~for (int i = 0; i < 3; i++) {~int x        | 10 | the block ends within a statement",
      "void f() {~  throw new IllegalStateException(\"no\");~}~f(); | 11 | java.lang.IllegalStateException: no"})
  void fails(String block, int line, String why) throws Exception {
    Kit.Result result = run("# 9. X\n\n```java\nSystem.out.println(\"before\");\n```\n\n```java\n" + block.replace("~", "\n")
        + "\n```\n\n```java\nSystem.out.println(\"after\");\n```\n");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains("\nbefore\n").doesNotContain("after");
    List<String> err = result.err().lines().toList();
    assertThat(err.get(0)).contains("lesson.md, line " + line + ": " + why);
    assertThat(err).hasSize(1 + block.split("~").length);
    assertThat(err.stream().filter(each -> each.startsWith(">"))).hasSize(1).allMatch(each -> each.startsWith(String.format(">%4d  ", line)));
  }

  @Test @DisplayName("a name that a script uses too, for which JShell compiles it again and forgets a variable: said at once, and not as null later")
  void lost() throws Exception {
    String form = "# 9. X\n\n```java\n//SOURCES " + Kit.FOLDER.resolve("scripts/cells/gru.java") + "\nforward.Weights W = forward.random(3, 2, new Dino.Random(0));\n%s\nSystem.out.println(W.H());\n```\n";
    Kit.Result result = run(form.formatted("String name = \"\";"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("lesson.md, line 6: here JShell loses W: ");
    assertThat(run(form.formatted("int mine = 1;\ndouble mine = 2;")).lines()).endsWith("2");
  }

  @Test @DisplayName("if/else without braces is one statement for the runner")
  void ifElse() throws Exception {
    assertThat(run("# 9. X\n\n```java\nif (1 > 2)\n  System.out.println(\"yes\");\nelse\n  System.out.println(\"no\");\n```\n").lines()).endsWith("no").doesNotContain("yes");
  }

  @Test @DisplayName("--update writes what the blocks print and the script's text, and nothing else")
  void update() throws Exception {
    String form = "# 9. X\n\n```java\nfor (int i = 0; i < 3; i++) System.out.println(i);\n```\n\n```text\n%s```\n\nProse.\n\n"
        + "<!-- from " + Kit.FOLDER.resolve("scripts/backprop.java") + ": double dtanh( -->\n\n```java skip\n%s```\n\n<!-- picture -->\n\n```text\n/\\\n```\n";
    assertThat(run(form.formatted("old\n", "old\nold\n"), "--update").status()).isEqualTo(0);
    assertThat(folder.resolve("lesson.md")).hasContent(form.formatted("0\n1\n2\n",
        "/** The derivative of tanh where its value is s: ds/dz = 1 - s^2. */\nstatic double dtanh(double s) { return 1 - s * s; }\n"));
    assertThat(run("# 9. X\n\n```java\nSystem.out.println(1);\n```\n\nProse.\n", "--update").err()).contains("line 7", "no ```text follows");
    assertThat(run("# 9. X\n\n```java\nint a = 1;\n```\n\n```text\n1\n```\n", "--update").err()).contains("line 8", "that no block above prints");
  }

  // ---- as programs of their own ------------------------------------------------------------------------

  static String outputs(Path file) {
    StringBuilder text = new StringBuilder();
    for (LessonFile.Part part : LessonFile.read(file)) if (part.isOutput()) text.append(part.text()).append('\n');
    return text.toString();
  }

  @Test @DisplayName("jbang 03-forward.md, JBang's own way, from another folder with a space in its name, in Germany: the same output, and nothing else")
  void plainJBang() throws Exception {
    Path other = Files.createDirectories(folder.resolve("an other folder"));
    Kit.exec(other, Map.of(), JBANG, FORWARD.toString());   // JBang tells at the first start what it fetches
    Kit.Result result = Kit.exec(other, Map.of("JAVA_TOOL_OPTIONS", "-Duser.language=de -Duser.country=DE"), JBANG, FORWARD.toString());
    assertThat(result.out()).isEqualTo(outputs(FORWARD));
    assertThat(result.err().lines().filter(line -> !line.matches("Picked up JAVA_TOOL_OPTIONS.*|.*java\\.util\\.prefs.*|INFO: Created user preferences.*")))
        .as("but for what the JDK says of the option, and at a user's first JShell").isEmpty();
  }

  @Test @DisplayName("the kit in a folder with a space in its name, started from yet another: no pause, all printed, exit code 0")
  void folderWithSpace() throws Exception {
    Path kit = folder.resolve("the kit");
    for (String each : List.of("jbang", "jbang-catalog.json", ".jbang/pom.xml", "data/dinosaurs.csv", "data/cheeses.csv", "data/villages.csv", "data/towns.csv", "lessons/03-forward.md")) copy(kit, each);
    for (String each : List.of("base/Names", "base/Words", "base/Program", "Dino", "encode", "forward", "classroom/LessonFile", "classroom/Formula", "classroom/Terminal", "classroom/Jdk", "classroom/lesson")) {
      copy(kit, "scripts/" + each + ".java");
    }
    Kit.Result result = Kit.exec(folder, Map.of(), kit.resolve("jbang").toString(), "lesson", "3");
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    assertThat(result.out()).contains("**Predict.**", "the kit/lessons/03-forward.md, line ").doesNotContain("Enter goes on", "\033");
    for (LessonFile.Part part : LessonFile.read(FORWARD)) if (part.isOutput()) {
      assertThat(result.out().contains("\n" + part.text() + "\n")).as("03-forward.md, line %d: what is printed", part.line()).isTrue();
    }
    assertThat(result.err().lines().filter(line -> !line.startsWith("[jbang]"))).isEmpty();
  }

  static void copy(Path kit, String name) throws IOException {
    Files.createDirectories(kit.resolve(name).getParent());
    Files.copy(Kit.FOLDER.resolve(name), kit.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Test @DisplayName("on a terminal: it waits at each prediction and answer; s shows the answer, Enter alone does not")
  void pauses() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux's script gives the terminal");
    Path file = Files.writeString(folder.resolve("short.md"), """
        # 9. X

        **Predict.** What comes?

        ```java
        System.out.println("six times seven is " + 6 * 7);
        ```

        ```text
        six times seven is 42
        ```

        <details>
        <summary>Answer 1</summary>

        The first answer.

        </details>

        <details>
        <summary>Answer 2</summary>

        The second answer.

        </details>

        See [the
        page](../plots/play.html#view=read). The end.
        """), said = folder.resolve("said.txt");
    Process process = new ProcessBuilder("script", "-qefc", "'" + JBANG + "' lesson '" + file + "'", "/dev/null")
        .redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      for (String[] each : new String[][] {{"Written down?", "42", "\n"}, {"Answer 1", "first answer", "\n"}, {"Answer 2", "The end", "s\n"}}) {
        for (int i = 0; i < 600 && !Files.readString(said).matches("(?s).*" + Pattern.quote(each[0]) + ".*Enter.*"); i++) Thread.sleep(50);
        Thread.sleep(300);
        assertThat(Files.readString(said)).contains(each[0]).doesNotContain(each[1]);
        process.getOutputStream().write(each[2].getBytes());
        process.getOutputStream().flush();
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(0);
      assertThat(Files.readString(said)).contains("six times seven is 42", "The second answer.", "The end.", "(" + Kit.FOLDER.toUri() + "plots/play.html#view=read)").doesNotContain("first answer");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test @DisplayName("on a terminal of 24 x 80: no line of prose or code is longer, and no more than a screen comes between two pauses")
  void screens() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux's script gives the terminal");
    Path said = folder.resolve("screens.txt");
    Process process = new ProcessBuilder("script", "-qefc", "stty rows 24 cols 80 -echo; '" + JBANG + "' lesson 5", "/dev/null")
        .redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      process.getOutputStream().write("\n".repeat(200).getBytes());
      process.getOutputStream().flush();
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    String all = Files.readString(said).replaceAll("\033\\[[\\d;]*m|\r", "").replaceAll("(?m)^\\[jbang].*\n", "");
    Set<String> outputs = outputs(FORWARD.resolveSibling("05-gradcheck.md")).lines().collect(java.util.stream.Collectors.toSet());
    assertThat(all.lines().filter(line -> !line.startsWith("|") && !outputs.contains(line))).allMatch(line -> line.length() <= 80);
    String[] screens = all.split("Enter[^\n]*");
    assertThat(screens).hasSizeGreaterThan(15);
    // A block of code with what it prints is never cut: lesson 5 has some that are longer than a screen.
    long longer = Arrays.stream(screens).filter(screen -> screen.strip().lines().count() > 24).count();
    assertThat(longer).isLessThanOrEqualTo(6);
  }
}
