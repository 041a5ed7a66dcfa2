//JAVA 17+
//SOURCES Sentences.java Kinds.java

// Judges the results of a learner's function: right, or which mistake it is.

import java.util.*;
import java.util.function.*;
import java.util.stream.*;

class Judge {

  enum State { RIGHT, WRONG, UNTOUCHED }

  /**
   * @param sentences  the cause first, when there is one
   * @param mistakes   which of the known ones it certainly is, by their numbers
   * @param cause      whether the sentences say why, and not only what is wrong
   */
  record Verdict(State state, List<String> sentences, List<Integer> mistakes, boolean cause) {

    /** The same with a cause that was found later. */
    Verdict because(List<String> found) {
      List<String> all = new ArrayList<>(found);
      all.addAll(sentences);
      return new Verdict(state, all, mistakes, cause || !found.isEmpty());
    }
  }

  /**
   * The outcomes are those of the first calls, in their order; none is missing when all have ended.
   * @param written  whether the learner has written anything into the function
   */
  static Verdict judge(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes, boolean written) {
    List<Object> right = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) right.add(task.result(task.run(task.right, arguments.get(i))));
    int first = -1, good = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      Task.Outcome outcome = outcomes.get(i);
      if (outcome.trouble() == null && Values.agree(task.result(outcome), right.get(i), task.tolerance)) {
        if (task.repeats(i) < 0) good++;
      } else if (first < 0) first = i;
    }
    List<String> sentences = new ArrayList<>();
    String changed = changed(task, arguments, outcomes);
    if (first < 0) {
      if (changed != null) sentences.add(changed);
      return new Verdict(changed == null ? State.RIGHT : State.WRONG, sentences, List.of(), true);
    }
    if (!written) return new Verdict(State.UNTOUCHED, List.of(), List.of(), true);
    String kept = kept(task, outcomes);
    if (kept != null) sentences.add(kept);
    List<Integer> found = kept != null ? List.of() : mistakes(task, arguments, outcomes, right, sentences);
    if (found.isEmpty() && kept == null) {
      String kind = kind(task, arguments, outcomes, right);
      if (kind != null) sentences.add(kind);
    }
    boolean cause = sentences.stream().anyMatch(each -> !each.matches(".* is (not )?right\\."));
    if (found.isEmpty()) {
      String inside = inside(task, arguments, outcomes, right);
      if (inside != null) sentences.add(inside);
      Sentences.describe(task, arguments, outcomes, right, first, sentences);
    } else {
      String example = Sentences.example(task, arguments.get(first), outcomes.get(first), right.get(first));
      if (example != null) sentences.add(example);
    }
    if (good > 0) {
      int all = Math.min(outcomes.size(), task.inputs.size());
      sentences.add(good + " of " + all + " results are right; the first that is not: for " + task.what(first) + ".");
    }
    if (changed != null) sentences.add(changed);
    return new Verdict(State.WRONG, sentences, found, cause || changed != null);
  }

  /** A sentence if two equal calls have different results; or null. */
  private static String kept(Task<?> task, List<Task.Outcome> outcomes) {
    for (int i = task.inputs.size(); i < outcomes.size(); i++) {
      Task.Outcome again = outcomes.get(i), before = outcomes.get(task.repeats(i));
      if (Objects.equals(again.thrown(), before.thrown())
          && Values.agree(task.result(again), task.result(before), task.tolerance)) continue;
      return "Two equal calls, " + task.what(task.repeats(i)) + ", have different results. Something is kept from one "
          + "call to the next (a static variable?), or drawn at random.";
    }
    return null;
  }

  /** The kind of all results, or of the first part that shows one; or null. */
  private static String kind(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes, List<Object> right) {
    if (outcomes.stream().anyMatch(each -> each.trouble() != null)) return null;
    List<Object> mine = outcomes.stream().map(task::result).toList();
    String[] names = outcomes.get(0).names();
    if (task.parts == null) return Kinds.of(arguments, names, mine, right);
    for (int p = 0; p < task.parts.length; p++) {
      int part = p;
      UnaryOperator<Object> only = result ->
          result instanceof Object[] all && all.length == task.parts.length ? all[part] : null;
      List<Object> a = mine.stream().map(only).collect(Collectors.toList());
      List<Object> b = right.stream().map(only).collect(Collectors.toList());
      if (IntStream.range(0, a.size()).allMatch(i -> Values.agree(a.get(i), b.get(i), task.tolerance))) continue;
      String kind = Kinds.of(arguments, names, a, b);
      if (kind != null) return "Of " + task.parts[p] + ": " + kind;
    }
    return null;
  }

  /** Where a chain of quantities goes wrong first; or null. */
  private static String inside(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes,
      List<Object> right) {
    if (task.inside == null || outcomes.stream().anyMatch(each -> each.trouble() != null)) return null;
    for (int i = 0; i < outcomes.size(); i++) {
      if (!(task.result(outcomes.get(i)) instanceof Object[] mine) || !(right.get(i) instanceof Object[] truth)
          || !Values.places(Values.leaves(mine)).equals(Values.places(Values.leaves(truth)))) return null;
      String said = task.inside.first(arguments.get(i), mine, truth);
      if (said != null) return said;
    }
    return null;
  }

  private static String changed(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      Task.Outcome outcome = outcomes.get(i);
      if (outcome.trouble() != null || outcome.after() == null) continue;
      for (int k = 0; k < arguments.get(i).length; k++) {
        int argument = k;
        boolean may = IntStream.of(task.changes).anyMatch(each -> each == argument);
        if (may || Values.same(outcome.after()[k], arguments.get(i)[k])) continue;
        String name = outcome.names() == null ? "argument " + (k + 1) : outcome.names()[k];
        return "It changes " + name + ", which must stay as it was: the caller may still need it. "
            + "Work on a new array.";
      }
    }
    return null;
  }

  // ---- which mistake it is: one alone; then two slips at once; then part by part -------------------------

  private static List<Integer> mistakes(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes,
      List<Object> right, List<String> sentences) {
    List<List<Task.Outcome>> wrong = task.mistakes.stream()
        .map(mistake -> outcomes(task, mistake.call(), arguments, outcomes.size())).toList();
    List<Integer> found = new ArrayList<>();
    for (int m = 0; m < wrong.size(); m++) if (same(task, wrong.get(m), outcomes)) found.add(m);
    if (found.size() == 1) {
      String when = task.mistakes.get(found.get(0)).when();
      String nothing = nothing(outcomes.stream().map(task::result).toList(), right);
      sentences.add(nothing == null ? wrongParts(task, outcomes, right) + " what you get when " + when + "."
          : "Your result is " + nothing + " each time. One way to get that: " + when + ". Another: nothing is put into "
          + "it, or two equal things are subtracted.");
      return found;
    }
    if (!found.isEmpty()) return List.of();   // they can't be told apart, so none is certain
    found.addAll(twoSlips(task, arguments, outcomes, sentences));
    if (found.isEmpty()) found.addAll(byOrdinary(task, outcomes, right, wrong, sentences));
    if (found.isEmpty() && task.parts != null) found.addAll(byParts(task, outcomes, right, wrong, sentences));
    return found;
  }

  /** The mistake by the ordinary inputs alone; what a special one shows beside it is said too. */
  private static List<Integer> byOrdinary(Task<?> task, List<Task.Outcome> outcomes, List<Object> right,
      List<List<Task.Outcome>> wrong, List<String> sentences) {
    int[] ordinary = IntStream.range(0, outcomes.size()).filter(task::ordinary).toArray();
    long tell = IntStream.of(ordinary).filter(i -> outcomes.get(i).trouble() == null
        && !Values.agree(task.result(outcomes.get(i)), right.get(i), task.tolerance)).count();
    List<Integer> fit = IntStream.range(0, wrong.size()).filter(m -> IntStream.of(ordinary)
        .allMatch(i -> same(task, wrong.get(m).get(i), outcomes.get(i)))).boxed().toList();
    String nothing = nothing(IntStream.of(ordinary).mapToObj(i -> task.result(outcomes.get(i))).toList(),
        IntStream.of(ordinary).mapToObj(right::get).toList());
    if (tell < 3 || fit.isEmpty() || fit.size() > 2 || nothing != null) return List.of();
    String when = fit.stream().map(m -> task.mistakes.get(m).when()).collect(Collectors.joining("; or when "));
    int other = IntStream.range(0, outcomes.size())
        .filter(i -> fit.stream().noneMatch(m -> same(task, wrong.get(m).get(i), outcomes.get(i))))
        .findFirst().orElse(-1);
    sentences.add("For ordinary arguments your result is what you get when " + when + "."
        + (other < 0 ? "" : " For " + task.what(other) + " there is something else beside it."));
    return fit.size() == 1 ? fit : List.of();
  }

  private static Set<Integer> twoSlips(Task<?> task, List<Object[]> arguments, List<Task.Outcome> outcomes,
      List<String> sentences) {
    if (task.slipped == null) return Set.of();
    Set<Integer> certain = new TreeSet<>();   // the slips in every combination that gives the learner's result
    int pairs = 0;
    for (int i = task.firstSlip; i < task.mistakes.size(); i++) {
      for (int j = i + 1; j < task.mistakes.size(); j++) {
        Task.Call both = task.slipped.apply(1 << i - task.firstSlip | 1 << j - task.firstSlip);
        if (!same(task, outcomes(task, both, arguments, outcomes.size()), outcomes)) continue;
        if (pairs++ == 0) certain.addAll(Set.of(i, j)); else certain.retainAll(Set.of(i, j));
      }
    }
    if (certain.isEmpty()) return certain;
    String when = certain.stream().map(m -> task.mistakes.get(m).when()).collect(Collectors.joining("; and when "));
    sentences.add(pairs == 1 ? "Two mistakes at once give your result: it is what you get when " + when + "."
        : "More than one mistake. This much is certain: " + when + ". Repair it first.");
    return certain;
  }

  private static List<Integer> byParts(Task<?> task, List<Task.Outcome> outcomes, List<Object> right,
      List<List<Task.Outcome>> wrong, List<String> sentences) {
    List<Integer> found = new ArrayList<>();
    for (int p = 0; p < task.parts.length; p++) {
      int part = p;
      UnaryOperator<Object> only = result ->
          result instanceof Object[] all && all.length == task.parts.length ? all[part] : null;
      Predicate<Task.Outcome> missing = each -> each.trouble() != null || only.apply(task.result(each)) == null;
      if (outcomes.stream().anyMatch(missing)) return found;
      BiPredicate<List<Object>, List<Object>> all = (a, b) -> IntStream.range(0, a.size())
          .allMatch(i -> Values.agree(only.apply(a.get(i)), only.apply(b.get(i)), task.tolerance));
      List<Object> mine = outcomes.stream().map(task::result).toList();
      if (all.test(mine, right)) {
        sentences.add(task.parts[p] + " is right.");
        continue;
      }
      UnaryOperator<List<Object>> parts = results -> results.stream().map(only).collect(Collectors.toList());
      String nothing = nothing(parts.apply(mine), parts.apply(right));
      if (nothing != null) {
        sentences.add("Your " + task.parts[p] + " is " + nothing + " each time: nothing is put into it.");
        continue;
      }
      List<Integer> fit = IntStream.range(0, wrong.size())
          .filter(m -> all.test(mine, wrong.get(m).stream().map(task::result).toList())).boxed().toList();
      if (fit.size() == 1) {
        sentences.add("Your " + task.parts[p] + " is what you get when " + task.mistakes.get(fit.get(0)).when() + ".");
        if (!found.contains(fit.get(0))) found.add(fit.get(0));
      } else {
        sentences.add(task.parts[p] + " is not right.");
      }
    }
    return found;
  }

  /** "empty" or "all 0", if all results are, and it would not be right; else null. Many mistakes end in these. */
  private static String nothing(List<Object> mine, List<Object> right) {
    Predicate<Object> empty = result -> result != null && (Values.leaves(result).isEmpty() || result.equals(""));
    Predicate<Object> zero = result -> Values.leaves(result).stream()
        .allMatch(leaf -> leaf.value() instanceof Number number && number.doubleValue() == 0);
    if (mine.stream().allMatch(empty) && !right.stream().allMatch(empty)) return "empty";
    return mine.stream().allMatch(zero) && !right.stream().allMatch(zero) ? "all 0" : null;
  }

  private static List<Task.Outcome> outcomes(Task<?> task, Task.Call call, List<Object[]> arguments, int n) {
    return arguments.subList(0, n).stream().map(each -> task.run(call, each)).toList();
  }

  private static boolean same(Task<?> task, List<Task.Outcome> a, List<Task.Outcome> b) {
    return IntStream.range(0, a.size()).allMatch(i -> same(task, a.get(i), b.get(i)));
  }

  /** Whether the learner's outcome is one that a mistake gives. */
  static boolean same(Task<?> task, Task.Outcome mistake, Task.Outcome mine) {
    String thrown = mistake.thrown();
    if (!Objects.equals(thrown, mine.thrown()) || thrown == null && mine.trouble() != null) return false;
    return thrown != null || Values.agree(task.result(mine), task.result(mistake), task.tolerance);
  }

  /** "dWho is right. Your dWxh and dWhh are", or of a result without parts "Your result is". */
  private static String wrongParts(Task<?> task, List<Task.Outcome> outcomes, List<Object> right) {
    if (task.parts == null) return "Your result is";
    List<String> wrong = new ArrayList<>(), good = new ArrayList<>();
    for (int p = 0; p < task.parts.length; p++) {
      boolean all = true;
      for (int i = 0; i < outcomes.size(); i++) {
        all &= task.result(outcomes.get(i)) instanceof Object[] a && right.get(i) instanceof Object[] b
            && a.length == b.length && Values.agree(a[p], b[p], task.tolerance);
      }
      (all ? good : wrong).add(task.parts[p]);
    }
    return (good.isEmpty() ? "" : and(good) + (good.size() == 1 ? " is" : " are") + " right. ")
        + "Your " + and(wrong) + (wrong.size() == 1 ? " is" : " are");
  }

  private static String and(List<String> words) {
    int last = words.size() - 1;
    return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
