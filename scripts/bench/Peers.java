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

  /** A program that prints a line an epoch: its loss and its seconds. */
  record Peer(String title, double tolerance, Map<String, String> environment, List<String> command) {

    /** {loss, seconds} of each epoch. */
    List<double[]> run() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment);
      try (BufferedReader in = builder.start().inputReader()) {
        return in.lines()
            .map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray()).toList();
      }
    }
  }

  /** The kit and all others on the same epochs, in turn, and a table; returns the characters per second of each. */
  static Map<String, Double> epochs(List<int[]> names, List<String> spelled, int[] vocabulary, forward.Weights start,
      int rounds) {
    int processors = Runtime.getRuntime().availableProcessors(), characters = Engine.characters(names);
    try {
      Path folder = temporary();
      Map<Peer, List<Double>> others = new LinkedHashMap<>();
      for (Peer peer : peersHere(folder, names, spelled, vocabulary, start)) others.put(peer, new ArrayList<>());
      bench.Form one = bench.kit("the engine, 1 thread", start, 1),
          all = bench.kit("the engine, " + processors + " threads", start, processors);
      double loss = one.epoch(names);
      bench.agree("the engine's threads", all.epoch(names), loss, 0);
      Map<bench.Form, List<Double>> ours = new LinkedHashMap<>();
      for (bench.Form form : List.of(one, all)) {
        ours.put(form, new ArrayList<>());
        for (int warm = 0; warm < 3; warm++) bench.secondsPerEpoch(form, names);
      }
      for (int round = 0; round < rounds; round++) {
        for (var form : ours.entrySet()) form.getValue().add(bench.secondsPerEpoch(form.getKey(), names));
        for (var peer : others.entrySet()) {
          List<double[]> epochs = peer.getKey().run();
          if (epochs.size() <= 3) {
            throw new IllegalStateException(peer.getKey().title + " did not run: "
                + String.join(" ", peer.getKey().command));
          }
          bench.agree("the engine and " + peer.getKey().title, epochs.get(0)[0], loss, peer.getKey().tolerance);
          peer.getValue().add(bench.median(epochs.stream().skip(epochs.size() / 2).map(epoch -> epoch[1]).toList()));
        }
      }
      System.out.printf("%s, H = %d: an epoch of %d names, %d characters; median of %d rounds (lowest to highest)%n",
          Cell.of(start).name(), start.H(), names.size(), characters, rounds);
      System.out.println("                                          characters/s");
      ours.forEach((form, seconds) -> row(form.title, seconds, characters));
      others.forEach((peer, seconds) -> row(peer.title, seconds, characters));
      others.entrySet().stream().filter(peer -> peer.getKey().title.matches("(NumPy|PyTorch).*"))
          .min(Comparator.comparingDouble(peer -> bench.median(peer.getValue()))).ifPresent(best ->
              ours.forEach((form, seconds) ->
                  System.out.printf("  %s: %.2f times the fastest of NumPy and PyTorch (%s)%n", form.title,
                  bench.median(best.getValue()) / bench.median(seconds), best.getKey().title)));
      System.out.println();
      Map<String, Double> speeds = new LinkedHashMap<>();
      ours.forEach((form, seconds) -> speeds.put(form.title, characters / bench.median(seconds)));
      others.forEach((peer, seconds) -> speeds.put(peer.title, characters / bench.median(seconds)));
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

  private static void row(String title, List<Double> seconds, int characters) {
    System.out.printf("  %-35s %,14.0f (%,11.0f to %,11.0f)%n", title, characters / bench.median(seconds),
        characters / Collections.max(seconds), characters / Collections.min(seconds));
  }

  /** The peers on this machine, ready to run with the same weights and names; prints which ones are missing. */
  private static List<Peer> peersHere(Path folder, List<int[]> names, List<String> spelled, int[] vocabulary,
      forward.Weights W) throws IOException {
    new Model(vocabulary, W, Map.of(), Map.of()).save(folder, "");
    Path model = folder.resolve("model.json"), list = Files.write(folder.resolve("names.txt"), spelled);
    List<Peer> peers = new ArrayList<>();
    python(peers, "PyTorch", "torch", List.of("packed", "padded"), "python3-torch", folder, model, list);
    if (Cell.of(W) != Cell.RNN) return peers;   // the others know the plain cell alone
    if (hasVectorApi() && compiled("Lanes.java", folder, "--add-modules", VECTOR)) {
      for (String n : new TreeSet<>(List.of("1", "" + Runtime.getRuntime().availableProcessors()))) {
        peers.add(new Peer("the engine, Vector API, threads " + n, 1e-9, Map.of(),
            java(folder, true, "Lanes", "" + model, "" + list, "40", n)));
      }
    } else System.out.println(NO_LANES);
    python(peers, "NumPy", "numpy", List.of("onehot", "best"), "python3-numpy libopenblas0-pthread", folder,
        model, list);
    String program = folder.resolve("epochs").toString();
    if (runs("gcc", "-O3", "-march=native", "-ffast-math", "-o", program, unpack("epochs.c", folder), "-lm")) {
      Path weights = folder.resolve("weights.txt"), indices = folder.resolve("indices.txt");
      Files.writeString(weights, W.V() + " " + W.H() + "\n" + Arrays.stream(W.rows()).map(row -> Arrays.stream(row)
          .mapToObj(Double::toString).collect(Collectors.joining(" "))).collect(Collectors.joining("\n")));
      Files.write(indices, names.stream().map(name -> name.length + " " + Arrays.stream(name)
          .mapToObj(Integer::toString).collect(Collectors.joining(" "))).toList());
      peers.add(new Peer("C, gcc -O3 -ffast-math", 1e-9, Map.of(), List.of(program, "" + weights, "" + indices, "20")));
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
    String script = unpack(module + "_epochs.py", folder);
    for (String form : forms) {
      for (String precision : List.of("float64", "float32")) {
        for (String n : new TreeSet<>(List.of("1", "" + Runtime.getRuntime().availableProcessors()))) {
          // PyTorch has threads of its own, beside those of BLAS; NumPy has none.
          for (String own : module.equals("torch") ? new TreeSet<>(List.of("1", n)) : List.of(n)) {
            peers.add(new Peer(title + ", " + form + ", " + precision + ", threads " + n + (own.equals(n) ? "" : "+1"),
                precision.equals("float64") ? 1e-9 : 1e-4, Map.of("OPENBLAS_NUM_THREADS", n),
                List.of("/usr/bin/python3", script, "" + model, "" + list, "10", precision, form, own)));
          }
        }
      }
    }
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

  // ---- Java that has to be compiled first --------------------------------------------------------------

  static final String VECTOR = "jdk.incubator.vector",
      NO_LANES = "no Vector API here: this JDK has no module " + VECTOR + ", or no javac";

  static boolean hasVectorApi() {
    return ModuleFinder.ofSystem().find(VECTOR).isPresent() && ToolProvider.findFirst("javac").isPresent();
  }

  /** Whether a source could be compiled into the folder. */
  static boolean compiled(String source, Path folder, String... options) throws IOException {
    Optional<ToolProvider> javac = ToolProvider.findFirst("javac");
    if (javac.isEmpty()) return false;
    List<String> arguments = new ArrayList<>(List.of("-encoding", "UTF-8", "-nowarn", "-d", "" + folder, "-cp",
        classPath(folder)));
    arguments.addAll(List.of(options));
    arguments.add(unpack(source, folder));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return javac.get().run(nowhere, nowhere, arguments.toArray(String[]::new)) == 0;
  }

  private static String classPath(Path folder) {
    return folder + File.pathSeparator + System.getProperty("java.class.path");
  }

  /** The command that runs a class from the folder as this process's JVM would, with the Vector API or without. */
  static List<String> java(Path folder, boolean vectorApi, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:ObjectAlignmentInBytes=32", "-cp",
        classPath(folder)));
    if (vectorApi) command.addAll(List.of("--add-modules", VECTOR));
    command.addAll(List.of(arguments));
    return command;
  }

  // ---- the loops alone ---------------------------------------------------------------------------------

  static final List<String> KERNELS = List.of("addProduct", "addProducts", "addOuterProducts", "tanh", "exp");

  /** Kernels.java's table, each loop being timed for five times so many milliseconds. */
  static void kernels(List<Integer> sizes, int milliseconds, List<String> kernels, boolean vectorApi) {
    try {
      Path folder = temporary(), errors = folder.resolve("errors.txt");
      if (!vectorApi) System.out.println(NO_LANES);
      Words.require((!vectorApi || compiled("Lanes.java", folder, "--add-modules", VECTOR))
          && compiled("Kernels.java", folder, "-processor", "org.openjdk.jmh.generators.BenchmarkProcessor"),
          "--kernels needs a JDK, with javac");
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
