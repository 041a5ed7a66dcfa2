//JAVA 17+
//DEPS org.teavm:teavm-jso:0.16.0
//SOURCES ../sample.java ../optimize.java ../gradcheck.java ../look/Ngrams.java Alone.java

// The network that the page plays with. TeaVM compiles this file and the stages to WebAssembly, and worker.js calls the
// exported methods. Training uses the fast loops, as long as the stages compute the same; whatever the page shows of a
// name, and every gradient with a mistake in it, comes from the stages as they are.
//
// A method that is handed something wrong throws an IllegalArgumentException, and the page shows its sentence.

import java.util.*;
import org.teavm.jso.JSExport;

public class Web {

  // ---- names and weights -------------------------------------------------------------------------------

  private static int[] vocabulary;
  private static List<int[]> train, valid, test;
  private static int longest;             // a name that finds no end is cut there
  private static Dino.Random random;      // of the split, the first weights and the shuffles, in train.java's order
  private static forward.Weights W;
  private static Engine engine;

  /** Random weights, and the names split, as train.java does it. Returns the vocabulary. */
  @JSExport public static String begin(String[] names, String cell, int H, int seed) {
    Words.require(H >= 1 && H <= 1024, "the hidden units must be from 1 to 1024, not %d", H);
    random = new Dino.Random(seed);
    vocabulary = encode.vocabulary(List.of(names));
    take(List.of(names), encode.split(List.of(names), random));
    take(Cell.valueOf(cell.toUpperCase()).random(vocabulary.length, H, random));
    return new String(vocabulary, 0, vocabulary.length);
  }

  /**
   * The weights of a model, each matrix as its rows one after the other (TeaVM takes no arrays of arrays). Names with
   * letters that it does not know are left out; returns how many it knows.
   */
  @JSExport public static int open(String[] names, int seed, String letters, String cell, int H, double[] Wxh,
      double[] Whh, double[] Who) {
    random = new Dino.Random(seed);
    vocabulary = letters.codePoints().toArray();
    Set<Integer> known = new HashSet<>();
    for (int letter : vocabulary) known.add(letter);
    List<String> list = new ArrayList<>();
    for (String name : names) if (name.codePoints().allMatch(known::contains)) list.add(name);
    boolean enough = new HashSet<>(list).size() >= 10;
    take(list, enough ? encode.split(list, random) : new encode.Split(List.of(), List.of(), List.of()));
    int columns = H * Cell.valueOf(cell.toUpperCase()).gates;
    take(new forward.Weights(rows(Wxh, columns), rows(Whh, columns), rows(Who, vocabulary.length)));
    return list.size();
  }

  private static double[][] rows(double[] numbers, int columns) {
    double[][] M = new double[numbers.length / columns][];
    for (int i = 0; i < M.length; i++) M[i] = Arrays.copyOfRange(numbers, i * columns, (i + 1) * columns);
    return M;
  }

  private static void take(List<String> names, encode.Split split) {
    longest = sample.longest(names);
    test = encode.indices(split.test(), vocabulary);
    valid = encode.indices(split.valid(), vocabulary);
    train = encode.indices(split.train(), vocabulary);
  }

  private static void take(forward.Weights weights) {
    W = weights;
    rows = W.rows();
    m = backprop.zerosLike(W).rows();
    v = backprop.zerosLike(W).rows();
    own = differ(new Stages(W), new Alone(W));
    engine = engine(W);
    off = new int[0];
    adamSteps = from = 0;
    sum = 0;
    random.shuffle(train);
  }

  private static boolean own;   // a learner has changed forward.java or backprop.java

  /** Whether the stages compute something else than the fast loops do; then it is the stages that train. */
  @JSExport public static boolean ownStages() { return own; }

