//JAVA 17+
//SOURCES ../judge/Exercise.java ../../engine/fast.java

// Exercise 9, fast. How a check file is made is explained in judge/Exercise.java.
//
// Where the order of the additions counts, the inputs hold two numbers near 1e16 that cancel. Then another order gives
// a result that can be told apart with the naked eye, and not only in its last digit.

import java.util.*;
import java.util.stream.*;

class Check09 extends Exercise {
  {
    title = "Fast: the order of loops, and the order of sums";
    why = "Along a row, the numbers lie side by side in memory and no addition waits for another, so the processor "
        + "takes several at once. And a sum of doubles is only defined together with its order: with fixed groups that "
        + "are added in a fixed order, the threads decide who computes and when, and never what comes out.";
    next = "./jbang fast and ./jbang bench, to measure it on this computer. Then ./jbang lesson 10: a network that does not "
        + "forget so soon.";

    function("rowTimesMatrix", (double[] a, double[][] B) -> times(a, B))
        .tolerance(0)
        .input("one number and one weight", r -> in(new double[] {-2}, new double[][] {{1.5}}))
        .input("a one-hot row", r -> in(new double[] {0, 0, 1, 0}, matrix(r, 4, 3, 1)))
        .input("a row with zeros between", r -> in(new double[] {2, 0, -1, 0}, matrix(r, 4, 3, 1)))
        .input("four rows whose order counts",
            r -> in(new double[] {1, 1, 1, 1}, new double[][] {{1e16}, {1}, {-1e16}, {3}}))
        .input("more columns than rows", r -> in(row(r, 2, 1), matrix(r, 2, 6, 1)))
        .inputs(6, "random numbers, two rows of which are large and cancel", r -> {
          int k = 5 + r.nextInt(8), m = 3 + r.nextInt(4);
          double[] a = row(r, k, 3);
          double[][] B = matrix(r, k, m, 3);
          int p = r.nextInt(k), q = (p + 1 + r.nextInt(k - 1)) % k;
          a[q] = a[p];
          B[p] = row(r, m, 1e16);
          B[q] = each(B[p], b -> -b);
          return in(a, B);
        })
        .mistake("B is read with its rows and columns exchanged, B[j][i] where B[i][j] belongs", (a, B) -> {
          double[] c = new double[B[0].length];
          for (int i = 0; i < a.length; i++) for (int j = 0; j < c.length; j++) c[j] += a[i] * B[j][i];
          return c;
        })
            .mistake("the rows are added from the last to the first: by the mathematics it is the same, with "
            + "doubles it is not",
            (a, B) -> sums(a, B, p -> inOrder(reversed(p))))
        .mistake("four rows are added to each other first, and then to c, as the kit's fast form does it; here they "
            + "come one by one", (a, B) -> {
          double[] c = new double[B[0].length];
          fast.addProduct(a, B, c);
          return c;
        })
        .mistake("the even and the odd rows have a sum each, and these are added at the end", (a, B) -> sums(a, B, p ->
            inOrder(IntStream.range(0, p.length).filter(i -> i % 2 == 0).mapToDouble(i -> p[i]).toArray())
            + inOrder(IntStream.range(0, p.length).filter(i -> i % 2 == 1).mapToDouble(i -> p[i]).toArray())))
        .mistake("the sum is kept in a float, which has 7 digits; a double has 16",
            (a, B) -> sums(a, B, Check09::inFloat))
        .mistake("Math.fma rounds once where * and + round twice. It is more exact, and not the same", (a, B) -> {
          double[] c = new double[B[0].length];
          for (int i = 0; i < a.length; i++) for (int j = 0; j < c.length; j++) c[j] = Math.fma(a[i], B[i][j], c[j]);
          return c;
        })
        .mistake("the sum is that of a stream, which keeps account of the digits that are lost. It is more exact, and "
            + "not the same",
            (a, B) -> sums(a, B, p -> DoubleStream.of(p).sum()))
        .mistake("each row overwrites what the rows before gave: = where += belongs",
            (a, B) -> each(B[B.length - 1], b -> a[a.length - 1] * b))
        .mistake("the loop over the rows begins at 1 instead of 0",
            (a, B) -> sums(a, B, p -> inOrder(Arrays.copyOfRange(p, 1, p.length))))
        .mistake("the loop over the rows ends one row too early",
            (a, B) -> sums(a, B, p -> inOrder(Arrays.copyOf(p, p.length - 1))))
        .mistake("the loop ends at the first 0 in a, break where continue belongs: numbers that are not 0 can come "
            + "after it", (a, B) -> {
          int n = 0;
          while (n < a.length && a[n] != 0) n++;
          return n == 0 ? new double[B[0].length] : times(Arrays.copyOf(a, n), Arrays.copyOf(B, n));
        })
            .mistake("the rows are added without the factor a_i, wherever it is not 0; a may be any row",
            (a, B) -> times(each(a, x -> x == 0 ? 0 : 1), B))
        .mistake("only the row of B where a is largest is taken; a may be any row",
            (a, B) -> B[encode.argmax(new double[][] {a})[0]].clone())
        .hints("Which numbers of B lie side by side in memory: B[i][j] and B[i][j + 1], or B[i][j] and B[i + 1][j]?",
            "The loop over the rows i outside, the one over the columns j inside; c, a new array, takes part in "
                + "every row.",
            "c_j = c_j + a_i B_ij,   for i = 0, then 1, then 2 ...",
            "for (int j = 0; j < c.length; j++) c[j] += a[i] * B[i][j];   inside of the loop over i");

