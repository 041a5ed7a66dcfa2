///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:ObjectAlignmentInBytes=32
//SOURCES optimize.java sample.java bench/Textbook.java
//FILES numpy_epochs.py=bench/numpy_epochs.py
//FILES torch_epochs.py=bench/torch_epochs.py
//FILES epochs.c=bench/epochs.c

// How fast, and why: the same epoch, forward, backward and Adam over all training names, written in five ways.
//   jbang bench.java [--hidden 64,128,256] [--rounds 5] [--peers] [--scaling]
// It prints first a table of characters per second, from the textbook's triple loop to all processors.
//
// All forms start from the same weights, take the names in the same order, and must agree on the first epoch's
// loss to 1e-9. What each form adds to the one above it: one name at a time and loops along rows, with nothing
// padded; four rows for each store; tanh and e^x by the row, eight names side by side, nothing allocated (the
// kit); all processors. They are timed in turn, round by round; the median is told, and the lowest and highest. GFLOP/s
// counts 6 (H^2 + H V) per character: a product and a sum for each weight of Whh and Who, forward once, backward
// twice; Wxh costs next to nothing, since its inputs are one-hot.

import com.sun.management.ThreadMXBean;
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "bench", description = "How fast, and why: the same epoch written in five ways, and beside NumPy, PyTorch and C.",
    footer = {"Example: bench", "         bench --hidden 64,128,256 --peers", "         bench --scaling"})
class bench implements Runnable {

  @Option(names = "--hidden", paramLabel = "H", split = ",", description = "Hidden units, one or more sizes (64).")
  List<Integer> hidden = List.of(64);
  @Option(names = "--rounds", paramLabel = "N", description = "How often each is timed (${DEFAULT-VALUE}).")
  int rounds = 5;
  @Option(names = "--peers", description = "Beside NumPy, PyTorch and C, where /usr/bin/python3 and gcc have them.")
  boolean peers;
  @Option(names = "--scaling", description = "Seconds per epoch against the number of names and against H.")
  boolean scaling;

  // ---- a form: something that can train an epoch -------------------------------------------------------

  /** Trains W by Adam; how the gradient is had is the form's own. */
  abstract static class Form {
    final String title;
    final forward.Weights W;
    private final double[][] rows, m, v;
    private int step;

    Form(String title, forward.Weights start) {
      this.title = title;
      W = new forward.Weights(copy(start.Wxh()), copy(start.Whh()), copy(start.Who()));
      rows = W.rows();
      m = backprop.zerosLike(W).rows();
      v = backprop.zerosLike(W).rows();
    }

    abstract double lossAndGradient(List<int[]> names, int from, int to);
    abstract double[][] gradient();

    /** The mean loss of an epoch, each batch's before its update. */
    double epoch(List<int[]> names) {
      double sum = 0;
      for (int from = 0; from < names.size(); from += 32) {
        sum += lossAndGradient(names, from, Math.min(names.size(), from + 32));
        optimize.clip(gradient(), 5);
        optimize.adam(rows, gradient(), m, v, ++step, 0.003);
      }
      return sum / Batch.characters(names, 0, names.size());
    }
  }

  static double[][] copy(double[][] W) { return Arrays.stream(W).map(double[]::clone).toArray(double[][]::new); }

  /** The textbook's triple loops on padded batches. */
  static Form textbook(forward.Weights start) {
    forward.Weights dW = backprop.zerosLike(start);
    return new Form("triple loop, padded", start) {
      double lossAndGradient(List<int[]> names, int from, int to) { return Textbook.lossAndGradient(W, names.subList(from, to), dW); }
      double[][] gradient() { return dW.rows(); }
    };
  }

  /** The kit's own, by so many threads. */
  static Form kit(String title, forward.Weights start, int threads) {
    return new Form(title, start) {
      final Batch batch = new Batch(W, threads);
      double lossAndGradient(List<int[]> names, int from, int to) { return batch.lossAndGradient(names, from, to); }
      double[][] gradient() { return batch.gradient(); }
    };
  }

  /** What the two forms between differ in. */
  interface Loops {
    void product(double[] a, double[][] B, double[] c);
    void outerProducts(double[][] A, double[][] B, double[][] C);
  }

