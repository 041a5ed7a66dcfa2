import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.function.Supplier;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("bad input: one sentence, exit code 2, nothing written")
class InputTest {

  @TempDir static Path folder;
  static Path out, model;   // what stands in out before must stand there after

  @BeforeAll static void trainOnce() {
    out = folder.resolve("model");
    model = out.resolve("model.json");
    assertThat(Kit.run(new train(), "--epochs", "0", "--hidden", "4", "--out", out.toString()).status()).isEqualTo(0);
  }

  static final Map<String, Supplier<Object>> COMMANDS = Map.ofEntries(Map.entry("encode", encode::new), Map.entry("forward", forward::new),
      Map.entry("backprop", backprop::new), Map.entry("gradcheck", gradcheck::new), Map.entry("optimize", optimize::new), Map.entry("train", train::new),
      Map.entry("sample", sample::new), Map.entry("baseline", baseline::new), Map.entry("fast", fast::new), Map.entry("bench", bench::new),
      Map.entry("gru", gru::new), Map.entry("lstm", lstm::new), Map.entry("dropout", dropout::new), Map.entry("inspect", inspect::new), Map.entry("plot", plot::new), Map.entry("lesson", lesson::new));

  /** Runs a command that must be refused, and looks at what it says and leaves. */
  static String refused(byte[] input, String command, String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of(options));
    if (command.equals("train") && !args.contains("--out")) args.addAll(List.of("--out", out.toString(), "--hidden", "4"));
    if (List.of("sample", "plot").contains(command) && !args.contains("--model")) args.addAll(List.of("--model", model.toString()));
    String before = Files.readString(model);
    Kit.Result result = Kit.run(input, COMMANDS.get(command).get(), args.toArray(String[]::new));
    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().strip().lines()).as("one sentence").hasSize(1);
    assertThat(result.err()).startsWith(command + ": ").doesNotContain("Exception", "null");
    assertThat(Files.readString(model)).isEqualTo(before);
    try (var files = Files.list(out)) { assertThat(files).hasSize(3); }
    return result.err();
  }

  // ---- lists of names ----------------------------------------------------------------------------------

  static byte[] bytes(String text) { return text.getBytes(java.nio.charset.StandardCharsets.UTF_8); }

  static List<Arguments> badLists() {
    String some = "rex\nana\nbob\n";
    return List.of(
        Arguments.of("an empty file", new byte[0], "holds no names"),
        Arguments.of("blank lines only", bytes("\n \n\r\n\n"), "holds no names"),
        Arguments.of("one name only", bytes("rex\n"), "10 different names"),
        Arguments.of("one name many times", bytes("rex\n".repeat(100)), "10 different names"),
        Arguments.of("nine names", bytes("a\nb\nc\nd\ne\nf\ng\nh\ni"), "10 different names"),
        Arguments.of("a 10 000-character name", bytes(some + "x".repeat(10000) + "\nend\n"), "line 4"),
        Arguments.of("a 1001-character name", bytes(some + "x".repeat(1001)), "line 4 has 1001 characters"),
        Arguments.of("1001 letters of four bytes", bytes(some + "\uD83E\uDD95".repeat(1001)), "line 4"),
        Arguments.of("a line of 50 MB", bytes("x".repeat(50_000_000)), "line 1 is too long"),
        Arguments.of("Latin-1 for UTF-8", new byte[] {'r', 'e', 'x', '\n', 'Z', 'o', (byte) 0xEB, '\n'}, "line 2 is not UTF-8"),
        Arguments.of("Latin-1, told what it would be", "rex\nZo\u00EB\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), "in Latin-1 it would be 'Zo\u00EB'"),
        Arguments.of("UTF-16", "rex\nana\n".getBytes(java.nio.charset.StandardCharsets.UTF_16), "text in UTF-16"),
        Arguments.of("UTF-16 without its mark", "rex\r\nana\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_16LE), "text in UTF-16"),
        Arguments.of("UTF-16 without its mark, the other way round", "Москва\nРостов\n".getBytes(java.nio.charset.StandardCharsets.UTF_16BE), "text in UTF-16"),
        Arguments.of("a spreadsheet", bytes("PK\u0003\u0004\u0014\0\6\0"), "is a spreadsheet"),
        Arguments.of("a line separator within a name", bytes("rex\na\u2028b\n"), "line 2 holds a control character"),
        Arguments.of("a NUL byte", bytes("rex\na\0b\n"), "line 2 holds a control character"),
        Arguments.of("terminal commands", bytes("\u001B[2Jrex\n"), "line 1 holds a control character"),
        Arguments.of("text that turns its direction", bytes("rex\n\u202Eana\n"), "line 2 holds a control character"),
        Arguments.of("an isolate that turns the direction", bytes("rex\n\u2066ana\n"), "line 2 holds a control character"),
        Arguments.of("a control character beyond ASCII", bytes("rex\nana\n\u0085b\u0085b\n"), "line 3 holds a control character"),
        Arguments.of("a tab in one line", bytes("rex\nana\tb\nbob\n"), "line 2 holds a control character or a tab"),
        Arguments.of("a table with tabs", bytes("name\tyear\nrex\t1905\n"), "looks like a table with tabs, such as 'name year'; --column 1 takes 'name' and so on"),
        Arguments.of("the US baby names", bytes("Emma,F,20355\nAva,F,14000\n"), "looks like a table with commas, such as 'Emma,F,20355'; --column 1 takes 'Emma'"),
        Arguments.of("numbers first", bytes("1;Emma\n2;Ava\n"), "looks like a table with semicolons, such as '1;Emma'; --column 2 takes 'Emma'"),
        Arguments.of("bars", bytes("Emma|F\nAva|F\nand one without\n"), "looks like a table with bars"),
        Arguments.of("wide gaps", bytes("MARY       2.629\nPATRICIA   1.073\n"), "looks like a table with wide gaps"),
        Arguments.of("a numbered list", bytes("1. Emma\n2. Ava\n"), "looks like a list with numbers or bullets, such as '1. Emma'; --column 2 takes 'Emma'"),
        Arguments.of("bullets", bytes("\u2022 Emma\n\u2022 Ava\n"), "--column 2 takes 'Emma'"),
        Arguments.of("quotes", bytes("\"Emma\"\n\"Ava\"\n"), "looks like a list in quotes, such as '\"Emma\"'; --column 1 takes 'Emma'"),
        Arguments.of("one line", bytes("Emma, Ava, Mia, Zoe"), "holds a single line with 4 texts"),
        Arguments.of("JSON", bytes("[\n \"Emma\",\n \"Ava\"\n]\n"), "looks like JSON"),
        Arguments.of("HTML", bytes("<ul>\n<li>Emma\n<li>Ava\n</ul>\n"), "looks like HTML"));
  }

  @ParameterizedTest(name = "{0}: {2}") @MethodSource("badLists")
  void badList(String what, byte[] list, String says) throws Exception {
    Path file = folder.resolve("list.txt");
    Files.write(file, list);
    assertThat(refused(new byte[0], "train", "--data", file.toString())).contains(says);
    String piped = refused(list, "train", "--data", "-");
    assertThat(piped).contains(says);
    if (says.startsWith("line")) assertThat(piped).contains("standard input, line");
  }

  @ParameterizedTest(name = "{0} --data: no such file, a folder")
  @ValueSource(strings = {"encode", "forward", "backprop", "gradcheck", "optimize", "train", "sample", "baseline", "gru", "lstm", "dropout"})
  void noFile(String command) throws Exception {
    assertThat(refused(new byte[0], command, "--data", "no/such.txt")).contains("no/such.txt (no such file)");
    assertThat(refused(new byte[0], command, "--data", folder.toString())).contains("is a folder");
    assertThat(refused(new byte[0], command, "--data", "")).contains("--data needs a file's name");
  }

  @Test @DisplayName("a name of 1000 characters trains; a list of one name encodes")
  void justGoodEnough() {
    String list = "x".repeat(1000) + "\na\nb\nc\nd\ne\nf\ng\nh\ni";
    assertThat(Kit.run(bytes(list), new train(), "--data", "-", "--epochs", "1", "--hidden", "4",
        "--out", folder.resolve("long").toString()).status()).isEqualTo(0);
    assertThat(Kit.run(bytes("rex"), new encode(), "--data", "-", "rex").status()).isEqualTo(0);
    Kit.Result fourBytes = Kit.run(bytes("\uD83E\uDD95".repeat(1000) + "\nx"), new encode(), "--data", "-", "x");
    assertThat(fourBytes.status()).as(fourBytes.err()).isEqualTo(0);
    assertThat(fourBytes.out()).contains("(2, 1000, 3)");   // letters, where Java has 2000 chars
  }

  /** The names that are read from a text, and what is told of it. */
  static List<String> read(String text, Integer column, String... told) {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(said, true, java.nio.charset.StandardCharsets.UTF_8));
      List<String> names = Names.read(new ByteArrayInputStream(bytes(text)), "it", column);
      assertThat(said.toString(java.nio.charset.StandardCharsets.UTF_8).strip()).isEqualTo(told.length == 0 ? "" : "it: " + String.join("; ", told));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.setErr(err);
    }
  }

  @Test @DisplayName("a column of a table, as makemore, the US baby names and spreadsheets have them")
  void columns() {
    assertThat(read("emma\nolivia\nava\n", 1)).containsExactly("emma", "olivia", "ava");
    assertThat(read("Emma,F,20355\r\nAva,F,14000\r\n", 1, "column 1 of a table with commas, from 'Emma' on")).containsExactly("Emma", "Ava");
    assertThat(read("\uFEFF\"Name\";Ort\n\"Emma; die \"\"Alte\"\"\";Berlin\n Ava ;Bonn\n;Köln\n", 1, "column 1 of a table with semicolons",
        "left out the title 'Name'", "skipped 1 blank line")).containsExactly("Emma; die \"Alte\"", "Ava");
    assertThat(read("Kind\tAlter\nEmma\t7\nAva\t8\n", 1, "column 1 of a table with tabs", "left out the title 'Kind'")).containsExactly("Emma", "Ava");
    assertThat(read("1,Emma\n2,Ava\n3\n", 2, "column 2 of a table with commas, from 'Emma' on", "skipped 1 blank line")).containsExactly("Emma", "Ava");
    assertThat(read("1. Emma\n2) Ava\n- Mia\n", 2, "column 2 of a list with numbers or bullets, from 'Emma' on")).containsExactly("Emma", "Ava", "Mia");
    assertThat(read("\"Emma\"\n\"Ava\"\n", 1, "column 1 of a list in quotes, from 'Emma' on")).containsExactly("Emma", "Ava");
    assertThat(read("Emma,\"a\n", 2, "column 2 of a table with commas, from '\"a' on")).as("a quote that is never closed").containsExactly("\"a");
    assertThat(read("Emma,\"Main Street\n7, Town\"\nAva,\"a\nb\"\n", 1, "column 1 of a table with commas, from 'Emma' on")).as("addresses of two lines").containsExactly("Emma", "Ava");
    assertThatThrownBy(() -> read("Emma,F\nAva,F\n", 3)).hasMessage("--column 3: it has no such column");
    assertThatThrownBy(() -> read("Emma\nAva\n", 2)).hasMessage("--column 2: it has no such column");
  }

  @Test @DisplayName("a title above a list is left out and told; --column 0 takes every line as it is")
  void asItIs() {
    assertThat(read("Name\nEmma\nAva\n", null, "left out the title 'Name'")).containsExactly("Emma", "Ava");
    assertThat(read("Name\nEmma\nAva\n", 0)).containsExactly("Name", "Emma", "Ava");
    assertThat(read("Paris, Texas\nRome, Ohio\n", 0)).containsExactly("Paris, Texas", "Rome, Ohio");
    assertThat(read("[a]\n[b]\n", 0)).containsExactly("[a]", "[b]");
    assertThat(read("name", null)).as("a single line is a name").containsExactly("name");
  }

  @Test @DisplayName("honest names are no table: spaces, points, hyphens, apostrophes, digits, some with a comma or a number")
  void honest() {
    List<String> names = List.of("St. John's", "R2-D2", "Villa 31", "O'Brien", "Paris, Texas", "7 Days", "- dash", "Bad Münster am Stein-Ebernburg",
        "\"Rocky\" Balboa", "Sammy Davis, Jr.", "3. Platz", "a;b", "C|D");
    assertThat(read(String.join("\n", names), null)).isEqualTo(names);
  }

  @Test @DisplayName("line ends of an old Mac; a byte order mark, a no-break space, marks of direction and of no width around a name; accents as one character")
  void letters() {
    assertThat(read("rex\rana\r\rbob", null, "skipped 1 blank line")).containsExactly("rex", "ana", "bob");
    assertThat(read("\uFEFFrex\n\uFEFFana\n\u00A0 bob\u200B \n\u200Eeva\u200F\n\u00A0\n", null, "skipped 1 blank line",
        "took invisible characters off the ends of 3 names")).containsExactly("rex", "ana", "bob", "eva");
    assertThat(read("Zoe\u0308\nZo\u00EB\n", null, "wrote letter and accent as one character (NFC) in 1 name")).containsExactly("Zo\u00EB", "Zo\u00EB");
    assertThat(read("a\u00A0b\nc\u200Dd\n\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC7F\n", null, "invisible characters within 2 names, U+00A0 U+200D"))
        .containsExactly("a\u00A0b", "c\u200Dd", "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC7F");   // a flag ends in a character without width
  }

  @Test @DisplayName("what is typed is in the same form as the lists: accents as one character, nothing invisible around it; what is unknown is told by its number")
  void typed() {
    byte[] list = bytes("Zo\u00EB\nAna\n");
    for (String name : List.of("Zoe\u0308", "Zo\u00EB\u200B", "\uFEFFAna")) {
      Kit.Result result = Kit.run(list, new encode(), "--data", "-", name);
      assertThat(result.status()).as(result.err()).isZero();
    }
    assertThat(Kit.run(list, new encode(), "--data", "-", "A\u200Bna").err()).startsWith("encode: 'U+200B' in 'AU+200Bna' is not among");
    assertThat(Kit.run(list, new encode(), "--data", "-", "Ana ").err()).as("a space may be meant").startsWith("encode: ' ' in 'Ana ' is not among");
  }

  @Test @DisplayName("a file without an end is refused after its first 4000 bytes")
  void noEnd() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/dev/zero")));
    assertThat(refused(new byte[0], "encode", "--data", "/dev/zero")).contains("line 1 is too long");
  }

  // ---- models ------------------------------------------------------------------------------------------

  static List<Arguments> badModels() {
    return List.of(
        Arguments.of("an empty file", ".*", "", "not whole JSON"),
        Arguments.of("truncated", "(?s)^(.{3000}).*", "$1", "not whole JSON"),
        Arguments.of("no JSON", "(?s).*", "hello", "not whole JSON"),
        Arguments.of("a list", "(?s).*", "[1, 2]", "not whole JSON"),
        Arguments.of("nested 100 000 deep", "(?s).*", "{\"a\":" + "[".repeat(100000), "not whole JSON"),
        Arguments.of("another format", "dino-rnn/1", "dino-rnn/2", "\"format\" must be \"dino-rnn/1\""),
        Arguments.of("no format", "\"format\"", "\"form\"", "\"format\" must be"),
        Arguments.of("NaN as a word", "(\"Whh\" : \\[ \\[ )[^,]+", "$1NaN", "not whole JSON"),
        Arguments.of("NaN as text", "(\"Whh\" : \\[ \\[ )[^,]+", "$1\"NaN\"", "\"Whh\"[0][0] is not a number"),
        Arguments.of("null for a number", "(\"Who\" : \\[ \\[ )[^,]+", "$1null", "\"Who\"[0][0] is not a number"),
        Arguments.of("an infinite number", "(\"Wxh\" : \\[ \\[ )[^,]+", "${1}1e999", "\"Wxh\"[0][0] is not a number"),
        Arguments.of("10 000 digits", "(\"Wxh\" : \\[ \\[ )[^,]+", "${1}" + "9".repeat(10000), "not whole JSON"),
        Arguments.of("a row too short", "(\"Whh\" : \\[ \\[ )[^,]+, ", "$1", "\"Whh\" must be 4 rows of 4 numbers"),
        Arguments.of("a row too long", "(\"Whh\" : \\[ \\[ )", "${1}0.5, ", "\"Whh\" must be 4 rows of 4 numbers"),
        Arguments.of("a row too few", "(\"Who\" : \\[ )\\[[^\\]]+\\], ", "$1", "\"Who\" must be 4 rows of 27 numbers"),
        Arguments.of("no matrix", "\"Wxh\"", "\"Wxx\"", "\"Wxh\" must be 27 rows of 4 numbers"),
        Arguments.of("a number for a matrix", "\"Wxh\" : ", "\"Wxh\" : 1, \"W\" : ", "\"Wxh\" must be 27 rows"),
        Arguments.of("hidden 0", "\"hidden\" : 4,\n  \"settings\"", "\"hidden\" : 0,\n  \"settings\"", "\"hidden\" must be a whole number"),
        Arguments.of("hidden of another size", "\"hidden\" : 4,\n  \"settings\"", "\"hidden\" : 1000000000,\n  \"settings\"", "must be 27 rows of 1000000000"),
        Arguments.of("an empty vocabulary", "\" abc[a-z]+\"", "\"\"", "\"vocabulary\""),
        Arguments.of("a vocabulary out of order", "\" abc", "\" bac", "\"vocabulary\""),
        Arguments.of("a vocabulary that begins with no space", "\" abc", "\"'abc", "\"vocabulary\""),
        Arguments.of("a letter twice", "\" abc", "\" aabc", "\"vocabulary\""),
        Arguments.of("null", "(?s).*", "null", "must hold one JSON object and nothing else"),
        Arguments.of("more after the end", "\\}\\s*$", "} {}", "must hold one JSON object and nothing else"),
        Arguments.of("a terminal command in the vocabulary", "\" abc", "\" \\\\u001babc", "\"vocabulary\""),
        Arguments.of("half a surrogate pair in the vocabulary", "xyz\"", "xyz\\\\ud83e\"", "\"vocabulary\""),
        Arguments.of("a number for the data", "\"data\" : null", "\"data\" : 5", "\"data\" must be"),
        Arguments.of("a weight beyond reason", "(\"Who\" : \\[ \\[ )[^,]+", "${1}1e308", "\"Who\"[0][0] is not a number"),
        Arguments.of("hidden 4.0", "\"hidden\" : 4,\n  \"settings\"", "\"hidden\" : 4.0,\n  \"settings\"", "must be a whole number"),
        Arguments.of("no settings", "\"settings\"", "\"set\"", "\"settings\" is missing"));
  }

  @ParameterizedTest(name = "{0}: {3}") @MethodSource("badModels")
  void badModel(String what, String pattern, String replacement, String says) throws Exception {
    String whole = Files.readString(model), broken = whole.replaceFirst(pattern, replacement.replace("${1}", "$1"));
    assertThat(broken).isNotEqualTo(whole);
    Path file = folder.resolve("broken.json");
    Files.writeString(file, broken);
    assertThat(refused(new byte[0], "sample", "--model", file.toString())).contains(says);
    assertThat(refused(new byte[0], "train", "--init", file.toString())).contains(says);
  }

  @Test @DisplayName("the folder that train wrote is as good as the model in it")
  void modelFolder() throws Exception {
    for (String command : List.of("sample", "plot", "baseline", "train")) {
      Kit.Result[] same = new Kit.Result[2];
      for (Path model : List.of(model, out)) {
        List<String> options = new ArrayList<>(List.of(command.equals("train") ? "--init" : "--model", model.toString()));
        if (command.equals("sample")) options.addAll(List.of("--seed", "1"));
        if (command.equals("plot")) options.addAll(List.of("--text", "--name", "rex"));
        if (command.equals("train")) options.addAll(List.of("--epochs", "0", "--out", folder.resolve("from a folder").toString()));
        Kit.Result result = Kit.run(COMMANDS.get(command).get(), options.toArray(String[]::new));
        assertThat(result.status()).as(command + result.err()).isZero();
        same[model == out ? 1 : 0] = result;
      }
      assertThat(same[1].out()).as(command).isEqualTo(same[0].out());
    }
    Path empty = Files.createDirectories(folder.resolve("without a model"));
    assertThat(Kit.run(new baseline(), "--model", empty.toString()).out()).contains("no model at " + empty + " yet");
  }

  @Test @DisplayName("a model whose names are in a device or a pseudo file: it is not read, since it may have no end")
  void deviceForData() throws Exception {
    for (String device : List.of("/dev/zero", "/proc/self/maps")) {
      Assumptions.assumeTrue(Files.exists(Path.of(device)));
      Path file = Files.writeString(folder.resolve("device.json"), Files.readString(model).replace("\"data\" : null", "\"data\" : \"" + device + "\""));
      Kit.Result result = Kit.run(new sample(), "--model", file.toString(), "--seed", "1");
      assertThat(result.status()).isZero();
      assertThat(result.err()).contains("(" + device + ") are not here");
    }
  }

  @Test @DisplayName("no model, or a folder for one")
  void noModel() throws Exception {
    assertThat(refused(new byte[0], "sample", "--model", "no/model.json")).contains("no model at no/model.json");
    assertThat(refused(new byte[0], "sample", "--model", folder.toString())).contains("no model at");
  }

  @Test @DisplayName("--init with names in other letters names the letter; --hidden that does not fit is refused")
  void initDoesNotFit() throws Exception {
    assertThat(refused(bytes("A\nB\nC\nD\nE\nF\nG\nH\nI\nJ\n"), "train", "--data", "-", "--init", model.toString()))
        .containsPattern("'[A-J]' in '[A-J]'");
    assertThat(refused(new byte[0], "train", "--init", model.toString(), "--out", out.toString(), "--hidden", "8"))
        .contains("--hidden 8 does not fit");
  }

  @Test @DisplayName("--init with weights so large that its loss is infinite: the work failed, nothing was written")
  void initTooLarge() throws Exception {
    Model small = Model.load(model);
    for (double[] row : small.weights().Who()) for (int j = 0; j < row.length; j++) row[j] = j % 2 == 0 ? 1e9 : -1e9;
    small.save(folder.resolve("large"), "");
    Path nothing = folder.resolve("nothing");
    Kit.Result result = Kit.run(new train(), "--init", folder.resolve("large/model.json").toString(), "--out", nothing.toString(), "--epochs", "0");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains("not finite before the first step");
    assertThat(nothing.resolve("model.json")).doesNotExist();
  }

  // ---- options -----------------------------------------------------------------------------------------

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
      "train, --hidden 0", "train, --hidden -3", "train, --hidden many", "train, --hidden 1.5", "train, --hidden 99999999999",
      "train, --epochs -1", "train, --epochs x", "train, --batch 0", "train, --batch -1",
      "train, --lr nan", "train, --lr NaN", "train, --lr 0", "train, --lr -0.1", "train, --lr Infinity", "train, --lr fast",
      "train, --clip -1", "train, --clip NaN", "train, --clip Infinity", "train, --optimizer adagrad", "train, --optimizer ''",
      "train, --seed -1", "train, --seed 2147483648", "train, --seed x", "train, --threads -1", "train, --threads 0",
      "train, --init nowhere.json", "train, --hiden 64", "train, surplus",
      "sample, --count 0", "sample, --count -1", "sample, --count x", "sample, --temperature -1", "sample, --temperature NaN",
      "sample, --temperature Infinity", "sample, --temperature warm", "sample, --start T", "sample, --start 'tyr '",
      "sample, --start \u00E9", "sample, --seed -1", "sample, --greedy maybe",
      "baseline, --seed -1", "baseline, --seed x", "gradcheck, --eps 0", "gradcheck, --eps -1", "gradcheck, --eps NaN",
      "bench, --rounds 0", "bench, --hidden 0", "bench, --hidden 64;128", "bench, --hidden 5000", "fast, x",
      "inspect, --data nowhere.txt", "inspect, --data .", "inspect, --open", "plot, --name T-rex", "plot, --compare", "plot, --text maybe",
      "plot, --data nowhere.txt", "plot, --compare nowhere", "lesson, 77", "lesson, --update 77", "lesson, nowhere.md", "lesson, 1 2",
      "train, --cell foo", "train, --dropout 1", "train, --dropout -0.1", "train, --dropout NaN", "gradcheck, --cell foo", "gradcheck, --break gates", "bench, --cell gru --kernels",
      "dropout, --dropout 0", "dropout, --dropout 1", "dropout, --epochs -1", "gru, T-rex", "lstm, T-rex", "gradcheck, --eps small", "gradcheck, --break everything", "encode, T-rex", "forward, T-rex", "backprop, T-rex",
      "gradcheck, T-rex", "optimize, T-rex", "encode, a b", "encode, --nonsense"})
  void badOption(String command, String words) throws Exception {
    String[] options = words.split(" ", 2);
    if (options.length == 2) options[1] = options[1].replaceAll("^'|'$", "");
    refused(new byte[0], command, options);
  }

  @Test @DisplayName("words with line feeds, terminal commands or 10 000 digits, and such as no file can have: still one readable sentence")
  void oddWords() throws Exception {
    assertThat(refused(new byte[0], "backprop", "--data", "a\nb")).contains("can't read a?b");
    assertThat(refused(new byte[0], "encode", "\u001B[2J")).contains("'?[2J'");
    assertThat(refused(new byte[0], "sample", "\u202E")).contains("'?'");
    String digits = refused(new byte[0], "sample", "--seed", "9".repeat(10_000));
    assertThat(digits).contains("'--seed'", " … ", "is not a long");
    assertThat(digits.length()).isLessThan(1100);
    assertThat(refused(new byte[0], "sample", "--model", "a\0b")).contains("'--model'", "'a?b' can't be the name of a file");
    assertThat(refused(new byte[0], "encode", "--data", "a\0b")).contains("'a?b' can't be the name of a file");
  }

  @ParameterizedTest(name = "train {0} is in the sentence")
  @CsvSource({"--hidden, 0", "--lr, -1", "--threads, -1", "--batch, 0", "--clip, -2", "--epochs, -1", "--optimizer, adagrad", "--seed, -1"})
  void optionIsNamed(String option, String value) throws Exception {
    assertThat(refused(new byte[0], "train", option, value, "--out", out.toString())).contains(option, value);
  }

  @Test @DisplayName("an --out that can't be written: refused before training")
  void badOut() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThat(refused(new byte[0], "train", "--out", file.toString())).contains("--out");
    assertThat(refused(new byte[0], "train", "--out", file.resolve("deeper/still").toString())).contains("--out");
    assertThat(file).hasContent("not a folder");
    Path taken = Files.createDirectories(folder.resolve("taken/history.csv"));
    assertThat(refused(new byte[0], "train", "--out", taken.getParent().toString())).contains("history.csv there is a folder");
    Path link = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    assertThat(refused(new byte[0], "train", "--out", link.toString())).contains("--out");
    if (Files.isDirectory(Path.of("/proc/self"))) assertThat(refused(new byte[0], "train", "--out", "/proc/model")).contains("--out");
    assertThat(refused(new byte[0], "train", "--out", folder.resolve("new/one").toString(), "--init", "nowhere")).contains("no model");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test @DisplayName("work that fails: exit code 1, and the model that was there is untouched")
  void diverges() throws Exception {
    String before = Files.readString(model);
    Kit.Result result = Kit.run(new train(), "--optimizer", "sgd", "--lr", "1e300", "--clip", "0", "--hidden", "4", "--epochs", "3",
        "--out", out.toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(result.err()).contains("epoch 1", "--lr");
    assertThat(Files.readString(model)).isEqualTo(before);
  }

  static Set<String> commands() { return FuzzTest.COMMANDS.keySet(); }

  @ParameterizedTest(name = "{0} --help: an example, exit code 0")
  @MethodSource("commands")
  void help(String command) {
    Kit.Result result = Kit.run(FuzzTest.COMMANDS.get(command).get(), "--help");
    assertThat(result.status()).isEqualTo(0);
    assertThat(result.out()).contains("Usage: " + command, "Example: " + command, "--verbose");
  }

  @Test @DisplayName("--verbose shows where an error came from")
  void verbose() {
    assertThat(Kit.run(new encode(), "--verbose", "T-rex").err()).contains("at encode.indices(encode.java:");
  }

  // ---- what no command does on purpose -----------------------------------------------------------------

  @picocli.CommandLine.Command(name = "fails")
  static class Fails implements Runnable {
    final Throwable failure;

    Fails(Throwable failure) { this.failure = failure; }

    public void run() {
      if (failure instanceof Error e) throw e;
      throw (RuntimeException) failure;
    }
  }

  @Test @DisplayName("an error that nobody thought of, too little memory, a file that can't be written: one sentence, exit code 1")
  void failures() {
    Map<Throwable, String> says = Map.of(new ArithmeticException("by zero"), "this should not have happened (java.lang.ArithmeticException: by zero)",
        new OutOfMemoryError(), "not enough memory", new UncheckedIOException("can't write to it", new IOException()), "can't write to it");
    says.forEach((failure, sentence) -> {
      Kit.Result result = Kit.run(new Fails(failure));
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err()).startsWith("fails: " + sentence);
      assertThat(result.err().strip().lines()).hasSize(1);
    });
  }

  @Test @DisplayName("why a file could not be read or written, in words")
  void reasons() {
    assertThat(Words.reason(new NoSuchFileException("f"))).isEqualTo("no such file");
    assertThat(Words.reason(new AccessDeniedException("f"))).isEqualTo("no permission");
    assertThat(Words.reason(new FileAlreadyExistsException("f"))).isEqualTo("there is a file of that name");
    assertThat(Words.reason(new FileSystemException("f", null, "No space left"))).isEqualTo("No space left");
    assertThat(Words.reason(new FileSystemException("f"))).isEqualTo("f");
    assertThat(Words.reason(new IOException("broken pipe"))).isEqualTo("broken pipe");
  }

  @Test @DisplayName("output that can't be written is no success")
  void fullDisk() {
    PrintStream out = System.out, err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(new OutputStream() {
        @Override public void write(int b) throws IOException { throw new IOException("full"); }
      }));
      System.setErr(new PrintStream(said));
      assertThat(Program.run(new encode())).isEqualTo(1);
      assertThat(said.toString()).isEqualTo("encode: the output could not be written\n");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test @DisplayName("a word that begins with @ is a word, also where there is a file of that name")
  void atFile() throws Exception {
    Path words = Files.writeString(folder.resolve("words.txt"), "rex");
    assertThat(refused(new byte[0], "encode", "@" + words)).contains("'@' in");
  }

  @Test @DisplayName("numbers have a point, also in a country that writes a comma")
  void country() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Kit.run(new forward()).out()).contains("ln 27 = 3.2958 nats");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test @DisplayName("a short list in a pipe that has a name, as --data <(...) makes one")
  void namedPipe(@TempDir Path temporary) throws Exception {
    Path pipe = temporary.resolve("pipe");
    assertThat(Kit.exec(temporary, Map.of(), "mkfifo", "" + pipe).status()).isEqualTo(0);
    Thread writer = new Thread(() -> {
      try { Files.writeString(pipe, "rex\nbrachio\n"); } catch (IOException e) { throw new UncheckedIOException(e); }
    });
    writer.start();
    assertThat(Dino.names("" + pipe)).containsExactly("rex", "brachio");
    writer.join();
  }
}
