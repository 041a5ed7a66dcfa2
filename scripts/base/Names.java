//JAVA 17+

// A list of names as people bring it: from a spreadsheet, a web page, another computer. If it can be read, it is read,
// and a line on standard error says what was changed. If it is no list of names, a sentence says what to do.

import java.io.*;
import java.nio.ByteBuffer;
import java.nio.charset.*;
import java.text.Normalizer;
import java.util.*;
import java.util.function.*;
import java.util.regex.*;
import java.util.stream.*;
import static java.nio.charset.StandardCharsets.*;

class Names {

  static final int LONGEST = 1000;   // code points; a longer line is no name

  /**
   * The names in a file, in its order.
   * @param column  of a table, from 1; 0 takes every line as it is; null is for a list, and refuses a table
   * @throws IllegalArgumentException  when it is no list of names; the title says of which file
   */
  static List<String> read(InputStream bytes, String title, Integer column) throws IOException {
    List<String> lines = lines(new BufferedInputStream(bytes), title, column), notes = new ArrayList<>();
    if (column == null) refuseTable(lines, title);
    if (column == null || column > 0) lines = column(lines, title, column == null ? 1 : column, notes);
    List<String> names = cleaned(lines, title, notes);
    if (names.isEmpty()) throw wrong("%s holds no names", title);
    if (!notes.isEmpty()) System.err.println(title + ": " + String.join("; ", notes));
    return names;
  }

  private static IllegalArgumentException wrong(String sentence, Object... values) {
    return new IllegalArgumentException(String.format(Locale.ROOT, sentence, values));
  }

  // ---- from bytes to lines -----------------------------------------------------------------------------

  private static final String UTF_16_TEXT = "text in UTF-16, which Windows calls Unicode";
  private static final Map<String, String> FIRST_BYTES = Map.of("PK\u0003\u0004",
      "a spreadsheet, a document or a zip file",
      "\u00D0\u00CF\u0011\u00E0", "an old spreadsheet or document", "%PDF", "a PDF", "{\\rtf", "a document",
      "\u00FF\u00FE", UTF_16_TEXT, "\u00FE\u00FF", UTF_16_TEXT);

  /** If the file is not text in UTF-8: what it is, judged by its first bytes; else null. */
  private static String otherKind(BufferedInputStream in) throws IOException {
    in.mark(1000);
    byte[] head = in.readNBytes(1000);
    in.reset();
    for (var first : FIRST_BYTES.entrySet()) {
      if (new String(head, ISO_8859_1).startsWith(first.getKey())) return first.getValue();
    }
    int[] zeros = new int[2];   // at even and at odd places: in UTF-16 most are at one of the two
    for (int i = 0; i < head.length; i++) if (head[i] == 0) zeros[i % 2]++;
    return Math.max(zeros[0], zeros[1]) > 1 + 9 * Math.min(zeros[0], zeros[1]) ? UTF_16_TEXT : null;
  }

  private static final Charset LATIN_1 = Charset.forName("windows-1252");   // with Windows' letters

  private static List<String> lines(BufferedInputStream in, String title, Integer column) throws IOException {
    String kind = otherKind(in);
    if (kind != null) throw wrong("%s is %s; save it as plain text in UTF-8, one name a line", title, kind);
    List<String> lines = new ArrayList<>();
    // bytes; a row of a table is longer than a name
    int most = 4 * LONGEST * (column == null || column == 0 ? 1 : 25);
    for (byte[] bytes; (bytes = line(in, most)) != null; ) {
      String where = title + ", line " + (lines.size() + 1);
      if (bytes.length > most) throw wrong("%s is too long for a name; one name a line is needed", where);
      try {
        String line = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        lines.add(lines.isEmpty() && line.startsWith("\uFEFF") ? line.substring(1) : line);   // the byte order mark
      } catch (CharacterCodingException e) {
        throw wrong("%s is not UTF-8 (in Latin-1 it would be %s); save the file as UTF-8", where,
            quoted(new String(bytes, LATIN_1)));
      }
    }
    return lines;
  }

