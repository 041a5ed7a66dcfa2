//JAVA 17+
//SOURCES Learner.java Edits.java

// Finds a slip in code whose results are wrong: makes one small change after the other (Edits.java), and looks whether
// one of them makes every result right. If it does, what is said of its line is proved. All changes of a rank are
// compiled together, as classes inside of the learner's.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.util.*;
import java.util.stream.*;
import javax.tools.*;

class Repair {

  private static final int MOST_EDITS = 500, MILLISECONDS = 300, MOST_SLOW = 2;   // of a call; how many may be late
  private static final double SECONDS = 4;

  /** An edit, and the class in which it is made. */
  private record Trial(String type, Edits.Edit edit) {}

  private final Learner learner;
  private final Task<?> task;
  private final List<Object[]> arguments;
  private final long seed;
  private final List<Object> right;
  private final List<Task.Outcome> outcomes;
  private final List<Integer> order = new ArrayList<>();   // of the calls: those that were wrong first
  private final Set<String> functions;
  private final long begun = System.nanoTime();
  private int slow;

  private Repair(Learner learner, Task<?> task, Set<String> functions, long seed, List<Task.Outcome> outcomes) {
    this.learner = learner;
    this.task = task;
    this.functions = functions;
    this.seed = seed;
    arguments = task.arguments(seed);
    this.outcomes = outcomes;
    right = arguments.stream().map(each -> task.result(task.run(task.right, each))).toList();
    for (int i = 0; i < outcomes.size(); i++) if (!good(i, outcomes.get(i))) order.add(i);
    for (int i = 0; i < arguments.size(); i++) if (!order.contains(i)) order.add(i);
  }

  /**
   * What is wrong and where, in a sentence; none when no small change makes every result right.
   * @param functions  those in which the slip may be: the task's own and the learner's that it calls
   * @param seed       of the arguments
   * @param ranks      of the edits that are tried, from 0 on
   */
  static List<String> sentences(Learner learner, Task<?> task, Set<String> functions, long seed,
      List<Task.Outcome> outcomes, int ranks) {
    Repair repair = new Repair(learner, task, functions, seed, outcomes);
    if (outcomes.size() < repair.arguments.size()) return List.of();   // it did not come to its end
    repair.read();
    for (int rank = 0; rank < ranks; rank++) {
      for (Trial trial : repair.trials(rank)) {
        if (repair.isOver()) return List.of();
        if (repair.repairs(trial.type) && repair.repairsOthers(trial.type)) {
          return List.of("Line " + trial.edit.line() + ": " + trial.edit.wrong()
              + ". With that alone repaired, every result is right.");
        }
      }
      if (repair.isOver()) return List.of();
    }
    return List.of();
  }

  private boolean isOver() { return System.nanoTime() - begun > SECONDS * 1e9 || slow > MOST_SLOW; }

  private boolean good(int call, Task.Outcome outcome) {
    return outcome.trouble() == null && Values.agree(task.result(outcome), right.get(call), task.tolerance);
  }

  private boolean repairs(String type) {
    for (int i : order) {
      Task.Outcome outcome = learner.call(type, task.name, arguments.get(i), MILLISECONDS);
      if (outcome.trouble() != null && outcome.thrown() == null) slow++;
      if (!good(i, outcome) || changes(i, outcome)) return false;
    }
    return true;
  }

  /** The same for arguments of other seeds: where the results are whole numbers, a few may be right by chance. */
  private boolean repairsOthers(String type) {
    for (long other = seed + 1; other <= seed + 5; other++) {
      for (Object[] each : task.arguments(other)) {
        Task.Outcome outcome = learner.call(type, task.name, each, MILLISECONDS);
        Object truth = task.result(task.run(task.right, each));
        if (outcome.trouble() != null || !Values.agree(task.result(outcome), truth, task.tolerance)) return false;
      }
    }
    return true;
  }

  /** Whether it changes an argument that must stay. */
  private boolean changes(int call, Task.Outcome outcome) {
    Object[] before = arguments.get(call), after = outcome.after();
    return IntStream.range(0, before.length)
        .anyMatch(k -> IntStream.of(task.changes).noneMatch(c -> c == k) && !Values.same(after[k], before[k]));
  }

  // ---- all changes, as classes inside of the learner's ---------------------------------------------------

  private final List<Edits.Edit> edits = new ArrayList<>();
  private final List<int[]> methods = new ArrayList<>();   // where each function begins and ends in the file
  private int end;                                         // where the class does

  /** Reads the learner's functions, and which changes of them there are. */
  private void read() {
    Javac javac = learner.javac();
    String text = javac.text;
    javac.work(text, new DiagnosticCollector<>(), work -> {
      Iterable<? extends CompilationUnitTree> units = work.parse();
      work.analyze();
      Trees trees = Trees.instance(work);
      SourcePositions positions = trees.getSourcePositions();
      for (CompilationUnitTree unit : units) new TreePathScanner<Void, Void>() {
        @Override public Void visitClass(ClassTree type, Void nothing) {
          if (javac.qualified.endsWith(type.getSimpleName().toString())) {
            end = (int) positions.getEndPosition(unit, type) - 1;
          }
          return super.visitClass(type, nothing);
        }
        @Override public Void visitMethod(MethodTree method, Void nothing) {
          if (functions.contains(method.getName().toString())) {
            methods.add(new int[] {(int) positions.getStartPosition(unit, method),
                (int) positions.getEndPosition(unit, method)});
            edits.addAll(Edits.of(text, unit, trees, getCurrentPath()));
          }
          return null;
        }
      }.scan(unit, null);
    });
  }

  /** The edits of a rank that compile, each in a class of its own. */
  private List<Trial> trials(int rank) {
    Set<List<Edits.Change>> seen = new HashSet<>();
    List<Edits.Edit> some = edits.stream().filter(edit -> edit.rank() == rank && seen.add(edit.changes()))
        .limit(MOST_EDITS).toList();
    Javac javac = learner.javac();
    String text = javac.text, name = "Repair_" + task.name + "_" + rank + "_";
    Set<Integer> bad = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      StringBuilder all = new StringBuilder(text.substring(0, end));
      NavigableMap<Integer, Integer> begins = new TreeMap<>();
      for (int i = 0; i < some.size(); i++) {
        if (bad.contains(i)) continue;
        begins.put(all.length(), i);
        all.append("static class ").append(name).append(i).append(" {\n");
        for (int[] method : methods) all.append(changed(text, method, some.get(i).changes())).append('\n');
        all.append("}\n");
      }
      DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
      javac.work(all + text.substring(end), found, JavacTask::generate);
      List<Diagnostic<? extends JavaFileObject>> errors = found.getDiagnostics().stream()
          .filter(each -> each.getKind() == Diagnostic.Kind.ERROR).toList();
      if (errors.isEmpty()) {
        return begins.values().stream()
            .map(i -> new Trial(javac.qualified + "$" + name + i, some.get(i))).toList();
      }
      for (Diagnostic<?> error : errors) {
        Map.Entry<Integer, Integer> at = begins.floorEntry((int) error.getPosition());
        if (at != null) bad.add(at.getValue());
      }
    }
    return List.of();
  }

  /** A piece of the file with those of the changes that lie in it. */
  private static String changed(String text, int[] piece, List<Edits.Change> changes) {
    StringBuilder out = new StringBuilder();
    int at = piece[0];
    for (Edits.Change change : changes) {
      if (change.from() < piece[0] || change.to() > piece[1]) continue;
      out.append(text, at, change.from()).append(change.text());
      at = change.to();
    }
    return out.append(text, at, piece[1]).toString();
  }
}
