///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.23.0
//DEPS me.tongfei:progressbar:0.10.2
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES LessonFile.java Formula.java Terminal.java Jdk.java

// Runs a lesson, lessons/NN-name.md, block by block.
//   jbang lesson.java [LESSON]
// It prints first, without a LESSON, which lessons there are, each with its question of the day.
//
// The rules for a lesson's author are in LessonFile.java.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "lesson", description = "Lists the lessons, or runs one.", footer = "Example: lesson 3")
class lesson implements Callable<Integer> {

  // ---- which lesson ------------------------------------------------------------------------------------

  /** The kit's folder: ./jbang says where it is; a jbang of your own finds it from inside. */
  static Path kit() {
    if (System.getenv("DINO_KIT") != null) return Path.of(System.getenv("DINO_KIT"));
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("lessons"))) folder = folder.getParent();
    Words.require(folder != null,
        "the lessons are not in this folder; go to the kit's folder, or give a lesson's file");
    return folder;
  }

  static List<Path> all() {
    try (Stream<Path> files = Files.list(kit().resolve("lessons"))) {
      return files.filter(file -> file.getFileName().toString().matches("\\d\\d-.*\\.md")).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the folder lessons (" + Words.reason(e) + ")", e);
    }
  }

  static Path find(String which) {
    if (which.endsWith(".md") && Files.exists(Path.of(which))) return Path.of(which);
    String name = which.matches("\\d") ? "0" + which : which.replaceFirst("\\.md$", "");
    return all().stream().filter(file -> {
      String each = file.getFileName().toString().replace(".md", "");
      return each.equals(name) || each.substring(0, 2).equals(name) || each.substring(3).equals(name);
    }).findFirst().orElseThrow(() ->
        new IllegalArgumentException("there is no lesson '" + which + "'; lesson alone lists them"));
  }

  // ---- on the screen -----------------------------------------------------------------------------------

  /** A paragraph as it stands in the file; on a terminal broken anew for its width, and with some colour. */
  private void print(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      boolean begins = text.isEmpty() || line.matches("(- |\\d+\\. |\\|).*") || !Terminal.ON;
      text.append(text.isEmpty() ? "" : begins ? "\n" : " ").append(begins ? line : line.strip());
    }
    String shown = text.toString().lines().map(this::wrapped).collect(Collectors.joining("\n"));
    Terminal.room((int) shown.lines().count() + 1);
    shown = shown.replaceAll("(?m)^#.*", Terminal.style("1;4", "$0"));
    shown = shown.replaceAll("(?s)\\*\\*.+?\\*\\*", Terminal.style("1", "$0"));
    System.out.println(shown.replaceAll("`[^`]+`", Terminal.style("36", "$0")) + "\n");
  }

  private String wrapped(String line) {
    if (Terminal.ON && line.contains("](../")) {   // a link, of which a terminal can open the whole address
      line = line.replaceAll("\\[([^]]+)]\\(\\.\\./", "$1 (" + Matcher.quoteReplacement(kit().toUri().toString()));
    }
    String indent = " ".repeat(line.matches("(- |\\d+\\. ).*") ? line.indexOf(' ') + 1 : 0);
    return Terminal.ON && !line.startsWith("|") ? Terminal.wrap(line, indent) : line;
  }

  /** Prints and runs a lesson, from its first part to its last. */
  private void show(Path file) {
    List<LessonFile.Part> parts = LessonFile.read(file);
    try (LessonFile.Session session = new LessonFile.Session(file)) {
      boolean hidden = false;
      for (int i = 0; i < parts.size(); i++) {
        LessonFile.Part part = parts.get(i);
        String first = part.lines().isEmpty() ? "" : part.lines().get(0);
        if (first.equals("<details>")) {
          Words.require(part.lines().size() > 1, "%s, line %d: <summary> must stand in the line after <details>", file,
              part.line());
          String title = part.lines().get(1).replaceAll("</?summary>", "");
          Terminal.say(0, Terminal.style("1", title) + " (folded away: " + LessonFile.nameOf(file) + ", line "
              + (part.line() + 3) + ")");
          hidden = !Terminal.pause("Enter goes on, s and Enter shows it").equals("s");
          if (Terminal.keyboard == null) System.out.println();
        } else if (!first.equals("</details>") && !(part.folded() && hidden) && !part.isOutput()) {
          if (part.fence().isEmpty()) print(Formula.shown(part.text(), Formula.hasUnicode()).lines().toList());
          else printCode(part, part.runs() && i + 1 < parts.size() ? parts.get(i + 1) : null);
          if (part.runs()) session.run(part);
          if (part.runs() && i + 1 < parts.size() && parts.get(i + 1).isOutput()) System.out.println();
          if (first.startsWith("**Predict.**")) Terminal.pause("Written down? Enter goes on");
        }
      }
    }
  }

  /**
   * Four spaces further in, and without //SOURCES and its like.
   * @param output  what it will print, for which there must be room below it; or null
   */
  private void printCode(LessonFile.Part part, LessonFile.Part output) {
    List<String> code = part.lines().stream().filter(line -> !line.matches("//[A-Z_]+ .*"))
        .dropWhile(String::isEmpty).map(line -> Terminal.ON ? broken(line) : line)
        .flatMap(line -> line.lines().count() == 0 ? Stream.of("") : line.lines()).toList();
    Terminal.room(code.size() + 1 + (output != null && output.isOutput() ? output.lines().size() + 1 : 0));
    for (String line : code) System.out.println(line.isEmpty() ? "" : "    " + Terminal.style("32", line));
    if (!code.isEmpty()) System.out.println();
  }

  /** A line of code that is too long, broken between words, and the rest further in; a comment goes on as one. */
  private static String broken(String line) {
    int width = Terminal.width() - 4;
    if (line.length() <= width) return line;
    String margin = " ".repeat(line.length() - line.stripLeading().length());
    int comment = line.indexOf("// ");
    if (comment > 0 && !line.substring(0, comment).isBlank()) {   // the comment first, in lines of its own
      return broken(margin + line.substring(comment)) + "\n" + broken(line.substring(0, comment).stripTrailing());
    }
    return Terminal.wrap(line, margin + (comment >= 0 ? "// " : "    "), width);
  }

  /** One line for each lesson: its number, name and question of the day. */
  private void list() {
    for (Path file : all()) {
      String name = file.getFileName().toString().replaceFirst("\\.md$", "");
      String question = LessonFile.read(file).stream().map(part -> String.join(" ", part.lines()))
          .filter(text -> text.startsWith(QUESTION)).findFirst()
          .map(text -> text.substring(QUESTION.length()).strip()).orElse("");
      String line = String.format("%2d  %-12s %s", Integer.parseInt(name.substring(0, 2)), name.substring(3), question);
      System.out.println(Terminal.ON ? Terminal.wrap(line, "    ") : line);
    }
  }

  static final String QUESTION = "**The question of the day.**";

  // ---- the command -------------------------------------------------------------------------------------

  @Parameters(arity = "0..1", paramLabel = "LESSON", description = "Its number, its name, or a file.")
  String which;
  @Option(names = "--no-pause", description = "Do not wait for Enter at the predictions.")
  boolean noPause;
  @Option(names = "--update", description = "For authors: write into the lesson, or into all, what the blocks print.")
  boolean update;

  public Integer call() throws IOException {
    if (update || which != null) Jdk.require("jdk.jshell");
    if (update) {
      for (Path file : which == null ? all() : List.of(find(which))) {
        String before = Files.readString(file), after = LessonFile.updated(file);
        if (!before.equals(after)) Files.writeString(file, after);
        System.out.println(LessonFile.nameOf(file)
            + (before.equals(after) ? ": as it was" : ": rewritten; read it before you believe it"));
      }
    } else if (which == null) {
      list();
    } else {
      if (noPause) Terminal.keyboard = null;
      show(find(which));
    }
    return 0;
  }

  public static void main(String... args) { Program.start(new lesson(), args); }
}
