//JAVA 17+
//SOURCES ../judge/Exercise.java ../../encode.java

// Exercise 8, look_inside. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.IntToDoubleFunction;
import java.util.stream.*;

class Check08 extends Exercise {
  {
    title = "Look inside: what a unit knows, and what is lost without it";
    why = "A correlation says what a unit shows; switching it off says what the network does with it. The two need not "
        + "agree, and only the second is about the network. Whichever you measure, measure it on an untrained network "
        + "too.";
    next = "./jbang lesson 9: the same mathematics in one twentieth of the time. Then ./jbang check 9.";

    function("correlation", (double[] a, double[] b) -> correlation(a, b))
        .input("a unit that is always the same", r -> in(new double[] {0.5, 0.5, 0.5, 0.5}, new double[] {0, 1, 2, 3}))
        .input("positions that are all the same", r -> in(new double[] {1, -1, 1, 0}, new double[] {2, 2, 2, 2}))
        .input("a straight line upwards", r -> in(new double[] {1, 2, 3}, new double[] {10, 30, 50}))
        .input("a fall", r -> in(new double[] {1, 1, -1, -1}, new double[] {0, 1, 2, 3}))
        .inputs(5, "random numbers", r -> {
          int n = 5 + r.nextInt(6);
          double[] a = row(r, n, 1);
          return in(each(a, x -> x + 2), each(a, row(r, n, 3), (x, noise) -> 5 - 2 * x + noise));
        })
            .mistake("0 / 0 is NaN when one of the two is always the same",
            (a, b) -> dot(centred(a), centred(b)) / Math.sqrt(square(centred(a)) * square(centred(b))))
        .mistake("the means are not subtracted", (a, b) -> share(dot(a, b), Math.sqrt(square(a) * square(b))))
        .mistake("the means are divided by n - 1; a mean is the sum divided by n", (a, b) -> {
          double[] p = each(a, x -> x - Arrays.stream(a).sum() / (a.length - 1)),
              q = each(b, x -> x - Arrays.stream(b).sum() / (b.length - 1));
          return share(dot(p, q), Math.sqrt(square(p) * square(q)));
        })
        .mistake("only the mean of a is subtracted, and that of b is not",
            (a, b) -> share(dot(centred(a), b), Math.sqrt(square(centred(a)) * square(b))))
        .mistake("only the mean of b is subtracted, and that of a is not",
            (a, b) -> share(dot(a, centred(b)), Math.sqrt(square(a) * square(centred(b)))))
        .mistake("it is not divided: the sum of the products alone grows with both",
            (a, b) -> dot(centred(a), centred(b)))
        .mistake("it is divided by n: the covariance, which grows with both",
            (a, b) -> dot(centred(a), centred(b)) / a.length)
        .mistake("it is divided by n - 1: the covariance, which grows with both",
            (a, b) -> dot(centred(a), centred(b)) / (a.length - 1))
        .mistake("the root is missing",
            (a, b) -> share(dot(centred(a), centred(b)), square(centred(a)) * square(centred(b))))
        .mistake("the two sums of squares are added under the root, not multiplied",
            (a, b) -> share(dot(centred(a), centred(b)), Math.sqrt(square(centred(a)) + square(centred(b)))))
        .mistake("it is squared, r^2: the sign is lost", (a, b) -> Math.pow(correlation(a, b), 2))
        .mistake("it is |r|: the sign is lost", (a, b) -> Math.abs(correlation(a, b)))
        .mistake("it is divided by the squares of a alone: the slope of a line, which may be any number",
            (a, b) -> share(dot(centred(a), centred(b)), square(centred(a))))
        .mistake("it is divided by the squares of b alone: the slope of a line, which may be any number",
            (a, b) -> share(dot(centred(a), centred(b)), square(centred(b))))
        .mistake("the sign is wrong", (a, b) -> -correlation(a, b))
        .hints("What must be known of all the numbers before the first product can be formed? And what if all a_i "
            + "are equal?",
            "One loop for the two means, another one for three sums: of the products, of a's squares and of "
                + "b's squares.",
            "r = ab / sqrt(aa bb), and 0 where aa or bb is 0",
            "ab += (a[i] - meanA) * (b[i] - meanB);   aa and bb likewise;   return aa == 0 || bb == 0 ? 0 : ab / "
                + "Math.sqrt(aa * bb);");

