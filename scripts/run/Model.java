//JAVA 17+
//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.23.0
//SOURCES ../cells/Cell.java

// A network as a file: model.json, which train writes and sample, baseline and any other language read.
//   "format"         "dino-rnn/1"
//   "vocabulary"     one string; a letter's position in it, in code points, is its index
//   "cell"           "rnn", "gru" or "lstm"; rnn if it is absent
//   "hidden"         H
//   "Wxh" "Whh" "Who"  arrays of rows, every digit; the gates of gru and lstm stand side by side in Wxh and Whh
//   "settings"       the options that made it
//   "loss"           "train", "valid", "test" in nats per character, of "epoch"

import com.fasterxml.jackson.core.*;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.*;
import java.nio.file.*;
import java.util.*;

record Model(int[] vocabulary, forward.Weights weights, Map<String, Object> settings, Map<String, Object> loss) {

  static final String FORMAT = "dino-rnn/1";
  static final double LARGEST = 1e9;   // no weight of a network that was trained is near it

  /** The file itself, or the one in the folder that train wrote. */
  static Path file(Path model) { return Files.isDirectory(model) ? model.resolve("model.json") : model; }

  /**
   * Reads a model.json, or the one in a folder.
   * @throws IllegalArgumentException  when there is none, or something in it is missing or wrong
   */
  static Model load(Path model) {
    Path file = file(model);
    Words.require(Files.isRegularFile(file), "there is no model at %s; train makes one", file);
    Map<String, Object> json = json(file, FORMAT), settings = map(json, "settings", file);
    int[] vocabulary = vocabulary(json, file);
    Words.require(settings.get("data") == null || settings.get("data") instanceof String,
        "%s: \"data\" must be a file's name, or absent", file);
    Words.require(settings.get("column") == null || settings.get("column") instanceof Integer,
        "%s: \"column\" must be a number, or absent", file);
    return new Model(vocabulary, weights(json, "", vocabulary.length, cell(json, file), count(json, "hidden", 1, file),
        LARGEST, file), settings, map(json, "loss", file));
  }

  /** The names of --data, or those it was trained on. If these are not here: a message, and no names. */
  List<String> names(Program.Data data) {
    if (data.file != null || !(settings.get("data") instanceof String file)) return data.names();
    boolean here = Files.isRegularFile(Path.of(file)) && Path.of(file).toFile().length() > 0;   // no device
    if (here || Dino.LISTS.contains(file)) {
      return Dino.names(file, (Integer) settings.get("column"));
    }
    System.err.printf("the names this model was trained on (%s) are not here; --data FILE says where%n",
        Program.readable(file, true));
    return List.of();
  }

  /** @throws IllegalArgumentException  when train was asked for another network than this, which --init named */
  void fits(Cell cell, Integer hidden, Path init) {
    Words.require(hidden == null || hidden == weights.H(), "--hidden %d does not fit --init %s; leave it out", hidden,
        init);
    Words.require(cell == null || cell == Cell.of(weights), "--cell %s does not fit --init %s; leave it out", cell,
        init);
  }

  // ---- parts of such a file ----------------------------------------------------------------------------

