//JAVA 17+
//SOURCES ../../Dino.java

// Numbers and words, and arrays and lists of them: compared, copied, shown. What comes from a learner is first asked
// whether it is small enough for that.

import java.lang.reflect.Array;
import java.util.*;
import java.util.stream.*;

class Values {

  /** A number or a word, and where it stands: [2][0] is 2, 0. */
  record Leaf(int[] at, Object value) {
    double number() { return ((Number) value).doubleValue(); }
  }

  static List<Leaf> leaves(Object value) {
    List<Leaf> leaves = new ArrayList<>();
    addLeaves(value, new int[0], leaves);
    return leaves;
  }

  private static void addLeaves(Object value, int[] at, List<Leaf> leaves) {
    Object array = value instanceof List<?> list ? list.toArray() : value;
    if (array == null || !array.getClass().isArray()) {
      leaves.add(new Leaf(at, array));
      return;
    }
    for (int i = 0; i < Array.getLength(array); i++) {
      int[] inside = Arrays.copyOf(at, at.length + 1);
      inside[at.length] = i;
      addLeaves(Array.get(array, i), inside, leaves);
    }
  }

  static List<String> places(List<Leaf> leaves) {
    return leaves.stream().map(leaf -> Arrays.toString(leaf.at)).toList();
  }

  /** "number" when all are, or the kinds in their order. */
  static String kind(List<Leaf> leaves) {
    if (leaves.stream().allMatch(leaf -> leaf.value instanceof Number)) return "number";
    return leaves.stream().map(leaf -> leaf.value == null ? "null" : leaf.value instanceof Number ? "number"
        : leaf.value.getClass().getSimpleName()).toList().toString();
  }

  // ---- is it small enough? -----------------------------------------------------------------------------

  static final int DEEPEST = 8, MOST = 100_000;

  /**
   * Why a result can't be compared, as the end of a sentence; null when it can be. An array that stands in several
   * places counts at each of them: a few arrays may stand for more numbers than there is time for.
   */
  static String unfit(Object value) { return unfit(value, new ArrayDeque<>(), new int[] {MOST}); }

  private static String unfit(Object value, Deque<Object> around, int[] left) {
    Object array = value instanceof List<?> list ? list.toArray() : value;
    boolean single = array == null || !array.getClass().isArray();
    boolean numbers = !single && array.getClass().getComponentType().isPrimitive();
    left[0] -= numbers ? Math.max(1, Array.getLength(array)) : 1;
    if (left[0] < 0) return "has more than " + MOST + " numbers";
    if (single || numbers) return null;
    for (Object each : around) if (each == value) return "holds itself: an array or a list has been put into itself";
    if (around.size() == DEEPEST) return "is nested more than " + DEEPEST + " deep";
    around.push(value);
    for (Object each : (Object[]) array) {
      String why = unfit(each, around, left);
      if (why != null) return why;
    }
    around.pop();
    return null;
  }

  // ---- compared ----------------------------------------------------------------------------------------

  /** The largest absolute value. */
  static double scale(List<Leaf> leaves) {
    return leaves.stream().filter(leaf -> leaf.value instanceof Number).mapToDouble(leaf -> Math.abs(leaf.number()))
        .filter(Double::isFinite).max().orElse(0);
  }

  static boolean close(double a, double b, double scale, double tolerance) {
    return Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance * scale + 1e-300;
  }

  /** Of the same shape, whole numbers and words equal, other numbers within tolerance times the largest of b. */
  static boolean agree(Object a, Object b, double tolerance) {
    List<Leaf> x = leaves(a), y = leaves(b);
    if (!places(x).equals(places(y))) return false;
    double scale = scale(y);
    for (int i = 0; i < x.size(); i++) {
      Object p = x.get(i).value, q = y.get(i).value;
      boolean numbers = p instanceof Number && q instanceof Number && (p instanceof Double || q instanceof Double);
      if (!numbers && !Objects.equals(p, q)) return false;
      if (numbers && !close(x.get(i).number(), y.get(i).number(), scale, tolerance)) return false;
    }
    return true;
  }

