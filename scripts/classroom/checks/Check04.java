//JAVA 17+
//SOURCES ../judge/Exercise.java ../../backprop.java Check03.java

// Exercise 4, backprop. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.DoubleUnaryOperator;

class Check04 extends Exercise {
  {
    title = "Backprop: the error goes back through the name";
    why = "Every weight works at every step, so its gradient is a sum over the steps. What step t did to all later "
        + "losses arrives in a single row, ro_t, since the network itself had a single row, s_t, to hand anything on. "
        + "So the way back takes as many steps as the way there.";
    next = "./jbang lesson 5: how do you know that a gradient is right, without a check like this one? Then "
        + "./jbang check 5.";

    function("dScores", (double[] yHat, double[] y) -> each(yHat, y, (p, t) -> p - t))
        .input("a certain and right guess", r -> in(new double[] {0, 1, 0}, new double[] {0, 1, 0}))
        .inputs(6, "random probabilities", r -> {
          int V = 2 + r.nextInt(5);
          return in(probabilities(r, V), oneHot(r, V));
        })
            .mistake("the two have changed places, y - yHat: the weights would climb the loss instead of going down",
            (yHat, y) -> each(yHat, y, (p, t) -> t - p))
        .mistake("y is not subtracted", (yHat, y) -> yHat.clone())
        .mistake("it is the derivative by yHat, -y / yHat, and softmax has still to be gone back through",
            (yHat, y) -> each(yHat, y, (p, t) -> t == 0 ? 0 : -t / p))
        .mistake("it is divided by V", (yHat, y) -> each(yHat, y, (p, t) -> (p - t) / y.length))
        .mistake("yHat - y is multiplied by yHat (1 - yHat) too; softmax is already in yHat - y",
            (yHat, y) -> each(yHat, y, (p, t) -> (p - t) * p * (1 - p)))
        .mistake("it is doubled, as for a squared error", (yHat, y) -> each(yHat, y, (p, t) -> 2 * (p - t)))
        .mistake("it is |yHat - y|, without its sign", (yHat, y) -> each(yHat, y, (p, t) -> Math.abs(p - t)))
        .mistake("only the place where y is 1 is filled; the other scores have an error too",
            (yHat, y) -> each(yHat, y, (p, t) -> t * (p - t)))
        .hints("The loss is the cross-entropy of a softmax. What is left when both derivatives are multiplied out?",
            "In a loop over the V scores, into a new array.",
            "dO_i = yHat_i - y_i",
            "dO[i] = yHat[i] - y[i];");

    function("dWho", (double[][] s, double[][] dO) -> outer(s, dO))
        .input("a single step", r -> in(matrix(r, 1, 2, 0.5), matrix(r, 1, 3, 0.5)))
        .input("two steps, as many units as letters", r -> in(matrix(r, 2, 2, 0.5), matrix(r, 2, 2, 0.5)))
        .inputs(5, "a random name", r -> {
          int T = 3 + r.nextInt(3), H = 2 + r.nextInt(3), V = 2 + r.nextInt(4);
          return in(matrix(r, T, H, 0.5), matrix(r, T, V, 0.5));
        })
        .mistake("rows and columns are exchanged: dWho must have the shape of Who, H x V", (s, dO) -> outer(dO, s))
        .mistake("each step overwrites what the steps before gave: = where += belongs",
            (s, dO) -> outer(last(s), last(dO)))
        .mistake("only the first step is used", (s, dO) -> outer(Arrays.copyOf(s, 1), Arrays.copyOf(dO, 1)))
        .mistake("the loop over the steps begins at 1 instead of 0",
            (s, dO) -> s.length == 1 ? new double[s[0].length][dO[0].length]
            : outer(Arrays.copyOfRange(s, 1, s.length), Arrays.copyOfRange(dO, 1, dO.length)))
        .mistake("the loop over the steps ends one step too early",
            (s, dO) -> s.length == 1 ? new double[s[0].length][dO[0].length]
            : outer(Arrays.copyOf(s, s.length - 1), Arrays.copyOf(dO, s.length - 1)))
        .mistake("the sum is divided by T: a mean over the steps",
            (s, dO) -> eachRow(outer(s, dO), row -> each(row, a -> a / s.length)))
        .mistake("the state of the step before is used, s_{t-1}, where s_t belongs", (s, dO) -> outer(before(s), dO))
        .mistake("s and dO are each summed over all steps first, and multiplied after that",
            (s, dO) -> outer(sum(s), sum(dO)))
        .mistake("the sign is wrong", (s, dO) -> eachRow(outer(s, dO), row -> each(row, a -> -a)))
        .hints("Which one number of s and which one of dO meet in the weight Who_kj, at a single step?",
            "Three loops: over the steps t, the units k and the letters j. The result is added up over t.",
            "dWho_kj = sum_t s_tk dO_tj",
            "dWho[k][j] += s[t][k] * dO[t][j];");

