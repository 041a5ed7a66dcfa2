//JAVA 17+
//SOURCES ../judge/Exercise.java ../../forward.java

// Exercise 3, forward. How a check file is made is explained in judge/Exercise.java.

import java.util.*;

class Check03 extends Exercise {
  {
    title = "Forward: from a letter to the probabilities of the next";
    why = "Only differences of scores count in softmax, so the largest may be subtracted, and no power overflows. tanh "
        + "keeps every unit between -1 and 1, however long the name is. And since s_t depends on s_{t-1}, what was "
        + "read at the beginning can still be seen in the probabilities at the end.";
    next = "./jbang lesson 4: the error goes the same way back. Then ./jbang check 4.";

    function("tanh", (double[] z) -> each(z, Math::tanh))
        .input("the row with 0 alone", r -> in(new double[1]))
        .input("numbers so large that e^z is infinite", r -> in(new double[] {-1000, -1, 1, 1000}))
        .inputs(3, "a random row", r -> in(row(r, 1 + r.nextInt(6), 2)))
        .mistake("the powers are divided by e^z + e^-z as they stand: e^1000 is infinite, and infinity / infinity is "
            + "NaN. Math.tanh knows a way around",
            z -> each(z, a -> (Math.exp(a) - Math.exp(-a)) / (Math.exp(a) + Math.exp(-a))))
        .mistake("it is the logistic function 1 / (1 + e^-z), which goes from 0 to 1; tanh goes from -1 to 1",
            z -> each(z, Check03::logistic))
        .mistake("e^z stands where e^(2z) belongs: it is tanh(z / 2)", z -> each(z, a -> Math.tanh(a / 2)))
        .mistake("e^z - e^-z is only divided by 2: that is sinh", z -> each(z, Math::sinh))
        .mistake("e^z and e^-z have changed places, so that the sign is wrong", z -> each(z, a -> -Math.tanh(a)))
        .mistake("tanh is taken twice, tanh(tanh z)", z -> each(z, a -> Math.tanh(Math.tanh(a))))
        .mistake("it is the derivative 1 - tanh^2 instead of tanh itself",
            z -> each(z, a -> 1 - Math.tanh(a) * Math.tanh(a)))
        .mistake("Math.tan stands there, the tangent of an angle, instead of Math.tanh", z -> each(z, Math::tan))
        .hints("Which function of Java's class Math does all of it, even for z = 1000?",
            "In the loop over i from 0 to z.length - 1, into a new array of the same length.",
            "s_i = tanh(z_i)",
            "for (int i = 0; i < z.length; i++) s[i] = Math.tanh(z[i]);");

