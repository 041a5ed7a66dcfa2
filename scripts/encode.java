///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES base/Program.java

// From names to numbers. A letter becomes its index in the vocabulary, an index becomes a one-hot
// row, and a name becomes a question at every letter: which one comes next?
//   jbang encode.java [NAME]
// It prints first the names before and after the shuffle, and name 234 encoded; then a name as questions.

import java.util.*;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "encode", description = "Names become indices and one-hot rows, and come back.",
    footer = "Example: encode stegosaurus")
class encode implements Runnable {

  // ---- vocabulary and indices --------------------------------------------------------------------------

  /** V code points: ' ' first, the padding, start and end of a name; then the letters of the names, in order. */
  static int[] vocabulary(List<String> names) {
    IntStream letters = String.join("", names).codePoints().distinct().sorted();
    return IntStream.concat(IntStream.of(' '), letters).toArray();
  }

  /** The index of each letter. A space inside a name has an index of its own, never 0. */
  static int[] indices(String name, int[] vocabulary) {
    return name.codePoints().map(c -> {
      int index = Arrays.binarySearch(vocabulary, 1, vocabulary.length, c);
      if (index > 0) return index;
      int n = vocabulary.length - 1;
      throw new IllegalArgumentException(String.format("'%s' in '%s' is not among the %d letters of these names%s",
          new String(Character.toChars(c)), name, n, n < 60 ? ", " + new String(vocabulary, 1, n) : ""));
    }).toArray();
  }

  /** The same for each name, in a list that can be shuffled. */
  static List<int[]> indices(List<String> names, int[] vocabulary) {
    return names.stream().map(name -> indices(name, vocabulary)).collect(Collectors.toCollection(ArrayList::new));
  }

  /** The letters of the indices: the way back. */
  static String text(int[] indices, int[] vocabulary) {
    StringBuilder text = new StringBuilder();
    for (int index : indices) text.appendCodePoint(vocabulary[index]);
    return text.toString();
  }

  // ---- one-hot -----------------------------------------------------------------------------------------

  /** Row n is all 0 but for a 1 at indices[n].   double[indices.length][V] */
  static double[][] oneHot(int[] indices, int V) {
    double[][] rows = new double[indices.length][V];
    for (int n = 0; n < indices.length; n++) rows[n][indices[n]] = 1;
    return rows;
  }

  static boolean isOneHot(double[] row) {
    return Arrays.stream(row).allMatch(a -> a == 0 || a == 1) && Arrays.stream(row).sum() == 1;
  }

  /** Where each row has its largest number (the first, if there are several): the way back. */
  static int[] argmax(double[][] rows) {
    int[] indices = new int[rows.length];
    for (int n = 0; n < rows.length; n++) {
      for (int i = 1; i < rows[n].length; i++) if (rows[n][i] > rows[n][indices[n]]) indices[n] = i;
    }
    return indices;
  }

  // ---- a name as steps: at each step, the letter read and the letter to be guessed ---------------------

  static class Steps {
    final int T;
    final double[][] x;   // T x V, one-hot: the letter read at each step
    final double[][] y;   // T x V, one-hot: the letter to be guessed; y[t] is null where none is

    Steps(double[][] x, double[][] y) {
      T = x.length;
      this.x = x;
      this.y = y;
      for (double[] target : y) if (target != null && !isOneHot(target)) throw new IllegalArgumentException(
          "a target must be one-hot: a single 1, the rest 0, not " + Arrays.toString(target));
    }
  }

  /** A name of n letters is n+1 steps: x = ' ' c1 .. cn and y = c1 .. cn ' '. */
  static Steps steps(int[] indices, int V) {
    int n = indices.length;
    int[] read = new int[n + 1], next = Arrays.copyOf(indices, n + 1);   // the 0 that is left: read's start, next's end
    System.arraycopy(indices, 0, read, 1, n);
    return new Steps(oneHot(read, V), oneHot(next, V));
  }

  /** Many-to-one: the same steps of a name with only the last target kept. */
  static Steps manyToOne(Steps steps) {
    double[][] y = new double[steps.T][];
    y[y.length - 1] = steps.y[y.length - 1];
    return new Steps(steps.x, y);
  }

  // ---- which names to learn from, and which to test with -----------------------------------------------

  record Split(List<String> test, List<String> valid, List<String> train) {}

  /** Shuffles, drops later duplicates, and cuts: the first 10 % test, the next 10 % validation, the rest training. */
  static Split split(List<String> names, Dino.Random random) {
    List<String> shuffled = new ArrayList<>(names);
    random.shuffle(shuffled);
    shuffled = List.copyOf(new LinkedHashSet<>(shuffled));
    int n = shuffled.size(), tenth = n / 10;
    Words.require(tenth >= 1, "10 different names or more are needed (for training, validation and test), not %d", n);
    return new Split(shuffled.subList(0, tenth), shuffled.subList(tenth, 2 * tenth), shuffled.subList(2 * tenth, n));
  }

  // ---- the worked example ------------------------------------------------------------------------------

  @Mixin Program.Example data;

  public void run() {
    List<String> names = new ArrayList<>(data.names());
    String name = data.name("tyrannosaurus", names);
    int[] vocabulary = vocabulary(names);
    int V = vocabulary.length;
    Steps steps = steps(indices(name, vocabulary), V);
    System.out.println("the first four names    " + names.stream().limit(4).collect(Collectors.joining(", ")));
    new Dino.Random(0).shuffle(names);
    System.out.println("shuffled with seed 0    " + names.stream().limit(4).collect(Collectors.joining(", ")));
    int longest = names.stream().mapToInt(s -> s.codePointCount(0, s.length())).max().getAsInt();
    System.out.printf("the vocabulary, V = %-3d '%s'%n", V, new String(vocabulary, 0, V));
    System.out.printf("all names, one-hot      (%d, %d, %d)%n%n", names.size(), longest, V);
    int element = Math.min(234, names.size() - 1);
    int[] padded = Arrays.copyOf(indices(names.get(element), vocabulary), longest);   // index 0 is the padding
    System.out.printf("name %-4d               '%s'%n", element, text(padded, vocabulary));
    System.out.printf("its indices, padded:%n  %s%n", Arrays.toString(padded));
    System.out.printf("one-hot and decoded     '%s'%n%n", text(argmax(oneHot(padded, V)), vocabulary));

    System.out.printf("%s, as %d questions%n   t  read  next  x_t one-hot%n", name, steps.T);
    int[] read = argmax(steps.x), next = argmax(steps.y);
    for (int t = 0; t < read.length; t++) {
      String row = Arrays.stream(steps.x[t]).mapToObj(bit -> bit == 1 ? "1" : ".").collect(Collectors.joining());
      System.out.printf("%4d  '%s'   '%s'   %s%n", t + 1, text(new int[] {read[t]}, vocabulary),
          text(new int[] {next[t]}, vocabulary), V <= 80 ? row : "a 1 at " + read[t]);
    }
  }

  public static void main(String... args) { Program.start(new encode(), args); }
}
