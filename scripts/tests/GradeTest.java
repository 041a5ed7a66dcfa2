import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.*;
import tech.tablesaw.io.csv.CsvReadOptions;
import static org.assertj.core.api.Assertions.*;

@DisplayName("grade: a folder of submissions, good, bad and hostile")
@Slow
class GradeTest {

  @TempDir static Path folder;
  static final String HTML = "=cmd|' /C calc'!A0, \"<script>window.ran=1</script>";
  static Kit.Result result;
  static Table grades;

  static String solution(String name) throws IOException { return Files.readString(CheckTest.solution(name)); }

  static void hand(String file, String text) throws IOException {
    Path path = folder.resolve("in").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** A function's body, replaced. */
  static String with(String text, String function, String body) {
    String head = CheckTest.head(text, function);
    int begin = text.indexOf(head) + head.length(), end = text.indexOf("\n  }\n", begin);
    return text.substring(0, begin) + "\n    " + body + text.substring(end);
  }

  @BeforeAll static void gradeAll() throws Exception {
    String three = solution("03_forward"), four = solution("04_backprop");
    try (ServerSocket server = new ServerSocket(0)) {
      hand("Anna/03_forward.java", three.replace("p[i] /= sum", "p[i] /= o.length"));
      hand("Anna/progress.txt", "not a submission");
      hand("Zoé Müller/sub folder/03_forward.java", with(three, "tanh", "while (true) { }"));
      hand("exit/03_forward.java", with(with(three, "tanh", "System.exit(3);\n    return z;"), "softmax", "Runtime.getRuntime().halt(0);\n    return o;"));
      hand("net/03_forward.java", with(with(three, "softmax", "try {\n      new java.net.Socket(\"127.0.0.1\", " + server.getLocalPort() + ").close();\n    } catch (java.io.IOException e) {\n      throw new IllegalStateException(\"no network\");\n    }\n    throw new IllegalStateException(\"a network\");"),
          "tanh", "if (new java.io.File(\".\").list().length > 0 || System.getenv(\"HOME\") != null) throw new IllegalStateException(\"not empty\");\n    return z;"));
      hand("forks/03_forward.java", with(three, "tanh", "try {\n      new ProcessBuilder(\"sleep\", \"98.7654\").start();\n    } catch (java.io.IOException e) { }\n    return z;"));
      hand("does not compile/03_forward.java", three.replaceFirst(";\n  }", "\n  }"));
      hand("bomb/03_forward.java", "class Exercise03 { static final int A = " + "(".repeat(60_000) + "1" + ")".repeat(60_000) + "; }");
      hand("bad/04_backprop.java", three);                       // another exercise's class
      hand("bad/01_encode.java", " \n");
      hand("bad/02_guess.java", "class Exercise02 { \0\0 }");
      hand("bad/06_train.java", "// " + "x".repeat(Submissions.MOST_BYTES));
      hand("bad/notes.java", "class Notes { }");
      Files.write(folder.resolve("in/bad/05_gradcheck.java"), new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE});
      Path secret = Files.writeString(folder.resolve("secret.java"), three);
      Files.createSymbolicLink(folder.resolve("in/bad/03_forward.java"), secret);
      Files.createSymbolicLink(folder.resolve("in/linked"), folder);
      if (Files.isExecutable(Path.of("/usr/bin/mkfifo"))) assertThat(Kit.exec(folder.resolve("in/bad"), Map.of(), "mkfifo", "pipe.java").status()).isZero();
      Files.createDirectories(folder.resolve("in/nothing"));
      hand("Bernd.zip", "PK");
      hand(".DS_Store", "");
      hand("Carla_04_backprop.java", four);
      hand("Dora.java", four.replaceFirst("class ", "// mine\nclass "));
      hand("Emil/04_backprop.java", four.replaceFirst("class ", "//  mine\nclass "));
      hand("Emil/old/04_backprop.java", four);
      hand("Saved otherwise/03_forward.java", "\uFEFFpackage lessons;\r\n" + three.replace("\n", "\r\n").replace("class Exercise03", "public class Exercise03"));
      Files.write(Files.createDirectories(folder.resolve("in/Latin")).resolve("03_forward.java"), three.replace("class Exercise03", "// M\u00FCller\nclass Exercise03").getBytes(StandardCharsets.ISO_8859_1));
      hand("Kotlin/03_forward.java", "fun tanh(z: DoubleArray): DoubleArray {\n    return z\n}\n");
      hand("Word/solution.docx", "PK");
      hand("Mo Odle_12_assignsubmission_file_/03_forward.java.txt", three.replace("class Exercise03", "class Forward"));
      hand("Mo Odle_12_assignsubmission_onlinetext_/onlinetext.html", "<p>see the file");
      hand("environ/03_forward.java", with(three, "tanh", "for (java.io.File file : new java.io.File(\"/proc\").listFiles()) try {\n"
          + "      if (java.nio.file.Files.readString(java.nio.file.Path.of(file + \"/environ\"), java.nio.charset.StandardCharsets.ISO_8859_1).contains(\"HOME=\")) throw new IllegalStateException(\"another's\");\n"
          + "    } catch (java.io.IOException e) { }\n    throw new IllegalStateException(\"its own\");"));
      hand("README.md", "the class of 2026");
      hand("desktop.ini", "");
      hand("grades.csv", "");
      hand("../in/out/grades.csv", "the earlier table");
      hand(HTML.replace("/", "\u2044") + ".java", three.replace("class Exercise03", "//\nclass Exercise03"));
      hand("+1 \u001B[31m/02_guess.java", "class Exercise03 { }");
      result = Kit.run(new grade(), folder.resolve("in").toString(), "--seed", "5", "--out", folder.resolve("in/out").toString(), "--no-open");
    }
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    grades = Table.read().usingOptions(CsvReadOptions.builder(folder.resolve("in/out/grades.csv").toFile()).maxCharsPerColumn(10_000)
        .columnTypes(new ColumnType[] {ColumnType.STRING, ColumnType.STRING, ColumnType.STRING, ColumnType.BOOLEAN, ColumnType.STRING, ColumnType.DOUBLE}));
  }