  static Map<String, Object> json(Path file, String format) {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      Map<String, Object> json = JSON.std.mapFrom(parser);
      Words.require(json != null && parser.nextToken() == null, "%s must hold one JSON object and nothing else", file);
      Words.require(format.equals(json.get("format")), "%s: \"format\" must be \"%s\"", file, format);
      return json;
    } catch (JacksonException e) {
      String where = e.getLocation() == null ? "nested or with digits beyond all measure"
          : String.format("line %d, column %d", e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new IllegalArgumentException(file + " is not whole JSON: " + where, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read " + file + " (" + Words.reason(e) + ")", e);
    }
  }

  static int[] vocabulary(Map<String, Object> json, Path file) {
    int[] vocabulary = json.get("vocabulary") instanceof String s ? s.codePoints().toArray() : new int[0];
    boolean ascending = vocabulary.length >= 2 && vocabulary[0] == ' ';
    for (int i = 1; i < vocabulary.length; i++) {
      ascending &= (i == 1 || vocabulary[i - 1] < vocabulary[i]) && !Names.isControl(vocabulary[i]);
    }
    Words.require(ascending, "%s: \"vocabulary\" must be ' ' and then letters in ascending order", file);
    return vocabulary;
  }

  static Cell cell(Map<String, Object> json, Path file) {
    Object told = json.getOrDefault("cell", "rnn");
    for (Cell cell : Cell.values()) if (cell.toString().equals(told)) return cell;
    throw new IllegalArgumentException(file + ": \"cell\" must be one of " + Arrays.toString(Cell.values())
        + ", or absent for rnn");
  }

  /** The three matrices under their names, with a prefix; no number in them is larger than the given one. */
  static forward.Weights weights(Map<String, Object> json, String prefix, int V, Cell cell, int H, double largest,
      Path file) {
    return new forward.Weights(matrix(json, prefix + "Wxh", V, cell.gates * H, largest, file),
        matrix(json, prefix + "Whh", H, cell.gates * H, largest, file),
        matrix(json, prefix + "Who", H, V, largest, file));
  }

  private static double[][] matrix(Map<String, Object> json, String name, int rows, int columns, double largest,
      Path file) {
    String shape = String.format("%s: \"%s\" must be %d rows of %d numbers", file, name, rows, columns);
    List<?> matrix = list(json.get(name), rows, shape);
    double[][] W = new double[rows][];
    for (int i = 0; i < rows; i++) {
      W[i] = list(matrix.get(i), columns, shape).stream()
          .mapToDouble(a -> a instanceof Number n ? n.doubleValue() : Double.NaN).toArray();
      for (int j = 0; j < columns; j++) {
        if (!(Math.abs(W[i][j]) <= largest)) throw new IllegalArgumentException(
            String.format("%s: \"%s\"[%d][%d] is not a number from %s to %s", file, name, i, j, -largest, largest));
      }
    }
    return W;
  }

  private static List<?> list(Object value, int size, String shape) {
    Words.require(value instanceof List<?> l && l.size() == size, "%s", shape);
    return (List<?>) value;
  }

  static int count(Map<String, Object> json, String name, int least, Path file) {
    Words.require(json.get(name) instanceof Integer n && n >= least, "%s: \"%s\" must be a whole number, %d or more",
        file, name, least);
    return (Integer) json.get(name);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Map<String, Object> json, String name, Path file) {
    Words.require(json.get(name) instanceof Map, "%s: \"%s\" is missing", file, name);
    return (Map<String, Object>) json.get(name);
  }

  // ---- writing -----------------------------------------------------------------------------------------

  /**
   * Writes model.json and history.csv into a folder, whole or not at all: both are first written under
   * other names.
   * @throws UncheckedIOException  when that can't be done; an earlier model.json is untouched
   */
  void save(Path folder, String history) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("vocabulary", new String(vocabulary, 0, vocabulary.length));
    json.put("cell", Cell.of(weights).toString());
    json.put("hidden", weights.H());
    json.put("settings", settings);
    json.put("loss", loss);
    json.put("Wxh", weights.Wxh());
    json.put("Whh", weights.Whh());
    json.put("Who", weights.Who());
    Path model = folder.resolve("model.json.part"), csv = folder.resolve("history.csv.part");
    try {
      Files.createDirectories(folder);
      Files.writeString(model,
          JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES).asString(json) + "\n");
      Files.writeString(csv, history);
      // Now the old history goes first: a model must never stand beside the history of another.
      Files.deleteIfExists(folder.resolve("history.csv"));
      Files.move(model, folder.resolve("model.json"), StandardCopyOption.ATOMIC_MOVE);
      Files.move(csv, folder.resolve("history.csv"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write to " + folder + " (" + Words.reason(e) + ")", e);
    } finally {
      model.toFile().delete();
      csv.toFile().delete();
    }
  }
}
