//JAVA 17+

// Small changes within a line of a learner's code, each the repair of a common slip: an index that is one too large,
// + for -, brackets, another variable, a factor too many. Each has a sentence that says what is wrong if this change is
// what was needed. Those of loops and blocks are in Edits.java.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.util.*;
import java.util.stream.*;
import javax.lang.model.type.TypeMirror;

class WordEdits extends TreePathScanner<Void, Void> {

  /** A piece of the file, from .. to-1, and what to write there instead. */
  record Change(int from, int to, String text) {}

  /**
   * @param rank   of edits that repair the same, the one with the smallest says it best
   * @param line   of the file
   * @param wrong  what is wrong, a sentence without its point
   */
  record Edit(int rank, long line, String wrong, List<Change> changes) {}

  static final int SHAPE = 0, WORD = 1, PART = 2, MORE = 3, RANKS = 4;

  private static final Map<Tree.Kind, String> SIGNS = Map.ofEntries(Map.entry(Tree.Kind.PLUS, "+"),
      Map.entry(Tree.Kind.MINUS, "-"), Map.entry(Tree.Kind.MULTIPLY, "*"), Map.entry(Tree.Kind.DIVIDE, "/"),
      Map.entry(Tree.Kind.REMAINDER, "%"), Map.entry(Tree.Kind.LESS_THAN, "<"),
      Map.entry(Tree.Kind.LESS_THAN_EQUAL, "<="), Map.entry(Tree.Kind.GREATER_THAN, ">"),
      Map.entry(Tree.Kind.GREATER_THAN_EQUAL, ">="), Map.entry(Tree.Kind.EQUAL_TO, "=="),
      Map.entry(Tree.Kind.NOT_EQUAL_TO, "!="), Map.entry(Tree.Kind.CONDITIONAL_AND, "&&"),
      Map.entry(Tree.Kind.CONDITIONAL_OR, "||"), Map.entry(Tree.Kind.XOR, "^"));

  /** What may have been meant by a sign or by a name of Java's library: first what stands there. */
  private static final Map<String, List<String>> MEANT = Stream.of("+ - *", "- +", "* / +", "/ *", "< <= > !=",
      "<= < >=", "> >= <", ">= > <=", "== !=", "!= ==", "&& ||", "|| &&", "% /", "^ *", "= += -=", "+= = -=",
      "-= += =", "*= /= +=", "/= *=", "max min", "min max", "log10 log", "log1p log", "exp log", "log exp", "tan tanh",
      "sinh tanh", "cosh tanh", "floor ceil rint", "round floor", "abs sqrt", "anyMatch allMatch noneMatch",
      "allMatch anyMatch", "noneMatch anyMatch", "range rangeClosed", "rangeClosed range", "indexOf lastIndexOf",
      "lastIndexOf indexOf", "limit skip", "skip limit", "put putIfAbsent", "putIfAbsent put", "addFirst addLast",
      "addLast addFirst", "TreeMap LinkedHashMap", "HashMap LinkedHashMap TreeMap", "HashSet LinkedHashSet TreeSet",
      "TreeSet LinkedHashSet").map(line -> List.of(line.split(" ")))
      .collect(Collectors.toMap(words -> words.get(0), words -> words.subList(1, words.size())));

  final String text;
  final CompilationUnitTree unit;
  final Trees trees;
  final List<Edit> edits = new ArrayList<>();
  final Map<String, String> variables = new LinkedHashMap<>();   // of the function in hand, each with its type
  final List<Change> clones = new ArrayList<>();   // of matrices, as they should be
  final Set<String> literals = new LinkedHashSet<>(List.of("0", "1", "2"));

  WordEdits(String text, CompilationUnitTree unit, Trees trees) {
    this.text = text;
    this.unit = unit;
    this.trees = trees;
  }

  // ---- places and types --------------------------------------------------------------------------------

