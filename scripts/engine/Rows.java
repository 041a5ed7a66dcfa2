//JAVA 17+
//SOURCES RnnRows.java

// The names side by side of any network.

class Rows {

  /** @param most  how many names there may be at once */
  static SideBySide of(forward.Weights W, int most) {
    return switch (Cell.of(W)) {
      case RNN -> new RnnRows(W.V(), W.H(), most);
      case GRU -> new GruRows(W.V(), W.H(), most);
      case LSTM -> new LstmRows(W.V(), W.H(), most);
    };
  }
}