    function("outerProducts", (double[][] A, double[][] B, double[][] C) -> added(A, B, C, 1))
        .changes(2)
        .input("one step and one number each", r -> in(matrix(r, 1, 1, 1), matrix(r, 1, 1, 1), new double[1][1]))
        .input("a C that is not 0", r -> in(matrix(r, 1, 2, 1), matrix(r, 1, 2, 1), matrix(r, 2, 2, 1)))
        .input("one-hot rows in A",
            r -> in(new double[][] {{0, 0, 1, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}}, matrix(r, 3, 3, 1), matrix(r, 4, 3, 1)))
        .input("rows in A with zeros between",
            r -> in(new double[][] {{2, 0, -1}, {0, 3, 0}}, matrix(r, 2, 3, 1), matrix(r, 3, 3, 1)))
        .inputs(5, "random steps", r -> {
          int T = 2 + r.nextInt(4), k = 2 + r.nextInt(4), m = 2 + r.nextInt(4);
          return in(matrix(r, T, k, 1), matrix(r, T, m, 1), matrix(r, k, m, 1));
        })
        .mistake("C is emptied first: what stood in it is lost, and with it the names before", (A, B, C) -> {
          for (double[] row : C) Arrays.fill(row, 0);
          return added(A, B, C, 1);
        })
        .mistake("each step overwrites what was there: = where += belongs", (A, B, C) -> {
          for (double[] row : C) Arrays.fill(row, 0);
          return added(last(A), last(B), C, 1);
        })
        .mistake("only the last step is added", (A, B, C) -> added(last(A), last(B), C, 1))
        .mistake("only the first step is added", (A, B, C) -> added(Arrays.copyOf(A, 1), Arrays.copyOf(B, 1), C, 1))
        .mistake("the products are subtracted from C", (A, B, C) -> added(A, B, C, -1))
        .mistake("the products are divided by T: a mean over the steps", (A, B, C) -> added(A, B, C, 1.0 / A.length))
        .mistake("A and B are each summed over the steps first, or each row of A meets all rows of B; row t of A meets "
            + "only row t of B",
            (A, B, C) -> added(new double[][] {sum(A)}, new double[][] {sum(B)}, C, 1))
        .mistake("row t of A meets a row of B that is counted from the end", (A, B, C) -> {
          List<double[]> rows = new ArrayList<>(List.of(B));
          Collections.reverse(rows);
          return added(A, rows.toArray(double[][]::new), C, 1);
        })
        .mistake("A and B have changed places: C_ij gets A_ti B_tj, and not A_tj B_ti", (A, B, C) -> {
          for (int t = 0; t < A.length; t++) {
            for (int i = 0; i < C.length; i++) for (int j = 0; j < C[i].length; j++) C[i][j] += A[t][j] * B[t][i];
          }
          return null;
        })
        .mistake("the loop over i ends at the first 0 in A, break where continue belongs: numbers that are not 0 can "
            + "come after it",
            (A, B, C) -> added(eachRow(A, row -> {
              double[] begin = row.clone();
              for (int i = 1; i < begin.length; i++) if (begin[i - 1] == 0) begin[i] = 0;
              return begin;
            }), B, C, 1))
        .mistake("the rows of B are added without the factor A_ti, wherever it is not 0; A may be any matrix",
            (A, B, C) -> added(eachRow(A, row -> each(row, a -> a == 0 ? 0 : 1)), B, C, 1))
        .hints("One step gives a whole matrix, column times row. How large is it, and what is in its row i?",
            "Three loops: the steps t, the rows i of C, and innermost the columns j.",
            "C_ij = C_ij + A_ti B_tj,   for each t",
            "for (int j = 0; j < C[i].length; j++) C[i][j] += A[t][i] * B[t][j];   inside of the loops over t and i");

