//JAVA 17+
//SOURCES LstmRows.java

// The step of gru.java.

class GruRows extends CellRows {

  private double[][] gates, fresh;   // N rows of 2H: u and r; of H: n

  GruRows(int H, int multiple) { super(H, multiple); }

  @Override void makeRows(int N) {
    z = rows(N, 3 * H);
    zs = rows(N, 3 * H);
    dz = rows(N, 3 * H);
    dzs = rows(N, 3 * H);
    s = rows(N, H);
    ds = rows(N, H);
    gates = rows(N, 2 * H);
    fresh = rows(N, H);
  }

  @Override void step(int n) {
    double[] a = z[n], b = zs[n], gate = gates[n], f = fresh[n], old = sBefore[n], now = s[n];
    for (int j = 0; j < gate.length; j++) gate[j] = a[j] + b[j];
    fast.sigmoid(gate);
    for (int j = 0; j < H; j++) f[j] = a[2 * H + j] + gate[H + j] * b[2 * H + j];
    fast.tanh(f);
    for (int j = 0; j < H; j++) now[j] = (1 - gate[j]) * old[j] + gate[j] * f[j];
  }

  @Override void stepBack(int n) {
    double[] gate = gates[n], f = fresh[n], b = zs[n], old = sBefore[n], d = ds[n], da = dz[n], db = dzs[n];
    for (int j = 0; j < H; j++) {
      double u = gate[j], r = gate[H + j], df = d[j] * u * backprop.dtanh(f[j]);
      da[j] = d[j] * (f[j] - old[j]) * u * (1 - u);
      da[H + j] = df * b[2 * H + j] * r * (1 - r);
      da[2 * H + j] = df;
      db[2 * H + j] = df * r;
    }
    System.arraycopy(da, 0, db, 0, 2 * H);
    if (before[n] >= 0) for (int j = 0; j < H; j++) dsBefore[n][j] += d[j] * (1 - gate[j]);
  }
}