  /** Equal, with no tolerance. */
  static boolean same(Object a, Object b) { return agree(a, b, 0); }

  static Object copy(Object value) {
    if (value instanceof List<?> list) return new ArrayList<>(list.stream().map(Values::copy).toList());
    if (value == null || !value.getClass().isArray()) return value;
    Object copy = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) Array.set(copy, i, copy(Array.get(value, i)));
    return copy;
  }

  // ---- shown -------------------------------------------------------------------------------------------

  /** double[2][3], or with rows of different lengths double[2][]. */
  static String shape(Object value) {
    if (value == null) return "null";
    if (value instanceof List<?> list) return "a list of " + list.size();
    if (!value.getClass().isArray()) return value.getClass().getSimpleName();
    Class<?> inner = value.getClass();
    while (inner.isArray()) inner = inner.getComponentType();
    if (inner == Object.class) {
      return Arrays.stream((Object[]) value).map(Values::shape).collect(Collectors.joining(", ", "{", "}"));
    }
    StringBuilder shape = new StringBuilder(inner.getSimpleName());
    List<Object> level = List.of(value);
    for (Class<?> type = value.getClass(); type.isArray(); type = type.getComponentType()) {
      int[] lengths = level.stream().mapToInt(each -> each == null ? -1 : Array.getLength(each)).distinct().toArray();
      shape.append('[').append(lengths.length == 1 && lengths[0] >= 0 ? "" + lengths[0] : "").append(']');
      if (!type.getComponentType().isArray()) break;
      level = level.stream().filter(Objects::nonNull).flatMap(each -> Arrays.stream((Object[]) each)).toList();
    }
    return shape.toString();
  }

  private static final int FEWEST = 7, LONGEST = 200;   // digits of a number, characters of a word

  static String show(Object value) { return show(value, FEWEST); }

  private static String show(Object value, int digits) {
    if (value instanceof List<?> list) return show(list.toArray(), digits);
    if (value instanceof String s) return '"' + visible(s) + '"';
    if (value instanceof Double || value instanceof Float) return show(((Number) value).doubleValue(), digits);
    if (value == null || !value.getClass().isArray()) return "" + value;
    return IntStream.range(0, Array.getLength(value)).mapToObj(i -> show(Array.get(value, i), digits))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String show(double d, int digits) {
    if (d == Math.rint(d) && Math.abs(d) < 1e7) return "" + (long) d;   // no -0
    if (!Double.isFinite(d)) return Double.toString(d).replace("Infinity", "infinity");
    return String.format(Locale.ROOT, "%." + digits + "g", d);
  }

  /** Characters that can't be seen as their numbers, as Java writes them; and not the whole of a long text. */
  private static String visible(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(LONGEST)
        .forEach(c -> out.append(Names.isControl(c) ? String.format("\\u%04x", c) : Character.toString(c)));
    return out + (text.length() > LONGEST ? " ... (" + text.length() + " characters)" : "");
  }

  /** "it should be 0.5, yours is 0.25", with as many digits as it takes to see every difference. */
  static String difference(Object truth, Object mine, double tolerance) {
    List<Leaf> a = leaves(mine), b = leaves(truth);
    double scale = scale(b);
    int digits = FEWEST;
    for (int i = 0; a.size() == b.size() && i < a.size(); i++) {
      if (!(a.get(i).value instanceof Number) || !(b.get(i).value instanceof Number)) continue;
      double x = a.get(i).number(), y = b.get(i).number();
      if (!Double.isFinite(x) || !Double.isFinite(y) || close(x, y, scale, tolerance)) continue;
      while (digits < 17 && Double.parseDouble(show(x, digits)) == Double.parseDouble(show(y, digits))) digits++;
    }
    return "it should be " + show(truth, digits) + ", yours is " + show(mine, digits);
  }
}
