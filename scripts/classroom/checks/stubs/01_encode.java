///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=01

// Exercise 1: from names to numbers, and back. It belongs to lessons/01-encode.md.
//   ./jbang check 1            says which functions are right, and what went wrong
//   ./jbang check 1 --watch    does so at each saving
//   ./jbang hint 1             a hint, and at each call one more
//
// All letters here are chars. V is the size of the vocabulary; its first letter, with the index 0, is always the space,
// which marks the start and the end of a name. No function changes its arguments. Later functions may call the earlier
// ones.

class Exercise01 {

  /**
   * Which letters there are: the space first, then every letter of the names once, in ascending order of its char.
   * @param names  with no space in them
   * @return       the V letters; a letter's index is its place in this String
   */
  static String vocabulary(String[] names) {
    // TODO: collect the letters, each once, in order.
    return null;
  }

  /**
   * The index of each letter of a name:
   *   indices_n = the place of the n-th letter in the vocabulary
   * @return    as many as the name has letters
   */
  static int[] indices(String name, String vocabulary) {
    // TODO: String has a method that finds a char.
    return null;
  }

  /**
   * A row for each index, all 0 but for a single 1:
   *   rows_ni = 1 where i = indices_n, else 0
   * @param indices  N of them, each from 0 to V - 1
   * @return         N x V
   */
  static double[][] oneHot(int[] indices, int V) {
    // TODO: a new array is all 0 already.
    return null;
  }

  /**
   * The way back: the letter at which each row is largest, the first if there are several.
   * @param rows  N x V, one-hot or probabilities
   * @return      N letters
   */
  static String decode(double[][] rows, String vocabulary) {
    // TODO: for each row, the index of its largest number.
    return null;
  }

  /**
   * A name as questions: after each letter, which one comes next? A name of n letters is n + 1 steps:
   *   x = 0 c_1 ... c_n     what is read; 0 is the start
   *   y = c_1 ... c_n 0     what comes next; 0 is the end
   * @param indices  c_1 ... c_n
   * @return         {x, y}
   */
  static int[][] steps(int[] indices) {
    // TODO: two new arrays, each one longer than the name.
    return null;
  }
}