    function("roLast", (double[] s, double[] dO, double[][] Who) -> roLast(s, dO, Who, Check04::dtanh))
        .input("one unit and two letters", r -> in(row(r, 1, 0.5), row(r, 2, 0.5), matrix(r, 1, 2, 1)))
        .input("a state of 0", r -> in(new double[2], row(r, 3, 0.5), matrix(r, 2, 3, 1)))
        .inputs(5, "a random step", r -> {
          int H = 2 + r.nextInt(4), V = 2 + r.nextInt(4);
          return in(state(r, H), row(r, V, 0.5), matrix(r, H, V, 1));
        })
            .mistake("the factor 1 - s^2 is missing: the error has not gone back through tanh",
            (s, dO, Who) -> roLast(s, dO, Who, a -> 1))
        .mistake("the factor is 1 - tanh(s)^2; s is already the tanh of z, so it is 1 - s^2",
            (s, dO, Who) -> roLast(s, dO, Who, a -> dtanh(Math.tanh(a))))
        .mistake("the factor is 1 - s, without the square", (s, dO, Who) -> roLast(s, dO, Who, a -> 1 - a))
        .mistake("the factor is s (1 - s), which belongs to the logistic function",
            (s, dO, Who) -> roLast(s, dO, Who, a -> a * (1 - a)))
        .mistake("the factor is 1 + s^2", (s, dO, Who) -> roLast(s, dO, Who, a -> 1 + a * a))
        .mistake("the factor is s^2", (s, dO, Who) -> roLast(s, dO, Who, a -> a * a))
        .mistake("the factor is tanh(s) where its derivative 1 - s^2 belongs",
            (s, dO, Who) -> roLast(s, dO, Who, Math::tanh))
        .mistake("the sign is wrong", (s, dO, Who) -> roLast(s, dO, Who, a -> -dtanh(a)))
        .hints("By which way did s_k come into the scores, and so by which weights does the error come back to it?",
            "Two things for each unit k: a sum over the letters, and then the factor for tanh.",
            "ro_k = (sum_j dO_j Who_kj) (1 - s_k^2)",
            "ro[k] += dO[j] * Who[k][j];   and after the loop over j:   ro[k] *= 1 - s[k] * s[k];");

