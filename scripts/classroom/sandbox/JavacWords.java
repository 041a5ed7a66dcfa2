//JAVA 17+

// What javac says, in words for a beginner.

class JavacWords {

  /** A compiler's message in plain words, for the commonest. */
  static String plain(String code, String message) {
    return switch (code.replace("compiler.err.", "")) {
      case "expected", "expected2", "expected3" -> message.contains("';'")
          ? "A statement ends with a semicolon. It is missing where the ^ stands."
          : "Something is missing where the ^ stands, or there is a bracket or word too many just before it.";
      case "cant.resolve", "cant.resolve.location", "cant.resolve.args", "cant.resolve.location.args" ->
          "Java does not know this name here. Is it spelt as in its declaration, capital letters too, and is it declared before this line, in the same or an outer block?";
      case "prob.found.req" -> message.contains("lossy")
          ? "A number with a fraction does not fit into an int. Declare the variable as double, or write (int) before it if you want to cut the fraction off."
          : "What stands here is of another type than what is needed: a number where an array is needed, say, or a row (double[]) where a matrix (double[][]) is.";
      case "missing.ret.stmt" -> "The function can come to its end without a return. Every way through it must give something back.";
      case "var.might.not.have.been.initialized" -> "The variable may be used before it has a value. Give it one where it is declared.";
      case "already.defined" -> "There are two variables of this name in one function. Rename one, or leave the type away if it is meant to be the same.";
      case "premature.eof" -> "The file ends inside of a block. A closing } is missing somewhere above.";
      case "expected4", "class.public.should.be.in.file" -> message.contains("public")
          ? "Leave the word public before class away: the file has another name than the class."
          : "The class has ended above this line. There is a } too many.";
      case "cant.apply.symbol", "cant.apply.symbols" -> "The function takes other arguments than it gets here: look at their number, order and types.";
      case "unreachable.stmt" -> "This line is never reached: there is a return, a break or an endless loop before it. Is the stub's return still there?";
      case "operator.cant.be.applied", "operator.cant.be.applied.1" ->
          "The operator works on numbers, not on these types. Java can't add or multiply whole arrays: a loop does it number by number.";
      case "array.req.but.found" -> "There is an index [ ] behind something that is no array: one index too many?";
      case "not.stmt" -> "This is a value, and nothing is done with it. Is an = missing, or the brackets of a call?";
      case "illegal.start.of.expr", "illegal.start.of.type", "illegal.start.of.stmt" ->
          "No statement can begin like this. Often a bracket or brace is missing, or one too many, just before.";
      case "unclosed.str.lit", "unclosed.char.lit" -> "The quotation mark at the end is missing.";
      default -> null;
    };
  }
}
