//JAVA 17+
//SOURCES ../Dino.java

// What a check file (checks/CheckNN.java) says of an exercise, and the judge of a learner's results: right, or which
// mistake it is.
//
// To add an exercise NN: lessons/exercises/NN_name.java with class ExerciseNN (begin with a copy of 03_forward.java),
// the same file filled in lessons/solutions/, the first one's copy in checks/stubs/ (for --reset), and checks/CheckNN.java
// with a class CheckNN. Nothing else needs to know of it.
// To add a mistake: .mistake("...", (same arguments) -> the wrong result). The words follow "what you get when".
// Mistakes that can be made together, each a small change to the same code, go through .slips. CheckTest holds each
// mistake to be told from all others and from what is right, and prints the table: if two can't be told apart, add an
// .input in which they differ.

import java.lang.reflect.Array;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

abstract class Exercise {

  String title;             // a line
  String why;               // after passing: two or three sentences on why this works
  String next;              // and what comes then
  final List<Function<?>> functions = new ArrayList<>();

  // ---- a function: what is right, on which inputs, and what goes wrong ---------------------------------

  interface Call { Object on(Object[] a); }

  // The arguments' types are written once, at function(...); the mistakes' lambdas have them from there.
  @SuppressWarnings("unchecked") interface F1<A> extends Call {
    Object f(A a);
    default Object on(Object[] x) { return f((A) x[0]); }
  }
  @SuppressWarnings("unchecked") interface F2<A, B> extends Call {
    Object f(A a, B b);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1]); }
  }
  @SuppressWarnings("unchecked") interface F3<A, B, C> extends Call {
    Object f(A a, B b, C c);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2]); }
  }
  @SuppressWarnings("unchecked") interface F4<A, B, C, D> extends Call {
    Object f(A a, B b, C c, D d);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2], (D) x[3]); }
  }
  @SuppressWarnings("unchecked") interface F5<A, B, C, D, E> extends Call {
    Object f(A a, B b, C c, D d, E e);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2], (D) x[3], (E) x[4]); }
  }
  @SuppressWarnings("unchecked") interface F6<A, B, C, D, E, F> extends Call {
    Object f(A a, B b, C c, D d, E e, F f);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2], (D) x[3], (E) x[4], (F) x[5]); }
  }

  <A> Function<F1<A>> function(String name, F1<A> right) { return add(name, right); }
  <A, B> Function<F2<A, B>> function(String name, F2<A, B> right) { return add(name, right); }
  <A, B, C> Function<F3<A, B, C>> function(String name, F3<A, B, C> right) { return add(name, right); }
  <A, B, C, D> Function<F4<A, B, C, D>> function(String name, F4<A, B, C, D> right) { return add(name, right); }
  <A, B, C, D, E> Function<F5<A, B, C, D, E>> function(String name, F5<A, B, C, D, E> right) { return add(name, right); }
  <A, B, C, D, E, F> Function<F6<A, B, C, D, E, F>> function(String name, F6<A, B, C, D, E, F> right) { return add(name, right); }

  private <F extends Call> Function<F> add(String name, F right) {
    Function<F> function = new Function<>(name, right, functions.size());
    functions.add(function);
    return function;
  }

  /** The arguments of one call. (No varargs: a matrix is an Object[] too.) */
  static Object[] in(Object a) { return new Object[] {a}; }
  static Object[] in(Object a, Object b) { return new Object[] {a, b}; }
  static Object[] in(Object a, Object b, Object c) { return new Object[] {a, b, c}; }
  static Object[] in(Object a, Object b, Object c, Object d) { return new Object[] {a, b, c, d}; }
  static Object[] in(Object a, Object b, Object c, Object d, Object e) { return new Object[] {a, b, c, d, e}; }
  static Object[] in(Object a, Object b, Object c, Object d, Object e, Object f) { return new Object[] {a, b, c, d, e, f}; }

  record Input(String what, java.util.function.Function<Random, Object[]> arguments) {}
  record Mistake(String when, Call call) {}

  static class Function<F extends Call> {
    final String name;
    final F right;
    final int number;
    final List<Input> inputs = new ArrayList<>();
    final List<Mistake> mistakes = new ArrayList<>();
    IntFunction<F> slipped;                       // the last slips.size() mistakes, any of them together
    int firstSlip;
    int[] changes = {};
    String[] parts;
    boolean steps;
    double tolerance = 1e-9;
    List<String> hints = List.of();

    Function(String name, F right, int number) {
      this.name = name;
      this.right = right;
      this.number = number;
    }

    /** One call; the words say what is special, and follow "for". Edge cases first. */
    Function<F> input(String what, java.util.function.Function<Random, Object[]> arguments) {
      inputs.add(new Input(what, arguments));
      return this;
    }

    /** Several calls with random arguments. */
    Function<F> inputs(int n, String what, java.util.function.Function<Random, Object[]> arguments) {
      for (int i = 0; i < n; i++) input(what, arguments);
      return this;
    }

    Function<F> mistake(String when, F wrong) {
      mistakes.add(new Mistake(when, wrong));
      return this;
    }

    /** Mistakes that can be made together, after all others: bit i of the number given to made is mistake i of these. */
    Function<F> slips(IntFunction<F> made, String... when) {
      slipped = made;
      firstSlip = mistakes.size();
      for (int i = 0; i < when.length; i++) mistakes.add(new Mistake(when[i], made.apply(1 << i)));
      return this;
    }

    /** These arguments (from 0) are what the function works on: they are part of its result. All others must stay. */
    Function<F> changes(int... arguments) {
      changes = arguments;
      return this;
    }

    /** The result is an array of several, with names of their own. */
    Function<F> parts(String... names) {
      parts = names;
      return this;
    }

    /** The rows of the result are the steps 1, 2 ... */
    Function<F> steps() {
      steps = true;
      return this;
    }

    Function<F> tolerance(double tolerance) {
      this.tolerance = tolerance;
      return this;
    }

    Function<F> hints(String question, String place, String formula, String line) {
      hints = List.of(question, place, formula, line);
      return this;
    }

    /** The arguments of all calls, the same for the same seed. */
    List<Object[]> arguments(long seed) {
      Random random = new Random(1000 * seed + number);
      return inputs.stream().map(input -> input.arguments.apply(random)).toList();
    }

    /** What a right or a wrong function makes of the arguments, which stay. */
    Outcome run(Call call, Object[] arguments) {
      Object[] after = (Object[]) copy(arguments);
      try {
        Object value = call.on(after);
        return new Outcome(value, after, null, null, null, List.of());
      } catch (RuntimeException e) {
        return new Outcome(null, after, null, e.getClass().getName(), "", List.of());
      }
    }

    /** The result as it is compared: with the arguments that are part of it. */
    Object result(Outcome outcome) {
      if (changes.length == 0) return outcome.value;
      List<Object> all = new ArrayList<>();
      if (outcome.value != null) all.add(outcome.value);
      for (int i : changes) all.add(outcome.after[i]);
      return all.toArray();
    }
  }

  /**
   * What came of one call.
   * @param after    the arguments afterwards
   * @param names    theirs, in the learner's file
   * @param thrown   the class of an exception, or null
   * @param trouble  a sentence when there is no result; null when there is one
   */
  record Outcome(Object value, Object[] after, String[] names, String thrown, String trouble, List<String> printed) {}

  // ---- the judge ---------------------------------------------------------------------------------------

  enum State { RIGHT, WRONG, UNTOUCHED }

  /** mistakes: which ones it certainly is, by their numbers. */
  record Verdict(State state, List<String> sentences, List<Integer> mistakes) {}

  /** The outcomes are those of the first calls, in their order; none is missing when all have ended. */
  static Verdict judge(Function<?> f, List<Object[]> arguments, List<Outcome> outcomes) {
    List<Object> right = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) right.add(f.result(f.run(f.right, arguments.get(i))));
    int first = -1, good = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).trouble == null && agree(f.result(outcomes.get(i)), right.get(i), f.tolerance)) good++;
      else if (first < 0) first = i;
    }
    List<String> sentences = new ArrayList<>();
    String changed = changed(f, arguments, outcomes);
    if (first < 0) {
      if (changed != null) sentences.add(changed);
      return new Verdict(changed == null ? State.RIGHT : State.WRONG, sentences, List.of());
    }
    if (untouched(f, arguments, outcomes)) return new Verdict(State.UNTOUCHED, List.of(), List.of());
    List<Integer> found = mistakes(f, arguments, outcomes, right, sentences);
    if (found.isEmpty()) {
      describe(f, arguments, outcomes, right, first, sentences);
    } else {
      String example = example(f, arguments.get(first), outcomes.get(first), right.get(first));
      if (example != null) sentences.add(example);
    }
    if (good > 0) sentences.add(good + " of " + outcomes.size() + " results are right; the first that is not: for " + f.inputs.get(first).what + ".");
    if (changed != null) sentences.add(changed);
    return new Verdict(State.WRONG, sentences, found);
  }

  /** As the file came: null, 0 and nothing changed, each time. */
  private static boolean untouched(Function<?> f, List<Object[]> arguments, List<Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      Object value = outcome.value;
      boolean nothing = value == null || value instanceof Number n && n.doubleValue() == 0 || Boolean.FALSE.equals(value);
      if (outcome.trouble != null || !nothing || !same(outcome.after, arguments.get(i))) return false;
    }
    return true;
  }

  private static String changed(Function<?> f, List<Object[]> arguments, List<Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      if (outcome.trouble != null || outcome.after == null) continue;
      for (int k = 0; k < arguments.get(i).length; k++) {
        int argument = k;
        if (IntStream.of(f.changes).anyMatch(each -> each == argument) || same(outcome.after[k], arguments.get(i)[k])) continue;
        String name = outcome.names == null ? "argument " + (k + 1) : outcome.names[k];
        return "It changes " + name + ", which must stay as it was: whoever called it may still need it. Work on a new array.";
      }
    }
    return null;
  }

  // Which mistake it is: one that gives what the learner has, in every call. Then two slips at once. Then part by part.
  private static List<Integer> mistakes(Function<?> f, List<Object[]> arguments, List<Outcome> outcomes, List<Object> right, List<String> sentences) {
    List<List<Outcome>> wrong = f.mistakes.stream().map(mistake -> outcomes(f, mistake.call, arguments, outcomes.size())).toList();
    List<Integer> found = new ArrayList<>();
    for (int m = 0; m < wrong.size(); m++) if (same(f, wrong.get(m), outcomes)) found.add(m);
    if (found.size() == 1) {
      sentences.add(wrongParts(f, outcomes, right) + " what you get when " + f.mistakes.get(found.get(0)).when + ".");
      return found;
    }
    if (!found.isEmpty()) return List.of();   // they can't be told apart, so none is certain
    Set<Integer> certain = null;
    int pairs = 0;
    for (int i = f.firstSlip; f.slipped != null && i < f.mistakes.size(); i++) {
      for (int j = i + 1; j < f.mistakes.size(); j++) {
        List<Outcome> both = outcomes(f, f.slipped.apply(1 << i - f.firstSlip | 1 << j - f.firstSlip), arguments, outcomes.size());
        if (!same(f, both, outcomes)) continue;
        pairs++;
        if (certain == null) certain = new TreeSet<>(Set.of(i, j)); else certain.retainAll(Set.of(i, j));
      }
    }
    if (certain != null && !certain.isEmpty()) {
      found.addAll(certain);
      String both = certain.stream().map(m -> f.mistakes.get(m).when).collect(Collectors.joining("; and when "));
      sentences.add(pairs == 1 ? "Two mistakes at once give your result: it is what you get when " + both + "."
          : "More than one mistake. This much is certain: " + both + ". Repair it first.");
      return found;
    }
    if (f.parts == null) return found;
    for (int p = 0; p < f.parts.length; p++) {
      int part = p;
      UnaryOperator<Object> only = result -> result instanceof Object[] all && all.length == f.parts.length ? all[part] : null;
      if (IntStream.range(0, outcomes.size()).anyMatch(i -> outcomes.get(i).trouble != null || only.apply(f.result(outcomes.get(i))) == null)) return found;
      BiPredicate<List<Object>, List<Object>> all = (a, b) -> IntStream.range(0, a.size()).allMatch(i -> agree(only.apply(a.get(i)), only.apply(b.get(i)), f.tolerance));
      List<Object> mine = outcomes.stream().map(f::result).toList();
      if (all.test(mine, right)) {
        sentences.add(f.parts[p] + " is right.");
        continue;
      }
      List<Integer> fit = IntStream.range(0, wrong.size()).filter(m -> all.test(mine, wrong.get(m).stream().map(f::result).toList())).boxed().toList();
      if (fit.size() == 1) {
        sentences.add("Your " + f.parts[p] + " is what you get when " + f.mistakes.get(fit.get(0)).when + ".");
        if (!found.contains(fit.get(0))) found.add(fit.get(0));
      } else {
        sentences.add(f.parts[p] + " is not right.");
      }
    }
    return found;
  }

  private static List<Outcome> outcomes(Function<?> f, Call call, List<Object[]> arguments, int n) {
    return arguments.subList(0, n).stream().map(each -> f.run(call, each)).toList();
  }

  private static boolean same(Function<?> f, List<Outcome> a, List<Outcome> b) {
    for (int i = 0; i < a.size(); i++) {
      if (!Objects.equals(a.get(i).thrown, b.get(i).thrown) || a.get(i).thrown == null && b.get(i).trouble != null) return false;
      if (a.get(i).thrown == null && !agree(f.result(b.get(i)), f.result(a.get(i)), f.tolerance)) return false;
    }
    return true;
  }

  private static String wrongParts(Function<?> f, List<Outcome> outcomes, List<Object> right) {
    if (f.parts == null) return "Your result is";
    List<String> wrong = new ArrayList<>(), good = new ArrayList<>();
    for (int p = 0; p < f.parts.length; p++) {
      boolean all = true;
      for (int i = 0; i < outcomes.size(); i++) {
        all &= f.result(outcomes.get(i)) instanceof Object[] a && right.get(i) instanceof Object[] b && a.length == b.length && agree(a[p], b[p], f.tolerance);
      }
      (all ? good : wrong).add(f.parts[p]);
    }
    return (good.isEmpty() ? "" : and(good) + (good.size() == 1 ? " is" : " are") + " right. ") + "Your " + and(wrong) + (wrong.size() == 1 ? " is" : " are");
  }

  private static String and(List<String> words) {
    return words.size() == 1 ? words.get(0) : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
  }

  // ---- what can be said of any wrong result ------------------------------------------------------------

  private static void describe(Function<?> f, List<Object[]> arguments, List<Outcome> outcomes, List<Object> right, int first, List<String> sentences) {
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).trouble == null) continue;
      sentences.add(outcomes.get(i).trouble + " (For " + f.inputs.get(i).what + ".)");
      return;
    }
    Object mine = f.result(outcomes.get(first)), truth = right.get(first);
    String what = f.inputs.get(first).what;
    List<Leaf> a = leaves(mine), b = leaves(truth);
    if (mine == null) {
      sentences.add("It returns null for " + what + ".");
    } else if (!places(a).equals(places(b)) || !kind(a).equals(kind(b))) {
      sentences.add("The result has another shape, for " + what + ": it should be " + shape(truth) + ", yours is " + shape(mine) + ".");
    } else if (!kind(b).equals("number")) {
      for (int i = 0; i < a.size(); i++) {
        if (a.get(i).value.equals(b.get(i).value)) continue;
        sentences.add("For " + what + at(f, b.get(i).at) + " it should be " + show(b.get(i).value) + ", yours is " + show(a.get(i).value) + ".");
        break;
      }
    } else {
      numbers(f, a, b, what, sentences);
    }
    String example = example(f, arguments.get(first), outcomes.get(first), truth);
    if (example != null) sentences.add(example);
  }

  private static void numbers(Function<?> f, List<Leaf> a, List<Leaf> b, String what, List<String> sentences) {
    double scale = scale(b), largest = -1;
    int worst = 0, wrong = 0, firstRow = -1;
    for (int i = 0; i < a.size(); i++) {
      double mine = number(a.get(i)), truth = number(b.get(i));
      if (close(mine, truth, scale, f.tolerance)) continue;
      if (Double.isNaN(mine) || Double.isInfinite(mine)) {
        sentences.add("For " + what + " there is " + show(mine) + at(f, a.get(i).at) + "; it should be " + show(truth) + ". "
            + (Double.isNaN(mine) ? "NaN comes of 0/0, of infinity/infinity, of infinity - infinity, of 0 times infinity and of the root or logarithm of a number below 0."
                : "Infinity comes of a division by 0, of ln 0 and of numbers above 1.8e308."));
        return;
      }
      wrong++;
      if (firstRow < 0 && a.get(i).at.length > 0) firstRow = a.get(i).at[0];
      if (Math.abs(mine - truth) > largest) { largest = Math.abs(mine - truth); worst = i; }
    }
    sentences.add("For " + what + (a.size() == 1 ? "" : " " + wrong + " of " + a.size() + " numbers differ, most of all") + at(f, b.get(worst).at)
        + ": it should be " + show(b.get(worst).value) + ", yours is " + show(a.get(worst).value) + ".");
    if (f.steps && firstRow >= 0) {
      sentences.add(firstRow == 0 ? "They differ from the first step on." : "The first " + (firstRow == 1 ? "step is" : firstRow + " steps are")
          + " right; they differ from step " + (firstRow + 1) + " on, row [" + firstRow + "].");
    }
  }

  private static String at(Function<?> f, int[] at) {
    if (at.length == 0) return "";
    String rest = Arrays.stream(at).skip(f.parts == null ? 0 : 1).mapToObj(i -> "[" + i + "]").collect(Collectors.joining());
    return f.parts == null ? " at " + rest : " in " + f.parts[Math.min(at[0], f.parts.length - 1)] + (rest.isEmpty() ? "" : " at " + rest);
  }

  /** The whole call, when it is small enough to be followed on paper. */
  private static String example(Function<?> f, Object[] arguments, Outcome outcome, Object truth) {
    if (leaves(arguments).size() > 12 || leaves(truth).size() > 6 || outcome.trouble != null) return null;
    Object mine = f.result(outcome);
    if (leaves(mine).size() > 12) return null;
    String[] names = outcome.names;
    String call = IntStream.range(0, arguments.length).mapToObj(i -> (names == null ? "" : names[i] + " = ") + show(arguments[i])).collect(Collectors.joining(", "));
    return "With " + call + (call.length() > 60 ? "\n" : " ") + "it should be " + show(truth) + ", yours is " + show(mine) + ".";
  }

  // ---- numbers, arrays and lists of them, in whatever depth --------------------------------------------

  record Leaf(int[] at, Object value) {}

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

  private static List<String> places(List<Leaf> leaves) { return leaves.stream().map(leaf -> Arrays.toString(leaf.at)).toList(); }

  /** "number" when all are, or the kinds in their order. */
  private static String kind(List<Leaf> leaves) {
    if (leaves.stream().allMatch(leaf -> leaf.value instanceof Number)) return "number";
    return leaves.stream().map(leaf -> leaf.value == null ? "null" : leaf.value instanceof Number ? "number" : leaf.value.getClass().getSimpleName()).toList().toString();
  }

  private static double number(Leaf leaf) { return ((Number) leaf.value).doubleValue(); }

  private static double scale(List<Leaf> leaves) {
    double scale = 0;
    for (Leaf leaf : leaves) if (leaf.value instanceof Number n && Double.isFinite(n.doubleValue())) scale = Math.max(scale, Math.abs(n.doubleValue()));
    return scale;
  }

  private static boolean close(double a, double b, double scale, double tolerance) {
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
      if (numbers ? !close(number(x.get(i)), number(y.get(i)), scale, tolerance) : !Objects.equals(p, q)) return false;
    }
    return true;
  }

  /** Equal, with no tolerance. */
  private static boolean same(Object a, Object b) { return agree(a, b, 0); }

  static Object copy(Object value) {
    if (value instanceof List<?> list) return list.stream().map(Exercise::copy).collect(Collectors.toCollection(ArrayList::new));
    if (value == null || !value.getClass().isArray()) return value;
    Object copy = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) Array.set(copy, i, copy(Array.get(value, i)));
    return copy;
  }

  /** double[2][3], or with rows of different lengths double[2][]. */
  static String shape(Object value) {
    if (value == null) return "null";
    if (value instanceof List<?> list) return "a list of " + list.size();
    if (!value.getClass().isArray()) return value.getClass().getSimpleName();
    Class<?> inner = value.getClass();
    while (inner.isArray()) inner = inner.getComponentType();
    if (inner == Object.class) return Arrays.stream((Object[]) value).map(Exercise::shape).collect(Collectors.joining(", ", "{", "}"));
    StringBuilder shape = new StringBuilder(inner.getSimpleName());
    List<Object> level = List.of(value);
    for (Class<?> type = value.getClass(); type.isArray(); type = type.getComponentType()) {
      Set<Integer> lengths = level.stream().map(each -> each == null ? -1 : Array.getLength(each)).collect(Collectors.toSet());
      shape.append('[').append(lengths.size() == 1 && !lengths.contains(-1) ? "" + lengths.iterator().next() : "").append(']');
      if (!type.getComponentType().isArray()) break;
      level = level.stream().filter(Objects::nonNull).flatMap(each -> Arrays.stream((Object[]) each)).toList();
    }
    return shape.toString();
  }

  static String show(Object value) {
    if (value instanceof List<?> list) return list.stream().map(Exercise::show).collect(Collectors.joining(", ", "[", "]"));
    if (value instanceof String s) return "\"" + s + "\"";
    if (value instanceof Double d) {
      if (d == Math.rint(d) && Math.abs(d) < 1e7) return "" + (d == 0 ? 0 : d.longValue());   // no -0
      return !Double.isFinite(d) ? d.toString().replace("Infinity", "infinity") : String.format(Locale.ROOT, "%.7g", d);
    }
    if (value == null || !value.getClass().isArray()) return "" + value;
    return IntStream.range(0, Array.getLength(value)).mapToObj(i -> show(Array.get(value, i))).collect(Collectors.joining(", ", "[", "]"));
  }

  // ---- for check files: random numbers, and the loops ---------------------------------------------------

  static double[] row(Random random, int n, double scale) {
    double[] row = new double[n];
    for (int i = 0; i < n; i++) row[i] = scale * random.nextGaussian();
    return row;
  }

  static double[][] matrix(Random random, int rows, int columns, double scale) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) matrix[i] = row(random, columns, scale);
    return matrix;
  }

  static double[] oneHot(Random random, int n) {
    double[] row = new double[n];
    row[random.nextInt(n)] = 1;
    return row;
  }

  static double[][] oneHots(Random random, int rows, int n) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) matrix[i] = oneHot(random, n);
    return matrix;
  }

  /** Positive, with sum 1. */
  static double[] probabilities(Random random, int n) {
    double[] p = row(random, n, 1);
    double sum = 0;
    for (int i = 0; i < n; i++) sum += p[i] = Math.exp(p[i]);
    for (int i = 0; i < n; i++) p[i] /= sum;
    return p;
  }

  static double[] each(double[] a, DoubleUnaryOperator f) { return Arrays.stream(a).map(f).toArray(); }

  static double[] each(double[] a, double[] b, DoubleBinaryOperator f) {
    return IntStream.range(0, a.length).mapToDouble(i -> f.applyAsDouble(a[i], b[i])).toArray();
  }

  static int[] map(int[] a, IntUnaryOperator f) { return IntStream.of(a).map(f).toArray(); }

  static double[][] eachRow(double[][] A, UnaryOperator<double[]> f) { return Arrays.stream(A).map(f).toArray(double[][]::new); }

  static double max(double[] a) { return Arrays.stream(a).max().getAsDouble(); }

  static double[] reversed(double[] a) { return IntStream.range(0, a.length).mapToDouble(i -> a[a.length - 1 - i]).toArray(); }

  /** The last row alone. */
  static double[][] last(double[][] rows) { return new double[][] {rows[rows.length - 1]}; }

  /** The sum of all squares. */
  static double square(double[][] rows) { return Math.pow(Dino.norm(rows), 2); }

  /** a B, a row of B's width. */
  static double[] times(double[] a, double[][] B) {
    double[] c = new double[B[0].length];
    Dino.addProduct(a, B, c);
    return c;
  }

  static double[][] transposed(double[][] A) {
    return Dino.transpose(A);
  }
}
