//JAVA 17+
//SOURCES ../judge/Exercise.java

// Exercise 10, gates. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.DoubleUnaryOperator;

class Check10 extends Exercise {
  {
    title = "Gates: a way back without a matrix";
    why = "What a step does not replace it leaves as it is, and an error comes back through it as it is, or nearly. A "
        + "gate decides that for each unit and each letter anew; and since a gate is a smooth number from 0 to 1, and not "
        + "a yes or no, its own weights are learnt by the same gradient as all others.";
    next = "./jbang lesson 11: dropout, and how to tell which of two networks is better. Then ./jbang check 11.";

    function("sigmoid", (Double z) -> sigmoid(z))
        .input("z = 0", r -> in(0.0))
        .input("a large z", r -> in(1000.0))
        .input("a large negative z", r -> in(-1000.0))
        .input("z = 40, a gate that is open but for e^-40", r -> in(40.0))
        .inputs(3, "a z below 0", r -> in(-0.1 - 3 * r.nextDouble()))
        .inputs(3, "a z from 0 to 1", r -> in(r.nextDouble()))
        .inputs(3, "a z above 1", r -> in(1.1 + 3 * r.nextDouble()))
        .mistake("it is e^z / (1 + e^z), which is infinity / infinity for a large z, NaN",
            z -> Math.exp(z) / (1 + Math.exp(z)))
        .mistake("the sign of z is missing, 1 / (1 + e^z): the gate shuts where it should open", z -> sigmoid(-z))
        .mistake("brackets are missing: 1 / 1 + e^-z divides only by 1", z -> 1 / 1 + Math.exp(-z))
        .mistake("it is tanh, which goes from -1 to 1", z -> Math.tanh(z))
        .mistake("it is (1 + tanh(z)) / 2, which is sigmoid(2 z); with tanh(z / 2) it would be right",
            z -> sigmoid(2 * z))
        .mistake("it is sigmoid(z) (1 - sigmoid(z)), the derivative", z -> sigmoid(z) * (1 - sigmoid(z)))
        .mistake("it is a straight line, cut off at 0 and 1", z -> Math.max(0, Math.min(1, z)))
        .mistake("it is a yes or no, 1 where z is above 0 and otherwise 0", z -> z > 0 ? 1.0 : 0.0)
        .mistake("it is 1 / (1 - e^-z), with a minus", z -> 1 / (1 - Math.exp(-z)))
        .mistake("it is e^-z / (1 + e^-z), which is 1 - sigmoid(z), and NaN for a large negative z",
            z -> Math.exp(-z) / (1 + Math.exp(-z)))
        .mistake("z is cut to a whole number before", z -> sigmoid((int) (double) z))
        .mistake("it is computed in float, which has 7 digits", z -> (double) (float) sigmoid((float) (double) z))
        .hints("Which of the two, e^z or e^-z, becomes infinite for a large z, and is 1 / (1 + infinity) a problem?",
            "One line, with brackets around the whole of what stands below.",
            "sigmoid(z) = 1 / (1 + e^-z)",
            "return 1 / (1 + Math.exp(-z));");

    function("gruStep", (double[] a, double[] b, double[] sBefore) -> gru(a, b, sBefore, 0)[3])
        .input("one unit", r -> in(row(r, 3, 1), row(r, 3, 1), row(r, 1, 0.5)))
        .input("the first step, with nothing before it", r -> in(row(r, 6, 1), new double[6], new double[2]))
        .input("gates that are shut, so that the state stays as it is",
            r -> in(new double[] {-800, -800, 5, 5, 1, -1}, new double[6], row(r, 2, 0.5)))
        .input("gates that are open, so that nothing of the state before is left",
            r -> in(new double[] {800, 800, 800, 800, 1, -1}, row(r, 6, 1), row(r, 2, 0.5)))
        .inputs(6, "a random step", r -> {
          int H = 2 + r.nextInt(3);
          return in(row(r, 3 * H, 1), row(r, 3 * H, 1), state(r, H));
        })
        .mistake("the gates are taken in threes, a[3 i], a[3 i + 1], a[3 i + 2]; all u come first, then all r, then all "
            + "n", (a, b, s) -> gru(inTurn(a, 3), inTurn(b, 3), s, 0)[3])
        .slips(slips -> (a, b, s) -> gru(a, b, s, slips)[3],
            "u and 1 - u have changed places: where u is open the state is new",
            "r is left out: n = tanh(a^n + b^n)",
            "r stands before a^n too; it belongs to b^n alone",
            "the tanh of n is missing",
            "u and r have changed places: u is the first third, r the second",
            "the gates look only at the letter: b^u and b^r are missing",
            "the gates are tanh, from -1 to 1, where sigmoid belongs",
            "nothing of the state before is kept: s = u n",
            "all of the state before is kept: s = sBefore + u n",
            "n is added whole, without u: s = (1 - u) sBefore + n",
            "n is a sigmoid where tanh belongs",
            "r stands before sBefore too: s = (1 - u) r sBefore + u n")
        .hints("If u is 0, what is the state after the step? And if it is 1?",
            "In one loop over i from 0 to H-1: u, then r, then n, and the new state from them.",
            "u_i = sigmoid(a_i + b_i),   r_i = sigmoid(a_{H+i} + b_{H+i}),   n_i = tanh(a_{2H+i} + r_i b_{2H+i})",
            "s[i] = (1 - u) * sBefore[i] + u * n;");

