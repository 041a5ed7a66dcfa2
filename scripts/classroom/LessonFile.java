//JAVA 17+
//SOURCES ../base/Program.java

// A lesson's file: it is read as parts, run in JShell, and for its author written again. The rules for its author
// (LessonTest checks them in every lesson):
//   ```java        runs, in one JShell with the blocks before it. //SOURCES ../scripts/forward.java in the first
//                  block loads a stage, the other // lines there are as in 03-forward.md. Values are not echoed:
//                  print what should be seen.
//   ```text        right after it is exactly what it prints; a block that prints nothing has none.
//                  `lesson --update 3` writes the output into the file: read it before you believe it.
//   ```java skip   is shown and not run. Under <!-- from ../scripts/forward.java: double[] softmax( --> it is the
//                  script's own text: all members of its class whose first line holds the words after the colon.
//                  --update writes these too.
//   ```sh          is for the shell, and not run. A ```text under <!-- picture --> is a drawing, not output.
//   **Predict.**   begins a paragraph at whose end the runner waits for Enter.
//   <details>      stands alone, <summary>...</summary> in the next line, then an empty one; folded away here too.
// A number with two or more digits after the point stands in prose only if it stands in a block too.
// All fences begin at the left edge, no line of prose with four spaces, and if/else has braces.
// "void main(" must not stand anywhere: JBang would take the lesson for a class. Put a comment between the two words.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import java.util.stream.*;
import jdk.jshell.*;
import static java.nio.charset.StandardCharsets.UTF_8;

class LessonFile {

  // ---- a lesson as parts -------------------------------------------------------------------------------

  /** A paragraph (its fence is empty) or a fenced block; line is that of its first line of text, from 1. */
  record Part(String fence, int line, List<String> lines, String note, boolean folded) {
    String text() { return String.join("\n", lines); }
    boolean runs() { return fence.equals("java"); }
    boolean isOutput() { return fence.equals("text") && !note.equals("picture"); }
  }

