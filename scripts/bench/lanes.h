/* The side-by-side form of epochs.c: the names of a batch at once, with vectors, as engine/Lanes.java has it; the best
 * that its author would write in C. A step's rows are filled up to a multiple of 4 with rows of no name. */

#ifdef __AVX512F__
#define L 8
#else
#define L 4
#endif
#define P (2 * L) /* numbers in a row of a panel */
#define DEEP 192  /* rows of a panel that stay in the nearest cache */
typedef double vec __attribute__((vector_size(8 * L)));
typedef double loose __attribute__((vector_size(8 * L), aligned(8), may_alias));

static vec load(const double *a) { return *(const loose *)a; }
static void store(double *a, vec v) { *(loose *)a = v; }

/* Keeps a vector in a register: gcc would load it again for each of its four uses. */
static vec kept(vec v) {
#if defined(__AVX__)
  __asm__("" : "+v"(v));
#endif
  return v;
}

/* 4 rows of C, P wide, += the sum of a B over K rows of the panel B; a: 4 numbers, row apart, and next apart for the
 * next row of B. */
static void tile(const double *A, size_t row, size_t next, const double *B, int K, double *C, size_t width) {
  double *c0 = C, *c1 = C + width, *c2 = C + 2 * width, *c3 = C + 3 * width;
  vec c00 = load(c0), c01 = load(c0 + L), c10 = load(c1), c11 = load(c1 + L), c20 = load(c2), c21 = load(c2 + L),
      c30 = load(c3), c31 = load(c3 + L);
  for (int k = 0; k < K; k++, A += next, B += P) {
    vec b0 = kept(load(B)), b1 = kept(load(B + L));
    double a0 = A[0], a1 = A[row], a2 = A[2 * row], a3 = A[3 * row];
    c00 += a0 * b0; c01 += a0 * b1; c10 += a1 * b0; c11 += a1 * b1;
    c20 += a2 * b0; c21 += a2 * b1; c30 += a3 * b0; c31 += a3 * b1;
  }
  store(c0, c00); store(c0 + L, c01); store(c1, c10); store(c1 + L, c11);
  store(c2, c20); store(c2 + L, c21); store(c3, c30); store(c3 + L, c31);
}

/* The panels of W, k x m, one after the other: panel j has the columns jP .. jP+P-1. */
static void to_panels(const double *W, int k, int m, double *panels) {
  for (int j = 0; j < m; j += P, panels += (size_t)k * P) {
    for (int i = 0; i < k; i++) {
      for (int c = 0; c < P; c++) panels[i * P + c] = j + c < m ? W[(size_t)i * m + j + c] : 0;
    }
  }
}

/* n rows of C += those of A, K wide, times B, which is in panels. */
static void products(const double *A, size_t a, const double *B, int K, int m, double *C, size_t c, int n) {
  for (int j = 0; j < m; j += P, B += (size_t)K * P) {
    for (int i = 0; i < n; i += 4) tile(A + i * a, a, 1, B, K, C + i * c + j, c);
  }
}

/* C, k x m, += A^T B over N rows; room: for a panel of B and one of C. */
static void outer_products(const double *A, size_t a, const double *B, size_t b, int N, double *C, int k, int m,
    double *room) {
  double *panel = room + DEEP * P;
  for (int j = 0; j < m; j += P) {
    memset(panel, 0, (size_t)(k + 4) * P * 8);
    for (int from = 0; from < N; from += DEEP) {
      int K = N - from < DEEP ? N - from : DEEP;
      for (int n = 0; n < K; n++) memcpy(room + n * P, B + (from + n) * b + j, P * 8);
      for (int i = 0; i < k; i += 4) tile(A + from * a + i, 1, a, room, K, panel + i * P, P);
    }
    for (int i = 0; i < k; i++) for (int q = 0; q < P && j + q < m; q++) C[(size_t)i * m + j + q] += panel[i * P + q];
  }
}

static int longer(const void *a, const void *b) { return **(int *const *)b - **(int *const *)a; }

