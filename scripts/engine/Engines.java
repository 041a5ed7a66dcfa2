//JAVA 17+
//SOURCES Vectors.java

// The engines that train can be asked for. They compute the same, and differ in the last digits only.

enum Engines {
  rows, lanes, stages;

  Engine of(forward.Weights W, int threads) {
    return switch (this) {
      case rows -> new Batch(W, threads);        // plain loops along rows
      case lanes -> Vectors.engine(W, threads);  // vector instructions
      case stages -> new Stages(W);              // the stages as they are
    };
  }
}
