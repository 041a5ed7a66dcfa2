import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.*;
import java.util.*;
import java.util.stream.Stream;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
import static org.assertj.core.api.Assertions.*;

@DisplayName("training and the files it leaves")
class TrainTest {

  @TempDir static Path folder;

  static Path train(String name, String... options) {
    Path out = folder.resolve(name);
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("--out", out.toString()));
    Kit.Result result = Kit.run(new train(), args.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    return out;
  }

  static List<String[]> history(Path out) throws Exception {
    return Files.readAllLines(out.resolve("history.csv")).stream().skip(1).map(line -> line.split(",", -1)).toList();
  }

  // ---- the protocol, against an independent program ----------------------------------------------------

  // A NumPy program of the same protocol (padded batches, no code in common) gave these losses and weights:
  // epoch: training, validation, gradient norm; then the test loss, the sum of Wxh, Whh[3][5] and Who[7][11].
  static final double[][] ADAM = {
      {3.29421042715647, 3.2937877100161477},
      {2.6319703890055717, 2.11040420273187, 0.8346701372479227},
      {2.095493436583775, 1.9218418840839435, 0.34635339956823985},
      {1.9537047940546852, 1.836938672836124, 0.36864450534099213},
      {1.8918286328261074, 10.266353783617758, 0.1310048767347078, 0.07065371531466964}};
  static final double[][] SGD = {
      {3.292944236287661, 3.292360611347475},
      {2.981020515761868, 2.725438423385489, 0.45061505914055694},
      {2.5772031220872704, 2.494052688296962, 0.4115714992509114},
      {2.3764715698509318, 2.323490447119919, 0.4328846542240056},
      {2.270032427674559, 31.129102251390943, -0.06915268577193717, 0.015561931546981605}};

  @Test @DisplayName("Adam, three epochs without dropout: NumPy's losses to 1e-9")
  void numpyAdam() throws Exception { same(train("adam", "--epochs", "3", "--dropout", "0"), ADAM); }

  @Test @DisplayName("SGD with clipping, another seed, size and batch: NumPy's losses to 1e-9")
  void numpySgd() throws Exception {
    same(train("sgd", "--epochs", "3", "--seed", "1", "--hidden", "20", "--batch", "50", "--lr", "0.5", "--optimizer", "sgd",
        "--clip", "0.2", "--dropout", "0"), SGD);
  }

  // Another NumPy program, with its gradients by automatic differentiation, of dropout and the cells; it has ADAM's figures too.
  static final double[][] DROPOUT = {
      {3.29421042715647, 3.2937877100161477},
      {2.6377990101782407, 2.1162152292358134, 0.8329334275167966},
      {2.1083506166182833, 1.929269465999047, 0.3624836137152733},
      {1.9784894321611008, 1.8485783186098605, 0.360920644044109},
      {1.9002783593964432, 8.419298576614779, 0.11821605720430758, 0.0672417214762056}};
  static final double[][] GRU = {
      {3.3010279933600386, 3.301589677977786},
      {2.982334893167494, 2.572976283964588, 0.28016277796314965},
      {2.5435501050326383, 2.3300510375605863, 0.22813674539397572},
      {2.380895835027975, 2.2285654789474556, 0.18954554173444438},
      {2.2892390750731786, 78.88973950159348, -0.017163634027848294, 0.1560198759178142}};
  static final double[][] LSTM = {
      {3.2981544612771803, 3.298275799887682},
      {2.8746840228847894, 2.561216502887731, 0.2662900061344604},
      {2.484181260323335, 2.228029213323965, 0.24655980777577263},
      {2.209400569523554, 2.0051109127356193, 0.2375843076919529},
      {2.0615894214194763, 146.54379109657063, -0.019124176476489122, 0.2498423572680894}};

  @Test @DisplayName("dropout, GRU and LSTM, a falling rate: NumPy's losses to 1e-9; the stages' engine has them too")
  void numpyCells() throws Exception {
    String[] dropout = {"--epochs", "3", "--dropout", "0.2"}, gru = {"--epochs", "3", "--cell", "gru", "--hidden", "24", "--dropout", "0.3", "--lr", "0.005", "--decay"};
    same(train("dropout", dropout), DROPOUT);
    same(train("gru", gru), GRU);
    same(train("lstm", "--epochs", "3", "--cell", "lstm", "--hidden", "20", "--dropout", "0.25", "--lr", "0.01"), LSTM);
    same(train("gruStages", with(gru, "--engine", "stages")), GRU);
    assertThat(Kit.run(new train(), "--resume", "--epochs", "5", "--out", folder.resolve("gru").toString()).err()).contains("must stay 3; leave out --epochs");
  }

