import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("the rooms: what lies where, and who knows whom")
class RoomsTest {

  static final Path SCRIPTS = Kit.FOLDER.resolve("scripts");
  static final List<String> STAGES = List.of("encode", "forward", "backprop", "gradcheck", "optimize", "train", "sample"), CELLS = List.of("cells/gru", "cells/lstm", "cells/dropout");

  /** The folders of each room that a file of it may name in //SOURCES; "" is the stages' own. */
  static final Map<String, Set<String>> KNOWS = Map.of("", Set.of("", "base", "cells", "engine", "run"), "base", Set.of(""), "cells", Set.of("", "cells"),
      "engine", Set.of("", "cells", "engine"), "run", Set.of("", "cells", "engine", "run"), "look", Set.of("", "run", "look"), "bench", Set.of("", "engine", "run", "look", "bench"),
      "play", Set.of("", "base", "engine", "run", "look", "play"));

  static List<Path> sources(String glob) throws IOException {
    try (Stream<Path> files = Files.walk(SCRIPTS)) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + SCRIPTS + "/" + glob);
      return files.filter(matcher::matches).sorted().toList();
    }
  }

  static String room(Path file) {
    Path relative = SCRIPTS.relativize(file.normalize());
    return relative.getNameCount() == 1 ? "" : relative.getName(0).toString();
  }

  @Test @DisplayName("beside the stages lies only their helper, and each is short enough to be a lesson")
  void stages() throws Exception {
    List<String> expected = new ArrayList<>(STAGES);
    expected.add("Dino");
    assertThat(sources("*.java").stream().map(file -> file.getFileName().toString().replace(".java", ""))).containsExactlyInAnyOrderElementsOf(expected);
    for (String stage : Stream.concat(STAGES.stream(), CELLS.stream()).toList()) {
      String text = Files.readString(SCRIPTS.resolve(stage + ".java"));
      assertThat(text.lines().count()).as(stage).isLessThanOrEqualTo(150);
      assertThat(text).as(stage).doesNotContainPattern("\\bfast\\.").doesNotContainPattern("\\bat\\[");   // yHat[t] may be
    }
  }

  @Test @DisplayName("imports run one way: nobody but the tests and the classroom knows these two, and the engine knows no more than the stages")
  void direction() throws Exception {
    for (Path file : sources("**.java")) {
      if (!KNOWS.containsKey(room(file))) continue;
      for (Path needed : LessonTest.sources(file)) {
        assertThat(needed).exists();
        assertThat(KNOWS.get(room(file))).as(SCRIPTS.relativize(file) + " names " + needed).contains(room(needed));
      }
    }
  }

  @Test @DisplayName("lines fit a screen and a printed page: 120 columns, but for tests and the checks' tables of mistakes")
  void width() throws Exception {
    for (Path file : sources("**.java")) {
      if (file.toString().matches(".*/(tests|checks)/.*")) continue;
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) assertThat(lines.get(i).length()).as(SCRIPTS.relativize(file) + ", line " + (i + 1)).isLessThanOrEqualTo(120);
    }
  }
}