  int from(Tree tree) { return (int) trees.getSourcePositions().getStartPosition(unit, tree); }
  int to(Tree tree) { return (int) trees.getSourcePositions().getEndPosition(unit, tree); }
  /** Its text; empty for what does not stand in the file, as the type of a lambda's parameter. */
  String source(Tree tree) { return to(tree) < 0 ? "" : text.substring(from(tree), to(tree)); }
  /** In brackets, unless it is a name, a number or a call. */
  private static String close(String part) {
    return part.matches("[\\w.]+|\\w+\\([^()]*\\)") ? part : "(" + part + ")";
  }

  /** On one line, and not too long to be quoted. */
  static String quoted(String part) {
    String line = part.replaceAll("\\s+", " ").strip();
    return line.length() <= 60 ? line : line.substring(0, 57) + "...";
  }

  String type(TreePath path) {
    TypeMirror type = trees.getTypeMirror(path);
    return type == null ? "" : type.toString();
  }

  String type(Tree tree) { return type(new TreePath(getCurrentPath(), tree)); }

  private static boolean number(String type) { return Set.of("int", "double", "long", "float").contains(type); }

  void add(int rank, Tree at, String wrong, Change... changes) {
    if (from(at) < 0 || Arrays.stream(changes).anyMatch(each -> each.from < 0 || each.to < each.from)) return;
    Arrays.sort(changes, Comparator.comparingInt(Change::from));
    for (int i = 1; i < changes.length; i++) if (changes[i].from < changes[i - 1].to) return;   // double a = 1, b = 2;
    edits.add(new Edit(rank, unit.getLineMap().getLineNumber(from(at)), wrong, List.of(changes)));
  }

  void replace(int rank, Tree tree, String by, String wrong) {
    add(rank, tree, wrong, new Change(from(tree), to(tree), by));
  }

  /** One stands where another belongs, in a piece of code that is shown. */
  private void instead(Tree tree, String by) {
    replace(WORD, tree, by, quoted(source(tree)) + " stands where " + quoted(by) + " belongs");
  }

  // ---- signs and brackets ------------------------------------------------------------------------------

  @Override public Void visitBinary(BinaryTree node, Void nothing) {
    Tree left = node.getLeftOperand(), right = node.getRightOperand();
    String a = source(left), b = source(right), sign = SIGNS.getOrDefault(node.getKind(), ""), all = source(node);
    boolean numbers = number(type(left)) && number(type(right)), sum = sign.equals("+") || sign.equals("-"),
        product = sign.equals("*") || sign.equals("/");
    int at = text.indexOf(sign, to(left));
    for (String meant : MEANT.getOrDefault(sign, List.of())) {
      if (sign.equals("+") && !numbers) continue;   // texts
      add(WORD, node, "in " + quoted(all) + " the sign " + sign + " stands where " + meant + " belongs",
          new Change(at, at + sign.length(), meant));
    }
    if (sign.equals("^") && numbers) {
      replace(SHAPE, node, "Math.pow(" + a + ", " + b + ")", "in " + quoted(all) + " the ^ is no power in Java");
    }
    if (numbers && (sum || product)) {
      replace(PART, node, close(a), sign + " " + quoted(b) + " is too much in " + quoted(all));
      if (sign.equals("-") || sign.equals("/")) {
        replace(WORD, node, close(b) + " " + sign + " " + close(a), "the two sides of " + sign + " in " + quoted(all)
            + " have changed places");
      } else {
        replace(PART, node, close(b), quoted(a) + " " + sign + " is too much in " + quoted(all));
      }
      if (sign.equals("/")) {
        if (type(left).equals("int") && type(right).equals("int")) {
          replace(SHAPE, node, "(double) " + close(a) + " / " + close(b),
              quoted(all) + " divides two whole numbers, which cuts off what stands after the point");
        }
      }
      regroup(node, left, right, sign);
    }
    if (Set.of("&&", "||").contains(sign)) {
      replace(PART, node, a, sign + " " + quoted(b) + " is too much");
      replace(PART, node, b, quoted(a) + " " + sign + " is too much");
    }
    return super.visitBinary(node, nothing);
  }

