// Exercise 1, solved: from names to numbers, and back. It belongs to lessons/01-encode.md.

class Exercise01 {

  /**
   * Which letters there are: the space first, then every letter of the names once, in ascending order of its char.
   * @param names  with no space in them
   * @return       the V letters; a letter's index is its place in this String
   * Why sorted: the order must not depend on which name comes first. A TreeSet keeps its elements sorted, each once.
   * Another way: names.stream().flatMapToInt(String::chars).distinct().sorted(), as the kit has it.
   */
  static String vocabulary(String[] names) {
    java.util.TreeSet<Character> letters = new java.util.TreeSet<>();
    for (String name : names) {
      for (char letter : name.toCharArray()) letters.add(letter);
    }
    StringBuilder vocabulary = new StringBuilder(" ");
    for (char letter : letters) vocabulary.append(letter);
    return vocabulary.toString();
  }

  /**
   * The index of each letter of a name:
   *   indices_n = the place of the n-th letter in the vocabulary
   * @return    as many as the name has letters
   * Why indexOf: letters may be missing, so the alphabet alone does not say where one stands.
   */
  static int[] indices(String name, String vocabulary) {
    int[] indices = new int[name.length()];
    for (int n = 0; n < indices.length; n++) indices[n] = vocabulary.indexOf(name.charAt(n));
    return indices;
  }

  /**
   * A row for each index, all 0 but for a single 1:
   *   rows_ni = 1 where i = indices_n, else 0
   * @param indices  N of them, each from 0 to V - 1
   * @return         N x V
   * Why not just the index: 3 would be three times 1, but the third letter is not three times the first.
   */
  static double[][] oneHot(int[] indices, int V) {
    double[][] rows = new double[indices.length][V];
    for (int n = 0; n < indices.length; n++) rows[n][indices[n]] = 1;
    return rows;
  }

  /**
   * The way back: the letter at which each row is largest, the first if there are several.
   * @param rows  N x V, one-hot or probabilities
   * @return      N letters
   * Why the largest and not "the one that is 1": so it works for what a network guesses too.
   */
  static String decode(double[][] rows, String vocabulary) {
    StringBuilder text = new StringBuilder();
    for (double[] row : rows) {
      int best = 0;
      for (int i = 1; i < row.length; i++) if (row[i] > row[best]) best = i;
      text.append(vocabulary.charAt(best));
    }
    return text.toString();
  }

  /**
   * A name as questions: after each letter, which one comes next? A name of n letters is n + 1 steps:
   *   x = 0 c_1 ... c_n     what is read; 0 is the start
   *   y = c_1 ... c_n 0     what comes next; 0 is the end
   * @param indices  c_1 ... c_n
   * @return         {x, y}
   * Why one step more than letters: that the name is over has to be guessed as well.
   */
  static int[][] steps(int[] indices) {
    int[] x = new int[indices.length + 1], y = new int[indices.length + 1];
    for (int n = 0; n < indices.length; n++) {
      x[n + 1] = indices[n];
      y[n] = indices[n];
    }
    return new int[][] {x, y};
  }
}
