import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import static org.assertj.core.api.Assertions.*;

@DisplayName("what the page of play asks of the network, called in this JVM: the way back, units that are off, models")
class WebTest {

  static final List<String> NAMES = Dino.names(null);

  static forward.Weights begun(int H) {
    Web.begin(NAMES.toArray(String[]::new), "rnn", H, 3);
    return new forward.Weights(Web.Wxh(), Web.Whh(), Web.Who());
  }

  static forward.Weights copy(forward.Weights W) {
    UnaryOperator<double[][]> each = M -> Arrays.stream(M).map(double[]::clone).toArray(double[][]::new);
    return new forward.Weights(each.apply(W.Wxh()), each.apply(W.Whh()), each.apply(W.Who()));
  }

  /** The loss of one step of a name, or of all (-1), with something added to z at one step; written anew, for this test. */
  static double loss(forward.Weights W, int[] name, int at, int[] off, int addAt, double[] add) {
    double[] s = new double[W.H()];
    double loss = 0;
    for (int t = 0; t <= name.length; t++) {
      double[] z = W.Wxh()[t == 0 ? 0 : name[t - 1]].clone();
      for (int j = 0; j < z.length; j++) for (int k = 0; k < s.length; k++) z[j] += s[k] * W.Whh()[k][j];
      for (int j = 0; t == addAt && j < z.length; j++) z[j] += add[j];
      for (int j = 0; j < z.length; j++) z[j] = Math.tanh(z[j]);
      for (int i : off) z[i] = 0;
      s = z;
      double[] o = new double[W.V()];
      for (int j = 0; j < o.length; j++) for (int k = 0; k < s.length; k++) o[j] += s[k] * W.Who()[k][j];
      double sum = Arrays.stream(o).map(Math::exp).sum();
      if (at < 0 || at == t) loss += Math.log(sum) - o[t == name.length ? 0 : name[t]];
    }
    return loss;
  }

  static double slope(DoubleUnaryOperator f) { return (f.applyAsDouble(1e-5) - f.applyAsDouble(-1e-5)) / 2e-5; }

  @Test @DisplayName("the way back: errors and what a guess depends on are the slopes of its loss, of one step's and of all")
  void back() {
    forward.Weights W = begun(12);
    for (int k = 0; k < 10; k++) Web.batch(32, 0.01, 5, true, "");
    String text = "rex";
    int[] name = encode.indices(text, encode.vocabulary(NAMES));
    for (int at : new int[] {-1, 0, 2, 3}) {
      Web.back(text, at);
      double[][] ro = Web.errors();
      double[] norms = Web.inputNorms();
      for (int t = 0; t <= 3; t++) {
        int step = t;
        for (int j = 0; j < 12; j++) {
          double[] one = new double[12];
          one[j] = 1;
          double expected = slope(e -> loss(W, name, at, new int[0], step, Arrays.stream(one).map(a -> a * e).toArray()));
          assertThat(ro[t][j]).as("loss of %d, step %d, unit %d", at, t, j).isCloseTo(expected, within(1e-7));
        }
        double square = 0;
        for (double[] row : W.Wxh()) {
          square += Math.pow(slope(e -> loss(W, name, at, new int[0], step, Arrays.stream(row).map(a -> a * e).toArray())), 2);
        }
        assertThat(norms[t]).isCloseTo(Math.sqrt(square), within(1e-7));
      }
    }
  }

  @ParameterizedTest(name = "{0}: the pull of each letter is the slope of the loss by its row x_t; dLoss/ds falls as the three ways show; a unit that is off is 0")
  @ValueSource(strings = {"gru", "lstm"})
  void gates(String cell) {
    Web.begin(NAMES.toArray(String[]::new), cell, 7, 3);
    for (int k = 0; k < 20; k++) Web.batch(32, 0.01, 5, true, "");
    forward.Weights W = new forward.Weights(Web.Wxh(), Web.Whh(), Web.Who());
    int[] name = encode.indices("rexo", encode.vocabulary(NAMES));
    for (int at : new int[] {-1, 2, 4}) {
      Web.back("rexo", at);
      double[] norms = Web.inputNorms();
      for (int t = 0; t <= 4; t++) {
        double square = 0;
        for (int i = 0; i < 27; i++) {
          encode.Steps steps = encode.steps(name, 27);
          for (int u = 0; u <= 4; u++) if (at >= 0 && u != at) steps.y[u] = null;
          double[] x = steps.x[t];
          int letter = i;
          double before = x[i];
          square += Math.pow(slope(e -> { x[letter] = before + e; return CellTest.masked(W, steps, null); }), 2);
        }
        assertThat(norms[t]).as("loss of %d, step %d", at, t).isCloseTo(Math.sqrt(square), within(1e-7));
      }
      double[][] ways = Web.ways("rexo", at, 3);
      int last = at < 0 ? 4 : at;
      for (double[] way : ways) assertThat(way[last]).isEqualTo(1);
      if (at < 0) continue;
      double[][] ds = Web.errors();
      for (int t = 0; t <= last; t++) assertThat(ways[3][t]).isCloseTo(Dino.norm(ds[t]) / Dino.norm(ds[last]), within(1e-12));
      if (last == 4) assertThat(ways[0][0]).as("the plain network forgets faster").isLessThan(Math.min(ways[1][0], ways[2][0]) / 5);
    }
    Web.switchOff(new int[] {2});
    Web.read("rexo");
    for (double[] s : Web.states()) {
      assertThat(s[2]).isZero();
      assertThat(s[3]).isNotZero();
    }
    Web.switchOff(new int[0]);
  }

