//JAVA 17+
//SOURCES ../judge/Exercise.java

// Exercise 11, compare. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.ToDoubleFunction;
import java.util.stream.*;

class Check11 extends Exercise {
  {
    title = "Compare: dropout, and which of two networks is better";
    why = "Under a mask each name is read by another network, and what they all agree on is what lasts. And a difference "
        + "of two losses is a measurement: on five splits it has a spread, and without that it is not known whether "
        + "another five would say the opposite.";
    next = "This was the last exercise; ./jbang check shows them all. What to try after it is said in lessons/README.md, "
        + "under \"After the last lesson\".";

    function("mask", (double[] u, Double p) -> each(u, a -> a < p ? 0 : 1 / (1 - p)))
        .input("p = 0, nobody is forgotten", r -> in(uniform(r, 4), 0.0))
        .input("p = 0, and a u of 0", r -> in(new double[] {0, 0.5}, 0.0))
        .input("a u that is p itself", r -> in(new double[] {0.25, 0.1, 0.75}, 0.25))
        .input("a p near 1", r -> in(new double[] {0.5, 0.995, 0.2}, 0.99))
        .inputs(4, "a p below 1/2", r -> in(someOfEach(r, 0), 0.15 + 0.2 * r.nextDouble()))
        .inputs(4, "a p above 1/2", r -> in(someOfEach(r, 1), 0.55 + 0.2 * r.nextDouble()))
        .mistake("those with u below p are remembered, and the others forgotten: p is how likely it is to be forgotten",
            (u, p) -> each(u, a -> a < p ? 1 / (1 - p) : 0))
        .mistake("those with u below p are remembered, and speak louder by 1 / p",
            (u, p) -> each(u, a -> a < p ? 1 / p : 0))
        .mistake("those that are remembered have 1 where 1 / (1 - p) belongs: the mean of the mask is then 1 - p",
            (u, p) -> each(u, a -> a < p ? 0 : 1))
        .mistake("those that are remembered have 1 - p where 1 / (1 - p) belongs; mind the brackets",
            (u, p) -> each(u, a -> a < p ? 0 : 1 - p))
        .mistake("those that are remembered have 1 / p where 1 / (1 - p) belongs",
            (u, p) -> each(u, a -> a < p ? 0 : 1 / p))
        .mistake("those that are forgotten have p where 0 belongs", (u, p) -> each(u, a -> a < p ? p : 1 / (1 - p)))
        .mistake("those that are remembered have u / (1 - p): it is the draw and not 1 that was divided",
            (u, p) -> each(u, a -> a < p ? 0 : a / (1 - p)))
        .mistake("<= stands where < belongs: a u that is p itself is remembered",
            (u, p) -> each(u, a -> a <= p ? 0 : 1 / (1 - p)))
        .mistake("all units share the fate of the first: u_0 was looked at and not u_i",
            (u, p) -> each(u, a -> u[0] < p ? 0 : 1 / (1 - p)))
        .mistake("it is scaled by how many are left in this draw, H / kept, and not by 1 / (1 - p)", (u, p) -> {
          double kept = Arrays.stream(u).filter(a -> a >= p).count();
          return each(u, a -> a < p ? 0 : u.length / kept);
        })
        .hints("Of 100 units with p = 0.2, how many are left, and how much louder must each of them speak?",
            "In one loop over i: a question to u[i], and one of two numbers.",
            "mask_i = 0 where u_i < p, and 1 / (1 - p) elsewhere",
            "mask[i] = u[i] < p ? 0 : 1 / (1 - p);");