    function("softmax", (double[] o) -> forward.softmax(o))
        .input("one score alone", r -> in(row(r, 1, 1)))
        .input("equal scores", r -> in(new double[] {0.5, 0.5, 0.5}))
        .input("scores around 1000", r -> in(new double[] {1001, 1002, 1003}))
        .input("scores around -1000", r -> in(new double[] {-1003, -1001, -1002}))
        .input("two scores far apart", r -> in(new double[] {0, 1000}))
        .input("three scores far apart", r -> in(new double[] {-3000, 3, 2}))
        .inputs(4, "random scores", r -> in(row(r, 2 + r.nextInt(6), 2)))
        .mistake("the largest score is not subtracted first: e^1001 is infinite, and e^-1001 is 0",
            o -> soften(o, 0, Math.E))
        .mistake("the search for the largest begins at 0 instead of o[0], which goes wrong when all scores are "
            + "far below 0",
            o -> soften(o, Math.max(0, max(o)), Math.E))
        .mistake("the mean score is subtracted instead of the largest: one score can still be 1000 above it",
            o -> soften(o, sum(o) / o.length, Math.E))
        .mistake("the smallest score is subtracted instead of the largest",
            o -> soften(o, -max(each(o, a -> -a)), Math.E))
        .mistake("the powers are not divided by their sum", o -> each(o, a -> Math.exp(a - max(o))))
        .mistake("the powers are divided by how many there are, instead of by their sum",
            o -> each(o, a -> Math.exp(a - max(o)) / o.length))
        .mistake("the scores themselves are divided by their sum, without e", o -> each(o, a -> a / sum(o)))
        .mistake("each power is divided by the sum so far: the sum must be complete before the first division", o -> {
          double[] p = each(o, a -> Math.exp(a - max(o)));
          double sum = 0;
          for (int i = 0; i < p.length; i++) p[i] /= sum += p[i];
          return p;
        })
        .mistake("the powers are divided by the root of the sum of their squares: an arrow of length 1, not a sum of 1",
            o -> {
              double[] p = each(o, a -> Math.exp(a - max(o)));
              return each(p, a -> a / Math.sqrt(sum(each(p, b -> b * b))));
            })
        .mistake("it is 2 to the power of the scores, instead of e", o -> soften(o, max(o), 2))
        .mistake("softmax is taken twice", o -> forward.softmax(forward.softmax(o)))
        .mistake("it is the logarithm of softmax", o -> each(forward.softmax(o), Math::log))
        .hints("What would e^1001 be? And what changes in the quotient when the same number is subtracted from "
            + "all scores?",
            "Three loops: the largest score; the powers and their sum; the division.",
            "p_i = e^(o_i - largest) / sum_j e^(o_j - largest)",
            "p[i] = Math.exp(o[i] - largest); sum += p[i];   and after that loop, in another:   p[i] /= sum;");

    function("crossEntropy", (double[] yHat, double[] y) -> forward.crossEntropy(yHat, y))
        .input("a certain and right guess", r -> in(new double[] {0, 1, 0}, new double[] {0, 1, 0}))
        .input("a probability of 0 where y is 0 too", r -> in(new double[] {0, 0.25, 0.75}, new double[] {0, 1, 0}))
        .inputs(6, "random probabilities", r -> {
          int V = 2 + r.nextInt(5);
          return in(probabilities(r, V), oneHot(r, V));
        })
        .mistake("the minus is missing", (yHat, y) -> -forward.crossEntropy(yHat, y))
        .mistake("0 * ln 0 is added up: ln 0 is -infinity, and 0 times infinity is NaN. Only the term where y "
            + "is 1 counts",
            (yHat, y) -> -sum(each(yHat, y, (p, t) -> t * Math.log(p))))
        .mistake("the logarithm has the base 10 (Math.log10); ln is Math.log",
            (yHat, y) -> forward.crossEntropy(yHat, y) / Math.log(10))
        .mistake("the logarithm has the base 2", (yHat, y) -> forward.crossEntropy(yHat, y) / Math.log(2))
        .mistake("the sum is divided by V: a mean over the letters",
            (yHat, y) -> forward.crossEntropy(yHat, y) / y.length)
        .mistake("it is 1 - p, without a logarithm", (yHat, y) -> 1 - sum(each(yHat, y, (p, t) -> p * t)))
        .mistake("it is the squared error, the sum of (yHat_i - y_i)^2",
            (yHat, y) -> sum(each(yHat, y, (p, t) -> (p - t) * (p - t))))
        .mistake("yHat and y have changed places: - sum yHat ln y",
            (yHat, y) -> -sum(each(yHat, y, (p, t) -> p == 0 ? 0 : p * Math.log(t))))
        .mistake("the letters that did not come are counted as well: - sum ln yHat over all of them",
            (yHat, y) -> -sum(each(yHat, Math::log)))
        .hints("y is 1 in one place and 0 elsewhere. What is left of the sum?",
            "In the loop over i, and only where y[i] is 1.",
            "loss = - ln yHat_i, for the i with y_i = 1",
            "if (y[i] == 1) loss -= Math.log(yHat[i]);");

