//JAVA 17+
//SOURCES Task.java

// Kinds of wrong results that the numbers themselves show, whatever the function: turned round, shifted, scaled, summed
// up, cut off. What is said here is a fact about the numbers of every call, so it can't be a wrong guess.

import java.util.*;
import java.util.function.*;
import java.util.stream.*;

class Kinds {

  /** What would be made of the right result (null where that can't be), and what to say when it is the learner's. */
  private record Kind(UnaryOperator<Object> made, String is) {}

  private static final List<Kind> KINDS = List.of(
      new Kind(rows(a -> -a), "the right one with every sign turned"),
      new Kind(rows(Math::abs), "the right one without its signs"),
      new Kind(rows(a -> (double) (long) a), "the right one with all digits after the point cut off: somewhere an int "
          + "stands, or two whole numbers are divided"),
      new Kind(rows(a -> a * a), "the square of the right one"),
      new Kind(rows(Math::sqrt), "the root of the right one"),
      new Kind(rows(Math::exp), "e to the power of the right one"),
      new Kind(rows(Math::log), "the logarithm of the right one"),
      new Kind(right -> right instanceof double[][] M ? transposed(M) : null,
          "the right one with its rows and columns exchanged"),
      new Kind(Kinds::reversed, "the right one in the reverse order"),
      new Kind(right -> right instanceof double[][] M ? each(M, row -> (double[]) reversed(row)) : null,
          "the right one with each row in the reverse order"),
      new Kind(Kinds::summed, "a running sum of the right one: a sum is not begun anew"),
      new Kind(right -> right instanceof double[][] M ? each(M, row -> (double[]) summed(row)) : null,
          "in each row a running sum of the right one: a sum is not begun anew"));

  /**
   * A sentence, or null when no kind fits all calls.
   * @param mine  the learner's results of all calls, one for each of the right ones
   */
  static String of(List<Object[]> arguments, String[] names, List<Object> mine, List<Object> right) {
    for (int k = 0; k < arguments.get(0).length; k++) {
      int argument = k;
      if (all(mine, i -> mine.get(i) != null && Values.leaves(mine.get(i)).size() > 0
          && Values.same(mine.get(i), arguments.get(i)[argument]))) {
        return "It gives back " + (names == null ? "argument " + (k + 1) : names[k]) + " as it came.";
      }
    }
    if (IntStream.range(0, mine.size()).filter(i -> mine.get(i) instanceof Object[] M && M.length > 1)
        .allMatch(i -> oneAndTheSame((Object[]) mine.get(i)))
        && mine.stream().anyMatch(each -> each instanceof Object[] M && M.length > 1)) {
      return "All rows of your result are one and the same array: what is written into one stands in all. Make a new "
          + "one for each row.";
    }
    for (Kind kind : KINDS) {
      if (all(mine, i -> kind.made.apply(right.get(i)) != null
          && Values.agree(mine.get(i), kind.made.apply(right.get(i)), 1e-9))) return "Your result is " + kind.is + ".";
    }
    String scaled = scaled(mine, right);
    if (scaled != null) return scaled;
    for (int by = -1; by <= 1; by += 2) {
      int more = by;
      if (all(mine, i -> whole(right.get(i), more) != null && Values.same(mine.get(i), whole(right.get(i), more)))) {
        return "Your result is one too " + (by < 0 ? "small" : "large") + " everywhere.";
      }
    }
    boolean several = all(mine, i -> Values.leaves(right.get(i)).size() > 2);
    if (several && all(mine, i -> onlyFirst(mine.get(i), right.get(i)))) {
      return "All numbers are right but the first.";
    }
    if (several && all(mine, i -> onlyFirst(reversed(mine.get(i)), reversed(right.get(i))))) {
      return "All numbers are right but the last.";
    }
    if (all(mine, i -> mine.get(i) instanceof double[][] a && right.get(i) instanceof double[][] b
        && a.length == b.length && a.length > 1 && onlyRows(a, b, 1, a.length))) {
      return "All rows are right but the first.";
    }
    if (all(mine, i -> mine.get(i) instanceof double[][] a && right.get(i) instanceof double[][] b
        && a.length == b.length && a.length > 1 && onlyRows(a, b, 0, a.length - 1))) {
      return "All rows are right but the last.";
    }
    String square = squareOnly(mine, right);
    return square != null ? square : shifted(mine, right);
  }