    function("gruBack", (double[] ds, double[] a, double[] b, double[] sBefore, double[][] Whh) ->
        back(ds, a, b, sBefore, Whh, 0))
        .parts("da", "db", "dsBefore").inside(Check10::firstOfGru)
        .input("one unit", r -> in(row(r, 1, 1), row(r, 3, 1), row(r, 3, 1), row(r, 1, 0.5), matrix(r, 1, 3, 0.7)))
        .input("an error of 0", r -> in(new double[2], row(r, 6, 1), row(r, 6, 1), row(r, 2, 0.5), matrix(r, 2, 6, 1)))
        .input("gates that are shut, so that the error comes back as it is", r -> in(row(r, 2, 1),
            new double[] {-800, -800, 5, 5, 1, -1}, row(r, 6, 1), row(r, 2, 0.5), matrix(r, 2, 6, 1)))
        .input("no weights, so that only the direct way is left",
            r -> in(row(r, 2, 1), row(r, 6, 1), new double[6], row(r, 2, 0.5), new double[2][6]))
        .inputs(6, "a random step", r -> {
          int H = 2 + r.nextInt(3);
          return in(row(r, H, 1), row(r, 3 * H, 1), row(r, 3 * H, 1), state(r, H), matrix(r, H, 3 * H, 0.7));
        })
        .mistake("the three are in another order; they should be da, db, dsBefore", (ds, a, b, s, Whh) -> {
          double[][] all = back(ds, a, b, s, Whh, 0);
          return new double[][] {all[2], all[0], all[1]};
        })
        .slips(slips -> (ds, a, b, s, Whh) -> back(ds, a, b, s, Whh, slips),
            "u (1 - u) is missing in du: the error has not gone back through the gate's sigmoid",
            "r (1 - r) is missing in dr: the error has not gone back through the gate's sigmoid",
            "1 - n^2 is missing in dn: the error has not gone back through tanh",
            "the direct way is missing in dsBefore: ds (1 - u), by which the state was kept",
            "what comes back through Whh is missing in dsBefore: the gates and n have read the state too",
            "db ends with dn; b^n went into n through r, so it is dn r",
            "da ends with dn r; a^n went into n without r, so it is dn",
            "the sign of du is wrong, sBefore - n: a larger u takes from sBefore and adds to n",
            "u is missing in dn",
            "sBefore stands in dr where b^n belongs",
            "the direct way is ds u; what was kept is 1 - u of the state",
            "da is carried back through Whh; it is db that the state went into",
            "the derivative of the gates is 1 - u^2, as for tanh; for a sigmoid it is u (1 - u)")
        .hints("On which ways did sBefore get into the loss? And a^n, and b^n: does r stand between them and n?",
            "First u, r and n as in gruStep. Then dn, from it dr, and du; put each into its third of da and of db. "
                + "dsBefore begins with the direct way and gets the sum over j after that.",
            "dn = ds u (1 - n^2),   du = ds (n - sBefore) u (1 - u),   dr = dn b^n r (1 - r)",
            "da[i] = db[i] = du;   da[H + i] = db[H + i] = dr;   da[2 * H + i] = dn;   db[2 * H + i] = dn * r;   "
                + "dsBefore[i] = ds[i] * (1 - u);");

