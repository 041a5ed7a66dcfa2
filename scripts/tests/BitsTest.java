import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the same numbers to the last bit, wherever it runs")
@Slow
class BitsTest {

  @TempDir static Path folder;

  /** The model that a training leaves, by a JVM of its own. */
  static String model(Path jdk, List<String> jvm, String threads) throws Exception {
    Path out = folder.resolve("model");
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "train", "--data", folder.resolve("names.txt").toString(), "--hidden", "33",
        "--epochs", "3", "--out", out.toString(), "--threads", threads));
    Kit.Result result = Kit.exec(folder, Map.of(), command.toArray(String[]::new));
    assertThat(result.status()).as(command + result.err()).isZero();
    return Files.readString(out.resolve("model.json"));
  }

  /** Every JDK that stands beside this one, or this one alone. */
  static List<Path> jdks() throws Exception {
    Path here = Path.of(System.getProperty("java.home"));
    try (Stream<Path> all = Files.list(here.toRealPath().getParent())) {
      List<Path> others = all.filter(Files::isDirectory).map(Path::toAbsolutePath).filter(jdk -> !Files.isSymbolicLink(jdk)).filter(jdk -> Files.isExecutable(jdk.resolve("bin/javac")) && Files.isExecutable(jdk.resolve("bin/java"))).toList();
      return others.isEmpty() ? List.of(here) : others;
    }
  }

  @Test @DisplayName("interpreted or compiled, with AVX 0, 1, 2, 3 or as the processor has it, with 1, 2, 3 or 5 threads, on every JDK here")
  void same() throws Exception {
    Files.write(folder.resolve("names.txt"), Dino.names(null).subList(0, 150));
    Path here = Path.of(System.getProperty("java.home"));
    String expected = model(here, List.of(), "1");
    for (String threads : List.of("2", "3", "5")) assertThat(model(here, List.of(), threads)).as(threads + " threads").isEqualTo(expected);
    List<String> options = new ArrayList<>(List.of("-Xint", "-XX:TieredStopAtLevel=1", "-XX:-UseSuperWord"));
    if (System.getProperty("os.arch").equals("amd64")) for (int avx = 0; avx <= 3; avx++) options.add("-XX:UseAVX=" + avx);
    for (Path jdk : jdks()) {
      assertThat(model(jdk, List.of(), "2")).as(jdk.toString()).isEqualTo(expected);
      for (String option : options) assertThat(model(jdk, List.of(option), "2")).as(jdk + " " + option).isEqualTo(expected);
    }
  }
}
