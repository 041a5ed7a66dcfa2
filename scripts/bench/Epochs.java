//SOURCES ../run/Model.java ../engine/Engines.java

// The kit's epochs as a program of its own, for `jbang bench --peers`.
//
// usage: Epochs rows|lanes|stages MODEL.json NAMES.txt EPOCHS THREADS

import java.nio.file.*;
import java.util.*;

class Epochs {

  public static void main(String... args) {
    Model model = Model.load(Path.of(args[1]));
    List<int[]> names = encode.indices(Dino.names(args[2]), model.vocabulary());
    Engines engine = Engines.valueOf(args[0]);
    int threads = Integer.parseInt(args[4]);
    bench.Form form = new bench.Form("", model.weights(), W -> engine.of(W, threads));
    for (int epoch = 0; epoch < Integer.parseInt(args[3]); epoch++) {
      long begin = System.nanoTime();
      System.out.println(form.epoch(names) + " " + (System.nanoTime() - begin) / 1e9);
    }
  }
}
