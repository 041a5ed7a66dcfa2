//JAVA 17+
//SOURCES WordEdits.java

// Small changes of a learner's code, each the repair of a common slip: within a line (WordEdits.java), and here those
// of loops and blocks: a sum that is not begun anew, a return inside of a loop, a loop that a ; ends. Repair.java tries
// them.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.util.*;
import java.util.regex.*;

class Edits extends WordEdits {

  private Edits(String text, CompilationUnitTree unit, Trees trees) { super(text, unit, trees); }

  /** All small changes of one function. The file has been analysed: its types are known. */
  static List<Edit> of(String text, CompilationUnitTree unit, Trees trees, TreePath method) {
    Edits all = new Edits(text, unit, trees);
    new TreePathScanner<Void, Void>() {
      @Override public Void visitVariable(VariableTree variable, Void nothing) {
        all.variables.put(variable.getName().toString(), all.type(getCurrentPath()));
        return super.visitVariable(variable, nothing);
      }
      @Override public Void visitLiteral(LiteralTree literal, Void nothing) {
        if (literal.getValue() instanceof Number) all.literals.add(all.source(literal));
        return super.visitLiteral(literal, nothing);
      }
    }.scan(method, null);
    all.scan(method, null);
    if (all.clones.size() > 1) {
      long line = unit.getLineMap().getLineNumber(all.clones.get(0).from());
      all.edits.add(new Edit(SHAPE, line, "clone() copies only the outer array of a matrix: the rows of the copies are "
          + "still the same ones. Each row must be copied", all.clones));
    }
    return all.edits;
  }

  // ---- loops and blocks --------------------------------------------------------------------------------

  @Override public Void visitIf(IfTree node, Void nothing) {
    String condition = source(node.getCondition());
    replace(WORD, node.getCondition(), "(!" + condition + ")", "the condition " + quoted(condition)
        + " is the wrong way round");
    if (node.getElseStatement() == null) {
      replace(PART, node.getCondition(), "(0 == 0)", "the condition " + quoted(condition)
          + " leaves out what must always be done");
    }
    empty(node.getThenStatement(), "if " + condition);
    return super.visitIf(node, nothing);
  }

  @Override public Void visitForLoop(ForLoopTree node, Void nothing) {
    loop(node, node.getStatement());
    String head = text.substring(from(node), from(node.getStatement())).strip();
    var up = Pattern.compile("for \\(int (\\w+) = ([^;,]+); \\1 (<=?) ([^;]+); (?:\\1\\+\\+|\\+\\+\\1)\\)")
        .matcher(head);
    var down = Pattern.compile("for \\(int (\\w+) = ([^;,]+); \\1 (>=?) ([^;]+); (?:\\1--|--\\1)\\)")
        .matcher(head);
    String i, turned = null;
    if (up.matches()) {
      i = up.group(1);
      turned = "for (int " + i + " = " + up.group(4) + (up.group(3).equals("<") ? " - 1; " : "; ") + i + " >= "
          + up.group(2) + "; " + i + "--)";
    } else if (down.matches()) {
      i = down.group(1);
      turned = "for (int " + i + " = " + down.group(4) + (down.group(3).equals(">") ? " + 1; " : "; ") + i + " <= "
          + down.group(2) + "; " + i + "++)";
    }
    if (turned != null) {
      add(SHAPE, node, "the loop goes " + (up.matches() ? "forwards" : "backwards") + ", and must go "
          + (up.matches() ? "backwards" : "forwards"), new Change(from(node), from(node) + head.length(), turned));
    }
    return super.visitForLoop(node, nothing);
  }

  @Override public Void visitWhileLoop(WhileLoopTree node, Void nothing) {
    loop(node, node.getStatement());
    return super.visitWhileLoop(node, nothing);
  }

  @Override public Void visitEnhancedForLoop(EnhancedForLoopTree node, Void nothing) {
    loop(node, node.getStatement());
    String name = node.getVariable().getName().toString(), of = source(node.getExpression()), body =
        source(node.getStatement());
    String type = source(node.getVariable().getType());
    replace(SHAPE, node, "for (int q = 0; q < " + of + ".length; q++) { " + type + " " + name + " = " + of + "[q]; "
        + body + " " + of + "[q] = " + name + "; }", name + " is only a copy of what stands in " + quoted(of)
        + ": changing it changes nothing there. A loop over an index is needed");
    return super.visitEnhancedForLoop(node, nothing);
  }

  private void empty(Tree body, String head) {
    if (body.getKind() == Tree.Kind.EMPTY_STATEMENT) {
      replace(SHAPE, body, "", "the ; behind " + quoted(head) + " ends it there: what follows does not belong to it");
    }
  }