  static String[] with(String[] options, String... more) { return Stream.concat(Arrays.stream(options), Stream.of(more)).toArray(String[]::new); }

  @ParameterizedTest(name = "{0} with dropout: ended after epoch 3 and resumed up to 6, the same bits; model.json says what it is; --init knows")
  @ValueSource(strings = {"rnn", "gru", "lstm"})
  void resumedCells(String cell) throws Exception {
    String[] options = {"--cell", cell, "--hidden", "9", "--dropout", "0.3", "--threads", "2"};
    Path whole = train("whole" + cell, with(options, "--epochs", "6")), parts = train("parts" + cell, with(options, "--epochs", "3"));
    train("parts" + cell, "--resume", "--epochs", "6");
    Map<String, Object> json = JSON.std.mapFrom(whole.resolve("model.json").toFile());
    assertThat(json.get("cell")).isEqualTo(cell);
    Model model = Model.load(whole);
    assertThat(Cell.of(model.weights())).hasToString(cell);
    assertThat(model.settings()).containsEntry("cell", cell).containsEntry("dropout", 0.3).containsEntry("decay", false);
    assertThat(Model.load(parts).weights().Whh()).isDeepEqualTo(model.weights().Whh());
    Kit.run(new train(), "--init", whole.toString(), "--epochs", "0", "--out", folder.resolve("init" + cell).toString());
    assertThat(Cell.of(Model.load(folder.resolve("init" + cell)).weights())).hasToString(cell);
    String other = cell.equals("rnn") ? "gru" : "rnn";
    assertThat(Kit.run(new train(), "--init", whole.toString(), "--cell", other, "--out", folder.resolve("no" + cell).toString()).err())
        .contains("--cell " + other + " does not fit --init");
  }

  static void same(Path out, double[][] numpy) throws Exception {
    List<String[]> history = history(out);
    assertThat(history).hasSize(4);
    for (int epoch = 0; epoch <= 3; epoch++) {
      for (int k = 0; k < numpy[epoch].length; k++) close(Double.parseDouble(history.get(epoch)[k + 1]), numpy[epoch][k]);
    }
    Model model = Model.load(out.resolve("model.json"));
    assertThat(model.loss().get("epoch")).isEqualTo(3);
    close((Double) model.loss().get("test"), numpy[4][0]);
    close(Arrays.stream(model.weights().Wxh()).flatMapToDouble(Arrays::stream).sum(), numpy[4][1]);
    close(model.weights().Whh()[3][5], numpy[4][2]);
    close(model.weights().Who()[7][11], numpy[4][3]);
  }

  static void close(double a, double b) { assertThat(a).isCloseTo(b, withinPercentage(1e-7)); }   // 1e-9 relative

  // ---- threads, repetition, what is kept ---------------------------------------------------------------

