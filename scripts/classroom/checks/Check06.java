//JAVA 17+
//SOURCES ../judge/Exercise.java ../../optimize.java

// Exercise 6, train. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.Function;

class Check06 extends Exercise {
  {
    title = "Train: what to do with a gradient, and when to stop";
    why = "The gradient says which way the loss grows, so a small step against it makes the loss smaller; clipping "
        + "keeps the step small where the slope is steep. Adam gives every weight a step of its own size. Which epoch "
        + "was best only names can say that the network has not learnt from.";
    next = "./jbang train does all of this with 1056 names. Then ./jbang lesson 7, and ./jbang check 7.";

    function("sgd", (double[][] W, double[][] dW, Double lr) -> {
          optimize.sgd(W, dW, lr);
          return null;
        }).changes(0).parts("W")
        .input("one weight", r -> in(matrix(r, 1, 1, 1), matrix(r, 1, 1, 1), 0.1))
        .input("a learning rate of 1", r -> in(matrix(r, 2, 2, 1), matrix(r, 2, 2, 1), 1.0))
        .input("rows of different lengths", r -> in(ragged(r, 1), ragged(r, 1), 0.1))
        .inputs(4, "random weights", r -> {
          int n = 1 + r.nextInt(4), m = 2 + r.nextInt(3);
          return in(matrix(r, n, m, 1), matrix(r, n, m, 1), 0.01 + 0.3 * r.nextDouble());
        })
        .mistake("the step is added: it climbs up the loss", (W, dW, lr) -> set(W, dW, (w, g) -> w + lr * g))
        .mistake("the learning rate is left out", (W, dW, lr) -> set(W, dW, (w, g) -> w - g))
        .mistake("the step takes the place of the weight, = where -= belongs",
            (W, dW, lr) -> set(W, dW, (w, g) -> -lr * g))
        .mistake("it is divided by the learning rate", (W, dW, lr) -> set(W, dW, (w, g) -> w - g / lr))
        .mistake("lr is subtracted beside the gradient, and not multiplied with it",
            (W, dW, lr) -> set(W, dW, (w, g) -> w - lr - g))
        .mistake("the step is dW * W * lr: the weight itself has no place in it",
            (W, dW, lr) -> set(W, dW, (w, g) -> w - lr * g * w))
        .mistake("only the sign of the gradient is used", (W, dW, lr) -> set(W, dW, (w, g) -> w - lr * Math.signum(g)))
        .mistake("only the first row is changed", (W, dW, lr) -> set(Arrays.copyOf(W, 1), dW, (w, g) -> w - lr * g))
        .mistake("every row is taken to be as long as the first, W[0].length; write W[i].length",
            (W, dW, lr) -> asTheFirst(W, w -> set(w, dW, (a, g) -> a - lr * g)))
        .hints("The gradient points to where the loss grows. Which way should the weight go?",
            "In two loops, over the rows i and the numbers j of each row. Nothing is given back: W itself changes.",
            "W_ij = W_ij - lr dW_ij",
            "W[i][j] -= lr * dW[i][j];");

