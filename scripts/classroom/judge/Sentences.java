//JAVA 17+
//SOURCES Task.java

// What can be said about any wrong result, also if its cause is not known: null, another shape, NaN, the largest
// difference and its place, and the whole call when it is small.

import java.util.*;
import java.util.stream.*;

class Sentences {

  static void describe(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes, List<Object> right,
      int first, List<String> sentences) {
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).trouble() == null) continue;
      sentences.add(outcomes.get(i).trouble() + " (For " + task.what(i) + ".)");
      return;
    }
    Object mine = task.result(outcomes.get(first)), truth = right.get(first);
    String what = task.what(first);
    List<Values.Leaf> a = Values.leaves(mine), b = Values.leaves(truth);
    if (mine == null) {
      sentences.add("It returns null for " + what + ".");
    } else if (!Values.places(a).equals(Values.places(b)) || !Values.kind(a).equals(Values.kind(b))) {
      sentences.add("The result has another shape, for " + what + ": it should be " + Values.shape(truth)
          + ", yours is " + Values.shape(mine) + ".");
    } else if (Values.kind(b).equals("number")) {
      numbers(task, a, b, what, sentences);
    } else {
      int i = 0;
      while (a.get(i).value().equals(b.get(i).value())) i++;
      sentences.add("For " + what + at(task, b.get(i).at()) + " "
          + Values.difference(b.get(i).value(), a.get(i).value(), task.tolerance) + ".");
    }
    String example = example(task, arguments.get(first), outcomes.get(first), truth);
    if (example != null) sentences.add(example);
  }

  private static void numbers(Task<?> task, List<Values.Leaf> a, List<Values.Leaf> b, String what,
      List<String> sentences) {
    double scale = Values.scale(b), largest = -1;
    int worst = 0, wrong = 0, firstRow = -1;
    for (int i = 0; i < a.size(); i++) {
      double mine = a.get(i).number(), truth = b.get(i).number();
      if (Values.close(mine, truth, scale, task.tolerance)) continue;
      if (Double.isNaN(mine) || Double.isInfinite(mine)) {
        sentences.add("For " + what + " there is " + Values.show(mine) + at(task, a.get(i).at()) + "; it should be "
            + Values.show(truth) + ". " + (Double.isNaN(mine) ? "NaN comes of 0/0, of infinity/infinity, of infinity - "
            + "infinity, of 0 times infinity and of the root or logarithm of a number below 0."
            : "Infinity comes of a division by 0, of ln 0 and of numbers above 1.8e308."));
        return;
      }
      wrong++;
      if (firstRow < 0 && a.get(i).at().length > 0) firstRow = a.get(i).at()[0];
      if (Math.abs(mine - truth) > largest) {
        largest = Math.abs(mine - truth);
        worst = i;
      }
    }
    String most = a.size() == 1 ? "" : " " + wrong + " of " + a.size() + " numbers differ, most of all";
    sentences.add("For " + what + most + at(task, b.get(worst).at()) + ": "
        + Values.difference(b.get(worst).value(), a.get(worst).value(), task.tolerance) + ".");
    String rounded = rounded(a, b, task.tolerance);
    if (rounded != null) sentences.add(rounded);
    if (task.steps && firstRow >= 0) {
      sentences.add(firstRow == 0 ? "They differ from the first step on."
          : "The first " + (firstRow == 1 ? "step is" : firstRow + " steps are") + " right; they differ from step "
          + (firstRow + 1) + " on, row [" + firstRow + "].");
    }
  }

  /** A sentence if the numbers are wrong only because a float, with its few digits, was used; or null. */
  private static String rounded(List<Values.Leaf> a, List<Values.Leaf> b, double tolerance) {
    double scale = Values.scale(b), largest = 0;
    boolean floats = false, doubles = false;
    for (int i = 0; i < a.size(); i++) {
      double mine = a.get(i).number(), truth = b.get(i).number();
      if (Values.close(mine, truth, scale, tolerance)) continue;
      largest = Math.max(largest, Math.abs(mine - truth));
      doubles |= mine != (float) mine;
      floats |= mine == (float) mine && mine != Math.rint(mine);   // a 1 says nothing
    }
    if (floats && !doubles && largest <= 1e-5 * scale) {
      return "Yours are float numbers, which have about 7 digits: write double where you have written float, "
          + "and no f behind a number.";
    }
    return largest > 1e-6 * scale ? null
        : "So small a difference is what a float leaves, which has about 7 digits: is one of your variables a float?";
  }

  /** " at [2][0]", or of a result with parts " in dWhh at [2][0]". */
  private static String at(Task<?> task, int[] at) {
    if (at.length == 0) return "";
    String rest = Arrays.stream(at).skip(task.parts == null ? 0 : 1).mapToObj(i -> "[" + i + "]")
        .collect(Collectors.joining());
    if (task.parts == null) return " at " + rest;
    return " in " + task.parts[Math.min(at[0], task.parts.length - 1)] + (rest.isEmpty() ? "" : " at " + rest);
  }

  /** The whole call, when it is small enough to be followed on paper; or null. */
  static String example(Task<?> task, Object[] arguments, Task.Outcome outcome, Object truth) {
    if (outcome.trouble() != null) return null;
    Object mine = task.result(outcome);
    if (Values.leaves(arguments).size() > 12 || Values.leaves(truth).size() > 6 || Values.leaves(mine).size() > 12) {
      return null;
    }
    String[] names = outcome.names();
    String call = IntStream.range(0, arguments.length)
        .mapToObj(i -> (names == null ? "" : names[i] + " = ") + Values.show(arguments[i]))
        .collect(Collectors.joining(", "));
    return "With " + call + (call.length() > 60 ? "\n" : " ") + Values.difference(truth, mine, task.tolerance) + ".";
  }
}
