//JAVA 17+
//SOURCES ../judge/Exercise.java

// Exercise 2, guess. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

class Check02 extends Exercise {
  {
    title = "Guess: the next letter, by counting";
    why = "A count divided by its row's sum is the probability that makes the counted names likeliest. The a that is "
        + "added keeps ln away from 0 for what was never seen. And the loss per step has a meaning of its own: e^loss "
        + "is between how many equally likely letters one still has to choose.";
    next = "./jbang lesson 3: a network, which is not limited to one letter before. Then ./jbang check 3.";

    function("uniformLoss", (Integer V) -> Math.log(V))
        .input("V = 27", r -> in(27))
        .input("V = 1, where there is nothing to guess", r -> in(1))
        .inputs(3, "a random V", r -> in(2 + r.nextInt(60)))
        .mistake("the minus is missing: it is ln(1/V)", V -> -Math.log(V))
        .mistake("1 / V is a division of whole numbers, which is 0 for V above 1; write 1.0 / V", V -> -Math.log(1 / V))
        .mistake("the logarithm has the base 2", V -> Math.log(V) / Math.log(2))
        .mistake("the logarithm has the base 10 (Math.log10); ln is Math.log", V -> Math.log10(V))
        .mistake("it is the probability 1/V, without a logarithm", V -> 1.0 / V)
        .mistake("it is -1/V ln 1/V, one term of the entropy; all V of them have to be added", V -> Math.log(V) / V)
        .mistake("it is the logarithm of V - 1", V -> Math.log(V - 1))
        .hints("How probable is each letter, and what is minus the logarithm of that?", "Math.log is all it takes.",
            "loss = ln V", "return Math.log(V);");

    function("bigramCounts", (int[][] names, Integer V) -> counts(names, V, 0))
        .input("a name of one letter", r -> in(new int[][] {{1}}, 2))
        .input("a double letter", r -> in(new int[][] {{1, 2, 2, 1}}, 3))
        .input("an empty name", r -> in(new int[][] {{}, {2}}, 3))
        .inputs(4, "random names", r -> {
          int V = 4 + r.nextInt(3);
          return in(names(r, V), V);
        })
        .slips(slips -> (names, V) -> counts(names, V, slips),
            "the start is not counted: no step goes from 0 to the first letter",
            "the end is not counted: no step goes from the last letter to 0",
            "rows and columns are exchanged: the row is the letter before, the column the one that comes",
            "it is only noted that a step was there, 1 instead of how often",
            "the letter before is not moved on, so all steps seem to come from the start",
            "the letter before is not set to 0 for a new name: it begins where the last one ended")
        .hints("How many steps does a name of n letters have, the start and the end counted?",
            "For each name: before = 0; then a loop over its letters; then one more step to the end.",
            "counts_ab grows by 1 for each step from a to b",
            "counts[before][letter]++;   before = letter;   and after the name   counts[before][0]++;");

    function("bigramProbabilities", (int[][] counts, Double a) -> probabilities(counts, a, 0))
        .input("a row without any counts", r -> in(new int[][] {{0, 0}, {1, 2}}, 0.5))
        .input("a = 1", r -> in(new int[][] {{0, 3, 1}, {2, 0, 0}, {1, 1, 5}}, 1.0))
        .inputs(4, "random counts", r -> {
          int V = 3 + r.nextInt(3);
          return in(counts(names(r, V), V, 0), 0.1 + r.nextDouble());
        })
        .mistake("a is added after the division; it belongs to the count above the line, in brackets",
            (counts, a) -> shares(counts, row -> IntStream.of(row).sum() + a * row.length, a))
        .mistake("a is added to the quotient of the bare counts; it belongs to each count before the division",
            (counts, a) -> shares(counts, row -> IntStream.of(row).sum(), a))
        .mistake("it is divided by the sum over the whole table, a included, and not by that of the row", (counts, a) -> {
          double sum = Arrays.stream(counts).flatMapToInt(IntStream::of).sum() + a * counts.length * counts.length;
          return Arrays.stream(counts).map(row -> IntStream.of(row).mapToDouble(n -> (n + a) / sum).toArray())
              .toArray(double[][]::new);
        })
        .slips(slips -> (counts, a) -> probabilities(counts, a, slips),
            "a is not added to the counts, only below the line",
            "below the line a V is missing: the rows have a sum above 1",
            "below the line a is added once, not V times",
            "it is divided by the sum of the column",
            "it is divided by the sum of all counts of the matrix, not of the row",
            "1 is added to each count, whatever a is")
        .hints("What is the sum of a row after a has been added to each of its V counts?",
            "In a loop over the rows: first a loop for the sum, then one for the quotients.",
            "p_ij = (counts_ij + a) / (sum_k counts_ik + a V)",
            "double sum = a * V;   sum += counts[i][k];   p[i][j] = (counts[i][j] + a) / sum;");

