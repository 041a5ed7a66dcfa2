//JAVA 17+
//SOURCES Model.java ../backprop.java

// A training run: what it began with, and after each epoch all that the next one needs. train writes it as resume.json
// and goes on from there with --resume. The random numbers are not in it: they are drawn again from the seed.

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.*;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.zip.CRC32;
import picocli.CommandLine;
import picocli.CommandLine.Model.*;
import static java.nio.charset.StandardCharsets.UTF_8;

class Run {

  static final String FORMAT = "dino-rnn-run/1";
  private static final List<String> SETTINGS = List.of("data", "column", "cell", "hidden", "dropout",
      "epochs", "batch", "lr", "decay", "optimizer", "clip", "seed", "init");

  final Path folder;
  final Map<String, Object> settings;   // the options of train
  final int names;                      // hash code of the list, to recognise it
  final int[] vocabulary;
  final forward.Weights W, m, v, best;  // m and v are Adam's; best are the weights with the lowest validation loss
  int epoch, step, bestEpoch;           // epochs and Adam's steps so far
  double train, valid = Double.POSITIVE_INFINITY;   // losses of the best epoch
  String history = "epoch,train,valid,gradient_norm,seconds\n";   // history.csv so far

  /** A run before its first epoch, with train's options. */
  Run(Path folder, CommandSpec train, List<String> names, int[] vocabulary, forward.Weights W) {
    this(folder, settings(train, W), names.hashCode(), vocabulary, W, backprop.zerosLike(W),
        backprop.zerosLike(W), backprop.zerosLike(W));
  }

  private Run(Path folder, Map<String, Object> settings, int names, int[] vocabulary, forward.Weights W,
      forward.Weights m, forward.Weights v, forward.Weights best) {
    this.folder = folder;
    this.settings = settings;
    this.names = names;
    this.vocabulary = vocabulary;
    this.W = W;
    this.m = m;
    this.v = v;
    this.best = best;
  }

  // ---- an epoch more -----------------------------------------------------------------------------------

  /**
   * Adds an epoch's figures to the history.
   * @throws IllegalStateException  when a loss is not finite
   */
  void record(int epoch, double trainLoss, double validLoss, String norm, String seconds) {
    if (!Double.isFinite(trainLoss + validLoss)) throw new IllegalStateException(epoch == 0
        ? "the loss is not finite before the first step: the weights of --init are too large. Nothing was written"
        : "epoch " + epoch + ": the loss is not finite, the steps were too large; try a smaller --lr, or --clip 5"
            + (epoch == 1 ? "" : ", and --new, since this run can still be resumed") + ". model.json was not changed");
    this.epoch = epoch;
    history += epoch + "," + trainLoss + "," + validLoss + "," + norm + "," + seconds + "\n";
  }

  /** The present weights are the best so far: keep a copy. */
  void keep(double train, double valid) {
    bestEpoch = epoch;
    this.train = train;
    this.valid = valid;
    copy(W, best);
  }

  /** Puts the best weights back. */
  void takeBest() { copy(best, W); }

  static void copy(forward.Weights from, forward.Weights to) {
    double[][] rows = from.rows(), copies = to.rows();
    for (int i = 0; i < rows.length; i++) System.arraycopy(rows[i], 0, copies[i], 0, rows[i].length);
  }

  // ---- the file ----------------------------------------------------------------------------------------

  private long saved;   // when, in nanoseconds

  /** Saves the run after its first and its last epoch, and between them once a second. */
  void saveNowAndThen() {
    if (epoch == 1 || settings.get("epochs").equals(epoch) || System.nanoTime() - saved > 1_000_000_000) save();
  }

