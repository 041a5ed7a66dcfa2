//JAVA 17+
//SOURCES GruRows.java

// The plain step, s_t = tanh(z_t), of names side by side. s is computed in the place of z, and ro in that of ds.

class RnnRows extends SideBySide {

  RnnRows(int V, int H, int most) { super(V, H, most); }

  @Override void makeRows(int N) {
    s = z = zs = new double[N][H];
    ds = dz = dzs = new double[N][H];
  }

  @Override void step(int n) { fast.tanh(s[n]); }

  @Override void stepBack(int n) { for (int i = 0; i < H; i++) ds[n][i] *= backprop.dtanh(s[n][i]); }
}