    function("logProbability", (int[] name, double[][] p) -> logProbability(name, p))
        .input("an empty name", r -> in(new int[0], rows(r, 2)))
        .input("a name of one letter", r -> in(new int[] {1}, rows(r, 3)))
        .input("a name of 600 letters", r -> in(name(r, 5, 600), rows(r, 5)))
        .inputs(5, "a random name", r -> in(name(r, 5, 2 + r.nextInt(5)), rows(r, 5)))
        .mistake("the end is left out",
            (name, p) -> logProbability(name, p) - Math.log(p[name.length == 0 ? 0 : name[name.length - 1]][0]))
        .mistake("the start is left out: the first letter costs nothing",
            (name, p) -> logProbability(name, p) - Math.log(p[0][name.length == 0 ? 0 : name[0]]))
        .mistake("the probabilities are multiplied and then the logarithm is taken: of a long name the product is too "
            + "small for a double, it becomes 0, and ln 0 is -infinity",
            (name, p) -> Math.log(productOfProbabilities(name, p)))
        .mistake("it is the probability itself, without the logarithm", (name, p) -> Math.exp(logProbability(name, p)))
        .mistake("the sign is turned; the logarithm of a probability is below 0", (name, p) -> -logProbability(name, p))
        .mistake("rows and columns of p are exchanged", (name, p) -> logProbability(name, transposed(p)))
        .mistake("the logarithm has the base 2", (name, p) -> logProbability(name, p) / Math.log(2))
        .mistake("it is divided by the number of steps", (name, p) -> logProbability(name, p) / (name.length + 1))
        .mistake("the probabilities are added, and the logarithm is taken of their sum",
            (name, p) -> Math.log(sumOfProbabilities(name, p)))
        .mistake("the probabilities are added, without a logarithm", (name, p) -> sumOfProbabilities(name, p))
        .mistake("the letter before is not moved on, so all steps seem to come from the start", (name, p) -> {
          double sum = Math.log(p[0][0]);
          for (int letter : name) sum += Math.log(p[0][letter]);
          return sum;
        })
        .hints("The probability of a name is a product. What becomes of a product under a logarithm?",
            "The same loop as in bigramCounts, with the logarithm of p where the count grew.",
            "sum of ln p_ab over the n + 1 steps",
            "sum += Math.log(p[before][letter]);   before = letter;   and after the loop   sum += "
                + "Math.log(p[before][0]);");

    function("meanLoss", (int[][] names, double[][] p) -> -sum(names, p) / steps(names))
        .input("one name", r -> in(new int[][] {{1, 2}}, rows(r, 3)))
        .input("an empty name and another", r -> in(new int[][] {{}, {1, 1, 2}}, rows(r, 3)))
        .input("a name of 600 letters", r -> in(new int[][] {{1}, name(r, 5, 600)}, rows(r, 5)))
        .inputs(5, "random names", r -> in(names(r, 5), rows(r, 5)))
        .mistake("the minus is missing", (names, p) -> sum(names, p) / steps(names))
        .mistake("it is divided by the number of names: a loss per name", (names, p) -> -sum(names, p) / names.length)
        .mistake("the ends are not counted as steps: it is divided by the letters alone",
            (names, p) -> -sum(names, p) / (steps(names) - names.length))
        .mistake("each name has its own mean, and the mean of these is taken; a long name must count more",
            (names, p) ->
            Arrays.stream(names).mapToDouble(name -> -logProbability(name, p) / (name.length + 1)).sum() / names.length)
        .mistake("it is the sum, not divided by anything", (names, p) -> -sum(names, p))
        .mistake("only the last name counts",
            (names, p) -> -logProbability(names[names.length - 1], p) / (names[names.length - 1].length + 1))
        .mistake("it is e^loss, the number of letters to choose from, instead of the loss",
            (names, p) -> Math.exp(-sum(names, p) / steps(names)))
        .mistake("the logarithm has the base 2", (names, p) -> -sum(names, p) / steps(names) / Math.log(2))
        .hints("A name of n letters: how many guesses is that?",
            "One loop over the names with two sums: the logarithms, and the steps.",
            "loss = - (sum of all logProbability) / (sum of all n + 1)",
            "sum += logProbability(name, p);   steps += name.length + 1;   and at the end   return -sum / steps;");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  private static int[] name(Random r, int V, int length) { return r.ints(length, 1, V).toArray(); }

