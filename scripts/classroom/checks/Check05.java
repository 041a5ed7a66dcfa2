//JAVA 17+
//SOURCES ../judge/Exercise.java ../../gradcheck.java

// Exercise 5, gradcheck. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.DoubleBinaryOperator;

class Check05 extends Exercise {
  {
    title = "Gradcheck: is the gradient right?";
    why = "A derivative says how the loss answers to a small nudge, and a nudge can simply be tried. It needs two "
        + "losses for every weight, so nobody trains like this; but it does not know your backprop, and so it can tell "
        + "where that is wrong.";
    next = "./jbang gradcheck --break carry, to see it find a mistake. Then ./jbang lesson 6, and ./jbang check 6.";

    function("centralDifference", (Double up, Double down, Double eps) -> (up - down) / (2 * eps))
        .input("a slope of 3", r -> in(1.3, 0.7, 0.1))
        .input("a slope downwards", r -> in(0.7, 1.3, 0.1))
        .input("no slope", r -> in(0.5, 0.5, 0.01))
        .inputs(4, "random losses", r -> in(2 + r.nextDouble(), 2 + r.nextDouble(), 0.01 + 0.1 * r.nextDouble()))
        .mistake("it is divided by eps; the two points are 2 eps apart", (up, down, eps) -> (up - down) / eps)
        .mistake("brackets are missing, / 2 * eps: that divides by 2 and multiplies by eps",
            (up, down, eps) -> (up - down) / 2 * eps)
        .mistake("brackets are missing, up - down / (2 eps): only down is divided",
            (up, down, eps) -> up - down / (2 * eps))
        .mistake("up and down have changed places", (up, down, eps) -> (down - up) / (2 * eps))
        .mistake("the two losses are added", (up, down, eps) -> (up + down) / (2 * eps))
        .mistake("it is not divided", (up, down, eps) -> up - down)
        .mistake("it is |up - down|, so that a slope downwards is lost",
            (up, down, eps) -> Math.abs(up - down) / (2 * eps))
        .mistake("it is divided by eps^2", (up, down, eps) -> (up - down) / (eps * eps))
        .hints("How far are the two points apart?", "A difference, divided by a distance.",
            "slope = (up - down) / (2 eps)", "return (up - down) / (2 * eps);");

    function("numericalGradient",
        (double[][] W, double[][] x, double[][] y, Double eps) -> numerical(W, x, y, eps, eps,
            (up, down) -> (up - down) / (2 * eps)))
        .tolerance(1e-7)
        .input("two letters and one step", r -> in(matrix(r, 2, 2, 1), oneHots(r, 1, 2), oneHots(r, 1, 2), 1e-3))
        .input("a large eps, for which the difference is no longer the derivative",
            r -> in(matrix(r, 3, 3, 1), oneHots(r, 4, 3), oneHots(r, 4, 3), 0.1))
        .inputs(4, "random weights", r -> {
          int T = 2 + r.nextInt(4), V = 2 + r.nextInt(3);
          return in(matrix(r, V, V, 1), matrix(r, T, V, 1), oneHots(r, T, V), 1e-3);
        })
            .mistake("only one side is nudged: (loss(w + eps) - loss(w)) / eps",
            (W, x, y, eps) -> numerical(W, x, y, eps, 0, (up, down) -> (up - down) / eps))
        .mistake("only the lower side is nudged: (loss(w) - loss(w - eps)) / eps",
            (W, x, y, eps) -> numerical(W, x, y, 0, eps, (up, down) -> (up - down) / eps))
        .mistake("down is the loss at w itself: after W += eps it takes 2 eps to come to w - eps",
            (W, x, y, eps) -> numerical(W, x, y, eps, 0, (up, down) -> (up - down) / (2 * eps)))
        .mistake("it is divided by eps; the two points are 2 eps apart",
            (W, x, y, eps) -> numerical(W, x, y, eps, eps, (up, down) -> (up - down) / eps))
        .mistake("up and down have changed places",
            (W, x, y, eps) -> numerical(W, x, y, eps, eps, (up, down) -> (down - up) / (2 * eps)))
        .mistake("the numbers are not put back: every nudge is added to those before", (W, x, y, eps) -> {
          double[][] n = new double[W.length][W[0].length];
          for (int i = 0; i < n.length; i++) for (int j = 0; j < n[i].length; j++) {
            W[i][j] += eps;
            double up = loss(W, x, y);
            W[i][j] -= 2 * eps;
            n[i][j] = (up - loss(W, x, y)) / (2 * eps);
          }
          return n;
        })
        .mistake("all numbers of W are nudged at once, not one", (W, x, y, eps) -> {
          double up = loss(nudged(W, eps), x, y), down = loss(nudged(W, -eps), x, y);
          return eachRow(new double[W.length][W[0].length], row -> each(row, a -> (up - down) / (2 * eps)));
        })
            .mistake("rows and columns of the result are exchanged",
            (W, x, y, eps) -> transposed(numerical(W, x, y, eps, eps, (up, down) -> (up - down) / (2 * eps))))
        .mistake("the loss is divided by the number of steps; here it is their sum",
            (W, x, y, eps) -> numerical(W, x, y, eps, eps, (up, down) -> (up - down) / (2 * eps) / x.length))
        .hints("To know what one single weight does, what must all the others do meanwhile?",
            "In two loops over i and j. Keep w = W[i][j] first; at the end of the turn W[i][j] = w.",
            "n_ij = (loss(W_ij + eps) - loss(W_ij - eps)) / (2 eps)",
            "W[i][j] = w + eps;  double up = loss(W, x, y);  W[i][j] = w - eps;  double down = loss(W, x, y);  "
                + "W[i][j] = w;");