    function("roStep",
        (double[] roNext, double[] dO, double[] s, double[][] Whh, double[][] Who) -> roStep(roNext, dO, s, Whh, Who))
            .input("one unit",
            r -> in(row(r, 1, 0.5), row(r, 2, 0.5), row(r, 1, 0.5), matrix(r, 1, 1, 1), matrix(r, 1, 2, 1)))
        .input("nothing that comes back from later steps",
            r -> in(new double[2], row(r, 3, 0.5), state(r, 2), matrix(r, 2, 2, 1), matrix(r, 2, 3, 1)))
        .input("no error of its own",
            r -> in(row(r, 2, 0.5), new double[3], state(r, 2), matrix(r, 2, 2, 1), matrix(r, 2, 3, 1)))
        .inputs(5, "a random step", r -> {
          int H = 2 + r.nextInt(4), V = 2 + r.nextInt(4);
          return in(row(r, H, 0.5), row(r, V, 0.5), state(r, H), matrix(r, H, H, 0.7), matrix(r, H, V, 1));
        })
            .mistake("Whh is not transposed: ro_{t+1} must meet row k of Whh, Whh[k][j], not column k",
            (ro, dO, s, Whh, Who) -> roStep(ro, dO, s, transposed(Whh), Who))
        .mistake("ro of the step after is not carried back",
            (ro, dO, s, Whh, Who) -> roLast(s, dO, Who, Check04::dtanh))
        .mistake("the step's own error dO is left out",
            (ro, dO, s, Whh, Who) -> roStep(ro, new double[dO.length], s, Whh, Who))
        .mistake("the factor 1 - s^2 is missing",
            (ro, dO, s, Whh, Who) -> roStep(ro, dO, new double[s.length], Whh, Who))
        .mistake("the factor 1 - s^2 is only at the step's own error, and not at what is carried back",
            (ro, dO, s, Whh, Who) -> each(roLast(s, dO, Who, Check04::dtanh), carry(ro, Whh), Double::sum))
        .mistake("the factor 1 - s^2 is only at what is carried back, and not at the step's own error",
            (ro, dO, s, Whh, Who) -> each(roLast(s, dO, Who, a -> 1),
                each(carry(ro, Whh), each(s, Check04::dtanh), (a, b) -> a * b), Double::sum))
        .mistake("the factor is 1 - tanh(s)^2; s is already the tanh of z",
            (ro, dO, s, Whh, Who) -> roStep(ro, dO, each(s, Math::tanh), Whh, Who))
        .mistake("ro of the step after is added as it is, without Whh", (ro, dO, s, Whh, Who) ->
            each(each(roLast(s, dO, Who, a -> 1), ro, Double::sum), each(s, Check04::dtanh), (a, b) -> a * b))
        .mistake("what is carried back is subtracted, not added",
            (ro, dO, s, Whh, Who) -> roStep(each(ro, a -> -a), dO, s, Whh, Who))
        .mistake("the factor 1 - s^2 is applied twice",
            (ro, dO, s, Whh, Who) -> each(roStep(ro, dO, s, Whh, Who), each(s, Check04::dtanh), (a, b) -> a * b))
        .hints("Two ways lead from s_t into losses: its own scores, and the next state. What comes back along "
            + "the second?",
            "Before the factor 1 - s^2, which is for both ways, add the second sum to the one of roLast.",
            "ro_k = (sum_j dO_j Who_kj + sum_j roNext_j Whh_kj) (1 - s_k^2)",
            "ro[k] += roNext[j] * Whh[k][j];   in a second loop over j, before ro[k] *= 1 - s[k] * s[k];");