  /** The bytes up to LF, CR LF or, as on old Macs, CR; null at the end of the file; cut when there are too many. */
  private static byte[] line(BufferedInputStream in, int most) throws IOException {
    int b = in.read();
    if (b < 0) return null;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (; b >= 0 && b != '\n' && b != '\r' && bytes.size() <= most; b = in.read()) bytes.write(b);
    in.mark(1);
    if (b == '\r' && in.read() != '\n') in.reset();
    return bytes.toByteArray();
  }

  // ---- tables: lines that hold more than a name --------------------------------------------------------

  /** What such a file looks like, and how its lines are cut into columns. */
  private record Shape(String like, Function<String, List<String>> columns) {
    boolean has(String line) { return columns.apply(line.strip()).size() > 1; }
  }

  private static final Pattern NUMBERED = Pattern.compile("(\\d+[.):]\\s*|\\d+\\s+|[-*\u2022]\\s+)(\\S.*)");

  private static final List<Shape> SHAPES = List.of(
      new Shape("a table with tabs", line -> fields(line, '\t')),
      new Shape("a table with semicolons", line -> fields(line, ';')),
      new Shape("a table with commas", line -> fields(line, ',')),
      new Shape("a table with bars", line -> fields(line, '|')),
      new Shape("a list with numbers or bullets", line -> {
        Matcher parts = NUMBERED.matcher(line.strip());
        return parts.matches() ? List.of(parts.group(1), parts.group(2)) : List.of(line);
      }),
      new Shape("a table with wide gaps", line -> List.of(line.strip().split("[ \u00A0]{2,}"))),
      new Shape("a list in quotes", line -> {
        String text = fields(line, '\n').get(0);
        return text.equals(line) ? List.of(line) : List.of(text, "");   // two columns, so that the shape is recognised
      }));

  /** The fields of a line of CSV. A field in quotes may hold separators, and two quotes that mean one. */
  static List<String> fields(String line, char separator) {
    List<String> fields = new ArrayList<>();
    for (int from = 0, end; from <= line.length(); from = end + 1) {
      end = line.indexOf(separator, from);
      if (end < 0) end = line.length();
      String field = line.substring(from, end);
      int quote = line.indexOf('"', from);
      if (quote >= 0 && quote < end && line.substring(from, quote).isBlank()) {
        int close = quote + 1;
        while ((close = line.indexOf('"', close)) >= 0 && line.startsWith("\"\"", close)) close += 2;
        int after = close < 0 ? -1 : line.indexOf(separator, close);
        if (after < 0) after = line.length();
        if (close >= 0 && line.substring(close + 1, after).isBlank()) {   // else the quote is an ordinary letter
          end = after;
          field = line.substring(quote + 1, close).replace("\"\"", "\"");
        }
      }
      fields.add(field);
    }
    return fields;
  }

  // a field's quote that the line does not close
  private static final Pattern OPEN = Pattern.compile("(^|[\t;,|])\\s*\"[^\"]*$");

  /** A field in quotes may go on for some lines; these become one. */
  private static List<String> rows(List<String> lines) {
    List<String> rows = new ArrayList<>(lines.size());
    for (int n = 0; n < lines.size(); n++) {
      String row = lines.get(n);
      int last = n;
      while (OPEN.matcher(row).find() && last - n < 20 && last < lines.size() - 1) row += " " + lines.get(++last);
      boolean closed = !OPEN.matcher(row).find();
      rows.add(closed ? row : lines.get(n));   // a quote that is never closed is an ordinary letter
      if (closed) n = last;
    }
    return rows;
  }

  /** The shape that more than half of the lines have, or null; ten thousand lines show it. */
  private static Shape shape(List<String> lines) {
    List<String> some = lines.stream().filter(line -> !line.isBlank()).limit(10_000).toList();
    return SHAPES.stream().filter(shape -> 2 * some.stream().filter(shape::has).count() > some.size())
        .findFirst().orElse(null);
  }