    function("relativeError", (double[][] a, double[][] n) -> gradcheck.relativeError(a, n))
        .input("two gradients that are all 0", r -> in(new double[2][2], new double[2][2]))
        .input("one number each", r -> in(new double[][] {{3}}, new double[][] {{1}}))
        .input("one number each, the second larger", r -> in(new double[][] {{1}}, new double[][] {{3}}))
        .input("opposite signs", r -> in(new double[][] {{2, 1}}, new double[][] {{-2, -1}}))
        .inputs(5, "random gradients", r -> {
          int n = 2 + r.nextInt(3), m = 2 + r.nextInt(3);
          return in(matrix(r, n, m, 1), matrix(r, n, m, 1));
        })
        .mistake("0 / 0 is NaN when both are all 0", (a, n) -> Dino.norm(minus(a, n)) / (Dino.norm(a) + Dino.norm(n)))
        .mistake("it is not divided: the absolute error", (a, n) -> Dino.norm(minus(a, n)))
        .mistake("it is divided by |a| alone", (a, n) -> share(minus(a, n), Dino.norm(a)))
        .mistake("it is divided by |n| alone", (a, n) -> share(minus(a, n), Dino.norm(n)))
        .mistake("it is divided by |a + n|, which may be 0; the norms have to be added",
            (a, n) -> share(minus(a, n), Dino.norm(minus(a, eachRow(n, row -> each(row, b -> -b))))))
        .mistake("the roots are missing: it is a quotient of squares",
            (a, n) -> square(minus(a, n)) == 0 ? 0 : square(minus(a, n)) / (square(a) + square(n)))
        .mistake("one root is taken of both squares together, not one of each",
            (a, n) -> share(minus(a, n), Math.sqrt(square(a) + square(n))))
        .mistake("it is divided by the larger of the two norms",
            (a, n) -> share(minus(a, n), Math.max(Dino.norm(a), Dino.norm(n))))
        .mistake("it is ||a| - |n||: the difference of the norms, not the norm of the difference", (a, n) ->
            Dino.norm(a) + Dino.norm(n) == 0 ? 0
            : Math.abs(Dino.norm(a) - Dino.norm(n)) / (Dino.norm(a) + Dino.norm(n)))
        .hints("What are the least and the largest that this quotient can be?",
            "Three sums in the same two loops: of (a - n)^2, of a^2 and of n^2. The roots after them.",
            "error = sqrt(sum (a - n)^2) / (sqrt(sum a^2) + sqrt(sum n^2)), and 0 where that would be 0 / 0",
            "return size == 0 ? 0 : Math.sqrt(difference) / size;");