    function("adam",
        (double[][] W, double[][] dW, double[][] m, double[][] v, Integer t, Double lr) -> adam(W, dW, m, v, t, lr, 0))
        .changes(0, 2, 3).parts("W", "m", "v").inside((in, mine, right) -> {
          boolean m = Values.agree(mine[1], right[1], 1e-9), v = Values.agree(mine[2], right[2], 1e-9);
          boolean W = Values.agree(mine[0], right[0], 1e-9);
          if (!m) return "m goes wrong first: W is made of it, so begin with m" + (v ? "; v is right." : ", then v.");
          if (!v) return "m is right here, v is not: W is made of both, so begin with v.";
          return W ? null : "m and v are right: look at the hats, the root and the step itself.";
        })
        .input("one weight, the first step",
            r -> in(matrix(r, 1, 1, 1), matrix(r, 1, 1, 1), new double[1][1], new double[1][1], 1, 0.1))
        .input("the first step, m and v all 0",
            r -> in(matrix(r, 2, 2, 1), matrix(r, 2, 2, 1), new double[2][2], new double[2][2], 1, 0.1))
        .input("a gradient of 0 at the first step",
            r -> in(matrix(r, 1, 2, 1), new double[1][2], new double[1][2], new double[1][2], 1, 0.1))
        .input("a tiny gradient, for which 1e-8 counts",
            r -> in(matrix(r, 1, 2, 1), matrix(r, 1, 2, 1e-7), matrix(r, 1, 2, 1e-7),
                squares(matrix(r, 1, 2, 1e-7)), 3, 0.1))
        .input("rows of different lengths",
            r -> in(ragged(r, 1), ragged(r, 1), ragged(r, 0.5), squares(ragged(r, 1)), 4, 0.1))
        .inputs(4, "a random step", r -> {
          int n = 1 + r.nextInt(3), k = 2 + r.nextInt(3);
          return in(matrix(r, n, k, 1), matrix(r, n, k, 1), matrix(r, n, k, 0.5), squares(matrix(r, n, k, 1)),
              2 + r.nextInt(20), 0.1);
        })
        .mistake("every row is taken to be as long as the first, W[0].length; write W[i].length",
            (W, dW, m, v, t, lr) -> asTheFirst(W, w -> asTheFirst(m, a -> asTheFirst(v, b -> {
              for (int i = 0; i < w.length; i++) dW[i] = Arrays.copyOf(dW[i], w[i].length);
              return adam(w, dW, a, b, t, lr, 0);
            }))))
        .mistake("m and v are used without their hats, not divided by 1 - b^t",
            (W, dW, m, v, t, lr) -> adam(W, dW, m, v, t, lr, 1 | 1 << 12))
        .slips(slips -> (W, dW, m, v, t, lr) -> adam(W, dW, m, v, t, lr, slips),
            "v is used without its hat, not divided by 1 - b2^t",
            "t is counted from 0: the power is t - 1",
            "1e-8 is added inside of the root",
            "1e-8 is missing, so that a gradient of 0 gives 0 / 0",
            "v takes up dW, without the square",
            "b1 and b2 have changed places",
            "the root is missing",
            "the step is added: it climbs up the loss",
            "dW stands in the step where mHat belongs",
            "m is not carried on: it is only (1 - b1) dW",
            "m takes up all of dW, without the factor 1 - b1",
            "the power of the hats is always 1, and t is not used",
            "m is used without its hat, not divided by 1 - b1^t",
            "the hats are stored in m and v, which must keep their values without them")
        .hints("Which of the two running means says where to go, and which how rough the ground is?",
            "In the two loops, for each number: new m, new v, the two hats as variables of their own, then W.",
            "mHat = m / (1 - 0.9^t),   vHat = v / (1 - 0.999^t),   W = W - lr mHat / (sqrt(vHat) + 1e-8)",
            "v[i][j] = 0.999 * v[i][j] + 0.001 * dW[i][j] * dW[i][j];   W[i][j] -= lr * mHat / "
                + "(Math.sqrt(vHat) + 1e-8);");

    function("norm", (double[][] dW) -> Dino.norm(dW))
        .input("one number below 0", r -> in(new double[][] {{-3}}))
        .input("3 and 4", r -> in(new double[][] {{3, 4}}))
        .input("all zeros", r -> in(new double[2][2]))
        .input("rows of different lengths", r -> in(new double[][] {row(r, 3, 1), row(r, 1, 1)}))
        .inputs(4, "a random matrix", r -> in(matrix(r, 2 + r.nextInt(3), 2 + r.nextInt(3), 1)))
        .mistake("the root is missing", dW -> square(dW))
        .mistake("it is the sum of the absolute values",
            dW -> Arrays.stream(dW).flatMapToDouble(Arrays::stream).map(Math::abs).sum())
        .mistake("it is the largest absolute value",
            dW -> Arrays.stream(dW).flatMapToDouble(Arrays::stream).map(Math::abs).max().getAsDouble())
        .mistake("it is the norm of the longest row, not of all rows together",
            dW -> Arrays.stream(dW).mapToDouble(row -> Dino.norm(row)).max().getAsDouble())
        .mistake("the norms of the rows are added; the squares have to be added, and one root taken at the end",
            dW -> Arrays.stream(dW).mapToDouble(row -> Dino.norm(row)).sum())
        .mistake("only the first row is counted", dW -> Dino.norm(dW[0]))
        .mistake("only the last row is counted: the sum begins anew at each row", dW -> Dino.norm(dW[dW.length - 1]))
        .mistake("the sum is divided by how many numbers there are: the root of the mean",
            dW -> Math.sqrt(square(dW) / Arrays.stream(dW).mapToInt(row -> row.length).sum()))
        .mistake("the numbers are added without their squares",
            dW -> Math.sqrt(Math.abs(Arrays.stream(dW).flatMapToDouble(Arrays::stream).sum())))
        .mistake("the sum is divided by 2 instead of taking its root", dW -> square(dW) / 2)
        .hints("How long is an arrow that goes 3 to the right and 4 up?",
            "One sum for all rows, declared before the loops; the root after them.",
            "norm = sqrt(sum_ij dW_ij^2)",
            "sum += dW[i][j] * dW[i][j];   and at the end   return Math.sqrt(sum);");

