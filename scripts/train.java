///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -Djdk.console=java.base
//RUNTIME_OPTIONS -XX:+IgnoreUnrecognizedVMOptions -XX:ObjectAlignmentInBytes=32
//SOURCES sample.java cells/dropout.java engine/Engines.java run/Run.java run/Report.java

// Learning. Read a few names, see in which direction the loss falls, take a step in this direction. Do it again for
// all names, for 40 epochs. Keep the weights that did best on names that the network does not learn from.
//   jbang train.java [--epochs 40] [--hidden 64] [--lr 0.003] [--data FILE] [--out model] ...
// It prints first the training and validation loss, epoch by epoch; at the end ten invented names.
//
// run/Run.java saves a run and resumes it, run/Report.java prints how it went. Neither changes what is learnt.
// (The options above: one thread collects garbage; a file or a pipe is not taken for a terminal, as JDK 22 to 24 do;
// rows of numbers begin at multiples of 32 bytes: a tenth faster.)

import java.nio.file.*;
import java.util.*;
import picocli.CommandLine.*;
import picocli.CommandLine.Model.CommandSpec;

@Command(name = "train", description = "Trains the network and writes model.json and history.csv.",
    sortOptions = false,
    footer = {"Example: train", "         train --data villages.txt --hidden 128 --out villages"})
class train implements Runnable {

  enum Optimizer { adam, sgd }

