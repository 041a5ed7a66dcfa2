//JAVA 17+

// Numbers and words, and arrays and lists of them in whatever depth: compared, copied, shown.

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

  static String show(Object value) {
    if (value instanceof List<?> list) return show(list.toArray());
    if (value instanceof String s) return "\"" + s + "\"";
    if (value instanceof Double d) {
      if (d == Math.rint(d) && Math.abs(d) < 1e7) return "" + (d == 0 ? 0 : d.longValue());   // no -0
      return !Double.isFinite(d) ? d.toString().replace("Infinity", "infinity") : String.format(Locale.ROOT, "%.7g", d);
    }
    if (value == null || !value.getClass().isArray()) return "" + value;
    return IntStream.range(0, Array.getLength(value)).mapToObj(i -> show(Array.get(value, i)))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