  private void loop(Tree loop, StatementTree body) {
    empty(body, text.substring(from(loop), from(body)));
    String inside = source(body);
    int open = from(body);
    begunBefore(loop, body, inside, open);
    if (!(body instanceof BlockTree block) || block.getStatements().isEmpty()) return;
    for (StatementTree each : block.getStatements()) {
      if (each instanceof VariableTree v && v.getInitializer() != null && alone(each, block)) {
        add(SHAPE, each, v.getName() + " is declared inside of the loop, so it begins anew in each round",
            new Change(from(loop), from(loop), source(each) + "\n"), new Change(from(each), to(each), ""));
      }
    }
    List<? extends StatementTree> inner = block.getStatements();
    StatementTree first = inner.get(0), last = inner.get(inner.size() - 1);
    if (block.getStatements().size() > 1) {
      add(SHAPE, last, quoted(source(last)) + " stands inside of the loop, and belongs behind it",
          new Change(from(last), to(last), ""), new Change(to(loop), to(loop), "\n" + source(last)));
      if (!(first instanceof VariableTree)) {
        add(SHAPE, first, quoted(source(first)) + " stands inside of the loop, and belongs before it",
            new Change(from(loop), from(loop), source(first) + "\n"), new Change(from(first), to(first), ""));
      }
    }
    if (!(last instanceof ReturnTree)) return;
    for (TreePath path = getCurrentPath(); !(path.getLeaf() instanceof MethodTree); path = path.getParentPath()) {
      Tree outer = path.getLeaf();   // this loop, and those around it
      if (outer instanceof BlockTree || !(path.getParentPath().getLeaf() instanceof BlockTree around)) continue;
      int next = around.getStatements().indexOf(outer) + 1;
      boolean another = next < around.getStatements().size() && around.getStatements().get(next) instanceof ReturnTree;
      add(SHAPE, last, "the return stands inside of the loop, which so ends in its first round",
          new Change(from(last), to(last), ""),
          new Change(to(outer), another ? to(around.getStatements().get(next)) : to(outer), "\n" + source(last)));
    }
  }

  /** Whether it is no part of double a = 1, b = 2; */
  private boolean alone(Tree each, BlockTree block) {
    return block.getStatements().stream().filter(other -> from(other) == from(each)).count() == 1;
  }

  /** Variables that are declared before a loop and that each round should begin anew. */
  private void begunBefore(Tree loop, StatementTree body, String inside, int open) {
    for (TreePath path = getCurrentPath().getParentPath(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree) return;
      if (!(path.getLeaf() instanceof BlockTree block)) continue;
      for (StatementTree each : block.getStatements()) {
        if (from(each) >= from(loop)) break;
        if (!(each instanceof VariableTree v) || v.getInitializer() == null
            || v.getInitializer() instanceof NewArrayTree a && a.getType() == null) continue;
        String name = v.getName().toString();
        if (!inside.matches("(?s).*\\b" + name + "\\b.*")) continue;
        String again = name + " = " + source(v.getInitializer()) + ";";
        String wrong = source(v.getInitializer()).startsWith("new ")
            ? "all rounds of the loop share one " + name + ", which is made before it; each needs a new one"
            : name + " is not begun anew in each round of the loop, at " + quoted(source(v.getInitializer()));
        if (body instanceof BlockTree) add(SHAPE, loop, wrong, new Change(open + 1, open + 1, " " + again));
        else add(SHAPE, loop, wrong, new Change(open, open, "{ " + again + " "), new Change(to(body), to(body), " }"));
      }
    }
  }

  @Override public Void visitBlock(BlockTree node, Void nothing) {
    List<? extends StatementTree> all = node.getStatements();
    for (int i = 0; i < all.size(); i++) {
      Tree each = all.get(i);
      if (!(each instanceof VariableTree) && !(each instanceof ReturnTree)) {
        replace(each instanceof IfTree ? MORE : PART, each, "", quoted(source(each)) + " is too much");
      }
      if (i + 1 < all.size() && !(all.get(i + 1) instanceof ReturnTree) && alone(each, node)
          && alone(all.get(i + 1), node)) {
        Tree next = all.get(i + 1);
        add(PART, each, quoted(source(each)) + " comes too early: it belongs behind " + quoted(source(next)),
            new Change(from(each), to(each), source(next)), new Change(from(next), to(next), source(each)));
      }
    }
    if (getCurrentPath().getParentPath().getLeaf() instanceof MethodTree) fields(node);
    return super.visitBlock(node, nothing);
  }

  @Override public Void visitBreak(BreakTree node, Void nothing) {
    replace(WORD, node, "continue;", "break ends the whole loop; continue ends this round");
    return super.visitBreak(node, nothing);
  }

  @Override public Void visitContinue(ContinueTree node, Void nothing) {
    replace(WORD, node, "break;", "continue ends only this round; break ends the loop");
    return super.visitContinue(node, nothing);
  }

  /** Static variables, which keep their values from one call to the next. */
  private void fields(BlockTree body) {
    for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
      if (!(path.getLeaf() instanceof ClassTree type)) continue;
      for (Tree member : type.getMembers()) {
        if (!(member instanceof VariableTree v) || v.getInitializer() == null
            || v.getModifiers().toString().contains("final")) continue;
        add(SHAPE, v, "the static variable " + v.getName() + " keeps its value from one call to the next",
            new Change(from(body) + 1, from(body) + 1, " " + v.getName() + " = " + source(v.getInitializer()) + ";"));
      }
    }
  }
}