  /** Whole or not at all. @throws UncheckedIOException  when it can't be written */
  void save() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("settings", settings);
    json.put("names", names);
    json.put("vocabulary", new String(vocabulary, 0, vocabulary.length));
    json.put("cell", Cell.of(W).toString());
    json.put("hidden", W.H());
    json.put("epoch", epoch);
    json.put("step", step);
    json.put("best", Map.of("epoch", bestEpoch, "train", train, "valid", valid));
    json.put("history", history);
    Map<String, forward.Weights> weights = new LinkedHashMap<>();
    weights.put("", W); weights.put("m_", m); weights.put("v_", v); weights.put("best_", best);
    weights.forEach((name, three) -> {
      json.put(name + "Wxh", three.Wxh());
      json.put(name + "Whh", three.Whh());
      json.put(name + "Who", three.Who());
    });
    Path part = folder.resolve("resume.json.part");
    try {
      Files.createDirectories(folder);
      Files.writeString(part, seal(JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(json)));
      Files.move(part, folder.resolve("resume.json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + folder + " (" + Words.reason(e) + ")", e);
    } finally {
      part.toFile().delete();
    }
    saved = System.nanoTime();
  }

  /** A JSON object with a checksum at its end, which shows whether the file was changed. */
  private static String seal(String json) {
    CRC32 sum = new CRC32();
    sum.update(json.getBytes(UTF_8));
    return json.substring(0, json.length() - 1) + String.format(",\"checksum\":\"%08x\"}", sum.getValue());
  }

  /** @throws IllegalArgumentException  when there is no run, or its file was changed */
  static Run load(Path folder) {
    Path file = folder.resolve("resume.json");
    Words.require(Files.isRegularFile(file),
        "there is no run to go on with in %s; train writes resume.json after its first epoch", folder);
    try {
      String text = Files.readString(file);
      int end = text.lastIndexOf(",\"checksum\":");
      Words.require(end > 0 && seal(text.substring(0, end) + "}").equals(text),
          "%s is not as train wrote it, its checksum does not fit; train --new begins again", file);
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read " + file + " (" + Words.reason(e) + ")", e);
    }
    Map<String, Object> json = Model.json(file, FORMAT), best = Model.map(json, "best", file);
    int[] vocabulary = Model.vocabulary(json, file);
    int V = vocabulary.length, H = Model.count(json, "hidden", 1, file);
    Cell cell = Model.cell(json, file);
    Run run = new Run(folder, Model.map(json, "settings", file), (Integer) json.get("names"), vocabulary,
        Model.weights(json, "", V, cell, H, Model.LARGEST, file),
        Model.weights(json, "m_", V, cell, H, Double.MAX_VALUE, file),
        Model.weights(json, "v_", V, cell, H, Double.MAX_VALUE, file),
        Model.weights(json, "best_", V, cell, H, Model.LARGEST, file));
    run.epoch = Model.count(json, "epoch", 0, file);
    run.step = Model.count(json, "step", 0, file);
    run.bestEpoch = Model.count(best, "epoch", 0, file);
    run.train = (Double) best.get("train");
    run.valid = (Double) best.get("valid");
    run.history = (String) json.get("history");
    return run;
  }

  /** What it leaves when it has ended: the best weights as model.json, and history.csv. */
  void finish(double testLoss) {
    try {
      if (epoch == 0) Files.deleteIfExists(folder.resolve("resume.json"));   // an earlier run's; its model goes too
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + folder + " (" + Words.reason(e) + ")", e);
    }
    Map<String, Object> loss = new LinkedHashMap<>();
    loss.put("train", train); loss.put("valid", valid); loss.put("test", testLoss); loss.put("epoch", bestEpoch);
    new Model(vocabulary, best, settings, loss).save(folder, history);
  }

  // ---- train's options ---------------------------------------------------------------------------------

  /** @throws IllegalArgumentException  when a number is too small */
  static void check(CommandSpec train) {
    Map.of("--epochs", 0, "--hidden", 1, "--batch", 1, "--threads", 1).forEach((name, least) -> Words.require(
        !(train.findOption(name).getValue() instanceof Integer n) || n >= least, "%s must be %d or more, not %s",
            name, least, train.findOption(name).getValue()));
    double lr = train.findOption("--lr").getValue(), clip = train.findOption("--clip").getValue();
    Words.require(lr > 0 && lr < Double.POSITIVE_INFINITY, "--lr must be above 0, not %s", lr);
    double dropout = train.findOption("--dropout").getValue();
    Words.require(dropout >= 0 && dropout < 1, "--dropout must be from 0 to less than 1, not %s", dropout);
    Words.require(clip >= 0 && clip < Double.POSITIVE_INFINITY, "--clip must be 0 or more, not %s", clip);
  }

