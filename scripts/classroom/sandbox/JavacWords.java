//JAVA 17+

// What javac says, in words for a beginner; and what a file is if it is not Java at all.

import java.util.List;
import java.util.regex.*;
import java.util.stream.IntStream;

class JavacWords {

  private static final Pattern KOTLIN =
      Pattern.compile("(?m)^\\s*((private|public|internal|override|inline) )*fun +\\w+ *\\(");
  private static final Pattern PYTHON = Pattern.compile("(?m)^\\s*def +\\w+ *\\(.*:\\s*$");

  /** If a text that does not compile is not the exercise: what it is; null if it is the exercise, with an error. */
  static String another(String text, String type) {
    if (KOTLIN.matcher(text).find()) return "This is Kotlin (fun stands before a function); the exercise needs Java.";
    if (PYTHON.matcher(text).find()) return "This is Python (def stands before a function); the exercise needs Java.";
    return declaration(text, type) > 0 ? null : "The file has no class " + type + ". Begin with the file as it came, "
        + "and leave the line class " + type + " { and the last } in it: all functions stand between them.";
  }

  /** The line in which the class begins, or 0. */
  static int declaration(String text, String type) {
    Pattern head = Pattern.compile("^[^/*\"]*\\b(class|record|interface|enum)\\s+" + type + "\\b");   // in no comment
    List<String> lines = text.lines().toList();
    return 1 + IntStream.range(0, lines.size()).filter(i -> head.matcher(lines.get(i)).find()).findFirst().orElse(-1);
  }

  private static final Pattern UNKNOWN = Pattern.compile("symbol:\\s+(?:class|variable) (\\w+)");

  /** For a name that javac does not know: the import that is missing, or a loop that ended too early; or null. */
  private static String unknown(String message, String above) {
    Matcher name = UNKNOWN.matcher(message);
    if (!name.find()) return null;
    for (String place : List.of("java.util", "java.util.stream", "java.util.function", "java.math", "java.text")) {
      try {
        Class.forName(place + "." + name.group(1));
        return name.group(1) + " is a class of Java's library that must be imported: write   import " + place
            + ".*;   above the class.";
      } catch (ClassNotFoundException e) {
        // in another one, or in none
      }
    }
    Pattern ended = Pattern.compile("for\\s*\\([^;]*\\b" + name.group(1) + "\\b[^;]*;[^;]*;[^;{]*\\)\\s*;");
    return ended.matcher(above).find() ? name.group(1) + " is the variable of a loop that ends at once: a ; stands "
        + "right behind   for (...)   above. Take it away." : null;
  }

  /**
   * A compiler's message in plain words, for the commonest.
   * @param above  the file up to the line of the error
   */
  static String plain(String code, String message, boolean beforeClass, String above) {
    String name = code.contains("cant.resolve") ? unknown(message, above) : null;
    return name != null ? name : switch (code.replace("compiler.err.", "")) {
      case "expected", "expected2", "expected3" -> message.contains("';'")
          ? "A statement ends with a semicolon. It is missing where the ^ stands."
          : "Something is missing where the ^ stands, or there is a bracket or word too many just before it.";
      case "cant.resolve", "cant.resolve.location", "cant.resolve.args", "cant.resolve.location.args" ->
          "Java does not know this name here. Is it spelt as in its declaration, capital letters too, and is it "
          + "declared before this line, in the same or an outer block?";
      case "prob.found.req" -> message.contains("lossy")
          ? "A number with a fraction does not fit into an int. Declare the variable as double, or write (int) before "
          + "it if you want to cut the fraction off."
          : "What stands here is of another type than what is needed: a number where an array is needed, say, or a row "
          + "(double[]) where a matrix (double[][]) is.";
      case "missing.ret.stmt" ->
          "The function can come to its end without a return. Every way through it must give something back.";
      case "var.might.not.have.been.initialized" ->
          "The variable may be used before it has a value. Give it one where it is declared.";
      case "already.defined" -> "There are two variables of this name in one function. Rename one, or leave the type "
          + "away if it is meant to be the same.";
      case "premature.eof" -> "The file ends inside of a block. A closing } is missing somewhere above.";
      case "expected4", "class.method.or.field.expected", "statement.not.expected" -> beforeClass
          ? "This stands before the class begins. It belongs inside, between the class's { and its last }."
          : "The class has ended above this line. There is a } too many, or this belongs before the class's last }.";
      case "implicit.class.does.not.have.main.method", "implicit.class.should.not.have.package.declaration" ->
          "Something stands outside of the class. All functions belong inside, between the class's { and its last }.";
      case "cant.apply.symbol", "cant.apply.symbols" ->
          "The function takes other arguments than it gets here: look at their number, order and types.";
      case "unreachable.stmt" -> "This line is never reached: there is a return, a break or an endless loop before it. "
          + "Is the stub's return still there?";
      case "operator.cant.be.applied", "operator.cant.be.applied.1" -> message.contains("operator '^'")
          ? "In Java ^ is no power. Write z * z for z squared, or Math.pow(z, n)."
          : "The operator works on numbers, not on these types. Java can't add or multiply whole arrays: a loop does "
          + "it number by number.";
      case "cant.ref.non.effectively.final.var" -> "What stands behind -> may use only variables that never "
          + "change. Copy the value into a new variable before it, or write a loop.";
      case "array.req.but.found" -> "There is an index [ ] behind something that is no array: one index too many?";
      case "not.stmt" -> "This is a value, and nothing is done with it. Is an = missing, or the brackets of a call?";
      case "illegal.start.of.expr", "illegal.start.of.type", "illegal.start.of.stmt" ->
          "No statement can begin like this. Often a bracket or brace is missing, or one too many, just before.";
      case "unclosed.str.lit", "unclosed.char.lit" -> "The quotation mark at the end is missing.";
      default -> null;
    };
  }
}
