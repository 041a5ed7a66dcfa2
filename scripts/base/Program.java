//JAVA 17+
//DEPS info.picocli:picocli:4.7.7
//SOURCES ../Dino.java

// The command line of all scripts: options read by picocli, errors in one sentence, an exit code.

import java.io.*;
import java.nio.charset.Charset;
import java.nio.file.*;
import java.util.*;
import picocli.CommandLine;
import picocli.CommandLine.*;

class Program {

  /** A terminal that can only print: no colours, and no way to go back over what it has printed. */
  static final boolean DUMB = "dumb".equals(System.getenv("TERM"));

  // ---- options that many commands have -----------------------------------------------------------------

  /** The list of names that a command reads. */
  static class Data {
    @Option(names = "--data", paramLabel = "FILE", description = "A list of names, one a line; - is standard input; "
        + "or one of dinosaurs, cheeses, villages, towns. Default: the dinosaurs, or what a model learnt.")
    String file;
    @Option(names = "--column", paramLabel = "N",
        description = "The list is a table: the names are in its column N, from 1. "
        + "0: it is none, though it looks like one.")
    Integer column;

    List<String> names() { return Dino.names(file, column); }
  }

  /** The same, and the name that a command looks at. */
  static class Example extends Data {
    @Parameters(arity = "0..1", paramLabel = "NAME", converter = Typed.class,
        description = "A name. Default: a dinosaur, or the first name of another list.")
    private String typed;

    String name(String dinosaur, List<String> names) {
      return typed != null ? typed : file == null ? dinosaur : names.get(0);
    }
  }

  /** Of a name, or its beginning: an accented letter is one character, as in the lists. */
  static class Typed implements ITypeConverter<String> {
    public String convert(String text) { return Names.typed(text); }
  }

  // ---- running a command -------------------------------------------------------------------------------

  /**
   * Runs a picocli command, a Runnable or a Callable of the status.
   * @return  0 done, 1 it failed, 2 the command line or a file it names was wrong
   */
  static int run(Object command, String... args) {
    Locale.setDefault(Locale.ROOT);
    if (DUMB) System.setProperty("picocli.ansi", "false");   // picocli itself asks for NO_COLOR only
    CommandLine line = new CommandLine(command);
    boolean verbose = Arrays.asList(args).contains("--verbose");
    line.getCommandSpec().addOption(CommandLine.Model.OptionSpec.builder("--verbose").type(boolean.class)
        .description("Show where in the code an error came from.").build());
    line.getCommandSpec().mixinStandardHelpOptions(true).version("dinosaur RNN kit, JDK " + Runtime.version());
    line.setParameterExceptionHandler((e, a) ->
        fail(line, verbose, 2, e, e.getMessage() + nearest(e) + " Help: --help"));
    line.setExecutionExceptionHandler((e, l, parsed) ->
        e instanceof InvalidPathException p ? fail(line, verbose, 2, e,
            "'" + p.getInput() + "' can't be the name of a file (" + p.getReason() + ")")
        // A subclass, such as NumberFormatException, has no sentence for the reader.
        : e.getClass() == IllegalArgumentException.class ? fail(line, verbose, 2, e, e.getMessage())
        : e instanceof IllegalStateException || e instanceof UncheckedIOException
            ? fail(line, verbose, 1, e, e.getMessage())
        : fail(line, verbose, 1, e, "this should not have happened (" + e + "); --verbose shows where"));
    line.registerConverter(Path.class, Program::path);
    line.setExpandAtFiles(false);
    try {
      int status = line.execute(args);
      return System.out.checkError() && status == 0
          ? fail(line, verbose, 1, new IOException(), "the output could not be written") : status;
    } catch (ReaderGone e) {
      return ReaderGone.STATUS;
    } catch (OutOfMemoryError e) {
      return fail(line, verbose, 1, e, "not enough memory: Java may use " + Runtime.getRuntime().maxMemory() / 1_000_000
          + " MB here; a smaller --hidden or a shorter file needs less");
    }
  }

  /** Runs a script's command and ends its process with the status. */
  static void start(Object command, String... args) {
    // The first of these that is set: JDK 19 and newer; an older one in a terminal; the default.
    Charset charset = Charset.forName(System.getProperty("stdout.encoding",
        System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name())));
    System.setOut(new PrintStream(new BufferedOutputStream(new StandardOutput()), true, charset));
    System.exit(run(command, args));
  }

  /** The reader of standard output has closed it, as head does after its lines. The command ends without a message. */
  private static class ReaderGone extends Error {
    static final int STATUS = 141;   // 128 + SIGPIPE, as the shell reports it for other programs
  }

  /** Sees why writing failed; PrintStream does not say it. */
  private static class StandardOutput extends FileOutputStream {
    StandardOutput() { super(FileDescriptor.out); }

    @Override public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        super.write(bytes, from, length);
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe")) throw new ReaderGone();
        throw e;
      }
    }
  }

  /** For an option that does not exist: the one whose name is most like it. */
  private static String nearest(CommandLine.ParameterException e) {
    return !(e instanceof CommandLine.UnmatchedArgumentException slip) || slip.getSuggestions().isEmpty() ? "."
        : "; did you mean " + slip.getSuggestions().get(0) + "?";
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandLine.TypeConversionException("'" + text + "' can't be the name of a file ("
          + e.getReason() + ")");
    }
  }

  private static int fail(CommandLine line, boolean verbose, int status, Throwable e, String sentence) {
    System.err.println(line.getColorScheme().errorText(line.getCommandName() + ": " + readable(sentence, status == 2)));
    if (verbose) e.printStackTrace();
    return status;
  }

  private static final int LONGEST_SENTENCE = 1000;

  /** A file's or a user's words, safe to print: nothing that moves the cursor, nothing invisible, and not too long. */
  static String readable(String sentence, boolean oneLine) {
    StringBuilder text = new StringBuilder();
    sentence.codePoints().forEach(c -> text.append(c == '\n' && !oneLine ? "\n" : Names.shown(c)));
    return !oneLine || text.length() <= LONGEST_SENTENCE ? text.toString()
        : text.substring(0, LONGEST_SENTENCE / 2) + " \u2026 " + text.substring(text.length() - LONGEST_SENTENCE / 2);
  }
}