    function("maskedStep", (double[] x, double[] s, double[] mask, double[][] Wxh, double[][] Whh) ->
        step(x, both(mask, s), Wxh, Whh))
        .input("nobody is forgotten", r -> in(oneHot(r, 3), row(r, 2, 0.5), new double[] {1, 1}, matrix(r, 3, 2, 1),
            matrix(r, 2, 2, 1)))
        .input("everybody is forgotten", r -> in(oneHot(r, 3), row(r, 2, 0.5), new double[2], matrix(r, 3, 2, 1),
            matrix(r, 2, 2, 1)))
        .input("a row of x that is not one-hot", r -> in(row(r, 3, 1), row(r, 2, 0.5), new double[] {0, 2},
            matrix(r, 3, 2, 1), matrix(r, 2, 2, 1)))
        .inputs(6, "a random step", r -> {
          int H = 3 + r.nextInt(3), V = 2 + r.nextInt(4);
          return in(oneHot(r, V), state(r, H), someMask(r, H), matrix(r, V, H, 0.7), matrix(r, H, H, 0.7));
        })
        .mistake("the mask is left out", (x, s, mask, Wxh, Whh) -> step(x, s, Wxh, Whh))
        .mistake("the mask acts on the new state; it belongs to sBefore, on its way into Whh",
            (x, s, mask, Wxh, Whh) -> both(mask, step(x, s, Wxh, Whh)))
        .mistake("the mask acts on the old state and on the new one; the scores should see all of the new one",
            (x, s, mask, Wxh, Whh) -> both(mask, step(x, both(mask, s), Wxh, Whh)))
        .mistake("the mask acts on z as a whole, with what the letter says",
            (x, s, mask, Wxh, Whh) -> each(both(mask, sum(times(x, Wxh), times(s, Whh))), Math::tanh))
        .mistake("the mask acts on the columns of Whh, mask_j: what a unit hears, and not what it says",
            (x, s, mask, Wxh, Whh) -> each(sum(times(x, Wxh), both(mask, times(s, Whh))), Math::tanh))
        .mistake("the mask is added to sBefore, and not multiplied with it",
            (x, s, mask, Wxh, Whh) -> step(x, sum(mask, s), Wxh, Whh))
        .mistake("the mask stands in the place of sBefore", (x, s, mask, Wxh, Whh) -> step(x, mask, Wxh, Whh))
        .mistake("the mask acts on what the letter says too, mask_j x_i Wxh_ij", (x, s, mask, Wxh, Whh) ->
            each(sum(both(mask, times(x, Wxh)), times(both(mask, s), Whh)), Math::tanh))
        .mistake("the mask is taken for a yes or no: where it is not 0, sBefore goes in without the factor",
            (x, s, mask, Wxh, Whh) -> step(x, each(mask, s, (m, a) -> m == 0 ? 0 : a), Wxh, Whh))
        .mistake("Whh is transposed: sBefore_k must meet row k of Whh",
            (x, s, mask, Wxh, Whh) -> step(x, both(mask, s), Wxh, transposed(Whh)))
        .mistake("the tanh is missing", (x, s, mask, Wxh, Whh) -> sum(times(x, Wxh), times(both(mask, s), Whh)))
        .hints("Which of the two sums in z is about what is remembered?",
            "In the sum over k there is one factor more, with the index of the unit that speaks.",
            "z_j = sum_i x_i Wxh_ij + sum_k mask_k sBefore_k Whh_kj,   s_j = tanh(z_j)",
            "z += mask[k] * sBefore[k] * Whh[k][j];");

    function("maskedCarry", (double[] ro, double[] mask, double[][] Whh) -> both(mask, times(ro, transposed(Whh))))
        .input("nobody is forgotten", r -> in(row(r, 2, 1), new double[] {1, 1}, matrix(r, 2, 2, 1)))
        .input("everybody is forgotten", r -> in(row(r, 2, 1), new double[2], matrix(r, 2, 2, 1)))
        .inputs(6, "a random step", r -> {
          int H = 3 + r.nextInt(3);
          return in(row(r, H, 1), someMask(r, H), matrix(r, H, H, 0.7));
        })
        .mistake("the mask is left out: an error comes back to units that said nothing",
            (ro, mask, Whh) -> times(ro, transposed(Whh)))
        .mistake("Whh is not transposed: ro must meet row k of Whh, Whh[k][j]",
            (ro, mask, Whh) -> both(mask, times(ro, Whh)))
        .mistake("the mask is mask_j, that of the unit from which the error comes; it belongs to k, to which it goes",
            (ro, mask, Whh) -> times(both(mask, ro), transposed(Whh)))
        .mistake("the mask is there twice, mask_j and mask_k",
            (ro, mask, Whh) -> both(mask, times(both(mask, ro), transposed(Whh))))
        .mistake("the mask is taken for a yes or no: where it is not 0, its factor is missing",
            (ro, mask, Whh) -> each(mask, times(ro, transposed(Whh)), (m, a) -> m == 0 ? 0 : a))
        .mistake("it is divided by the mask where that is not 0",
            (ro, mask, Whh) -> each(mask, times(ro, transposed(Whh)), (m, a) -> m == 0 ? 0 : a / m))
        .mistake("only the last j counts: = where += belongs", (ro, mask, Whh) -> {
          double[] carried = new double[mask.length];
          int last = ro.length - 1;
          for (int k = 0; k < carried.length; k++) carried[k] = mask[k] * ro[last] * Whh[k][last];
          return carried;
        })
        .mistake("the mask is added, and not multiplied", (ro, mask, Whh) -> sum(mask, times(ro, transposed(Whh))))
        .mistake("the sign is wrong", (ro, mask, Whh) -> each(both(mask, times(ro, transposed(Whh))), a -> -a))
        .hints("With which factor did s_k go into z_j?",
            "The loop over k outside, that over j inside, as in roStep.",
            "carried_k = mask_k sum_j ro_j Whh_kj",
            "carried[k] += mask[k] * ro[j] * Whh[k][j];");

