///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS me.tongfei:progressbar:0.10.2
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -XX:ObjectAlignmentInBytes=32 -Djdk.console=java.base
//SOURCES sample.java optimize.java engine/Batch.java Run.java Curve.java

// Stage 5: learning. Read a few names, see which way the loss falls, take a step that way; again, for all
// names, for 40 epochs; keep the weights that did best on names never learnt from.
//   jbang train.java [--epochs 40] [--hidden 64] [--lr 0.003] [--data FILE] [--out model] ...
// It prints first the training and validation loss, epoch by epoch; at the end ten invented names.
// (The options above: one thread collects garbage, rows begin at a multiple of 32 bytes, which makes it a tenth faster,
// and a file or a pipe is never taken for a terminal, as JDK 22 to 24 would.)

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.CountDownLatch;
import me.tongfei.progressbar.*;
import picocli.CommandLine.*;
import picocli.CommandLine.Model.CommandSpec;

@Command(name = "train", description = "Stage 5: trains the network and writes model.json and history.csv.", sortOptions = false,
    footer = {"Example: train", "         train --data villages.txt --hidden 128 --out villages"})
class train implements Runnable {

  enum Optimizer { adam, sgd }

  @Option(names = "--data", paramLabel = "FILE", description = "A list of names, one a line; - is standard input; default: the dinosaurs.")
  String data;
  @Option(names = "--hidden", paramLabel = "H", description = "Hidden units (64, or those of --init).")
  Integer hidden;
  @Option(names = "--epochs", paramLabel = "N", description = "How often to go through the training names (${DEFAULT-VALUE}).")
  int epochs = 40;
  @Option(names = "--batch", paramLabel = "N", description = "Names per step (${DEFAULT-VALUE}).")
  int batch = 32;
  @Option(names = "--lr", paramLabel = "RATE", description = "Learning rate (${DEFAULT-VALUE}).")
  double lr = 0.003;
  @Option(names = "--optimizer", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  Optimizer optimizer = Optimizer.adam;
  @Option(names = "--clip", paramLabel = "NORM", description = "The longest a gradient may be; 0: any length (${DEFAULT-VALUE}).")
  double clip = 5;
  @Option(names = "--seed", paramLabel = "N", description = "Of all random numbers (${DEFAULT-VALUE}).")
  long seed = 0;
  @Option(names = "--threads", paramLabel = "N", description = "Any number gives the same result (${DEFAULT-VALUE}: all processors).")
  int threads = Runtime.getRuntime().availableProcessors();
  @Option(names = "--out", paramLabel = "FOLDER", description = "For model.json and history.csv (${DEFAULT-VALUE}).")
  Path out = Path.of("model");
  @Option(names = "--init", paramLabel = "MODEL", description = "Start from the weights of this model.json, not from random ones.")
  Path init;
  @Option(names = "--resume", description = "Go on with the run in --out that was broken off, or up to more --epochs.")
  boolean resume;
  @Spec CommandSpec spec;

  // ---- all epochs --------------------------------------------------------------------------------------

  private volatile boolean stop;   // Ctrl-C: no further batch

  /** Trains run.W in place, keeps a copy of the weights with the lowest validation loss, and saves the run after the first epoch and every second. */
  void fit(Run run, Batch batches, List<int[]> train, List<int[]> valid, Dino.Random random) {
    double[][] rows = run.W.rows(), m = run.m.rows(), v = run.v.rows(), gradient = batches.gradient();
    for (int epoch = 0; epoch < run.epoch; epoch++) random.shuffle(train);   // --resume: as those epochs left the list
    long saved = System.nanoTime();
    try (ProgressBar bar = System.console() == null ? null : progressBar()) {
      if (run.epoch == 0) {
        run.keep(loss(batches, train), loss(batches, valid));
        if (!Double.isFinite(run.train + run.valid)) throw new IllegalStateException(
            "the loss is not finite before the first step: the weights of --init are too large. Nothing was written");
        run.history += String.format("0,%s,%s,,\n", run.train, run.valid);
        show(bar, 0, run.train, run.valid);
      }
      for (int epoch = run.epoch + 1; epoch <= epochs; epoch++) {
        long begin = System.nanoTime();
        double sum = 0, norm = 0;
        random.shuffle(train);
        for (int from = 0; from < train.size(); from += batch) {
          if (stop) return;
          sum += batches.lossAndGradient(train, from, Math.min(train.size(), from + batch));
          norm = Math.max(norm, optimize.clip(gradient, clip));
          if (optimizer == Optimizer.sgd) optimize.sgd(rows, gradient, lr);
          else optimize.adam(rows, gradient, m, v, ++run.step, lr);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double trainLoss = sum / Engine.characters(train, 0, train.size()), validLoss = loss(batches, valid);
        if (!Double.isFinite(trainLoss + validLoss)) throw new IllegalStateException("epoch " + epoch
            + ": the loss is not finite, the steps were too large; try a smaller --lr, or --clip 5. model.json was not changed");
        run.epoch = epoch;
        run.history += String.format("%d,%s,%s,%s,%s\n", epoch, trainLoss, validLoss, norm, seconds);
        show(bar, epoch, trainLoss, validLoss);
        if (validLoss < run.valid) run.keep(trainLoss, validLoss);
        if (epoch == 1 || epoch == epochs || System.nanoTime() - saved > 1_000_000_000) {
          run.save(out);
          saved = System.nanoTime();
        }
      }
    }
  }

  /** Mean loss in nats per character. */
  static double loss(Batch batches, List<int[]> names) {
    return batches.loss(names, 0, names.size()) / Engine.characters(names, 0, names.size());
  }

  /** Of a fixed width: to ask the terminal for its own, the library would take Ctrl-C over. */
  private ProgressBar progressBar() {
    return new ProgressBarBuilder().setTaskName("epochs").setInitialMax(epochs).setUpdateIntervalMillis(100).hideEta()
        .setStyle(ProgressBarStyle.ASCII).setConsumer(new ConsoleProgressBarConsumer(System.err, 79)).build();
  }

  private void show(ProgressBar bar, int epoch, double train, double valid) {
    String losses = String.format("train %.4f  valid %.4f", train, valid);
    if (bar == null) System.out.printf("epoch %3d/%d  %s%n", epoch, epochs, losses);
    else bar.setExtraMessage(" " + losses).stepTo(epoch);
  }

  // ---- a run -------------------------------------------------------------------------------------------

  public void run() {
    Run run = resume ? Run.goOn(spec.commandLine(), out) : null;
    Dino.require(epochs >= 0, "--epochs must be 0 or more, not %d", epochs);
    Dino.require(hidden == null || hidden >= 1, "--hidden must be 1 or more, not %d", hidden);
    Dino.require(batch >= 1, "--batch must be 1 or more, not %d", batch);
    Dino.require(lr > 0 && lr < Double.POSITIVE_INFINITY, "--lr must be above 0, not %s", lr);
    Dino.require(clip >= 0 && clip < Double.POSITIVE_INFINITY, "--clip must be 0 or more, not %s", clip);
    Dino.require(threads >= 1, "--threads must be 1 or more, not %d", threads);
    Dino.Random random = new Dino.Random(seed);
    Model start = init == null || resume ? null : Model.load(init);
    Dino.require(start == null || hidden == null || hidden == start.weights().H(),
        "--hidden %d does not fit --init %s; leave it out", hidden, init);
    List<String> names = Dino.names(data);
    Dino.require(!resume || run.names == names.hashCode(), "--resume: the names are no longer those that the run in %s began with", out);
    Dino.require(!resume || run.epoch <= epochs, "--resume: the run in %s is past epoch %d; leave --epochs out, or name more", out, epochs);
    encode.Split split = encode.split(names, random);
    int[] vocabulary = resume ? run.vocabulary : start != null ? start.vocabulary() : encode.vocabulary(names);
    List<int[]> test = encode.indices(split.test(), vocabulary), valid = encode.indices(split.valid(), vocabulary),
        train = encode.indices(split.train(), vocabulary);
    forward.Weights W = start != null ? start.weights() : init != null ? run.W
        : forward.random(vocabulary.length, hidden == null ? 64 : hidden, random);   // also for --resume: the shuffles' numbers come after these
    if (resume) run.settings.put("epochs", epochs);
    else run = new Run(settings(W.H()), names.hashCode(), vocabulary, W);
    learn(run, names, test, valid, train, random);
  }

  private Map<String, Object> settings(int H) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("data", data); settings.put("hidden", H); settings.put("epochs", epochs); settings.put("batch", batch);
    settings.put("lr", lr); settings.put("optimizer", optimizer.name()); settings.put("clip", clip); settings.put("seed", seed);
    settings.put("init", init == null ? null : init.toString());
    return settings;
  }

  /** Trains, saves the best weights, and tells how good they are. */
  private void learn(Run run, List<String> names, List<int[]> test, List<int[]> valid, List<int[]> train, Dino.Random random) {
    CountDownLatch saved = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {   // Ctrl-C: save what is learnt, then end
      stop = true;
      try { saved.await(); } catch (InterruptedException e) { }
    }));
    try (Closeable lock = Run.lock(out); Batch batches = new Batch(run.W, threads)) {
      if (!resume) Files.deleteIfExists(out.resolve("resume.json"));   // of an earlier run
      fit(run, batches, train, valid, random);
      if (stop && run.epoch == 0) {
        System.err.println("train: stopped before the first epoch had ended; nothing was written");
        return;
      }
      Run.copy(run.best, run.W);
      double testLoss = loss(batches, test);
      Map<String, Object> loss = new LinkedHashMap<>();
      loss.put("train", run.train); loss.put("valid", run.valid); loss.put("test", testLoss); loss.put("epoch", run.bestEpoch);
      new Model(run.vocabulary, run.W, run.settings, loss).save(out, run.history);

      System.out.printf("%n%s: %d%n             nats per character   per name%n",
          stop ? "stopped (train --resume goes on); the best epoch so far" : "the best epoch", run.bestEpoch);
      print("training *", run.train, train);
      print("validation", run.valid, valid);
      print("test", testLoss, test);
      System.out.printf("  * the mean over the epoch, while the weights moved%s%n",
          init == null ? "" : "\n  the weights of --init may have learnt test names, on another split");
      System.out.print("\n" + Curve.of(run.history));
      System.out.println("\nten names it invents:");
      Dino.Random again = new Dino.Random(seed);
      int longest = sample.longest(names);
      sample.print(10, new LinkedHashSet<>(names), () -> encode.text(sample.name(run.W, new int[0], 1, again, longest), run.vocabulary));
      String first = Character.toString(names.get(0).codePointAt(0)), file = out.resolve("model.json").toString();
      System.out.printf("%nwrote %s and %s%nnext: ./jbang sample%s%s%n", file, out.resolve("history.csv"),
          Character.isLetter(first.codePointAt(0)) ? " --start " + first : "",
          out.normalize().equals(Path.of("model")) ? "" : " --model \"" + file + "\"");
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + out + " (" + Dino.reason(e) + ")", e);
    } finally {
      saved.countDown();
    }
  }

  private static void print(String title, double loss, List<int[]> names) {
    System.out.printf("  %-10s %18.4f %10.3f%n", title, loss, loss * Engine.characters(names, 0, names.size()) / names.size());
  }

  public static void main(String... args) { System.exit(Program.run(new train(), args)); }
}
