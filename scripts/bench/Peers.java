//SOURCES ../run/Model.java ../optimize.java

// Other programs on the kit's epoch, for `jbang bench --peers`: each starts from the same weights, reads the same
// names, and must agree on the first epoch's loss. And the kit's loops alone, for `jbang bench --kernels`.
// Programs that need the Vector API or JMH are compiled when they are asked for, like epochs.c, and run in a JVM of
// their own.

import java.io.*;
import java.lang.module.ModuleFinder;
import java.nio.file.*;
import java.util.*;
import java.util.spi.ToolProvider;
import java.util.stream.*;

class Peers {

  /** With these set OpenBLAS may take loops for another processor than this. */
  private static final List<String> HINDERING = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");
  /** The loops of OpenBLAS for the processors of 2004: what it takes if it doesn't know the processor. */
  private static final String OLDEST = "Prescott";

  /** A program that prints a line an epoch: its loss and its seconds. */
  record Peer(String title, double tolerance, Map<String, String> environment, List<String> command) {

    /** {loss, seconds} of each epoch. */
    List<double[]> run() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      HINDERING.forEach(builder.environment()::remove);
      builder.environment().putAll(environment);
      try (BufferedReader in = builder.start().inputReader()) {
        return in.lines()
            .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray()).toList();
      }
    }
  }

  /** The kit's engines and all others on the same epochs, in turn: a table, and the characters per second of each. */
  static Map<String, Double> epochs(List<int[]> names, List<String> spelled, int[] vocabulary, forward.Weights start,
      int rounds) {
    int characters = Engine.characters(names);
    try {
      List<Peer> peers = peersHere(temporary(), names, spelled, vocabulary, start);
      Map<Peer, List<Double>> seconds = new LinkedHashMap<>();
      for (Peer peer : peers) seconds.put(peer, new ArrayList<>());
      double loss = Double.NaN;
      for (int round = 0; round < rounds; round++) {
        for (Peer peer : peers) {
          List<double[]> epochs = peer.run();
          if (epochs.size() <= 3) {
            throw new IllegalStateException(peer.title + " did not run: " + String.join(" ", peer.command));
          }
          if (round == 0 && peer == peers.get(0)) loss = epochs.get(0)[0];
          bench.agree(peers.get(0).title + " and " + peer.title, epochs.get(0)[0], loss, peer.tolerance);
          seconds.get(peer).add(bench.median(epochs.stream().skip(epochs.size() / 2).map(epoch -> epoch[1]).toList()));
        }
      }
      System.out.printf("%s, H = %d: an epoch of %d names, %d characters; median of %d rounds (lowest to highest)%n",
          Cell.of(start).name(), start.H(), names.size(), characters, rounds);
      System.out.println("                                          characters/s");
      Map<String, Double> speeds = new LinkedHashMap<>();
      seconds.forEach((peer, times) -> {
        speeds.put(peer.title, characters / bench.median(times));
        System.out.printf("  %-35s %,14.0f (%,11.0f to %,11.0f)%n", peer.title, characters / bench.median(times),
            characters / Collections.max(times), characters / Collections.min(times));
      });
      for (String other : List.of("NumPy", "PyTorch", "C,")) {
        Optional<String> best = speeds.keySet().stream().filter(title -> title.startsWith(other))
            .max(Comparator.comparing(speeds::get));
        best.ifPresent(fastest -> speeds.forEach((title, speed) -> {
          if (title.startsWith("the engine")) System.out.printf("  %s: %.2f times %s%n", title,
              speed / speeds.get(fastest), fastest);
        }));
      }
      System.out.println();
      return speeds;
    } catch (IOException e) {
      throw new UncheckedIOException(Words.reason(e), e);
    }
  }

  /** A temporary folder, deleted when the process ends. */
  private static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("bench");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) { }   // then the system deletes it some day
    }));
    return folder;
  }

  /** The peers on this machine, ready to run with the same weights and names; prints which ones are missing. */
  private static List<Peer> peersHere(Path folder, List<int[]> names, List<String> spelled, int[] vocabulary,
      forward.Weights W) throws IOException {
    new Model(vocabulary, W, Map.of(), Map.of()).save(folder, "");
    Path model = folder.resolve("model.json"), list = Files.write(folder.resolve("names.txt"), spelled);
    List<Peer> peers = new ArrayList<>();
    Set<String> threads = new TreeSet<>(List.of("1", "" + Runtime.getRuntime().availableProcessors()));
    if (Vectors.whyNot() == null) Vectors.compile(folder, Vectors.SOURCES, "--add-modules", Vectors.MODULE);
    else System.out.println("no lanes here: " + Vectors.whyNot());
    for (String engine : Vectors.whyNot() == null ? List.of("rows", "lanes") : List.of("rows")) {
      for (String n : threads) {
        peers.add(new Peer("the engine, " + engine + ", threads " + n, 1e-9, Map.of(),
            java(folder, engine.equals("lanes"), "Epochs", engine, "" + model, "" + list, "40", n)));
      }
    }
    python(peers, "PyTorch", "torch", List.of("packed", "padded"), "python3-torch", folder, model, list);
    if (Cell.of(W) != Cell.RNN) return peers;   // the others know the plain cell alone
    python(peers, "NumPy", "numpy", List.of("onehot", "best"), "python3-numpy libopenblas0-pthread", folder,
        model, list);
    String program = folder.resolve("epochs").toString();
    unpack("lanes.h", folder);
    if (runs("gcc", "-O3", "-march=native", "-ffast-math", "-o", program, unpack("epochs.c", folder), "-lm")) {
      Path weights = folder.resolve("weights.txt"), indices = folder.resolve("indices.txt");
      Files.writeString(weights, W.V() + " " + W.H() + "\n" + Arrays.stream(W.rows()).map(row -> Arrays.stream(row)
          .mapToObj(Double::toString).collect(Collectors.joining(" "))).collect(Collectors.joining("\n")));
      Files.write(indices, names.stream().map(name -> name.length + " " + Arrays.stream(name)
          .mapToObj(Integer::toString).collect(Collectors.joining(" "))).toList());
      for (String form : List.of("one", "lanes")) {
        peers.add(new Peer("C, " + (form.equals("one") ? "one name at a time" : "names side by side"), 1e-9, Map.of(),
            List.of(program, form, "" + weights, "" + indices, "20")));
      }
    } else System.out.println("no gcc here: on Debian, apt-get install gcc");
    return peers;
  }

  /** Each form in both precisions, by 1 thread and by all; "2+1" is two of BLAS and one of PyTorch's own. */
  private static void python(List<Peer> peers, String title, String module, List<String> forms, String install,
      Path folder, Path model, Path list) throws IOException {
    if (!runs("/usr/bin/python3", "-c", "import " + module)) {
      System.out.printf("no %s here: on Debian, apt-get install %s%n", title, install);
      return;
    }
    Map<String, String> environment = new HashMap<>();
    String core = blas(module, environment);
    if (OLDEST.equals(core)) {   // an OpenBLAS older than the processor: it is told what it would know at home
      environment.put("OPENBLAS_CORETYPE", suitable());
      core = blas(module, environment) + " (it did not know this processor, and is told)";
    }
    System.out.printf("%s multiplies with %s%n", title, core != null ? "OpenBLAS for " + core
        : "a BLAS that is not OpenBLAS, which may be slow: apt-get install libopenblas0-pthread");
    String script = unpack(module + "_epochs.py", folder);
    for (String form : forms) {
      for (String precision : List.of("float64", "float32")) {
        for (String n : new TreeSet<>(List.of("1", "" + Runtime.getRuntime().availableProcessors()))) {
          Map<String, String> settings = new HashMap<>(environment);
          settings.put("OPENBLAS_NUM_THREADS", n);
          // PyTorch has threads of its own, beside those of BLAS; NumPy has none.
          for (String own : module.equals("torch") ? new TreeSet<>(List.of("1", n)) : List.of(n)) {
            peers.add(new Peer(title + ", " + form + ", " + precision + ", threads " + n + (own.equals(n) ? "" : "+1"),
                precision.equals("float64") ? 1e-9 : 1e-4, settings,
                List.of("/usr/bin/python3", script, "" + model, "" + list, "10", precision, form, own)));
          }
        }
      }
    }
  }

  /** For which processor OpenBLAS takes its loops, as it says at its start; null if Python has another BLAS. */
  private static String blas(String module, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", "-c", "import " + module).redirectErrorStream(true);
    HINDERING.forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    builder.environment().put("OPENBLAS_VERBOSE", "2");
    try (BufferedReader in = builder.start().inputReader()) {
      return in.lines().filter(line -> line.startsWith("Core: ")).map(line -> line.substring(6)).findFirst()
          .orElse(null);
    }
  }

  /** OpenBLAS's name for loops that suit this processor. */
  private static String suitable() throws IOException {
    Path processor = Path.of("/proc/cpuinfo");
    String flags = Files.isReadable(processor) ? Files.readString(processor) : "";
    return flags.contains(" avx512bw") ? "SkylakeX" : flags.contains(" avx2") ? "Haswell" : OLDEST;
  }

  private static boolean runs(String... command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static String unpack(String resource, Path folder) throws IOException {
    try (InputStream in = Peers.class.getResourceAsStream("/" + resource)) {
      Files.copy(in, folder.resolve(resource), StandardCopyOption.REPLACE_EXISTING);
    }
    return folder.resolve(resource).toString();
  }

  // ---- Java in a JVM of its own ------------------------------------------------------------------------

  /** The command that runs a class from the folder as this process's JVM would, with the Vector API or without. */
  static List<String> java(Path folder, boolean vectorApi, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:+IgnoreUnrecognizedVMOptions",
        vectorApi ? Vectors.ALIGNED : "-XX:ObjectAlignmentInBytes=32", "-cp",
        folder + File.pathSeparator + System.getProperty("java.class.path")));
    if (vectorApi) command.addAll(List.of("--add-modules", Vectors.MODULE));
    command.addAll(List.of(arguments));
    return command;
  }

  // ---- the loops alone ---------------------------------------------------------------------------------

  static final List<String> KERNELS = List.of("addProduct", "addProducts", "addOuterProducts", "tanh", "exp");

  /** Kernels.java's table, each loop being timed for five times so many milliseconds. */
  static void kernels(List<Integer> sizes, int milliseconds, List<String> kernels, boolean vectorApi) {
    try {
      Path folder = temporary(), errors = folder.resolve("errors.txt");
      Words.require(ToolProvider.findFirst("javac").isPresent(), "--kernels needs a JDK, with javac");
      if (!vectorApi) System.out.println("no Vector API here: " + Vectors.whyNot());
      else {
        Vectors.compile(folder, Vectors.SOURCES, "--add-modules", Vectors.MODULE);
        Vectors.compile(folder, List.of("Peak.java"), "--add-modules", Vectors.MODULE);
      }
      Vectors.compile(folder, List.of("Kernels.java"), "-processor", "org.openjdk.jmh.generators.BenchmarkProcessor");
      System.out.printf("%d loops, each in up to three forms, some %.0f seconds%n", kernels.size() * sizes.size(),
          (5 * milliseconds / 1000.0 + 0.5) * (3 * kernels.size() * sizes.size() + 2));
      List<String> command = java(folder, vectorApi, "kernels.Kernels",
          sizes.stream().map(String::valueOf).collect(Collectors.joining(",")), "" + milliseconds);
      command.addAll(kernels);
      Process child = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      try (BufferedReader in = child.inputReader()) {
        // The JVM warns of the incubator module, and of what JMH uses.
        in.lines().filter(line -> !line.startsWith("WARNING: ")).forEach(System.out::println);
      }
      if (child.waitFor() != 0) {
        throw new IllegalStateException("the loops could not be timed: " + Files.readString(errors).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(Words.reason(e), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
