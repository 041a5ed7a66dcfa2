//JAVA 17+

// How far a learner is: lessons/exercises/progress.txt, a line for each exercise, which people can read too. Lines from
// another laptop may be pasted below your own: of two lines for an exercise, the one with more right functions counts.

import java.io.*;
import java.nio.file.*;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.*;
import java.util.regex.*;
import java.util.stream.Collectors;

class Progress {

  /**
   * @param right   the functions that are right
   * @param hints   how many hints to a function have been given
   * @param shown   whether the solution was shown before it was done
   * @param passed  when all were right for the first time; null: not yet. What is broken later does not take it away
   */
  record Line(String exercise, Set<String> right, int all, String when, Map<String, Integer> hints, boolean shown,
      String passed) {}

  private static final String TITLE = "# How far you are. Lines from another laptop can be pasted below; "
      + "where an exercise has two, the better one counts.", SHOWN = "; solution shown before it was done";
  private static final Pattern LINE = Pattern.compile("(\\d\\d_\\w+) +(?:done|begun) +\\d+ of (\\d{1,3}) +(\\S+ \\S+?)"
      + "(?:; right: ([\\w ]+))?(?:; hints: ([\\w ]+))?(" + SHOWN + ")?"
      + "(?:; passed: (\\S+ \\S+) (\\w+))?");

  private final Path file;
  private final Map<String, Line> lines = new TreeMap<>();
  private final List<String> others = new ArrayList<>();   // all other lines; they stay as they are

  Progress(Path folder) {
    file = folder.resolve("progress.txt");
    if (Files.exists(file)) for (String text : Words.lines(file)) read(text);
  }

  private void read(String text) {
    Matcher m = LINE.matcher(text.strip().replace("\uFEFF", ""));   // an editor's byte order mark
    if (!m.matches()) {
      if (!text.isBlank() && !text.contains(TITLE)) others.add(text);
      return;
    }
    Map<String, Integer> hints = new TreeMap<>();
    String[] words = m.group(5) == null ? new String[0] : m.group(5).split(" ");
    for (int i = 0; i + 1 < words.length; i += 2) {
      hints.put(words[i], words[i + 1].matches("\\d") ? Integer.parseInt(words[i + 1]) : 1);
    }
    Set<String> right = m.group(4) == null ? Set.of() : new LinkedHashSet<>(List.of(m.group(4).split(" ")));
    boolean sealed = m.group(7) != null && seal(m.group(1), m.group(7)).equals(m.group(8));
    Line line = new Line(m.group(1), right, Integer.parseInt(m.group(2)), m.group(3), hints, m.group(6) != null,
        sealed ? m.group(7) : null);
    lines.merge(line.exercise, line, (a, b) -> {
      Line better = a.right.size() >= b.right.size() ? a : b;
      return new Line(better.exercise, better.right, better.all, better.when, better.hints, better.shown,
          a.passed != null ? a.passed : b.passed);
    });
  }

  /** A number that shows that a check wrote the line, and nobody by hand. It is no secret: this file makes it. */
  private static String seal(String exercise, String passed) {
    return Integer.toHexString((exercise + " passed a check on " + passed).hashCode());
  }

  /** What is known about an exercise; if it was never checked: nothing is right. */
  Line of(String exercise, int all) {
    return lines.getOrDefault(exercise, new Line(exercise, Set.of(), all, "", Map.of(), false, null));
  }

  boolean knows(String exercise) { return lines.containsKey(exercise); }

  boolean done(String exercise) { return knows(exercise) && lines.get(exercise).passed != null; }

  /** The exercise is begun anew. */
  void reset(String exercise, int all) {
    Line before = of(exercise, all);
    put(new Line(exercise, Set.of(), all, now(), before.hints, before.shown, null));
  }

  /** null: no change. */
  void set(String exercise, int all, Set<String> right, Map<String, Integer> hints, boolean shown) {
    Line before = of(exercise, all);
    Set<String> good = right == null ? before.right : right;
    String passed = before.passed == null && right != null && right.size() == all ? now() : before.passed;
    Line now = new Line(exercise, good, all, before.when, hints == null ? before.hints : hints, shown || before.shown,
        passed);
    if (!now.equals(before)) put(new Line(exercise, good, all, now(), now.hints, now.shown, passed));
  }

  private static String now() { return LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")); }

  private void put(Line line) {
    lines.put(line.exercise, line);
    write();
  }

  private void write() {
    List<String> text = new ArrayList<>(List.of(TITLE));
    for (Line line : lines.values()) {
      String hints = line.hints.entrySet().stream().map(e -> e.getKey() + " " + e.getValue())
          .collect(Collectors.joining(" "));
      String state = line.passed != null ? "done" : "begun";
      text.add(String.format("%-16s %-8s %d of %d  %s", line.exercise, state, line.right.size(), line.all, line.when)
          + (line.right.isEmpty() ? "" : "; right: " + String.join(" ", line.right))
          + (hints.isEmpty() ? "" : "; hints: " + hints) + (line.shown ? SHOWN : "")
          + (line.passed == null ? "" : "; passed: " + line.passed + " " + seal(line.exercise, line.passed)));
    }
    text.addAll(others);
    try {
      Path part = file.resolveSibling("progress." + ProcessHandle.current().pid() + ".part");   // each process its own
      try {
        Files.write(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {   // the check itself is done, and counts
      System.err.println("Your progress is not kept: can't write " + file + " (" + Words.reason(e) + ")");
    }
  }
}