  private static boolean differ(Engine a, Engine b) {
    int some = Math.min(4, train.size());
    double difference = some == 0 ? 0 : Math.abs(a.lossAndGradient(train, 0, some) - b.lossAndGradient(train, 0, some));
    for (int i = 0; i < rows.length; i++) for (int j = 0; j < rows[i].length; j++)
      difference = Math.max(difference, Math.abs(a.gradient()[i][j] - b.gradient()[i][j]));
    return !(difference < 1e-9);
  }

  private static Engine engine(forward.Weights W) { return own ? new Stages(W) : new Alone(W); }

  @JSExport public static double[][] Wxh() { return W.Wxh(); }
  @JSExport public static double[][] Whh() { return W.Whh(); }
  @JSExport public static double[][] Who() { return W.Who(); }

  // ---- train -------------------------------------------------------------------------------------------

  private static double[][] rows, m, v;   // of W, and of Adam's running means
  private static int adamSteps, from;     // from: where in this epoch the next batch begins
  private static double sum;              // the loss of this epoch's batches

  /**
   * One batch: one step down.
   * @param mistake  one of gradcheck's, or "" for the right gradient
   * @return  the batch's loss in nats per character; the norm of the gradient before it is clipped; and the epoch's
   *     loss if this was its last batch, or else NaN
   */
  @JSExport public static double[] batch(int size, double lr, double clip, boolean adam, String mistake) {
    needNames();
    int to = Math.min(train.size(), from + size);
    List<int[]> names = train.subList(from, to);
    double loss = engine.lossAndGradient(names, 0, names.size());
    double[][] dW = mistake.isEmpty() ? engine.gradient()
        : gradcheck.analytic(W, steps(names), Mistake.valueOf(mistake)).rows();
    double norm = optimize.clip(dW, clip), epochLoss = Double.NaN;
    if (adam) optimize.adam(rows, dW, m, v, ++adamSteps, lr);
    else optimize.sgd(rows, dW, lr);
    sum += loss;
    from = to;
    if (from == train.size()) {
      epochLoss = sum / Engine.characters(train);
      sum = from = 0;
      random.shuffle(train);
    }
    return new double[] {loss / Engine.characters(names), norm, epochLoss};
  }

  /** The first name of the next batch. */
  @JSExport public static String next() {
    needNames();
    return encode.text(train.get(from), vocabulary);
  }

  /** How many names of the epoch have been read, how many there are, and their characters. */
  @JSExport public static int[] progress() { return new int[] {from, train.size(), Engine.characters(train)}; }

  /** Mean losses in nats per character; that of training is taken from at most 2000 names. */
  @JSExport public static double trainLoss() {
    return engine.meanLoss(train.subList(0, Math.min(2000, train.size())));
  }
  @JSExport public static double validLoss() { return engine.meanLoss(valid); }
  @JSExport public static double testLoss() { return engine.meanLoss(test); }

  /** The validation loss without the units that are switched off. */
  @JSExport public static double seenLoss() { return engine(seen()).meanLoss(valid); }

  private static void needNames() {
    Words.require(!train.isEmpty(), "this model knows other letters than these names; open the names that it learnt");
  }

  private static List<encode.Steps> steps(List<int[]> names) {
    List<encode.Steps> steps = new ArrayList<>();
    for (int[] name : names) steps.add(encode.steps(name, W.V()));
    return steps;
  }

  // ---- the losses to beat ------------------------------------------------------------------------------

  /** The validation loss of counting: of nothing (0), of bigrams (2), or of n-grams as good as they can be made. */
  @JSExport public static double level(int n) {
    Ngrams.Smoothing smoothing = n <= 2 ? Ngrams.Smoothing.dirichlet : Ngrams.Smoothing.modified;
    return new Ngrams(vocabulary.length, n, train, valid, smoothing).loss(valid);
  }

  // ---- read --------------------------------------------------------------------------------------------

  private static forward.Pass pass;

  /** Reads a name, or its beginning, T - 1 letters. */
  @JSExport public static void read(String name) { pass = Cell.forward(seen(), steps(name)); }

