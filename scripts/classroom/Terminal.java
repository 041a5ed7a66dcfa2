//JAVA 17+
//SOURCES ../base/Program.java

// The terminal, as lesson, check, hint and solution use it: how large it is, whether it has colours, and waiting for
// Enter. If the output goes into a file or a pipe, there are no colours and no waiting.

import java.io.*;
import picocli.CommandLine.Help;
import static java.nio.charset.StandardCharsets.US_ASCII;

class Terminal {

  /** Whether a person reads the output and can press Enter. */
  static final boolean ON = System.console() != null;
  private static final boolean COLOUR = ON && !Program.DUMB && Help.Ansi.AUTO.enabled();

  /** 1 is bold, 2 faint, 4 underlined, 31 red, 32 green, 33 yellow, 36 cyan; 1;4 two of them. */
  static String style(String code, String text) { return COLOUR ? "\033[" + code + "m" + text + "\033[0m" : text; }

  /** An empty screen, whose width may have changed. */
  static void clear() {
    if (ON && !Program.DUMB) System.out.print("\033[H\033[2J\033[3J");
    width = measured();
  }

  // ---- lines -------------------------------------------------------------------------------------------

  private static final int WIDEST = 100, NARROWEST = 20;   // longer lines are hard to read
  private static int width;

  static { width = measured(); }

  static int width() { return width; }

  /** COLUMNS, or else the terminal's own width, or else 80; for a file or a pipe, the widest. */
  private static int measured() {
    String columns = System.getenv("COLUMNS");
    if (columns == null || !columns.matches("\\d{1,9}")) columns = ON ? stty() : "" + WIDEST;
    return columns.matches("0*") ? 80 : Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(columns)));
  }

  /** The number of columns by the program stty, which prints rows and columns; 0 where there is none. */
  private static String stty() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String said = new String(stty.getInputStream().readAllBytes(), US_ASCII).strip();
      if (!said.matches("\\d{1,4} \\d{1,9}")) return "0";
      rows = Integer.parseInt(said.split(" ")[0]);
      return said.split(" ")[1];
    } catch (IOException e) {
      return "0";   // Windows has no stty
    }
  }

  // ---- a screen at a time ------------------------------------------------------------------------------

  private static int rows;      // of the screen; 0: not known
  private static int printed;   // lines since the last pause

  /** Before so many lines are printed: if they do not fit below those since the last pause, it waits for Enter. */
  static void room(int lines) {
    if (rows > 5 && printed > 0 && printed + lines > rows - 2) pause("Enter goes on");
    printed += lines;
  }

  /** Broken at spaces for the terminal's width; the lines after the first are indented. */
  static String wrap(String line, String indent) { return wrap(line, indent, width); }

  static String wrap(String line, String indent, int width) {
    String[] words = line.split(" ");
    StringBuilder out = new StringBuilder(words[0]);
    int column = words[0].length();
    for (int i = 1; i < words.length; i++) {
      boolean fits = column + 1 + words[i].length() <= width;
      out.append(fits ? " " : "\n" + indent).append(words[i]);
      column = (fits ? column + 1 : indent.length()) + words[i].length();
    }
    return out.toString();
  }

  /** Each line of the text, wrapped and indented by so many spaces. */
  static void say(int indent, String text) {
    for (String line : text.split("\n")) System.out.print(wrap(line, "", width - indent).indent(indent));
  }

  // ---- waiting -----------------------------------------------------------------------------------------

  /** null: nobody waits. */
  static BufferedReader keyboard = ON ? new BufferedReader(new InputStreamReader(System.in)) : null;

  /** Waits for Enter. What else was typed is returned. */
  static String pause(String prompt) {
    printed = 0;
    if (keyboard == null) return "";
    System.out.print(style("2", prompt) + " ");
    System.out.flush();
    try {
      String typed = keyboard.readLine();
      if (typed == null) keyboard = null;   // no more pauses after the end of the input
      System.out.println();
      return typed == null ? "" : typed.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