  /** (a - b) - c and a - (b - c): the same signs, other brackets. */
  private void regroup(BinaryTree node, Tree left, Tree right, String sign) {
    String all = source(node), c = source(right);
    if (left instanceof TypeCastTree cast) {
      replace(SHAPE, node, "(" + source(cast.getType()) + ") (" + source(cast.getExpression()) + " " + sign + " " + c
          + ")", "in " + quoted(all) + " the cast (" + source(cast.getType()) + ") is done first, to "
          + quoted(source(cast.getExpression())) + " alone");
    }
    for (Tree last = left; last instanceof BinaryTree b && SIGNS.containsKey(b.getKind()); last = b.getRightOperand()) {
      String op = SIGNS.get(b.getKind());
      if (op.equals(sign) && (op.equals("+") || op.equals("*"))) continue;
      Tree begin = b.getRightOperand();
      add(SHAPE, node, "brackets are missing in " + quoted(all) + ": they belong around " + quoted(source(begin) + " "
          + sign + " " + c), new Change(from(begin), from(begin), "("), new Change(to(right), to(right), ")"));
    }
    if (right instanceof ParenthesizedTree p && p.getExpression() instanceof BinaryTree second
        && SIGNS.containsKey(second.getKind())) {
      String op = SIGNS.get(second.getKind()), b = source(second.getLeftOperand()),
          d = source(second.getRightOperand()), a = source(left);
      if (!(op.equals(sign) && (op.equals("+") || op.equals("*")))) {
        String meant = "(" + a + " " + sign + " " + b + ") " + op + " " + d;
        replace(SHAPE, node, "(" + meant + ")", "the brackets are wrong: " + quoted(all) + " stands where "
            + quoted(meant) + " belongs");
      }
    }
  }

  @Override public Void visitUnary(UnaryTree node, Void nothing) {
    if (node.getKind() == Tree.Kind.UNARY_MINUS || node.getKind() == Tree.Kind.LOGICAL_COMPLEMENT) {
      replace(WORD, node, source(node.getExpression()), "the sign before " + quoted(source(node.getExpression()))
          + " is too much");
    }
    return super.visitUnary(node, nothing);
  }

  // ---- numbers and names -------------------------------------------------------------------------------

  @Override public Void visitLiteral(LiteralTree node, Void nothing) {
    String mine = source(node);
    if (node.getValue() instanceof Integer n) {
      for (int by : new int[] {1, -1}) off(node, mine, "" + (n + by), by);
    }
    if (node.getValue() instanceof Number) {
      Tree around = getCurrentPath().getParentPath().getLeaf();
      boolean added = around.getKind() == Tree.Kind.PLUS || around.getKind() == Tree.Kind.MINUS;
      for (String other : literals) if (!other.equals(mine) && !(added && other.equals("0"))) instead(node, other);
      variables.forEach((name, its) -> {
        if (its.equals("int") && around instanceof ArrayAccessTree) instead(node, name);
      });
    } else if (node.getValue() instanceof Boolean b) {
      instead(node, "" + !b);
    }
    if (node.getValue() instanceof Float) {
      replace(SHAPE, node, mine.replaceFirst("[fF]$", ""), mine + " is a float, which has 7 digits");
    }
    return super.visitLiteral(node, nothing);
  }

  /** One more or one less. */
  private void off(Tree node, String mine, String meant, int by) {
    Tree around = getCurrentPath().getParentPath().getLeaf();
    boolean index = around instanceof ArrayAccessTree;
    String inside = source(around instanceof BlockTree || around instanceof ClassTree ? node : around);
    replace(index || node instanceof LiteralTree ? WORD : PART, node,
        meant.matches("\\d+") ? meant : "(" + meant + ")", "in " + quoted(inside) + " the "
        + (index ? "index " : "number ") + quoted(mine) + " is one too " + (by < 0 ? "large" : "small"));
  }