  /** T x H: the hidden state after the start and after each letter. */
  @JSExport public static double[][] states() { return pass.s; }

  /** T x V: how likely each next letter is, after each of them. */
  @JSExport public static double[][] probabilities() { return pass.yHat; }

  private static encode.Steps steps(String name) { return encode.steps(encode.indices(name, vocabulary), W.V()); }

  // ---- back --------------------------------------------------------------------------------------------

  private static double[][] errors;
  private static double[] inputNorms;

  /**
   * The way back through a name.
   * @param at  of which step's loss, or -1 for the loss of all
   */
  @JSExport public static void back(String name, int at) {
    forward.Weights seen = seen();
    pass = Cell.forward(seen, steps(name, at));
    errors = Cell.of(W) == Cell.RNN ? backprop.errors(seen, pass) : Cell.errors(seen, pass);
    inputNorms = derivativesByInputs(seen);
  }

  private static encode.Steps steps(String name, int at) {
    encode.Steps steps = steps(name);
    for (int t = 0; t < steps.T; t++) if (at >= 0 && t != at) steps.y[t] = null;
    return steps;
  }

  /** T x H: at each step ro, dLoss/dz_t; of a network with gates dLoss/ds_t. */
  @JSExport public static double[][] errors() { return errors; }

  /** T: the norm of the loss's derivative by each input x_t, a row of V. */
  @JSExport public static double[] inputNorms() { return inputNorms; }

  /** By the chain rule dx_t = dz_t Wxh^T, for z of all gates; of the plain network dz_t is ro_t. */
  private static double[] derivativesByInputs(forward.Weights seen) {
    int T = pass.steps.T, H = W.H();
    double[] norms = new double[T], zero = new double[H], dc = zero;
    for (int t = T - 1; t >= 0; t--) {
      double[] dz = errors[t], dx = new double[W.V()];
      if (pass instanceof gru.Pass p) dz = gru.stepBack(errors[t], p.step[t], t > 0 ? p.s[t - 1] : zero, seen).da();
      if (pass instanceof lstm.Pass p) {
        lstm.Back back = lstm.stepBack(errors[t], dc, p.step[t], t > 0 ? p.step[t - 1].c() : zero, seen);
        dz = back.dz();
        dc = back.dcBefore();
      }
      Dino.addProductTransposed(dz, seen.Wxh(), dx);
      norms[t] = Dino.norm(dx);
    }
    return norms;
  }

  /**
   * The norms of dLoss/ds_t for the loss of one step, each as a share of that at this step: of an untrained plain
   * network, GRU and LSTM of the same size and seed, and of the network as it stands.
   * @param at  the step, or -1 for the last
   */
  @JSExport public static double[][] ways(String name, int at, int seed) {
    double[][] ways = new double[4][];
    for (int k = 0; k < 4; k++) {
      forward.Weights one = k == 3 ? seen() : Cell.values()[k].random(W.V(), W.H(), new Dino.Random(seed));
      int last = at < 0 ? steps(name).T - 1 : at;
      double[][] ds = Cell.errors(one, Cell.forward(one, steps(name, last)));
      ways[k] = new double[ds.length];
      for (int t = 0; t < ds.length; t++) ways[k][t] = Dino.norm(ds[t]) / Dino.norm(ds[last]);
    }
    return ways;
  }

  // ---- the gradient check, row by row, so that the page can show how far it is -------------------------

  private static final int ENTRIES = 8000;   // a larger network is checked in every second row, every third ...
  private static List<encode.Steps> checked;
  private static double[][][] weights, analytic, numerical;
  private static int matrix, row;

