//JAVA 17+

// n-grams: how likely is each next letter after the n-1 letters before it, by counting alone? Where a model has seen
// few, the model of one letter less must help. There are three ways to mix the two here. In all of them
//   p_0(c) = 1/V
// and what is chosen freely, the a_n or the discounts D of all orders, is chosen together by the validation names.
//
//   dirichlet    p_n(c | context) = ( count(context c) + a_n p_{n-1}(c | shorter context) ) / ( count(context) + a_n )
//                as if a_n letters more had been seen, spread as the shorter context says (MacKay and Peto, 1995)
//   kneserNey    p_n(c | context) = ( max(count(context c) - D, 0) + taken p_{n-1}(c | shorter) ) / count(context)
//                taken = D times how many different letters were seen after the context; one D for all n
//                (Kneser and Ney, 1995; interpolated)
//   modified     the same with three discounts for each n: of what was seen once, twice, and more often
//                (Chen and Goodman, 1998)
//
// The shorter models of kneserNey and modified do not count how often the letters came together, but after how many
// different letters: p_{n-1} is only asked where the longer context failed. A context that begins with the start of
// the name has nothing before it; there they count as usual.

import java.util.*;

class Ngrams {

  enum Smoothing { dirichlet, kneserNey, modified }

  /** What was counted where a letter follows a context. kinds[k-1]: how many letters came k times; 3: or more. */
  private record Seen(int count, int total, int[] kinds) {}

  private final int V, n;
  private final Smoothing smoothing;
  private final List<Map<String, Map<Character, Integer>>> counts = new ArrayList<>();   // at m-1: of order m
  private final double[][] chosen;                                                       // at m-1: a_m, or D1, D2, D3

  /** The model of order n: counts the letters (indices below V) in train, and chooses what is free by valid. */
  Ngrams(int V, int n, List<int[]> train, List<int[]> valid, Smoothing smoothing) {
    this.V = V;
    this.n = n;
    this.smoothing = smoothing;
    for (int m = 1; m <= n; m++) counts.add(count(m, train));
    chosen = new double[n][3];
    choose(valid);
  }

  /** At m-1 what was chosen for order m: a_m, or the discounts of what was seen once, twice, and more often. */
  double[][] chosen() { return chosen; }

  // ---- counting ----------------------------------------------------------------------------------------

  /** n starts, the letters, and the end, each as one char. */
  private String padded(int[] name) {
    StringBuilder text = new StringBuilder("\0".repeat(n));
    for (int letter : name) text.append((char) letter);
    return text.append('\0').toString();
  }

  private Map<String, Map<Character, Integer>> count(int m, List<int[]> names) {
    Map<String, Map<Character, Integer>> count = new HashMap<>();
    Set<String> longer = new HashSet<>();
    for (int[] name : names) {
      String text = padded(name);
      for (int t = 0; t <= name.length; t++) {
        int end = n + t;   // where the letter stands
        boolean each = smoothing == Smoothing.dirichlet || m == n || m - 1 > t;
        if (!each && !longer.add(text.substring(end - m, end + 1))) continue;   // after this letter it came before
        count.computeIfAbsent(text.substring(end - m + 1, end), context -> new HashMap<>())
            .merge(text.charAt(end), 1, Integer::sum);
      }
    }
    return count;
  }

  /** What each order, from 1 on, has seen at position t of a name (at its length: the end); null: not the context. */
  private Seen[] seen(int[] name, int t) {
    String text = padded(name);
    Seen[] seen = new Seen[n];
    for (int m = 1; m <= n; m++) {
      Map<Character, Integer> next = counts.get(m - 1).get(text.substring(n + t - m + 1, n + t));
      if (next == null) break;
      int total = 0;
      int[] kinds = new int[3];
      for (int count : next.values()) {
        total += count;
        kinds[Math.min(count, 3) - 1]++;
      }
      seen[m - 1] = new Seen(next.getOrDefault(text.charAt(n + t), 0), total, kinds);
    }
    return seen;
  }

  // ---- mixing ------------------------------------------------------------------------------------------

