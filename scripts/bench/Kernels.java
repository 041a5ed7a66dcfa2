// The loops that take the time, alone, for `jbang bench --kernels`: in their simple form (Dino, Math), the fast one
// (fast.java) and with the Vector API (Lanes.java, where it could be compiled), timed by JMH, each in a JVM of its own.
//
// usage: Kernels H,H,.. MILLISECONDS KERNEL ..
//
// JMH wants a named package. From there the kit's classes, which have none, are reached through method handles; as
// constants, the JVM compiles them like plain calls.
package kernels;

import java.lang.invoke.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.*;
import org.openjdk.jmh.runner.*;
import org.openjdk.jmh.runner.options.*;

@State(Scope.Thread) @BenchmarkMode(Mode.AverageTime) @OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Kernels {

  static final int SIDE_BY_SIDE = 8, STEPS = 104;   // the rows of a product; of the outer products, 8 names of 13 steps
  static final int MULTIPLY_ADDS = 8000;            // for the peak

  @Param("64") public int H;
  double[][] s, ro, W, dW, z;       // STEPS x H, STEPS x H, H x H, H x H, SIDE_BY_SIDE x H
  double[] x, out;                  // H
  double[][] sL, roL, dWL, zL, sPanels, WPanels;   // the same for Lanes, whose rows may be longer, and in panels
  double[] panel;                   // room for one

  @Setup public void fill() throws Throwable {
    Random random = new Random(0);
    s = random(STEPS, random);
    ro = random(STEPS, random);
    W = random(H, random);
    dW = random(H, random);
    z = random(SIDE_BY_SIDE, random);
    x = random(1, random)[0];
    out = new double[H];
    if (PANELS == null) return;
    sPanels = (double[][]) PANELS.invoke(STEPS, H);
    WPanels = (double[][]) PANELS.invoke(H, H);
    for (int j = 0; j < WPanels.length; j++) SET_PANEL.invoke(W, WPanels, j);
    for (int j = 0; j < sPanels.length; j++) SET_PANEL.invoke(s, sPanels, j);
    int width = ((double[][]) PANELS.invoke(2, 1))[0].length - ((double[][]) PANELS.invoke(1, 1))[0].length;
    width *= WPanels.length;
    sL = wider(s, width);
    roL = wider(ro, width);
    zL = wider(z, width);
    dWL = new double[width][width];
    panel = new double[(STEPS + 1) * width];
  }

  private static double[][] wider(double[][] M, int width) {
    return Arrays.stream(M).map(row -> Arrays.copyOf(row, width)).toArray(double[][]::new);
  }

  private double[][] random(int rows, Random random) {
    double[][] M = new double[rows][];
    for (int i = 0; i < rows; i++) M[i] = random.doubles(H, -1, 1).toArray();
    return M;
  }

  // ---- the loops: z = s W, dW = s^T ro, tanh x, e^x ----------------------------------------------------

  static final MethodHandle SIMPLE_PRODUCT = method("Dino", "addProduct", 3),
      SIMPLE_OUTER = method("Dino", "addOuterProduct", 3),
      PRODUCT = method("fast", "addProduct", 3), PRODUCTS = method("fast", "addProducts", 5),
      OUTER = method("fast", "addOuterProducts", 4),
      TANH = method("fast", "tanh", 1), EXP = method("fast", "exp", 2),
      PANELS = method("Lanes", "panels", 2), SET_PANEL = method("Lanes", "setPanel", 3),
      LANES_PRODUCTS = method("Lanes", "addProducts", 6), LANES_OUTER = method("Lanes", "addOuterProducts", 6),
      PEAK = method("Peak", "multiplyAndAdd", 1);

  @Benchmark public void addProductSimple() throws Throwable { SIMPLE_PRODUCT.invoke(s[0], W, z[0]); }
  @Benchmark public void addProductFast() throws Throwable { PRODUCT.invoke(s[0], W, z[0]); }

  @Benchmark
  public void addProductsSimple() throws Throwable {
    for (int n = 0; n < SIDE_BY_SIDE; n++) SIMPLE_PRODUCT.invoke(s[n], W, z[n]);
  }
  @Benchmark public void addProductsFast() throws Throwable { PRODUCTS.invoke(s, W, z, 0, SIDE_BY_SIDE); }
  @Benchmark public void addProductsVector() throws Throwable {
    LANES_PRODUCTS.invoke(sL, WPanels, H, zL, 0, SIDE_BY_SIDE);
  }

  @Benchmark
  public void addOuterProductsSimple() throws Throwable {
    for (int t = 0; t < STEPS; t++) SIMPLE_OUTER.invoke(s[t], ro[t], dW);
  }
  @Benchmark public void addOuterProductsFast() throws Throwable { OUTER.invoke(s, ro, STEPS, dW); }
  @Benchmark public void addOuterProductsVector() throws Throwable {
    LANES_OUTER.invoke(sPanels, roL, 0, STEPS, dWL, panel);
  }

  @Benchmark public double[] tanhSimple() { for (int j = 0; j < H; j++) out[j] = Math.tanh(x[j]); return out; }
  @Benchmark public double[] tanhFast() throws Throwable { TANH.invoke(copyOfX()); return out; }

  @Benchmark public double[] expSimple() { for (int j = 0; j < H; j++) out[j] = Math.exp(x[j]); return out; }
  @Benchmark public double[] expFast() throws Throwable { EXP.invoke(copyOfX(), z[0]); return z[0]; }

  /** In place is how they work. */
  private double[] copyOfX() {
    System.arraycopy(x, 0, out, 0, H);
    return out;
  }

  // ---- the peak: multiply-adds and nothing else --------------------------------------------------------

  /** Eight for each number of a row in the nearest cache. */
  @Benchmark public void peakPlain() { multiplyAndAdd(out); }

  private static void multiplyAndAdd(double[] a) {
    for (int j = 0; j < a.length; j++) {
      double c = a[j];
      c = c * 0.999 + 1e-3;
      c = c * 0.999 + 1e-3;
      c = c * 0.999 + 1e-3;
      c = c * 0.999 + 1e-3;
      c = c * 0.999 + 1e-3;
      c = c * 0.999 + 1e-3;
      c = c * 0.999 + 1e-3;
      a[j] = c * 0.999 + 1e-3;
    }
  }

  /** Ten vectors at a time, which stay in registers. */
  @Benchmark public double peakVector() throws Throwable { return (double) PEAK.invoke(MULTIPLY_ADDS); }

  // ---- the handles -------------------------------------------------------------------------------------

  /** A static method of a class that has no package; null when there is no such class. */
  private static MethodHandle method(String owner, String name, int parameters) {
    try {
      for (var method : Class.forName(owner).getDeclaredMethods()) {
        if (!method.getName().equals(name) || method.getParameterCount() != parameters) continue;
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
      }
      throw new IllegalStateException("there is no " + owner + "." + name);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- the table ---------------------------------------------------------------------------------------

  static int milliseconds;

  public static void main(String... args) throws RunnerException {
    int[] sizes = Arrays.stream(args[0].split(",")).mapToInt(Integer::parseInt).toArray();
    milliseconds = Integer.parseInt(args[1]);
    List<String> kernels = Arrays.asList(args).subList(2, args.length),
        forms = PANELS == null ? List.of("Simple", "Fast") : List.of("Simple", "Fast", "Vector");
    double plain = 16 * 512 / nanoseconds("peakPlain", 512), peak = plain;   // 512 doubles, 4 KB
    if (PANELS != null) peak = Math.max(peak, 2 * MULTIPLY_ADDS / nanoseconds("peakVector", 512));
    System.out.printf(Locale.ROOT, "the peak of one processor: %.1f GFLOP/s (%s)%n", peak,
        PANELS == null ? "a plain loop of multiplications and additions"
        : String.format(Locale.ROOT,
            "fused multiply-adds in registers; a plain loop of multiplications and additions %.1f", plain));
    System.out.println("                      H   form     GFLOP/s  of peak  ns/number    ratio");
    for (String kernel : kernels) {
      for (int H : sizes) {
        double simple = 0;
        for (String form : forms) {
          if (form.equals("Vector") && !kernel.endsWith("Products")) continue;
          double time = nanoseconds(kernel + form, H), flops = flops(kernel, H);
          if (form.equals("Simple")) simple = time;
          System.out.printf(Locale.ROOT, "%-17s %5d   %-6s   %s  %5.2f%n", kernel, H, form.toLowerCase(Locale.ROOT),
              flops == 0 ? String.format(Locale.ROOT, "%26.2f  ", time / H)
              : String.format(Locale.ROOT, "%7.1f  %5.0f %%            ", flops / time, 100 * flops / time / peak),
              simple / time);
        }
      }
    }
  }

  /** Multiplications and additions; 0 for tanh and e^x, whose forms differ in them. */
  private static double flops(String kernel, int H) {
    return switch (kernel) {
      case "addProduct" -> 2.0 * H * H;
      case "addProducts" -> 2.0 * H * H * SIDE_BY_SIDE;
      case "addOuterProducts" -> 2.0 * H * H * STEPS;
      default -> 0;
    };
  }

  private static double nanoseconds(String benchmark, int H) throws RunnerException {
    TimeValue time = TimeValue.milliseconds(milliseconds);
    Options options = new OptionsBuilder().include("\\." + benchmark + "$").param("H", "" + H).forks(1)
        .warmupIterations(2).warmupTime(time).measurementIterations(3).measurementTime(time)
        .verbosity(VerboseMode.SILENT).build();   // the fork takes this JVM's options, which are train's
    return new Runner(options).run().iterator().next().getPrimaryResult().getScore();
  }
}
