import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.stream.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.io.TempDir;
import static org.assertj.core.api.Assertions.*;

@DisplayName("train, killed at random moments or out of disk space: its files are whole and of the same run")
@Slow
class InterruptTest {

  @TempDir static Path folder;

  static Process train(Path out, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-cp", System.getProperty("java.class.path"), "train", "--out", out.toString()));
    command.addAll(List.of(options));
    return Kit.start(folder, Map.of(), folder.resolve("out.txt"), folder.resolve("err.txt"), command.toArray(String[]::new));
  }

  /** What stands in the folder now is whole; a model and a history that stand together are of one run. Returns what was found. */
  static String whole(Path out) throws Exception {
    Path model = out.resolve("model.json"), history = out.resolve("history.csv");
    if (Files.exists(model)) Model.load(model);
    if (Files.exists(history)) assertThat(plot.history(history).rowCount()).isGreaterThan(1);
    if (Files.exists(out.resolve("resume.json"))) {
      Run run = Run.load(out);
      assertThat(run.history.lines()).hasSize(run.epoch + 2);
    }
    if (!Files.exists(model) || !Files.exists(history)) return Files.exists(model) ? "a model alone" : Files.exists(history) ? "a history alone" : "nothing";
    Map<String, Object> loss = Model.load(model).loss();
    String[] row = Files.readAllLines(history).get(1 + (Integer) loss.get("epoch")).split(",");
    assertThat(Double.parseDouble(row[1])).as("the model's training loss, and the history's").isEqualTo(loss.get("train"));
    assertThat(Double.parseDouble(row[2])).isEqualTo(loss.get("valid"));
    return "both";
  }

