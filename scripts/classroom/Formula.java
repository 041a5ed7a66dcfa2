//JAVA 17+

// The lessons' formulas, which are LaTeX for a page, as a terminal can show them, in the style of the exercises:
//   $$ p = \frac{\text{count} + a}{n + a V} $$     p = (count + a) / (n + a V)
//   $s_{t-1} W_{hh}$                               with Unicode its real subscripts, else s_{t-1} Whh
// Of LaTeX it knows what the lessons use.

import java.nio.charset.Charset;
import java.util.*;
import java.util.regex.*;

class Formula {

  private static final Pattern FORMULA = Pattern.compile("\\$\\$([^$]+)\\$\\$|\\$([^$]+)\\$");
  private static final String PLAIN = "0123456789+-aehijklmnoprstuvx", BELOW = "\u2080\u2081\u2082\u2083\u2084\u2085"
      + "\u2086\u2087\u2088\u2089\u208a\u208b\u2090\u2091\u2095\u1d62\u2c7c\u2096\u2097\u2098\u2099\u2092\u209a\u1d63"
      + "\u209b\u209c\u1d64\u1d65\u2093";
  private static final String DIGITS = "0123456789T", ABOVE = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078"
      + "\u2079\u1d40";

  /** What a command becomes, plainly and with Unicode. */
  private static final Map<String, String[]> WORDS = Map.ofEntries(word("sum", "sum", "\u03a3"),
      word("cdot", "*", "\u00b7"), word("ne", "!=", "\u2260"), word("approx", "~", "\u2248"),
      word("leftarrow", "<-", "\u2190"), word("delta", "delta", "\u03b4"), word("mid", "|", "|"), word(",", " ", " "),
      word(";", " ", " "), word("qquad", "    ", "    "), word("ln", "ln", "ln"), word("log", "log", "log"),
      word("tanh", "tanh", "tanh"), word("max", "max", "max"));

  private static Map.Entry<String, String[]> word(String name, String plain, String unicode) {
    return Map.entry(name, new String[] {plain, unicode});
  }

  private final String latex;
  private final boolean unicode;
  private int at;

  private Formula(String latex, boolean unicode) {
    this.latex = latex;
    this.unicode = unicode;
  }

  /** Whether the terminal has the characters. */
  static boolean hasUnicode() {
    return Charset.forName(System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding",
        Charset.defaultCharset().name()))).newEncoder().canEncode(BELOW + ABOVE);
  }

  /** A text in which every formula is as a terminal can show it; one between $$ is a line of its own, further in. */
  static String shown(String text, boolean unicode) {
    return FORMULA.matcher(text).replaceAll(formula -> {
      boolean alone = formula.group(1) != null;
      String latex = (alone ? formula.group(1) : formula.group(2)).strip();
      try {
        return Matcher.quoteReplacement((alone ? "    " : "") + new Formula(latex, unicode).row(""));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        return Matcher.quoteReplacement(formula.group());   // no formula, or one that no terminal shows: as it stands
      }
    });
  }

  /** What stands up to one of these characters, or to the end. */
  private String row(String until) {
    StringBuilder out = new StringBuilder();
    while (at < latex.length() && until.indexOf(latex.charAt(at)) < 0) {
      char c = latex.charAt(at);
      if (c == '_' || c == '^') {
        at++;
        boolean braces = latex.charAt(at) == '{';
        String script = argument();
        out.append(c == '_' ? below(script, out) : above(script, braces));
      } else if (Character.isWhitespace(c)) {
        at++;
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') out.append(' ');
      } else {
        String next = argument();
        boolean word = next.matches("(ln|log|tanh|max|sum|\u03a3)"), glued = !out.isEmpty() && word
            && Character.isLetterOrDigit(out.charAt(out.length() - 1));
        out.append(glued ? " " : "").append(next);
      }
    }
    return out.toString();
  }

  /** One character, one command with its arguments, or what stands between braces. */
  private String argument() {
    while (latex.charAt(at) == ' ') at++;
    char c = latex.charAt(at++);
    if (c == '{') {
      String inside = row("}");
      at++;
      return inside;
    }
    if (c != '\\') return "" + c;
    int begin = at++;
    while (Character.isLetter(latex.charAt(begin)) && at < latex.length() && Character.isLetter(latex.charAt(at))) at++;
    String name = latex.substring(begin, at);
    if (WORDS.containsKey(name)) return WORDS.get(name)[unicode ? 1 : 0];
    return switch (name) {
      case "text", "mathrm" -> {
        int end = latex.indexOf('}', at);
        String inside = latex.substring(at + 1, end);
        at = end + 1;
        yield inside;
      }
      case "frac" -> {
        String above = argument(), below = argument();
        yield above.length() == 1 && below.length() == 1 ? above + "/" + below : closed(above) + " / " + closed(below);
      }
      case "sqrt" -> (unicode ? "\u221a" : "sqrt") + "(" + argument().strip() + ")";
      case "hat" -> {
        String letter = argument();
        yield unicode && letter.equals("y") ? "\u0177" : letter + "Hat";
      }
      case "bar" -> "mean" + argument().toUpperCase(Locale.ROOT);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static final Pattern ONE =
      Pattern.compile("\\S+|(sum|\u03a3)\\S* \\S+|\\w+\\([^()]*\\)|(sqrt|\u221a)\\(.*\\)");

  /** In brackets, if it is more than one thing: a sum, a product, a quotient. */
  private static String closed(String part) {
    String bare = part.strip();
    return ONE.matcher(bare).matches() ? bare : "(" + bare + ")";
  }

  private String below(String script, CharSequence before) {
    boolean real = unicode && script.chars().allMatch(c -> PLAIN.indexOf(c) >= 0);
    if (real) return mapped(script, PLAIN, BELOW);
    boolean matrix = script.matches("[a-z]{2}") && before.length() > 0 && before.charAt(before.length() - 1) == 'W';
    return matrix ? script : script.length() == 1 ? "_" + script : "_{" + script + "}";
  }

  private String above(String script, boolean braces) {
    if (unicode && script.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)) return mapped(script, DIGITS, ABOVE);
    return "^" + (braces && script.substring(1).matches(".*[ +*/-].*") ? "(" + script + ")" : script);
  }

  private static String mapped(String text, String from, String to) {
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> out.append(to.charAt(from.indexOf(c))));
    return out.toString();
  }
}
