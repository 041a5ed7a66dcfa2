//JAVA 17+
//SOURCES Learner.java Edits.java

// Finds the slip in code whose results fit no known mistake: makes one small change after the other (Edits.java), all in
// one call of the compiler, and looks whether one of them makes every result right. What it then says of the line is
// proved. If none does, one that repairs a part of the results is as certain of that part.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.util.*;
import java.util.stream.*;
import javax.tools.*;

class Repair {

  private static final int MOST_EDITS = 900, MILLISECONDS = 300, MOST_SLOW = 2;   // of a call; how many may be late
  private static final double SECONDS = 4;

  /** An edit and, in places as in the file, what it makes of the functions. */
  private record Trial(String type, List<Edits.Edit> edits) {}

  private final Learner learner;
  private final Task<?> task;
  private final List<Object[]> arguments;
  private final List<Object> right;
  private final List<Task.Outcome> outcomes;
  private final List<Integer> order = new ArrayList<>();   // of the calls: those that were wrong first
  private final Set<String> functions;
  private final long begun = System.nanoTime();
  private int slow;

  Repair(Learner learner, Task<?> task, Set<String> functions, List<Object[]> arguments, List<Task.Outcome> outcomes) {
    this.learner = learner;
    this.task = task;
    this.functions = functions;
    this.arguments = arguments;
    this.outcomes = outcomes;
    right = arguments.stream().map(each -> task.result(task.run(task.right, each))).toList();
    for (int i = 0; i < outcomes.size(); i++) if (!good(i, outcomes.get(i))) order.add(i);
    for (int i = 0; i < arguments.size(); i++) if (!order.contains(i)) order.add(i);
  }

  /**
   * What is wrong and where, in sentences; none when no small change helps.
   * @param functions  those in which the slip may be: the task's own and the learner's that it calls
   */
  static List<String> sentences(Learner learner, Task<?> task, Set<String> functions, List<Object[]> arguments,
      List<Task.Outcome> outcomes) {
    return new Repair(learner, task, functions, arguments, outcomes).sentences();
  }

  private List<String> sentences() {
    if (outcomes.size() < arguments.size()) return List.of();   // it did not come to its end
    Trial nearly = null;
    List<Integer> left = List.of();
    List<Trial> trials = trials();
    for (Trial trial : trials) {
      if (System.nanoTime() - begun > SECONDS * 1e9 || slow > MOST_SLOW) break;
      List<Integer> fits = fits(trial);
      if (fits.equals(List.of(RIGHT))) {
        return List.of(said(trial) + ". With that alone repaired, every result is right.");
      }
      if (nearly == null && fits.size() == 1) {
        nearly = trial;
        left = fits;
      }
    }
    return nearly == null ? List.of() : List.of("Two mistakes at once. " + said(nearly) + ". With that repaired, it is "
        + "what you get when " + task.mistakes.get(left.get(0)).when() + ".");
  }

  private static String said(Trial trial) {
    Edits.Edit edit = trial.edits.get(0);
    return "Line " + edit.line() + ": " + edit.wrong();
  }

  private boolean good(int call, Task.Outcome outcome) {
    return outcome.trouble() == null && Values.agree(task.result(outcome), right.get(call), task.tolerance);
  }

  private static final int RIGHT = -1;
  private final Map<Integer, List<Task.Outcome>> known = new HashMap<>();   // of a call, what each known mistake gives

  /** What all results of a trial are: RIGHT, or those of which known mistakes. */
  private List<Integer> fits(Trial trial) {
    List<Integer> fits = null;
    for (int i : order) {
      Object[] each = (Object[]) Values.copy(arguments.get(i));
      Task.Outcome mine = learner.call(trial.type, task.name, each, MILLISECONDS);
      if (mine.trouble() != null && mine.thrown() == null) slow++;
      List<Task.Outcome> theirs = known.computeIfAbsent(i, call -> task.mistakes.stream()
          .map(mistake -> task.run(mistake.call(), arguments.get(call))).toList());
      List<Integer> now = new ArrayList<>();
      if (good(i, mine)) now.add(RIGHT);
      for (int m = 0; m < theirs.size(); m++) if (Judge.same(task, theirs.get(m), mine)) now.add(m);
      if (fits == null) fits = now; else fits.retainAll(now);
      if (fits.isEmpty()) break;
    }
    return fits;
  }

  // ---- all changes, as classes inside of the learner's ---------------------------------------------------

  private List<Trial> trials() {
    Javac javac = learner.javac();
    String text = javac.text;
    List<Edits.Edit> edits = new ArrayList<>();
    List<int[]> methods = new ArrayList<>();
    int[] end = new int[1];
    javac.work(text, new DiagnosticCollector<>(), work -> {
      Iterable<? extends CompilationUnitTree> units = work.parse();
      work.analyze();
      Trees trees = Trees.instance(work);
      SourcePositions positions = trees.getSourcePositions();
      for (CompilationUnitTree unit : units) new TreePathScanner<Void, Void>() {
        @Override public Void visitClass(ClassTree type, Void nothing) {
          if (javac.qualified.endsWith(type.getSimpleName().toString())) {
            end[0] = (int) positions.getEndPosition(unit, type) - 1;
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
    Set<List<Edits.Change>> seen = new HashSet<>();
    List<Edits.Edit> some = edits.stream().filter(edit -> seen.add(edit.changes()))
        .sorted(Comparator.comparingInt(Edits.Edit::rank)).limit(MOST_EDITS).toList();
    return compiled(javac, "Repair_" + task.name + "_", end[0], methods, some);
  }

  /** Those that compile, each with its class. */
  private static List<Trial> compiled(Javac javac, String name, int end, List<int[]> methods,
      List<Edits.Edit> edits) {
    String text = javac.text;
    Set<Integer> bad = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      StringBuilder all = new StringBuilder(text.substring(0, end));
      NavigableMap<Integer, Integer> begins = new TreeMap<>();
      for (int i = 0; i < edits.size(); i++) {
        if (bad.contains(i)) continue;
        begins.put(all.length(), i);
        all.append("static class ").append(name).append(i).append(" {\n");
        for (int[] method : methods) all.append(changed(text, method, edits.get(i).changes())).append('\n');
        all.append("}\n");
      }
      DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
      javac.work(all + text.substring(end), found, JavacTask::generate);
      List<Diagnostic<? extends JavaFileObject>> errors = found.getDiagnostics().stream()
          .filter(each -> each.getKind() == Diagnostic.Kind.ERROR).toList();
      if (errors.isEmpty()) {
        return begins.values().stream()
            .map(i -> new Trial(javac.qualified + "$" + name + i, List.of(edits.get(i)))).toList();
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