    function("switchOff", (double[][] Whh, double[][] Who, Integer unit) -> switched(Whh, Who, row(unit), row(unit)))
        .parts("Whh", "Who")
        .input("one unit", r -> in(matrix(r, 1, 1, 1), matrix(r, 1, 2, 1), 0))
        .input("the first of two units", r -> in(matrix(r, 2, 2, 1), matrix(r, 2, 3, 1), 0))
        .input("the last of three units", r -> in(matrix(r, 3, 3, 1), matrix(r, 3, 4, 1), 2))
        .inputs(4, "a random unit", r -> {
          int H = 3 + r.nextInt(3);
          return in(matrix(r, H, H, 1), matrix(r, H, H + r.nextInt(3), 1), r.nextInt(H));
        })
        .mistake("the columns are set to 0, Whh[k][unit] and Who[k][unit]: that is what the unit hears, and a letter",
            (Whh, Who, unit) -> switched(Whh, Who, column(unit), column(unit)))
        .mistake("in Whh the column is set to 0, which is what the unit hears. What it says is its row",
            (Whh, Who, unit) -> switched(Whh, Who, column(unit), row(unit)))
        .mistake("in Who the column is set to 0, which belongs to a letter. What the unit says is its row",
            (Whh, Who, unit) -> switched(Whh, Who, row(unit), column(unit)))
        .mistake("only Who is changed: the unit still speaks through Whh to the next state",
            (Whh, Who, unit) -> switched(Whh, Who, (k, j) -> false, row(unit)))
        .mistake("only Whh is changed: the unit still speaks through Who to the scores",
            (Whh, Who, unit) -> switched(Whh, Who, row(unit), (k, j) -> false))
        .mistake("in Whh the column is set to 0 as well: the unit may hear, if only nobody hears it",
            (Whh, Who, unit) -> switched(Whh, Who, (k, j) -> k == unit || j == unit, row(unit)))
        .mistake("in Whh only the weight of the unit to itself is set to 0",
            (Whh, Who, unit) -> switched(Whh, Who, (k, j) -> k == unit && j == unit, row(unit)))
        .mistake("only the first number of each row is set to 0",
            (Whh, Who, unit) -> switched(Whh, Who, (k, j) -> k == unit && j == 0, (k, j) -> k == unit && j == 0))
        .mistake("all other units are switched off, and this one is left",
            (Whh, Who, unit) -> switched(Whh, Who, (k, j) -> k != unit, (k, j) -> k != unit))
        .mistake("the rows are taken out, so that the matrices are smaller; they must keep their shapes",
            (Whh, Who, unit) -> new double[][][] {
            IntStream.range(0, Whh.length).filter(k -> k != unit).mapToObj(k -> Whh[k].clone())
                .toArray(double[][]::new),
            IntStream.range(0, Who.length).filter(k -> k != unit).mapToObj(k -> Who[k].clone())
                .toArray(double[][]::new)})
        .mistake("the rows are set to 1 instead of 0", (Whh, Who, unit) -> {
          double[][][] off = switched(Whh, Who, row(unit), row(unit));
          for (double[][] W : off) Arrays.fill(W[unit], 1);
          return off;
        })
        .mistake("the row before it is set to 0: the units are counted from 0", (Whh, Who, unit) -> {
          double[][][] off = {copy(Whh), copy(Who)};
          for (double[][] W : off) Arrays.fill(W[unit - 1], 0);
          return off;
        })
            .mistake("all weights are 0: the other rows were not copied",
            (Whh, Who, unit) -> switched(Whh, Who, (k, j) -> true, (k, j) -> true))
        .mistake("the two are in another order; they should be {Whh, Who}", (Whh, Who, unit) -> {
          double[][][] off = switched(Whh, Who, row(unit), row(unit));
          return new double[][][] {off[1], off[0]};
        })
            .hints("In the product s Whh, which numbers of Whh are multiplied by the value of the unit, s_k: a row "
            + "or a column?",
            "Copy each row with clone(), of both matrices; the rows of the unit are new arrays, which are all 0.",
            "Whh_kj = 0 and Who_kj = 0   for k = unit and all j",
            "hh[k] = k == unit ? new double[Whh[k].length] : Whh[k].clone();   and the same with Who");