  /** student's rows, as "exercise function passed diagnosis" */
  static List<String> rows(String student) {
    return grades.stream().filter(row -> row.getString("student").equals(student))
        .map(row -> row.getString("exercise") + " " + row.getString("function") + " " + (row.isMissing("passed") ? "-" : row.getBoolean("passed")) + " " + row.getString("diagnosis")).toList();
  }

  @Test @DisplayName("grades.csv has the six columns; a good file passes, a known mistake is named, what calls it waits")
  void table() {
    assertThat(grades.columnNames()).containsExactly("student", "exercise", "function", "passed", "diagnosis", "seconds");
    assertThat(rows("Anna")).hasSize(5).contains("03_forward tanh true ").anyMatch(row -> row.startsWith("03_forward softmax false Your result is what you get when") && row.contains("divided by how many there are"))
        .contains("03_forward forward false waits for softmax, which it calls and which is not right");
    assertThat(rows("Carla")).hasSize(6).contains("04_backprop  - a remark: the text is the kit's solution");
    assertThat(rows("Carla").stream().filter(row -> row.contains(" true "))).hasSize(5);
    assertThat(grades.doubleColumn("seconds").asList()).allMatch(s -> s >= 0 && s < 15);
    assertThat(result.out()).contains("seed 5; ", "by student", "by function", "the commonest diagnoses", "Anna: 3 of 5 functions right");
  }

