///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES check.java checks/Grader.java ../Page.java

// Checks a folder of submissions, for the teacher: one folder or one .java file a student.
//   jbang grade.java FOLDER [--seed N] [--out plots] [--no-open]
// It prints first whether the submissions run without a network, then how each student did, then the tables.
//
// The way of a file: it is looked at here (is it a file, small, text, which exercise), goes as bytes to a Grader, a JVM that
// compiles and judges, and its functions run in a third JVM, as check runs them. What goes wrong on the way is a row of the table.

import java.io.*;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.*;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.*;
import java.util.stream.*;
import me.tongfei.progressbar.*;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.tablesaw.api.*;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tech.tablesaw.io.csv.CsvWriteOptions;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;
import static java.nio.charset.StandardCharsets.UTF_8;

@Command(name = "grade", description = "Checks a folder of submissions: grades.csv, a summary, and a page.",
    footer = {"Example: grade submissions", "         grade submissions --seed 7 --out friday"})
class grade implements Runnable {

  static final int MOST_BYTES = 200_000, MOST_FILES = 200, FILE_SECONDS = 40, MEGABYTES = 512;   // a file, a student's files, a Grader

  /** A row of grades.csv. function: empty when it is about a file; passed: null when it is a remark only; kind: see Grader.Row. */
  record Line(String student, String exercise, String function, Boolean passed, String diagnosis, String kind, double seconds) {}

  /** A file to be checked, or, without a source, one that can't be, or a remark. */
  record Item(String student, String exercise, byte[] source, Line line) {}

  // ---- what was handed in ------------------------------------------------------------------------------

  private final List<String> exercises = check.all().stream().map(check::nameOf).toList();
  private final List<Item> items = new ArrayList<>();
  private final Map<List<String>, String> seen = new HashMap<>();    // student and exercise: the file
  private final Map<List<String>, String> texts = new HashMap<>();   // exercise and text: the first student who has it

  /** Names as they come, but on one line and without what would steer a terminal. */
  static String clean(String text) {
    return text.codePoints().map(c -> Dino.isControl(c) ? '\uFFFD' : c).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
  }

  private void trouble(String student, String exercise, String file, String kind) {
    items.add(new Item(student, exercise, null, new Line(student, exercise, "", false, (file.isEmpty() ? "" : file + ": ") + kind, kind, 0)));
  }

  private void remark(String student, String exercise, String text) {
    items.add(new Item(student, exercise, null, new Line(student, exercise, "", null, text, "", 0)));
  }