  /** p_n of the letter at position t of a name, at its length of the end. */
  double probability(int[] name, int t) { return probability(seen(name, t)); }

  private double probability(Seen[] seen) {
    double p = 1.0 / V;
    for (int m = 1; m <= n && seen[m - 1] != null; m++) {
      p = smoothing == Smoothing.dirichlet ? added(seen[m - 1], chosen[m - 1][0], p)
          : discounted(seen[m - 1], chosen[m - 1], p);
    }
    return p;
  }

  /** @param shorter  the probability by the shorter context */
  private static double added(Seen seen, double a, double shorter) {
    return (seen.count + a * shorter) / (seen.total + a);
  }

  /** What the discounts D take from the letters that were seen is given to all, as the shorter context says. */
  private static double discounted(Seen seen, double[] D, double shorter) {
    double taken = 0, left = seen.count == 0 ? 0 : seen.count - D[Math.min(seen.count, 3) - 1];
    for (int k = 0; k < 3; k++) taken += D[k] * seen.kinds[k];
    return (left + taken * shorter) / seen.total;
  }

  /** Mean loss in nats per character. */
  double loss(List<int[]> names) { return meanLoss(places(names)); }

  /** The probability of each character of the names, letters and ends, one after the other. */
  double[] probabilities(List<int[]> names) { return places(names).stream().mapToDouble(this::probability).toArray(); }

  static final List<String> KNOWN = List.of("never seen", "seen, but never with this one after them",
      "seen, with this one after them");

  /** Of each character of the names, as an index of KNOWN: what train had of the n-1 characters before it. */
  int[] known(List<int[]> names) {
    return places(names).stream().map(seen -> seen[n - 1])
        .mapToInt(seen -> seen == null ? 0 : seen.count == 0 ? 1 : 2).toArray();
  }

  private List<Seen[]> places(List<int[]> names) {
    List<Seen[]> places = new ArrayList<>();
    for (int[] name : names) for (int t = 0; t <= name.length; t++) places.add(seen(name, t));
    return places;
  }

  private double meanLoss(List<Seen[]> places) {
    double loss = 0;
    for (Seen[] place : places) loss -= Math.log(probability(place));
    return loss / places.size();
  }

  // ---- choosing ----------------------------------------------------------------------------------------

  private static final double[] CONCENTRATIONS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100};
  private static final double[] SHARES = new double[20];   // of what was seen, to be taken away
  static { Arrays.setAll(SHARES, i -> (i + 1) / 20.0); }

  /** One number after the other climbs to its best value while the others stay, until nothing improves any more. */
  private void choose(List<int[]> valid) {
    List<Seen[]> places = places(valid);
    double[] values = smoothing == Smoothing.dirichlet ? CONCENTRATIONS : SHARES;
    int[][] at = new int[n][3];   // where in values each of the chosen is
    for (int m = 0; m < n; m++) for (int k = 0; k < 3; k++) set(m, k, values[at[m][k] = values.length / 2]);
    for (double before = Double.POSITIVE_INFINITY, loss = meanLoss(places); loss < before; ) {
      before = loss;
      int orders = smoothing == Smoothing.kneserNey ? Math.min(1, n) : n;
      int kinds = smoothing == Smoothing.modified ? 3 : 1;
      for (int m = 0; m < orders; m++) for (int k = 0; k < kinds; k++) {
        for (int step : new int[] {1, -1}) {
          for (int i = at[m][k] + step; i >= 0 && i < values.length; i += step) {
            set(m, k, values[i]);
            double changed = meanLoss(places);
            if (changed >= loss) break;
            loss = changed;
            at[m][k] = i;
          }
          set(m, k, values[at[m][k]]);
        }
      }
    }
  }

  private void set(int m, int k, double value) {
    switch (smoothing) {
      case dirichlet -> chosen[m] = new double[] {value};
      case kneserNey -> Arrays.fill(chosen, new double[] {value, value, value});
      case modified -> chosen[m][k] = (k + 1) * value;
    }
  }
}
