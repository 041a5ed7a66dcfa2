import java.time.Duration;
import java.util.*;
import java.util.regex.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the judge: what it says of a wrong result, and which results it does not look at")
class JudgeTest {

  /** The sentences on a function that gives this where it should give that. */
  static String said(Object truth, Object mine) {
    Task<Task.Call> task = new Task<>("f", any -> truth, 0);
    task.input("any number", random -> Exercise.in(0.0));
    List<Object[]> arguments = task.arguments(0);
    Task.Outcome outcome = new Task.Outcome(mine, arguments.get(0), null, null, null, List.of());
    Judge.Verdict verdict = Judge.judge(task, arguments, List.of(outcome), true);
    assertThat(verdict.state()).isEqualTo(Judge.State.WRONG);
    return String.join(" ", verdict.sentences());
  }

  /** The two numbers of "it should be 0.5, yours is 0.25", wherever it stands. */
  static void twoNumbers(String said, double truth, double mine) {
    Matcher two = Pattern.compile("it should be (\\S+), yours is (\\S+)\\.(?= |$)").matcher(said);
    int found = 0;
    for (; two.find(); found++) {
      double a = Double.parseDouble(two.group(1)), b = Double.parseDouble(two.group(2));
      assertThat(a).as(said).isNotEqualTo(b).isCloseTo(truth, withinPercentage(1e-4));
      assertThat(b).as(said).isCloseTo(mine, withinPercentage(1e-4));
    }
    assertThat(found).as(said).isPositive();
  }

  @ParameterizedTest(name = "two numbers that differ are shown with enough digits to differ: {0} and {1}")
  @CsvSource({"0.6652409557748219, 0.6652409434318542", "1, 1.00000001", "0.1, 0.3", "12345678, 12345679.5", "1e-12, 1.0000001e-12", "-2.5, -2.5000001", "7, 7.00000001"})
  void digits(double truth, double mine) {
    twoNumbers(said(truth, mine), truth, mine);
    twoNumbers(said(mine, truth), mine, truth);
  }