    function("groups", (Integer n, Integer size) -> groups(n, size))
        .input("no names", r -> in(0, 4))
        .input("fewer names than a group", r -> in(3, 4))
        .input("groups that are all full", r -> in(8, 4))
        .input("one name left over", r -> in(9, 4))
        .input("one name missing in the last group", r -> in(11, 4))
        .input("groups of one name", r -> in(3, 1))
        .input("more groups than names in each", r -> in(17, 3))
        .inputs(5, "random numbers of names", r -> in(1 + r.nextInt(40), 2 + r.nextInt(6)))
        .mistake("the names that are left over have no group: n / size is rounded down",
            (n, size) -> Arrays.copyOf(groups(n, size), n / size))
        .mistake("the last group reaches beyond the last name: its end must be n at most",
            (n, size) -> map(groups(n, size), g -> new int[] {g[0], g[0] + size}))
        .mistake("there is an empty group at the end when all are full: n / size + 1 groups", (n, size) ->
            IntStream.rangeClosed(0, n / size).mapToObj(g -> new int[] {g * size, Math.min(n, g * size + size)})
                .toArray(int[][]::new))
        .mistake("to is the last name of the group; it must be the first that is no more part of it",
            (n, size) -> map(groups(n, size), g -> new int[] {g[0], g[1] - 1}))
        .mistake("the names are counted from 1", (n, size) -> map(groups(n, size), g -> new int[] {g[0] + 1, g[1] + 1}))
        .mistake("the second number is how many names are in the group; it must be where the group ends",
            (n, size) -> map(groups(n, size), g -> new int[] {g[0], g[1] - g[0]}))
        .mistake("size was taken for the number of groups", (n, size) -> {
          int each = (n + size - 1) / size;
          return IntStream.range(0, size).mapToObj(g -> new int[] {Math.min(n, g * each), Math.min(n, g * each + each)})
              .toArray(int[][]::new);
        })
        .mistake("the names that are left over went into the group before, which is too large then", (n, size) -> {
          int[][] full = Arrays.copyOf(groups(n, size), n / size);
          if (full.length > 0) full[full.length - 1][1] = n;
          return full;
        })
        .mistake("the groups were made equally large; all but the last must have the fixed size", (n, size) -> {
          int groups = (n + size - 1) / size;
          return IntStream.range(0, groups).mapToObj(g -> new int[] {g * n / groups, (g + 1) * n / groups})
              .toArray(int[][]::new);
        })
        .mistake("the smaller group is the first; it must be the last", (n, size) -> {
          int[][] groups = groups(n, size);
          return IntStream.range(0, groups.length)
              .mapToObj(g -> new int[] {Math.max(0, n - (groups.length - g) * size),
                  n - (groups.length - g - 1) * size}).toArray(int[][]::new);
        })
        .mistake("the last name has no group", (n, size) -> groups(Math.max(0, n - 1), size))
        .mistake("neighbours share a name: each group ends one name too late",
            (n, size) -> map(groups(n, size), g -> new int[] {g[0], Math.min(n, g[1] + 1)}))
        .hints("With 9 names in groups of 4, how many groups are there? And with 8?",
            "First a new int[...][] for as many groups as there are, then a loop over them.",
            "(n + size - 1) / size groups, rounded down;   group g = {g size, min(n, g size + size)}",
            "groups[g] = new int[] {g * size, Math.min(n, g * size + size)};");

