///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -XX:ObjectAlignmentInBytes=32
//DEPS org.openjdk.jmh:jmh-core:1.37
//DEPS org.openjdk.jmh:jmh-generator-annprocess:1.37
//SOURCES ../optimize.java ../sample.java ../look/Page.java ../engine/Vectors.java Textbook.java Peers.java Epochs.java
//FILES numpy_epochs.py=numpy_epochs.py
//FILES torch_epochs.py=torch_epochs.py
//FILES epochs.c=epochs.c
//FILES lanes.h=lanes.h
//FILES Peak.java=Peak.java
//FILES Kernels.java=Kernels.java

// How fast, and why: the same epoch, forward, backward and Adam over all training names, written in four ways.
//   jbang bench.java [--cell rnn] [--hidden 64,128,256] [--rounds 5] [--peers] [--kernels] [--scaling]
// It prints first a table of characters per second, from the textbook's triple loop to all processors.
//
// All forms start from the same weights, take the names in the same order, and must agree on the first epoch's loss to
// 1e-9. What each form adds to the one above it: one name at a time and loops along rows, with nothing padded (the
// stages); four rows for each store, tanh and e^x by the row, eight names side by side, nothing allocated (the engine);
// all processors. They are timed in turn, round by round; printed are the median, lowest and highest. GFLOP/s
// counts 6 for each weight of Whh and Who and each character: a product and a sum, forward once, backward twice; Wxh
// costs next to nothing, since its inputs are one-hot. The triple loop is written for the plain cell alone.
//
// Textbook.java is the first form, Peers.java runs other programs on the same epoch, and Kernels.java times the loops
// alone, with JMH. Lanes.java is the epoch and its loops with the JDK's Vector API.

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.*;
import java.util.function.Function;
import java.util.stream.*;
import picocli.CommandLine.*;
import tech.tablesaw.plotly.components.Marker;
import tech.tablesaw.plotly.traces.BarTrace;

@Command(name = "bench",
    description = "How fast, and why: the same epoch written in four ways, and beside NumPy, PyTorch and C.",
    footer = {"Example: bench", "         bench --hidden 64,128,256 --peers", "         bench --kernels",
        "         bench --scaling"})
class bench implements Runnable {

  @Option(names = "--cell", paramLabel = "NAME", description = "rnn, gru or lstm (${DEFAULT-VALUE}).")
  Cell cell = Cell.RNN;
  @Option(names = "--hidden", paramLabel = "H", split = ",",
      description = "Hidden units, one or more sizes (64; --kernels: 64,128,256).")
  List<Integer> hidden;
  @Option(names = "--rounds", paramLabel = "N", description = "How often each is timed (${DEFAULT-VALUE}).")
  int rounds = 5;
  @Option(names = "--peers",
      description = "Beside the Vector API, NumPy, PyTorch and C, where the JDK, /usr/bin/python3 and gcc have them.")
  boolean peers;
  @Option(names = "--kernels", description = "The loops alone, by JMH, and their share of the processor's peak.")
  boolean kernels;
  @Option(names = "--scaling", description = "Seconds per epoch against the number of names and against H.")
  boolean scaling;
  @Option(names = "--out", paramLabel = "FOLDER",
      description = "Where bench.html goes, the picture (${DEFAULT-VALUE}).")
  Path out = Path.of("plots");
  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  // ---- a form: something that can train an epoch -------------------------------------------------------

  /** Trains W by Adam; the gradient comes from an engine. */
  static class Form {
    final String title;
    final forward.Weights W;
    private final Engine engine;
    private final double[][] rows, m, v;
    private int step;

    Form(String title, forward.Weights start, Function<forward.Weights, Engine> engine) {
      this.title = title;
      W = new forward.Weights(copy(start.Wxh()), copy(start.Whh()), copy(start.Who()));
      this.engine = engine.apply(W);
      rows = W.rows();
      m = backprop.zerosLike(W).rows();
      v = backprop.zerosLike(W).rows();
    }