  private static void refuseTable(List<String> lines, String title) {
    List<String> full = lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    Shape shape = shape(full);
    String first = full.isEmpty() ? "" : full.get(0), last = full.isEmpty() ? "" : full.get(full.size() - 1);
    boolean json = first.matches("[\\[{].*") && last.matches(".*[\\]}]");
    if (json || first.startsWith("<") && last.endsWith(">")) throw wrong(
        "%s looks like %s; one name a line is needed, as plain text (--column 0 takes the lines as they are)",
        title, json ? "JSON" : "HTML");
    if (shape == null) return;
    if (full.size() == 1 && shape.columns.apply(first).size() > 3) throw wrong(
        "%s holds a single line with %d texts in it; one name a line is needed", title,
        shape.columns.apply(first).size());
    List<List<String>> rows = full.stream().filter(shape::has).map(shape.columns).toList();
    int likely = IntStream.range(0, rows.get(0).size()).filter(j -> most(rows, j, LETTER)).findFirst().orElse(0);
    throw wrong("%s looks like %s, such as %s; --column %d takes %s and so on, --column 0 the lines as they are",
        title, shape.like, quoted(full.stream().filter(shape::has).findFirst().get()), likely + 1,
        quoted(field(rows.get(0), likely)));
  }

  private static final Pattern LETTER = Pattern.compile(".*\\p{L}.*"),
      NUMBER = Pattern.compile("[^\\p{L}]*\\d[^\\p{L}]*"),
      TITLE = Pattern.compile("([\\p{L}]+[ _-])?(first|last|full|given|sur|vor|nach)?(name|names|namen)"
          + "|noms?|pr\u00E9noms?|nombres?|nome", Pattern.CASE_INSENSITIVE);

  /** The text in column j, from 0; empty where the row is shorter. */
  private static String field(List<String> row, int j) { return j < row.size() ? row.get(j).strip() : ""; }

  /** Whether more than half of the rows have such a text in column j. */
  private static boolean most(List<List<String>> rows, int j, Pattern such) {
    return 2 * rows.stream().filter(row -> such.matcher(field(row, j)).matches()).count() > rows.size();
  }

  /** One column of a table, or the lines of a list. A title above the names is left out: null. */
  private static List<String> column(List<String> lines, String title, int column, List<String> notes) {
    Shape shape = shape(lines);
    Function<String, List<String>> columns = shape == null ? List::of : shape.columns;
    List<String> texts = new ArrayList<>(lines.size());
    for (String line : shape == null ? lines : rows(lines)) texts.add(field(columns.apply(line), column - 1));
    if (column > 1 && texts.stream().allMatch(String::isEmpty)) throw wrong(
        "--column %d: %s has no such column", column, title);
    int first = 0;
    while (first < texts.size() - 1 && texts.get(first).isBlank()) first++;
    boolean titled = first < texts.size() - 1 && isTitle(lines.subList(first, lines.size()), columns, column);
    String from = lines.isEmpty() ? "" : quoted(texts.get(first));
    if (shape != null) notes.add("column " + column + " of " + shape.like + (titled ? "" : ", from " + from + " on"));
    if (titled) notes.add("left out the title " + from);
    if (titled) texts.set(first, null);
    return texts;
  }

  /** Whether the first line is a title: by its word, or because it has a word where the lines below have numbers. */
  private static boolean isTitle(List<String> lines, Function<String, List<String>> columns, int column) {
    List<String> titles = columns.apply(lines.get(0));
    List<List<String>> rows = lines.stream().skip(1).filter(line -> !line.isBlank()).limit(1000).map(columns).toList();
    return TITLE.matcher(field(titles, column - 1)).matches() || IntStream.range(0, titles.size())
        .anyMatch(j -> LETTER.matcher(field(titles, j)).matches() && !NUMBER.matcher(field(titles, j)).find()
            && most(rows, j, NUMBER));
  }