  @Override public Void visitIdentifier(IdentifierTree node, Void nothing) {
    String name = node.getName().toString(), type = variables.get(name);
    if (type == null || written()) return super.visitIdentifier(node, nothing);
    if (type.equals("int")) for (int by : new int[] {1, -1}) off(node, name, name + (by < 0 ? " - 1" : " + 1"), by);
    variables.forEach((other, its) -> {
      if (!other.equals(name) && its.equals(type)) {
        replace(WORD, node, other, name + " stands where " + other + " belongs, in "
            + quoted(source(getCurrentPath().getParentPath().getLeaf())));
      }
    });
    return super.visitIdentifier(node, nothing);
  }

  /** Whether the name in hand is that of what is written to, or counted up. */
  private boolean written() {
    Tree around = getCurrentPath().getParentPath().getLeaf(), me = getCurrentPath().getLeaf();
    return around instanceof AssignmentTree a && a.getVariable() == me
        || around instanceof CompoundAssignmentTree c && c.getVariable() == me
        || around instanceof UnaryTree u && u.getKind() != Tree.Kind.UNARY_MINUS
        && u.getKind() != Tree.Kind.LOGICAL_COMPLEMENT;
  }

  @Override public Void visitMemberSelect(MemberSelectTree node, Void nothing) {
    if (node.getIdentifier().contentEquals("length") && type(getCurrentPath()).equals("int")) {
      String mine = source(node), array = source(node.getExpression());
      for (int by : new int[] {1, -1}) off(node, mine, mine + (by < 0 ? " - 1" : " + 1"), by);
      if (array.matches("\\w+\\[[^\\]]*\\]")) instead(node, array.replaceFirst("\\[.*", "") + ".length");
      else instead(node, array + "[0].length");
    }
    return super.visitMemberSelect(node, nothing);
  }

  @Override public Void visitArrayAccess(ArrayAccessTree node, Void nothing) {
    if (node.getExpression() instanceof ArrayAccessTree row) {
      String i = source(row.getIndex()), j = source(node.getIndex());
      if (!i.equals(j)) {
        replace(WORD, node, source(row.getExpression()) + "[" + j + "][" + i + "]",
            "in " + quoted(source(node)) + " the two indices have changed places");
      }
    }
    if (type(getCurrentPath()).equals("int") && !written()) {
      String mine = source(node);
      for (int by : new int[] {1, -1}) off(node, mine, mine + (by < 0 ? " - 1" : " + 1"), by);
    }
    String index = source(node.getIndex());
    if (node.getIndex() instanceof BinaryTree) {
      for (int by : new int[] {1, -1}) {
        replace(WORD, node.getIndex(), index + (by < 0 ? " - 1" : " + 1"), "in " + quoted(source(node))
            + " the index is one too " + (by < 0 ? "large" : "small"));
      }
    }
    return super.visitArrayAccess(node, nothing);
  }

  // ---- what is given back or kept ----------------------------------------------------------------------

  @Override public Void visitAssignment(AssignmentTree node, Void nothing) {
    sign(node, node.getVariable(), "=");
    more(node.getExpression(), type(node.getVariable()));
    String name = source(node.getVariable()), type = variables.getOrDefault(name, "");
    if (type.endsWith("[]") && getCurrentPath().getParentPath().getLeaf() instanceof ExpressionStatementTree) {
      String copied = "{ " + type + " given = " + source(node.getExpression()) + "; for (int q = 0; q < " + name
          + ".length; q++) " + (type.endsWith("[][]") ? "System.arraycopy(given[q], 0, " + name + "[q], 0, " + name
          + "[q].length)" : name + "[q] = given[q]") + "; }";
      Tree statement = getCurrentPath().getParentPath().getLeaf();
      replace(SHAPE, statement, copied, quoted(source(statement)) + " gives the name " + name
          + " to another array; the caller's array stays as it was. Its numbers must be changed one by one");
    }
    return super.visitAssignment(node, nothing);
  }

