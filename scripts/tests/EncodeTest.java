import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import static org.assertj.core.api.Assertions.*;

@DisplayName("names, NumPy's random numbers, and encoding")
class EncodeTest {

  // The figures are NumPy 1.24's, each drawn after np.random.seed(seed).

  @ParameterizedTest(name = "random_sample, seed {0}")
  @CsvSource({
      "0, 0.5488135039273248 0.7151893663724195 0.6027633760716439",
      "1234, 0.1915194503788923 0.6221087710398319 0.4377277390071145",
      "2147483647, 0.3933911315501387 0.6566618430544519 0.08629079684294616"})
  void randomSample(long seed, String numpy) {
    Dino.Random random = new Dino.Random(seed);
    for (String number : numpy.split(" ")) assertThat(random.randomSample()).isEqualTo(Double.parseDouble(number));
  }

  @ParameterizedTest(name = "randn, seed {0}")
  @CsvSource({
      "0, 1.764052345967664 0.4001572083672233 0.9787379841057392 2.240893199201458 1.8675579901499675",
      "1234, 0.47143516373249306 -1.1909756947064645 1.4327069684260973 -0.3126518960917129 -0.7205887333650116",
      "2147483647, 1.628680950870893 -1.1083224214197442 1.3931666912751481 0.6885372651891304 -1.1734482800347712"})
  void randn(long seed, String numpy) {
    Dino.Random random = new Dino.Random(seed);
    for (String number : numpy.split(" ")) assertThat(random.randn()).isCloseTo(Double.parseDouble(number), within(1e-15));
  }

  @ParameterizedTest(name = "randint(27), seed {0}")
  @CsvSource({
      "0, 12 15 21 0 3 3 7 9 19 21 18 4",
      "1234, 15 19 6 21 12 20 24 25 15 17 23 9",
      "2147483647, 15 10 12 25 8 16 8 15 23 17 4 3"})
  void randint(long seed, String numpy) {
    Dino.Random random = new Dino.Random(seed);
    for (String number : numpy.split(" ")) assertThat(random.randint(27)).isEqualTo(Integer.parseInt(number));
  }

  @ParameterizedTest(name = "randint of 1, 1000000, 1, 65536, 2147483647, seed {0}")
  @CsvSource({
      "0, 0 985772 0 43567 924231285",
      "1234, 0 486191 0 58067 524453158",
      "2147483647, 0 346095 0 44906 672857501"})
  void randintBounds(long seed, String numpy) {
    Dino.Random random = new Dino.Random(seed);
    int[] bounds = {1, 1000000, 1, 65536, 2147483647};
    String[] expected = numpy.split(" ");
    for (int i = 0; i < bounds.length; i++) assertThat(random.randint(bounds[i])).isEqualTo(Integer.parseInt(expected[i]));
  }

  @ParameterizedTest(name = "shuffle of 0 to 11, seed {0}")
  @CsvSource({
      "0, 6 11 4 10 2 8 1 7 9 3 0 5",
      "1234, 7 8 11 2 9 10 1 0 4 5 6 3",
      "2147483647, 6 5 7 2 4 3 1 11 0 8 9 10"})
  void shuffle(long seed, String numpy) {
    List<String> list = new ArrayList<>();
    for (int i = 0; i < 12; i++) list.add("" + i);
    new Dino.Random(seed).shuffle(list);
    assertThat(String.join(" ", list)).isEqualTo(numpy);
  }

  @ParameterizedTest(name = "randn, random_sample, randn, shuffle of 0 to 4, randn: one stream, seed {0}")
  @CsvSource({
      "0, 1.764052345967664, 0.6027633760716439, 0.4001572083672233, '0 2 1 4 3', -0.8427240538292873",
      "1234, 0.47143516373249306, 0.4377277390071145, -1.1909756947064645, '4 2 3 1 0', -0.37006400629677133",
      "2147483647, 1.628680950870893, 0.08629079684294616, -1.1083224214197442, '3 2 1 4 0', -1.1734482800347712"})
  void mixed(long seed, double first, double uniform, double kept, String shuffled, double last) {
    Dino.Random random = new Dino.Random(seed);
    assertThat(random.randn()).isCloseTo(first, within(1e-15));
    assertThat(random.randomSample()).isEqualTo(uniform);
    assertThat(random.randn()).isCloseTo(kept, within(1e-15));
    List<String> list = new ArrayList<>(List.of("0", "1", "2", "3", "4"));
    random.shuffle(list);
    assertThat(String.join(" ", list)).isEqualTo(shuffled);
    assertThat(random.randn()).isCloseTo(last, within(1e-15));
  }

