import java.lang.reflect.*;
import java.net.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import javax.tools.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

/** A solved exercise and its stage are the same function. */
@DisplayName("a solved exercise and its stage are the same function")
class SolutionTest {

  @TempDir static Path folder;
  static URLClassLoader solved;
  Random random = new Random(1);
  static final int V = 5, H = 4, T = 6;

  /** With StrictMath, as the stages: Math's last digits are another on each JDK. */
  @BeforeAll static void compile() throws Exception {
    List<String> command = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Kit.FOLDER.resolve("lessons/solutions"), "*.java")) {
      for (Path file : files) {
        String text = Files.readString(file).replaceAll("\\bMath\\.(tanh|exp|log)\\(", "StrictMath.$1(");
        command.add(Files.writeString(folder.resolve(file.getFileName()), text).toString());
      }
    }
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new))).isZero();
    solved = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
  }

  @AfterAll static void close() throws Exception { solved.close(); }

  /** Calls a function of an exercise's solution. */
  @SuppressWarnings("unchecked")
  static <R> R call(int exercise, String function, Object... arguments) {
    try {
      Class<?> type = solved.loadClass(String.format("Exercise%02d", exercise));
      Method method = Arrays.stream(type.getDeclaredMethods()).filter(each -> each.getName().equals(function)).findFirst().orElseThrow();
      method.setAccessible(true);
      return (R) method.invoke(null, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach void seed(TestInfo test) { random = new Random(test.getDisplayName().hashCode()); }   // another at each repetition

  double[][] matrix(int rows, int columns) {
    return Stream.generate(() -> random.doubles(columns, -2, 2).toArray()).limit(rows).toArray(double[][]::new);
  }

  double[] row(int n) { return matrix(1, n)[0]; }

  double[][] oneHots(int n) { return encode.oneHot(random.ints(n, 0, V).toArray(), V); }

  forward.Weights weights() { return new forward.Weights(matrix(V, H), matrix(H, H), matrix(H, V)); }

  static void same(double[] stage, double[] exercise) {
    double largest = Arrays.stream(exercise).map(Math::abs).max().orElse(0);
    assertThat(stage).containsExactly(exercise, within(1e-15 * Math.max(1, largest)));
  }

  static void same(double[][] stage, double[][] exercise) {
    assertThat(stage.length).isEqualTo(exercise.length);
    for (int i = 0; i < stage.length; i++) same(stage[i], exercise[i]);
  }

  static double[][] copy(double[][] W) { return Arrays.stream(W).map(double[]::clone).toArray(double[][]::new); }

  @Test @DisplayName("exercise 1 and encode: vocabulary, indices, oneHot, decode, steps")
  void encoding() {
    List<String> names = Dino.names(null).subList(0, 50);
    int[] vocabulary = encode.vocabulary(names);
    String letters = call(1, "vocabulary", (Object) names.toArray(String[]::new));
    assertThat(new String(vocabulary, 0, vocabulary.length)).isEqualTo(letters);
    for (String name : names) {
      int[] indices = encode.indices(name, vocabulary);
      assertThat(indices).isEqualTo(call(1, "indices", name, letters));
      double[][] rows = encode.oneHot(indices, letters.length());
      assertThat(rows).isDeepEqualTo(call(1, "oneHot", indices, letters.length()));
      assertThat(encode.text(encode.argmax(rows), vocabulary)).isEqualTo(call(1, "decode", rows, letters));
      encode.Steps steps = encode.steps(indices, letters.length());
      assertThat(new int[][] {encode.argmax(steps.x), encode.argmax(steps.y)}).isDeepEqualTo(call(1, "steps", (Object) indices));
    }
  }

  @RepeatedTest(20) @DisplayName("exercise 3 and forward: tanh, softmax, crossEntropy, step, forward")
  void reading() {
    forward.Weights W = weights();
    double[] o = row(V), sBefore = row(H);
    double[][] x = oneHots(T), y = oneHots(T);
    same(forward.tanh(o), call(3, "tanh", (Object) o));
    same(forward.softmax(o), call(3, "softmax", (Object) o));
    double[] yHat = forward.softmax(o);
    same(new double[] {forward.crossEntropy(yHat, y[0])}, new double[] {call(3, "crossEntropy", yHat, y[0])});
    same(forward.step(x[0], sBefore, W), call(3, "step", x[0], sBefore, W.Wxh(), W.Whh()));
    same(forward.forward(W, new encode.Steps(x, y)).yHat, call(3, "forward", x, W.Wxh(), W.Whh(), W.Who()));
  }

  @RepeatedTest(20) @DisplayName("exercise 4 and backprop: dScores, roStep, gradients")
  void wayBack() {
    forward.Weights W = weights();
    double[][] x = oneHots(T), y = oneHots(T);
    double[] yHat = forward.softmax(row(V)), roNext = row(H), s = forward.tanh(row(H)), dO = backprop.dScores(yHat, y[0]);
    same(dO, call(4, "dScores", yHat, y[0]));
    same(backprop.roStep(roNext, dO, s, W), call(4, "roStep", roNext, dO, s, W.Whh(), W.Who()));
    forward.Weights dW = backprop.gradients(W, forward.forward(W, new encode.Steps(x, y)));
    double[][][] three = call(4, "gradients", x, y, W.Wxh(), W.Whh(), W.Who());
    same(dW.Wxh(), three[0]);
    same(dW.Whh(), three[1]);
    same(dW.Who(), three[2]);
  }

  @Test @DisplayName("exercise 5 and gradcheck: numericalGradient, relativeError")
  void checking() {
    double[][] W = matrix(V, V), x = oneHots(T), y = oneHots(T);
    double[][] n = gradcheck.numerical(W, 1e-4, () -> call(5, "loss", W, x, y));
    assertThat(n).isDeepEqualTo(call(5, "numericalGradient", W, x, y, 1e-4));
    double[][] a = matrix(V, V);
    same(new double[] {gradcheck.relativeError(a, n)}, new double[] {call(5, "relativeError", a, n)});
    assertThat(gradcheck.relativeError(new double[2][2], new double[2][2])).isEqualTo(call(5, "relativeError", new double[2][2], new double[2][2]));
  }

  @RepeatedTest(5) @DisplayName("exercise 6 and optimize: sgd, adam, norm, clip")
  void steps() {
    double[][] W = matrix(V, H), dW = matrix(V, H), m = matrix(V, H), v = squares(matrix(V, H));
    double[][] W6 = copy(W), dW6 = copy(dW), m6 = copy(m), v6 = copy(v);
    same(new double[] {Dino.norm(dW)}, new double[] {call(6, "norm", (Object) dW6)});
    for (double limit : new double[] {100, 3}) same(new double[] {optimize.clip(dW, limit)}, new double[] {call(6, "clip", dW6, limit)});
    same(dW, dW6);
    optimize.sgd(W, dW, 0.1);
    call(6, "sgd", W6, dW6, 0.1);
    same(W, W6);
    for (int t = 1; t < 4; t++) {
      optimize.adam(W, dW, m, v, t, 0.003);
      call(6, "adam", W6, dW6, m6, v6, t, 0.003);
    }
    same(W, W6);
    same(m, m6);
    same(v, v6);
  }

  /** What is above 0. */
  static double[][] squares(double[][] a) { return Arrays.stream(a).map(row -> Arrays.stream(row).map(each -> each * each).toArray()).toArray(double[][]::new); }

  @RepeatedTest(20) @DisplayName("exercise 7 and sample: temperature, draw, greedy")
  void inventing() {
    double[] o = row(V);
    for (double temperature : new double[] {1, 0.3, 7, 1e-300}) same(sample.temperature(o, temperature), call(7, "temperature", o, temperature));
    double[] p = forward.softmax(o);
    for (double u : random.doubles(50).toArray()) assertThat(sample.draw(p, u)).isEqualTo(SolutionTest.<Integer>call(7, "draw", p, u));
    forward.Weights W = weights();
    assertThat(sample.name(W, new int[0], 0, new Dino.Random(0), 9)).isEqualTo(call(7, "greedy", W.Wxh(), W.Whh(), W.Who(), 9));
  }

  @Test @DisplayName("exercise 9 and Dino: rowTimesMatrix and addProduct, outerProducts and addOuterProduct, the same bits")
  void loops() {
    double[][] A = matrix(T, H), B = matrix(H, V), C = matrix(H, H), D = copy(C);
    A[2] = new double[] {0, 1, 0, 0};
    for (double[] a : A) {
      double[] c = new double[V];
      Dino.addProduct(a, B, c);
      assertThat(c).isEqualTo(call(9, "rowTimesMatrix", a, B));
    }
    double[][] other = matrix(T, H);
    for (int t = 0; t < T; t++) Dino.addOuterProduct(A[t], other[t], C);
    call(9, "outerProducts", A, other, D);
    assertThat(C).isDeepEqualTo(D);
  }

  @RepeatedTest(20) @DisplayName("exercise 10 and gru, lstm: sigmoid, a step there and its way back")
  void gates() {
    for (double z : random.doubles(20, -50, 50).toArray()) assertThat(gru.sigmoid(z)).isEqualTo(SolutionTest.<Double>call(10, "sigmoid", z));
    double[] x = oneHots(1)[0], s = row(H), c = row(H), ds = row(H), dc = row(H);
    forward.Weights W = new forward.Weights(matrix(V, 3 * H), matrix(H, 3 * H), matrix(H, V)), M = new forward.Weights(matrix(V, 4 * H), matrix(H, 4 * H), matrix(H, V));
    double[] a = new double[3 * H], b = new double[3 * H], z = new double[4 * H];
    Dino.addProduct(x, W.Wxh(), a);
    Dino.addProduct(s, W.Whh(), b);
    gru.Step step = gru.step(x, s, W);
    same(step.s(), call(10, "gruStep", a, b, s));
    gru.Back back = gru.stepBack(ds, step, s, W);
    same(new double[][] {back.da(), back.db(), back.dsBefore()}, call(10, "gruBack", ds, a, b, s, W.Whh()));
    Dino.addProduct(x, M.Wxh(), z);
    Dino.addProduct(s, M.Whh(), z);
    lstm.Step memory = lstm.step(x, s, c, M);
    same(new double[][] {memory.c(), memory.s()}, call(10, "lstmStep", z, c));
    lstm.Back there = lstm.stepBack(ds, dc, memory, c, M);
    same(new double[][] {there.dz(), there.dcBefore()}, call(10, "lstmBack", ds, dc, z, c));
  }

  @RepeatedTest(20) @DisplayName("exercise 11 and dropout: mask; the masked network's step, and what its Whh carries back")
  void forgetting() {
    double p = random.nextDouble(0.1, 0.9);
    long seed = random.nextInt(1000);
    double[] mask = dropout.masks(1, H, p, new Dino.Random(seed))[0], u = new double[H], x = oneHots(1)[0], s = row(H), ro = row(H), carried = new double[H];
    Dino.Random same = new Dino.Random(seed);
    for (int i = 0; i < H; i++) u[i] = same.randomSample();
    same(mask, call(11, "mask", u, p));
    forward.Weights W = weights(), masked = dropout.masked(W, mask);
    assertThat(forward.step(x, s, masked)).containsExactly(SolutionTest.<double[]>call(11, "maskedStep", x, s, mask, W.Wxh(), W.Whh()), within(1e-14));
    Dino.addProductTransposed(ro, masked.Whh(), carried);
    assertThat(carried).containsExactly(SolutionTest.<double[]>call(11, "maskedCarry", ro, mask, W.Whh()), within(1e-13));
  }
}
