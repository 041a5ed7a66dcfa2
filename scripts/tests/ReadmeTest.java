import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.regex.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

@DisplayName("what the READMEs say is so")
@Slow
class ReadmeTest {

  @TempDir static Path folder;
  static String readme, trained;

  @BeforeAll static void trainAsTheReadmeSays() throws Exception {
    readme = Files.readString(Kit.FOLDER.resolve("README.md"));
    Kit.Result result = Kit.run(new train(), "--out", folder.toString());
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    trained = result.out();
  }

  @Test @DisplayName("the ten names are those of the default run")
  void names() {
    String block = readme.replaceAll("(?s).*```text\n(.*?)```.*", "$1");
    assertThat(block.lines()).hasSize(10);
    assertThat(trained).contains(block);
  }

  @Test @DisplayName("the ladder is the one that baseline prints beside the default run's model")
  void ladder() {
    Kit.Result result = Kit.run(new baseline(), "--model", folder.resolve("model.json").toString());
    List<String> printed = result.lines().stream().filter(line -> line.matches("  .*\\d\\.\\d{4} +\\d+\\.\\d{3}"))
        .map(line -> line.replaceAll(".* (\\d\\.\\d{4}) +(\\d+\\.\\d{3})$", "$1 | $2")).toList();
    List<String> told = readme.lines().filter(line -> line.matches("\\| .* \\| \\d\\.\\d{4} \\| \\d+\\.\\d{3} \\|"))
        .map(line -> line.replaceAll(".*(\\d\\.\\d{4} \\| \\d+\\.\\d{3}) \\|", "$1")).toList();
    assertThat(told).hasSize(10).isEqualTo(printed);
  }

  @Test @DisplayName("the mean losses of seeds 0 to 4: the README's three figures, and no worse than 1.72 and 1.71")
  void fiveSeeds() {
    double test = 0, valid = 0, fiveGram = 0;
    for (int seed = 0; seed < 5; seed++) {
      Kit.run(new train(), "--seed", "" + seed, "--out", folder.resolve("" + seed).toString());
      Model model = Model.load(folder.resolve(seed + "/model.json"));
      test += (Double) model.loss().get("test") / 5;
      valid += (Double) model.loss().get("valid") / 5;
      encode.Split split = encode.split(Dino.names(null), new Dino.Random(seed));
      int[] vocabulary = encode.vocabulary(Dino.names(null));
      fiveGram += new Ngrams(27, 5, encode.indices(split.train(), vocabulary), encode.indices(split.valid(), vocabulary), Ngrams.Smoothing.modified)
          .loss(encode.indices(split.test(), vocabulary)) / 5;
    }
    assertThat(test).isLessThan(1.72);
    assertThat(valid).isLessThan(1.71);
    assertThat(readme.replaceAll("\\s+", " "))
        .contains(String.format(Locale.ROOT, "mean test loss is %.3f (validation %.3f), modified Kneser-Ney's %.3f", test, valid, fiveGram));
  }

  @Test @DisplayName("every command of the table is an alias, and every alias but test stands in the table")
  void commands() throws Exception {
    Set<String> told = new TreeSet<>();
    Matcher matcher = Pattern.compile("^\\| `./jbang (\\w+)`", Pattern.MULTILINE).matcher(readme);
    while (matcher.find()) told.add(matcher.group(1));
    Map<?, ?> catalog = com.fasterxml.jackson.jr.ob.JSON.std.mapFrom(Kit.FOLDER.resolve("jbang-catalog.json").toFile());
    Set<Object> aliases = new TreeSet<>(((Map<?, ?>) catalog.get("aliases")).keySet());
    aliases.remove("test");
    assertThat(told).hasToString(aliases.toString());
  }

  @Test @DisplayName("relative links lead to files")
  void links() throws Exception {
    for (String file : List.of("README.md", "data/README.md", "lessons/README.md", "scripts/README.md", "scripts/bench/README.md", "scripts/classroom/README.md")) {
      Path path = Kit.FOLDER.resolve(file);
      Matcher matcher = Pattern.compile("(?:\\]\\(|src=\")(?!http)([^)#\"]+)").matcher(Files.readString(path));
      while (matcher.find()) assertThat(path.resolveSibling(matcher.group(1))).exists();
      if (file.equals("README.md")) assertThat(Files.readAllLines(path)).as("a first look, and no book").hasSizeLessThan(150);
    }
  }

  @Test @DisplayName("data/README.md: checksum, counts, the seven names that stand twice")
  void data() throws Exception {
    byte[] bytes = Files.readAllBytes(Kit.FOLDER.resolve("data/dinosaurs.csv"));
    List<String> names = List.of(new String(bytes, "UTF-8").split("\n"));
    Set<String> once = new HashSet<>(), twice = new TreeSet<>();
    for (String name : names) if (!once.add(name)) twice.add(name);
    long saurus = names.stream().filter(name -> name.endsWith("saurus")).count();
    assertThat(Files.readString(Kit.FOLDER.resolve("data/README.md")).replaceAll("\\s+", " "))
        .contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .contains("| " + names.size() + " (the last has no line feed)").contains("| different names | " + once.size())
        .contains(String.join(", ", twice)).contains(String.format(Locale.ROOT, "| %,d |", String.join("", names).length()))
        .contains("| " + saurus + ", that is " + Math.round(100.0 * saurus / names.size()) + " %");
    assertThat(bytes[bytes.length - 1]).isEqualTo((byte) 's');
    assertThat(names).allMatch(name -> name.matches("[a-z]+"));
  }
}