  /** Runs a program, without its words; whether it did it. */
  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
  }

  /** A small disk of its own there, or false: only root can mount one. */
  private static boolean mount(Path there, String size) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", Files.createDirectories(there).toString());
  }

  /** Writes the file until the disk is full but for some bytes. */
  private static void fill(Path filler, long but) throws IOException {
    long free = Files.getFileStore(filler.getParent()).getUsableSpace();
    try (OutputStream file = Files.newOutputStream(filler)) {
      byte[] page = new byte[4096];
      for (long n = but; n < free; n += page.length) file.write(page);
    } catch (IOException e) {
      // it is full: the training has written too
    }
  }

  /** Runs of some epochs, each with another seed, or going on with the last; at a random moment of their life INT, TERM, KILL, or no space left. */
  static void kill(int times) throws Exception {
    Path disk = folder.resolve("disk " + times), out = disk.resolve("killed"), filler = disk.resolve("filler");
    List<String> ways = mount(disk, "1m") ? List.of("INT", "TERM", "KILL", "full") : List.of("INT", "TERM", "KILL");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    double life = 0.9;   // seconds that a run takes here, as measured below
    Map<String, Integer> found = new TreeMap<>();
    try {
      for (int round = 0, killed = 0; killed < times; round++) {
        boolean resume = Files.exists(out.resolve("resume.json")) && random.nextInt(3) == 0;
        int epochs = 30 + random.nextInt(10);
        long begin = System.nanoTime();
        Process process = resume ? train(out, "--resume", "--epochs", "" + (Run.load(out).epoch + epochs))
            : train(out, "--new", "--hidden", "6", "--epochs", "" + epochs, "--seed", "" + round);
        String way = ways.get(random.nextInt(ways.size())), what = "seed " + seed + ", round " + round + ", " + way;
        boolean ended = process.waitFor((long) (1000 * life * random.nextDouble() * 1.1), TimeUnit.MILLISECONDS);
        if (!ended && way.equals("full")) fill(filler, 4096 * random.nextInt(12));
        else if (!ended) run("kill", "-" + way, "" + process.pid());
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(what + ": it ends").isTrue();
        if (ended) life = 0.8 * life + 0.2 * (System.nanoTime() - begin) / 1e9;
        else { life *= 1.03; killed++; }
        String err = Files.readString(folder.resolve("err.txt"));
        assertThat(err).as(what).doesNotContain("Exception", "\tat ");
        if (!ended && way.equals("full")) {
          assertThat(process.exitValue()).as(what + ": " + err).isIn(0, 1);
          if (process.exitValue() == 1) assertThat(err.strip()).as(what).isEqualTo("train: can't write to " + out + " (No space left on device)");
          way += process.exitValue() == 0 ? " but enough" : "";
        }
        Files.deleteIfExists(filler);
        found.merge((ended ? "ended by itself" : way) + ": " + (Files.exists(out) ? whole(out) : "nothing"), 1, Integer::sum);
        if (!Files.exists(out)) continue;
        try (Stream<Path> files = Files.list(out)) {
          List<Path> parts = files.filter(file -> file.toString().endsWith(".part")).toList();
          assertThat(way.equals("KILL") && !ended || parts.isEmpty()).as(what + " leaves " + parts).isTrue();
          for (Path part : parts) Files.delete(part);   // of a KILL; the next training would write over it
        }
      }
      System.out.println(times + " trainings killed: " + found);
      Process last = train(out, "--new", "--hidden", "6", "--epochs", "2");
      assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).as(Files.readString(folder.resolve("err.txt"))).isZero();
      assertThat(whole(out)).isEqualTo("both");
    } finally {
      if (ways.contains("full")) run("umount", disk.toString());
    }
  }

  @Test @DisplayName("12 times")
  void killed() throws Exception { kill(12); }

  @Tag("long") @Test @DisplayName("200 times")
  void killedOften() throws Exception { kill(200); }

  @Test @DisplayName("KILL in the middle, then --resume: the very model of a run that was never broken off")
  void resumed() throws Exception {
    Path unbroken = folder.resolve("unbroken"), broken = folder.resolve("broken");
    String[] options = {"--hidden", "30", "--epochs", "60", "--seed", "3"};
    Process process = train(broken, options);
    for (int i = 0; i < 600 && !Files.exists(broken.resolve("resume.json")); i++) Thread.sleep(50);
    process.destroyForcibly().waitFor();
    assertThat(broken.resolve("model.json")).as("killed before its end").doesNotExist();
    assertThat(train(broken, "--resume").waitFor()).isZero();
    assertThat(train(unbroken, options).waitFor()).isZero();
    assertThat(broken.resolve("model.json")).hasSameTextualContentAs(unbroken.resolve("model.json"));
  }

  @Test @DisplayName("a run that was broken off is not begun anew unless told; told, it stays until the first save of the new one")
  void notLost() throws Exception {
    Path out = folder.resolve("not lost"), said = folder.resolve("out.txt"), err = folder.resolve("err.txt"), list = folder.resolve("many.txt");
    Process process = train(out, "--hidden", "30", "--epochs", "100000");
    for (int i = 0; i < 600 && !Files.exists(out.resolve("resume.json")); i++) Thread.sleep(50);
    process.destroyForcibly().waitFor();
    byte[] broken = Files.readAllBytes(out.resolve("resume.json"));

    assertThat(train(out, "--hidden", "4").waitFor()).isEqualTo(2);
    assertThat(Files.readString(err)).containsPattern("^train: the run in .*not lost was broken off after epoch \\d+ of 100000; --resume goes on with it, --new ");
    assertThat(out.resolve("resume.json")).hasBinaryContent(broken);

    Files.write(list, java.util.stream.IntStream.range(0, 200_000).mapToObj(i -> "name" + i).toList());   // an epoch takes seconds
    process = train(out, "--new", "--data", list.toString());
    for (int i = 0; i < 600 && !Files.readString(said).contains("epoch   0/40"); i++) Thread.sleep(50);
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(Files.readString(err)).contains("stopped before the first epoch had ended; nothing was written");
    assertThat(out.resolve("resume.json")).as("the long run is still there").hasBinaryContent(broken);

    assertThat(train(out, "--new", "--hidden", "4", "--epochs", "2").waitFor()).isZero();
    assertThat(Run.load(out).W.H()).isEqualTo(4);
    assertThat(train(out, "--hidden", "5", "--epochs", "2").waitFor()).as("over a run that has ended").isZero();
    assertThat(Run.load(out).W.H()).isEqualTo(5);
  }

  @Test @DisplayName("a reader that has gone: the end at once, without a word, with the status of other programs; a full disk is told")
  void readerGone() throws Exception {
    String java = "'" + System.getProperty("java.home") + "/bin/java' -cp '" + System.getProperty("java.class.path") + "' ";
    for (String command : List.of("encode", "train --epochs 100000 --out '" + folder.resolve("unread") + "'", "encode --help")) {
      Kit.Result result = Kit.exec(folder, Map.of(), "sh", "-c", "{ sleep 1; " + java + command + "; echo \"status $?\" >&2; } | true");
      assertThat(result.err()).as(command).isEqualTo("status 141\n");
    }
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    Kit.Result full = Kit.exec(folder, Map.of(), "sh", "-c", java + "encode >/dev/full");
    assertThat(full.status()).isEqualTo(1);
    assertThat(full.err()).isEqualTo("encode: the output could not be written\n");
  }

  @Test @DisplayName("TERM when no epoch was better than the weights of --init: these are kept, and there is a run to go on with")
  void noBetter() throws Exception {
    Path good = folder.resolve("good"), worse = folder.resolve("worse"), said = folder.resolve("out.txt");
    assertThat(train(good, "--hidden", "6", "--epochs", "20").waitFor()).isZero();
    Process process = train(worse, "--init", good.resolve("model.json").toString(), "--lr", "1", "--epochs", "100000");
    for (int i = 0; i < 600 && !Files.readString(said).contains("epoch   2/"); i++) Thread.sleep(20);
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(Files.readString(said)).contains("stopped (train --resume goes on); the best epoch so far: 0");
    assertThat(Model.load(worse.resolve("model.json")).weights().Whh()).isDeepEqualTo(Model.load(good.resolve("model.json")).weights().Whh());
    assertThat(worse.resolve("resume.json")).exists();
  }

  @Test @DisplayName("a full disk: one sentence, exit code 1, and the model of before is whole")
  void diskFull() throws Exception {
    Path small = folder.resolve("small");
    Assumptions.assumeTrue(mount(small, "120k"), "only root can mount a small disk");
    try {
      Path out = small.resolve("model");
      assertThat(train(out, "--hidden", "2", "--epochs", "2").waitFor()).as(Files.readString(folder.resolve("err.txt"))).isZero();
      String before = Files.readString(out.resolve("model.json"));
      Process process = train(out, "--hidden", "64", "--epochs", "2");
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("err.txt")).strip()).isEqualTo("train: can't write to " + out + " (No space left on device)");
      assertThat(out.resolve("model.json")).hasContent(before.strip());
      assertThat(whole(out)).isEqualTo("both");
      try (Stream<Path> files = Files.list(out)) { assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part")); }
    } finally {
      run("umount", small.toString());
    }
  }
}
