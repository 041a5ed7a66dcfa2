import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import static org.assertj.core.api.Assertions.*;

@DisplayName("slips that no list knows: the line, and what is wrong in it, proved by a change that makes all results right")
@Slow
class RepairTest {

  @TempDir static Path folder;

  /** The solution of an exercise in which something was replaced. */
  static Path file(String exercise, String right, String wrong) throws Exception {
    String text = Files.readString(CheckTest.solution(exercise));
    assertThat(text).containsOnlyOnce(right);
    return Files.writeString(Files.createTempDirectory(folder, "learner").resolve(exercise + ".java"), text.replace(right, wrong));
  }

  /** What check says of a function of a solution in which something was replaced; and the line of the replacement. */
  static void says(String exercise, String function, String right, String wrong, String sentence) throws Exception {
    Path file = file(exercise, right.replace(";;", "\n"), wrong.replace(";;", "\n"));
    String first = wrong.split(";;")[0];
    List<String> lines = Files.readAllLines(file);
    check.Report report = check.report(file, check.exercise(file), 5);
    assertThat(report.errors()).isEmpty();
    check.Result result = report.results().stream().filter(each -> each.function().equals(function)).findFirst().get();
    assertThat(result.verdict().sentences()).as(function).isNotEmpty();
    String said = result.verdict().sentences().get(0);
    assertThat(said).startsWith("Line ").contains(sentence).endsWith("With that alone repaired, every result is right.");
    int line = Integer.parseInt(said.replaceAll("Line (\\d+).*", "$1"));
    assertThat(lines.subList(Math.max(0, line - 2), Math.min(lines.size(), line + 2)).toString()).contains(first.strip());
  }

  @ParameterizedTest(name = "{1}: {4}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "06_train | norm | sum += a * a | sum += a * a * a | * a is too much in a * a * a",
      "06_train | norm | return Math.sqrt(sum); | return Math.sqrt(sum) - 1e-3; | - 1e-3 is too much",
      "06_train | adam | W[i][j] -= lr * mHat / (Math.sqrt(vHat) + 1e-8); | W[i][j] -= lr * vHat / (Math.sqrt(vHat) + 1e-8); | vHat stands where mHat belongs",
      "03_forward | step | z[j] += sBefore[k] * Whh[k][j]; | z[j] += sBefore[k] * Whh[k][0]; | stands where j belongs",
      "03_forward | tanh | Math.tanh(z[i]); | Math.tanh(z[i]) + z[0]; | z[0] is too much",
      "03_forward | step | z[j] += sBefore[k] * Whh[k][j]; | z[j] += sBefore[j] * Whh[k][j]; | j stands where k belongs",
      "02_guess | logProbability | sum += Math.log(p[before][letter]); | sum += Math.log(p[0][letter]) / 1; | 0 stands where before belongs",
      "02_guess | meanLoss | steps += name.length + 1; | steps += name.length + 2; | the number 2 is one too large",
      "05_gradcheck | worst | > Math.abs(a[row][column] - n[row][column]) | > Math.abs(a[row][column] - n[column][row]) | indices have changed places",
      "01_encode | steps | x[n + 1] = indices[n]; | x[n + 1] = indices[0]; | stands where n belongs"})
  void withinALine(String exercise, String function, String right, String wrong, String sentence) throws Exception {
    says(exercise, function, right, wrong, sentence);
  }

  @ParameterizedTest(name = "{1}: {4}")
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "06_train | norm | ~for (double a : row) sum += a * a;~ | ~for (double a : row) { sum += a * a; return Math.sqrt(sum); }~ | the return stands inside of the loop",
      "06_train | bestEpoch | ~if (valid[e] < valid[best]) best = e;~ | ~if (valid[e] < valid[best]); best = e;~ | ends it there",
      "06_train | clip | ~for (int j = 0; j < row.length; j++) row[j] *= limit / norm;~ | ~for (double each : row) each *= limit / norm;~ | is only a copy of what stands in row",
      "02_guess | bigramProbabilities | ~for (int i = 0; i < V; i++) {;;      double sum = a * V;~ | ~double sum = a * V;;;    for (int i = 0; i < V; i++) {~ | sum is not begun anew in each round"})
  void loopsAndBlocks(String exercise, String function, String right, String wrong, String sentence) throws Exception {
    says(exercise, function, right, wrong, sentence);
  }

  @Test @DisplayName("right code and code beyond a small change: nothing is said that is not proved")
  void unproved() throws Exception {
    Path file = file("06_train", "return Math.sqrt(sum);", "double x = 1; for (double[] row : dW) for (double a : row) x = x * 0.3 + Math.sin(a); return x;");
    assertThat(CheckTest.sentences(file).get("norm")).doesNotContain("Line ");
  }

  @Test @DisplayName("a search that meets loops without end gives up, and the check comes to its end")
  void endless() throws Exception {
    Path file = file("06_train", "return Math.sqrt(sum);", "int n = 0; while (n < dW.length) { sum += dW[n][0] * 0.1; n++; } return sum;");
    long begin = System.nanoTime();
    assertThat(CheckTest.sentences(file)).containsKeys("sgd", "norm", "bestEpoch");
    assertThat((System.nanoTime() - begin) / 1e9).isLessThan(20);
  }
}
