import java.nio.file.*;
import org.junit.jupiter.api.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the list of mistakes by which mutations.java tests the tests")
class MutationsTest {

  @Test @DisplayName("every text before stands once in its source, or the mistake could not be made any more")
  void fits() throws Exception {
    int mistakes = 0;
    for (String block : Files.readString(Kit.FOLDER.resolve("scripts/tests/mutations.txt")).split("\n\n+")) {
      if (block.startsWith("#")) continue;
      String title = block.lines().findFirst().get(), before = block.lines().filter(line -> line.startsWith("- ")).findFirst().orElseThrow().substring(2);
      String source = Files.readString(Kit.FOLDER.resolve("scripts").resolve(title.split(": ")[0]));
      assertThat(source.split(java.util.regex.Pattern.quote(before), -1)).as(title + ": " + before).hasSize(2);
      mistakes++;
    }
    assertThat(mistakes).isGreaterThan(200);
  }
}