  @Test @DisplayName("of random numbers too, down to a difference of one part in a hundred million; no more than 7 digits where these suffice")
  void randomDigits() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      double truth = random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10), mine = truth * (1 + Math.pow(10, -8 * random.nextDouble()));
      twoNumbers(said(truth, mine), truth, mine);
    }
    assertThat(said(1 / 3.0, 2 / 3.0)).contains("it should be 0.3333333, yours is 0.6666667.");
  }

  @Test @DisplayName("a result that is 0 everywhere, or empty, fits many causes: the known one is only one way to get it")
  void nothing() {
    for (double[] wrong : new double[][] {{0, 0}, {}}) {
      Task<Exercise.F1<double[]>> task = new Task<>("f", a -> new double[] {a[0] + a[1], a[0] * a[1]}, 0);
      task.inputs(3, "random numbers", r -> Exercise.in(new double[] {1 + r.nextDouble(), 1 + r.nextDouble()}))
          .mistake("the known mistake is made", a -> wrong);
      List<Object[]> arguments = task.arguments(0);
      List<Task.Outcome> mine = arguments.stream().map(each -> task.run(x -> wrong.clone(), each)).toList();
      String said = String.join(" ", Judge.judge(task, arguments, mine, true).sentences());
      assertThat(said).contains(wrong.length == 0 ? "is empty each time" : "is all 0 each time", "One way to get that: the known mistake", "Another: ");
    }
  }

  /** What is said of a function of a random matrix of n x (n + 1), 2 to 5 rows, that gives this where the matrix is right. */
  static String saidOf(java.util.function.Function<double[][], Object> wrong) {
    Task<Exercise.F1<double[][]>> task = new Task<>("f", A -> Exercise.eachRow(A, row -> Exercise.each(row, a -> 3 + 2 * a)), 0);
    for (int n = 2; n < 6; n++) {
      int rows = n;
      task.input("a matrix", r -> Exercise.in(Exercise.matrix(r, rows, rows + 1, 1)));
    }
    List<Object[]> arguments = task.arguments(7);
    List<Task.Outcome> mine = arguments.stream()
        .map(each -> task.run(x -> wrong.apply((double[][]) task.right.on(x)), each)).toList();
    return String.join(" ", Judge.judge(task, arguments, mine, true).sentences());
  }

  static double[][] changed(double[][] A, java.util.function.DoubleUnaryOperator f) { return Exercise.eachRow(A, row -> Exercise.each(row, f)); }

  @Test @DisplayName("kinds that any function can show: signs, scales, order, shifts, sums, whole numbers; of other wrong numbers none is said")
  void kinds() {
    assertThat(saidOf(A -> changed(A, a -> -a))).contains("every sign turned");
    assertThat(saidOf(A -> changed(A, a -> (int) a))).contains("digits after the point cut off");
    assertThat(saidOf(A -> changed(A, a -> a * a))).contains("the square of");
    assertThat(saidOf(A -> changed(A, a -> a / Math.log(2)))).contains("which is 1 / ln 2");
    assertThat(saidOf(A -> changed(A, a -> 2 * a))).contains("times 2,");
    assertThat(saidOf(A -> changed(A, a -> a / A.length))).contains("divided by the number of its rows");
    assertThat(saidOf(A -> changed(A, a -> a * A.length * A[0].length))).contains("times how many numbers it has");
    assertThat(saidOf(Exercise::transposed)).contains("rows and columns exchanged");
    assertThat(saidOf(A -> { List<double[]> rows = new ArrayList<>(List.of(A)); Collections.reverse(rows); return rows.toArray(double[][]::new); })).contains("the reverse order");
    assertThat(saidOf(A -> Exercise.eachRow(A, Exercise::reversed))).contains("each row in the reverse order");
    assertThat(saidOf(A -> Exercise.eachRow(A, row -> { double[] sum = row.clone(); Arrays.parallelPrefix(sum, Double::sum); return sum; }))).contains("in each row a running sum");
    assertThat(saidOf(A -> { A[0][0] += 1; return A; })).contains("right but the first");
    assertThat(saidOf(A -> { A[A.length - 1] = new double[A[0].length]; return A; })).contains("right but the last");
    assertThat(saidOf(A -> { double[][] B = new double[A.length][A[0].length]; System.arraycopy(A, 0, B, 1, A.length - 1); return B; })).contains("of the step before it");
    assertThat(saidOf(A -> { for (int i = 0; i < A.length; i++) A[i][i] = 7; return A; })).contains("right but the diagonal");
    assertThat(saidOf(A -> { Arrays.fill(A, A[1]); return A; })).contains("All rows of your result are one and the same array");
    String other = saidOf(A -> changed(A, a -> a + Math.sin(a)));
    assertThat(other).startsWith("For a matrix ").doesNotContain("Your result is", "Each row", "All rows");
    assertThat(saidOf(A -> { A[A.length / 2][0] *= -1; return A; })).startsWith("For a matrix ");
  }

  @Test @DisplayName("kinds of whole numbers and of single rows: one too large everywhere, all but the first or the last")
  void otherKinds() {
    assertThat(saidOf(A -> new int[] {A.length, 3}, A -> new int[] {A.length + 1, 4})).contains("one too large everywhere");
    assertThat(saidOf(A -> A[0], A -> { double[] b = A[0].clone(); b[0] += 1; return b; })).contains("All numbers are right but the first.");
    assertThat(saidOf(A -> A[0], A -> { double[] b = A[0].clone(); b[b.length - 1] += 1; return b; })).contains("All numbers are right but the last.");
    assertThat(saidOf(A -> changed(A, a -> a + 1), A -> changed(A, a -> A.length == A[0].length ? a + 1 : Math.sin(a)))).contains("only where the matrix is as wide as high");
  }

  /** What is said of a function of square and other matrices that gives one thing where another is right. */
  static String saidOf(java.util.function.Function<double[][], Object> right, java.util.function.Function<double[][], Object> wrong) {
    Task<Exercise.F1<double[][]>> task = new Task<>("f", A -> right.apply(A), 0);
    for (int n = 3; n < 9; n++) {
      int rows = n;
      task.input("a matrix", r -> Exercise.in(Exercise.matrix(r, rows, rows + rows % 2, 1)));
    }
    List<Object[]> arguments = task.arguments(7);
    List<Task.Outcome> mine = arguments.stream().map(each -> task.run(x -> wrong.apply((double[][]) x[0]), each)).toList();
    return String.join(" ", Judge.judge(task, arguments, mine, true).sentences());
  }

  @Test @DisplayName("a mistake is named by the ordinary inputs, and what a special one shows beside it is said; two that fit are both said")
  void ordinary() {
    Task<Exercise.F1<Double>> task = new Task<>("f", a -> 3 * a + (a == 0 ? 7 : 0), 0);
    task.input("zero", r -> Exercise.in(0.0)).inputs(4, "a random number", r -> Exercise.in(1 + r.nextDouble()))
        .mistake("it is not multiplied", a -> a + (a == 0 ? 7 : 0))
        .mistake("it is added twice", a -> 4 * a + (a == 0 ? 7 : 0)).mistake("it is added twice, and zero forgotten", a -> 4 * a + (a == 0 ? 1 : 0));
    List<Object[]> arguments = task.arguments(0);
    List<Task.Outcome> one = arguments.stream().map(each -> task.run(x -> (Double) x[0] + ((Double) x[0] == 0 ? 2 : 0), each)).toList();
    Judge.Verdict verdict = Judge.judge(task, arguments, one, true);
    assertThat(verdict.mistakes()).containsExactly(0);
    assertThat(verdict.sentences().get(0)).isEqualTo("For ordinary arguments your result is what you get when it is not multiplied. For zero there is something else beside it.");
    List<Task.Outcome> two = arguments.stream().map(each -> task.run(x -> 4 * (Double) x[0] + ((Double) x[0] == 0 ? 2 : 0), each)).toList();
    verdict = Judge.judge(task, arguments, two, true);
    assertThat(verdict.mistakes()).isEmpty();
    assertThat(verdict.sentences().get(0)).contains("when it is added twice; or when it is added twice, and zero forgotten");
    List<Task.Outcome> other = arguments.stream().map(each -> task.run(x -> 5.5 * (Double) x[0] + 1, each)).toList();
    assertThat(Judge.judge(task, arguments, other, true).cause()).isFalse();
  }

  /** What is said of a function of an exercise that first gives the right result, which is then spoilt. */
  static String spoilt(Exercise exercise, String function, java.util.function.BiConsumer<Object[], Object[]> spoil) {
    Task<?> task = exercise.tasks.stream().filter(each -> each.name.equals(function)).findFirst().orElseThrow();
    List<Object[]> arguments = task.arguments(3);
    List<Task.Outcome> mine = arguments.stream().map(each -> task.run(x -> {
      Object result = task.right.on(x);
      spoil.accept(x, task.changes.length > 0 ? x : (Object[]) result);
      return result;
    }, each)).toList();
    return String.join(" ", Judge.judge(task, arguments, mine, true).sentences());
  }

  @Test @DisplayName("of a chain the first quantity inside that goes wrong is said: dO, ro at a step, or only a sum; m, v or the step")
  void inside() {
    assertThat(spoilt(new Check04(), "gradients", (x, g) -> ((double[][]) g[1])[1][0] += 0.3)).contains("so every ro is: only the sum for dWhh");
    assertThat(spoilt(new Check04(), "gradients", (x, g) -> ((double[][]) g[2])[1][0] += 0.3)).contains("so dO and ro are too: only the sum for dWho");
    assertThat(spoilt(new Check04(), "gradients", (x, g) -> { ((double[][]) g[2])[1][0] += 0.3; ((double[][]) g[0])[1][0] += 0.3; }))
        .contains("begin with dO_t = yHat_t - y_t");
    for (int step = 1; step <= 4; step++) {   // the letters are 0, 1, 2, 3: the row of dWxh is the step
      int wrong = step - 1;
      String said = spoilt(new Check04(), "gradients", (x, g) -> {
        double[][] dWxh = (double[][]) g[0];
        for (int t = 0; t <= wrong && t < dWxh.length; t++) dWxh[t][0] = Math.sin(1 + 5 * dWxh[t][0]);
      });
      assertThat(said).contains(step == 4 ? "wrong at the last step already" : "right at step " + (step + 1) + " and wrong at step " + step + ",");
    }
    assertThat(spoilt(new Check06(), "adam", (x, g) -> ((double[][]) x[3])[0][0] += 0.3)).contains("m is right here, v is not");
    assertThat(spoilt(new Check06(), "adam", (x, g) -> ((double[][]) x[2])[0][0] += 0.3)).contains("m goes wrong first").contains("v is right");
    assertThat(spoilt(new Check06(), "adam", (x, g) -> ((double[][]) x[0])[0][0] += 0.3)).contains("m and v are right");
  }

  @Test @DisplayName("in a row each number that differs is shown differing")
  void rows() {
    assertThat(said(new double[] {0.1234567891, 0.5}, new double[] {0.1234567899, 0.75}))
        .contains("it should be [0.123456789, 0.500000000], yours is [0.123456790, 0.750000000].");
  }

  @Test @DisplayName("float numbers are named as such, and asked for where only a step on the way was one; other small differences are not")
  void floats() {
    String named = "Yours are float numbers", asked = "is one of your variables a float?";
    double[] truth = {Math.tanh(-1), Math.tanh(0.3), 1};
    float[] single = {(float) truth[0], (float) truth[1], 1};
    assertThat(said(truth, single)).contains(named).doesNotContain(asked);
    assertThat(said(truth, new double[] {single[0], single[1], 1})).contains(named);
    assertThat(said(truth, new double[] {truth[0] * (1 + 4e-8), truth[1], 1})).contains(asked).doesNotContain(named);
    assertThat(said(truth, new double[] {truth[0] * 1.001, truth[1], 1})).doesNotContain(named, asked);
    assertThat(said(new double[] {0.999999, 0.3}, new double[] {1, 0.3})).doesNotContain(named);
    assertThat(said(truth, new double[] {-0.5, 0.25, 1})).as("floats, but far from right").doesNotContain(named, asked);
  }

  @Test @DisplayName("words that look alike are shown with what can't be seen; a book is not printed")
  void words() {
    assertThat(said("abc", "abc\0")).contains("it should be \"abc\", yours is \"abc\\u0000\".");
    assertThat(said("abc", "abc\033[2J")).contains("yours is \"abc\\u001b[2J\".");
    assertThat(said("abc", "x".repeat(1_000_000))).hasSizeLessThan(1000).contains("... (1000000 characters)");
  }

  @Test @DisplayName("results that hold themselves, are too deep or too large once expanded are refused at once; others are not")
  void unfit() {
    Object[] itself = new Object[2], deep = {}, shared = {1.0};
    itself[1] = new Object[] {itself, itself, itself};
    for (int i = 0; i < 9000; i++) deep = new Object[] {deep};
    for (int i = 0; i < 6; i++) { Object[] many = new Object[20]; Arrays.fill(many, shared); shared = many; }
    Object[] wide = shared, list = {new ArrayList<>()};
    ((List<Object>) list[0]).add(list);
    double[][] rows = new double[100_000][];
    Arrays.fill(rows, new double[100_000]);
    Object[] far = deep;
    assertTimeoutPreemptively(() -> {
      assertThat(Values.unfit(itself)).startsWith("holds itself");
      assertThat(Values.unfit(list)).startsWith("holds itself");
      assertThat(Values.unfit(far)).isEqualTo("is nested more than 8 deep");
      assertThat(Values.unfit(wide)).isEqualTo("has more than 100000 numbers");
      assertThat(Values.unfit(rows)).isEqualTo("has more than 100000 numbers");
      assertThat(Values.unfit(new double[100_001])).isEqualTo("has more than 100000 numbers");
    });
    double[] row = {1, 2};
    for (Object fine : new Object[] {null, 1, "a", new double[100_000 - 1], new double[][] {row, row}, List.of(row, row), new Object[0][0]}) {
      assertThat(Values.unfit(fine)).isNull();
    }
  }

  static void assertTimeoutPreemptively(org.junit.jupiter.api.function.Executable all) {
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), all);
  }

  @Test @DisplayName("lines are broken at spaces so that they fit, and no word is lost")
  void wrap() {
    String text = "One two  three fifteen-letters a b c d e f g h i j k l m n o p q r s t u v w x y z";
    for (int width = 15; width < 90; width++) {
      String wrapped = Terminal.wrap(text, "  ", width + 2);
      int most = width + 2;
      assertThat(wrapped.lines()).allMatch(line -> line.length() <= most);
      assertThat(wrapped.split("\\s+")).isEqualTo(text.split(" +"));
      assertThat(wrapped.lines().skip(1)).allMatch(line -> line.startsWith("  "));
    }
    assertThat(Terminal.wrap(text, "  ", 1000)).isEqualTo(text);
  }
}