  /** Begins a check of the network as it stands, on one name. Returns how many rows are left out for each one taken. */
  @JSExport public static int check(String name, String mistake) {
    checked = List.of(steps(name));
    forward.Weights dW = gradcheck.analytic(W, checked, mistake.isEmpty() ? null : Mistake.valueOf(mistake));
    int every = 1 + W.H() * (W.V() + (W.V() + W.H()) * Cell.of(W).gates) / ENTRIES;
    weights = new double[][][] {every(W.Wxh(), every), every(W.Whh(), every), every(W.Who(), every)};
    analytic = new double[][][] {every(dW.Wxh(), every), every(dW.Whh(), every), every(dW.Who(), every)};
    numerical = new double[3][][];
    for (int i = 0; i < 3; i++) numerical[i] = new double[weights[i].length][];
    matrix = row = 0;
    return every - 1;
  }

  /** Checks the next row. Returns the share that is done; at 1, checked(0 .. 2) tell the result. */
  @JSExport public static double checkRow() {
    double[][] one = {weights[matrix][row]};
    numerical[matrix][row++] = gradcheck.numerical(one, 1e-4, () -> gradcheck.loss(W, checked))[0];
    if (row == weights[matrix].length) { matrix++; row = 0; }
    return matrix == 3 ? 1 : (matrix + (double) row / weights[matrix].length) / 3;
  }

  /** Of Wxh, Whh or Who: the relative error; the worst entry's row, column, analytic and numerical; 1 for OK, or 0. */
  @JSExport public static double[] checked(int i) {
    gradcheck.Comparison c = gradcheck.compare(analytic[i], numerical[i]);
    return new double[] {c.error(), c.row(), c.column(), analytic[i][c.row()][c.column()],
        numerical[i][c.row()][c.column()], c.ok() ? 1 : 0};
  }

  /** Every n-th row of a matrix; the rows are not copied. */
  private static double[][] every(double[][] M, int n) {
    double[][] some = new double[(M.length + n - 1) / n][];
    for (int i = 0; i < some.length; i++) some[i] = M[i * n];
    return some;
  }

  // ---- one unit ----------------------------------------------------------------------------------------

  private static int[] off;

  /** Switches these units off in all that is shown; training goes on with them. */
  @JSExport public static void switchOff(int[] units) { off = units; }

  /** The weights without the units that are off: with nothing coming in, s_i stays 0, with gates or without. */
  private static forward.Weights seen() {
    if (off.length == 0) return W;
    double[][] Wxh = copy(W.Wxh()), Whh = copy(W.Whh());
    for (int i : off) {
      for (int j = i; j < Wxh[0].length; j += W.H()) {
        for (double[] row : Wxh) row[j] = 0;
        for (double[] row : Whh) row[j] = 0;
      }
    }
    return new forward.Weights(Wxh, Whh, W.Who());
  }

  private static double[][] copy(double[][] M) {
    return Arrays.stream(M).map(double[]::clone).toArray(double[][]::new);
  }

  /** Validation names, at most so many; where there are none, invented ones. */
  @JSExport public static String[] examples(int most) {
    if (valid.isEmpty()) return sample(most, 1, 0, "");
    return valid.stream().limit(most).map(name -> encode.text(name, vocabulary)).toArray(String[]::new);
  }

  /** The value of one unit after each step of each name. */
  @JSExport public static double[][] unit(String[] names, int i) {
    forward.Weights seen = seen();
    double[][] values = new double[names.length][];
    for (int n = 0; n < names.length; n++) {
      double[][] s = Cell.forward(seen, steps(names[n])).s;
      values[n] = new double[s.length];
      for (int t = 0; t < s.length; t++) values[n][t] = s[t][i];
    }
    return values;
  }

  // ---- sample ------------------------------------------------------------------------------------------

  /** Invented names. Each has random numbers of its own, so that only the temperature changes a name. */
  @JSExport public static String[] sample(int count, double temperature, int seed, String start) {
    String[] names = new String[count];
    int[] first = encode.indices(start, vocabulary);
    for (int n = 0; n < count; n++) {
      Dino.Random dice = new Dino.Random(seed + n);
      names[n] = encode.text(sample.name(seen(), first, temperature, dice, longest), vocabulary);
    }
    return names;
  }
}