  /** Some names, among them a step that comes twice. */
  private static int[][] names(Random r, int V) {
    int[][] names = new int[3 + r.nextInt(3)][];
    for (int i = 0; i < names.length; i++) names[i] = name(r, V, 1 + r.nextInt(5));
    names[1] = names[0].clone();
    return names;
  }

  private static double[][] rows(Random r, int V) { return eachRow(new double[V][], row -> probabilities(r, V)); }

  private static boolean has(int slips, int slip) { return (slips >> slip & 1) == 1; }

  private static int[][] counts(int[][] names, int V, int slips) {
    int[][] counts = new int[V][V];
    int last = 0;
    for (int[] name : names) {
      int before = has(slips, 5) ? last : 0;
      for (int n = 0; n <= name.length; n++) {
        int next = n < name.length ? name[n] : 0;
        if (!(has(slips, 0) && n == 0) && !(has(slips, 1) && n == name.length)) {
          int i = has(slips, 2) ? next : before, j = has(slips, 2) ? before : next;
          counts[i][j] = has(slips, 3) ? 1 : counts[i][j] + 1;
        }
        if (!has(slips, 4) && n < name.length) before = next;
      }
      last = before;
    }
    return counts;
  }

  private static double[][] probabilities(int[][] counts, double given, int slips) {
    int V = counts.length;
    double a = has(slips, 5) ? 1 : given;
    double[][] p = new double[V][V];
    double all = 0;
    for (int[] row : counts) for (int count : row) all += count;
    for (int i = 0; i < V; i++) {
      for (int j = 0; j < V; j++) {
        double sum = 0;
        for (int k = 0; k < V; k++) sum += has(slips, 3) ? counts[k][j] : counts[i][k];
        if (has(slips, 4)) sum = all;
        sum += has(slips, 1) ? 0 : has(slips, 2) ? a : a * V;
        p[i][j] = (counts[i][j] + (has(slips, 0) ? 0 : a)) / sum;
      }
    }
    return p;
  }

  private static double logProbability(int[] name, double[][] p) {
    double sum = 0;
    for (int n = 0; n <= name.length; n++) sum += Math.log(p[n == 0 ? 0 : name[n - 1]][n < name.length ? name[n] : 0]);
    return sum;
  }

  private static double productOfProbabilities(int[] name, double[][] p) {
    double product = 1;
    for (int n = 0; n <= name.length; n++) product *= p[n == 0 ? 0 : name[n - 1]][n < name.length ? name[n] : 0];
    return product;
  }

  private static double sumOfProbabilities(int[] name, double[][] p) {
    double sum = 0;
    for (int n = 0; n <= name.length; n++) sum += p[n == 0 ? 0 : name[n - 1]][n < name.length ? name[n] : 0];
    return sum;
  }

  private static double sum(int[][] names, double[][] p) {
    return Arrays.stream(names).mapToDouble(name -> logProbability(name, p)).sum();
  }

  private static int steps(int[][] names) { return Arrays.stream(names).mapToInt(name -> name.length + 1).sum(); }

  /** Each count divided by something of its row, and then a. */
  private static double[][] shares(int[][] counts, ToDoubleFunction<int[]> below, double a) {
    return Arrays.stream(counts).map(row -> IntStream.of(row).mapToDouble(n -> n / below.applyAsDouble(row) + a).toArray())
        .toArray(double[][]::new);
  }
}
