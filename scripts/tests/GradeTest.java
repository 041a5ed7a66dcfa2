import java.io.IOException;
import java.net.ServerSocket;
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
      hand(HTML.replace("/", "\u2044") + ".java", three.replace("class Exercise03", "//\nclass Exercise03"));
      hand("+1 \u001B[31m/02_guess.java", "class Exercise03 { }");
      result = Kit.run(new grade(), folder.resolve("in").toString(), "--seed", "5", "--out", folder.resolve("out").toString(), "--no-open");
    }
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    grades = Table.read().usingOptions(CsvReadOptions.builder(folder.resolve("out/grades.csv").toFile()).maxCharsPerColumn(10_000)
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

  @Test @DisplayName("what does not compile, or brings the compiler down, is a row for each function")
  void notCompiled() {
    assertThat(rows("does not compile")).hasSize(5).allMatch(row -> row.contains(" false It does not compile: line ") && row.contains("';' expected"));
    assertThat(rows("bomb")).hasSize(5).allMatch(row -> row.contains(" false It does not compile: it is nested so deeply"));
  }

  @Test @DisplayName("empty, binary, not UTF-8, huge, links, pipes, another exercise, no exercise, no folder: a row each")
  void bad() {
    List<String> expected = new ArrayList<>(List.of("01_encode  false 01_encode.java: empty", "02_guess  false 02_guess.java: binary, or text that is not UTF-8",
        "  false 03_forward.java: a symbolic link, which was not followed", "04_backprop  false 04_backprop.java: another exercise: its class is Exercise03",
        "05_gradcheck  false 05_gradcheck.java: binary, or text that is not UTF-8", "06_train  false 06_train.java: larger than 200 kB",
        "  false notes.java: no exercise: neither the file's name nor a class says which"));
    if (Files.exists(folder.resolve("in/bad/pipe.java"))) expected.add("  false pipe.java: not a regular file");
    assertThat(rows("bad")).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows("linked")).containsExactly("  false a symbolic link, which was not followed");
    assertThat(rows("nothing")).containsExactly("  false no .java file in it");
    assertThat(rows("Bernd.zip")).containsExactly("  false neither a folder nor a .java file");
    assertThat(rows(".DS_Store")).isEmpty();
  }

  @Test @DisplayName("whose file it is: what stands before the exercise's name, in whatever alphabet, or all of it")
  void students() {
    Submissions submissions = new Submissions();
    for (String[] each : new String[][] {{"Anna.java", "Anna"}, {"Anna_04_backprop.java", "Anna"}, {"Anna - 04_Backprop (2).JAVA", "Anna"}, {"04_backprop.java", "04_backprop"},
        {"\u0130pek_04_backprop.java", "\u0130pek"}, {"\u0130".repeat(30) + "04_backprop.java", "\u0130".repeat(30)}}) assertThat(submissions.student(each[0])).isEqualTo(each[1]);
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
    String page = Files.readString(folder.resolve("out/grades.html"));
    assertThat(page).contains("&lt;script&gt;window.ran=1", "Zoé Müller", "What to explain again tomorrow").doesNotContain("<script>window.ran");
    assertThat(result.out()).doesNotContain("\u001B");
    assertThat(folder.resolve("out/plotly.js")).exists();
  }

  @Test @DisplayName("CSV: quotes, commas, line feeds, backslashes and spaces at the ends come back as they were")
  void csv() throws Exception {
    List<String> texts = List.of("a,b", "say \"no\"", "\"", "\\", "a\\\"b", " both ends ", "two\nlines", "''", "'=1", "🦕;\té");
    List<Tables.Line> lines = texts.stream().map(text -> new Tables.Line(text, "03_forward", "tanh", false, text, "", 1)).toList();
    java.io.StringWriter written = new java.io.StringWriter();
    Tables.write(Tables.table(lines), written);
    assertThat(parse(written.toString())).isEqualTo(Stream.concat(Stream.of(List.of("student", "exercise", "function", "passed", "diagnosis", "seconds")),
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
    for (String[] each : new String[][] {{folder.resolve("none").toString(), "there is no folder "}, {empty.toString(), "is empty; one folder"}, {file.toString(), "is no folder"}}) {
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
    assertThat(Files.readAllLines(folder.resolve("out/grades.csv")).stream().filter(line -> line.startsWith("\"Anna\"")).map(line -> line.replaceAll(",\"[^\"]*\"$", ""))).isEqualTo(alone);
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
}