    function("gradients",
        (double[][] x, double[][] y, double[][] Wxh, double[][] Whh, double[][] Who) -> gradients(x, y, Wxh,
            Whh, Who, 0))
        .parts("dWxh", "dWhh", "dWho").inside(Check04::firstInside)
        .input("a single step",
            r -> in(oneHots(r, 1, 2), oneHots(r, 1, 2), matrix(r, 2, 2, 1), matrix(r, 2, 2, 0.7), matrix(r, 2, 2, 1)))
        .input("two steps",
            r -> in(oneHots(r, 2, 3), oneHots(r, 2, 3), matrix(r, 3, 2, 1), matrix(r, 2, 2, 0.7), matrix(r, 2, 3, 1)))
        .input("a name whose letters are all different", r -> in(oneHotsInTurn(4, 5), oneHots(r, 4, 5),
            matrix(r, 5, 3, 1), matrix(r, 3, 3, 0.7), matrix(r, 3, 5, 1)))
        .inputs(6, "a random name", r -> {
          int T = 3 + r.nextInt(4), V = 2 + r.nextInt(4), H = 2 + r.nextInt(4);
          return in(oneHots(r, T, V), oneHots(r, T, V), matrix(r, V, H, 1), matrix(r, H, H, 0.7), matrix(r, H, V, 1));
        })
        .mistake("the three are in another order; they should be dWxh, dWhh, dWho", (x, y, Wxh, Whh, Who) -> {
          double[][][] all = gradients(x, y, Wxh, Whh, Who, 0);
          return new double[][][] {all[2], all[1], all[0]};
        })
        .mistake("each step overwrites what the others gave, = where += belongs, on a way that ends at the first step",
            (x, y, Wxh, Whh, Who) ->
            gradients(x, y, Wxh, Whh, Who, 0, 0, 1))
        .mistake("only the last step is added up",
            (x, y, Wxh, Whh, Who) -> gradients(x, y, Wxh, Whh, Who, 0, x.length - 1, x.length))
        .mistake("the way back ends before the first step: the loop goes on while t > 0, where t >= 0 belongs",
            (x, y, Wxh, Whh, Who) -> gradients(x, y, Wxh, Whh, Who, 0, 1, x.length))
        .mistake("all is divided by T: a mean over the steps", (x, y, Wxh, Whh, Who) -> {
          double[][][] all = gradients(x, y, Wxh, Whh, Who, 0);
          for (double[][] matrix : all) {
            for (double[] row : matrix) for (int j = 0; j < row.length; j++) row[j] /= x.length;
          }
          return all;
        })
        .slips(slips -> (x, y, Wxh, Whh, Who) -> gradients(x, y, Wxh, Whh, Who, slips),
            "ro is never carried back past the last step: every step has only its own error",
            "Whh is not transposed on the way back",
            "the factor 1 - s^2 is missing",
            "the factor is 1 - tanh(s)^2; s is already the tanh of z",
            "dWhh is made with s_t; it is s_{t-1} that Whh has worked on",
            "only the last step has an error of its own; here every step has a target",
            "the error is y - yHat instead of yHat - y",
            "dWho is made with s_{t-1}; it is s_t that Who has worked on",
            "dWxh is made with x_{t-1} where x_t belongs")
        .hints("In which order do the steps come on the way back, and what must be there before roStep of step t "
            + "can be taken?",
            "First all states and all dO, in their order. Then a loop from the last t to 0 that keeps ro, and adds to "
                + "dWxh and dWhh.",
            "dWxh = sum_t x_t^T ro_t,   dWhh = sum_t s_{t-1}^T ro_t with s_0 = 0,   dWho = sum_t s_t^T dO_t",
            "ro = roStep(ro, dO[t], s[t], Whh, Who), with ro all 0 before the last step;   then dWhh[k][j] += s[t - "
                + "1][k] * ro[j] where t > 0, and dWxh alike.");
  }

  /**
   * The chain is dO, then ro from the last step to the first, then the three sums. dWho needs dO alone, and where no
   * letter comes twice, the row of dWxh for the letter of step t is ro_t.
   */
  static String firstInside(Object[] arguments, Object[] mine, Object[] right) {
    boolean dWxh = Values.agree(mine[0], right[0], 1e-9), dWhh = Values.agree(mine[1], right[1], 1e-9);
    boolean dWho = Values.agree(mine[2], right[2], 1e-9);
    if (!dWho) {
      return dWxh ? "dWxh is right, so dO and ro are too: only the sum for dWho is wrong."
          : "Along the chain dWho comes first, it needs no ro: begin with dO_t = yHat_t - y_t and dWho.";
    }
    if (dWxh) return dWhh ? null : "dWxh and dWho are right, so every ro is: only the sum for dWhh is wrong.";
    int[] letters = Arrays.stream((double[][]) arguments[0]).mapToInt(Check04::letter).toArray();
    if (letters.length < 3 || Arrays.stream(letters).distinct().count() < letters.length) return null;
    for (int t = letters.length - 1; t >= 0; t--) {
      double[] a = ((double[][]) mine[0])[letters[t]], b = ((double[][]) right[0])[letters[t]];
      if (Values.agree(a, b, 1e-9)) continue;
      String where = "In a name whose letters are all different, the row of dWxh for the letter of step t is ro_t. ";
      return where + (t == letters.length - 1
          ? "Yours is wrong at the last step already, where nothing comes back from later."
          : "Yours is right at step " + (t + 2) + " and wrong at step " + (t + 1) + ", counted from 1 to "
              + letters.length + ": look at what is carried from one to the other.");
    }
    return null;
  }

