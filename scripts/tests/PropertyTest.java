import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import net.jqwik.api.*;
import net.jqwik.api.constraints.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.*;

/** What holds for every list of names and every row of numbers; a property that fails prints the smallest case it found, and its seed. */
@Label("properties: what holds for any names, letters and numbers")
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.MIXIN)
class PropertyTest {

  // ---- names and numbers to try ------------------------------------------------------------------------

  /** Letters of one to four bytes in UTF-8, combining ones, signs; no control characters, and now and then a space within. */
  private static Arbitrary<String> letters() {
    Arbitrary<Integer> codePoint = Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.integers().between('a', 'e')), Tuple.of(2, Arbitraries.integers().between(0x21, 0x7E)),
        Tuple.of(1, Arbitraries.integers().between(0xA1, 0x24F)), Tuple.of(1, Arbitraries.integers().between(0x300, 0x36F)), Tuple.of(1, Arbitraries.integers().between(0x4E00, 0x4E20)),
        Tuple.of(1, Arbitraries.integers().between(0x1F995, 0x1F9A0)), Tuple.of(1, Arbitraries.just((int) ' '))).filter(c -> !Names.isInvisible(c));
    return codePoint.list().ofMinSize(1).ofMaxSize(12).map(list -> list.stream().map(Character::toString).collect(Collectors.joining()))
        .map(name -> java.text.Normalizer.normalize(name.strip(), java.text.Normalizer.Form.NFC)).filter(name -> !name.isEmpty());
  }

  @Provide Arbitrary<String> name() { return letters(); }

  @Provide Arbitrary<List<String>> names() { return letters().list().ofMinSize(1).ofMaxSize(20); }

  @Provide Arbitrary<List<String>> tenNames() { return letters().list().ofMinSize(10).ofMaxSize(15).uniqueElements(); }

  @Provide Arbitrary<List<Double>> scores() { return Arbitraries.doubles().between(-800, 800).list().ofMinSize(1).ofMaxSize(40); }

  /** Rows of weights of every size a double has, within what a model may hold. */
  @Provide Arbitrary<Double> weight() {
    return Arbitraries.oneOf(Arbitraries.doubles().between(-1e9, 1e9), Arbitraries.doubles().between(-1, 1).ofScale(12),
        Arbitraries.longs().map(Double::longBitsToDouble).filter(a -> Math.abs(a) <= 1e9), Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, Double.MIN_NORMAL, 1e9, -1e9, 0.1));
  }

  private static double[] array(List<Double> list) { return list.stream().mapToDouble(a -> a).toArray(); }

  private static int[] codePoints(String text) { return text.codePoints().toArray(); }

  // ---- encode ------------------------------------------------------------------------------------------

  @Property @Label("the way to indices and to one-hot rows and back gives the name again; a space within is never index 0")
  void encodeAndBack(@ForAll("names") List<String> names) {
    int[] vocabulary = encode.vocabulary(names);
    for (String name : names) {
      int[] indices = encode.indices(name, vocabulary);
      assertThat(encode.text(indices, vocabulary)).isEqualTo(name);
      assertThat(encode.argmax(encode.oneHot(indices, vocabulary.length))).isEqualTo(indices);
      assertThat(indices).hasSize(name.codePointCount(0, name.length())).doesNotContain(0);
    }
  }

  @Property @Label("the vocabulary: ' ', then each letter of the names once, ascending")
  void vocabulary(@ForAll("names") List<String> names) {
    TreeSet<Integer> letters = new TreeSet<>();
    for (String name : names) for (int c : codePoints(name)) letters.add(c);
    int[] vocabulary = encode.vocabulary(names);
    assertThat(vocabulary[0]).isEqualTo(' ');
    assertThat(Arrays.copyOfRange(vocabulary, 1, vocabulary.length)).containsExactly(letters.stream().mapToInt(c -> c).toArray());
  }

  // ---- forward -----------------------------------------------------------------------------------------

  @Property @Label("softmax: numbers from 0 to 1 whose sum is 1, in the order of the scores, the same when all scores are moved")
  void softmax(@ForAll("scores") List<Double> scores, @ForAll @DoubleRange(min = -1000, max = 1000) double shift) {
    double[] o = array(scores), p = forward.softmax(o), moved = forward.softmax(Arrays.stream(o).map(a -> a + shift).toArray());
    assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
    for (int i = 0; i < p.length; i++) {
      assertThat(p[i]).isBetween(0.0, 1.0).isCloseTo(moved[i], within(1e-10));
      for (int j = 0; j < p.length; j++) if (o[i] - o[j] > 1e-9) assertThat(p[i]).isGreaterThanOrEqualTo(p[j]);
    }
  }

  @Property @Label("the names of a file, side by side or one by one: the same loss")
  void batch(@ForAll("names") List<String> names, @ForAll @IntRange(min = 1, max = 5) int hidden, @ForAll @IntRange(min = 0, max = 1000) int seed) {
    int[] vocabulary = encode.vocabulary(names);
    List<int[]> indices = encode.indices(names, vocabulary);
    forward.Weights W = forward.random(vocabulary.length, hidden, new Dino.Random(seed));
    double alone = 0;
    for (int[] name : indices) alone += forward.forward(W, encode.steps(name, vocabulary.length)).loss;
    try (Batch batch = new Batch(W, 1)) { assertThat(batch.loss(indices, 0, indices.size())).isCloseTo(alone, within(1e-9 * (1 + alone))); }
  }

  // ---- the edit distance -------------------------------------------------------------------------------

  private static int distance(String a, String b) { return sample.editDistance(codePoints(a), codePoints(b), Integer.MAX_VALUE); }

  @Property(tries = 1000) @Label("the edit distance is a metric: 0 for the same name alone, symmetric, no detour is shorter; and it keeps to its limit")
  void metric(@ForAll("name") String a, @ForAll("name") String b, @ForAll("name") String c, @ForAll @IntRange(min = 0, max = 15) int limit) {
    int ab = distance(a, b), longer = Math.max(codePoints(a).length, codePoints(b).length);
    assertThat(ab == 0).isEqualTo(a.equals(b));
    assertThat(ab).isEqualTo(distance(b, a)).isBetween(Math.abs(codePoints(a).length - codePoints(b).length), longer);
    assertThat(distance(a, c)).isLessThanOrEqualTo(ab + distance(b, c));
    assertThat(sample.editDistance(codePoints(a), codePoints(b), limit)).isEqualTo(Math.min(ab, limit));
  }

  // ---- files -------------------------------------------------------------------------------------------

  @Property @Label("a model that is saved and loaded is the same to the last bit")
  void saveAndLoad(@ForAll("names") List<String> names, @ForAll @Size(min = 1, max = 30) List<@From("weight") Double> weights, @ForAll @IntRange(min = 1, max = 4) int H) throws Exception {
    int[] vocabulary = encode.vocabulary(names);
    int V = vocabulary.length;
    Iterator<Double> endless = Stream.generate(() -> weights).flatMap(List::stream).iterator();
    forward.Weights W = new forward.Weights(new double[V][H], new double[H][H], new double[H][V]);
    for (double[] row : W.rows()) for (int j = 0; j < row.length; j++) row[j] = endless.next();
    Map<String, Object> settings = new LinkedHashMap<>(), loss = new LinkedHashMap<>(Map.of("train", weights.get(0)));
    settings.put("data", names.get(0));
    settings.put("init", null);
    Path folder = Files.createTempDirectory("property");
    try {
      new Model(vocabulary, W, settings, loss).save(folder, "");
      Model again = Model.load(folder.resolve("model.json"));
      assertThat(again.vocabulary()).isEqualTo(vocabulary);
      assertThat(again.settings()).isEqualTo(settings);
      double[][] rows = W.rows(), same = again.weights().rows();
      for (int i = 0; i < rows.length; i++) for (int j = 0; j < rows[i].length; j++) {
        assertThat(Double.doubleToRawLongBits(same[i][j])).isEqualTo(Double.doubleToRawLongBits(rows[i][j]));
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) { for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file); }
  }

  /** Each name's line as bytes: spaces around it, an end of CR LF or LF, blank lines after it. */
  @Property @Label("names with a byte order mark or none, LF or CR LF, spaces around them and blank lines between are read as they are")
  void read(@ForAll("names") List<String> names, @ForAll boolean mark, @ForAll @Size(20) List<@StringLength(max = 3) @Chars({' ', '\n', '\r'}) String> between, @ForAll boolean newlineAtEnd) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int feeds = 0;
    if (mark) bytes.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      String end = between.get(i).replaceAll("\r(?!\n)", "") + (last && !newlineAtEnd ? "" : i % 2 == 0 ? "\n" : "\r\n");
      feeds += end.chars().filter(c -> c == '\n').count();
      bytes.write((" ".repeat(i % 3) + names.get(i) + end).getBytes(UTF_8));
    }
    boolean endsInLine = bytes.toByteArray()[bytes.size() - 1] != '\n';
    int blank = feeds + (endsInLine ? 1 : 0) - names.size();   // lines that hold no name
    InputStream in = System.in;
    java.io.PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(bytes.toByteArray()));
      System.setErr(new java.io.PrintStream(told, true, UTF_8));
      assertThat(Dino.names("-", 0)).isEqualTo(names);
    } finally {
      System.setIn(in);
      System.setErr(err);
    }
    assertThat(told.toString(UTF_8).strip()).isEqualTo(blank == 0 ? "" : "standard input: skipped " + blank + " blank line" + (blank == 1 ? "" : "s"));
  }

  // ---- from names to names -----------------------------------------------------------------------------

  @Property(tries = 30) @Label("train on any 10 different names or more: a model that sample and baseline can use")
  void trainAndSample(@ForAll("tenNames") List<String> names, @ForAll @IntRange(min = 1, max = 4) int hidden, @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int seed) throws Exception {
    Path folder = Files.createTempDirectory("property");
    try {
      String list = Files.write(folder.resolve("list.txt"), names).toString(), model = folder.resolve("model.json").toString();
      Kit.Result trained = Kit.run(new train(), "--data", list, "--column", "0", "--hidden", "" + hidden, "--epochs", "1", "--threads", "1", "--seed", "" + seed, "--out", folder.toString());
      assertThat(trained.status()).as(trained.err()).isZero();
      Kit.Result sampled = Kit.run(new sample(), "--model", model, "--start", names.get(0), "--count", "3", "--seed", "" + seed);
      assertThat(sampled.status()).as(sampled.err()).isZero();
      assertThat(sampled.lines()).hasSize(5);
      assertThat(sampled.lines().get(0)).startsWith("  " + names.get(0));
      assertThat(Kit.run(new baseline(), "--data", list, "--column", "0", "--model", model, "--seed", "" + seed).out()).contains("RNN, " + hidden + " hidden");
    } finally {
      delete(folder);
    }
  }
}
