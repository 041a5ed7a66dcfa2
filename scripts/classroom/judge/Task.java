//JAVA 17+
//SOURCES Values.java

// One function that the learner writes: what is right, on which inputs it is tried, and which mistakes are known.
// A check file makes one with function("name", what is right) and says the rest after it, call by call.

import java.util.*;
import java.util.function.*;
import java.util.stream.Collectors;

class Task<F extends Task.Call> {

  interface Call { Object on(Object[] arguments); }

  record Input(String what, boolean ordinary, Function<Random, Object[]> arguments) {}
  record Mistake(String when, Call call) {}

  /** Which quantity inside of a chain goes wrong first, as far as the parts of the result show it; or null. */
  interface Inside { String first(Object[] arguments, Object[] mine, Object[] right); }

  final String name;
  final F right;
  final int number;
  final List<Input> inputs = new ArrayList<>();
  final List<Mistake> mistakes = new ArrayList<>();
  IntFunction<F> slipped;                       // the mistakes from firstSlip on, any of them together
  int firstSlip;
  int[] changes = {};
  String[] parts;
  Inside inside;
  boolean steps;
  double tolerance = 1e-9;
  List<String> hints = List.of();

  Task(String name, F right, int number) {
    this.name = name;
    this.right = right;
    this.number = number;
  }

  // ---- what a check file says of it --------------------------------------------------------------------

  /** One call; the words say what is special, and follow "for". Edge cases first. */
  Task<F> input(String what, Function<Random, Object[]> arguments) {
    inputs.add(new Input(what, false, arguments));
    return this;
  }

  /** Several calls with random arguments, nothing special about them: these alone can name a mistake. */
  Task<F> inputs(int n, String what, Function<Random, Object[]> arguments) {
    for (int i = 0; i < n; i++) inputs.add(new Input(what, true, arguments));
    return this;
  }

  Task<F> mistake(String when, F wrong) {
    mistakes.add(new Mistake(when, wrong));
    return this;
  }

  /** Mistakes that can be made together, after all others: bit i of the number given to made is mistake i of these. */
  Task<F> slips(IntFunction<F> made, String... when) {
    slipped = made;
    firstSlip = mistakes.size();
    for (int i = 0; i < when.length; i++) mistakes.add(new Mistake(when[i], made.apply(1 << i)));
    return this;
  }

  /** These arguments (from 0) are what the function works on: they are part of its result. All others must stay. */
  Task<F> changes(int... arguments) {
    changes = arguments;
    return this;
  }

  /** The result is an array of several, with names of their own. */
  Task<F> parts(String... names) {
    parts = names;
    return this;
  }

  /** Said where no mistake fits, of a result with all its parts in their shapes. */
  Task<F> inside(Inside inside) {
    this.inside = inside;
    return this;
  }

  /** The rows of the result are the steps 1, 2 ... */
  Task<F> steps() {
    steps = true;
    return this;
  }

  Task<F> tolerance(double tolerance) {
    this.tolerance = tolerance;
    return this;
  }

  Task<F> hints(String question, String place, String formula, String line) {
    hints = List.of(question, place, formula, line);
    return this;
  }

  // ---- calling it --------------------------------------------------------------------------------------

  /**
   * The result of one call.
   * @param after    the arguments afterwards
   * @param names    theirs, in the learner's file
   * @param thrown   the class of an exception, or null
   * @param trouble  a sentence when there is no result; null when there is one
   */
  record Outcome(Object value, Object[] after, String[] names, String thrown, String trouble, List<String> printed) {}

  /** The arguments of all calls, the same for the same seed. */
  List<Object[]> arguments(long seed) {
    Random random = new Random(1000 * seed + number);
    List<Object[]> all = inputs.stream().map(input -> input.arguments.apply(random)).collect(Collectors.toList());
    for (int again : repeated()) all.add((Object[]) Values.copy(all.get(again)));
    return all;
  }

  /** Which calls come once more after all others: what a function keeps from call to call would show. */
  private int[] repeated() { return new int[] {inputs.size() - 1, 0}; }

  /** Which call of those before this one is; or -1. */
  int repeats(int call) { return call < inputs.size() ? -1 : repeated()[call - inputs.size()]; }

  boolean ordinary(int call) { return call < inputs.size() && inputs.get(call).ordinary; }

  /** What is special about a call. */
  String what(int call) {
    return call < inputs.size() ? inputs.get(call).what : inputs.get(repeats(call)).what + ", a second time";
  }

  /** What a right or a wrong function makes of the arguments, which stay. */
  Outcome run(Call call, Object[] arguments) {
    Object[] after = (Object[]) Values.copy(arguments);
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