  @Mixin Program.Data data;
  @Option(names = "--cell", paramLabel = "NAME", description = "rnn, gru or lstm (rnn, or that of --init).")
  Cell cell;
  @Option(names = "--hidden", paramLabel = "H", description = "Hidden units (64, or those of --init).")
  Integer hidden;
  @Option(names = "--dropout", paramLabel = "P", description = "Share of units forgotten in a name (${DEFAULT-VALUE}).")
  double p = 0.1;
  @Option(names = "--epochs", paramLabel = "N", description = "How often to read all names (${DEFAULT-VALUE}).")
  int epochs = 40;
  @Option(names = "--batch", paramLabel = "N", description = "Names per step (${DEFAULT-VALUE}).")
  int batch = 32;
  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate (${DEFAULT-VALUE}).")
  double lr = 0.003;
  @Option(names = "--decay", description = "The learning rate falls, epoch by epoch, on a line to 0.")
  boolean decay;
  @Option(names = "--optimizer", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  Optimizer optimizer = Optimizer.adam;
  @Option(names = "--clip", paramLabel = "NORM", description = "The longest gradient; 0: any (${DEFAULT-VALUE}).")
  double clip = 5;
  @Option(names = "--seed", paramLabel = "N", description = "Of all random numbers (${DEFAULT-VALUE}).")
  long seed = 0;
  @Option(names = "--threads", paramLabel = "N",
      description = "Any number gives the same result (${DEFAULT-VALUE}: all processors).")
  int threads = Runtime.getRuntime().availableProcessors();
  @Option(names = "--engine", paramLabel = "NAME", description = "rows, lanes or stages (${DEFAULT-VALUE}).")
  Engines engines = Engines.rows;
  @Option(names = "--out", paramLabel = "FOLDER", description = "For model.json and history.csv (${DEFAULT-VALUE}).")
  Path out = Path.of("model");
  @Option(names = "--init", paramLabel = "MODEL", description = "Start from this model's weights, not random ones.")
  Path init;
  @Option(names = "--resume", description = "Go on with the run in --out that was broken off, or up to more --epochs.")
  boolean resume;
  @Option(names = "--new", description = "Begin again, also where a run in --out was broken off.") boolean anew;
  @Spec CommandSpec spec;

  // ---- all epochs --------------------------------------------------------------------------------------

  /** Changes run.W, and keeps in run.best the weights with the lowest validation loss. */
  void learn(Run run, Engine engine, List<int[]> train, List<int[]> valid, Dino.Random random) {
    double[][] W = run.W.rows(), m = run.m.rows(), v = run.v.rows(), dW = engine.gradient();
    try (Report report = new Report(epochs)) {
      // Epoch 0: the losses of the first weights. A resumed run draws the random numbers of its epochs again.
      if (!resume) examined(run, report, 0, engine.meanLoss(train), engine.meanLoss(valid), "", "");
      for (int done = 0; done < run.epoch; done++) {
        random.shuffle(train);
        dropout.masks(train.size(), run.W.H(), p, random);
      }
      for (int epoch = run.epoch + 1; epoch <= epochs; epoch++) {
        long begin = System.nanoTime();
        double sum = 0, longest = 0, rate = decay ? lr * (epochs + 1 - epoch) / epochs : lr;
        random.shuffle(train);   // a new order, so that each epoch has other batches
        for (int from = 0; from < train.size(); from += batch) {
          if (run.stop) return;
          // A batch: its loss, and dW, which says for every weight how the loss grows with it.
          int to = Math.min(train.size(), from + batch);
          sum += engine.lossAndGradient(train, from, to, dropout.masks(to - from, run.W.H(), p, random));
          // One bad batch must not spoil everything: a dW that is too long is shortened.
          longest = Math.max(longest, optimize.clip(dW, clip));
          // A step down.
          if (optimizer == Optimizer.sgd) optimize.sgd(W, dW, rate);
          else optimize.adam(W, dW, m, v, ++run.step, rate);
        }
        double seconds = (System.nanoTime() - begin) / 1e9, trainLoss = sum / Engine.characters(train);
        // How good is it now, on names that it does not learn from? If better than ever, these are the weights to keep.
        examined(run, report, epoch, trainLoss, engine.meanLoss(valid), "" + longest, "" + seconds);
        run.saveNowAndThen();
      }
    }
  }

  private static void examined(Run run, Report report, int epoch, double trainLoss, double validLoss, String longest,
      String seconds) {
    run.record(epoch, trainLoss, validLoss, longest, seconds);
    report.show(epoch, trainLoss, validLoss);
    if (validLoss < run.valid) run.keep(trainLoss, validLoss);
  }

  // ---- from names to a model ---------------------------------------------------------------------------

  public void run() {
    Run run = resume ? Run.resumed(spec.commandLine(), out) : null;   // it also sets the options, to those of the run
    Run.check(spec);
    // Most names are for learning, some for choosing the best epoch, some for one test at the end.
    Dino.Random random = new Dino.Random(seed);
    Model start = init == null || resume ? null : Model.load(init);
    if (start != null) start.fits(cell, hidden, init);
    List<String> names = List.copyOf(data.names());   // which sample.print need not copy, at the end
    if (resume) run.check(names);
    encode.Split split = encode.split(names, random);
    int[] vocabulary = resume ? run.vocabulary : start != null ? start.vocabulary() : encode.vocabulary(names);
    List<int[]> test = encode.indices(split.test(), vocabulary), valid = encode.indices(split.valid(), vocabulary),
        train = encode.indices(split.train(), vocabulary);
    // The first weights. A resumed run draws them too, because the random numbers for its shuffles come after them.
    forward.Weights W = start != null ? start.weights() : init != null ? run.W
        : (cell == null ? Cell.RNN : cell).random(vocabulary.length, hidden == null ? 64 : hidden, random);
    if (vocabulary.length > 5000) System.err.println("train: " + (vocabulary.length - 1)
        + " different letters; the network has a score for each of them at each step, and needs long");
    if (!resume) run = new Run(out, spec, names, vocabulary, W);
    try (Run.Hold hold = run.hold(resume || anew);
        Engine engine = engines.of(run.W, threads)) {
      learn(run, engine, train, valid, random);
      if (run.stop && run.epoch == 0) {
        System.err.println("train: " + Run.STOPPED_EARLY);
        return;
      }
      run.takeBest();
      double testLoss = engine.meanLoss(test);
      run.finish(testLoss);
      Report.losses(run, testLoss, train, valid, test);
      System.out.println("\nten names it invents:");
      Dino.Random dice = new Dino.Random(seed);
      forward.Weights best = run.W;
      int longest = sample.longest(names);
      sample.print(10, names, () -> encode.text(sample.name(best, new int[0], 1, dice, longest), vocabulary));
      Report.files(out, names);
    }
  }

  public static void main(String... args) { Vectors.start(new train(), args); }
}
