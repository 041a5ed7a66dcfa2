import java.nio.file.*;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the kit's own lists of names, and their short names")
class ListsTest {

  @TempDir static Path folder;
  static final Path DATA = Kit.FOLDER.resolve("data");

  @ParameterizedTest(name = "{0}: as data/README.md counts it; each name once, in order, in small letters, composed")
  @CsvSource({"cheeses, [a-z '-]+", "villages, [a-zàâçèéêëîïôûüœ]+", "towns, [а-я-]+"})
  void counted(String list, String letters) throws Exception {
    byte[] bytes = Files.readAllBytes(DATA.resolve(list + ".csv"));
    List<String> names = Files.readAllLines(DATA.resolve(list + ".csv"));
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches(letters)).allMatch(name -> Normalizer.isNormalized(name, Normalizer.Form.NFC))
        .isEqualTo(names.stream().sorted().toList()).isEqualTo(Dino.names(list));
    long different = String.join("", names).chars().distinct().count();
    assertThat(Files.readString(DATA.resolve("README.md"))).contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .containsPattern("\\| `" + list + "` .*\\| " + String.format(Locale.ROOT, "%,d", names.size()).replace(",", ",?") + " \\| " + different + " \\|");
  }

  @Test @DisplayName("what is trained on a list of the kit finds it again: sample, baseline, --resume; dinosaurs by name are the dinosaurs")
  void again() throws Exception {
    String out = folder.resolve("trained").toString();
    String[] train = {"--data", "towns", "--hidden", "4", "--epochs", "1", "--out", out};
    assertThat(Kit.run(new train(), train).status()).isZero();
    assertThat(Kit.run(new sample(), "--model", out, "--count", "3").err()).isEmpty();
    assertThat(Kit.run(new baseline(), "--model", out, "--data", "towns").out()).contains("466 names to count in", "RNN");
    assertThat(Kit.run(new train(), "--resume", "--epochs", "2", "--out", out).status()).isZero();
    assertThat(Dino.names("dinosaurs")).isEqualTo(Dino.names(null));
  }

  @Test @DisplayName("a command that looks at a name: the one that was typed, else a dinosaur, or of another list the first")
  void example() {
    assertThat(Kit.run(new forward()).lines().get(0)).startsWith("tyrannosaurus, read ");
    assertThat(Kit.run(new forward(), "rex").lines().get(0)).startsWith("rex, read ");
    assertThat(Kit.run(new forward(), "--data", "towns").lines().get(0)).startsWith("абакан, read ");
    assertThat(Kit.run(new forward(), "--data", "towns", "москва").lines().get(0)).startsWith("москва, read ");
    assertThat(Kit.run(new forward(), "--data", "towns", "rex").err()).contains("'r' in 'rex' is not among");
  }
}