  @Test @DisplayName("encode prints what a NumPy notebook with the same names printed")
  void notebook() {
    assertThat(Kit.run(new encode()).out())
        .contains("  aachenosaurus, aardonyx, abelisaurus, abrictosaurus\n")
        .contains("  yongjinglong, eocarcharia, shidaisaurus, brasileosaurus\n")
        .contains("(1325, 23, 27)")
        .contains("[9, 14, 15, 19, 1, 21, 18, 21, 19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]")
        .contains("name 234                'inosaurus              '")
        .contains("one-hot and decoded     'inosaurus              '");
  }

  @Test @DisplayName("the vocabulary is ' ' and the letters in code-point order, accents and emoji among them")
  void vocabulary() {
    int[] vocabulary = encode.vocabulary(List.of("Zoë", "a b", "\uD83E\uDD95rex"));
    assertThat(new String(vocabulary, 0, vocabulary.length)).isEqualTo("  Zabeorxë\uD83E\uDD95");
    assertThat(encode.indices("a b", vocabulary)).containsExactly(3, 1, 4);   // the inner space is 1, not the end, 0
    for (String name : List.of("Zoë", "a b", "\uD83E\uDD95rex")) {
      assertThat(encode.text(encode.argmax(encode.oneHot(encode.indices(name, vocabulary), 11)), vocabulary)).isEqualTo(name);
    }
  }

  @Test @DisplayName("a letter outside the vocabulary is named")
  void unknownLetter() {
    int[] vocabulary = encode.vocabulary(List.of("rex"));
    assertThatThrownBy(() -> encode.indices("rax", vocabulary)).hasMessageContaining("'a' in 'rax'");
    Kit.Result result = Kit.run(new encode(), "\uD83E\uDD95");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("'\uD83E\uDD95'");
    assertThatThrownBy(() -> encode.indices("\uD83E\uDD95\uD83E\uDD95x", encode.vocabulary(List.of("\uD83E\uDD95")))).hasMessageContaining("'x' in");
    assertThatThrownBy(() -> encode.indices("\uD83E\uDD96", encode.vocabulary(List.of("\uD83E\uDD95")))).hasMessageContaining("'\uD83E\uDD96' in");
  }

  @Test @DisplayName("argmax takes the first of several largest numbers")
  void argmax() {
    assertThat(encode.argmax(new double[][] {{1, 3, 3, 0}, {2, 2, 2, 2}, {-1, -3, -1, 0}})).containsExactly(1, 0, 3);
  }

  @Test @DisplayName("x is ' ' and the letters, y the letters and ' '")
  void steps() {
    encode.Steps steps = encode.steps(new int[] {2, 1}, 3);
    assertThat(steps.x).isDeepEqualTo(new double[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}});
    assertThat(steps.y).isDeepEqualTo(new double[][] {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}});
    assertThat(encode.manyToOne(steps).y).isDeepEqualTo(new double[][] {null, null, {1, 0, 0}});
  }

  @Test @DisplayName("no part of a name: control characters, surrogates and what turns the direction, as the JDK's Unicode tables tell them")
  void isControl() {
    Set<Byte> turns = Set.of(Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING, Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
        Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE, Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE, Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
        Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE, Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
        Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE);
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean control = Set.of(Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR).contains((byte) Character.getType(c)) || turns.contains(Character.getDirectionality(c));
      if (Names.isControl(c) != control) fail("U+%04X", c);
    }
  }

  @Test @DisplayName("the split: 10 % test, 10 % validation, the rest training, no name twice, nothing lost")
  void split() {
    List<String> names = Dino.names(null);
    encode.Split split = encode.split(names, new Dino.Random(0));
    assertThat(split.test()).hasSize(131).startsWith("yongjinglong", "eocarcharia");
    assertThat(split.valid()).hasSize(131);
    assertThat(split.train()).hasSize(1056);
    Set<String> all = new HashSet<>(split.test());
    all.addAll(split.valid());
    all.addAll(split.train());
    assertThat(all).hasSize(1318).isEqualTo(new HashSet<>(names));
  }
}