    function("together", (double[][] p) -> together(p))
        .input("a single network", r -> in(guesses(r, 1, 3)))
        .input("a single step", r -> in(guesses(r, 3, 1)))
        .input("two networks that agree", r -> {
          double[] row = guesses(r, 1, 4)[0];
          return in(new double[][] {row, row.clone()});
        })
        .input("very small probabilities", r -> in(new double[][] {{1e-200, 0.5}, {1e-220, 0.25}}))
        .inputs(6, "random probabilities", r -> {
          int N = 2 + r.nextInt(3);
          return in(guesses(r, N, N + 1 + r.nextInt(4)));
        })
        .mistake("it is the mean of their losses: the logarithm was taken first, and the mean of the networks after it",
            p -> Arrays.stream(p).mapToDouble(row -> loss(row)).average().getAsDouble())
        .mistake("it is the loss of the best of them",
            p -> Arrays.stream(p).mapToDouble(row -> loss(row)).min().getAsDouble())
        .mistake("at each step the best of them counts; which one that is nobody knows before the letter has come",
            p -> loss(columns(p, column -> Arrays.stream(column).max().getAsDouble())))
        .mistake("the probabilities are added and not divided by N: together they give more than 1",
            p -> loss(columns(p, column -> Arrays.stream(column).sum())))
        .mistake("the probabilities are multiplied, and nothing makes their sum 1 again",
            p -> loss(columns(p, column -> Arrays.stream(column).reduce(1, (a, b) -> a * b))))
        .mistake("it is the sum over the steps; the mean was asked for", p -> p[0].length * together(p))
        .mistake("it is divided by the number of networks, N, where the number of steps, T, belongs",
            p -> p[0].length * together(p) / p.length)
        .mistake("the sign is wrong", p -> -together(p))
        .mistake("it is in bits: the logarithm has the base 2", p -> together(p) / Math.log(2))
        .mistake("the logarithm has the base 10", p -> together(p) / Math.log(10))
        .mistake("the mean over all networks and steps was taken first, and then one logarithm",
            p -> -Math.log(Arrays.stream(p).flatMapToDouble(Arrays::stream).average().getAsDouble()))
        .mistake("the logarithm is missing: it is the mean probability",
            p -> Arrays.stream(p).flatMapToDouble(Arrays::stream).average().getAsDouble())
        .mistake("only the first network is asked", p -> loss(p[0]))
        .mistake("networks and steps have changed places: the mean was taken over the steps of each network",
            p -> loss(Arrays.stream(p).mapToDouble(row -> Arrays.stream(row).average().getAsDouble()).toArray()))
        .hints("Two networks give 0.1 and 0.5 to the letter that came. What do they give it together, and what does that "
            + "cost?",
            "The loop over the steps outside; inside it the sum over the networks, and after that one logarithm.",
            "loss = - (1/T) sum_t ln( (1/N) sum_n p_nt )",
            "mean += p[n][t] / p.length;   and after the loop over n   loss -= Math.log(mean) / p[0].length;");