  @ParameterizedTest(name = "{0} names a batch: the same bits with 1, 2 and 5 threads") @ValueSource(ints = {32, 7, 2000})
  void threads(int batch) {
    List<double[][]> rows = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      rows.add(Model.load(train("threads", "--epochs", "2", "--hidden", "24", "--batch", "" + batch, "--threads", "" + threads)
          .resolve("model.json")).weights().rows());
    }
    assertThat(rows.get(1)).isDeepEqualTo(rows.get(0));
    assertThat(rows.get(2)).isDeepEqualTo(rows.get(0));
  }

  @Test @DisplayName("the weights with the lowest validation loss are kept, and the losses told are theirs")
  void best() throws Exception {
    Path out = train("best", "--epochs", "20", "--hidden", "16", "--lr", "0.05");
    List<String[]> history = history(out);
    String[] best = history.stream().min(Comparator.comparingDouble(row -> Double.parseDouble(row[2]))).get();
    Model model = Model.load(out.resolve("model.json"));
    assertThat(Integer.parseInt(best[0])).as("a run whose last epoch is not the best, or this shows nothing").isLessThan(20);
    assertThat(model.loss().get("epoch")).isEqualTo(Integer.parseInt(best[0]));
    assertThat(model.loss().get("valid")).isEqualTo(Double.parseDouble(best[2]));
    assertThat(model.loss().get("train")).isEqualTo(Double.parseDouble(best[1]));
    encode.Split split = encode.split(Dino.names(null), new Dino.Random(0));
    assertThat(meanLoss(model, split.valid())).isCloseTo((Double) model.loss().get("valid"), within(1e-12));
    assertThat(meanLoss(model, split.test())).isCloseTo((Double) model.loss().get("test"), within(1e-12));
  }

  static double meanLoss(Model model, List<String> names) {
    double loss = 0, characters = 0;
    for (String name : names) {
      encode.Steps e = encode.steps(encode.indices(name, model.vocabulary()), model.weights().V());
      loss += forward.forward(model.weights(), e).loss;
      characters += name.length() + 1;
    }
    return loss / characters;
  }

  @Test @DisplayName("of epochs that are equally good the first is kept: with a rate of 1e-300 nothing moves")
  void firstOfEqual() {
    assertThat(Model.load(train("equal", "--epochs", "2", "--hidden", "4", "--optimizer", "sgd", "--lr", "1e-300").resolve("model.json"))
        .loss().get("epoch")).isEqualTo(0);
  }

  @Test @DisplayName("--epochs 0 writes the untrained model, near ln 27")
  void untrained() throws Exception {
    Path out = train("untrained", "--epochs", "0");
    assertThat(history(out)).hasSize(1);
    Model model = Model.load(out.resolve("model.json"));
    assertThat((Double) model.loss().get("test")).isCloseTo(Math.log(27), within(0.1));
    assertThat(model.loss().get("epoch")).isEqualTo(0);
  }

  @ParameterizedTest(name = "{0} {1}: a run of 2 epochs taken to 4, and then to 7, ends with the bits of an unbroken one of 7")
  @CsvSource({"adam, ''", "sgd, --lr 0.3 --clip 0 --batch 50 --hidden 10 --seed 5 --threads 2"})
  void resume(String optimizer, String more) throws Exception {
    List<String> options = new ArrayList<>(List.of("--hidden", "12", "--optimizer", optimizer));
    if (!more.isEmpty()) options = new ArrayList<>(List.of(("--optimizer " + optimizer + " " + more).split(" ")));
    List<String> whole = new ArrayList<>(options), first = new ArrayList<>(options);
    whole.addAll(List.of("--epochs", "7"));
    first.addAll(List.of("--epochs", "2"));
    Path unbroken = train("unbroken " + optimizer, whole.toArray(String[]::new)), broken = train("broken " + optimizer, first.toArray(String[]::new));
    assertThat(Run.load(broken).epoch).isEqualTo(2);
    train("broken " + optimizer, "--resume", "--epochs", "4", "--threads", "1");
    train("broken " + optimizer, "--resume", "--epochs", "7");
    assertThat(broken.resolve("model.json")).hasSameTextualContentAs(unbroken.resolve("model.json"));
    List<String[]> a = history(unbroken), b = history(broken);
    assertThat(b).hasSize(8);
    for (int epoch = 0; epoch < 8; epoch++) assertThat(Arrays.copyOf(b.get(epoch), 4)).isEqualTo(Arrays.copyOf(a.get(epoch), 4));   // the seconds are others
  }

  @Test @DisplayName("a run broken off after its best epoch keeps that epoch's weights")
  void resumeAfterBest() throws Exception {
    String[] options = {"--hidden", "12", "--lr", "0.3", "--batch", "8", "--dropout", "0", "--epochs"};
    Path unbroken = train("past its best", with(options, "7")), broken = train("broken past its best", with(options, "5"));
    for (Path run : List.of(unbroken, broken)) assertThat(Model.load(run.resolve("model.json")).loss().get("epoch")).as("or this shows nothing").isEqualTo(3);
    train("broken past its best", "--resume", "--epochs", "7");
    assertThat(broken.resolve("model.json")).hasSameTextualContentAs(unbroken.resolve("model.json"));
  }

  private static String[] with(String[] options, String last) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = last;
    return all;
  }

  @Test @DisplayName("a new run that fails in its first epoch leaves all that stood there; one of no epochs leaves no run to go on with")
  void failsAfterAnother() throws Exception {
    Path out = train("two runs", "--epochs", "1", "--hidden", "4");
    String model = Files.readString(out.resolve("model.json")), run = Files.readString(out.resolve("resume.json"));
    Kit.Result result = Kit.run(new train(), "--optimizer", "sgd", "--lr", "1e300", "--clip", "0", "--hidden", "4", "--out", out.toString());
    assertThat(result.status()).isEqualTo(1);
    assertThat(out.resolve("model.json")).hasContent(model);
    assertThat(out.resolve("resume.json")).hasContent(run);
    train("two runs", "--epochs", "0", "--hidden", "4");
    assertThat(out.resolve("resume.json")).as("of another model").doesNotExist();
  }

  @Test @DisplayName("a model that can't be saved: what stood there stays, and nothing half done")
  void saveFails() throws Exception {
    Path out = train("not saved", "--epochs", "0", "--hidden", "1");
    String before = Files.readString(out.resolve("model.json")), history = Files.readString(out.resolve("history.csv"));
    Model one = Model.load(out.resolve("model.json"));
    Files.createDirectories(out.resolve("history.csv.part/in the way"));
    one.weights().Wxh()[0][0]++;
    assertThatThrownBy(() -> one.save(out, "")).isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(out.resolve("model.json")).hasContent(before);
    assertThat(out.resolve("history.csv")).hasContent(history);
    assertThat(out.resolve("model.json.part")).doesNotExist();
  }

  @Test @DisplayName("a run from before there were cells and dropout goes on as it began: a plain network, nothing forgotten")
  void resumeOld() throws Exception {
    String[] options = {"--hidden", "8", "--dropout", "0", "--epochs"};
    Path whole = train("old, whole", with(options, "4")), old = train("old", with(options, "2"));
    String text = Files.readString(old.resolve("resume.json"));
    text = text.substring(0, text.lastIndexOf(",\"checksum\":"));
    for (String younger : List.of("\"cell\":\"rnn\",", "\"dropout\":0.0,", "\"decay\":false,")) {
      assertThat(text).contains(younger);
      text = text.replace(younger, "");
    }
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update((text + "}").getBytes("UTF-8"));
    Files.writeString(old.resolve("resume.json"), text + String.format(",\"checksum\":\"%08x\"}", sum.getValue()));
    train("old", "--resume", "--epochs", "4");
    assertThat(Model.load(old.resolve("model.json")).weights().rows()).isDeepEqualTo(Model.load(whole.resolve("model.json")).weights().rows());
    // Two epochs by the kit of that time, of four; it went on to these validation losses.
    assertThat(history(old).get(3)[2]).isEqualTo("2.5576956994396425");
    assertThat(history(old).get(4)[2]).isEqualTo("2.403343457708168");
  }

  @Test @DisplayName("--resume: nothing to go on with, other options, other names, a broken file: one sentence, and all is left as it was")
  void resumeRefused() throws Exception {
    Path list = Files.write(folder.resolve("list.txt"), List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));
    Path out = train("refused", "--data", list.toString(), "--epochs", "1", "--hidden", "3");
    String state = Files.readString(out.resolve("resume.json"));
    resumeRefused(folder.resolve("never"), "no run to go on with");
    resumeRefused(out, "leave out --lr", "--lr", "0.1");
    resumeRefused(out, "leave out --new", "--new");
    resumeRefused(out, "is past epoch 0", "--epochs", "0");
    Files.write(list, List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "k"));
    resumeRefused(out, "the names are no longer those");
    for (String[] change : new String[][] {{"\"step\":1", "\"step\":2"}, {"\"seed\":0", "\"seed\":1"}, {"\"batch\":32", "\"batch\":16"}, {"\"hidden\":3", "\"hidden\":4"},
        {"\"best\":{", "\"best\":{ "}, {"\"optimizer\":\"adam\"", "\"optimizer\":\"sgd\""}, {"seconds\\n0,", "seconds\\n1,"}, {"\"}", "0\"}"}, {"\"checksum\"", "\"sum\""},
        {"dino-rnn-run/1", "dino-rnn/1"}, {"\"}", "\""}, {"\"}", "\"}\n"}}) {
      assertThat(state).contains(change[0]);
      Files.writeString(out.resolve("resume.json"), state.replace(change[0], change[1]));
      resumeRefused(out, "resume.json is not as train wrote it, its checksum does not fit");
    }
  }

  private static void resumeRefused(Path out, String says, String... options) throws Exception {
    String before = Files.exists(out.resolve("model.json")) ? Files.readString(out.resolve("model.json")) : "";
    List<String> args = new ArrayList<>(List.of("--resume", "--out", out.toString()));
    args.addAll(List.of(options));
    Kit.Result result = Kit.run(new train(), args.toArray(String[]::new));
    assertThat(result.status()).as(result.out()).isEqualTo(2);
    assertThat(result.err()).contains(says).doesNotContain("Exception");
    assertThat(result.err().strip().lines()).hasSize(1);
    assertThat(Files.exists(out.resolve("model.json")) ? Files.readString(out.resolve("model.json")) : "").isEqualTo(before);
  }

  @Test @DisplayName("a second training into the same folder is refused while the first is at work")
  void locked() throws Exception {
    Path out = folder.resolve("locked");
    try (java.io.Closeable lock = Run.lock(out)) {
      Kit.Result result = Kit.run(new train(), "--out", out.toString(), "--epochs", "1", "--hidden", "3");
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains("another training is writing into " + out);
    }
    train("locked", "--epochs", "1", "--hidden", "3");
  }

  /** Another process that is at work in a folder. */
  static class Holder {
    public static void main(String... args) throws Exception {
      try (java.io.Closeable lock = Run.lock(Path.of(args[0]))) {
        System.out.println("locked");
        System.in.read();   // until the test closes it
      }
    }
  }

  @Test @DisplayName("a training of another process: refused while it is at work, let in once it has ended")
  void lockedElsewhere() throws Exception {
    Path out = folder.resolve("locked elsewhere");
    Process other = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"), "TrainTest$Holder", out.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      Kit.Result result = Kit.run(new train(), "--out", out.toString(), "--epochs", "1", "--hidden", "3");
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains("another training is writing into " + out);
      other.getOutputStream().close();
      assertThat(other.waitFor()).isZero();
    } finally {
      other.destroyForcibly();
    }
    train("locked elsewhere", "--epochs", "1", "--hidden", "3");
  }

  @Test @DisplayName("--init goes on from a model's weights")
  void init() throws Exception {
    Path first = train("first", "--epochs", "3", "--hidden", "16");
    Path second = train("second", "--epochs", "1", "--init", first.resolve("model.json").toString());
    assertThat(Double.parseDouble(history(second).get(0)[2]))
        .isEqualTo((Double) Model.load(first.resolve("model.json")).loss().get("valid"));
    Model model = Model.load(second.resolve("model.json"));
    assertThat(model.weights().H()).isEqualTo(16);
    assertThat(model.settings().get("hidden")).isEqualTo(16);   // which was not asked for
    assertThat((String) model.settings().get("init")).endsWith("model.json");
  }

  @Test @DisplayName("the default run learns: better than counted bigrams, ten names, the files and what to do next")
  void learns() {
    Kit.Result result = Kit.run(new train(), "--epochs", "10", "--out", folder.resolve("learns").toString());
    assertThat(result.out()).contains("epoch  10/10", "per name", "ten names it invents", "model.json", "history.csv", "next: ./jbang sample");
    assertThat(result.lines().stream().filter(line -> line.matches("  \\S+ +(new, nearest to .*|known|repeated)"))).hasSize(10);
    Kit.Result sampled = Kit.run(new sample(), "--seed", "0", "--model", folder.resolve("learns/model.json").toString());
    assertThat(result.lines()).containsSequence(sampled.lines().subList(0, 10));
    encode.Split split = encode.split(Dino.names(null), new Dino.Random(0));
    int[] vocabulary = encode.vocabulary(Dino.names(null));
    Ngrams bigram = new Ngrams(27, 2, encode.indices(split.train(), vocabulary), encode.indices(split.valid(), vocabulary), Ngrams.Smoothing.dirichlet);
    assertThat((Double) Model.load(folder.resolve("learns/model.json")).loss().get("test"))
        .isLessThan(bigram.loss(encode.indices(split.test(), vocabulary)) - 0.2);
    double mean = split.test().stream().mapToInt(name -> name.length() + 1).average().getAsDouble(), test = (Double) Model.load(folder.resolve("learns/model.json")).loss().get("test");
    assertThat(result.out()).containsPattern(String.format(Locale.ROOT, "test +%.4f +%.3f\n", test, test * mean));
  }

  // ---- the files ---------------------------------------------------------------------------------------

  @Test @DisplayName("model.json, read by another JSON reader: every field, every digit; written again it is the same")
  void modelFile() throws Exception {
    Path out = train("file", "--epochs", "1", "--hidden", "5", "--seed", "4");
    Map<String, Object> json = JSON.std.mapFrom(out.resolve("model.json").toFile());
    assertThat(json).containsKeys("format", "vocabulary", "hidden", "Wxh", "Whh", "Who", "settings", "loss");
    assertThat(json.get("format")).isEqualTo("dino-rnn/1");
    assertThat(json.get("vocabulary")).isEqualTo(" abcdefghijklmnopqrstuvwxyz");
    assertThat(json.get("hidden")).isEqualTo(5);
    assertThat((Map<?, ?>) json.get("settings")).isEqualTo(new HashMap<>() {{
      put("data", null); put("hidden", 5); put("epochs", 1); put("batch", 32); put("lr", 0.003); put("optimizer", "adam");
      put("clip", 5.0); put("seed", 4); put("init", null); put("cell", "rnn"); put("dropout", 0.1); put("decay", false);
    }});
    Model model = Model.load(out.resolve("model.json"));
    assertThat(((List<?>) ((List<?>) json.get("Wxh")).get(26)).get(4)).isEqualTo(model.weights().Wxh()[26][4]);
    model.save(folder.resolve("again"), "");
    assertThat(folder.resolve("again/model.json")).hasSameTextualContentAs(out.resolve("model.json"));
  }

  @Test @DisplayName("history.csv: its header, epochs from 0, nothing empty but in row 0")
  void historyFile() throws Exception {
    Path out = train("history", "--epochs", "2", "--hidden", "5");
    assertThat(Files.readAllLines(out.resolve("history.csv")).get(0)).isEqualTo("epoch,train,valid,gradient_norm,seconds");
    List<String[]> rows = history(out);
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).hasSize(5).endsWith("", "");
    for (int epoch = 1; epoch <= 2; epoch++) {
      assertThat(rows.get(epoch)[0]).isEqualTo("" + epoch);
      for (int k = 1; k < 5; k++) assertThat(Double.parseDouble(rows.get(epoch)[k])).isPositive();
    }
    try (var files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("model.json", "history.csv", "resume.json", "train.lock");
    }
  }

  // ---- other lists -------------------------------------------------------------------------------------

  @Test @DisplayName("a column of a table: the model knows it, sample finds its names again, and --resume too")
  void column() throws Exception {
    StringBuilder table = new StringBuilder("id;child\n");
    for (char c = 'A'; c <= 'Z'; c++) table.append((int) c).append(';').append(c).append("nna\n");
    Path list = Files.writeString(folder.resolve("table.csv"), table);
    Path out = train("column", "--data", list.toString(), "--column", "2", "--epochs", "1", "--hidden", "4");
    Model model = Model.load(out);
    assertThat(model.settings().get("column")).isEqualTo(2);
    assertThat(new String(model.vocabulary(), 0, model.vocabulary().length)).isEqualTo(" ABCDEFGHIJKLMNOPQRSTUVWXYZan");
    Kit.Result sampled = Kit.run(new sample(), "--model", out.toString(), "--seed", "1", "--start", "B");
    assertThat(sampled.status()).as(sampled.err()).isZero();
    assertThat(sampled.out()).containsPattern("nearest to [A-Z]nna");
    train("column", "--resume", "--epochs", "2");
    assertThat(Run.load(out).epoch).isEqualTo(2);
  }

  @Test @DisplayName("any names: capitals, accents, inner spaces, emoji; BOM, CRLF, blank lines, no last line feed")
  void otherNames() throws Exception {
    List<String> names = new ArrayList<>(List.of("Zoë", "Ana María", "Łódź", "東京", "\uD83E\uDD95\uD83E\uDD96", "O'Brien"));
    for (char c = 'A'; c <= 'Z'; c++) names.add(c + "ab c" + c);
    byte[] file = ("\uFEFF" + String.join("\r\n", names).replace("Łódź", "Łódź\r\n\r\n  ")).getBytes("UTF-8");
    Path out = folder.resolve("other");
    Kit.Result result = Kit.run(file, new train(), "--data", "-", "--epochs", "2", "--hidden", "8", "--out", out.toString());
    assertThat(result.status()).as(result.err()).isEqualTo(0);
    assertThat(result.err()).contains("skipped 2 blank lines");
    Model model = Model.load(out.resolve("model.json"));
    String vocabulary = new String(model.vocabulary(), 0, model.vocabulary().length);
    assertThat(vocabulary).startsWith("  '").endsWith("\uD83E\uDD95\uD83E\uDD96").contains("ë", "Ł", "東");
    Kit.Result sampled = Kit.run(file, new sample(), "--model", out.resolve("model.json").toString(), "--start", "Ana M", "--seed", "1");
    assertThat(sampled.status()).as(sampled.err()).isEqualTo(0);
    assertThat(sampled.lines().get(0)).startsWith("  Ana M");
  }
}