    function("step", (double[] x, double[] sBefore, double[][] Wxh, double[][] Whh) -> step(x, sBefore, Wxh, Whh))
        .input("one letter and one unit",
            r -> in(new double[] {1}, row(r, 1, 0.5), matrix(r, 1, 1, 1), matrix(r, 1, 1, 1)))
        .input("the first step, with s_0 = 0",
            r -> in(oneHot(r, 3), new double[2], matrix(r, 3, 2, 1), matrix(r, 2, 2, 1)))
        .inputs(5, "a random one-hot letter", r -> {
          int V = 2 + r.nextInt(4), H = 2 + r.nextInt(4);
          return in(oneHot(r, V), row(r, H, 0.5), matrix(r, V, H, 1), matrix(r, H, H, 0.7));
        })
            .input("a row x that is not one-hot",
            r -> in(row(r, 3, 0.6), row(r, 2, 0.5), matrix(r, 3, 2, 1), matrix(r, 2, 2, 0.7)))
        .mistake("tanh is missing: it is z", (x, s, Wxh, Whh) -> z(x, s, Wxh, Whh))
        .mistake("the state before is not used: the network sees only the last letter",
            (x, s, Wxh, Whh) -> each(times(x, Wxh), Math::tanh))
        .mistake("the letter x is not used", (x, s, Wxh, Whh) -> each(times(s, Whh), Math::tanh))
        .mistake("Whh is read with its rows and columns exchanged, Whh[j][i] where Whh[i][j] belongs",
            (x, s, Wxh, Whh) -> step(x, s, Wxh, transposed(Whh)))
        .mistake("tanh is taken twice", (x, s, Wxh, Whh) -> each(step(x, s, Wxh, Whh), Math::tanh))
        .mistake("tanh is taken of each of the two products, and not of their sum",
            (x, s, Wxh, Whh) -> each(each(times(x, Wxh), Math::tanh), each(times(s, Whh), Math::tanh), Double::sum))
        .mistake("tanh is taken of x Wxh only",
            (x, s, Wxh, Whh) -> each(each(times(x, Wxh), Math::tanh), times(s, Whh), Double::sum))
        .mistake("tanh is taken of the state before Whh instead of after",
            (x, s, Wxh, Whh) -> step(x, each(s, Math::tanh), Wxh, Whh))
        .mistake("only the row of Wxh where x is largest is taken; x may be any row of V numbers",
            (x, s, Wxh, Whh) -> step(hottest(x), s, Wxh, Whh))
        .mistake("the logistic function stands where tanh belongs",
            (x, s, Wxh, Whh) -> each(z(x, s, Wxh, Whh), Check03::logistic))
        .mistake("sBefore itself is added, without Whh",
            (x, s, Wxh, Whh) -> each(each(times(x, Wxh), s, Double::sum), Math::tanh))
        .hints("A row times a matrix: how many numbers does it give, and which numbers of the matrix meet in the j-th?",
            "Two sums go into z[j], one over the letters and one over the units before; tanh comes after both.",
            "z_j = sum_i x_i Wxh_ij + sum_k sBefore_k Whh_kj,   s_j = tanh(z_j)",
            "for (int i = 0; i < x.length; i++) z[j] += x[i] * Wxh[i][j];   and the same with sBefore and Whh;   then "
                + "return tanh(z);");