  @Test @DisplayName("an endless loop, System.exit, halt, a program started: told in the row of the one function, the student's others are judged, nothing is left")
  void hostile() throws Exception {
    assertThat(rows("Zoé Müller")).anyMatch(row -> row.startsWith("03_forward tanh false It did not come back within 2 s")).contains("03_forward softmax true ");
    assertThat(rows("exit")).anyMatch(row -> row.startsWith("03_forward tanh false It ended the whole program, with the exit code 3."))
        .anyMatch(row -> row.startsWith("03_forward softmax false It ended the whole program")).contains("03_forward crossEntropy true ");
    assertThat(rows("forks")).hasSize(5).contains("03_forward softmax true ");
    assertThat(ProcessHandle.allProcesses().filter(p -> p.info().arguments().map(a -> List.of(a).contains("98.7654")).orElse(false))).isEmpty();
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).filter(p -> p.info().arguments().map(a -> List.of(a).contains("Grader") || List.of(a).contains("Child")).orElse(false))).isEmpty();
  }

  @Test @DisplayName("the working folder is empty, the environment does not come along, and no network where unshare works")
  void confined() throws Exception {
    assertThat(rows("net")).noneMatch(row -> row.contains("not empty"));
    boolean without = Kit.exec(folder, Map.of(), "sh", "-c", "unshare -n true || unshare -rn true").status() == 0;
    assertThat(rows("net")).anyMatch(row -> row.contains("(" + (without ? "no network" : "a network") + ")"));
    assertThat(result.out()).contains(without ? "run without a network" : "run WITH the network");
  }

  @Test @DisplayName("the environment of other processes, read from /proc, is out of reach where unshare can hide them; the first line says so")
  void environment() throws Exception {
    boolean hidden = Kit.exec(folder, Map.of(), "sh", "-c", "unshare -npf --mount-proc true || unshare -rnpf --mount-proc true").status() == 0;
    assertThat(rows("environ")).anyMatch(row -> row.contains(hidden ? "(its own)" : "(another's)"));
    assertThat(result.lines().get(0)).endsWith(hidden ? "see no processes but their own" : "see this computer's other processes and their environment");
  }

  @Test @DisplayName("a byte order mark, a package line, public class, Windows' line ends, Latin-1: right all the same")
  void saved() {
    assertThat(rows("Saved otherwise")).hasSize(5).allMatch(row -> row.contains(" true "));
    assertThat(rows("Latin").stream().filter(row -> row.contains(" true "))).hasSize(5);
    assertThat(rows("Latin")).contains("03_forward  - a remark: 03_forward.java: the text is Latin-1 and was read as such; save it as UTF-8, as Java expects");
    assertThat(rows("Kotlin")).hasSize(5).allMatch(row -> row.endsWith("This is Kotlin (fun stands before a function); the exercise needs Java."));
  }

  @Test @DisplayName("a README, a desktop.ini, and what grade writes are no students; what was there before is kept")
  void noStudents() throws Exception {
    assertThat(grades.stringColumn("student").asSet()).doesNotContain("README.md", "desktop.ini", "grades.csv", "out");
    assertThat(rows("Word")).containsExactly("  false only solution.docx: no .java file");
    assertThat(rows("Mo Odle_12")).hasSize(5).anyMatch(row -> row.startsWith("03_forward tanh false ") && row.contains("the file has no class Exercise03, but Forward; the class must keep the name that it came with."));
    assertThat(Files.readString(folder.resolve("in/out/grades.html"))).contains("the class has another name than the exercise");
    try (var files = Files.list(folder.resolve("in/out"))) {
      List<Path> kept = files.filter(file -> file.getFileName().toString().matches("grades\\.\\d{4}-\\d\\d-\\d\\d-\\d{6}\\.csv")).toList();
      assertThat(kept).hasSize(1);
      assertThat(kept.get(0)).hasContent("the earlier table");
      assertThat(result.out()).contains("the earlier grades.csv is now " + kept.get(0).getFileName());
    }
  }

  @Test @DisplayName("what does not compile, or brings the compiler down, is a row for each function")
  void notCompiled() {
    assertThat(rows("does not compile")).hasSize(5).allMatch(row -> row.contains(" false It does not compile: line ") && row.contains("';' expected"));
    assertThat(rows("bomb")).hasSize(5).allMatch(row -> row.contains(" false It does not compile: it is nested so deeply"));
  }

  @Test @DisplayName("empty, binary, not UTF-8, huge, links, pipes, another exercise, no exercise, no folder: a row each")
  void bad() {
    List<String> expected = new ArrayList<>(List.of("01_encode  false 01_encode.java: empty", "02_guess  false 02_guess.java: binary, no text; the .java file itself is needed",
        "  false 03_forward.java: a symbolic link, which was not followed", "04_backprop  false 04_backprop.java: another exercise: its class is Exercise03",
        "05_gradcheck  false 05_gradcheck.java: binary, no text; the .java file itself is needed", "06_train  false 06_train.java: larger than 200 kB",
        "  false notes.java: no exercise: neither the file's name nor a class says which"));
    if (Files.exists(folder.resolve("in/bad/pipe.java"))) expected.add("  false pipe.java: not a regular file");
    assertThat(rows("bad")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows("linked")).containsExactly("  false a symbolic link, which was not followed");
    assertThat(rows("nothing")).containsExactly("  false no .java file in it");
    assertThat(rows("Bernd.zip")).containsExactly("  false an archive: unpack it into a folder with the student's name");
    assertThat(rows(".DS_Store")).isEmpty();
  }

  @Test @DisplayName("whose file it is: what stands before the exercise's name, in whatever alphabet, or all of it")
  void students() {
    Submissions submissions = new Submissions();
    for (String[] each : new String[][] {{"Anna.java", "Anna"}, {"Anna_04_backprop.java", "Anna"}, {"Anna - 04_Backprop (2).JAVA", "Anna"}, {"04_backprop.java", "04_backprop"},
        {"\u0130pek_04_backprop.java", "\u0130pek"}, {"\u0130".repeat(30) + "04_backprop.java", "\u0130".repeat(30)},
        {"Anna Exercise04.java", "Anna"}, {"Anna 04_backprop.java", "Anna"}, {"Anna (1).java", "Anna"}, {"Anna_04_backprop (1).java", "Anna"}, {"Anna_Exercise 4 (2).java", "Anna"},
        {"Anna M_123_assignsubmission_file_04_backprop.java", "Anna M_123"}, {"Exercise04.java", "Exercise04"}, {"(1).java", "(1)"}, {"Anna_04_backprop.java.txt", "Anna"}}) assertThat(submissions.owner(each[0])).isEqualTo(each[1]);
  }

  @Test @DisplayName("one file a student is told by its class; a second file of an exercise and a text that two share are said")
  void files() {
    assertThat(rows("Dora").stream().filter(row -> row.startsWith("04_backprop ") && row.contains(" true "))).hasSize(5);
    assertThat(rows("Emil")).hasSize(7).contains("04_backprop  - a remark: the text is the same as that of Dora",
        "04_backprop  false old" + java.io.File.separator + "04_backprop.java: a second file of this exercise; 04_backprop.java was checked");
  }

  @Test @DisplayName("no cell is a formula, no control character comes through, and CSV, page and screen hold every name whole")
  void names() throws Exception {
    String html = HTML.replace("/", "\u2044");
    assertThat(rows("'" + html)).hasSize(5);
    assertThat(rows("'+1 \uFFFD[31m")).containsExactly("02_guess  false 02_guess.java: another exercise: its class is Exercise03");
    for (String column : List.of("student", "exercise", "function", "diagnosis")) assertThat(grades.stringColumn(column).asList()).noneMatch(cell -> cell.matches("\\s*[=+@-].*"));
    assertThat(List.of(Tables.cell("=1"), Tables.cell(" +1"), Tables.cell("\t-1"), Tables.cell("@a"), Tables.cell("a=1"))).containsExactly("'=1", "' +1", "'\t-1", "'@a", "a=1");
    for (String sign : "= + - @ \uFF1D \uFF0B \uFF0D \uFF20".split(" ")) for (String before : List.of("", "\u00A0", "\uFEFF", "\u200B \u3000", "\r\n"))
      assertThat(Tables.cell(before + sign + "1")).isEqualTo("'" + before + sign + "1");
    assertThat(Tables.cell("\u00A0Zo\u00EB")).isEqualTo("\u00A0Zo\u00EB");
    String page = Files.readString(folder.resolve("in/out/grades.html"));
    assertThat(page).contains("&lt;script&gt;window.ran=1", "Zoé Müller", "What to explain again tomorrow").doesNotContain("<script>window.ran");
    assertThat(result.out()).doesNotContain("\u001B");
    assertThat(folder.resolve("in/out/plotly.js")).exists();
  }

  @Test @DisplayName("CSV: quotes, commas, line feeds, backslashes and spaces at the ends come back as they were")
  void csv() throws Exception {
    List<String> texts = List.of("a,b", "say \"no\"", "\"", "\\", "a\\\"b", " both ends ", "two\nlines", "''", "'=1", "🦕;\té");
    List<Tables.Line> lines = texts.stream().map(text -> new Tables.Line(text, "03_forward", "tanh", false, text, "", 1)).toList();
    String written = Tables.csv(lines);
    assertThat(written).startsWith("\uFEFF\"student\",");   // by the mark a spreadsheet reads accents right
    assertThat(parse(written.substring(1))).isEqualTo(Stream.concat(Stream.of(List.of("student", "exercise", "function", "passed", "diagnosis", "seconds")),
        texts.stream().map(text -> List.of(text, "03_forward", "tanh", "false", text, "1.0"))).toList());
  }

  /** RFC 4180, of fields that are all quoted. */
  static List<List<String>> parse(String csv) {
    List<List<String>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    for (int i = 0; i < csv.length(); ) {
      assertThat(csv.charAt(i)).isEqualTo('"');
      StringBuilder field = new StringBuilder();
      for (i++; csv.charAt(i) != '"' || i + 1 < csv.length() && csv.charAt(i + 1) == '"'; i++) {
        if (csv.charAt(i) == '"') i++;
        field.append(csv.charAt(i));
      }
      rows.get(rows.size() - 1).add(field.toString());
      if (csv.charAt(++i) == '\n' && i + 1 < csv.length()) rows.add(new ArrayList<>()); else if (csv.charAt(i) != '\n') assertThat(csv.charAt(i)).isEqualTo(',');
      i++;
    }
    return rows;
  }

  @Test @DisplayName("no folder, an empty one, a file, a wrong seed: one sentence, and 2")
  void words() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty")), file = Files.writeString(folder.resolve("file.txt"), "x");
    for (String[] each : new String[][] {{folder.resolve("none").toString(), "there is no folder "}, {empty.toString(), "is nothing to check; one folder"}, {file.toString(), "is no folder"}}) {
      Kit.Result said = Kit.run(new grade(), each[0], "--out", folder.resolve("other").toString());
      assertThat(said.status()).isEqualTo(2);
      assertThat(said.err()).contains(each[1]).hasLineCount(1);
    }
    assertThat(Kit.run(new grade(), empty.toString(), "--seed", "-1").err()).contains("--seed must be 0 or more");
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test @DisplayName("the same seed gives the same rows but for the seconds; another exercise's failure changes nothing")
  void again() throws Exception {
    Path only = Files.createDirectories(folder.resolve("only"));
    Files.writeString(Files.createDirectories(only.resolve("Anna")).resolve("03_forward.java"), Files.readString(folder.resolve("in/Anna/03_forward.java")));
    Kit.run(new grade(), only.toString(), "--seed", "5", "--out", folder.resolve("again").toString(), "--no-open");
    List<String> alone = Files.readAllLines(folder.resolve("again/grades.csv")).stream().skip(1).map(line -> line.replaceAll(",\"[^\"]*\"$", "")).toList();
    assertThat(Files.readAllLines(folder.resolve("in/out/grades.csv")).stream().filter(line -> line.startsWith("\"Anna\"")).map(line -> line.replaceAll(",\"[^\"]*\"$", ""))).isEqualTo(alone);
  }

  @Test @DisplayName("SIGTERM in the middle of an endless loop: no JVM and no temporary folder is left")
  void interrupted() throws Exception {
    Path in = folder.resolve("loops"), said = folder.resolve("said.txt"), temporary = Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(Files.createDirectories(in.resolve("a")).resolve("03_forward.java"), with(with(solution("03_forward"), "tanh", "while (true) { }"), "softmax", "while (true) { }"));
    Process process = Kit.start(folder, Map.of(), said, folder.resolve("errors.txt"), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), "grade", in.toString(), "--no-open", "--out", folder.resolve("out3").toString());
    try {
      List<ProcessHandle> below = List.of();
      for (int i = 0; i < 300 && below.size() < 2; i++) {
        Thread.sleep(50);
        below = process.descendants().filter(p -> p.info().command().orElse("").endsWith("java")).toList();
      }
      assertThat(below).as("the Grader and the learner's JVM").hasSizeGreaterThanOrEqualTo(2);
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 40 && below.stream().anyMatch(ProcessHandle::isAlive); i++) Thread.sleep(50);
      assertThat(below).noneMatch(ProcessHandle::isAlive);
      try (var left = Files.list(temporary)) { assertThat(left).isEmpty(); }
    } finally {
      process.destroyForcibly();
    }
  }

  // ---- what goes wrong around the class ----------------------------------------------------------------

  /** grade in a JVM of its own. */
  static List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"), "grade"));
    command.addAll(List.of(words));
    return command;
  }

  static Path one(String name, String student, String text) throws IOException {
    Path file = Files.createDirectories(folder.resolve(name).resolve(student)).resolve("03_forward.java");
    Files.writeString(file, text);
    return folder.resolve(name);
  }

  @Test @DisplayName("no Grader starts: one sentence, 1, and no student has a grade")
  void noGrader() throws Exception {
    Path in = one("nobody", "Anna", solution("03_forward"));
    String path = System.getProperty("java.class.path");
    try {
      System.setProperty("java.class.path", folder.resolve("nothing.jar").toString());
      Kit.Result said = Kit.run(new grade(), in.toString(), "--out", folder.resolve("nobody-out").toString());
      assertThat(said.status()).isEqualTo(1);
      assertThat(said.err()).hasLineCount(1).startsWith("grade: a second Java, which is to check the submissions, does not start (Error: Could not find or load main class Grader)");
      assertThat(said.out()).isEmpty();
    } finally {
      System.setProperty("java.class.path", path);
    }
    assertThat(folder.resolve("nobody-out/grades.csv")).doesNotExist();
  }

  @Test @DisplayName("a Java without a compiler: grade, check and lesson say it in one sentence, and 1")
  void runtimeOnly() throws Exception {
    Path java = folder.resolve("jre"), in = one("runtime", "Anna", solution("03_forward"));
    Kit.Result made = Kit.exec(folder, Map.of(), Path.of(System.getProperty("java.home"), "bin", "jlink").toString(), "--output", java.toString(), "--add-modules", "java.base,java.logging,java.desktop,java.sql,java.management,jdk.unsupported");
    Assumptions.assumeTrue(made.status() == 0, "jlink makes such a Java");
    for (List<String> words : List.of(List.of("grade", in.toString(), "--out", folder.resolve("runtime-out").toString()), List.of("check", in.resolve("Anna/03_forward.java").toString()), List.of("lesson", "3"))) {
      List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-cp", System.getProperty("java.class.path")));
      command.addAll(words);
      Kit.Result said = Kit.exec(Kit.FOLDER, Map.of(), command.toArray(String[]::new));
      assertThat(said.status()).as(words.get(0)).isEqualTo(1);
      assertThat(said.err()).isEqualTo(words.get(0) + ": this needs a JDK, and the Java in " + java + " has no compiler; ./jbang jdk install 17 brings one\n");
    }
    assertThat(folder.resolve("runtime-out")).doesNotExist();
  }

  @Test @DisplayName("names that are not UTF-8, folders and files, in two locales: each a student, shown differently, and checked")
  void names2() throws Exception {
    Path in = one("bytes", "Anna", solution("03_forward"));
    Kit.Result made = Kit.exec(in, Map.of(), "sh", "-c", "for c in '\\201' '\\224'; do d=$(printf \"M${c}ller\"); mkdir \"$d\" && cp Anna/03_forward.java \"$d\" && cp Anna/03_forward.java \"$(printf \"K${c}hn_03_forward.java\")\"; done; mkdir Zo\u00EB; cp Anna/03_forward.java Zo\u00EB");
    Assumptions.assumeTrue(made.status() == 0, "this system has names that are not UTF-8");
    for (String locale : List.of("C.UTF-8", "C")) {
      Path out = folder.resolve("bytes-" + locale);
      Kit.Result said = Kit.exec(folder, Map.of("LC_ALL", locale, "DINO_KIT", Kit.FOLDER.toString()), command("bytes", "--out", out.toString(), "--no-open").toArray(String[]::new));
      assertThat(said.status()).as(said.err()).isZero();
      assertThat(Files.readString(out.resolve("grades.csv")).lines().filter(line -> line.contains("\"true\"")).map(line -> line.split("\"")[1]).distinct())
          .containsExactlyInAnyOrder("Anna", "M\uFFFDller", "M\uFFFDller (2)", "K\uFFFDhn", "K\uFFFDhn (2)", "Zo\u00EB");
    }
  }

  @Test @DisplayName("one who ends all of grade's other processes fails nobody else: what was broken off is checked again, alone")
  void innocent() throws Exception {
    String three = solution("03_forward");
    Path in = folder.resolve("killers"), out = folder.resolve("killers-out"), pid = folder.resolve("pid.txt");
    // it ends what is below that one grade process, and no other
    String kill = "try {\n      while (!java.nio.file.Files.exists(java.nio.file.Path.of(\"" + pid + "\"))) Thread.sleep(10);\n"
        + "      ProcessHandle grade = ProcessHandle.of(Long.parseLong(java.nio.file.Files.readString(java.nio.file.Path.of(\"" + pid + "\")))).get(), self = ProcessHandle.current();\n"
        + "      for (int i = 0; i < 40; i++) {\n        grade.descendants().filter(p -> p.pid() != self.pid() && p.pid() != self.parent().map(ProcessHandle::pid).orElse(0L)).forEach(ProcessHandle::destroyForcibly);\n        Thread.sleep(20);\n      }\n"
        + "    } catch (Exception e) { }\n    return z;";
    for (int i = 0; i < 6; i++) one("killers", i % 3 == 1 ? "killer" + i : "innocent" + i, i % 3 == 1 ? with(three, "tanh", kill) : three);
    for (boolean apart : new boolean[] {false, true}) {
      Files.deleteIfExists(pid);
      Process process = Kit.start(folder, apart ? Map.of() : Map.of("PATH", "/nowhere"), folder.resolve("said.txt"), folder.resolve("errors.txt"), command(in.toString(), "--out", out.toString(), "--no-open").toArray(String[]::new));
      try {
        Path part = Files.writeString(folder.resolve("pid.part"), "" + process.pid());
        Files.move(part, pid);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.exitValue()).as(Files.readString(folder.resolve("errors.txt"))).isZero();
      List<String> rows = Files.readAllLines(out.resolve("grades.csv")).stream().filter(line -> line.startsWith("\"innocent")).toList();
      assertThat(rows.stream().filter(line -> line.contains("\"true\""))).as(String.join("\n", rows)).hasSize(20);
    }
  }

  @Test @DisplayName("grades.csv that can't be written is told by its name before anybody is checked; on a disk that fills later the tables are printed, and the earlier file stays")
  void written() throws Exception {
    Path in = one("writing", "Anna", solution("03_forward")), out = Files.createDirectories(folder.resolve("writing-out/grades.csv"));
    Kit.Result said = Kit.run(new grade(), in.toString(), "--no-open", "--out", out.getParent().toString());
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).isEqualTo("grade: " + out + " is a folder, where the table is to be written; --out can name another place\n");
    assertThat(said.out()).isEmpty();
    Path file = Files.writeString(folder.resolve("no folder"), "");
    said = Kit.run(new grade(), in.toString(), "--no-open", "--out", file.toString());
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).startsWith("grade: " + file.resolve("grades.csv") + " can't be written (").endsWith("; nothing was checked\n");
    // a limit on the size of files stands for the full disk: a table of long names does not fit below it
    for (int i = 0; i < 800; i++) Files.writeString(in.resolve(i + "x".repeat(190) + ".txt"), "");
    Files.delete(out);
    Files.writeString(out, "the earlier table");
    String java = command(in.toString(), "--no-open", "--out", out.getParent().toString()).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    said = Kit.exec(folder, Map.of(), "bash", "-c", "ulimit -f 300; exec " + java);
    assertThat(said.status()).as(said.err()).isNotZero();
    assertThat(said.err()).startsWith("grade: " + out + " can").hasLineCount(1);
    assertThat(out).hasContent("the earlier table");
  }

  @Test @DisplayName("without the folder of solutions, as in the copy that a class gets; one student is no students")
  void withoutSolutions() throws Exception {
    Path kit = Files.createDirectories(folder.resolve("kit")), in = one("single", "Anna", solution("03_forward"));
    for (String name : List.of("lessons/exercises", "scripts/classroom/checks/stubs")) {
      Files.createDirectories(kit.resolve(name));
      for (Path file : CheckTest.files(Kit.FOLDER.resolve(name))) Files.copy(file, kit.resolve(name).resolve(file.getFileName()));
    }
    Kit.Result said = Kit.exec(kit, Map.of("DINO_KIT", kit.toString()), command(in.toString(), "--no-open").toArray(String[]::new));
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(said.out()).contains("5 of the 5 functions that 1 student handed in are right");
  }
}
