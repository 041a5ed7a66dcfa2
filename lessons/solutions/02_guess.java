// Exercise 2, solved: guessing the next letter by counting. It belongs to lessons/02-guess.md.

class Exercise02 {

  /**
   * The loss per step of one who knows nothing and gives every letter the probability 1/V:
   *   loss = - ln(1/V) = ln V
   * Why it is the same for every letter: all have the same probability, so nobody can be more or less surprised.
   */
  static double uniformLoss(int V) {
    return Math.log(V);
  }

  /**
   * How often does letter b follow letter a?
   *   counts_ab = how many steps of all names go from a to b; the start and the end are 0
   * @param names  any number of them; a name may be empty, and is then one step from 0 to 0
   * @return       V x V
   * Why the start and the end count: which letters a name begins with, and where it ends, has to be learnt too.
   */
  static int[][] bigramCounts(int[][] names, int V) {
    int[][] counts = new int[V][V];
    for (int[] name : names) {
      int before = 0;
      for (int letter : name) {
        counts[before][letter]++;
        before = letter;
      }
      counts[before][0]++;
    }
    return counts;
  }

  /**
   * Counts become probabilities, a row for each letter before. So that nothing is impossible, a is added to each count:
   *   p_ij = (counts_ij + a) / (sum_k counts_ik + a V)
   * @param counts  V x V
   * @param a       above 0
   * @return        V x V, each row with the sum 1
   * Why a V below: a is added V times above, and the sum of the row must be 1.
   */
  static double[][] bigramProbabilities(int[][] counts, double a) {
    int V = counts.length;
    double[][] p = new double[V][V];
    for (int i = 0; i < V; i++) {
      double sum = a * V;
      for (int count : counts[i]) sum += count;
      for (int j = 0; j < V; j++) p[i][j] = (counts[i][j] + a) / sum;
    }
    return p;
  }

  /**
   * The logarithm of a name's probability, its end included:
   *   sum over the steps of ln p_ab, for the step from a to b
   * @param name  n letters; may be empty
   * @param p     V x V, as bigramProbabilities gives it
   * Why a sum of logarithms: the product of many probabilities soon is too small for a double, and would be 0.
   */
  static double logProbability(int[] name, double[][] p) {
    double sum = 0;
    int before = 0;
    for (int letter : name) {
      sum += Math.log(p[before][letter]);
      before = letter;
    }
    return sum + Math.log(p[before][0]);
  }

  /**
   * The mean loss per step over all names, in nats:
   *   loss = - (sum of all logProbability) / (how many steps all names have together)
   * Why divided once, at the end: a long name has more steps, and each step counts alike.
   */
  static double meanLoss(int[][] names, double[][] p) {
    double sum = 0;
    int steps = 0;
    for (int[] name : names) {
      sum += logProbability(name, p);
      steps += name.length + 1;
    }
    return -sum / steps;
  }
}
