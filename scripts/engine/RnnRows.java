//JAVA 17+
//SOURCES GruRows.java

// The plain step, s_t = tanh(z_t), s is computed in the place of z, and ro in that of ds.

class RnnRows extends CellRows {

  RnnRows(int H, int multiple) { super(H, multiple); }

  @Override void makeRows(int N) {
    s = z = zs = rows(N, H);
    ds = dz = dzs = rows(N, H);
  }

  @Override void step(int n) { fast.tanh(s[n]); }

  @Override void stepBack(int n) { for (int i = 0; i < H; i++) ds[n][i] *= backprop.dtanh(s[n][i]); }
}
