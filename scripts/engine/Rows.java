//JAVA 17+
//SOURCES RnnRows.java

// The rows of any network.

class Rows {

  static CellRows of(forward.Weights W, int multiple) {
    return switch (Cell.of(W)) {
      case RNN -> new RnnRows(W.H(), multiple);
      case GRU -> new GruRows(W.H(), multiple);
      case LSTM -> new LstmRows(W.H(), multiple);
    };
  }
}