  static final Loops BY_ROWS = new Loops() {
    public void product(double[] a, double[][] B, double[] c) { Dino.addProduct(a, B, c); }
    public void outerProducts(double[][] A, double[][] B, double[][] C) { Dino.addOuterProducts(A, B, C); }
  };
  static final Loops BY_FOUR_ROWS = new Loops() {
    public void product(double[] a, double[][] B, double[] c) { fast.addProduct(a, B, c); }
    public void outerProducts(double[][] A, double[][] B, double[][] C) { fast.addOuterProducts(A, B, A.length, C); }
  };

  /** One name at a time as in the kit, with the given loops and the JDK's tanh and exp. */
  static Form oneByOne(String title, forward.Weights start, Loops loops) {
    forward.Weights dW = backprop.zerosLike(start), WT = backprop.transpose(start);
    return new Form(title, start) {
      double lossAndGradient(List<int[]> names, int from, int to) {
        double loss = 0;
        backprop.transpose(W, WT);
        for (double[] row : dW.rows()) Arrays.fill(row, 0);
        for (int n = from; n < to; n++) {
          encode.Steps e = encode.steps(names.get(n), W.V());
          forward.Pass p = new forward.Pass(e, W.H(), W.V());
          for (int t = 0; t < e.T; t++) {
            p.sBefore[t] = t == 0 ? new double[W.H()] : p.s[t - 1];
            loops.product(e.x[t], W.Wxh(), p.s[t]);
            loops.product(p.sBefore[t], W.Whh(), p.s[t]);
            for (int i = 0; i < W.H(); i++) p.s[t][i] = Math.tanh(p.s[t][i]);
            double[] yHat = p.yHat[t];
            loops.product(p.s[t], W.Who(), yHat);
            double largest = Double.NEGATIVE_INFINITY, sum = 0;
            for (double o : yHat) largest = Math.max(largest, o);
            for (int i = 0; i < yHat.length; i++) sum += yHat[i] = Math.exp(yHat[i] - largest);
            for (int i = 0; i < yHat.length; i++) yHat[i] /= sum;
            loss += forward.crossEntropy(yHat, e.y[t]);
          }
          backprop.Errors errors = new backprop.Errors(p);
          for (int t = e.T - 1; t >= 0; t--) {
            for (int i = 0; i < W.V(); i++) errors.dO[t][i] = p.yHat[t][i] - e.y[t][i];
            loops.product(errors.dO[t], WT.Who(), errors.ro[t]);
            if (t < e.T - 1) loops.product(errors.ro[t + 1], WT.Whh(), errors.ro[t]);
            for (int i = 0; i < W.H(); i++) errors.ro[t][i] *= 1 - p.s[t][i] * p.s[t][i];
          }
          loops.outerProducts(p.s, errors.dO, dW.Who());
          loops.outerProducts(p.sBefore, errors.ro, dW.Whh());
          loops.outerProducts(e.x, errors.ro, dW.Wxh());
        }
        optimize.scale(1.0 / Batch.characters(names, from, to), dW.rows());
        return loss;
      }
      double[][] gradient() { return dW.rows(); }
    };
  }

  // ---- timing ------------------------------------------------------------------------------------------

  /** Seconds per epoch, over so many epochs as fill a third of a second. */
  static double secondsPerEpoch(Form form, List<int[]> names) {
    long begin = System.nanoTime();
    int epochs = 0;
    do {
      form.epoch(names);
      epochs++;
    } while (System.nanoTime() - begin < 333_000_000);
    return (System.nanoTime() - begin) / 1e9 / epochs;
  }