    function("lstmStep", (double[] z, double[] cBefore) -> lstm(z, cBefore, 0))
        .parts("c", "s")
        .input("one unit", r -> in(row(r, 4, 1), row(r, 1, 1)))
        .input("the first step, with an empty memory", r -> in(row(r, 8, 1), new double[2]))
        .input("a memory that is kept, and nothing written",
            r -> in(new double[] {800, 800, -800, -800, 0.5, 1, 2, -2}, row(r, 2, 2)))
        .input("a memory larger than 1", r -> in(row(r, 8, 1), new double[] {3, -4}))
        .inputs(6, "a random step", r -> {
          int H = 2 + r.nextInt(3);
          return in(row(r, 4 * H, 1), row(r, H, 1.5));
        })
        .mistake("the two are in another order; they should be {c, s}", (z, c) -> {
          double[][] both = lstm(z, c, 0);
          return new double[][] {both[1], both[0]};
        })
        .mistake("the gates are taken in fours, z[4 j] and so on; all f come first, then all i, all e, all g",
            (z, c) -> lstm(inTurn(z, 4), c, 0))
        .slips(slips -> (z, c) -> lstm(z, c, slips),
            "the 1 in the gate f is missing",
            "f and i have changed places: f is the first quarter, i the second",
            "the tanh of c is missing in s",
            "i is missing: g is written whole, c = f cBefore + g",
            "nothing is kept: c = i g",
            "g is a sigmoid where tanh belongs",
            "the 1 is in all three gates; only f gets it",
            "the 1 is added after the sigmoid and not before",
            "e is missing: all of the memory is shown, s = tanh(c)",
            "e and g have changed places, as in PyTorch's order; here it is f, i, e, g",
            "i is 1 - f; here it is a gate of its own",
            "the memory before is shown, and not the new one: s = e tanh(cBefore)")
        .hints("What happens to the memory where f is 1 and i is 0? And to what is shown of it?",
            "In one loop over j from 0 to H-1: the four numbers of the unit, then c, then s.",
            "c_j = f_j cBefore_j + i_j g_j,   s_j = e_j tanh(c_j)",
            "double f = sigmoid(z[j] + 1), i = sigmoid(z[H + j]), e = sigmoid(z[2 * H + j]), "
                + "g = Math.tanh(z[3 * H + j]);");

    function("lstmBack", (double[] ds, double[] dcAfter, double[] z, double[] cBefore) ->
        back(ds, dcAfter, z, cBefore, 0))
        .parts("dz", "dcBefore").inside(Check10::firstOfLstm)
        .input("one unit", r -> in(row(r, 1, 1), row(r, 1, 1), row(r, 4, 1), row(r, 1, 1)))
        .input("the last step, where nothing comes back through the memory",
            r -> in(row(r, 2, 1), new double[2], row(r, 8, 1), row(r, 2, 1)))
        .input("no error at the state, only one in the memory",
            r -> in(new double[2], row(r, 2, 1), row(r, 8, 1), row(r, 2, 1)))
        .input("a memory that is kept, and an error that comes back as it is",
            r -> in(new double[2], row(r, 2, 1), new double[] {800, 800, -800, -800, 0.5, 1, 2, -2}, row(r, 2, 2)))
        .inputs(6, "a random step", r -> {
          int H = 2 + r.nextInt(3);
          return in(row(r, H, 1), row(r, H, 1), row(r, 4 * H, 1), row(r, H, 1.5));
        })
        .mistake("the two are in another order; they should be {dz, dcBefore}", (ds, dc, z, c) -> {
          double[][] both = back(ds, dc, z, c, 0);
          return new double[][] {both[1], both[0]};
        })
        .slips(slips -> (ds, dc, z, c) -> back(ds, dc, z, c, slips),
            "dc is dcAfter alone: what the state shows of the memory is missing, ds e (1 - tanh(c)^2)",
            "dcAfter is left out: nothing comes back through the memory",
            "1 - tanh(c)^2 is missing in dc",
            "1 - c^2 stands in dc where 1 - tanh(c)^2 belongs",
            "f is missing in dcBefore",
            "dz^f and dz^i have each other's factor: f stood before cBefore, i before g",
            "tanh is missing in dz^e: it is tanh(c) that e stood before",
            "f (1 - f), i (1 - i) and e (1 - e) are missing: the errors have not gone back through the sigmoids",
            "1 - g^2 is missing in dz^g",
            "c stands in dz^f where cBefore belongs",
            "dcBefore is dcAfter f: what ds adds to dc is left out there",
            "i is missing in dz^g",
            "e is missing in dc",
            "the 1 in the gate f is missing")
        .hints("On which two ways did c get into the loss: through this step's state, and how else?",
            "First the gates and c as in lstmStep. Then dc, from its two ways. All but dz^e come from dc.",
            "dc = dcAfter + ds e (1 - tanh(c)^2),   dcBefore = dc f",
            "dz[j] = dc * cBefore[j] * f * (1 - f);   dz[H + j] = dc * g * i * (1 - i);   dz[2 * H + j] = ds[j] * shown "
                + "* e * (1 - e);   dz[3 * H + j] = dc * i * (1 - g * g);");
  }

