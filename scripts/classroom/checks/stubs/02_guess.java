///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../../scripts/classroom/check.java
//MAIN check
//RUNTIME_OPTIONS -Dexercise=02

// Exercise 2: guessing the next letter by counting. It belongs to lessons/02-guess.md.
//   ./jbang check 2            says which functions are right, and what went wrong
//   ./jbang check 2 --watch    does so at each saving
//   ./jbang hint 2             a hint, and at each call one more
//
// A name is an int[] of the indices of its letters, each from 1 to V - 1. The index 0 is the start and the end. A name
// of n letters is n + 1 steps: the start and its first letter, ... , its last letter and the end. No function changes
// its arguments.

class Exercise02 {

  /**
   * The loss per step of one who knows nothing and gives every letter the probability 1/V:
   *   loss = - ln(1/V) = ln V
   */
  static double uniformLoss(int V) {
    // TODO: one line. Mind that 1 / V is a division of whole numbers.
    return 0;
  }

  /**
   * How often does letter b follow letter a?
   *   counts_ab = how many steps of all names go from a to b; the start and the end are 0
   * @param names  any number of them; a name may be empty, and is then one step from 0 to 0
   * @return       V x V
   */
  static int[][] bigramCounts(int[][] names, int V) {
    // TODO: go through each name and remember the letter before.
    return null;
  }

  /**
   * Counts become probabilities, a row for each letter before. So that nothing is impossible, a is added to each count:
   *   p_ij = (counts_ij + a) / (sum_k counts_ik + a V)
   * @param counts  V x V
   * @param a       above 0
   * @return        V x V, each row with the sum 1
   */
  static double[][] bigramProbabilities(int[][] counts, double a) {
    // TODO: for each row its sum first.
    return null;
  }

  /**
   * The logarithm of a name's probability, its end included:
   *   sum over the steps of ln p_ab, for the step from a to b
   * @param name  n letters; may be empty
   * @param p     V x V, as bigramProbabilities gives it
   */
  static double logProbability(int[] name, double[][] p) {
    // TODO: n + 1 logarithms.
    return 0;
  }

  /**
   * The mean loss per step over all names, in nats:
   *   loss = - (sum of all logProbability) / (how many steps all names have together)
   */
  static double meanLoss(int[][] names, double[][] p) {
    // TODO: two sums, and one division at the end.
    return 0;
  }
}
