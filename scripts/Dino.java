//JAVA 17+
//DEPS org.apache.commons:commons-math3:3.6.1
//SOURCES base/Names.java base/Words.java
//FILES dinosaurs.csv=../data/dinosaurs.csv cheeses.csv=../data/cheeses.csv
//FILES villages.csv=../data/villages.csv towns.csv=../data/towns.csv

// The helper of all scripts, and no lesson in itself: names from a file, rows of numbers, and NumPy's random numbers.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import org.apache.commons.math3.random.MersenneTwister;

class Dino {

  // ---- names -------------------------------------------------------------------------------------------

  /** The kit's own lists; data/README.md says what is in them. */
  static final List<String> LISTS = List.of("dinosaurs", "cheeses", "villages", "towns");

  /** The names in a file, or in one of the kit's lists; null is the dinosaurs, "-" standard input. */
  static List<String> names(String file) { return names(file, null); }

  /** The same of a table, from one of its columns. base/Names.java reads them. */
  static List<String> names(String file, Integer column) {
    Words.require(file == null || !file.isEmpty(), "--data needs a file's name, or - for standard input");
    Words.require(column == null || column >= 0, "--column must be 0 or more, not %d", column);
    String title = file == null ? "dinosaurs.csv" : file.equals("-") ? "standard input" : file;
    try (InputStream in = open(file)) {
      return Names.read(in, title, column);
    } catch (IOException e) {
      String lists = e instanceof NoSuchFileException ? "; the kit's own lists are " + String.join(", ", LISTS) : "";
      throw new IllegalArgumentException("can't read " + title + " (" + Words.reason(e) + ")" + lists, e);
    }
  }

  private static InputStream open(String file) throws IOException {
    if ("-".equals(file)) return System.in;
    if (file != null && !(LISTS.contains(file) && !Files.isRegularFile(Path.of(file)))) {   // a file comes first
      Path path = Path.of(file);
      Words.require(!Files.isDirectory(path), "%s is a folder; a file of names is needed", file);
      boolean pipe = Files.exists(path) && !Files.isRegularFile(path);   // it has no position, which the other asks for
      return pipe ? new FileInputStream(file) : Files.newInputStream(path);
    }
    String list = (file == null ? "dinosaurs" : file) + ".csv";
    InputStream packed = Dino.class.getResourceAsStream("/" + list);
    if (packed != null) return packed;
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path names = folder.resolve("data").resolve(list);   // in JShell: the kit's folder or one inside it
      if (Files.exists(names)) return Files.newInputStream(names);
    }
    throw new NoSuchFileException("data/" + list);
  }

  // ---- rows of numbers: a matrix is double[rows][columns], its rows are the vectors --------------------

  /** out += a row */
  static void addScaled(double a, double[] row, double[] out) {
    for (int j = 0; j < out.length; j++) out[j] += a * row[j];
  }

  /** c += a B for a of k, B of k x m, c of m: each row of B, scaled, is added to c. */
  static void addProduct(double[] a, double[][] B, double[] c) {
    for (int i = 0; i < a.length; i++) addScaled(a[i], B[i], c);
  }

  /** c += a B^T for a of m, B of k x m, c of k: each row of B, times a, is a number that is added to c. */
  static void addProductTransposed(double[] a, double[][] B, double[] c) {
    for (int i = 0; i < c.length; i++) for (int j = 0; j < a.length; j++) c[i] += a[j] * B[i][j];
  }

  /** C += a^T b for a of k, b of m, C of k x m: column times row, a number for each pair. */
  static void addOuterProduct(double[] a, double[] b, double[][] C) {
    for (int i = 0; i < a.length; i++) addScaled(a[i], b, C[i]);
  }

  /** W^T, m x k, for W of k x m: rows become columns. */
  static double[][] transpose(double[][] W) {
    double[][] WT = new double[W[0].length][W.length];
    for (int i = 0; i < W.length; i++) for (int j = 0; j < WT.length; j++) WT[j][i] = W[i][j];
    return WT;
  }

  /** The Euclidean norm over all rows, the square root of the sum of all squares. */
  static double norm(double[]... rows) {
    double sum = 0;
    for (double[] row : rows) for (double a : row) sum += a * a;
    return Math.sqrt(sum);
  }

  // ---- random numbers: the stream of NumPy's np.random.seed(seed), number by number --------------------

  static class Random {
    private final MersenneTwister bits;
    private double second = Double.NaN;   // randn draws two numbers at a time and keeps one

    /** @param seed  0 to 2147483647; from there to NumPy's 4294967295 the two libraries seed differently */
    Random(long seed) {
      Words.require(seed >= 0 && seed <= Integer.MAX_VALUE, "--seed must be from 0 to 2147483647, not %d", seed);
      bits = new MersenneTwister((int) seed);
    }

    /** np.random.random_sample(): uniform in [0, 1), from 53 random bits. */
    double randomSample() {
      long high = bits.nextInt() >>> 5, low = bits.nextInt() >>> 6;
      return (high * 67108864.0 + low) / 9007199254740992.0;   // (high 2^26 + low) / 2^53
    }

    /** np.random.randint(n): uniform in 0 .. n-1; draws too large for n are thrown away. */
    int randint(int n) {
      if (n == 1) return 0;
      int mask = -1 >>> Integer.numberOfLeadingZeros(n - 1), draw;   // the smallest 2^k - 1 >= n-1
      do draw = bits.nextInt() & mask; while (draw >= n);
      return draw;
    }

    /** np.random.randn(): normal with mean 0 and variance 1, by Marsaglia's polar method. */
    double randn() {
      double result = second;
      second = Double.NaN;
      if (!Double.isNaN(result)) return result;
      double u, v, r2;
      do {
        u = 2 * randomSample() - 1;
        v = 2 * randomSample() - 1;
        r2 = u * u + v * v;
      } while (r2 >= 1 || r2 == 0);
      double f = Math.sqrt(-2 * StrictMath.log(r2) / r2);
      second = f * u;
      return f * v;
    }

    /** scale * np.random.randn(rows, columns) */
    double[][] randn(int rows, int columns, double scale) {
      double[][] W = new double[rows][columns];
      for (double[] row : W) for (int j = 0; j < columns; j++) row[j] = scale * randn();
      return W;
    }

    /** np.random.shuffle(list) */
    void shuffle(List<?> list) {
      for (int i = list.size() - 1; i > 0; i--) Collections.swap(list, i, randint(i + 1));
    }
  }
}
