import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the lessons' formulas, as a terminal shows them")
class FormulaTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '~', ignoreLeadingAndTrailingWhitespace = true, value = {
      "$s_{t-1} W_{hh} + x_t W_{xh}$ ~ s_{t-1} Whh + x_t Wxh ~ s\u209c\u208b\u2081 W\u2095\u2095 + x\u209c W\u2093\u2095",
      "$\\frac{e^{o_i}}{\\sum_j e^{o_j}}$ ~ e^o_i / sum_j e^o_j ~ e^o\u1d62 / \u03a3\u2c7c e^o\u2c7c",
      "$\\frac{\\text{count} + a}{n + a V}$ ~ (count + a) / (n + a V) ~ (count + a) / (n + a V)",
      "$-\\ln \\hat y_k$ ~ -ln yHat_k ~ -ln \u0177\u2096",
      "$\\frac12 \\cdot \\frac14 = \\frac18$ ~ 1/2 * 1/4 = 1/8 ~ 1/2 \u00b7 1/4 = 1/8",
      "$1 - s^2$ ~ 1 - s^2 ~ 1 - s\u00b2",
      "$e^{-z}$ ~ e^-z ~ e^-z",
      "$ro_{t+1} W_{hh}^T$ ~ ro_{t+1} Whh^T ~ ro\u209c\u208a\u2081 W\u2095\u2095\u1d40",
      "$\\frac{dL}{dw} \\approx \\frac{L(w + \\mathrm{eps}) - L(w - \\mathrm{eps})}{2\\,\\mathrm{eps}}$ ~ dL / dw ~ dL / dw",
      "$\\frac{\\sum_i (a_i - \\bar a)}{\\sqrt{\\sum_i (a_i - \\bar a)^2}}$ ~ (sum_i (a_i - meanA)) / sqrt(sum_i (a_i - meanA)^2) ~ (\u03a3\u1d62"})
  void one(String latex, String plain, String unicode) {
    assertThat(Formula.shown(latex, false)).startsWith(plain);
    assertThat(Formula.shown(latex, true)).startsWith(unicode);
  }

  @Test @DisplayName("what is no formula, or unknown, stays as it is")
  void unknown() {
    for (String text : List.of("it costs $5, or $ 6_", "$\\alpha$", "$x_$", "$\\frac{1}$", "$\\text{a$", "$$$$", "a $ alone")) {
      assertThat(Formula.shown(text, false)).isIn(text, text.replace("$5, or $", "5, or"));
    }
  }

  @Test @DisplayName("every formula of every lesson: no backslash, brace or $ is left in its paragraph's prose")
  void all() throws Exception {
    int formulas = 0;
    try (Stream<Path> lessons = Files.list(Kit.FOLDER.resolve("lessons"))) {
      for (Path lesson : lessons.filter(file -> file.toString().matches(".*/0\\d-.*md")).toList()) {
        for (LessonFile.Part part : LessonFile.read(lesson)) {
          String text = part.text();
          if (!part.fence().isEmpty() || !text.contains("$")) continue;
          formulas++;
          for (boolean unicode : new boolean[] {false, true}) {
            String shown = Formula.shown(text, unicode).replaceAll("`[^`]*`", "");
            assertThat(shown).as(lesson.getFileName() + ", line " + part.line()).doesNotContain("$", "\\");
            if (!unicode) assertThat(shown.chars().filter(c -> c > 127 && text.indexOf(c) < 0)).isEmpty();
          }
        }
      }
    }
    assertThat(formulas).isGreaterThan(80);
  }
}