/* The summed loss of at most 32 names; adds its gradient to dW. */
static double side_by_side(int **given, int count) {
  static double *s, *before, *ro, *o, *panels, *room, *transposed;
  static int *x, *y, *at, rows;
  size_t h = (H + P - 1) / P * P + 8, w = (V + P - 1) / P * P + 8; /* 8 more: rows begin in different cache lines */
  int *names[32], T, N = 0;
  memcpy(names, given, count * sizeof *names);
  qsort(names, count, sizeof *names, longer);
  T = names[0][0] + 1;
  if (32 * (T + 1) > rows) { /* never freed: it grows a few times */
    rows = 64 * (T + 1);
    s = aligned_alloc(64, rows * h * 8);
    before = aligned_alloc(64, rows * h * 8);
    ro = aligned_alloc(64, rows * h * 8);
    o = aligned_alloc(64, rows * w * 8);
    x = malloc(rows * sizeof *x);
    y = malloc(rows * sizeof *y);
    at = malloc((rows + 1) * sizeof *at);
    room = aligned_alloc(64, (DEEP + H + V + 64) * (size_t)P * 8);
    panels = aligned_alloc(64, 4 * (h + w) * (h + w) * 8);
    transposed = malloc((size_t)(H + V) * H * 8);
  }
  double *PWhh = panels, *PWho = PWhh + (size_t)H * h, *PWhhT = PWho + (size_t)H * w, *PWhoT = PWhhT + (size_t)H * h;
  to_panels(Whh, H, H, PWhh);
  to_panels(Who, H, V, PWho);
  transpose(Whh, transposed, H, H);
  to_panels(transposed, H, H, PWhhT);
  transpose(Who, transposed, H, V);
  to_panels(transposed, V, H, PWhoT);

  for (int t = 0; t < T; t++) {
    at[t] = N;
    for (int i = 0; i < count && names[i][0] >= t; i++, N++) {
      x[N] = t ? names[i][t] : 0;
      y[N] = t < names[i][0] ? names[i][t + 1] : 0;
    }
    for (; N % 4; N++) x[N] = 0, y[N] = -1;
  }
  at[T] = N;
  memset(s, 0, N * h * 8);
  memset(before, 0, N * h * 8);
  memset(o, 0, N * w * 8);
  memset(ro, 0, N * h * 8);
  double loss = 0;
  for (int t = 0; t < T; t++) {
    int n = at[t + 1] - at[t];
    for (int i = at[t]; i < at[t + 1]; i++) memcpy(s + i * h, Wxh + (size_t)x[i] * H, H * 8);
    if (t) memcpy(before + at[t] * h, s + at[t - 1] * h, n * h * 8);
    if (t) products(before + at[t] * h, h, PWhh, H, H, s + at[t] * h, h, n);
    for (int i = at[t]; i < at[t + 1]; i++) {
      double *z = s + i * h;
      for (int j = 0; j < H; j++) z[j] = tanh(z[j]);
    }
  }
  products(s, h, PWho, H, V, o, w, N);
  for (int i = 0; i < N; i++) {
    double *p = o + i * w, largest = -1e300, sum = 0;
    if (y[i] < 0) {
      memset(p, 0, w * 8);
      continue;
    }
    for (int j = 0; j < V; j++) if (p[j] > largest) largest = p[j];
    for (int j = 0; j < V; j++) p[j] = exp(p[j] - largest);
    for (int j = 0; j < V; j++) sum += p[j];
    for (int j = 0; j < V; j++) p[j] /= sum;
    loss -= log(p[y[i]]);
    p[y[i]] -= 1;
  }
  products(o, w, PWhoT, V, H, ro, h, N);
  for (int t = T - 1; t >= 0; t--) {
    int n = at[t + 1] - at[t];
    for (int i = at[t]; i < at[t + 1]; i++) {
      for (int j = 0; j < H; j++) ro[i * h + j] *= 1 - s[i * h + j] * s[i * h + j];
    }
    if (t) products(ro + at[t] * h, h, PWhhT, H, H, ro + at[t - 1] * h, h, n);
  }
  outer_products(before, h, ro, h, N, dW + V * H, H, H, room);
  outer_products(s, h, o, w, N, dW + V * H + H * H, H, V, room);
  for (int i = 0; i < N; i++) if (y[i] >= 0) for (int j = 0; j < H; j++) dW[x[i] * H + j] += ro[i * h + j];
  return loss;
}