  static List<Part> read(Path file) {
    List<String> all = Words.lines(file), lines = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    String fence = "", note = "";
    boolean folded = false;
    for (int i = 0; i <= all.size(); i++) {
      String line = i < all.size() ? all.get(i) : "";
      boolean inside = !fence.isEmpty(), rule = line.startsWith("```");
      Words.require(i < all.size() || !inside, "%s: the block of line %d has no end", file, i - lines.size());
      if (inside ? !rule : !rule && !line.isBlank()) {
        lines.add(line);
        continue;
      }
      if (!inside && lines.size() == 1 && lines.get(0).matches("<!-- .* -->")) {
        note = lines.get(0).substring(5, lines.get(0).length() - 4);
      } else if (inside || !lines.isEmpty()) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        folded = !first.equals("</details>") && (folded || first.equals("<details>"));
        parts.add(new Part(fence, i - lines.size() + 1, lines, note, folded));
        note = "";
      }
      lines = new ArrayList<>();
      fence = rule && !inside ? line.substring(3).strip() : "";
      Words.require(!rule || inside || !fence.isEmpty(), "%s, line %d: a block needs a word after ```", file, i + 1);
    }
    return parts;
  }

  /** The text that a note "from SCRIPT: WORDS" stands for, or null for other notes. */
  static List<String> shown(Path file, String note) {
    Matcher from = Pattern.compile("from (.+?): (.+)").matcher(note);
    if (!from.matches()) return null;
    List<String> script = Words.lines(file.resolveSibling(from.group(1)).normalize()), text = new ArrayList<>();
    for (int i = 0; i < script.size(); i++) {
      if (!script.get(i).matches("  [a-zA-Z@].*") || !script.get(i).contains(from.group(2))) continue;
      int first = i, last = i;
      while (script.get(first - 1).matches("  (/\\*\\*| \\*|//(?! ----)).*")) first--;
      if (!script.get(i).matches(".*[;}]( *//.*)?")) while (!script.get(last).startsWith("  }")) last++;
      if (!text.isEmpty()) text.add("");
      for (String line : script.subList(first, last + 1)) text.add(line.replaceFirst("^  ", ""));
    }
    Words.require(!text.isEmpty(), "%s: no member of %s has '%s' in its first line", file, from.group(1),
        from.group(2));
    return text;
  }

  // ---- running -----------------------------------------------------------------------------------------

  /** One JShell for one lesson, in this process. */
  static class Session implements AutoCloseable {
    private final JShell shell = JShell.builder().executionEngine("local").build();
    private final Set<Path> loaded = new HashSet<>();
    private final Path file;

    Session(Path file) {
      this.file = file;
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (String each : "io math net nio.file util util.concurrent util.function util.regex util.stream".split(" ")) {
        shell.eval("import java." + each + ".*;");   // as in the jshell command
      }
    }

    /** @throws IllegalStateException  at the first snippet that does not compile or throws */
    void run(Part block) {
      loadSources(file, block.lines);
      run(file, block.line, block.text(), block);
      System.out.flush();
    }

    /** What the block prints. */
    List<String> output(Part block) {
      PrintStream out = System.out;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      System.setOut(new PrintStream(bytes, true, UTF_8));
      try {
        run(block);
      } finally {
        System.setOut(out);
      }
      return bytes.toString(UTF_8).lines().toList();
    }

    /** JShell can't see classes without a package, so the scripts are read as if they were typed in. */
    private void loadSources(Path from, List<String> lines) {
      Stream<String> sources = lines.stream().filter(line -> line.startsWith("//SOURCES "));
      sources.flatMap(line -> Stream.of(line.split(" +")).skip(1)).forEach(name -> {
        Path script = from.resolveSibling(name).normalize();
        if (!loaded.add(script)) return;
        List<String> text = Words.lines(script);
        loadSources(script, text);
        run(script, 1, String.join("\n", text), null);
      });
    }

    private void run(Path from, int firstLine, String code, Part block) {
      for (String rest = code; !rest.isBlank(); ) {
        var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
        if (next.completeness() == SourceCodeAnalysis.Completeness.EMPTY) return;   // comments
        String before = code.substring(0, code.length() - rest.stripLeading().length());
        int line = firstLine + (int) before.chars().filter(c -> c == '\n').count();
        if (next.source() == null) throw failed(from, line, "the block ends within a statement", block);
        String source = next.source().stripLeading();
        for (SnippetEvent e : shell.eval(source)) {
          if (e.status() == Snippet.Status.REJECTED) {
            Diag d = shell.diagnostics(e.snippet()).filter(Diag::isError).findFirst().orElseThrow();
            int at = (int) source.substring(0, Math.max(0, (int) d.getPosition())).lines().count();
            throw failed(from, line + Math.max(0, at - 1), d.getMessage(Locale.ROOT).replaceAll("\\s+", " "), block);
          }
          if (e.exception() != null) {
            int at = Stream.of(e.exception().getStackTrace())
                .filter(f -> ("#" + e.snippet().id()).equals(f.getFileName()))
                .mapToInt(StackTraceElement::getLineNumber).findFirst().orElse(1);
            String name = e.exception() instanceof EvalException x ? x.getExceptionClassName() : "not yet defined";
            throw failed(from, line + at - 1, name + ": " + e.exception().getMessage(), block);
          }
          boolean again = e.causeSnippet() != null && e.status() != Snippet.Status.OVERWRITTEN;   // compiled once more
          if (again && e.snippet() instanceof VarSnippet lost) {
            throw failed(from, line, "here JShell loses " + lost.name() + ": a name that is given here stands in a "
                + "script too, and what depends on it begins anew; take another name", block);
          }
        }
        rest = next.remaining();
      }
    }

    private IllegalStateException failed(Path from, int line, String why, Part block) {
      StringBuilder text = new StringBuilder(nameOf(from) + ", line " + line + ": " + why);
      if (block != null) for (int i = 0; i < block.lines.size(); i++) {
        String mark = block.line + i == line ? ">" : " ";
        text.append(String.format("%n%s%4d  %s", mark, block.line + i, block.lines.get(i)));
      }
      return new IllegalStateException(text.toString());
    }

    public void close() { shell.close(); }
  }

  // ---- for authors -------------------------------------------------------------------------------------

  /** The lesson's text with what its blocks print and with the scripts' text as it is now. */
  static String updated(Path file) {
    List<String> lines = new ArrayList<>(Words.lines(file));
    List<String> printed = List.of();   // what was printed and is not yet in a text block
    int moved = 0;   // how many lines were added above
    try (Session session = new Session(file)) {
      for (Part part : read(file)) {
        Words.require(part.isOutput() != printed.isEmpty(), part.isOutput()
            ? "%s, line %d: a ```text that no block above prints"
            : "%s, line %d: the block above prints, and no ```text follows it", file, part.line);
        List<String> now = part.isOutput() ? printed : shown(file, part.note);
        printed = part.runs() ? session.output(part) : List.of();
        if (now == null) continue;
        List<String> block = lines.subList(part.line - 1 + moved, part.line - 1 + moved + part.lines.size());
        block.clear();
        block.addAll(now);
        moved += now.size() - part.lines.size();
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** A file's name as a reader would type it in this folder. */
  static String nameOf(Path file) {
    Path here = Path.of("").toAbsolutePath(), there = file.toAbsolutePath().normalize();
    return (there.startsWith(here) ? here.relativize(there) : there).toString();
  }
}