  // ---- names -------------------------------------------------------------------------------------------

  /** The names in the lines: without blanks and invisible characters around them, in Unicode's composed form (NFC). */
  private static List<String> cleaned(List<String> lines, String title, List<String> notes) {
    List<String> names = new ArrayList<>(lines.size());
    int blank = 0, trimmed = 0, composed = 0, holding = 0;
    Set<String> invisible = new TreeSet<>();
    for (int n = 0; n < lines.size(); n++) {
      if (lines.get(n) == null) continue;
      String line = lines.get(n).strip(), bare = trim(line, c -> isInvisible(c) || Character.isWhitespace(c));
      String name = compose(bare), where = title + ", line " + (n + 1);
      int length = name.codePointCount(0, name.length());
      if (length > LONGEST) throw wrong("%s has %d characters; a name has at most %d", where, length, LONGEST);
      if (name.codePoints().anyMatch(Names::isControl)) throw wrong("%s holds a control character or a tab; "
          + "names come one to a line, as plain text", where);
      if (name.isEmpty()) blank++; else names.add(name);
      if (!name.isEmpty() && !bare.equals(line)) trimmed++;
      if (!name.equals(bare)) composed++;
      if (name.codePoints().anyMatch(Names::isInvisible)) {
        holding++;
        name.codePoints().filter(Names::isInvisible).mapToObj(Names::shown).forEach(invisible::add);
      }
    }
    if (blank > 0) notes.add("skipped " + count(blank, "blank line"));
    if (trimmed > 0) notes.add("took invisible characters off the ends of " + count(trimmed, "name"));
    if (composed > 0) notes.add("wrote letter and accent as one character (NFC) in " + count(composed, "name"));
    if (holding > 0) {
      notes.add("invisible characters within " + count(holding, "name") + ", " + String.join(" ", invisible));
    }
    return names;
  }

  private static String count(int n, String what) { return n + " " + what + (n == 1 ? "" : "s"); }

  /** A name, or its beginning, as a user types it: treated like the names of a list, but its spaces stay. */
  static String typed(String text) { return compose(trim(text, Names::isInvisible)); }

  private static String compose(String text) {
    return Normalizer.isNormalized(text, Normalizer.Form.NFC) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private static String trim(String text, IntPredicate off) {
    int from = 0, to = text.length();
    while (from < to && off.test(text.codePointAt(from))) from += Character.charCount(text.codePointAt(from));
    while (to > from && off.test(text.codePointBefore(to))) to -= Character.charCount(text.codePointBefore(to));
    return text.substring(from, to);
  }

  // ---- characters that are no letters ------------------------------------------------------------------

  /**
   * What no name may hold: control characters, ends of lines, halves of surrogate pairs, and characters that turn the
   * writing direction.
   */
  static boolean isControl(int c) {
    return Character.isISOControl(c) || c >= 0xD800 && c <= 0xDFFF || c >= 0x2028 && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069;
  }

  /** Spaces other than ' ', and characters without width: marks of direction, joiners, byte order marks. */
  static boolean isInvisible(int c) {
    return c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR || c == 0xAD || c == 0x61C || c == 0x180E
        || c >= 0x200B && c <= 0x200F || c >= 0x2060 && c <= 0x2064 || c == 0xFEFF || c == 0x115F
        || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
  }

  /** A character for a message: an invisible one is shown as its number. */
  static String shown(int c) {
    return isControl(c) ? "?" : isInvisible(c) ? String.format("U+%04X", c) : Character.toString(c);
  }

  /** The beginning of a text, in quotes, for a sentence. */
  private static String quoted(String text) {
    String shown = text.codePoints().limit(40).mapToObj(c -> c == '\t' ? " " : shown(c)).collect(Collectors.joining());
    return "'" + shown + (text.codePointCount(0, text.length()) > 40 ? " ..." : "") + "'";
  }
}