  private static Map<String, Object> settings(CommandSpec train, forward.Weights W) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String name : SETTINGS) {
      Object value = train.findOption("--" + name).getValue();
      boolean asItIs = value == null || value instanceof Number || value instanceof Boolean;
      settings.put(name, asItIs ? value : value.toString());
    }
    settings.put("cell", Cell.of(W).toString());
    settings.put("hidden", W.H());
    if (settings.get("column") == null) settings.remove("column");   // the names are no table
    return settings;
  }

  /**
   * The run that train left in a folder. train gets the options that this run began with; only a few of them may be
   * given again.
   * @throws IllegalArgumentException  when there is none, it is not whole, or other options were given
   */
  static Run resumed(CommandLine train, Path folder) {
    List<String> options = new ArrayList<>(), others = new ArrayList<>();
    Set<String> fixed = new HashSet<>();
    for (CommandLine.Model.OptionSpec option : train.getParseResult().matchedOptions()) {
      String name = option.longestName();
      boolean anew = List.of("--resume", "--out", "--threads", "--engine", "--epochs", "--verbose").contains(name);
      if (anew) fixed.add(name); else others.add(name);
      options.add(name + "=" + option.getValue());
    }
    Words.require(others.isEmpty(), "--resume goes on with the options that the run began with; leave out %s",
        String.join(" ", others));
    Run run = load(folder);
    run.settings.putIfAbsent("dropout", 0.0);   // a run from before there was dropout
    run.settings.forEach((name, value) -> {
      if (value != null && !fixed.contains("--" + name)) options.add("--" + name + "=" + value);
    });
    try {
      train.parseArgs(options.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(folder.resolve("resume.json") + ": \"settings\" are not those of a run: "
          + e.getMessage(), e);
    }
    Object asked = train.getCommandSpec().findOption("--epochs").getValue(), began = run.settings.get("epochs");
    Words.require(!Boolean.TRUE.equals(run.settings.get("decay")) || asked.equals(began), "--resume: with --decay the "
        + "learning rate falls to 0 at the last epoch, which must stay %s; leave out --epochs", began);
    run.settings.put("epochs", asked);
    return run;
  }

  /** @throws IllegalArgumentException  when the names are others, or the run already has more epochs than asked for */
  Run check(List<String> names) {
    Words.require(this.names == names.hashCode(),
        "--resume: the names are no longer those that the run in %s began with", folder);
    int epochs = (Integer) settings.get("epochs");
    Words.require(epoch <= epochs, "--resume: the run in %s is past epoch %d; leave --epochs out, or name more",
        folder, epochs);
    return this;
  }

  // ---- at work -----------------------------------------------------------------------------------------

  static final String STOPPED_EARLY = "stopped before the first epoch had ended; nothing was written";

  volatile boolean stop;   // Ctrl-C: no further batch

  /** The folder, reserved while train is at work. */
  interface Hold extends AutoCloseable { void close(); }

  /**
   * Until it is closed, keeps other trainings out of the folder, and makes Ctrl-C set stop and wait for the end.
   * @param replace  whether a run that was broken off there may be replaced
   * @throws IllegalArgumentException  when another training is at work there, when such a run is there and may not be
   *     replaced, or when the folder can't be written to
   */
  Hold hold(boolean replace) {
    Closeable lock = lock(folder);
    CountDownLatch done = new CountDownLatch(1);
    Hold hold = () -> {
      done.countDown();
      try { lock.close(); } catch (IOException e) { }   // then the end of the process frees it
    };
    try {
      if (!replace) refuseToReplace(folder);
    } catch (IllegalArgumentException e) {
      hold.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      stop = true;
      try {
        if (epoch > 0) done.await();   // before that there is nothing to save
        else if (!done.await(5, TimeUnit.SECONDS)) System.err.println("train: " + STOPPED_EARLY);
      } catch (InterruptedException e) { }
    }));
    return hold;
  }

  private static void refuseToReplace(Path folder) {
    Run before;
    try {
      before = load(folder);
    } catch (IllegalArgumentException e) {   // there is no run, or it can't be resumed
      return;
    }
    Object epochs = before.settings.get("epochs");
    Words.require(epochs.equals(before.epoch),
        "the run in %s was broken off after epoch %d of %s; --resume goes on with it, "
        + "--new begins again in its place, --out names another folder", folder, before.epoch, epochs);
  }

  /**
   * Makes the folder, and keeps other trainings out of it until the lock is closed or the process ends. (On a file
   * system without locks nothing keeps them out.)
   * @throws IllegalArgumentException  when another training is at work there, or it can't be written to
   */
  static Closeable lock(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : List.of("model.json", "history.csv", "resume.json")) {
        Words.require(!Files.isDirectory(folder.resolve(name)), "--out %s: %s there is a folder", folder, name);
      }
      FileChannel channel = FileChannel.open(folder.resolve("train.lock"), StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
      boolean free;
      try {
        free = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        free = false;
      } catch (IOException e) {
        return channel;
      }
      if (!free) channel.close();
      Words.require(free, "another training is writing into %s; --out names another folder", folder);
      return channel;
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + folder + " can't be written to (" + Words.reason(e) + ")", e);
    }
  }
}
