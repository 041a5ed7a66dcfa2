import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.regex.*;

/** Breaks a good file a little, at random: bytes, words and lines are changed, doubled, left out. */
class Fuzz {

  final Random random;

  Fuzz(long seed) { random = new Random(seed); }

  <T> T one(List<T> of) { return of.get(random.nextInt(of.size())); }

  boolean oneIn(int n) { return random.nextInt(n) == 0; }

  // ---- what goes wrong in files ------------------------------------------------------------------------

  static final String DIGITS = "9".repeat(10_000);

  /** For a number, a word or anything else between two signs. */
  static final List<String> VALUES = List.of("1e999", "-1e999", "1e-999", "-0", "-0.0", "0", "1", "-1", "2", "2.5", "1e9", "1e10", "1e308", "1e309",
      "2147483647", "2147483648", "-2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "1e400000000", "0x10", "1_000", "1,5", "٣",
      "NaN", "-NaN", "Infinity", "-Infinity", "inf", "null", "true", "false", "undefined", "", " ", "\"\"", "\"x\"", "\"NaN\"", "\"1\"", "\"-\"", "\".\"", "\"/\"",
      "\"\\u0000\"", "\"\\ud83e\"", "\"\\u001b[2J\"", "\"\\n\"", "\"\uD83E\uDD95\"", "\"--help\"", "\"%s%n\"", "\"@|red x|@\"", "\"${sys:user.home}\"", "[]", "{}", "[[]]", "[[[1]]]", "[1,2]",
      "{\"a\":{\"a\":1}}", DIGITS, "-0." + DIGITS, "\"" + DIGITS + "\"", "[".repeat(2000), "{\"a\":".repeat(2000), "\"" + "%".repeat(50) + "\"");

  /** For between two bytes. */
  static final List<byte[]> BYTES = new ArrayList<>();
  static {
    for (String text : List.of("\uFEFF", "\0", "\r", "\n", "\r\n", "\n\n\n", "\t", "\u001B[31m", "\u202E", "\u2028", "\u0085", "\u00A0", "\u3000", "\u200B", "e\u0301",
        "\uD83E\uDD95", "\uD834\uDD1E", "İ", "ß", "ﬃ", ",", ";", "\"", "'", "\\", "/", "<b>", "&amp;", "%s", "%n", "$1", "${x}", "@|", "|@", "@|red ", "#", "```", "```java\n", "<details>\n",
        "<!-- x -->", "x".repeat(1001), "x".repeat(5000), " ", "  ")) BYTES.add(text.getBytes(StandardCharsets.UTF_8));
    for (int[] wrong : new int[][] {{0x80}, {0xC0, 0xAF}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80}, {0xFF, 0xFE}, {0xFE, 0xFF}, {0xE4}, {0x1A}, {0x7F}}) {
      byte[] bytes = new byte[wrong.length];
      for (int i = 0; i < wrong.length; i++) bytes[i] = (byte) wrong[i];
      BYTES.add(bytes);
    }
  }

  /** One to four changes; one case in fifty is left whole, so that it is seen that a whole file works. */
  byte[] broken(byte[] file) {
    if (oneIn(50)) return file;
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      file = switch (random.nextInt(3)) {
        case 0 -> bytes(file);
        case 1 -> words(file);
        default -> lines(file);
      };
    }
    return file;
  }

  private byte[] bytes(byte[] file) {
    if (file.length == 0) return one(BYTES);
    int at = random.nextInt(file.length), to = Math.min(file.length, at + 1 + random.nextInt(oneIn(4) ? file.length : 8));
    byte[] changed = file.clone();
    switch (random.nextInt(7)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 -> changed = splice(file, at, one(BYTES), at);
      case 3 -> changed = splice(file, at, one(BYTES), to);
      case 4 -> changed = splice(file, at, new byte[0], to);
      case 5 -> changed = splice(file, at, Arrays.copyOfRange(file, at, Math.min(to, at + 2000)), at);
      default -> changed = Arrays.copyOf(file, at);
    }
    return changed;
  }

  /** The file with what stands from .. to-1 exchanged for something else. */
  private static byte[] splice(byte[] file, int from, byte[] by, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, from);
    out.writeBytes(by);
    out.write(file, to, file.length - to);
    return out.toByteArray();
  }

  private static final Pattern WORD = Pattern.compile("\"[^\"\\n]*\"|[-+.\\w]+|[\\[\\]{}:,;|#`>]");

  /** A word, number, string or sign is exchanged for another, dropped, or stands there twice. */
  private byte[] words(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);   // a byte a character, so that the others stay as they are
    List<int[]> words = new ArrayList<>();
    Matcher m = WORD.matcher(text);
    while (m.find()) words.add(new int[] {m.start(), m.end()});
    if (words.isEmpty()) return bytes(file);
    int[] word = one(words), other = one(words);
    if (oneIn(3)) for (int[] each : words) if (text.charAt(each[0]) == '"' && oneIn(3)) { word = each; break; }   // a key, of which there are few
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> splice(file, word[0], one(VALUES).getBytes(StandardCharsets.UTF_8), word[1]);
      case 3 -> splice(file, word[0], Arrays.copyOfRange(file, other[0], other[1]), word[1]);
      case 4 -> splice(file, word[0], new byte[0], word[1]);
      default -> splice(file, word[0], Arrays.copyOfRange(file, word[0], Math.min(file.length, word[1] + 1)), word[0]);
    };
  }

  private byte[] lines(byte[] file) {
    List<String> lines = new ArrayList<>(List.of(new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)));
    int at = random.nextInt(lines.size()), other = random.nextInt(lines.size());
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(other));
      case 2 -> Collections.swap(lines, at, other);
      case 3 -> lines.add(at, "");
      case 4 -> lines.set(at, lines.get(at) + "\r");
      default -> lines.addAll(at, lines.subList(Math.min(at, other), Math.min(Math.max(at, other), Math.min(at, other) + 50)).stream().toList());
    }
    return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }
}