    function("turningPoint", (double[] s) -> first(1, s.length, change(s)))
        .input("two steps", r -> in(new double[] {0.5, -0.5}))
        .input("a sudden fall, the largest change", r -> in(new double[] {0, 0.5, 0.9, -0.7, -0.6}))
        .input("a sudden rise, the largest change", r -> in(new double[] {0.2, -0.3, 0.8, 0.5, 0.9}))
        .input("the largest change at the first step", r -> in(new double[] {-0.9, 0.8, 0.3, 0.1, -0.4}))
        .input("the largest change at the last step", r -> in(new double[] {0.1, 0.3, 0.2, 0.4, -0.8}))
        .input("two changes of the same size", r -> in(new double[] {0.25, 0.5, -0.5, 0.5, 0.75}))
        .input("a value that is always the same", r -> in(new double[] {0.5, 0.5, 0.5}))
        .input("changes on the same side of 0", r -> in(new double[] {0.1, 0.3, 0.9, 0.8, 0.95}))
        .inputs(16, "random values", r -> in(each(row(r, 5 + r.nextInt(6), 1), Math::tanh)))
        .mistake("the sign counts: it is the largest rise, without | |", s -> first(1, s.length, t -> s[t] - s[t - 1]))
        .mistake("the sign counts: it is the largest fall, without | |", s -> first(1, s.length, t -> s[t - 1] - s[t]))
        .mistake("it is the step with the largest value, not with the largest change",
            s -> first(1, s.length, t -> Math.abs(s[t])))
        .mistake("it is the step before the change; t is the one after it", s -> first(1, s.length, change(s)) - 1)
        .mistake("of equal changes the last is taken: >= where > belongs", s -> {
          int best = 1;
          for (int t = 2; t < s.length; t++) if (change(s).applyAsDouble(t) >= change(s).applyAsDouble(best)) best = t;
          return best;
        })
            .mistake("it is the step with the largest |s_t|, and not that with the largest change",
            s -> first(0, s.length, t -> Math.abs(s[t])))
        .mistake("it is the step with the largest s_t, and not that with the largest change",
            s -> first(0, s.length, t -> s[t]))
        .mistake("it is the smallest change", s -> first(1, s.length, t -> -change(s).applyAsDouble(t)))
        .mistake("each value is compared with the first, s_0, and not with the one before",
            s -> first(1, s.length, t -> Math.abs(s[t] - s[0])))
        .mistake("it is the first step at which the sign changes", s -> {
          for (int t = 1; t < s.length; t++) if (s[t] * s[t - 1] < 0) return t;
          return 0;
        })
        .mistake("the change is compared with the one before it, and not with the largest so far", s -> {
          int best = 1;
          for (int t = 2; t < s.length; t++) if (change(s).applyAsDouble(t) > change(s).applyAsDouble(t - 1)) best = t;
          return best;
        })
        .mistake("the last step takes no part", s -> first(1, Math.max(2, s.length - 1), change(s)))
        .mistake("the first change, from s_0 to s_1, takes no part",
            s -> s.length == 2 ? 0 : first(2, s.length, change(s)))
        .mistake("it is a difference of absolute values, |s_t| - |s_{t-1}|: from 0.5 to -0.5 this would be no change",
            s -> first(1, s.length, t -> Math.abs(Math.abs(s[t]) - Math.abs(s[t - 1]))))
        .mistake("it is the size of the change instead of its step, cut to a whole number",
            s -> (int) change(s).applyAsDouble(first(1, s.length, change(s))))
        .hints("How many changes are there between n values, and which is the first t that has a value before it?",
            "An int before the loop for the best step so far, which is 1 at first; the loop goes over the others.",
            "t with the largest |s_t - s_{t-1}|,   t = 1, 2 ...",
            "if (Math.abs(s[t] - s[t - 1]) > Math.abs(s[best] - s[best - 1])) best = t;");