  @Override public Void visitCompoundAssignment(CompoundAssignmentTree node, Void nothing) {
    String rest = text.substring(to(node.getVariable()), from(node.getExpression())).strip();
    sign(node, node.getVariable(), rest.substring(0, Math.min(2, rest.length())));
    more(node.getExpression(), type(node.getVariable()));
    return super.visitCompoundAssignment(node, nothing);
  }

  private void sign(Tree node, Tree variable, String sign) {
    int at = text.indexOf(sign, to(variable));
    for (String meant : number(type(variable)) ? MEANT.getOrDefault(sign, List.of()) : List.<String>of()) {
      add(WORD, node, "in " + quoted(source(node)) + " the sign " + sign + " stands where " + meant + " belongs",
          new Change(at, at + sign.length(), meant));
    }
  }

  @Override public Void visitReturn(ReturnTree node, Void nothing) {
    if (node.getExpression() != null) more(node.getExpression(), type(node.getExpression()));
    return super.visitReturn(node, nothing);
  }

  @Override public Void visitLambdaExpression(LambdaExpressionTree node, Void nothing) {
    if (node.getBody() instanceof ExpressionTree body) more(body, type(body));
    return super.visitLambdaExpression(node, nothing);
  }

  @Override public Void visitVariable(VariableTree node, Void nothing) {
    String declared = node.getType() == null ? "" : source(node.getType());
    if (declared.matches("(int|long|float)\\b.*") && getCurrentPath().getParentPath().getLeaf() instanceof BlockTree) {
      replace(SHAPE, node.getType(), declared.replaceFirst("int|long|float", "double"), node.getName() + " is "
          + (declared.startsWith("f") ? "a float, which has 7 digits" : "an int, which cuts off what stands after the "
          + "point") + "; double belongs there");
    }
    if (node.getInitializer() != null) more(node.getInitializer(), declared.equals("var") ? "" : declared);
    return super.visitVariable(node, nothing);
  }

  @Override public Void visitTypeCast(TypeCastTree node, Void nothing) {
    replace(SHAPE, node, close(source(node.getExpression())), "the cast in " + quoted(source(node))
        + " cuts something off");
    return super.visitTypeCast(node, nothing);
  }

  /** What may be missing in a number: its sign, a root, a factor. */
  private void more(ExpressionTree value, String type) {
    String e = source(value), part = "(" + e + ")", here = quoted(e);
    if (!type.equals("double") || value instanceof LiteralTree) return;
    replace(PART, value, "-" + part, "the minus before " + here + " is missing");
    replace(PART, value, part + " * " + part, here + " must be squared");
    replace(PART, value, "1 - " + part, "1 - is missing before " + here);
    for (String f : List.of("sqrt", "abs", "exp", "log", "tanh")) {
      replace(PART, value, "Math." + f + part, "Math." + f + " is missing: it belongs around " + here);
    }
    variables.forEach((name, its) -> {
      if (!its.equals("double") && !its.equals("int")) return;
      for (String sign : List.of("*", "/", "+", "-")) {
        replace(MORE, value, part + " " + sign + " " + name, sign + " " + name + " is missing behind " + here);
      }
    });
    for (String array : variables.entrySet().stream().filter(v -> v.getValue().endsWith("[]"))
        .map(Map.Entry::getKey).toList()) {
      replace(MORE, value, part + " / " + array + ".length", "/ " + array + ".length is missing behind " + here);
    }
    replace(MORE, value, part + " * 2", "the factor 2 is missing in " + here);
  }

  // ---- calls -------------------------------------------------------------------------------------------

