//JAVA 17+
//SOURCES Model.java

// A training run after a whole epoch, with all that the next epoch needs; train writes it as resume.json, and goes
// on from there with --resume. The random numbers are not in it: whoever goes on draws them again from the seed.

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.*;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;
import java.util.regex.Pattern;
import picocli.CommandLine;

class Run {

  static final String FORMAT = "dino-rnn-run/1";
  private static final String NUMBER = "-?\\d+(\\.\\d+)?(E-?\\d+)?";
  private static final Pattern ROW = Pattern.compile("\\d{1,9}," + NUMBER + "," + NUMBER + ",(" + NUMBER + ")?,(" + NUMBER + ")?");   // of the history

  final Map<String, Object> settings;   // the options of train
  final int names;                      // hash code of the list, to know it again
  final int[] vocabulary;
  final forward.Weights W, m, v, best;  // m and v are Adam's; best are the weights with the lowest validation loss
  int epoch, step, bestEpoch;           // epochs and Adam's steps so far
  double train, valid;                  // losses of the best epoch
  String history = "epoch,train,valid,gradient_norm,seconds\n";   // history.csv so far

  /** A run before its first epoch. */
  Run(Map<String, Object> settings, int names, int[] vocabulary, forward.Weights W) {
    this(settings, names, vocabulary, W, backprop.zerosLike(W), backprop.zerosLike(W), backprop.zerosLike(W));
  }

  private Run(Map<String, Object> settings, int names, int[] vocabulary, forward.Weights W, forward.Weights m, forward.Weights v, forward.Weights best) {
    this.settings = settings;
    this.names = names;
    this.vocabulary = vocabulary;
    this.W = W;
    this.m = m;
    this.v = v;
    this.best = best;
  }

  /** The weights of now are the best so far. */
  void keep(double train, double valid) {
    bestEpoch = epoch;
    this.train = train;
    this.valid = valid;
    copy(W, best);
  }

  static void copy(forward.Weights from, forward.Weights to) {
    double[][] rows = from.rows(), copies = to.rows();
    for (int i = 0; i < rows.length; i++) System.arraycopy(rows[i], 0, copies[i], 0, rows[i].length);
  }

  // ---- the file ----------------------------------------------------------------------------------------

  /** Whole or not at all. @throws UncheckedIOException  when it can't be written */
  void save(Path folder) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("settings", settings);
    json.put("names", names);
    json.put("vocabulary", new String(vocabulary, 0, vocabulary.length));
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
      JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).write(json, part.toFile());
      Files.move(part, folder.resolve("resume.json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + folder + " (" + Dino.reason(e) + ")", e);
    } finally {
      part.toFile().delete();
    }
  }

  /** @throws IllegalArgumentException  when there is none, or it is not whole */
  static Run load(Path folder) {
    Path file = folder.resolve("resume.json");
    Dino.require(Files.isRegularFile(file), "there is no run to go on with in %s; train writes resume.json after its first epoch", folder);
    Map<String, Object> json = Model.json(file, FORMAT);
    int[] vocabulary = Model.vocabulary(json, file);
    int V = vocabulary.length, H = Model.count(json, "hidden", 1, file);
    Map<String, Object> best = Model.map(json, "best", file);
    Dino.require(json.get("names") instanceof Integer && json.get("history") instanceof String
        && best.get("train") instanceof Double && best.get("valid") instanceof Double, "%s is not whole", file);
    Run run = new Run(Model.map(json, "settings", file), (Integer) json.get("names"), vocabulary, Model.weights(json, "", V, H, Model.LARGEST, file),
        Model.weights(json, "m_", V, H, Double.MAX_VALUE, file), Model.weights(json, "v_", V, H, Double.MAX_VALUE, file),
        Model.weights(json, "best_", V, H, Model.LARGEST, file));
    run.epoch = Model.count(json, "epoch", 0, file);
    run.step = Model.count(json, "step", 0, file);
    run.bestEpoch = Model.count(best, "epoch", 0, file);
    run.train = (Double) best.get("train");
    run.valid = (Double) best.get("valid");
    run.history = (String) json.get("history");
    Dino.require(run.history.lines().skip(1).filter(row -> ROW.matcher(row).matches()).count() == run.epoch + 1L && run.history.lines().count() == run.epoch + 2L,
        "%s: \"history\" must be a line of titles and one line for each epoch from 0 to %d", file, run.epoch);
    return run;
  }

  /**
   * The run that train left in a folder; train's options become those that it began with, but for those that may
   * be given anew.
   * @throws IllegalArgumentException  when there is none, it is not whole, or other options were given
   */
  static Run goOn(CommandLine train, Path folder) {
    List<String> options = new ArrayList<>(), others = new ArrayList<>();
    Set<String> fixed = new HashSet<>();
    for (CommandLine.Model.OptionSpec option : train.getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (List.of("--resume", "--out", "--threads", "--epochs", "--verbose").contains(name)) fixed.add(name); else others.add(name);
      options.add(name + "=" + option.getValue());
    }
    Dino.require(others.isEmpty(), "--resume goes on with the options that the run began with; leave out %s", String.join(" ", others));
    Run run = load(folder);
    run.settings.forEach((name, value) -> { if (value != null && !fixed.contains("--" + name)) options.add("--" + name + "=" + value); });
    try {
      train.parseArgs(options.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(folder.resolve("resume.json") + ": \"settings\" are not those of a run: " + e.getMessage(), e);
    }
    return run;
  }

  /**
   * Makes the folder, and keeps other trainings out of it until it is closed or the process ends; a file system without
   * locks is taken as it is.
   * @throws IllegalArgumentException  when another training is at work there, or it can't be written to
   */
  static Closeable lock(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : List.of("model.json", "history.csv", "resume.json")) {
        Dino.require(!Files.isDirectory(folder.resolve(name)), "--out %s: %s there is a folder", folder, name);
      }
      FileChannel channel = FileChannel.open(folder.resolve("train.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean free;
      try {
        free = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        free = false;
      } catch (IOException e) {
        return channel;
      }
      if (!free) channel.close();
      Dino.require(free, "another training is writing into %s; --out names another folder", folder);
      return channel;
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + folder + " can't be written to (" + Dino.reason(e) + ")", e);
    }
  }
}