  // ---- what goes wrong first inside of a chain ---------------------------------------------------------

  /** dn needs nothing else, dr needs dn, dsBefore needs db. */
  static String firstOfGru(Object[] arguments, Object[] mine, Object[] right) {
    double[][] da = thirds(mine[0]), db = thirds(mine[1]), a = thirds(right[0]), b = thirds(right[1]);
    boolean du = agree(da[0], a[0]), dr = agree(da[1], a[1]), dn = agree(da[2], a[2]);
    if (!dn) return "Begin with dn, the last third of da: dr needs it, and it needs nothing but ds, u and n.";
    if (!du && dr) return "dn and dr are right: look at du, the first third.";
    if (!dr) return "dn is right" + (du ? ", and du: " : ": ") + "look at dr, the second third, which is made from dn.";
    if (!agree(db[0], b[0]) || !agree(db[1], b[1]) || !agree(db[2], b[2])) {
      return "da is right: look at db, which differs from it only in its last third.";
    }
    return "da and db are right: look at the two ways that lead to dsBefore.";
  }

  static String firstOfLstm(Object[] arguments, Object[] mine, Object[] right) {
    double[][] dz = quarters(mine[0]), z = quarters(right[0]);
    List<String> wrong = new ArrayList<>();
    for (int k = 0; k < 4; k++) if (!agree(dz[k], z[k])) wrong.add(List.of("dz^f", "dz^i", "dz^e", "dz^g").get(k));
    if (wrong.isEmpty()) return "dz is right, so dc is too: look at dcBefore.";
    if (wrong.size() == 4) return null;
    boolean dc = wrong.size() < 3 || wrong.contains("dz^e");   // dz^f, dz^i and dz^g all need dc, and dz^e does not
    return dc ? "Only " + String.join(" and ", wrong) + " of dz differs."
        : "dz^e is right, and it alone does not need dc: look at dc.";
  }

  private static boolean agree(double[] a, double[] b) { return Values.agree(a, b, 1e-9); }

  private static double[][] thirds(Object row) { return cut((double[]) row, 3); }

  private static double[][] quarters(Object row) { return cut((double[]) row, 4); }