  @Override public Void visitMethodInvocation(MethodInvocationTree node, Void nothing) {
    List<? extends ExpressionTree> arguments = node.getArguments();
    String all = source(node), select = source(node.getMethodSelect());
    String name = select.substring(select.lastIndexOf('.') + 1);
    int at = to(node.getMethodSelect()) - name.length();
    for (String meant : MEANT.getOrDefault(name, List.of())) {
      add(WORD, node, "in " + quoted(all) + " " + name + " stands where " + meant + " belongs",
          new Change(at, at + name.length(), meant));
    }
    for (int i = 0; i < arguments.size(); i++) {
      for (int j = i + 1; j < arguments.size(); j++) {
        Tree a = arguments.get(i), b = arguments.get(j);
        if (!type(a).equals(type(b)) || source(a).equals(source(b))) continue;
        add(WORD, node, quoted(source(a)) + " and " + quoted(source(b)) + " have changed places in " + quoted(all),
            new Change(from(a), to(a), source(b)), new Change(from(b), to(b), source(a)));
      }
      if (number(type(arguments.get(i))) && type(getCurrentPath()).equals(type(arguments.get(i)))) {
        replace(PART, node, close(source(arguments.get(i))), select + " is too much around "
            + quoted(source(arguments.get(i))));
      }
    }
    if (node.getMethodSelect() instanceof IdentifierTree) {
      variables.forEach((variable, its) -> {
        if (its.equals(type(getCurrentPath()))) replace(PART, node, variable, quoted(all) + " is computed anew, where "
            + variable + " belongs");
      });
    }
    if (node.getMethodSelect() instanceof MemberSelectTree on) {
      String receiver = source(on.getExpression()), its = type(new TreePath(new TreePath(getCurrentPath(), on),
          on.getExpression()));
      if (name.equals("clone") && its.endsWith("[][]")) {
        String each = "java.util.Arrays.stream(" + receiver + ").map(row -> row.clone()).toArray(" + its + "::new)";
        clones.add(new Change(from(node), to(node), each));
        replace(SHAPE, node, each, quoted(all) + " copies only the outer array: its rows are still the same ones. "
            + "Each row must be copied");
      } else if (name.equals("clone")) {
        replace(PART, node, receiver, quoted(all) + " is a copy, where the array itself is meant");
      } else if (its.equals(type(getCurrentPath()))) {
        replace(PART, node, receiver, "." + name + quoted(all.substring(to(on) - from(node))) + " is too much");
      }
    }
    if (select.equals("Arrays.fill") && arguments.size() == 2 && type(arguments.get(1)).endsWith("[]")) {
      replace(SHAPE, node, "Arrays.setAll(" + source(arguments.get(0)) + ", q -> " + source(arguments.get(1))
          + ".clone())", quoted(all) + " puts one and the same row into each place");
    }
    return super.visitMethodInvocation(node, nothing);
  }

  @Override public Void visitNewClass(NewClassTree node, Void nothing) {
    String of = source(node.getIdentifier()), name = of.replaceFirst("<.*", "");
    for (String meant : MEANT.getOrDefault(name, List.of())) {
      replace(WORD, node.getIdentifier(), "java.util." + meant + of.substring(name.length()), "a " + name
          + " has another order than a " + meant + ", which belongs here");
    }
    return super.visitNewClass(node, nothing);
  }

  @Override public Void visitConditionalExpression(ConditionalExpressionTree node, Void nothing) {
    String a = source(node.getTrueExpression()), b = source(node.getFalseExpression());
    add(WORD, node, "in " + quoted(source(node)) + " the two sides of the : have changed places",
        new Change(from(node.getTrueExpression()), to(node.getTrueExpression()), b),
        new Change(from(node.getFalseExpression()), to(node.getFalseExpression()), a));
    return super.visitConditionalExpression(node, nothing);
  }
}