    function("forward",
        (double[][] x, double[][] Wxh, double[][] Whh, double[][] Who) -> yHat(states(x, Wxh, Whh, false), Who))
        .steps()
        .input("a single step", r -> in(oneHots(r, 1, 2), matrix(r, 2, 2, 1), matrix(r, 2, 2, 0.7), matrix(r, 2, 2, 1)))
        .input("two steps", r -> in(oneHots(r, 2, 3), matrix(r, 3, 2, 1), matrix(r, 2, 2, 0.7), matrix(r, 2, 3, 1)))
        .inputs(6, "a random name", r -> {
          int T = 3 + r.nextInt(4), V = 2 + r.nextInt(4), H = 2 + r.nextInt(4);
          return in(oneHots(r, T, V), matrix(r, V, H, 1), matrix(r, H, H, 0.7), matrix(r, H, V, 1));
        })
            .mistake("the state begins anew at every letter: sBefore is always 0",
            (x, Wxh, Whh, Who) -> yHat(states(x, Wxh, Whh, true), Who))
        .mistake("softmax is missing: the rows are the scores",
            (x, Wxh, Whh, Who) -> eachRow(states(x, Wxh, Whh, false), s -> times(s, Who)))
        .mistake("softmax is taken twice",
            (x, Wxh, Whh, Who) -> eachRow(yHat(states(x, Wxh, Whh, false), Who), forward::softmax))
        .mistake("only the last step has a row, and the others stay 0", (x, Wxh, Whh, Who) -> {
          double[][] rows = yHat(states(x, Wxh, Whh, false), Who);
          for (int t = 0; t < rows.length - 1; t++) rows[t] = new double[rows[t].length];
          return rows;
        })
        .mistake("every row is that of the last step: the same array is used at each step", (x, Wxh, Whh, Who) -> {
          double[][] rows = yHat(states(x, Wxh, Whh, false), Who);
          Arrays.fill(rows, rows[rows.length - 1]);
          return rows;
        })
        .mistake("row t comes from the state before step t instead of after it", (x, Wxh, Whh, Who) -> {
          double[][] s = states(x, Wxh, Whh, false), before = new double[s.length][s[0].length];
          System.arraycopy(s, 0, before, 1, s.length - 1);
          return yHat(before, Who);
        })
        .mistake("the name is read from its end to its beginning", (x, Wxh, Whh, Who) -> {
          double[][] s = states(reversed(x), Wxh, Whh, false);
          return yHat(reversed(s), Who);
        })
        .mistake("every step reads the first letter, x[0]", (x, Wxh, Whh, Who) -> {
          double[][] first = x.clone();
          Arrays.fill(first, x[0]);
          return yHat(states(first, Wxh, Whh, false), Who);
        })
        .mistake("the state at the beginning is 1 instead of 0", (x, Wxh, Whh, Who) -> {
          double[] s = each(new double[Whh.length], a -> 1);
          double[][] all = new double[x.length][];
          for (int t = 0; t < x.length; t++) all[t] = s = step(x[t], s, Wxh, Whh);
          return yHat(all, Who);
        })
        .hints("What must step get from the step before, and what is it before the first letter?",
            "In the loop over t: one call of step, whose result is kept in s for the next turn; then the scores s Who; "
                + "then softmax.",
            "s_t = step(x_t, s_{t-1}),   o_j = sum_k s_k Who_kj,   yHat_t = softmax(o)",
            "s = step(x[t], s, Wxh, Whh);   then o[j] += s[k] * Who[k][j];   and yHat[t] = softmax(o);");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  static double logistic(double z) { return 1 / (1 + Math.exp(-z)); }

  static double sum(double[] a) { return Arrays.stream(a).sum(); }

  static double[] hottest(double[] x) {
    double[] hot = new double[x.length];
    hot[encode.argmax(new double[][] {x})[0]] = 1;
    return hot;
  }

  private static double[] soften(double[] o, double subtracted, double base) {
    double[] powers = each(o, a -> Math.pow(base, a - subtracted));
    return each(powers, a -> a / sum(powers));
  }

  private static double[] z(double[] x, double[] s, double[][] Wxh, double[][] Whh) {
    return each(times(x, Wxh), times(s, Whh), Double::sum);
  }

  static double[] step(double[] x, double[] sBefore, double[][] Wxh, double[][] Whh) {
    return forward.step(x, sBefore, new forward.Weights(Wxh, Whh, null));
  }

  static double[][] states(double[][] x, double[][] Wxh, double[][] Whh, boolean anew) {
    double[][] s = new double[x.length][];
    for (int t = 0; t < x.length; t++) s[t] = step(x[t], t == 0 || anew ? new double[Whh.length] : s[t - 1], Wxh, Whh);
    return s;
  }

  static double[][] yHat(double[][] s, double[][] Who) { return eachRow(s, each -> forward.softmax(times(each, Who))); }

  private static double[][] reversed(double[][] rows) {
    List<double[]> list = new ArrayList<>(List.of(rows));
    Collections.reverse(list);
    return list.toArray(double[][]::new);
  }
}
