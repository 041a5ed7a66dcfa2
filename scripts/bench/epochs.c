/* Trains as the kit does, in C, one thread, and times each epoch; `jbang bench --peers` compiles and runs it.
 *
 * usage: epochs one|lanes WEIGHTS.txt NAMES.txt EPOCHS
 *
 * WEIGHTS.txt: V, H, and the rows of Wxh, Whh, Who; NAMES.txt: a line a name, its length and its indices.
 * Names in the file's order in batches of 32, clipped at 5, Adam 0.003. one: one name at a time, flat arrays, loops
 * over rows that the compiler vectorises (-O3 -march=native -ffast-math); lanes: see lanes.h.
 * Prints a line an epoch: its training loss in nats per character, and its seconds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int V, H, longest;
static double *Wxh, *Whh, *Who, *dW;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/* c += a B, for a of k, B of k x m */
static void product(const double *restrict a, const double *restrict B, double *restrict c, int k, int m) {
  int i = 0;
  for (; i + 3 < k; i += 4) {
    const double *restrict b = B + (size_t)i * m;
    if (a[i] == 0 && a[i + 1] == 0 && a[i + 2] == 0 && a[i + 3] == 0) continue;
    double a0 = a[i], a1 = a[i + 1], a2 = a[i + 2], a3 = a[i + 3];
    for (int j = 0; j < m; j++) c[j] += a0 * b[j] + a1 * b[j + m] + a2 * b[j + 2 * m] + a3 * b[j + 3 * m];
  }
  for (; i < k; i++) for (int j = 0; j < m; j++) c[j] += a[i] * B[(size_t)i * m + j];
}

/* C += A^T B, for A of T x k, B of T x m */
static void outer(const double *restrict A, const double *restrict B, double *restrict C, int T, int k, int m) {
  for (int i = 0; i < k; i++) {
    double *restrict c = C + (size_t)i * m;
    int t = 0;
    for (; t + 3 < T; t += 4) {
      const double *restrict b = B + (size_t)t * m;
      double a0 = A[t * k + i], a1 = A[(t + 1) * k + i], a2 = A[(t + 2) * k + i], a3 = A[(t + 3) * k + i];
      if (a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0) continue;
      for (int j = 0; j < m; j++) c[j] += a0 * b[j] + a1 * b[j + m] + a2 * b[j + 2 * m] + a3 * b[j + 3 * m];
    }
    for (; t < T; t++) if (A[t * k + i] != 0) for (int j = 0; j < m; j++) c[j] += A[t * k + i] * B[(size_t)t * m + j];
  }
}

static void transpose(const double *A, double *AT, int k, int m) {
  for (int i = 0; i < k; i++) for (int j = 0; j < m; j++) AT[(size_t)j * k + i] = A[(size_t)i * m + j];
}

/* The summed loss of the names; adds its gradient to dW. */
static double one_by_one(int **names, int count) {
  static double *x, *s, *d, *ro, *WhhT, *WhoT;
  if (!x) {
    int most = longest + 1;
    x = calloc((size_t)most * V, 8), s = calloc((size_t)(most + 1) * H, 8), d = calloc((size_t)most * V, 8);
    ro = calloc((size_t)most * H, 8), WhhT = calloc((size_t)H * H, 8), WhoT = calloc((size_t)V * H, 8);
  }
  transpose(Whh, WhhT, H, H);
  transpose(Who, WhoT, H, V);
  double total = 0;
  for (int b = 0; b < count; b++) {
    int T = names[b][0] + 1, *name = names[b] + 1;
    memset(x, 0, (size_t)T * V * 8);
    memset(s, 0, (size_t)(T + 1) * H * 8);
    memset(d, 0, (size_t)T * V * 8);
    memset(ro, 0, (size_t)T * H * 8);
    for (int t = 0; t < T; t++) {
      double *z = s + (size_t)(t + 1) * H, *o = d + (size_t)t * V, largest = -1e300, sum = 0;
      int target = t < T - 1 ? name[t] : 0;
      x[t * V + (t > 0 ? name[t - 1] : 0)] = 1;
      product(x + (size_t)t * V, Wxh, z, V, H);
      product(z - H, Whh, z, H, H);
      for (int i = 0; i < H; i++) z[i] = tanh(z[i]);
      product(z, Who, o, H, V);
      for (int i = 0; i < V; i++) if (o[i] > largest) largest = o[i];
      for (int i = 0; i < V; i++) o[i] = exp(o[i] - largest);
      for (int i = 0; i < V; i++) sum += o[i];
      for (int i = 0; i < V; i++) o[i] /= sum;
      total -= log(o[target]);
      o[target] -= 1;
    }
    for (int t = T - 1; t >= 0; t--) {
      double *r = ro + (size_t)t * H, *state = s + (size_t)(t + 1) * H;
      product(d + (size_t)t * V, WhoT, r, V, H);
      if (t < T - 1) product(r + H, WhhT, r, H, H);
      for (int i = 0; i < H; i++) r[i] *= 1 - state[i] * state[i];
    }
    outer(x, ro, dW, T, V, H);
    outer(s, ro, dW + V * H, T, H, H);
    outer(s + H, d, dW + V * H + H * H, T, H, V);
  }
  return total;
}

#include "lanes.h"

int main(int argc, char **argv) {
  FILE *f = argc > 4 ? fopen(argv[2], "r") : NULL;
  if (!f || fscanf(f, "%d %d", &V, &H) != 2) return 2;
  int size = V * H + H * H + H * V, epochs = atoi(argv[4]), count = 0;
  double (*form)(int **, int) = strcmp(argv[1], "one") ? side_by_side : one_by_one;
  double *W = calloc(size, 8), *m = calloc(size, 8), *v = calloc(size, 8);
  Wxh = W, Whh = W + V * H, Who = Whh + H * H, dW = calloc(size, 8);
  for (int i = 0; i < size; i++) if (fscanf(f, "%lf", W + i) != 1) return 2;
  fclose(f);
  int **names = NULL, length;
  if (!(f = fopen(argv[3], "r"))) return 2;
  while (fscanf(f, "%d", &length) == 1) {
    names = realloc(names, (count + 1) * sizeof *names);
    names[count] = malloc((length + 1) * sizeof(int));
    names[count][0] = length;
    for (int i = 1; i <= length; i++) if (fscanf(f, "%d", names[count] + i) != 1) return 2;
    if (length > longest) longest = length;
    count++;
  }
  fclose(f);
  int step = 0;
  for (int epoch = 0; epoch < epochs; epoch++) {
    double begin = now(), total = 0;
    long characters = 0;
    for (int from = 0; from < count; from += 32) {
      int to = from + 32 < count ? from + 32 : count, n = 0;
      memset(dW, 0, (size_t)size * 8);
      total += form(names + from, to - from);
      for (int b = from; b < to; b++) n += names[b][0] + 1;
      double norm = 0, correct1 = 1 - pow(0.9, ++step), correct2 = 1 - pow(0.999, step);
      for (int i = 0; i < size; i++) {
        dW[i] /= n;
        norm += dW[i] * dW[i];
      }
      double shorten = sqrt(norm) > 5 ? 5 / sqrt(norm) : 1;
      for (int i = 0; i < size; i++) {
        double g = dW[i] * shorten;
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
        W[i] -= 0.003 * (m[i] / correct1) / (sqrt(v[i] / correct2) + 1e-8);
      }
      characters += n;
    }
    printf("%.17g %.6f\n", total / characters, now() - begin);
    fflush(stdout);
  }
  return 0;
}