  private static int letter(double[] oneHot) {
    int i = 0;
    while (oneHot[i] != 1) i++;
    return i;
  }

  /** The letters 0, 1, 2 ... of n, one a row. */
  static double[][] oneHotsInTurn(int rows, int n) {
    double[][] x = new double[rows][n];
    for (int t = 0; t < rows; t++) x[t][t] = 1;
    return x;
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  static double dtanh(double s) { return 1 - s * s; }

  /** A row of states, all well inside of -1 .. 1. */
  static double[] state(Random r, int n) { return each(row(r, n, 1), Math::tanh); }

  /** sum_t a_t^T b_t */
  static double[][] outer(double[][] A, double[][] B) {
    double[][] C = new double[A[0].length][B[0].length];
    for (int t = 0; t < A.length; t++) Dino.addOuterProduct(A[t], B[t], C);
    return C;
  }

  /** The rows one step later, the first 0. */
  static double[][] before(double[][] rows) {
    double[][] before = new double[rows.length][rows[0].length];
    System.arraycopy(rows, 0, before, 1, rows.length - 1);
    return before;
  }

  private static double[][] sum(double[][] rows) {
    double[] sum = new double[rows[0].length];
    for (double[] row : rows) Dino.addScaled(1, row, sum);
    return new double[][] {sum};
  }

  private static double[] roLast(double[] s, double[] dO, double[][] Who, DoubleUnaryOperator factor) {
    return each(times(dO, transposed(Who)), each(s, factor), (a, b) -> a * b);
  }

  private static double[] carry(double[] ro, double[][] Whh) { return times(ro, transposed(Whh)); }

  private static double[] roStep(double[] ro, double[] dO, double[] s, double[][] Whh, double[][] Who) {
    return each(each(times(dO, transposed(Who)), carry(ro, Whh), Double::sum), each(s, Check04::dtanh),
        (a, b) -> a * b);
  }

  private static double[][][] gradients(double[][] x, double[][] y, double[][] Wxh, double[][] Whh, double[][] Who,
      int slips) {
    return gradients(x, y, Wxh, Whh, Who, slips, 0, x.length);
  }

  /** Backpropagation through time with slips, as they are listed above; the steps from .. to-1 are added up. */
  private static double[][][] gradients(double[][] x, double[][] y, double[][] Wxh, double[][] Whh, double[][] Who,
      int slips, int from, int to) {
    boolean[] slip = new boolean[9];
    for (int i = 0; i < slip.length; i++) slip[i] = (slips >> i & 1) == 1;
    int T = x.length, H = Whh.length;
    double[][] s = Check03.states(x, Wxh, Whh, false), yHat = Check03.yHat(s, Who), dO = new double[T][],
        ro = new double[T][];
    for (int t = 0; t < T; t++) dO[t] = each(yHat[t], y[t], (p, target) -> slip[6] ? target - p : p - target);
    double[] roNext = new double[H];
    for (int t = T - 1; t >= 0; t--) {
      double[] own = times(slip[5] && t < T - 1 ? new double[Who[0].length] : dO[t], transposed(Who));
      double[] carried = slip[0] ? new double[H] : times(roNext, slip[1] ? Whh : transposed(Whh));
      double[] factor = each(s[t], a -> slip[2] ? 1 : dtanh(slip[3] ? Math.tanh(a) : a));
      ro[t] = roNext = each(each(own, carried, Double::sum), factor, (a, b) -> a * b);
    }
    for (int t = 0; t < T; t++) {
      if (t < from || t >= to) { ro[t] = new double[H]; dO[t] = new double[Who[0].length]; }
      else if (slip[5] && t < T - 1) dO[t] = new double[Who[0].length];
    }
    return new double[][][] {outer(slip[8] ? before(x) : x, ro), outer(slip[4] ? s : before(s), ro),
        outer(slip[7] ? before(s) : s, dO)};
  }
}
