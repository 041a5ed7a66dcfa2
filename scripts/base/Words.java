//JAVA 17+

// What goes wrong, in words: an error is one sentence. It names the file, the line or the option, and says what would
// be right.

import java.io.*;
import java.nio.charset.CharacterCodingException;
import java.nio.file.*;
import java.util.*;

class Words {

  /** Throws the sentence when the condition does not hold. */
  static void require(boolean condition, String sentence, Object... values) {
    if (!condition) throw new IllegalArgumentException(String.format(Locale.ROOT, sentence, values));
  }

  /** Why a file could not be read or written, in words. */
  static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "no such file"
        : e instanceof AccessDeniedException ? "no permission"
        : e instanceof CharacterCodingException ? "not UTF-8"
        : e instanceof FileAlreadyExistsException ? "there is a file of that name"
        : e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
  }

  /**
   * The lines of a text file that people write.
   * @throws IllegalArgumentException  when it can't be read, is not UTF-8, or has more than 10 MB
   */
  static List<String> lines(Path file) {
    try {
      require(Files.size(file) <= 10_000_000, "%s is too long; a file of at most 10 MB is needed", file);
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read " + file + " (" + reason(e) + ")", e);
    }
  }
}