  private static boolean hidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.equals("__MACOSX");   // what systems and archives add
  }

  private static boolean isJava(Path file) { return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".java"); }

  private void readAll(Path folder) {
    List<Path> entries;
    try (Stream<Path> files = Files.list(folder)) {
      entries = files.filter(file -> !hidden(file)).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the folder " + folder + " (" + Dino.reason(e) + ")", e);
    }
    Dino.require(!entries.isEmpty(), "the folder %s is empty; one folder or one .java file a student is needed", folder);
    for (Path entry : entries) {
      String name = clean(entry.getFileName().toString());
      if (Files.isSymbolicLink(entry)) trouble(name, "", "", "a symbolic link, which was not followed");
      else if (Files.isDirectory(entry)) readStudent(name, entry);
      else if (isJava(entry)) readFile(student(name), entry, name);
      else trouble(name, "", "", "neither a folder nor a .java file");
    }
  }

  /** Of a file that is all a student handed in: Anna of Anna.java and of Anna_04_backprop.java. */
  String student(String name) {
    String base = name.substring(0, name.length() - ".java".length());
    String before = base.replaceFirst("(?i)[ _-]*(" + String.join("|", exercises) + ").*", "");
    return before.isBlank() ? base : before;
  }

  private void readStudent(String student, Path folder) {
    List<Path> files = new ArrayList<>();
    int before = items.size();
    try {
      Files.walkFileTree(folder, Set.of(), 10, new SimpleFileVisitor<>() {
        @Override public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes a) { return hidden(file) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE; }
        @Override public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
          String name = clean(folder.relativize(file).toString());
          if (hidden(file)) return FileVisitResult.CONTINUE;
          if (a.isSymbolicLink()) trouble(student, "", name, "a symbolic link, which was not followed");
          else if (a.isDirectory()) trouble(student, "", name, "a folder too deep inside of others, which was not looked at");
          else if (isJava(file)) files.add(file);
          if (files.size() + items.size() - before <= MOST_FILES) return FileVisitResult.CONTINUE;
          trouble(student, "", "", "more than " + MOST_FILES + " files; the others were not looked at");
          return FileVisitResult.TERMINATE;
        }
        @Override public FileVisitResult visitFileFailed(Path file, IOException e) {
          trouble(student, "", clean(folder.relativize(file).toString()), "it can't be read (" + clean("" + Dino.reason(e)) + ")");
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      trouble(student, "", "", "it can't be read (" + clean("" + Dino.reason(e)) + ")");
    }
    // Where an exercise is there twice, the file that bears its very name counts, and the one less deep.
    files.sort(Comparator.<Path, Boolean>comparing(file -> !exercises.contains(check.nameOf(file))).thenComparing(Path::getNameCount).thenComparing(Path::toString));
    for (Path file : files) readFile(student, file, clean(folder.relativize(file).toString()));
    if (items.size() == before) trouble(student, "", "", "no .java file in it");
  }

  private static final Pattern CLASS = Pattern.compile("^[ \\t]*(?:(?:public|final) +)*class +Exercise(\\d\\d)\\b", Pattern.MULTILINE);

  private void readFile(String student, Path file, String name) {
    String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String named = exercises.stream().filter(lower::contains).findFirst().orElse("");
    byte[] source;
    String text;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        trouble(student, named, name, "not a regular file");
        return;
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        source = in.readNBytes(MOST_BYTES + 1);
      }
      if (source.length > MOST_BYTES) {
        trouble(student, named, name, "larger than " + MOST_BYTES / 1000 + " kB");
        return;
      }
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(source)).toString();
    } catch (CharacterCodingException e) {
      trouble(student, named, name, "binary, or text that is not UTF-8");
      return;
    } catch (IOException e) {
      trouble(student, named, name, "it can't be read (" + clean("" + Dino.reason(e)) + ")");
      return;
    }
    List<String> classes = CLASS.matcher(text).results().map(m -> m.group(1)).distinct()
        .flatMap(number -> exercises.stream().filter(each -> each.startsWith(number))).toList();
    if (text.indexOf('\0') >= 0) trouble(student, named, name, "binary, or text that is not UTF-8");
    else if (text.isBlank()) trouble(student, named, name, "empty");
    else if (named.isEmpty() && classes.isEmpty()) trouble(student, "", name, "no exercise: neither the file's name nor a class says which");
    else if (!named.isEmpty() && !classes.isEmpty() && !classes.contains(named))
      trouble(student, named, name, "another exercise: its class is Exercise" + classes.get(0).substring(0, 2));
    else for (String exercise : named.isEmpty() ? classes : List.of(named)) {
      String other = seen.putIfAbsent(List.of(student, exercise), name);
      if (other != null) {
        trouble(student, exercise, name, "a second file of this exercise; " + other + " was checked");
        continue;
      }
      items.add(new Item(student, exercise, source, null));
      compare(student, exercise, text);
    }
  }

  /** A remark where the text is another's too. */
  private void compare(String student, String exercise, String text) {
    String plain = text.replaceAll("\\s+", " ");
    try {
      Path file = Path.of(exercise + ".java");
      if (plain.equals(Files.readString(check.stub(file)).replaceAll("\\s+", " "))) return;
      if (plain.equals(Files.readString(check.solution(file)).replaceAll("\\s+", " "))) {
        remark(student, exercise, "a remark: the text is the kit's solution");
        return;
      }
    } catch (IOException e) {
      throw new IllegalStateException("can't read the kit's exercises (" + Dino.reason(e) + ")", e);
    }
    String first = texts.putIfAbsent(List.of(exercise, plain), student);
    if (first != null) remark(student, exercise, "a remark: the text is the same as that of " + first);
  }

  // ---- checking ----------------------------------------------------------------------------------------

  /** What goes before a command so that it has no network; empty where the system has no such thing. */
  static List<String> withoutNetwork() {
    for (List<String> words : List.of(List.of("unshare", "-n"), List.of("unshare", "-rn"))) {
      try {
        List<String> command = new ArrayList<>(words);
        command.add("true");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0) return words;
        process.destroyForcibly();
      } catch (IOException e) {
        return List.of();   // no such program
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return List.of();
      }
    }
    return List.of();
  }

  private final Set<Process> processes = new HashSet<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  });
  private List<String> prefix;
  private Path temporary;
  private boolean ended;

  private static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();   // the learner's JVM
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  private synchronized Process start() throws IOException {
    if (ended) throw new IOException("grade is at its end");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + MEGABYTES + "m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), "Grader"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> !name.matches("PATH|LANG|LC_\\w+|TMPDIR|TMP|TEMP|SystemRoot"));   // no passwords and keys that stand there
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private synchronized void end() {
    ended = true;
    processes.forEach(grade::kill);
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
      // the system clears its temporary folder some day
    }
  }

  /** One Grader after the other, each until it fails. */
  private class Worker implements AutoCloseable {
    private Process process;
    private ObjectOutputStream tasks;
    private ObjectInputStream answers;

    List<Line> check(Item item) {
      Exercise exercise = check.exercise(Path.of(item.exercise + ".java"));
      AtomicBoolean late = new AtomicBoolean();
      long begin = System.nanoTime();
      try {
        if (process == null) {
          process = start();
          tasks = new ObjectOutputStream(process.getOutputStream());
          tasks.flush();
          answers = new ObjectInputStream(process.getInputStream());
        }
      } catch (IOException e) {
        throw new IllegalStateException("a second Java, which is to check the submissions, does not start", e);
      }
      Process now = process;
      Future<?> end = clock.schedule(() -> {
        late.set(true);
        kill(now);
      }, FILE_SECONDS, TimeUnit.SECONDS);
      try {
        tasks.writeObject(new Grader.Task(item.exercise, seed, item.source));
        tasks.reset();
        tasks.flush();
        return Arrays.stream((Grader.Row[]) answers.readObject())
            .map(row -> new Line(item.student, item.exercise, row.function(), row.passed(), clean(row.diagnosis()), clean(row.kind()), row.seconds())).toList();
      } catch (IOException | ClassNotFoundException | ClassCastException e) {
        close();
        String kind = late.get() ? "it was not checked within " + FILE_SECONDS + " s, compiling included" : "its check was broken off: it needs more than " + MEGABYTES + " MB, or it kills other processes";
        double seconds = (System.nanoTime() - begin) / 1e9 / exercise.functions.size();
        return exercise.functions.stream().map(f -> new Line(item.student, item.exercise, f.name, false, kind, kind, seconds)).toList();
      } finally {
        end.cancel(false);
      }
    }

    @Override public void close() {
      if (process != null) kill(process);
      process = null;
    }
  }

  /** The rows of all items, in their order; several at once. */
  private List<Line> checkAll() throws InterruptedException {
    List<List<Line>> lines = new ArrayList<>(items.stream().map(item -> item.line == null ? List.<Line>of() : List.of(item.line)).toList());
    Map<String, Integer> left = new HashMap<>();
    Queue<Integer> queue = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < items.size(); i++) {
      left.merge(items.get(i).student, 1, Integer::sum);
      queue.add(i);
    }
    ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ProgressBar bar = System.console() == null ? null : progressBar()) {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < Runtime.getRuntime().availableProcessors(); t++) all.add(threads.submit(() -> {
        try (Worker worker = new Worker()) {
          for (Integer i; (i = queue.poll()) != null; ) {
            Item item = items.get(i);
            List<Line> found = item.source == null ? lines.get(i) : worker.check(item);
            synchronized (lines) {
              lines.set(i, found);
              if (bar != null) bar.step();
              else if (left.merge(item.student, -1, Integer::sum) == 0) System.out.println(sentence(item.student, lines));
            }
          }
        }
      }));
      for (Future<?> each : all) each.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException("" + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return lines.stream().flatMap(List::stream).toList();
  }

  private static String sentence(String student, List<List<Line>> lines) {
    List<Line> own = lines.stream().flatMap(List::stream).filter(line -> line.student.equals(student) && !line.function.isEmpty()).toList();
    return own.isEmpty() ? student + ": nothing that could be checked"
        : String.format("%s: %d of %d functions right", student, own.stream().filter(Line::passed).count(), own.size());
  }

  private ProgressBar progressBar() {
    return new ProgressBarBuilder().setTaskName("files").setInitialMax(items.size()).setUpdateIntervalMillis(100).hideEta()
        .setStyle(ProgressBarStyle.ASCII).setConsumer(new ConsoleProgressBarConsumer(System.err, 79)).build();
  }

  // ---- tables ------------------------------------------------------------------------------------------

  /** A cell that a spreadsheet will not take for a formula. */
  static String cell(String text) { return text.matches("(?s)\\s*[=+\\-@].*") ? "'" + text : text; }

  static Table table(List<Line> lines) {
    StringColumn student = StringColumn.create("student"), exercise = StringColumn.create("exercise"), function = StringColumn.create("function"),
        diagnosis = StringColumn.create("diagnosis");
    BooleanColumn passed = BooleanColumn.create("passed");
    DoubleColumn seconds = DoubleColumn.create("seconds");
    for (Line line : lines) {
      student.append(cell(line.student));
      exercise.append(cell(line.exercise));
      function.append(cell(line.function));
      if (line.passed == null) passed.appendMissing(); else passed.append(line.passed);
      diagnosis.append(cell(line.diagnosis));
      seconds.append(Math.round(1000 * line.seconds) / 1000.0);
    }
    return Table.create("grades", student, exercise, function, passed, diagnosis, seconds);
  }

  /** Every field in quotation marks, those inside doubled; a spreadsheet and Tablesaw read it back as it was. */
  static void write(Table table, Writer writer) {
    table.write().usingOptions(CsvWriteOptions.builder(writer).quoteAllFields(true).escapeChar('"').ignoreLeadingWhitespaces(false).ignoreTrailingWhitespaces(false).build());
  }

  private static DoubleColumn percent(List<List<Line>> groups) {
    DoubleColumn column = DoubleColumn.create("%");
    for (List<Line> each : groups) {
      if (each.isEmpty()) column.appendMissing(); else column.append(100.0 * each.stream().filter(Line::passed).count() / each.size());
    }
    column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(0));
    return column;
  }

  private static IntColumn count(String name, List<List<Line>> groups, java.util.function.Predicate<Line> which) {
    return IntColumn.create(name, groups.stream().mapToInt(each -> (int) each.stream().filter(which).count()).toArray());
  }

  static Table byStudent(List<Line> lines) {
    Map<String, List<Line>> all = new LinkedHashMap<>();
    for (Line line : lines) all.computeIfAbsent(line.student, student -> new ArrayList<>()).add(line);
    List<List<Line>> functions = all.values().stream().map(each -> each.stream().filter(line -> !line.function.isEmpty()).toList()).toList();
    return Table.create("by student", StringColumn.create("student", all.keySet()), count("right", functions, Line::passed), count("of", functions, line -> true),
        percent(functions), count("not begun", functions, line -> line.kind.equals("not begun")),
        count("files not checked", List.copyOf(all.values()), line -> line.function.isEmpty() && line.passed != null));
  }

  /** In the order of the lessons. */
  static Table byFunction(List<Line> lines) {
    Map<String, Map<String, List<Line>>> all = new TreeMap<>();
    for (Line line : lines) {
      if (line.function.isEmpty()) continue;
      all.computeIfAbsent(line.exercise, exercise -> new LinkedHashMap<>()).computeIfAbsent(line.function, function -> new ArrayList<>()).add(line);
    }
    List<List<Line>> groups = all.values().stream().flatMap(each -> each.values().stream()).toList();
    return Table.create("by function", StringColumn.create("exercise", groups.stream().map(each -> each.get(0).exercise)),
        StringColumn.create("function", groups.stream().map(each -> each.get(0).function)), count("right", groups, Line::passed), count("of", groups, line -> true),
        percent(groups), count("not begun", groups, line -> line.kind.equals("not begun")));
  }

  /** Each with the number of students that it was said to; the same file's compiler error only once. */
  static Table commonest(List<Line> lines) {
    Map<List<String>, Set<String>> students = new HashMap<>();
    for (Line line : lines) {
      if (line.kind.isEmpty() || line.kind.equals("not begun")) continue;
      boolean ofTheFile = line.kind.startsWith("It does not compile");
      students.computeIfAbsent(List.of(line.exercise, ofTheFile ? "" : line.function, line.kind), key -> new TreeSet<>()).add(line.student);
    }
    List<List<String>> order = students.keySet().stream()
        .sorted(Comparator.<List<String>>comparingInt(key -> -students.get(key).size()).thenComparing(key -> String.join(" ", key))).toList();
    return Table.create("the commonest diagnoses", IntColumn.create("students", order.stream().mapToInt(key -> students.get(key).size()).toArray()),
        StringColumn.create("exercise", order.stream().map(key -> key.get(0))), StringColumn.create("function", order.stream().map(key -> key.get(1))),
        StringColumn.create("diagnosis", order.stream().map(key -> key.get(2).length() <= 110 ? key.get(2) : key.get(2).substring(0, 110) + "\u2026")));
  }

  /** Files that were not checked, and remarks. */
  static Table files(List<Line> lines) {
    List<Line> own = lines.stream().filter(line -> line.function.isEmpty()).toList();
    return Table.create("files that were not checked, and remarks", StringColumn.create("student", own.stream().map(Line::student)),
        StringColumn.create("exercise", own.stream().map(Line::exercise)), StringColumn.create("what", own.stream().map(Line::diagnosis)));
  }

  // ---- the command -------------------------------------------------------------------------------------

  @Parameters(paramLabel = "FOLDER", description = "The submissions: one folder or one .java file a student.")
  Path folder;
  @Option(names = "--seed", paramLabel = "N", description = "The same inputs as another time; default: others each time, for all students the same.")
  Long seed;
  @Option(names = "--out", paramLabel = "DIR", description = "Where grades.csv and grades.html go (${DEFAULT-VALUE}).")
  Path out = Path.of("plots");
  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  public void run() {
    Dino.require(seed == null || seed >= 0, "--seed must be 0 or more, not %d", seed);
    Dino.require(Files.exists(folder), "there is no folder %s", folder);
    Dino.require(Files.isDirectory(folder), "%s is no folder; a folder of submissions is needed", folder);
    if (seed == null) seed = System.nanoTime() % 1_000_000;
    readAll(folder);
    prefix = withoutNetwork();
    System.out.printf("seed %d; %s%n%n", seed, prefix.isEmpty() ? "the submissions run WITH the network, as this system can't take it from them"
        : "the submissions run without a network (" + String.join(" ", prefix) + ")");
    write(lines());
  }

  private List<Line> lines() {
    Thread onExit = new Thread(this::end);
    try {
      temporary = Files.createTempDirectory("dino-grade").toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalStateException("a temporary folder is needed and could not be made (" + Dino.reason(e) + ")", e);
    }
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      return checkAll();
    } catch (InterruptedException e) {
      throw new IllegalStateException("broken off", e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(onExit);
      end();
      clock.shutdownNow();
    }
  }

  private void write(List<Line> lines) {
    Table students = byStudent(lines), functions = byFunction(lines), common = commonest(lines), files = files(lines);
    int right = (int) functions.intColumn("right").sum(), all = (int) functions.intColumn("of").sum();
    Path csv = out.resolve("grades.csv");
    try {
      Files.createDirectories(out);
      try (Writer writer = Files.newBufferedWriter(csv)) {
        write(table(lines), writer);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + out + " can't be written to (" + Dino.reason(e) + ")", e);
    }
    System.out.println("\n" + students.print(1000) + "\n");
    if (all > 0) System.out.println(functions.print(1000) + "\n");
    if (!common.isEmpty()) System.out.println(common.first(12).setName(common.name()).print(12) + "\n");
    if (!files.isEmpty()) System.out.println(files.print(50) + "\n");
    System.out.printf("%d of the %d functions that %d students handed in are right%n", right, all, students.rowCount());
    System.out.println("wrote " + csv.toAbsolutePath().normalize());

    Page page = new Page("Grades", String.format("%d students; %d of %d functions that were handed in are right. Seed %d.", students.rowCount(), right, all, seed));
    if (all > 0) {
      List<String> labels = IntStream.range(0, functions.rowCount()).mapToObj(i -> Integer.parseInt(functions.getString(i, "exercise").substring(0, 2)) + " " + functions.getString(i, "function")).toList();
      page.add("How many have it right", Page.axis("% of those who handed it in"), Page.axis("function", labels, true), 160 + 22 * labels.size(),
          "Each bar is a function, in the order of the exercises. Look for the first short one: what follows may suffer from it.",
          String.format("Bar chart of %d functions; %d of %d results are right.", labels.size(), right, all),
          BarTrace.builder(IntStream.range(0, labels.size()).boxed().toArray(), functions.doubleColumn("%").asDoubleArray()).orientation(BarTrace.Orientation.HORIZONTAL)
              .showLegend(false).marker(Marker.builder().color(Page.BLUE).build()).build());
    }
    if (!common.isEmpty()) page.add("What to explain again tomorrow", "The commonest diagnoses, each with the number of students to whom it was said.", common);
    page.add("By student", "Of the functions that each has handed in.", students, 1000);
    if (all > 0) page.add("By function", "Not begun: the function is as it came.", functions, 1000);
    if (!files.isEmpty()) page.add("Files that were not checked, and remarks", "A text that two share is a reason to ask, no proof.", files, 1000);
    page.write(out, "grades.html", !noOpen);
  }

  public static void main(String... args) { System.exit(Program.run(new grade(), args)); }
}