  // ---- square matrices ---------------------------------------------------------------------------------

  /** Whether all is right but for the diagonal, or only where a matrix is as wide as high. */
  private static String squareOnly(List<Object> mine, List<Object> right) {
    if (!all(mine, i -> right.get(i) instanceof double[][] b && b.length > 0 && mine.get(i) instanceof double[][] a
        && Values.shape(a).equals(Values.shape(b)))) return null;
    boolean wide = right.stream().anyMatch(each -> ((double[][]) each).length > 1);
    if (wide && all(mine, i -> {
      double[][] a = (double[][]) Values.copy(mine.get(i)), b = (double[][]) right.get(i);
      for (int k = 0; k < a.length && k < a[k].length; k++) a[k][k] = b[k][k];
      return Values.agree(a, b, 1e-9);
    })) return "All is right but the diagonal, where row and column have the same index.";
    IntPredicate good = i -> Values.agree(mine.get(i), right.get(i), 1e-9);
    IntPredicate isSquare = i -> ((double[][]) right.get(i)).length == ((double[][]) right.get(i))[0].length;
    boolean both = IntStream.range(0, mine.size()).filter(good).count() > 1
        && IntStream.range(0, mine.size()).filter(good.negate()).count() > 1;
    return both && all(mine, i -> good.test(i) == isSquare.test(i))
        ? "It is right only where the matrix is as wide as high: rows and columns are mixed up somewhere." : null;
  }

  private static boolean all(List<Object> results, IntPredicate fits) {
    return results.size() > 2 && IntStream.range(0, results.size()).allMatch(fits);
  }

  /** Of two rows of numbers, whether only the first number differs. */
  private static boolean onlyFirst(Object mine, Object right) {
    if (!(mine instanceof double[] a && right instanceof double[] b && a.length == b.length)) return false;
    double[] c = a.clone();
    c[0] = b[0];
    return Values.agree(c, b, 1e-9);
  }

  private static boolean oneAndTheSame(Object[] rows) {
    return rows[0] != null && rows[0].getClass().isArray() && Arrays.stream(rows).allMatch(row -> row == rows[0]);
  }

  private static boolean onlyRows(double[][] a, double[][] b, int from, int to) {
    return Values.agree(Arrays.copyOfRange(a, from, to), Arrays.copyOfRange(b, from, to), 1e-9);
  }

  // ---- times a number ----------------------------------------------------------------------------------

  private static String scaled(List<Object> mine, List<Object> right) {
    double[] factors = new double[mine.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = factor(mine.get(i), right.get(i));
      if (Double.isNaN(factors[i])) return null;
    }
    double[] known = Arrays.stream(factors).filter(Double::isFinite).toArray();   // infinite: of zeros, no factor
    if (known.length < 3 || Arrays.stream(known).anyMatch(f -> Math.abs(f) < 1e-12)) return null;
    if (Arrays.stream(known).allMatch(f -> near(f, known[0]))) {
      return "Your result is the right one times " + Values.show(known[0]) + called(known[0]) + ", in every call.";
    }
    ToDoubleFunction<Object> rows = result -> result instanceof Object[] M ? M.length : Double.NaN;
    ToDoubleFunction<Object> numbers = result -> Values.leaves(result).size();
    for (Map.Entry<String, ToDoubleFunction<Object>> size : Map.of("the number of its rows", rows,
        "how many numbers it has", numbers).entrySet()) {
      IntPredicate finite = i -> !Double.isFinite(factors[i]);
      if (all(mine, i -> finite.test(i) || near(factors[i], size.getValue().applyAsDouble(right.get(i))))) {
        return "Your result is the right one times " + size.getKey() + ".";
      }
      if (all(mine, i -> finite.test(i) || near(factors[i], 1 / size.getValue().applyAsDouble(right.get(i))))) {
        return "Your result is the right one divided by " + size.getKey() + ".";
      }
    }
    return null;
  }

  private static boolean near(double a, double b) { return Math.abs(a - b) <= 1e-9 * Math.abs(b); }

