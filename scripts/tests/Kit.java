import java.io.*;
import java.lang.annotation.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.*;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Tests that start programs of their own, or a browser: after the others, and not with --fast. */
@Retention(RetentionPolicy.RUNTIME)
@Tag("slow") @Order(Integer.MAX_VALUE)
@interface Slow {}

/** What the tests share: running a command in this JVM, or ./jbang in one of its own. */
class Kit {

  record Result(int status, String out, String err) {
    List<String> lines() { return out.lines().toList(); }
  }

  /** The kit's folder: the tests are run from it or from inside it. */
  static final Path FOLDER = folder();

  private static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("jbang-catalog.json"))) {
      folder = folder.getParent();
      if (folder == null) throw new IllegalStateException("run the tests from the kit's folder");
    }
    return folder;
  }

  /** Runs a command in this JVM with standard input. */
  static Result run(byte[] input, Object command, String... args) {
    PrintStream out = System.out, err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream(), errBytes = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input));
      System.setOut(new PrintStream(outBytes, true, UTF_8));
      System.setErr(new PrintStream(errBytes, true, UTF_8));
      int status = Program.run(command, args);
      return new Result(status, outBytes.toString(UTF_8), errBytes.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }

  static Result run(Object command, String... args) { return run(new byte[0], command, args); }

  /** Runs a program to its end, at most five minutes. */
  static Result exec(Path folder, Map<String, String> environment, String... command) throws Exception {
    Path out = Files.createTempFile("out", ".txt"), err = Files.createTempFile("err", ".txt");
    Process process = start(folder, environment, out, err, command);
    try {
      if (!process.waitFor(300, TimeUnit.SECONDS)) throw new IllegalStateException(String.join(" ", command) + " did not end");
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  static Process start(Path folder, Map<String, String> environment, Path out, Path err, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
        .redirectInput(new File("/dev/null")).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
