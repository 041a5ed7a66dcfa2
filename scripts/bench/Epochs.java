//SOURCES ../run/Model.java ../optimize.java ../engine/Engines.java

// The kit's epochs as a program of its own, for `jbang bench --peers`.
//
// usage: Epochs rows|lanes|stages MODEL.json NAMES.txt EPOCHS THREADS

import java.nio.file.*;
import java.util.*;

class Epochs {

  public static void main(String... args) {
    Model model = Model.load(Path.of(args[1]));
    forward.Weights W = model.weights();
    List<int[]> names = encode.indices(Dino.names(args[2]), model.vocabulary());
    double[][] rows = W.rows(), m = backprop.zerosLike(W).rows(), v = backprop.zerosLike(W).rows();
    int threads = Integer.parseInt(args[4]), step = 0;
    Engine engine = Engines.valueOf(args[0]).of(W, threads);
    for (int epoch = 0; epoch < Integer.parseInt(args[3]); epoch++) {
      long begin = System.nanoTime();
      double loss = 0;
      for (int from = 0; from < names.size(); from += 32) {
        loss += engine.lossAndGradient(names, from, Math.min(names.size(), from + 32));
        optimize.clip(engine.gradient(), 5);
        optimize.adam(rows, engine.gradient(), m, v, ++step, 0.003);
      }
      System.out.println(loss / Engine.characters(names) + " " + (System.nanoTime() - begin) / 1e9);
    }
    engine.close();
  }
}