    function("worst", (double[][] a, double[][] n) -> worst(a, n, (p, q) -> Math.abs(p - q)))
        .input("one number", r -> in(new double[][] {{1}}, new double[][] {{2}}))
        .input("two places equally far apart", r -> in(new double[][] {{0, 2, 0}, {2, 0, 1}}, new double[2][3]))
        .input("a small number that is farther off than a large one",
            r -> in(new double[][] {{0.1, 100}}, new double[][] {{1.1, 99.5}}))
        .input("a large number and a small one", r -> in(new double[][] {{0.5, 100}}, new double[][] {{1, 99}}))
        .input("differences below 1", r -> in(new double[][] {{0.2, 0.9, 0.6}}, new double[1][3]))
        .input("a difference below 0", r -> in(new double[][] {{0, 1}, {0, 0}}, new double[][] {{0, 0}, {5, 0}}))
        .inputs(7, "random gradients", r -> {
          int n = 3 + r.nextInt(3), m = 3 + r.nextInt(3);
          return in(matrix(r, n, m, 1), matrix(r, n, m, 1));
        })
        .mistake("the sign counts: it is the largest a - n, without | |", (a, n) -> worst(a, n, (p, q) -> p - q))
        .mistake("the sign counts: it is the largest n - a, without | |", (a, n) -> worst(a, n, (p, q) -> q - p))
        .mistake("the relative error is compared, |a - n| / (|a| + |n|); here it is |a - n| alone",
            (a, n) -> worst(a, n, (p, q) -> p == q ? 0 : Math.abs(p - q) / (Math.abs(p) + Math.abs(q))))
        .mistake("the largest so far is kept in an int, which cuts off what stands after the point", (a, n) -> {
          int[] place = new int[2];
          int largest = -1;
          for (int i = 0; i < a.length; i++) for (int j = 0; j < a[i].length; j++) {
            if (Math.abs(a[i][j] - n[i][j]) <= largest) continue;
            largest = (int) Math.abs(a[i][j] - n[i][j]);
            place = new int[] {i, j};
          }
          return place;
        })
        .mistake("it is the place of the largest |a|", (a, n) -> worst(a, n, (p, q) -> Math.abs(p)))
        .mistake("it is the place of the largest |n|", (a, n) -> worst(a, n, (p, q) -> Math.abs(q)))
        .mistake("row and column have changed places", (a, n) -> {
          int[] at = worst(a, n, (p, q) -> Math.abs(p - q));
          return new int[] {at[1], at[0]};
        })
        .mistake("it is the place where they are nearest", (a, n) -> worst(a, n, (p, q) -> -Math.abs(p - q)))
        .mistake("of equal places the last is taken: >= where > belongs", (a, n) -> {
          int[] best = {0, 0};
          for (int i = 0; i < a.length; i++) for (int j = 0; j < a[i].length; j++) {
            if (Math.abs(a[i][j] - n[i][j]) >= Math.abs(a[best[0]][best[1]] - n[best[0]][best[1]])) {
              best = new int[] {i, j};
            }
          }
          return best;
        })
        .mistake("rows and columns are counted from 1", (a, n) -> {
          int[] at = worst(a, n, (p, q) -> Math.abs(p - q));
          return new int[] {at[0] + 1, at[1] + 1};
        })
        .hints("What has to be remembered of the worst place so far, and with what is the next place compared?",
            "Two ints before the loops, row and column, both 0 at first.",
            "{i, j} with the largest |a_ij - n_ij|",
            "if (Math.abs(a[i][j] - n[i][j]) > Math.abs(a[row][column] - n[row][column])) { row = i; column = j; }");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  private static double loss(double[][] W, double[][] x, double[][] y) {
    double loss = 0;
    for (int t = 0; t < x.length; t++) loss += forward.crossEntropy(forward.softmax(times(x[t], W)), y[t]);
    return loss;
  }

  private static double[][] nudged(double[][] W, double eps) { return eachRow(W, row -> each(row, a -> a + eps)); }

  /** Each number nudged by up and by -down; the quotient of the two losses. */
  private static double[][] numerical(double[][] W, double[][] x, double[][] y, double up, double down,
      DoubleBinaryOperator quotient) {
    double[][] n = new double[W.length][W[0].length];
    for (int i = 0; i < n.length; i++) for (int j = 0; j < n[i].length; j++) {
      double[][] above = copy(W), below = copy(W);
      above[i][j] += up;
      below[i][j] -= down;
      n[i][j] = quotient.applyAsDouble(loss(above, x, y), loss(below, x, y));
    }
    return n;
  }

  private static double[][] minus(double[][] a, double[][] b) {
    double[][] c = copy(a);
    for (int i = 0; i < c.length; i++) Dino.addScaled(-1, b[i], c[i]);
    return c;
  }

  private static double share(double[][] difference, double size) {
    return Dino.norm(difference) == 0 ? 0 : Dino.norm(difference) / size;
  }

  private static int[] worst(double[][] a, double[][] n, DoubleBinaryOperator distance) {
    int[] best = {0, 0};
    for (int i = 0; i < a.length; i++) for (int j = 0; j < a[i].length; j++) {
      if (distance.applyAsDouble(a[i][j], n[i][j]) > distance.applyAsDouble(a[best[0]][best[1]], n[best[0]][best[1]])) {
        best = new int[] {i, j};
      }
    }
    return best;
  }
}
