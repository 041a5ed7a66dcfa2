import java.util.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("batches")
class BatchTest {

  static final List<int[]> NAMES = encode.indices(Dino.names(null).subList(0, 40), encode.vocabulary(Dino.names(null)));

  @Test @DisplayName("a batch's gradient is that of the mean loss per character, the names one by one")
  void mean() {
    forward.Weights W = gradcheck.weights(Cell.RNN, 27, 6, new Dino.Random(4)), sum = backprop.zerosLike(W);
    double characters = 0;
    for (int[] name : NAMES) {
      encode.Steps e = encode.steps(name, 27);
      optimize.add(1, backprop.gradients(W, forward.forward(W, e)).rows(), sum.rows());
      characters += name.length + 1;
    }
    optimize.scale(1 / characters, sum.rows());
    try (Batch batch = new Batch(W, 3)) {
      batch.lossAndGradient(NAMES, 0, 40);
      for (int i = 0; i < sum.rows().length; i++) assertThat(batch.gradient()[i]).containsExactly(sum.rows()[i], within(1e-13));
    }
  }

  /** 200 batches: any number of names, of any letters and lengths, with small weights and with large ones. */
  @Test @DisplayName("the engine is held to the bare stages: 200 random batches, losses and gradients")
  void stages() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      int V = 2 + random.nextInt(40), H = 1 + random.nextInt(20), count = 1 + random.nextInt(trial % 10 == 0 ? 150 : 40);
      List<int[]> names = new ArrayList<>();
      for (int n = 0; n < count; n++) names.add(random.ints(random.nextInt(12), 1, V).toArray());
      double scale = trial % 4 == 0 ? 4 : 1;
      Dino.Random weights = new Dino.Random(trial);
      forward.Weights W = new forward.Weights(weights.randn(V, H, scale), weights.randn(H, H, scale / Math.sqrt(H)), weights.randn(H, V, scale));
      int from = random.nextInt(count), to = from + 1 + random.nextInt(count - from);
      Engine stages = new Stages(W);
      stages.lossAndGradient(names, from, from + 1);   // what an earlier call leaves must not stay
      double expected = stages.lossAndGradient(names, from, to);
      try (Batch batch = new Batch(W, 1 + trial % 3)) {
        assertThat(batch.lossAndGradient(names, from, to)).as("trial %d", trial).isCloseTo(expected, withinPercentage(1e-11));
        assertThat(batch.loss(names, from, to)).isCloseTo(stages.loss(names, from, to), withinPercentage(1e-11));
        double largest = Arrays.stream(stages.gradient()).flatMapToDouble(Arrays::stream).map(Math::abs).max().getAsDouble();
        for (int i = 0; i < batch.gradient().length; i++) {
          assertThat(batch.gradient()[i]).as("trial %d, row %d", trial, i)
              .containsExactly(stages.gradient()[i], within(1e-13 * Math.max(1, largest)));   // above 1 with large weights only
        }
      }
    }
  }

  /** Eight names; asking for one does first what is told. */
  static List<int[]> names(Runnable first) {
    return new AbstractList<>() {
      @Override public int[] get(int n) { first.run(); return NAMES.get(n); }
      @Override public int size() { return 8; }
    };
  }

  static void await(CountDownLatch latch) {
    try { assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue(); } catch (InterruptedException e) { throw new IllegalStateException(e); }
  }

  @Test @DisplayName("what goes wrong reaches the caller: in its own thread, and in a helper that is slower than it")
  void error() {
    forward.Weights W = gradcheck.weights(Cell.RNN, 27, 6, new Dino.Random(4));
    try (Batch batch = new Batch(W, 3)) {
      assertThatThrownBy(() -> batch.loss(List.of(new int[] {1}, new int[] {99}), 0, 2)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
    Thread caller = Thread.currentThread();
    for (Throwable thrown : List.of(new OutOfMemoryError("a name too long"), new IllegalArgumentException("no name"))) {
      CountDownLatch helped = new CountDownLatch(1);
      List<int[]> names = names(() -> {
        if (Thread.currentThread() == caller) { await(helped); return; }
        helped.countDown();
        try { Thread.sleep(200); } catch (InterruptedException e) { }
        if (thrown instanceof Error e) throw e;
        throw (RuntimeException) thrown;
      });
      try (Batch batch = new Batch(W, 2)) {
        assertThatThrownBy(() -> batch.loss(names, 0, 8)).isInstanceOf(thrown.getClass());
      }
    }
  }

  static long helpers() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("helper \\d+")).count();
  }

  @Test @DisplayName("four threads compute four parts at the same time, and end with the batch")
  void threads() throws Exception {
    long before = helpers();
    CountDownLatch four = new CountDownLatch(4);
    try (Batch batch = new Batch(forward.random(27, 6, new Dino.Random(0)), 4)) {
      batch.loss(names(() -> { four.countDown(); await(four); }), 0, 8);
    }
    for (int i = 0; i < 100 && helpers() > before; i++) Thread.sleep(50);   // they see it a moment later
    assertThat(helpers()).isEqualTo(before);
  }
}
