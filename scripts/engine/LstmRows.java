//JAVA 17+
//SOURCES CellRows.java

// The step of lstm.java.

import java.util.Arrays;

class LstmRows extends CellRows {

  private double[][] gates, fresh, c, shown, dc;   // N rows of 3H: f, i and e; of H: g, c, tanh(c), dc
  private final double[] zero;                     // c_0

  LstmRows(int H, int multiple) {
    super(H, multiple);
    zero = new double[H];
  }

  @Override void makeRows(int N) {
    z = zs = rows(N, 4 * H);
    dz = dzs = rows(N, 4 * H);
    s = rows(N, H);
    ds = rows(N, H);
    gates = rows(N, 3 * H);
    fresh = rows(N, H);
    c = rows(N, H);
    shown = rows(N, H);
    dc = rows(N, H);
  }

  private double[] cBefore(int n) { return before[n] < 0 ? zero : c[before[n]]; }

  @Override void step(int n) {
    double[] gate = gates[n], g = fresh[n], old = cBefore(n), now = c[n], t = shown[n], out = s[n];
    System.arraycopy(z[n], 0, gate, 0, 3 * H);
    for (int j = 0; j < H; j++) gate[j] += 1;
    fast.sigmoid(gate);
    System.arraycopy(z[n], 3 * H, g, 0, H);
    fast.tanh(g);
    for (int j = 0; j < H; j++) now[j] = t[j] = gate[j] * old[j] + gate[H + j] * g[j];
    fast.tanh(t);
    for (int j = 0; j < H; j++) out[j] = gate[2 * H + j] * t[j];
    Arrays.fill(dc[n], 0);
  }

  @Override void stepBack(int n) {
    double[] gate = gates[n], g = fresh[n], old = cBefore(n), t = shown[n], d = ds[n], dn = dc[n], da = dz[n];
    for (int j = 0; j < H; j++) {
      double f = gate[j], i = gate[H + j], e = gate[2 * H + j];
      dn[j] += d[j] * e * backprop.dtanh(t[j]);
      da[j] = dn[j] * old[j] * f * (1 - f);
      da[H + j] = dn[j] * g[j] * i * (1 - i);
      da[2 * H + j] = d[j] * t[j] * e * (1 - e);
      da[3 * H + j] = dn[j] * i * backprop.dtanh(g[j]);
    }
    if (before[n] < 0) return;
    double[] dBefore = dc[before[n]];
    for (int j = 0; j < H; j++) dBefore[j] += dn[j] * gate[j];
  }
}
