//JAVA 17+
//DEPS me.tongfei:progressbar:0.10.2
//SOURCES Run.java Curve.java ../engine/Engine.java

// What train prints: a line or a bar for the epochs, and at the end how good the network is.

import java.nio.file.*;
import java.util.*;
import me.tongfei.progressbar.*;

class Report implements AutoCloseable {

  private final int epochs;
  private final ProgressBar bar;   // on a terminal, or null

  Report(int epochs) {
    this.epochs = epochs;
    bar = System.console() == null ? null : new ProgressBarBuilder().setTaskName("epochs").setInitialMax(epochs)
        .setUpdateIntervalMillis(100).hideEta().setStyle(ProgressBarStyle.ASCII)
        // Without the width 79 the library would ask the terminal, and then Ctrl-C would no longer reach train.
        .setConsumer(new ConsoleProgressBarConsumer(System.err, 79)).build();
  }

  void show(int epoch, double trainLoss, double validLoss) {
    String losses = String.format("train %.4f  valid %.4f", trainLoss, validLoss);
    if (bar == null) System.out.printf("epoch %3d/%d  %s%n", epoch, epochs, losses);
    else bar.setExtraMessage(" " + losses).stepTo(epoch);
  }

  public void close() { if (bar != null) bar.close(); }

  // ---- at the end --------------------------------------------------------------------------------------

  /** The best epoch's losses, and the curve of all epochs. */
  static void losses(Run run, double testLoss, List<int[]> train, List<int[]> valid, List<int[]> test) {
    System.out.printf("%n%s: %d%n             nats per character   per name%n",
        run.stop ? "stopped (train --resume goes on); the best epoch so far" : "the best epoch", run.bestEpoch);
    line("training *", run.train, train);
    line("validation", run.valid, valid);
    line("test", testLoss, test);
    System.out.println("  * the mean over the epoch, while the weights moved");
    if (run.settings.get("init") != null) {
      System.out.println("  the weights of --init may have learnt test names, on another split");
    }
    System.out.print("\n" + Curve.of(run.history));
  }

  private static void line(String title, double loss, List<int[]> names) {
    System.out.printf("  %-10s %18.4f %10.3f%n", title, loss,
        loss * Engine.characters(names) / names.size());
  }

  /** Which files there are now, and what to do next. */
  static void files(Path out, List<String> names) {
    String first = Character.toString(names.get(0).codePointAt(0)), file = out.resolve("model.json").toString();
    System.out.printf("%nwrote %s and %s%nnext: ./jbang sample%s%s%n", file, out.resolve("history.csv"),
        Character.isLetter(first.codePointAt(0)) ? " --start " + first : "",
        out.normalize().equals(Path.of("model")) ? "" : " --model \"" + file + "\"");
  }
}
