import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.function.Supplier;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.*;

/**
 * Every case has a seed, from which it can be repeated alone:
 *   DINO_FUZZ_SEED=123 DINO_FUZZ_CASES=1 ./jbang test --include-classname FuzzTest
 */
@DisplayName("bad input by the thousand: an exit code of 0, 1 or 2, one sentence, in time")
class FuzzTest {

  @TempDir static Path folder;
  static final int MOST_SECONDS = 20;

  // ---- the good files ----------------------------------------------------------------------------------

  static byte[] names, model, history, resume, progress, lessonFile;

  /** Small ones, the same in every run, so that a seed says all. */
  @BeforeAll static void goodFiles() throws Exception {
    names = ("anna\nbob\ncarla\nd'or\nemil a\nfé\ngro\u00DF\nhe\nida\njon\nklio\nlux\nmia\n\uD83E\uDD95\n").getBytes(UTF_8);
    Path list = Files.write(folder.resolve("good.txt"), names), out = folder.resolve("good");
    Kit.Result result = Kit.run(new train(), "--data", list.toString(), "--hidden", "3", "--epochs", "2", "--threads", "1", "--out", out.toString());
    assertThat(result.status()).as(result.err()).isZero();
    String time = "(\\d+\\.?\\d*(?:E-\\d+)?)(?=\\n|\\\\n)";   // the seconds of an epoch
    String data = folder.toString().replace("\\", "\\\\");
    model = Files.readString(out.resolve("model.json")).replace(data, ".").getBytes(UTF_8);
    history = Files.readString(out.resolve("history.csv")).replaceAll("," + time, ",0.25").getBytes(UTF_8);
    resume = Files.readString(out.resolve("resume.json")).replace(data + "/good.txt", "GOOD").replaceAll("," + time, ",0.25").getBytes(UTF_8);
    progress = ("# How far you are.\n01_encode        done     5 of 5  2026-01-02 10:00; right: a b c d e\n"
        + "02_forward       begun    1 of 4  2026-01-02 10:30; right: tanh; hints: softmax 2 step 4; solution shown before it was done\n").getBytes(UTF_8);
    lessonFile = ("# A lesson\n\n**The question of the day.** Why?\n\n```java\nint a = 1;\nSystem.out.println(a);\n```\n\n```text\n1\n```\n\n"
        + "**Predict.** What now?\n\n<details>\n<summary>Answer</summary>\n\nNothing.\n\n</details>\n\n- one\n- two\n").getBytes(UTF_8);
    for (Path file : files(Kit.FOLDER.resolve("scripts/classroom/checks/stubs"))) Files.copy(file, Files.createDirectories(folder.resolve("exercises")).resolve(file.getFileName()));
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) { return files.filter(file -> file.toString().endsWith(".java")).sorted().toList(); }
  }

  // ---- cases -------------------------------------------------------------------------------------------

  /** @param file  what was broken, or null */
  record Case(String kind, Supplier<Object> command, List<String> args, Path file, byte[] bytes) {
    Case(String kind, Supplier<Object> command, List<String> args, Path file) throws IOException { this(kind, command, args, file, file == null ? null : Files.readAllBytes(file)); }
  }

  static final Map<String, Integer> SHARES = new LinkedHashMap<>();   // of 1000
  static {
    SHARES.put("names", 330); SHARES.put("model", 300); SHARES.put("history", 80); SHARES.put("resume", 20); SHARES.put("progress", 110);
    SHARES.put("lesson", 1); SHARES.put("options", 159);
  }

  static Case next(Fuzz fuzz) throws IOException {
    int at = fuzz.random.nextInt(1000);
    for (var share : SHARES.entrySet()) if ((at -= share.getValue()) < 0) return next(share.getKey(), fuzz);
    throw new AssertionError("the shares are less than 1000");
  }

  static Case next(String kind, Fuzz fuzz) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work")), file, out = work.resolve("out");
    String good = folder.resolve("good.txt").toString();
    switch (kind) {
      case "names" -> {
        boolean table = fuzz.oneIn(4);
        file = Files.write(work.resolve("names.txt"), fuzz.broken(table ? new String(names, UTF_8).replace("\n", ";\"x; y\"\n").getBytes(UTF_8) : names));
        String name = fuzz.one(List.of("anna", "ida", "mia", "gro\u00DF", "\uD83E\uDD95"));
        String command = fuzz.oneIn(40) ? fuzz.one(List.of("gradcheck", "optimize", "inspect")) : fuzz.one(List.of("encode", "forward", "backprop", "train", "baseline", "sample"));
        List<String> args = new ArrayList<>(List.of("--data", file.toString()));
        if (table) args.addAll(List.of("--column", "" + fuzz.random.nextInt(4)));
        if (command.equals("train")) args.addAll(List.of("--hidden", "3", "--epochs", "1", "--threads", "1", "--out", out.toString()));
        else if (command.equals("inspect")) args.addAll(List.of("--no-open", "--out", out.toString()));
        else if (command.equals("baseline")) args.addAll(List.of("--model", "nowhere.json"));
        else if (command.equals("sample")) args.addAll(List.of("--seed", "1", "--model", good("model.json", model).toString()));
        else args.add(name);
        return new Case(kind, InputTest.COMMANDS.get(command), args, file);
      }
      case "model" -> {
        file = Files.write(Files.createDirectories(work.resolve("model")).resolve("model.json"), fuzz.broken(model));
        Files.write(work.resolve("model/history.csv"), history);
        List<String> words = fuzz.oneIn(30) ? List.of("plot", "--no-open", "--name", "anna", "--out", out.toString(), "--model", file.toString()) : fuzz.one(List.of(
            List.of("sample", "--count", "3", "--seed", "1", "--model", file.toString()),
            List.of("sample", "--greedy", "--start", "a", "--data", good, "--model", file.toString()),
            List.of("train", "--epochs", "1", "--threads", "1", "--data", good, "--out", out.toString(), "--init", file.toString()),
            List.of("baseline", "--data", good, "--model", file.toString()),
            List.of("plot", "--text", "--name", "anna", "--model", file.toString()),
            List.of("plot", "--compare", file.getParent().toString(), "--no-open", "--out", out.toString())));
        return new Case(kind, InputTest.COMMANDS.get(words.get(0)), words.subList(1, words.size()), file);
      }
      case "history" -> {
        file = Files.write(Files.createDirectories(work.resolve("history")).resolve("history.csv"), fuzz.broken(history));
        String json = Files.write(work.resolve("history/model.json"), model).toString();
        List<String> args = fuzz.oneIn(30) ? List.of("--no-open", "--name", "anna", "--out", out.toString(), "--model", json) : !fuzz.oneIn(4)
            ? List.of("--text", "--name", "anna", "--model", json) : List.of("--compare", file.getParent().toString(), "--no-open", "--out", out.toString());
        return new Case(kind, plot::new, args, file);
      }
      case "resume" -> {
        file = Files.write(Files.createDirectories(work.resolve("resume")).resolve("resume.json"), fuzz.broken(new String(resume, UTF_8).replace("GOOD", good).getBytes(UTF_8)));
        return new Case(kind, train::new, List.of("--resume", "--epochs", "3", "--threads", "1", "--out", file.getParent().toString()), file);
      }
      case "progress" -> {
        file = Files.write(folder.resolve("exercises/progress.txt"), fuzz.broken(progress));
        String exercise = fuzz.one(files(folder.resolve("exercises"))).toString();
        return fuzz.oneIn(3) ? new Case(kind, solution::new, fuzz.oneIn(2) ? List.of(exercise) : List.of(exercise, "--anyway"), file)
            : new Case(kind, hint::new, List.of(exercise), file);
      }
      case "lesson" -> {
        file = Files.write(work.resolve("lesson.md"), fuzz.broken(lessonFile));
        return new Case(kind, lesson::new, List.of("--no-pause", file.toString()), file);
      }
      default -> { return options(fuzz, out, good); }
    }
  }

  private static Path good(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve("good-" + name);
    return Files.exists(file) ? file : Files.write(file, bytes);
  }

  // ---- command lines, from what each command's options are ---------------------------------------------

  static final List<String> WORDS = List.of("x", "-", "--", "---", "-x", "--x", "--help", "--version", "-h", "--verbose=maybe", "@file", "@|", "|@", "@|red x|@", "@|bold", "%s", "%n%d", "100%", "${sys:user.home}", "${",
      "$1", "\\", "\"", "'", "a b", " ", "\t", "\n", "a\nb", "\u001B[2J", "\u202E", "é", "e\u0301", "\uD83E\uDD95", "\uD83E", "0", "1", "-1", "2147483648", "NaN", "1e999", "=", "a=b", "--=",
      "x".repeat(2000), Fuzz.DIGITS, "nowhere.txt", ".", "/", "..", "/dev/null", "*", "~", "COM1", "anna", "a/b\0c");
  static final List<String> NUMBERS = List.of("0", "1", "2", "3", "-1", "-0", "1.5", "0.5", "1e-300", "1e300", "1e999", "NaN", "Infinity", "-Infinity", "2147483648", "-2147483649", "99999999999999999999", "0x10", "1_0", "٣", "", " 1", "1 ", "+1", "1d", "1f",
      "many", Fuzz.DIGITS);

  static final Map<String, Supplier<Object>> COMMANDS = new TreeMap<>(InputTest.COMMANDS);
  static {
    COMMANDS.put("check", check::new); COMMANDS.put("hint", hint::new); COMMANDS.put("solution", solution::new);
    COMMANDS.put("grade", grade::new); COMMANDS.put("doctor", doctor::new); COMMANDS.put("prefetch", prefetch::new);
  }

  /** What would change the kit's own files or has no end is not drawn: --watch, --update, a number for an exercise or a lesson. */
  private static Case options(Fuzz fuzz, Path out, String good) throws IOException {
    String name = fuzz.one(List.copyOf(COMMANDS.keySet()));
    Supplier<Object> command = COMMANDS.get(name);
    List<CommandLine.Model.OptionSpec> known = new CommandLine(command.get()).getCommandSpec().options().stream()
        .filter(option -> !List.of("--watch", "--update", "--out", "--no-open").contains(option.longestName())).toList();
    List<String> args = new ArrayList<>();
    for (int n = fuzz.random.nextInt(4); n > 0; n--) {
      if (known.isEmpty() || fuzz.oneIn(4)) { args.add(word(fuzz, name)); continue; }
      var option = fuzz.one(known);
      String value = option.type() == String.class || option.type() == Path.class || option.isMultiValue()
          ? fuzz.oneIn(3) ? good : fuzz.one(WORDS) : option.type().isEnum() ? fuzz.one(List.of("adam", "sgd", "tanh", "clip", "ADAM", "")) : fuzz.one(NUMBERS);
      boolean flag = option.arity().max() == 0;
      switch (fuzz.random.nextInt(8)) {
        case 0 -> args.add(option.longestName());                                          // its value is missing
        case 1 -> args.add(option.longestName() + "=" + value);
        case 2 -> args.addAll(List.of(option.longestName() + "x", value));                 // unknown
        case 3 -> { for (int twice = 0; twice < 2; twice++) { args.add(option.longestName()); if (!flag) args.add(value); } }
        default -> { args.add(option.longestName()); if (!flag) args.add(value); }
      }
    }
    if (name.equals("train")) args.addAll(List.of("--epochs=1", "--threads=1", "--hidden=3", "--out=" + out));
    boolean dinosaurs = args.stream().noneMatch(arg -> arg.startsWith("--data")) && !fuzz.oneIn(10);   // their list is long
    if (dinosaurs && known.stream().anyMatch(option -> option.longestName().equals("--data"))) args.add("--data=" + good);
    if (List.of("plot", "inspect").contains(name)) args.addAll(List.of("--no-open", "--out=" + out));
    if (List.of("plot", "inspect", "gradcheck", "optimize", "fast", "bench").contains(name) && !fuzz.oneIn(10) || List.of("fast", "bench").contains(name)) args.add("--nonsense");   // they take long
    if (name.equals("check") && !args.contains("--reset")) args.add("--reset");
    if (name.equals("prefetch")) args.removeIf(arg -> arg.startsWith("--to"));
    if (name.equals("prefetch") || name.equals("grade") && args.stream().anyMatch(arg -> List.of(".", "..", "/").contains(arg))) args.add("--nonsense");   // they would do it
    if (fuzz.oneIn(3)) Collections.shuffle(args, fuzz.random);
    return new Case("options", command, args, null);
  }

  private static String word(Fuzz fuzz, String command) {
    String word = fuzz.one(WORDS);
    return List.of("check", "hint", "solution", "lesson").contains(command) && word.matches("\\d") ? "77" : word;
  }

  // ---- the rules ---------------------------------------------------------------------------------------

  /** What may stand on standard error beside the sentence. */
  private static final List<String> NOTES = List.of(".*: (?:(?:; )?(?:skipped \\d+ blank lines?|took invisible characters off the ends of \\d+ names?"
      + "|wrote letter and accent as one character \\(NFC\\) in \\d+ names?|invisible characters within \\d+ names?, [U+0-9A-F ]+|left out the title '.*'|column \\d of a .*))+", "the names this model was trained on \\(.*\\) are not here; --data FILE says where",
      "no level lines of counting: .*");

  /** Which rule was broken, or null. */
  static String broken(Case c, Kit.Result result, long milliseconds) {
    String command = c.command.get().getClass().getSimpleName();
    List<String> lines = result.err().lines().filter(line -> NOTES.stream().noneMatch(line::matches)).toList();
    if (milliseconds > 1000L * MOST_SECONDS) return "it took " + milliseconds + " ms";
    if (result.status() < 0 || result.status() > 2) return "exit code " + result.status();
    for (String sign : List.of("Exception", "should not have happened", "\tat ", "For input string", "Index ", "out of bounds", "Cannot invoke", "java.", "Error:", "Input length")) {
      if (result.err().contains(sign) && !(command.equals("lesson") && result.status() == 1)) return "standard error holds '" + sign + "'";
    }
    if (result.status() == 0) return lines.isEmpty() ? null : "exit code 0, but a sentence";
    if (result.status() == 1 && lines.isEmpty()) return List.of("gradcheck", "solution", "check", "doctor").contains(command) ? null : "exit code 1 and no sentence";
    if (result.status() == 1 && !List.of("train", "lesson").contains(command)) return "exit code 1 of " + command;
    if (lines.isEmpty()) return "no sentence";
    if (result.status() == 2 && lines.size() > 1) return "more than one line";
    if (!lines.get(0).startsWith(command + ": ")) return "the sentence does not begin with " + command;
    if (lines.get(0).length() > 1500) return "a sentence of " + lines.get(0).length() + " characters";
    if (lines.get(0).codePoints().anyMatch(Names::isControl)) return "a control character in the sentence";
    if (c.file != null && result.status() == 2 && !lines.get(0).contains(c.file.getFileName().toString()) && !lines.get(0).matches(".*(is not among the|names or more are needed|--data|--init|--resume|can't be the name of a file).*")
        && !(c.kind.equals("resume") && lines.get(0).matches("train: (can't read .*|.*: is a folder.*|.* is a folder; .*)"))) {
      return "the sentence does not name the file";
    }
    return null;
  }

  // ---- a round -----------------------------------------------------------------------------------------

  static class Round {
    final Map<String, int[]> count = new TreeMap<>();     // by kind and command: exit codes 0, 1, 2, milliseconds
    final Map<String, List<String>> found = new TreeMap<>();   // by rule and command
    volatile Case now;
    volatile long seed, begun;
    volatile Throwable failed;
    volatile boolean done;

    void run(long first, int cases) {
      try {
        for (seed = first; seed < first + cases; seed++) {
          Case c = next(new Fuzz(seed));
          begun = System.nanoTime();
          now = c;
          Kit.Result result = Kit.run(names, c.command.get(), c.args.toArray(String[]::new));
          long milliseconds = (System.nanoTime() - begun) / 1_000_000;
          String command = c.command.get().getClass().getSimpleName(), rule = broken(c, result, milliseconds);
          int[] n = count.computeIfAbsent(String.format("%-9s %s", c.kind, command), k -> new int[4]);
          if (result.status() >= 0 && result.status() <= 2) n[result.status()]++;
          n[3] += (int) milliseconds;
          if (rule != null) keep(c, rule, result);
        }
      } catch (Throwable e) {
        failed = e;
      }
      done = true;
    }

    /** Tells of a case and writes it down, a few of a sort. */
    private void keep(Case c, String rule, Kit.Result result) throws IOException {
      List<String> same = found.computeIfAbsent(c.command.get().getClass().getSimpleName() + ": " + rule.replaceAll("\\d+", "N"), k -> new ArrayList<>());
      if (same.size() < 5) {
        Path kept = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "dino-fuzz", "" + seed));
        if (c.file != null) Files.write(kept.resolve(c.file.getFileName()), c.bytes);
        Files.write(kept.resolve("case.txt"), (rule + "\nseed " + seed + ", " + c.kind + ", exit code " + result.status() + "\nargs " + c.args + "\n" + result.err()).getBytes(UTF_8));
        String err = result.err().strip();
        same.add("seed " + seed + " in " + kept + ": " + err.substring(0, Math.min(300, err.length())));
      } else {
        same.add("");
      }
    }

    void print(PrintStream out) {
      out.printf("%-20s %8s %8s %8s %8s %9s%n", "kind and command", "cases", "exit 0", "exit 1", "exit 2", "ms each");
      Map<String, Integer> kinds = new TreeMap<>();
      int all = 0;
      for (var each : count.entrySet()) {
        int[] n = each.getValue();
        int sum = n[0] + n[1] + n[2];
        out.printf("%-20s %8d %8d %8d %8d %9.1f%n", each.getKey(), sum, n[0], n[1], n[2], (double) n[3] / sum);
        kinds.merge(each.getKey().split(" ")[0], sum, Integer::sum);
        all += sum;
      }
      out.println(all + " cases: " + kinds);
      found.forEach((rule, same) -> out.println(rule + ", " + same.size() + " cases\n  " + same.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n  "))));
    }
  }

  static void round(long seed, int cases) throws Exception {
    PrintStream out = System.out;
    Round round = new Round();
    Thread worker = new Thread(() -> round.run(seed, cases), "fuzz");
    worker.setDaemon(true);   // should a case hang
    round.begun = System.nanoTime();
    worker.start();
    while (!round.done) {
      worker.join(100);
      long seconds = (System.nanoTime() - round.begun) / 1_000_000_000;
      if (seconds <= 3 * MOST_SECONDS || round.done) continue;
      StackTraceElement[] at = worker.getStackTrace();
      round.print(out);
      fail("seed %d does not end: %s %s, at %s", round.seed, round.now.command.get().getClass().getSimpleName(), round.now.args, List.of(at).subList(0, Math.min(20, at.length)));
    }
    round.print(out);
    if (round.failed != null) throw new AssertionError("seed " + round.seed, round.failed);
    assertThat(round.found.keySet()).as("from seed %d", seed).isEmpty();
  }

  private static long number(String variable, long otherwise) {
    return System.getenv(variable) == null ? otherwise : Long.parseLong(System.getenv(variable));
  }

  @Test @DisplayName("2000 cases, always the same")
  void some() throws Exception { round(number("DINO_FUZZ_SEED", 1), (int) number("DINO_FUZZ_CASES", 2000)); }

  @Test @Tag("long") @DisplayName("more than 100 000 cases, others each time")
  void many() throws Exception {
    long seed = number("DINO_FUZZ_SEED", System.nanoTime() & 0xFFFFFFFFFFL);
    System.out.println("from seed " + seed);
    round(seed, (int) number("DINO_FUZZ_CASES", 110_000));
  }
}