    function("paired", (double[] a, double[] b) -> paired(a, b, 0))
        .parts("mean", "spread", "error").inside(Check11::firstOfPaired)
        .input("two pairs", r -> in(losses(r, 2), losses(r, 2)))
        .input("a difference that is always the same", r -> in(new double[] {1.5, 1.75, 2}, new double[] {1.25, 1.5, 1.75}))
        .input("no difference", r -> in(new double[] {1.5, 1.75, 1.625}, new double[] {1.5, 1.75, 1.625}))
        .inputs(6, "random losses", r -> {
          int n = 3 + r.nextInt(5);
          double[] a = losses(r, n);
          return in(a, each(a, row(r, n, 0.02), (x, noise) -> x + 0.03 + noise));
        })
        .mistake("the three are in another order; they should be {mean, spread, error}", (a, b) -> {
          double[] all = paired(a, b, 0);
          return new double[] {all[0], all[2], all[1]};
        })
        .mistake("the spread is that of a alone, as if the splits were not the same", (a, b) -> {
          double spread = paired(a, new double[a.length], 0)[1];
          return new double[] {paired(a, b, 0)[0], spread, spread / Math.sqrt(a.length)};
        })
        .mistake("the spread is made of both spreads, sqrt(spread_a^2 + spread_b^2), as if the splits were not the same",
            (a, b) -> {
          double spread = Math.hypot(paired(a, new double[a.length], 0)[1], paired(b, new double[b.length], 0)[1]);
          return new double[] {paired(a, b, 0)[0], spread, spread / Math.sqrt(a.length)};
        })
        .slips(slips -> (a, b) -> paired(a, b, slips),
            "it is b - a: then a negative mean would say that b is better",
            "the spread is divided by n, not by n - 1",
            "the root of the spread is missing: that is the variance",
            "the error is the spread divided by n, not by its root",
            "the mean is not subtracted in the spread",
            "the differences are taken without their sign, |a - b|",
            "the sum of the differences is not divided by n",
            "the error is the spread itself, not divided by the root of n",
            "the error is divided by the root of n - 1, not of n")
        .hints("Both networks were tried on the same splits. What is left of a split that is hard for both, in a_i - b_i?",
            "One loop for the mean of the differences, a second one for the squares of their distances from it.",
            "spread = sqrt( sum_i (d_i - mean)^2 / (n - 1) ),   error = spread / sqrt(n)",
            "squares += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);   return new double[] {mean, spread, spread / "
                + "Math.sqrt(n)};");
  }

  /** The mean needs nothing else, the spread needs the mean, the error needs the spread. */
  static String firstOfPaired(Object[] arguments, Object[] mine, Object[] right) {
    if (!Values.agree(mine[0], right[0], 1e-9)) return "Begin with the mean: the other two need it.";
    return Values.agree(mine[1], right[1], 1e-9) ? "Mean and spread are right: look at the error."
        : "The mean is right: look at the spread, which the error needs.";
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  private static double[] uniform(Random r, int n) { return r.doubles(n).toArray(); }

  /** Draws, five of seven of them below any p that is used here; the first is among them, or not. */
  private static double[] someOfEach(Random r, int first) {
    double[] u = uniform(r, 7);
    for (int i = 0; i < u.length; i++) u[i] = i == first || i == 3 ? 0.8 + 0.2 * u[i] : 0.1 * u[i];
    return u;
  }

  /** Some 0 and some not. */
  private static double[] someMask(Random r, int n) {
    double p = 0.2 + 0.2 * r.nextDouble();
    return IntStream.range(0, n).mapToDouble(i -> i == 0 || i > 1 && r.nextDouble() < p ? 0 : 1 / (1 - p)).toArray();
  }

  private static double[] state(Random r, int n) { return each(row(r, n, 1), Math::tanh); }

  private static double[] both(double[] mask, double[] s) { return each(mask, s, (a, b) -> a * b); }

  private static double[] sum(double[] a, double[] b) { return each(a, b, Double::sum); }

  private static double[] step(double[] x, double[] s, double[][] Wxh, double[][] Whh) {
    return each(sum(times(x, Wxh), times(s, Whh)), Math::tanh);
  }

  private static double[][] guesses(Random r, int networks, int steps) {
    return eachRow(matrix(r, networks, steps, 1), row -> each(row, a -> 0.02 + 0.9 / (1 + Math.exp(-a))));
  }

  private static double[] losses(Random r, int n) { return each(row(r, n, 0.1), a -> 1.7 + a); }

  private static double loss(double[] p) { return -Arrays.stream(p).map(Math::log).average().getAsDouble(); }

  private static double[] columns(double[][] p, ToDoubleFunction<double[]> f) {
    return Arrays.stream(transposed(p)).mapToDouble(f).toArray();
  }

  private static double together(double[][] p) {
    return loss(columns(p, column -> Arrays.stream(column).average().getAsDouble()));
  }

  private static double[] paired(double[] a, double[] b, int slips) {
    boolean[] slip = new boolean[9];
    for (int i = 0; i < slip.length; i++) slip[i] = (slips >> i & 1) == 1;
    int n = a.length;
    double[] d = each(a, b, (x, y) -> slip[5] ? Math.abs(x - y) : slip[0] ? y - x : x - y);
    double mean = Arrays.stream(d).sum() / (slip[6] ? 1 : n);
    double squares = Arrays.stream(d).map(x -> slip[4] ? x * x : (x - mean) * (x - mean)).sum();
    double variance = squares / (slip[1] ? n : n - 1), spread = slip[2] ? variance : Math.sqrt(variance);
    return new double[] {mean, spread, slip[7] ? spread : spread / (slip[3] ? n : Math.sqrt(slip[8] ? n - 1 : n))};
  }
}