    /** The mean loss of an epoch, each batch's before its update. */
    double epoch(List<int[]> names) {
      double sum = 0;
      for (int from = 0; from < names.size(); from += 32) {
        sum += engine.lossAndGradient(names, from, Math.min(names.size(), from + 32));
        optimize.clip(engine.gradient(), 5);
        optimize.adam(rows, engine.gradient(), m, v, ++step, 0.003);
      }
      return sum / Engine.characters(names);
    }
  }

  static double[][] copy(double[][] W) { return Arrays.stream(W).map(double[]::clone).toArray(double[][]::new); }

  static Engine textbook(forward.Weights W) {
    forward.Weights dW = backprop.zerosLike(W);
    return new Engine() {
      public double loss(List<int[]> names, int from, int to) { return lossAndGradient(names, from, to); }
      public double lossAndGradient(List<int[]> names, int from, int to, double[][] masks) {
        return Textbook.lossAndGradient(W, names.subList(from, to), dW);
      }
      public double[][] gradient() { return dW.rows(); }
    };
  }

  /** The kit's engine with this number of threads. */
  static Form kit(String title, forward.Weights start, int threads) {
    return new Form(title, start, W -> new Batch(W, threads));
  }

  // ---- timing ------------------------------------------------------------------------------------------

  /** Seconds per epoch, measured over as many epochs as fill a third of a second. */
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
    Words.require(rounds >= 1, "--rounds must be 1 or more, not %d", rounds);
    Words.require(!scaling || hidden == null && !peers && !kernels,
        "--scaling has sizes of its own; leave out --hidden, --peers and --kernels");
    Words.require(cell == Cell.RNN || !kernels && !scaling, "--kernels and --scaling are of the plain cell; leave out "
        + "--cell");
    Words.require(!kernels || !peers, "--kernels and --peers are tables of their own; choose one");
    if (hidden == null) hidden = kernels ? List.of(64, 128, 256) : List.of(64);
    for (int H : hidden) Words.require(H >= 1 && H <= 4096, "--hidden must be from 1 to 4096, not %d", H);
    if (kernels) {
      Peers.kernels(hidden, 500, Peers.KERNELS, Vectors.whyNot() == null);
      return;
    }
    List<String> split = encode.split(Dino.names(null), new Dino.Random(0)).train();
    int[] vocabulary = encode.vocabulary(split);
    List<int[]> names = encode.indices(split, vocabulary);
    if (scaling) {
      scaling(names, vocabulary.length);
      return;
    }
    Page page = new Page("How fast",
        "The same epoch, forward, backward and Adam over all training names, by different programs that agree on "
            + "its loss.");
    for (int H : hidden) {
      forward.Weights start = cell.random(vocabulary.length, H, new Dino.Random(0));
      add(page, H, peers ? Peers.epochs(names, split, vocabulary, start, rounds) : forms(names, start));
    }
    page.write(out, "bench.html", !noOpen);
  }

  /** A bar for each form's characters per second. */
  private static void add(Page page, int H, Map<String, Double> speeds) {
    List<String> titles = List.copyOf(speeds.keySet());
    Object[] position = IntStream.range(0, titles.size()).boxed().toArray();
    String fastest = Collections.max(titles, Comparator.comparing(speeds::get));
    page.add("Speed with " + H + " hidden units", Page.axis("characters per second"), Page.axis("form", titles, true),
        160 + 30 * titles.size(),
        "Each bar is a form's median speed. Look which step of the ladder gains most.",
        "Bar chart of " + titles.size() + " forms; the fastest is " + fastest
        + String.format(", %,.0f characters per second.", speeds.get(fastest)),
        BarTrace.builder(position, speeds.values().stream().mapToDouble(speed -> speed).toArray())
            .orientation(BarTrace.Orientation.HORIZONTAL)
            .showLegend(false).marker(Marker.builder().color(Page.BLUE).build()).build());
  }

  /** The table; returns each form's characters per second. */
  private Map<String, Double> forms(List<int[]> names, forward.Weights start) {
    int processors = Runtime.getRuntime().availableProcessors(), characters = Engine.characters(names);
    double flops = 6.0 * start.H() * (start.Whh()[0].length + start.V()) * characters;
    List<Form> forms = new ArrayList<>();
    if (cell == Cell.RNN) forms.add(new Form("triple loop, padded", start, bench::textbook));
    forms.add(new Form("the stages", start, Stages::new));
    forms.add(kit("the engine, 1 thread", start, 1));
    if (processors > 1) forms.add(kit("the engine, " + processors + " threads", start, processors));

    List<Double> losses = forms.stream().map(form -> form.epoch(names)).toList();
    for (double loss : losses) agree("the forms", loss, losses.get(0), 1e-9);
    List<List<Double>> seconds = forms.stream().map(form -> (List<Double>) new ArrayList<Double>()).toList();
    for (Form form : forms.subList(1, forms.size())) for (int warm = 0; warm < 2; warm++) secondsPerEpoch(form, names);
    for (int round = 0; round < rounds; round++) {
      for (int f = 0; f < forms.size(); f++) seconds.get(f).add(secondsPerEpoch(forms.get(f), names));
    }
    System.out.printf("%s, H = %d: an epoch of %d names, %d characters; median of %d rounds (lowest to highest)%n",
        cell.name(), start.H(), names.size(), characters, rounds);
    System.out.println("                         characters/s                       GFLOP/s     bytes/epoch    ratio");
    double first = median(seconds.get(0));
    Map<String, Double> speeds = new LinkedHashMap<>();
    for (int f = 0; f < forms.size(); f++) {
      double time = median(seconds.get(f));
      System.out.printf("  %-20s %,14.0f (%,11.0f to %,11.0f) %7.2f %,15d %8.1f%n", forms.get(f).title,
          characters / time,
          characters / Collections.max(seconds.get(f)), characters / Collections.min(seconds.get(f)),
          flops / time / 1e9,
          allocatedPerEpoch(forms.get(f), names), first / time);
      speeds.put(forms.get(f).title, characters / time);
    }
    System.out.println();
    return speeds;
  }

  static void agree(String who, double loss, double expected, double tolerance) {
    if (!(Math.abs(loss / expected - 1) <= tolerance)) throw new IllegalStateException(
        who + " do not agree on the first epoch's loss: " + loss + " and " + expected);
  }

  // ---- scaling -----------------------------------------------------------------------------------------

  /** Seconds per epoch against names (sampled from a network trained for ten epochs) and against H, all threads. */
  private void scaling(List<int[]> names, int V) {
    int processors = Runtime.getRuntime().availableProcessors();
    Form teacher = kit("", forward.random(V, 64, new Dino.Random(0)), processors);
    for (int epoch = 0; epoch < 10; epoch++) teacher.epoch(names);
    Dino.Random random = new Dino.Random(0);
    List<int[]> invented = Stream.generate(() -> sample.name(teacher.W, new int[0], 1, random, 50))
        .limit(100_000).toList();

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
    System.out.printf("  %,9d  %8.4f s  %,12.0f characters/s%n", x, best, Engine.characters(names) / best);
    return new double[] {Math.log(x), Math.log(best)};
  }

  /** The slope of the least-squares line through the points. */
  static double exponent(List<double[]> points) {
    double x = 0, y = 0, xx = 0, xy = 0;
    int n = points.size();
    for (double[] p : points) { x += p[0] / n; y += p[1] / n; xx += p[0] * p[0] / n; xy += p[0] * p[1] / n; }
    return (xy - x * y) / (xx - x * x);
  }

  public static void main(String... args) { Program.start(new bench(), args); }
}
