//JAVA 17+
//SOURCES fast.java

// What a step makes of its products, for many steps at once, a row for each. The products themselves, and which row is
// the step of which name, are somebody else's work. RnnRows, GruRows and LstmRows are the steps of the three cells.

abstract class CellRows {

  final int H;
  private final int multiple;
  int[] before;                          // N: the row of the same name one step before, or -1
  double[][] s, sBefore;                 // N rows of H; sBefore[n] is the row of s one step before
  double[][] z, zs;                      // N rows of G H: x Wxh, and to it or beside it what Whh makes of sBefore
  double[][] ds, dsBefore, dz, dzs;      // their derivatives; dsBefore[n] is the row of ds one step before, or null
  private final double[] zero;           // s_0

  /** @param multiple  a row has room for a multiple of so many numbers; what is in it may be less, then 0 follows */
  CellRows(int H, int multiple) {
    this.H = H;
    this.multiple = multiple;
    zero = rows(1, H)[0];
  }

  /** N rows with room for n numbers. */
  double[][] rows(int N, int n) { return new double[N][(n + multiple - 1) / multiple * multiple]; }

  /** Makes room for N rows. */
  void grow(int N) {
    before = new int[N];
    sBefore = new double[N][];
    dsBefore = new double[N][];
    makeRows(N);
  }

  /** Row n is a step of the name that had its step before in this row, or -1. */
  void follow(int n, int row) {
    before[n] = row;
    sBefore[n] = row < 0 ? zero : s[row];
    dsBefore[n] = row < 0 ? null : ds[row];
  }

  /** Makes s, z, zs, ds, dz, dzs and what else a step needs, for N rows. */
  abstract void makeRows(int N);

  /** Row n of s from those of z, zs and sBefore. */
  abstract void step(int n);

  /** Rows n of dz and dzs from that of ds; what goes back past Whh is added to the row before. */
  abstract void stepBack(int n);
}
