//JAVA 17+
//SOURCES Task.java ../../Dino.java

// The language in which a check file (checks/CheckNN.java) describes its exercise: the sentences that the learner
// reads, and a Task for each function that the learner writes.
//
// To add an exercise NN: lessons/exercises/NN_name.java with class ExerciseNN (begin with a copy of 03_forward.java),
// the same file filled in lessons/solutions/, the first one's copy in checks/stubs/ (for --reset), and
// checks/CheckNN.java with a class CheckNN. Nothing else needs to know of it.
// To add a mistake: .mistake("...", (same arguments) -> the wrong result). The words follow "what you get when".
// Mistakes that can be made together, each a small change to the same code, go through .slips. CheckTest tries each
// mistake: its results must differ from all others and from the right ones. The test prints the table; if two mistakes
// give the same results, add an .input on which they differ.

import java.util.*;
import java.util.function.*;
import java.util.stream.IntStream;

abstract class Exercise {

  String title;             // a line
  String why;               // after passing: two or three sentences on why this works
  String next;              // and what comes then
  final List<Task<?>> tasks = new ArrayList<>();

  // ---- a function of one to six arguments --------------------------------------------------------------

  // The arguments' types are written once, at function(...); the mistakes' lambdas take them from there.
  @SuppressWarnings("unchecked") interface F1<A> extends Task.Call {
    Object f(A a);
    default Object on(Object[] x) { return f((A) x[0]); }
  }
  @SuppressWarnings("unchecked") interface F2<A, B> extends Task.Call {
    Object f(A a, B b);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1]); }
  }
  @SuppressWarnings("unchecked") interface F3<A, B, C> extends Task.Call {
    Object f(A a, B b, C c);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2]); }
  }
  @SuppressWarnings("unchecked") interface F4<A, B, C, D> extends Task.Call {
    Object f(A a, B b, C c, D d);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2], (D) x[3]); }
  }
  @SuppressWarnings("unchecked") interface F5<A, B, C, D, E> extends Task.Call {
    Object f(A a, B b, C c, D d, E e);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2], (D) x[3], (E) x[4]); }
  }
  @SuppressWarnings("unchecked") interface F6<A, B, C, D, E, F> extends Task.Call {
    Object f(A a, B b, C c, D d, E e, F f);
    default Object on(Object[] x) { return f((A) x[0], (B) x[1], (C) x[2], (D) x[3], (E) x[4], (F) x[5]); }
  }

  <A> Task<F1<A>> function(String name, F1<A> right) { return add(name, right); }
  <A, B> Task<F2<A, B>> function(String name, F2<A, B> right) { return add(name, right); }
  <A, B, C> Task<F3<A, B, C>> function(String name, F3<A, B, C> right) { return add(name, right); }
  <A, B, C, D> Task<F4<A, B, C, D>> function(String name, F4<A, B, C, D> right) { return add(name, right); }
  <A, B, C, D, E> Task<F5<A, B, C, D, E>> function(String name, F5<A, B, C, D, E> right) { return add(name, right); }
  <A, B, C, D, E, F> Task<F6<A, B, C, D, E, F>> function(String name, F6<A, B, C, D, E, F> right) {
    return add(name, right);
  }

  private <F extends Task.Call> Task<F> add(String name, F right) {
    Task<F> task = new Task<>(name, right, tasks.size());
    tasks.add(task);
    return task;
  }

  /** The arguments of one call. (No varargs: a matrix is an Object[] too.) */
  static Object[] in(Object a) { return new Object[] {a}; }
  static Object[] in(Object a, Object b) { return new Object[] {a, b}; }
  static Object[] in(Object a, Object b, Object c) { return new Object[] {a, b, c}; }
  static Object[] in(Object a, Object b, Object c, Object d) { return new Object[] {a, b, c, d}; }
  static Object[] in(Object a, Object b, Object c, Object d, Object e) { return new Object[] {a, b, c, d, e}; }
  static Object[] in(Object a, Object b, Object c, Object d, Object e, Object f) {
    return new Object[] {a, b, c, d, e, f};
  }

  // ---- random numbers, and the loops ------------------------------------------------------------------

  static double[] row(Random random, int n, double scale) {
    double[] row = new double[n];
    for (int i = 0; i < n; i++) row[i] = scale * random.nextGaussian();
    return row;
  }

  static double[][] matrix(Random random, int rows, int columns, double scale) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) matrix[i] = row(random, columns, scale);
    return matrix;
  }

  static double[] oneHot(Random random, int n) {
    double[] row = new double[n];
    row[random.nextInt(n)] = 1;
    return row;
  }

  static double[][] oneHots(Random random, int rows, int n) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) matrix[i] = oneHot(random, n);
    return matrix;
  }

  /** Positive, with sum 1. */
  static double[] probabilities(Random random, int n) {
    double[] p = row(random, n, 1);
    double sum = 0;
    for (int i = 0; i < n; i++) sum += p[i] = Math.exp(p[i]);
    for (int i = 0; i < n; i++) p[i] /= sum;
    return p;
  }

  static double[] each(double[] a, DoubleUnaryOperator f) { return Arrays.stream(a).map(f).toArray(); }

  static double[] each(double[] a, double[] b, DoubleBinaryOperator f) {
    return IntStream.range(0, a.length).mapToDouble(i -> f.applyAsDouble(a[i], b[i])).toArray();
  }

  static int[] map(int[] a, IntUnaryOperator f) { return IntStream.of(a).map(f).toArray(); }

  static double[][] eachRow(double[][] A, UnaryOperator<double[]> f) {
    return Arrays.stream(A).map(f).toArray(double[][]::new);
  }

  static double[][] copy(double[][] A) { return eachRow(A, double[]::clone); }

  static double max(double[] a) { return Arrays.stream(a).max().getAsDouble(); }

  static double[] reversed(double[] a) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[a.length - 1 - i]).toArray();
  }

  /** The last row alone. */
  static double[][] last(double[][] rows) { return new double[][] {rows[rows.length - 1]}; }

  /** The sum of all squares. */
  static double square(double[][] rows) { return Math.pow(Dino.norm(rows), 2); }

  /** a B, a row of B's width. */
  static double[] times(double[] a, double[][] B) {
    double[] c = new double[B[0].length];
    Dino.addProduct(a, B, c);
    return c;
  }

  static double[][] transposed(double[][] A) { return Dino.transpose(A); }
}