    function("clip", (double[][] dW, Double limit) -> optimize.clip(dW, limit))
        .changes(0).parts("the norm given back", "dW")
        .input("a gradient that is short enough", r -> in(new double[][] {{3, 4}}, 6.0))
        .input("one that is too long", r -> in(new double[][] {{3, -4}}, 2.5))
        .input("several numbers above the limit", r -> in(new double[][] {{30, 1}, {-40, 2}}, 5.0))
        .input("rows of different lengths", r -> in(new double[][] {{30}, {-40, 20, 10}}, 5.0))
        .inputs(6, "a random gradient",
            r -> in(matrix(r, 2 + r.nextInt(3), 2 + r.nextInt(3), 2), 1 + 6 * r.nextDouble()))
        .mistake("each number is cut off at the limit for itself: the arrow then points elsewhere", (dW, limit) -> {
          double norm = Dino.norm(dW);
          set(dW, dW, (w, g) -> Math.max(-limit, Math.min(limit, w)));
          return norm;
        })
            .mistake("a gradient that is short enough is made longer, up to the limit",
            (dW, limit) -> clip(dW, limit / Dino.norm(dW)))
        .mistake("a gradient that is too long gets the length 1 instead of the limit",
            (dW, limit) -> clip(dW, Dino.norm(dW) > limit ? 1 / Dino.norm(dW) : 1))
        .mistake("the factor is upside down, norm / limit",
            (dW, limit) -> clip(dW, Dino.norm(dW) > limit ? Dino.norm(dW) / limit : 1))
        .mistake("it is multiplied by the limit, and not divided by the norm",
            (dW, limit) -> clip(dW, Dino.norm(dW) > limit ? limit : 1))
        .mistake("the comparison is the wrong way round: short gradients change, and long ones stay",
            (dW, limit) -> clip(dW, Dino.norm(dW) < limit ? limit / Dino.norm(dW) : 1))
        .mistake("the norm is taken after the change; it should be that before",
            (dW, limit) -> Math.min(limit, optimize.clip(dW, limit)))
        .mistake("each row is clipped for itself", (dW, limit) -> {
          double norm = Dino.norm(dW);
          for (double[] row : dW) optimize.clip(new double[][] {row}, limit);
          return norm;
        })
        .mistake("dW stays as it is", (dW, limit) -> Dino.norm(dW))
        .mistake("every row is taken to be as long as the first, dW[0].length; write dW[i].length", (dW, limit) -> {
          double norm = Dino.norm(dW);
          asTheFirst(dW, rows -> {
            if (norm > limit) optimize.scale(limit / norm, rows);
            return null;
          });
          return norm;
        })
        .hints("The arrow shall become shorter and point the same way. What is done to all its numbers?",
            "The norm first, before anything changes; then, only if it is larger than the limit, the loops.",
            "dW_ij = dW_ij limit / norm, when norm > limit",
            "if (norm > limit) ...  row[j] *= limit / norm;   and at the end   return norm;");

