//JAVA 17+
//FILES Lanes.java Tiles.java
//SOURCES Batch.java

// The way to Lanes.java. It needs the module jdk.incubator.vector, which not every JDK has, and which a JVM has only if
// it was started with it. So Lanes.java is compiled when it is first asked for, and the program is started anew. Then
// the JVM prints a warning that no option silences; everything else is passed on as it is.

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.*;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.*;
import java.util.*;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

class Vectors {

  static final String MODULE = "jdk.incubator.vector", ALIGNED = "-XX:ObjectAlignmentInBytes=64";   // see Tiles.S
  static final List<String> SOURCES = List.of("Lanes.java", "Tiles.java");
  private static final String WARNING = "WARNING: Using incubator modules: " + MODULE,
      ANEW = "dino.anew";   // set where this JVM was started by another
  private static String failed;   // why no other JVM could be started

  /** The engine of Lanes.java; or that of Batch.java and a sentence that says why. */
  static Engine engine(forward.Weights W, int threads) {
    String why = failed != null ? failed : whyNot();
    if (why == null && ModuleLayer.boot().findModule(MODULE).isEmpty()) why = "this JVM was started without " + MODULE;
    if (why == null && !hasFma()) why = "this processor can't multiply and add at once";
    if (why == null) {
      try {
        return (Engine) Class.forName("Lanes").getDeclaredConstructor(forward.Weights.class, int.class)
            .newInstance(W, threads);
      } catch (ReflectiveOperationException | LinkageError e) {
        why = "Lanes.java can't be run (" + e + ")";
      }
    }
    System.err.println("--engine rows instead of lanes: " + why);
    return new Batch(W, threads);
  }

  /** What this JDK lacks; null if nothing. */
  static String whyNot() {
    return ModuleFinder.ofSystem().find(MODULE).isEmpty() ? "this JDK has no module " + MODULE
        : ToolProvider.findFirst("javac").isEmpty() ? "there is no javac here to compile Lanes.java" : null;
  }

  /** Without it Math.fma is computed digit by digit, thousands of times as slowly. */
  private static boolean hasFma() {
    HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return jvm != null && jvm.getVMOption("UseFMA").getValue().equals("true");
  }

  /** Program.start; where the arguments ask for lanes, in a JVM that has the module, and this one ends as that does. */
  static void start(Object command, String... args) {
    boolean asked = String.join(" ", args).matches("(?s)(.* )?--engine[ =]lanes( .*)?");
    if (Boolean.getBoolean(ANEW)) {   // who started this JVM is waiting for it; if it is killed, this one ends too
      ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(143)));
    } else if (asked && whyNot() == null) {
      try {
        System.exit(startAnew(command.getClass(), args));
      } catch (IOException | InterruptedException e) {
        failed = "a JVM with " + MODULE + " can't be started (" + e.getMessage() + ")";
      }
    }
    Program.start(command, args);
  }

  /** Returns the other JVM's status. */
  private static int startAnew(Class<?> main, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("" + Path.of(System.getProperty("java.home"), "bin", "java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());   // this JVM's options
    command.addAll(List.of(ALIGNED, "--add-modules", MODULE, "-D" + ANEW + "=true", "-cp",
        System.getProperty("java.class.path") + File.pathSeparator + compiled(main), main.getName()));
    // --data <(...) names a pipe of this process.
    String own = "/proc/" + ProcessHandle.current().pid() + "/fd/";
    for (String arg : args) command.add(Files.isDirectory(Path.of(own)) ? arg.replaceFirst("^/dev/fd/", own) : arg);
    Process process = new ProcessBuilder(command).inheritIO().redirectError(ProcessBuilder.Redirect.PIPE).start();
    Thread errors = new Thread(() -> passOn(process.getErrorStream()));
    errors.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {   // Ctrl-C: it saves, and this process waits for it
      process.destroy();
      try {
        process.waitFor();
        errors.join();
      } catch (InterruptedException e) { }
    }));
    int status = process.waitFor();
    errors.join();
    return status;
  }

  /** All but the JVM's warning, one of the first lines. */
  private static void passOn(InputStream from) {
    try (OutputStream to = new FileOutputStream(FileDescriptor.err)) {
      for (boolean warned = false; !warned; ) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c;
        do {
          if ((c = from.read()) >= 0) line.write(c);
        } while (c >= 0 && c != '\n');
        warned = line.toString().strip().equals(WARNING);
        if (!warned) to.write(line.toByteArray());
        if (c < 0) return;
      }
      from.transferTo(to);
    } catch (IOException e) { }   // nobody reads it any more
  }

  // ---- compiling ---------------------------------------------------------------------------------------

  /** The folder with the compiled Lanes.java: beside the jar that it belongs to, or a temporary one. */
  private static Path compiled(Class<?> main) throws IOException {
    Path jar = Path.of(URI.create("" + main.getProtectionDomain().getCodeSource().getLocation()));
    Path folder = jar.resolveSibling("lanes-" + Runtime.version().feature() + "-" + jar.toFile().lastModified());
    if (Files.isDirectory(folder)) return folder;
    Path part;
    try {
      part = Files.createTempDirectory(jar.getParent(), "lanes");
    } catch (IOException e) {   // on a stick that can't be written to
      part = Files.createTempDirectory("lanes");
    }
    compile(part, SOURCES, "--add-modules", MODULE);
    try {
      return Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {   // on the stick; or another process was first
      deleteOnExit(part);
      return part;
    }
  }

  private static void deleteOnExit(Path folder) throws IOException {
    folder.toFile().deleteOnExit();   // the last to be deleted
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> file.toFile().deleteOnExit());
    }
  }

  /**
   * Compiles sources of the kit into a folder.
   * @throws IOException  when it can't be written to, or with the compiler's words
   */
  static void compile(Path folder, List<String> sources, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-encoding", "UTF-8", "-nowarn", "-d", "" + folder, "-cp",
        folder + File.pathSeparator + System.getProperty("java.class.path")));
    arguments.addAll(List.of(options));
    for (String source : sources) {
      Path file = folder.resolve(source);
      try (InputStream in = Vectors.class.getResourceAsStream("/" + source)) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
      arguments.add("" + file);
    }
    StringWriter words = new StringWriter();
    PrintWriter out = new PrintWriter(words);
    if (ToolProvider.findFirst("javac").get().run(out, out, arguments.toArray(String[]::new)) != 0) {
      throw new IOException(String.join(", ", sources) + " can't be compiled: " + words);
    }
  }
}