  /** Bytes that all threads allocate in an epoch. */
  static long allocatedPerEpoch(Form form, List<int[]> names) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = allocated(threads);
    for (int epoch = 0; epoch < 4; epoch++) form.epoch(names);
    return (allocated(threads) - before) / 4;
  }

  private static long allocated(ThreadMXBean threads) {
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).filter(bytes -> bytes > 0).sum();
  }

  static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  // ---- the tables --------------------------------------------------------------------------------------

  public void run() {
    Dino.require(rounds >= 1, "--rounds must be 1 or more, not %d", rounds);
    for (int H : hidden) Dino.require(H >= 1 && H <= 4096, "--hidden must be from 1 to 4096, not %d", H);
    List<String> split = encode.split(Dino.names(null), new Dino.Random(0)).train();
    int[] vocabulary = encode.vocabulary(split);
    List<int[]> names = encode.indices(split, vocabulary);
    if (scaling) scaling(names, vocabulary.length);
    else for (int H : hidden) {
      forward.Weights start = forward.random(vocabulary.length, H, new Dino.Random(0));
      if (peers) peers(names, split, vocabulary, start);
      else forms(names, start);
    }
  }

  private void forms(List<int[]> names, forward.Weights start) {
    int processors = Runtime.getRuntime().availableProcessors(), characters = Batch.characters(names, 0, names.size());
    double flops = 6.0 * (start.H() * start.H() + start.H() * start.V()) * characters;
    List<Form> forms = new ArrayList<>(List.of(textbook(start), oneByOne("row by row", start, BY_ROWS),
        oneByOne("four rows at a time", start, BY_FOUR_ROWS), kit("the kit, 1 thread", start, 1)));
    if (processors > 1) forms.add(kit("the kit, " + processors + " threads", start, processors));

    List<Double> losses = forms.stream().map(form -> form.epoch(names)).toList();
    for (double loss : losses) agree("the forms", loss, losses.get(0), 1e-9);
    List<List<Double>> seconds = forms.stream().map(form -> (List<Double>) new ArrayList<Double>()).toList();
    for (Form form : forms.subList(1, forms.size())) for (int warm = 0; warm < 2; warm++) secondsPerEpoch(form, names);
    for (int round = 0; round < rounds; round++) {
      for (int f = 0; f < forms.size(); f++) seconds.get(f).add(secondsPerEpoch(forms.get(f), names));
    }
    System.out.printf("H = %d: an epoch of %d names, %d characters; median of %d rounds (lowest to highest)%n",
        start.H(), names.size(), characters, rounds);
    System.out.println("                         characters/s                       GFLOP/s     bytes/epoch    ratio");
    double first = median(seconds.get(0));
    for (int f = 0; f < forms.size(); f++) {
      double time = median(seconds.get(f));
      System.out.printf("  %-20s %,14.0f (%,11.0f to %,11.0f) %7.2f %,15d %8.1f%n", forms.get(f).title, characters / time,
          characters / Collections.max(seconds.get(f)), characters / Collections.min(seconds.get(f)), flops / time / 1e9,
          allocatedPerEpoch(forms.get(f), names), first / time);
    }
    System.out.println();
  }

  static void agree(String who, double loss, double expected, double tolerance) {
    if (!(Math.abs(loss / expected - 1) <= tolerance)) throw new IllegalStateException(
        who + " do not agree on the first epoch's loss: " + loss + " and " + expected);
  }

  // ---- beside others -----------------------------------------------------------------------------------

  /** A program that prints a line an epoch: its loss and its seconds. */
  record Peer(String title, double tolerance, Map<String, String> environment, List<String> command) {

    /** {loss, seconds} of each epoch. */
    List<double[]> run() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment);
      try (BufferedReader in = builder.start().inputReader()) {
        return in.lines().map(line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray()).toList();
      }
    }
  }

  private void peers(List<int[]> names, List<String> spelled, int[] vocabulary, forward.Weights start) {
    int processors = Runtime.getRuntime().availableProcessors(), characters = Batch.characters(names, 0, names.size());
    try {
      Path folder = Files.createTempDirectory("bench");
      Map<Peer, List<Double>> others = new LinkedHashMap<>();
      for (Peer peer : peersHere(folder, names, spelled, vocabulary, start)) others.put(peer, new ArrayList<>());
      Form one = kit("the kit, 1 thread", start, 1), all = kit("the kit, " + processors + " threads", start, processors);
      double loss = one.epoch(names);
      agree("the kit's threads", all.epoch(names), loss, 0);
      Map<Form, List<Double>> ours = new LinkedHashMap<>();
      for (Form form : List.of(one, all)) {
        ours.put(form, new ArrayList<>());
        for (int warm = 0; warm < 3; warm++) secondsPerEpoch(form, names);
      }
      for (int round = 0; round < rounds; round++) {
        for (var form : ours.entrySet()) form.getValue().add(secondsPerEpoch(form.getKey(), names));
        for (var peer : others.entrySet()) {
          List<double[]> epochs = peer.getKey().run();
          Dino.require(epochs.size() > 3, "%s did not run: %s", peer.getKey().title, String.join(" ", peer.getKey().command));
          agree("the kit and " + peer.getKey().title, epochs.get(0)[0], loss, peer.getKey().tolerance);
          peer.getValue().add(median(epochs.stream().skip(3).map(epoch -> epoch[1]).toList()));
        }
      }
      System.out.printf("H = %d: an epoch of %d names, %d characters; median of %d rounds (lowest to highest)%n",
          start.H(), names.size(), characters, rounds);
      System.out.println("                                          characters/s");
      ours.forEach((form, seconds) -> row(form.title, seconds, characters));
      others.forEach((peer, seconds) -> row(peer.title, seconds, characters));
      others.entrySet().stream().filter(peer -> !peer.getKey().title.startsWith("C,"))
          .min(Comparator.comparingDouble(peer -> median(peer.getValue()))).ifPresent(best ->
              ours.forEach((form, seconds) -> System.out.printf("  %s: %.2f times the fastest of NumPy and PyTorch (%s)%n", form.title,
                  median(best.getValue()) / median(seconds), best.getKey().title)));
      System.out.println();
    } catch (IOException e) {
      throw new UncheckedIOException(Dino.reason(e), e);
    }
  }

  private static void row(String title, List<Double> seconds, int characters) {
    System.out.printf("  %-35s %,14.0f (%,11.0f to %,11.0f)%n", title, characters / median(seconds),
        characters / Collections.max(seconds), characters / Collections.min(seconds));
  }

  /** The peers that this machine has, ready to run from the same weights and names; a word on each that is missing. */
  private List<Peer> peersHere(Path folder, List<int[]> names, List<String> spelled, int[] vocabulary, forward.Weights W) throws IOException {
    new Model(vocabulary, W, Map.of(), Map.of()).save(folder, "");
    Path model = folder.resolve("model.json"), list = Files.write(folder.resolve("names.txt"), spelled);
    List<Peer> peers = new ArrayList<>();
    python(peers, "NumPy", "numpy", List.of("onehot", "best"), "python3-numpy libopenblas0-pthread", folder, model, list);
    python(peers, "PyTorch", "torch", List.of("packed", "padded"), "python3-torch", folder, model, list);
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
          for (String own : module.equals("torch") ? new TreeSet<>(List.of("1", n)) : List.of(n)) {   // NumPy has none of its own
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
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static String unpack(String resource, Path folder) throws IOException {
    try (InputStream in = bench.class.getResourceAsStream("/" + resource)) {
      Files.copy(in, folder.resolve(resource), StandardCopyOption.REPLACE_EXISTING);
    }
    return folder.resolve(resource).toString();
  }

  // ---- scaling -----------------------------------------------------------------------------------------

  /** Seconds per epoch against names (sampled from a network trained for ten epochs) and against H, all threads. */
  private void scaling(List<int[]> names, int V) {
    int processors = Runtime.getRuntime().availableProcessors();
    Form teacher = kit("", forward.random(V, 64, new Dino.Random(0)), processors);
    for (int epoch = 0; epoch < 10; epoch++) teacher.epoch(names);
    Dino.Random random = new Dino.Random(0);
    List<int[]> invented = Stream.generate(() -> sample.name(teacher.W, new int[0], 1, random, 50)).limit(100_000).toList();

    System.out.printf("seconds per epoch, %d threads, best of %d rounds%n      names, H = 64%n", processors, rounds);
    List<double[]> points = new ArrayList<>();
    for (int n : new int[] {1000, 3000, 10_000, 30_000, 100_000}) points.add(point(n, 64, invented.subList(0, n), V));
    System.out.printf("  time grows as names^%.2f%n          H, 1056 names%n", exponent(points));
    points.clear();
    for (int H : new int[] {32, 64, 128, 256, 512}) points.add(point(H, H, names, V));
    System.out.printf("  time grows as H^%.2f%n", exponent(points));
  }

  private double[] point(int x, int H, List<int[]> names, int V) {
    Form form = kit("", forward.random(V, H, new Dino.Random(0)), Runtime.getRuntime().availableProcessors());
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds; round++) best = Math.min(best, secondsPerEpoch(form, names));
    System.out.printf("  %,9d  %8.4f s  %,12.0f characters/s%n", x, best, Batch.characters(names, 0, names.size()) / best);
    return new double[] {Math.log(x), Math.log(best)};
  }

  /** The slope of the least-squares line through the points. */
  static double exponent(List<double[]> points) {
    double x = 0, y = 0, xx = 0, xy = 0;
    int n = points.size();
    for (double[] p : points) { x += p[0] / n; y += p[1] / n; xx += p[0] * p[0] / n; xy += p[0] * p[1] / n; }
    return (xy - x * y) / (xx - x * x);
  }

  public static void main(String... args) { System.exit(Dino.run(new bench(), args)); }
}