    function("bestEpoch", (double[] valid) -> bestEpoch(valid))
        .input("no training at all, one loss", r -> in(row(r, 1, 1)))
        .input("a loss that only falls", r -> in(new double[] {3.3, 2.5, 2.1}))
        .input("a small rise on the way down", r -> in(new double[] {3.3, 2.5, 2.6, 2.0, 2.2}))
        .input("two equal smallest losses", r -> in(new double[] {3.3, 1.9, 2.2, 1.9, 2.4}))
        .input("a second fall that does not go so far", r -> in(new double[] {3.3, 1.9, 2.5, 2.2}))
        .input("a training that only made it worse", r -> in(new double[] {2.0, 3.0, 2.5}))
        .input("losses above 1000", r -> in(new double[] {4000, 3000, 2000, 3500}))
        .inputs(6, "random losses", r -> in(each(row(r, 4 + r.nextInt(6), 1), a -> 2 + Math.abs(a))))
        .mistake("the last of several equal losses is taken: <= where < belongs", valid -> {
          int best = 0;
          for (int e = 0; e < valid.length; e++) if (valid[e] <= valid[best]) best = e;
          return best;
        })
        .mistake("the smallest so far is kept in an int, which cuts off what stands after the point", valid -> {
          int best = 0, least = (int) valid[0];
          for (int e = 1; e < valid.length; e++) if (valid[e] < least) { best = e; least = (int) valid[e]; }
          return best;
        })
        .mistake("the smallest so far begins at 0, and no loss is below that", valid -> 0)
        .mistake("it is the epoch with the largest loss", valid -> bestEpoch(each(valid, a -> -a)))
        .mistake("it is always the last epoch", valid -> valid.length - 1)
        .mistake("it is the epoch before the first rise: the loss may still fall after that", valid -> {
          int e = 0;
          while (e + 1 < valid.length && valid[e + 1] < valid[e]) e++;
          return e;
        })
        .mistake("the epochs are counted from 1; valid[0] is epoch 0", valid -> bestEpoch(valid) + 1)
        .mistake("each loss is compared with the one before, and not with the best so far", valid -> {
          int best = 0;
          for (int e = 1; e < valid.length; e++) if (valid[e] < valid[e - 1]) best = e;
          return best;
        })
            .mistake("the loop ends before the last epoch",
            valid -> bestEpoch(Arrays.copyOf(valid, Math.max(1, valid.length - 1))))
        .mistake("the first loss, valid[0], does not take part",
            valid -> valid.length == 1 ? 0 : 1 + bestEpoch(Arrays.copyOfRange(valid, 1, valid.length)))
        .hints("What must be remembered while the loop goes through the losses?",
            "An int before the loop, the index of the best so far, which is 0 at first.",
            "best = e  whenever  valid_e < valid_best",
            "if (valid[e] < valid[best]) best = e;");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  private static Object set(double[][] W, double[][] dW, java.util.function.DoubleBinaryOperator f) {
    for (int i = 0; i < W.length; i++) {
      for (int j = 0; j < W[i].length; j++) W[i][j] = f.applyAsDouble(W[i][j], dW[i][j]);
    }
    return null;
  }

  /** A row of 1 number, and one of 3. */
  private static double[][] ragged(Random r, double scale) {
    return new double[][] {row(r, 1, scale), row(r, 3, scale)};
  }

  /** What a function changes when it takes every row to be as long as the first. */
  private static Object asTheFirst(double[][] W, Function<double[][], Object> change) {
    double[][] some = eachRow(W, row -> Arrays.copyOf(row, Math.min(row.length, W[0].length)));
    Object result = change.apply(some);
    for (int i = 0; i < W.length; i++) System.arraycopy(some[i], 0, W[i], 0, some[i].length);
    return result;
  }

  private static double[][] squares(double[][] rows) { return eachRow(rows, row -> each(row, a -> a * a)); }

  private static double clip(double[][] dW, double factor) {
    double norm = Dino.norm(dW);
    optimize.scale(factor, dW);
    return norm;
  }

  private static int bestEpoch(double[] valid) {
    int best = 0;
    for (int e = 1; e < valid.length; e++) if (valid[e] < valid[best]) best = e;
    return best;
  }

  /** Adam with slips, as they are listed above. */
  private static Object adam(double[][] W, double[][] dW, double[][] m, double[][] v, int t, double lr, int slips) {
    if (slips == 0) {
      optimize.adam(W, dW, m, v, t, lr);
      return null;
    }
    boolean[] slip = new boolean[14];
    for (int i = 0; i < slip.length; i++) slip[i] = (slips >> i & 1) == 1;
    double b1 = slip[5] ? 0.999 : 0.9, b2 = slip[5] ? 0.9 : 0.999;
    int power = slip[11] ? 1 : slip[1] ? t - 1 : t;
    for (int i = 0; i < W.length; i++) for (int j = 0; j < W[i].length; j++) {
      double g = dW[i][j];
      m[i][j] = (slip[9] ? 0 : b1 * m[i][j]) + (slip[10] ? g : (1 - b1) * g);
      v[i][j] = b2 * v[i][j] + (1 - b2) * (slip[4] ? g : g * g);
      double mHat = slip[8] ? g : slip[12] ? m[i][j] : m[i][j] / (1 - Math.pow(b1, power)),
          vHat = slip[0] ? v[i][j] : v[i][j] / (1 - Math.pow(b2, power));
      double eps = slip[3] ? 0 : 1e-8, root = slip[6] ? vHat + eps : slip[2] ? Math.sqrt(vHat + eps)
          : Math.sqrt(vHat) + eps;
      W[i][j] += (slip[7] ? 1 : -1) * lr * mHat / root;
      if (slip[13]) {
        m[i][j] = mHat;
        v[i][j] = vHat;
      }
    }
    return null;
  }
}