  private static String called(double factor) {
    return near(factor, Math.log(2)) ? ", which is ln 2" : near(factor, 1 / Math.log(2)) ? ", which is 1 / ln 2"
        : near(factor, 1 / Math.log(10)) ? ", which is 1 / ln 10" : "";
  }

  /** The one number that takes right to mine; NaN if there is none, infinity if any would do, both being 0. */
  private static double factor(Object mine, Object right) {
    List<Values.Leaf> a = Values.leaves(mine), b = Values.leaves(right);
    if (!Values.places(a).equals(Values.places(b)) || !Values.kind(a).equals("number") || a.isEmpty()
        || b.stream().anyMatch(leaf -> leaf.value() instanceof Integer)) return Double.NaN;
    Values.Leaf largest = Collections.max(b, Comparator.comparingDouble(leaf -> Math.abs(leaf.number())));
    if (largest.number() == 0) return Values.scale(a) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    double factor = a.get(b.indexOf(largest)).number() / largest.number();
    boolean fits = IntStream.range(0, a.size()).allMatch(i -> Values.close(a.get(i).number(),
        factor * b.get(i).number(), Math.abs(factor * largest.number()), 1e-9));
    return fits ? factor : Double.NaN;
  }

  // ---- rows that stand in the wrong place --------------------------------------------------------------

  private static String shifted(List<Object> mine, List<Object> right) {
    if (!all(mine, i -> mine.get(i) instanceof double[][] a && right.get(i) instanceof double[][] b
        && a.length == b.length)) return null;
    boolean some = IntStream.range(0, mine.size()).filter(i -> ((double[][]) right.get(i)).length > 2).count() > 1;
    for (int by = -1; some && by <= 1; by += 2) {
      int shift = by;
      boolean fits = all(mine, i -> {
        double[][] a = (double[][]) mine.get(i), b = (double[][]) right.get(i);
        int n = Math.max(0, a.length - 1);
        return Values.agree(Arrays.copyOfRange(a, shift < 0 ? 1 : 0, n + (shift < 0 ? 1 : 0)),
            Arrays.copyOfRange(b, shift < 0 ? 0 : 1, n + (shift < 0 ? 0 : 1)), 1e-9);
      });
      if (fits) return "Each row is the right one of the step " + (by < 0 ? "before" : "after") + " it.";
    }
    return null;
  }

  // ---- what is made of the right result ----------------------------------------------------------------

  private static UnaryOperator<Object> rows(DoubleUnaryOperator f) {
    return right -> right instanceof Double d ? (Object) f.applyAsDouble(d)
        : right instanceof double[] a ? Arrays.stream(a).map(f).toArray()
        : right instanceof double[][] M ? each(M, row -> Arrays.stream(row).map(f).toArray()) : null;
  }

  private static double[][] each(double[][] M, UnaryOperator<double[]> f) {
    return Arrays.stream(M).map(f).toArray(double[][]::new);
  }

  private static double[][] transposed(double[][] M) {
    boolean rectangular = M.length > 0 && Arrays.stream(M).allMatch(row -> row.length == M[0].length);
    return rectangular ? Dino.transpose(M) : null;
  }

  /** Whole numbers, and so many more at each place; null for all else. */
  private static Object whole(Object right, int more) {
    return right instanceof Integer n ? (Object) (n + more)
        : right instanceof int[] a && a.length > 0 ? IntStream.of(a).map(n -> n + more).toArray()
        : right instanceof int[][] M && M.length > 0 ? Arrays.stream(M).map(row -> whole(row, more)).toArray() : null;
  }

  private static Object reversed(Object right) {
    if (right == null || !right.getClass().isArray()) return null;
    Object copy = Values.copy(right);
    int n = java.lang.reflect.Array.getLength(copy);
    for (int i = 0; i < n; i++) {
      java.lang.reflect.Array.set(copy, i, java.lang.reflect.Array.get(right, n - 1 - i));
    }
    return copy;
  }

  private static Object summed(Object right) {
    Object copy = Values.copy(right);
    if (copy instanceof double[] a) for (int i = 1; i < a.length; i++) a[i] += a[i - 1];
    else if (copy instanceof double[][] M && Arrays.stream(M).allMatch(row -> row.length == M[0].length)) {
      for (int i = 1; i < M.length; i++) Dino.addScaled(1, M[i - 1], M[i]);
    } else return null;
    return copy;
  }
}
