import java.util.*;
import org.junit.jupiter.api.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("batches")
class BatchTest {

  static final List<int[]> NAMES = encode.indices(Dino.names(null).subList(0, 40), encode.vocabulary(Dino.names(null)));

  @Test @DisplayName("a batch's gradient is that of the mean loss per character, the names one by one")
  void mean() {
    forward.Weights W = gradcheck.weights(27, 6, new Dino.Random(4)), sum = backprop.zerosLike(W);
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

  @Test @DisplayName("an error in a thread reaches the caller, and the batch can be closed")
  void error() {
    forward.Weights W = gradcheck.weights(27, 6, new Dino.Random(4));
    try (Batch batch = new Batch(W, 3)) {
      assertThatThrownBy(() -> batch.loss(List.of(new int[] {1}, new int[] {99}), 0, 2)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
    List<int[]> tooLong = new AbstractList<>() {
      @Override public int[] get(int n) { throw new OutOfMemoryError("as of a name too long"); }
      @Override public int size() { return 9; }
    };
    try (Batch batch = new Batch(W, 3)) {
      assertThatThrownBy(() -> batch.loss(tooLong, 0, 9)).isInstanceOf(OutOfMemoryError.class);
    }
  }

  static long helpers() {
    return Thread.getAllStackTraces().values().stream().filter(stack -> Arrays.stream(stack).anyMatch(call -> call.toString().contains("Batch.help("))).count();
  }

  @Test @DisplayName("the threads live as long as the batch")
  void threads() throws Exception {
    long before = helpers();
    try (Batch batch = new Batch(forward.random(27, 6, new Dino.Random(0)), 4)) {
      batch.loss(NAMES, 0, 40);
      assertThat(helpers()).isGreaterThanOrEqualTo(before + 3);
    }
    for (int i = 0; i < 100 && helpers() > before; i++) Thread.sleep(50);   // they see it a moment later
    assertThat(helpers()).isEqualTo(before);
  }
}