  @Test @DisplayName("a unit that is off says nothing, at any step, and learns on all the same")
  void off() {
    forward.Weights W = begun(12);
    for (int k = 0; k < 10; k++) Web.batch(32, 0.01, 5, true, "");
    int[] off = {2, 7};
    int[] name = encode.indices("rex", encode.vocabulary(NAMES));
    Web.switchOff(off);
    Web.read("rex");
    for (double[] s : Web.states()) assertThat(List.of(s[2], s[7])).containsOnly(0.0);
    double surprise = 0;
    for (int t = 0; t <= 3; t++) surprise -= Math.log(Web.probabilities()[t][t == 3 ? 0 : name[t]]);
    assertThat(surprise).isCloseTo(loss(W, name, -1, off, -1, null), within(1e-9));
    assertThat(Web.seenLoss()).isNotCloseTo(Web.validLoss(), within(1e-4));
    double[] with = Web.batch(32, 0.01, 5, true, "");
    begun(12);
    for (int k = 0; k < 10; k++) Web.batch(32, 0.01, 5, true, "");
    assertThat(Web.batch(32, 0.01, 5, true, "")).isEqualTo(with);
  }

  @Test @DisplayName("a batch with a mistake in its gradient takes just that gradient's step")
  void mistake() {
    for (Mistake mistake : Mistake.values()) {
      forward.Weights W = begun(12), before = copy(W);
      String first = Web.next();
      Web.batch(1, 0.1, 1e9, false, mistake.name());
      List<encode.Steps> one = List.of(encode.steps(encode.indices(first, encode.vocabulary(NAMES)), 27));
      optimize.sgd(before.rows(), gradcheck.analytic(before, one, mistake).rows(), 0.1);
      assertThat(W.rows()).as(mistake.name()).isDeepEqualTo(before.rows());
      forward.Weights right = begun(12);
      Web.batch(1, 0.1, 1e9, false, "");
      assertThat(Arrays.deepEquals(right.rows(), before.rows())).as(mistake.name()).isFalse();
    }
  }

  @Test @DisplayName("an opened model begins with Adam's first step, and with the names whose letters it knows")
  void open() {
    forward.Weights W = begun(8);
    for (int k = 0; k < 5; k++) Web.batch(32, 0.01, 5, true, "");
    double[][] flat = Stream.of(Web.Wxh(), Web.Whh(), Web.Who())
        .map(M -> Arrays.stream(M).flatMapToDouble(Arrays::stream).toArray()).toArray(double[][]::new);
    List<String> some = new ArrayList<>(NAMES);
    some.addAll(List.of("r\u00e9x", "42", "\u00e9\u00e9"));
    int known = Web.open(some.toArray(String[]::new), 3, Web.begin(NAMES.toArray(String[]::new), "rnn", 8, 3), "rnn", 8, flat[0], flat[1], flat[2]);
    assertThat(known).isEqualTo(NAMES.size());
    double[] before = Arrays.stream(Web.Who()).flatMapToDouble(Arrays::stream).toArray();
    Web.batch(32, 0.01, 5, true, "");
    double[] after = Arrays.stream(Web.Who()).flatMapToDouble(Arrays::stream).toArray();
    // The first step of Adam is lr g / (|g| + 1e-8 ...), about the learning rate for every weight with a gradient.
    double largest = IntStream.range(0, after.length).mapToDouble(i -> Math.abs(after[i] - before[i])).max().getAsDouble();
    assertThat(largest).isBetween(0.00999, 0.01);
  }

  @Test @DisplayName("of a large network every n-th row is checked, to the last matrix's end")
  void large() {
    forward.Weights W = begun(100);
    int every = 1 + Web.check("rex", "carry");
    assertThat(every).isEqualTo(2);
    while (Web.checkRow() < 1) { }
    List<encode.Steps> one = List.of(encode.steps(encode.indices("rex", encode.vocabulary(NAMES)), 27));
    forward.Weights dW = gradcheck.analytic(W, one, Mistake.carry);
    List<double[][]> wrong = List.of(dW.Wxh(), dW.Whh(), dW.Who());
    int[] rows = new int[3];
    for (int i = 0; i < 3; i++) {
      double[] c = Web.checked(i);
      rows[i] = (int) c[1];
      assertThat(c[3]).isEqualTo(wrong.get(i)[every * rows[i]][(int) c[2]]);
    }
    assertThat(Arrays.stream(rows).max().getAsInt()).as("else it would not show which rows").isPositive();
    assertThat(Web.checked(1)[5]).isZero();
    assertThat(Web.checked(2)[5]).isEqualTo(1);
  }
}