    function("likeliest", (double[] p, Integer n) -> likeliest(p, n))
        .input("the likeliest alone", r -> in(new double[] {0.2, 0.5, 0.3}, 1))
        .input("the first letter is the likeliest", r -> in(new double[] {0.5, 0.1, 0.15, 0.25}, 3))
        .input("letters with the same probability", r -> in(new double[] {0.1, 0.25, 0.15, 0.25, 0.25}, 4))
        .input("all letters", r -> in(new double[] {0.3, 0.1, 0.6}, 3))
        .input("a letter that is impossible", r -> in(new double[] {0.3, 0, 0.7}, 3))
        .inputs(6, "random probabilities", r -> in(probabilities(r, 6 + r.nextInt(4)), 3 + r.nextInt(3)))
        .mistake("they are in the wrong order, the likeliest last", (p, n) -> reversed(likeliest(p, n)))
        .mistake("only the first n letters take part; all V may be the likeliest",
            (p, n) -> likeliest(Arrays.copyOf(p, n), n))
        .mistake("they are the least likely", (p, n) -> likeliest(each(p, a -> -a), n))
        .mistake("the likeliest comes every time: it must be marked as taken",
            (p, n) -> IntStream.generate(() -> likeliest(p, 1)[0]).limit(n).toArray())
        .mistake("a letter that is taken is marked with the probability 0, which another letter may have", (p, n) -> {
          double[] left = p.clone();
          int[] best = new int[n];
          for (int k = 0; k < n; k++) left[best[k] = likeliest(left, 1)[0]] = 0;
          return best;
        })
        .mistake("they are the right letters, in the order of their indices",
            (p, n) -> Arrays.stream(likeliest(p, n)).sorted().toArray())
        .mistake("of equal ones the last is taken first: >= where > belongs",
            (p, n) -> map(likeliest(reversed(p), n), i -> p.length - 1 - i))
        .mistake("letters with the same probability are the same one: each value was searched from the beginning",
            (p, n) ->
            map(likeliest(p, n), i -> IntStream.range(0, p.length).filter(k -> p[k] == p[i]).findFirst().getAsInt()))
        .mistake("a probability comes only once: of letters that have the same, all but the first were dropped or "
            + "overwritten", (p, n) ->
            Arrays.copyOf(Arrays.stream(likeliest(p, p.length))
                .filter(i -> IntStream.range(0, i).noneMatch(k -> p[k] == p[i])).toArray(),
                (int) Math.min(n, Arrays.stream(p).distinct().count())))
        .mistake("the letters are counted from 1", (p, n) -> map(likeliest(p, n), i -> i + 1))
        .mistake("n is not looked at: all letters are there", (p, n) -> likeliest(p, p.length))
        .mistake("it is the rank of each letter: that says at which place the letter 0 stands, and not which letter "
            + "stands at place 0", (p, n) -> {
          List<Integer> order = Arrays.stream(likeliest(p, p.length)).boxed().toList();
          return IntStream.range(0, n).map(order::indexOf).toArray();
        })
        .mistake("the letter 0 takes no part: the end is a letter too", (p, n) -> {
          double[] without = p.clone();
          without[0] = -1;
          return likeliest(without, n);
        })
        .mistake("one too many is there", (p, n) -> likeliest(p, Math.min(p.length, n + 1)))
        .mistake("one is missing at the end", (p, n) -> likeliest(p, n - 1))
        .hints("When the likeliest has been found, how do you find the second without finding the first again?",
            "A loop over the n places; in it one over all letters, and a boolean[] of those taken already.",
            "best_k = the first i with the largest p_i of those that are not among best_0 .. best_{k-1}",
            "if (!taken[i] && (best[k] < 0 || p[i] > p[best[k]])) best[k] = i;   with best[k] = -1 before, and "
                + "taken[best[k]] = true after the loop over i");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double square(double[] a) { return dot(a, a); }

  private static double[] centred(double[] a) {
    double mean = Arrays.stream(a).average().getAsDouble();
    return each(a, x -> x - mean);
  }

  private static double share(double a, double b) { return b == 0 ? 0 : a / b; }

  private static double correlation(double[] a, double[] b) {
    return share(dot(centred(a), centred(b)), Math.sqrt(square(centred(a)) * square(centred(b))));
  }

  interface Off { boolean at(int k, int j); }

  private static Off row(int unit) { return (k, j) -> k == unit; }

  private static Off column(int unit) { return (k, j) -> j == unit; }

  /** {Whh, Who}, copies, with 0 in the places that are off. */
  private static double[][][] switched(double[][] Whh, double[][] Who, Off inWhh, Off inWho) {
    double[][][] off = {copy(Whh), copy(Who)};
    for (int m = 0; m < 2; m++) for (int k = 0; k < off[m].length; k++) for (int j = 0; j < off[m][k].length; j++) {
      if ((m == 0 ? inWhh : inWho).at(k, j)) off[m][k][j] = 0;
    }
    return off;
  }

  private static IntToDoubleFunction change(double[] s) { return t -> Math.abs(s[t] - s[t - 1]); }

  /** The first of from .. to-1 for which f is largest. */
  private static int first(int from, int to, IntToDoubleFunction f) {
    int best = from;
    for (int t = from + 1; t < to; t++) if (f.applyAsDouble(t) > f.applyAsDouble(best)) best = t;
    return best;
  }

  private static int[] likeliest(double[] p, int n) {
    return IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> -p[i])).limit(n)
        .mapToInt(i -> i).toArray();
  }

  private static int[] reversed(int[] a) {
    return IntStream.range(0, a.length).map(i -> a[a.length - 1 - i]).toArray();
  }
}