  private static double[][] cut(double[] row, int parts) {
    int n = row.length / parts;
    double[][] cut = new double[parts][];
    for (int k = 0; k < parts; k++) cut[k] = Arrays.copyOfRange(row, k * n, k * n + n);
    return cut;
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  static double sigmoid(double z) { return 1 / (1 + Math.exp(-z)); }

  private static double[] state(Random r, int n) { return each(row(r, n, 1), Math::tanh); }

  /** Read as [k i + part] where [part H + i] belongs. */
  private static double[] inTurn(double[] a, int k) {
    double[] turned = new double[a.length];
    for (int i = 0; i < a.length; i++) turned[i % k * (a.length / k) + i / k] = a[i];
    return turned;
  }

  private static boolean[] bits(int slips) {
    boolean[] slip = new boolean[14];
    for (int i = 0; i < slip.length; i++) slip[i] = (slips >> i & 1) == 1;
    return slip;
  }

  /** u, r, n and s of a step with slips, as they are listed above. */
  private static double[][] gru(double[] a, double[] b, double[] sBefore, int slips) {
    boolean[] slip = bits(slips);
    int H = sBefore.length;
    DoubleUnaryOperator gate = slip[6] ? Math::tanh : Check10::sigmoid;
    double[] u = new double[H], r = new double[H], n = new double[H], s = new double[H];
    for (int i = 0; i < H; i++) {
      int first = slip[4] ? H + i : i, second = slip[4] ? i : H + i;
      u[i] = gate.applyAsDouble(a[first] + (slip[5] ? 0 : b[first]));
      r[i] = gate.applyAsDouble(a[second] + (slip[5] ? 0 : b[second]));
      double an = a[2 * H + i] * (slip[2] ? r[i] : 1), z = an + (slip[1] ? 1 : r[i]) * b[2 * H + i];
      n[i] = slip[3] ? z : slip[10] ? sigmoid(z) : Math.tanh(z);
      double added = slip[0] ? 1 - u[i] : u[i], kept = slip[7] ? 0 : slip[8] ? 1 : 1 - added;
      s[i] = kept * (slip[11] ? r[i] : 1) * sBefore[i] + (slip[9] ? 1 : added) * n[i];
    }
    return new double[][] {u, r, n, s};
  }

  private static double[][] back(double[] ds, double[] a, double[] b, double[] sBefore, double[][] Whh, int slips) {
    boolean[] slip = bits(slips);
    int H = sBefore.length;
    double[][] step = gru(a, b, sBefore, 0);
    double[] da = new double[3 * H], db = new double[3 * H], dsBefore = new double[H];
    for (int i = 0; i < H; i++) {
      double u = step[0][i], r = step[1][i], n = step[2][i], bn = b[2 * H + i];
      double dn = ds[i] * (slip[8] ? 1 : u) * (slip[2] ? 1 : 1 - n * n);
      da[i] = db[i] = ds[i] * (slip[7] ? sBefore[i] - n : n - sBefore[i])
          * (slip[0] ? 1 : slip[12] ? 1 - u * u : u * (1 - u));
      da[H + i] = db[H + i] = dn * (slip[9] ? sBefore[i] : bn) * (slip[1] ? 1 : slip[12] ? 1 - r * r : r * (1 - r));
      da[2 * H + i] = slip[6] ? dn * r : dn;
      db[2 * H + i] = slip[5] ? dn : dn * r;
      dsBefore[i] = slip[3] ? 0 : ds[i] * (slip[10] ? u : 1 - u);
    }
    double[] carried = times(slip[11] ? da : db, transposed(Whh));
    return new double[][] {da, db, slip[4] ? dsBefore : each(dsBefore, carried, Double::sum)};
  }

  private static double[][] lstm(double[] z, double[] cBefore, int slips) {
    boolean[] slip = bits(slips);
    int H = cBefore.length;
    double[] c = new double[H], s = new double[H];
    for (int j = 0; j < H; j++) {
      double one = slip[0] || slip[7] ? 0 : 1, all = slip[6] ? 1 : 0;
      int first = slip[1] ? H + j : j, second = slip[1] ? j : H + j;
      int third = slip[9] ? 3 * H + j : 2 * H + j, fourth = slip[9] ? 2 * H + j : 3 * H + j;
      double f = sigmoid(z[first] + one) + (slip[7] ? 1 : 0), i = slip[10] ? 1 - f : sigmoid(z[second] + all);
      double e = sigmoid(z[third] + all), g = slip[5] ? sigmoid(z[fourth]) : Math.tanh(z[fourth]);
      c[j] = (slip[4] ? 0 : f * cBefore[j]) + (slip[3] ? g : i * g);
      double shown = slip[11] ? cBefore[j] : c[j];
      s[j] = (slip[8] ? 1 : e) * (slip[2] ? shown : Math.tanh(shown));
    }
    return new double[][] {c, s};
  }

  private static double[][] back(double[] ds, double[] dcAfter, double[] z, double[] cBefore, int slips) {
    boolean[] slip = bits(slips);
    int H = cBefore.length;
    double[] dz = new double[4 * H], dcBefore = new double[H];
    for (int j = 0; j < H; j++) {
      double f = sigmoid(z[j] + (slip[13] ? 0 : 1)), i = sigmoid(z[H + j]), e = sigmoid(z[2 * H + j]);
      double g = Math.tanh(z[3 * H + j]), c = f * cBefore[j] + i * g, shown = Math.tanh(c);
      double factor = slip[2] ? 1 : slip[3] ? 1 - c * c : 1 - shown * shown;
      double dc = (slip[1] ? 0 : dcAfter[j]) + (slip[0] ? 0 : ds[j] * (slip[12] ? 1 : e) * factor);
      double before = slip[9] ? c : cBefore[j];
      dz[j] = dc * (slip[5] ? g : before) * (slip[7] ? 1 : f * (1 - f));
      dz[H + j] = dc * (slip[5] ? before : g) * (slip[7] ? 1 : i * (1 - i));
      dz[2 * H + j] = ds[j] * (slip[6] ? c : shown) * (slip[7] ? 1 : e * (1 - e));
      dz[3 * H + j] = dc * (slip[11] ? 1 : i) * (slip[8] ? 1 : 1 - g * g);
      dcBefore[j] = (slip[10] ? dcAfter[j] : dc) * (slip[4] ? 1 : f);
    }
    return new double[][] {dz, dcBefore};
  }
}