    function("sumInOrder", (double[] sums, int[] group) -> inOrder(placed(sums, group)))
        .tolerance(0)
        .input("a single group", r -> in(new double[] {5}, new int[] {0}))
        .input("four groups whose order counts", r -> in(new double[] {-1e16, 1e16, 3, 1}, new int[] {2, 0, 3, 1}))
        .input("groups that come in order", r -> in(new double[] {1e16, 1, -1e16, 3}, new int[] {0, 1, 2, 3}))
        .input("ten groups, each with the sum 0.1",
            r -> in(each(new double[10], a -> 0.1), new int[] {3, 1, 4, 0, 5, 9, 2, 6, 8, 7}))
        .inputs(10, "eight groups, two of which are large and cancel", r -> {
          double[] sums = row(r, 8, 10);
          int p = r.nextInt(8), q = (p + 1 + r.nextInt(7)) % 8;
          sums[p] = 1e16;
          sums[q] = -1e16;
          List<Integer> order = new ArrayList<>(IntStream.range(0, 8).boxed().toList());
          Collections.shuffle(order, r);
          return in(sums, order.stream().mapToInt(g -> g).toArray());
        })
        .mistake("they are added in the order in which they came, which is chance", (sums, group) -> inOrder(sums))
        .mistake("they are added from the last group to the first",
            (sums, group) -> inOrder(reversed(placed(sums, group))))
        .mistake("group is read the wrong way round, sums[group[g]]: group[n] says which group came n-th, not when "
            + "group n came",
            (sums, group) -> inOrder(Arrays.stream(group).mapToDouble(g -> sums[g]).toArray()))
        .mistake("they are sorted by their size", (sums, group) -> inOrder(Arrays.stream(sums).sorted().toArray()))
        .mistake("they are added in pairs, (s_0 + s_1) + (s_2 + s_3) and so on; they must be added one by one",
            (sums, group) -> inPairs(placed(sums, group)))
        .mistake("the sum is that of a stream, which keeps account of the digits that are lost. It is more exact, and "
            + "not the same",
            (sums, group) -> DoubleStream.of(placed(sums, group)).sum())
        .mistake("the sum is kept in a float, which has 7 digits; a double has 16",
            (sums, group) -> inFloat(placed(sums, group)))
        .mistake("it is divided by how many there are: a mean",
            (sums, group) -> inOrder(placed(sums, group)) / sums.length)
        .mistake("group 0 is left out",
            (sums, group) -> inOrder(Arrays.copyOfRange(placed(sums, group), 1, sums.length)))
        .mistake("the last group is left out",
            (sums, group) -> inOrder(Arrays.copyOf(placed(sums, group), sums.length - 1)))
        .mistake("group 0 is counted twice: the sum begins with it, and the loop begins with it "
            + "again", (sums, group) -> {
          double sum = placed(sums, group)[0];
          for (double each : placed(sums, group)) sum += each;
          return sum;
        })
        .hints("sums[0] came first. Which group does it belong to, and which place should it have in the sum?",
            "Two loops: the first puts each sum into a new array, at the place of its group; the second adds from "
                + "left to right.",
            "s_group[n] = sums_n,   then sum = ((s_0 + s_1) + s_2) + ...",
            "s[group[n]] = sums[n];   and in the second loop   sum += s[g];");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  interface Sum { double of(double[] products); }

  /** For each column the products a_i B_ij, i ascending, summed in some way. */
  private static double[] sums(double[] a, double[][] B, Sum sum) {
    return IntStream.range(0,
        B[0].length).mapToDouble(j -> sum.of(IntStream.range(0, a.length).mapToDouble(i -> a[i] * B[i][j]).toArray()))
            .toArray();
  }

  private static double inOrder(double[] a) {
    double sum = 0;
    for (double each : a) sum += each;
    return sum;
  }

  private static double inPairs(double[] a) {
    if (a.length == 1) return a[0];
    int half = a.length / 2;
    return inPairs(Arrays.copyOf(a, half)) + inPairs(Arrays.copyOfRange(a, half, a.length));
  }

  private static double inFloat(double[] a) {
    float sum = 0;
    for (double each : a) sum += each;
    return sum;
  }

  private static double[] placed(double[] sums, int[] group) {
    double[] s = new double[sums.length];
    for (int n = 0; n < s.length; n++) s[group[n]] = sums[n];
    return s;
  }

  /** C += factor A^T B */
  private static Object added(double[][] A, double[][] B, double[][] C, double factor) {
    for (int t = 0; t < A.length; t++) Dino.addOuterProduct(each(A[t], a -> factor * a), B[t], C);
    return null;
  }

  private static double[] sum(double[][] rows) {
    double[] sum = new double[rows[0].length];
    for (double[] row : rows) Dino.addScaled(1, row, sum);
    return sum;
  }

  private static int[][] groups(int n, int size) {
    int[][] groups = new int[(n + size - 1) / size][];
    for (int g = 0; g < groups.length; g++) groups[g] = new int[] {g * size, Math.min(n, g * size + size)};
    return groups;
  }

  private static int[][] map(int[][] groups, java.util.function.UnaryOperator<int[]> f) {
    return Arrays.stream(groups).map(f).toArray(int[][]::new);
  }
}
