//JAVA 17+
//SOURCES ../judge/Exercise.java ../../sample.java

// Exercise 7, sample. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.function.*;
import java.util.stream.*;

class Check07 extends Exercise {
  {
    title = "Sample: names that nobody has written before";
    why = "The network only says how likely each letter is; chance makes a name of it, and the temperature says how "
        + "much chance. What it draws must be read again, or it would not know what it has written. And the edit "
        + "distance turns \"this looks like a copy\" into a number that can be compared with that of a control.";
    next = "./jbang train and ./jbang sample, if you have not yet; then ./jbang lesson 8: what do its units know? Then "
        + "./jbang check 8.";

    function("temperature", (double[] o, Double T) -> soften(o, T))
        .input("one score alone", r -> in(row(r, 1, 1), 0.5))
        .input("a temperature of 1", r -> in(new double[] {2, 1, 0}, 1.0))
        .input("equal scores", r -> in(new double[] {3, 3, 3}, 0.25))
        .input("scores around 1000", r -> in(new double[] {1001, 1002, 1003}, 1.0))
        .input("scores around 1000 and a low temperature", r -> in(new double[] {1001, 1002, 1003}, 0.5))
        .input("a temperature so small that o / T is infinite", r -> in(new double[] {1, 3, 2}, 1e-310))
        .input("a temperature so high that all letters are nearly equal", r -> in(new double[] {2, 1, 0}, 1000.0))
        .inputs(3, "random scores and a low temperature",
            r -> in(row(r, 2 + r.nextInt(6), 1), 0.2 + 0.5 * r.nextDouble()))
        .inputs(3, "random scores and a high temperature", r -> in(row(r, 2 + r.nextInt(6), 2), 1.5 + r.nextDouble()))
        .mistake("the scores are multiplied by T: then a low temperature makes all letters more equal",
            (o, T) -> forward.softmax(each(o, a -> a * T)))
        .mistake("the probabilities are divided by T, after the softmax: their sum is no longer 1",
            (o, T) -> each(forward.softmax(o), a -> a / T))
        .mistake("T has no effect: what is subtracted from all scores, or divides all probabilities before these are "
            + "divided by their sum, cancels",
            (o, T) -> forward.softmax(o))
        .mistake("the scores are divided by T before the largest is subtracted, or powers p^(1/T) are taken: right, but "
            + "for a very small T, where it is infinity - infinity or 0 / 0",
            (o, T) -> powers(each(o, a -> a / T - max(o) / T)))
        .mistake("the largest score is not subtracted: the powers become infinite",
            (o, T) -> powers(each(o, a -> a / T)))
        .mistake("the largest score is subtracted from o / T without being divided by T too: the powers can still "
            + "become infinite", (o, T) -> powers(each(o, a -> a / T - max(o))))
        .mistake("the powers are not divided by their sum", (o, T) -> each(o, a -> Math.exp((a - max(o)) / T)))
        .mistake("softmax is taken twice: once of the scores, and again of its result divided by T",
            (o, T) -> soften(forward.softmax(o), T))
        .mistake("the largest score gets all: that would be temperature 0", (o, T) -> soften(o, 1e-310))
        .mistake("it is divided by T twice", (o, T) -> powers(each(o, a -> (a - max(o)) / T / T)))
        .mistake("it is divided by e^T", (o, T) -> soften(o, Math.exp(T)))
        .mistake("e^o is divided by T and e is taken of it once more",
            (o, T) -> powers(each(o, a -> Math.exp(a - max(o)) / T)))
        .hints("Only differences of scores count in softmax. So which number may be subtracted first, so that 0 is "
            + "the largest?",
            "As softmax, with the division by T inside of the power, after the subtraction.",
            "p_i = e^((o_i - largest) / T) / sum_j e^((o_j - largest) / T)",
            "p[i] = Math.exp((o[i] - largest) / T); sum += p[i];   and after that loop, in another:   p[i] /= sum;");

    function("draw", (double[] p, Double u) -> draw(p, u))
        .input("one letter alone", r -> in(new double[] {1}, 0.7))
        .input("the left end of the ruler", r -> in(new double[] {0.25, 0.5, 0.25}, 0.0))
        .input("the left end of the ruler, where the first letter has the probability 0",
            r -> in(new double[] {0, 0.5, 0.5}, 0.0))
        .input("the border of two pieces", r -> in(new double[] {0.25, 0.5, 0.25}, 0.25))
        .input("the border of two pieces, with an impossible letter between them",
            r -> in(new double[] {0.5, 0, 0.25, 0.25}, 0.5))
        .input("a place in the middle", r -> in(new double[] {0.5, 0.3, 0.2}, 0.62))
        .input("the last piece", r -> in(new double[] {0.5, 0.3, 0.2}, 0.95))
        .input("a place beyond all pieces, since the sum is a little below 1",
            r -> in(new double[] {0.5, 0.25, 0.125, 0.1249}, 0.99999))
        .inputs(16, "random probabilities", r -> in(probabilities(r, 4 + r.nextInt(4)), r.nextDouble()))
        .mistake("the likeliest letter is taken each time, and u is not used",
            (p, u) -> encode.argmax(new double[][] {p})[0])
        .mistake("a piece has its right end too: <= where < belongs. So a letter of probability 0 could be "
            + "drawn", (p, u) -> {
          for (int i = 0; i < p.length - 1; i++) if ((u -= p[i]) <= 0) return i;
          return p.length - 1;
        })
            .mistake("it is 0 when u lies beyond all pieces; the last letter belongs there",
            (p, u) -> beyond(p, u) ? 0 : draw(p, u))
        .mistake("it is -1 when u lies beyond all pieces; the last letter belongs there",
            (p, u) -> beyond(p, u) ? -1 : draw(p, u))
        .mistake("it is V when u lies beyond all pieces; the last letter is V - 1",
            (p, u) -> beyond(p, u) ? p.length : draw(p, u))
        .mistake("u is compared with each probability itself: where the pieces before end was not kept", (p, u) -> {
          for (int i = 0; i < p.length; i++) if (u < p[i]) return i;
          return p.length - 1;
        })
        .mistake("the pieces lie from the last letter to the first", (p, u) -> {
          for (int i = p.length - 1; i > 0; i--) if ((u -= p[i]) < 0) return i;
          return 0;
        })
        .mistake("it is tested whether u is below 0 before the letter's own probability is subtracted: it is the "
            + "letter after", (p, u) -> {
          for (int i = 0; i < p.length; i++) {
            if (u < 0) return i;
            u -= p[i];
          }
          return p.length - 1;
        })
        .mistake("all letters have pieces of the same length: it is u V, rounded down", (p, u) -> (int) (u * p.length))
        .mistake("it is the letter whose probability is nearest to u", (p, u) -> {
          int best = 0;
          for (int i = 1; i < p.length; i++) if (Math.abs(p[i] - u) < Math.abs(p[best] - u)) best = i;
          return best;
        })
        .mistake("the letters are counted from 1", (p, u) -> draw(p, u) + 1)
        .mistake("the first letter has no piece: the loop begins at 1", (p, u) -> {
          for (int i = 1; i < p.length - 1; i++) if ((u -= p[i]) < 0) return i;
          return p.length - 1;
        })
            .hints("With p = 0.5, 0.3, 0.2 and u = 0.62: what is left of u after the first piece, and in which piece "
            + "does it lie?",
            "One loop over the letters, which changes u and comes back as soon as it is below 0; after the loop, the "
                + "last letter.",
            "the first i with u - p_0 - p_1 - ... - p_i < 0, or else V - 1",
            "u -= p[i]; if (u < 0) return i;");

    function("greedy",
        (double[][] Wxh, double[][] Whh, double[][] Who, Integer longest) -> greedy(Wxh, Whh, Who, longest))
        .input("a network that ends at once", r -> network(r, (name, longest) -> name.length == 0))
        .input("a name of one letter", r -> network(r, (name, longest) -> name.length == 1))
        .inputs(2, "a name that finds no end",
            r -> network(r, (name, longest) -> name.length == longest && different(name) > 1))
        .inputs(8, "a random network",
            r -> network(r, (name, longest) -> name.length > 2 && name.length < longest - 1 && different(name) > 1))
        .mistake("the letter that was taken is not read: each step reads the 0 again",
            (Wxh, Whh, Who, longest) -> walk(Wxh, Whh, Who, longest, Walk.READS_0))
        .mistake("the state is set to 0 at each letter: the network sees only the last one",
            (Wxh, Whh, Who, longest) -> walk(Wxh, Whh, Who, longest, Walk.FORGETS))
        .mistake("the scores are those of the state before the letter was read",
            (Wxh, Whh, Who, longest) -> walk(Wxh, Whh, Who, longest, Walk.STATE_BEFORE))
        .mistake("the 0 is never taken: the likeliest letter is searched from 1 on, and the name finds no end",
            (Wxh, Whh, Who, longest) -> walk(Wxh, Whh, Who, longest, Walk.NO_END))
        .mistake("it does not stop at the 0, but goes on to the most letters that there may be",
            (Wxh, Whh, Who, longest) -> walk(Wxh, Whh, Who, longest, Walk.GOES_ON))
        .mistake("it is the largest |o|; a score far below 0 makes a letter unlikely",
            (Wxh, Whh, Who, longest) -> walk(Wxh, Whh, Who, longest, Walk.ABSOLUTE))
        .mistake("the least likely letter is taken each time",
            (Wxh, Whh, Who, longest) -> greedy(Wxh, Whh, eachRow(Who, row -> each(row, a -> -a)), longest))
        .mistake("the 0 that ends the name is part of it", (Wxh, Whh, Who, longest) -> {
          int[] name = greedy(Wxh, Whh, Who, longest);
          return Arrays.copyOf(name, Math.min(longest, name.length + 1));
        })
        .mistake("the 0 that begins the name is part of it", (Wxh, Whh, Who, longest) ->
            IntStream.concat(IntStream.of(0), IntStream.of(greedy(Wxh, Whh, Who, longest))).toArray())
        .mistake("the rest is filled with 0: the array must be as long as the name",
            (Wxh, Whh, Who, longest) -> Arrays.copyOf(greedy(Wxh, Whh, Who, longest), longest))
        .mistake("one letter too few is allowed", (Wxh, Whh, Who, longest) -> greedy(Wxh, Whh, Who, longest - 1))
        .mistake("one letter too many is allowed", (Wxh, Whh, Who, longest) -> greedy(Wxh, Whh, Who, longest + 1))
        .hints("Which two things must the next turn of the loop have from this one?",
            "In the loop: step, scores, the index of the largest score; then, is it the end?",
            "s = step(letter, s),   o = s Who,   letter = argmax o,   name_n = letter",
            "s = step(letter, s, Wxh, Whh);   the index of the largest of scores(s, Who) is the new letter;   if "
                + "(letter == 0) return java.util.Arrays.copyOf(name, n);");

    function("editDistance",
        (String a, String b) -> sample.editDistance(a.chars().toArray(), b.chars().toArray(), Integer.MAX_VALUE))
        .input("two empty words", r -> in("", ""))
        .input("an empty word and another", r -> in("", "rex"))
        .input("the same word twice", r -> in("raptor", "raptor"))
        .input("one letter exchanged", r -> in("rex", "lex"))
        .input("one letter inserted", r -> in("saurus", "sauerus"))
        .input("one letter deleted at the beginning", r -> in("minmi", "inmi"))
        .input("two letters that have changed places", r -> in("tyr", "try"))
        .input("the same letters in another order", r -> in("stare", "tears"))
        .inputs(8, "a word and one that was made of it", r -> {
          String a = word(r, 4 + r.nextInt(5));
          StringBuilder b = new StringBuilder(a);
          for (int n = 0; n < 3; n++) {
            int at = r.nextInt(b.length()), what = r.nextInt(3);
            if (what == 0) b.insert(at, word(r, 1));
            else if (what == 1 && b.length() > 1) b.deleteCharAt(at);
            else b.setCharAt(at, word(r, 1).charAt(0));
          }
          return in(a, b.toString());
        })
        .inputs(4, "two random words", r -> in(word(r, 2 + r.nextInt(6)), word(r, 2 + r.nextInt(6))))
        .mistake("only letters at the same place are compared, and the rest is counted: one letter inserted shifts all "
            + "others", (a, b) -> places(a, b))
        .mistake("the way across is free also where the letters differ: all that is left is the difference of the "
            + "lengths", (a, b) -> Math.abs(a.length() - b.length()))
        .mistake("an exchange counts as two changes; it is one", (a, b) -> table(a, b, 1, 0, 2, false))
        .mistake("two letters that have changed places count as one change; they are two",
            (a, b) -> table(a, b, 1, 0, 1, true))
        .mistake("the way across costs 1 also where the letters are the same", (a, b) -> table(a, b, 1, 1, 1, false))
        .mistake("the first row and column are 0: that letters at the beginning are inserted or deleted costs "
            + "something too", (a, b) -> table(a, b, 0, 0, 1, false))
        .mistake("the way across is never taken (it is missing, or the largest of the three is taken and not the "
            + "smallest): the sum of the lengths", (a, b) -> a.length() + b.length())
        .mistake("charAt(i) and charAt(j) are compared: row i belongs to the letter i - 1, since row 0 is for no "
            + "letters", (a, b) -> {
          if (!a.isEmpty() && !b.isEmpty()) throw new StringIndexOutOfBoundsException();
          return a.length() + b.length();
        })
        .mistake("the last letters take no part: the result stands in d[a.length()][b.length()], as the table has one "
            + "row and column more than letters", (a, b) -> {
          if (a.isEmpty() || b.isEmpty()) throw new ArrayIndexOutOfBoundsException();
          return table(a.substring(0, a.length() - 1), b.substring(0, b.length() - 1), 1, 0, 1, false);
        })
        .mistake("everything after the first difference is counted", (a, b) -> {
          int same = 0;
          while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) same++;
          return Math.max(a.length(), b.length()) - same;
        })
            .mistake("it is how many letters the two have in common, in order: that is likeness, not distance",
            (a, b) -> (a.length() + b.length() - table(a, b, 1, 0, 2, false)) / 2)
        .hints("What is the distance of the first i letters to no letters at all?",
            "An int[a.length() + 1][b.length() + 1], two loops over all its cells, and three neighbours for each that "
                + "is not at the edge.",
            "d_ij = min( d_{i-1,j} + 1,  d_{i,j-1} + 1,  d_{i-1,j-1} + (0 if a_{i-1} = b_{j-1}, else 1) )",
            "d[i][j] = Math.min(d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1), 1 + Math.min(d[i - "
                + "1][j], d[i][j - 1]));");

    function("nearest", (String name, String[] names) -> nearest(name, names, Check07::distance))
        .input("a single name", r -> in("rex", new String[] {"mei"}))
        .input("a list with the name itself in it",
            r -> in("minmi", new String[] {"minotaur", "mei", "minmi", "minim"}))
        .input("two names that are equally near", r -> in("rex", new String[] {"raptor", "lex", "rix", "tyrex"}))
        .input("the first is the nearest", r -> in("abelisaur", new String[] {"abelsaur", "raptor", "sauropod"}))
        .input("the last is the nearest", r -> in("alamosaur", new String[] {"tyrannosaur", "raptor", "almosaur"}))
        .input("a distance that falls, rises and falls again",
            r -> in("rex", new String[] {"oviraptor", "tex", "saurus", "mei"}))
        .input("a near name with its letters shifted", r -> in("saurus", new String[] {"paurax", "tsaurus"}))
        .inputs(6, "random names",
            r -> in(word(r, 5),
                IntStream.range(0, 5 + r.nextInt(4)).mapToObj(i -> word(r, 3 + r.nextInt(5))).toArray(String[]::new)))
        .mistake("of equally near names the last is taken: <= where < belongs", (name, names) -> {
          int[] best = {0, distance(name, names[0])};
          for (int i = 1; i < names.length; i++) {
            if (distance(name, names[i]) <= best[1]) best = new int[] {i, distance(name, names[i])};
          }
          return best;
        })
        .mistake("it is the furthest", (name, names) -> {
          int best = nearest(name, names, (a, b) -> -distance(a, b))[0];
          return new int[] {best, distance(name, names[best])};
        })
            .mistake("the name itself is passed over; a distance of 0 is a distance",
            (name, names) -> nearest(name, names, (a, b) -> a.equals(b) ? 1000 : distance(a, b)))
        .mistake("the two numbers are in another order; they should be {index, distance}", (name, names) -> {
          int[] best = nearest(name, names, Check07::distance);
          return new int[] {best[1], best[0]};
        })
        .mistake("the names are counted from 1", (name, names) -> {
          int[] best = nearest(name, names, Check07::distance);
          return new int[] {best[0] + 1, best[1]};
        })
        .mistake("only letters at the same place are compared", (name, names) -> nearest(name, names, Check07::places))
        .mistake("only the lengths are compared", (name, names) -> {
          int best = nearest(name, names, (a, b) -> Math.abs(a.length() - b.length()))[0];
          return new int[] {best, distance(name, names[best])};
        })
        .mistake("the distance is that of the last name on the list", (name, names) ->
            new int[] {nearest(name, names, Check07::distance)[0], distance(name, names[names.length - 1])})
        .mistake("each name is compared with the one before it on the list, and not with the best so "
            + "far", (name, names) -> {
          int best = 0;
          for (int i = 1; i < names.length; i++) if (distance(name, names[i]) < distance(name, names[i - 1])) best = i;
          return new int[] {best, distance(name, names[best])};
        })
        .mistake("the search ends at the first name that is nearer than names[0]", (name, names) -> {
          for (int i = 1; i < names.length; i++) {
            if (distance(name, names[i]) < distance(name, names[0])) return new int[] {i, distance(name, names[i])};
          }
          return new int[] {0, distance(name, names[0])};
        })
            .mistake("the last name takes no part",
            (name, names) -> nearest(name, Arrays.copyOf(names, Math.max(1, names.length - 1)), Check07::distance))
        .mistake("the first name takes no part", (name, names) -> {
          if (names.length == 1) return nearest(name, names, Check07::distance);
          int[] best = nearest(name, Arrays.copyOfRange(names, 1, names.length), Check07::distance);
          return new int[] {best[0] + 1, best[1]};
        })
        .hints("What has to be remembered of the nearest name so far?",
            "An int[] of two before the loop, for names[0]; the loop goes over the others.",
            "{i, editDistance(name, names_i)} with the smallest distance",
            "int distance = editDistance(name, names[i]); if (distance < best[1]) best = new int[] {i, distance};");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  private static double[] powers(double[] z) {
    double[] e = each(z, Math::exp);
    double sum = Arrays.stream(e).sum();
    return each(e, a -> a / sum);
  }

  private static double[] soften(double[] o, double T) { return powers(each(o, a -> (a - max(o)) / T)); }

  private static int draw(double[] p, double u) {
    for (int i = 0; i < p.length - 1; i++) if ((u -= p[i]) < 0) return i;
    return p.length - 1;
  }

  private static boolean beyond(double[] p, double u) {
    for (double each : p) if ((u -= each) < 0) return false;
    return true;
  }

  private static int[] greedy(double[][] Wxh, double[][] Whh, double[][] Who, int longest) {
    return sample.name(new forward.Weights(Wxh, Whh, Who), new int[0], 0, null, longest);
  }

  enum Walk { READS_0, FORGETS, STATE_BEFORE, NO_END, GOES_ON, ABSOLUTE }

  /** greedy, with something wrong on the way. */
  private static int[] walk(double[][] Wxh, double[][] Whh, double[][] Who, int longest, Walk wrong) {
    int[] name = new int[longest];
    double[] s = new double[Whh.length];
    for (int n = 0, letter = 0; n < longest; n++) {
      double[] z = Wxh[wrong == Walk.READS_0 ? 0 : letter].clone(), before = s;
      if (wrong != Walk.FORGETS) Dino.addProduct(s, Whh, z);
      s = each(z, Math::tanh);
      double[] o = times(wrong == Walk.STATE_BEFORE ? before : s, Who);
      if (wrong == Walk.ABSOLUTE) o = each(o, Math::abs);
      if (wrong == Walk.NO_END) o[0] = Double.NEGATIVE_INFINITY;
      letter = encode.argmax(new double[][] {o})[0];
      if (letter == 0 && wrong != Walk.GOES_ON) return Arrays.copyOf(name, n);
      name[n] = letter;
    }
    return name;
  }

  private static int different(int[] name) { return (int) Arrays.stream(name).distinct().count(); }

  interface Wanted { boolean is(int[] name, int longest); }

  /** A random network whose greedy name is as wanted. */
  private static Object[] network(Random r, Wanted wanted) {
    while (true) {
      int V = 4 + r.nextInt(3), H = 3 + r.nextInt(3), longest = 6 + r.nextInt(4);
      double[][] Wxh = matrix(r, V, H, 1), Whh = matrix(r, H, H, 1), Who = matrix(r, H, V, 1);
      if (wanted.is(greedy(Wxh, Whh, Who, longest), longest)) return in(Wxh, Whh, Who, longest);
    }
  }

  private static String word(Random r, int n) {
    return r.ints(n, 0, 6).mapToObj(i -> "aeorst".substring(i, i + 1)).collect(Collectors.joining());
  }

  private static int distance(String a, String b) { return table(a, b, 1, 0, 1, false); }

  /** Letters that differ at the same place, and the letters that one has more. */
  private static int places(String a, String b) {
    int least = Math.min(a.length(), b.length());
    return Math.abs(a.length() - b.length()) + (int) IntStream.range(0, least)
        .filter(i -> a.charAt(i) != b.charAt(i)).count();
  }

  /**
   * The table's last cell. edge: the step along the first row and column; same and other: the way across;
   * swap: two neighbours at once.
   */
  private static int table(String a, String b, int edge, int same, int other, boolean swap) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) for (int j = 0; j <= b.length(); j++) {
      if (i == 0 || j == 0) {
        d[i][j] = edge * (i + j);
        continue;
      }
      d[i][j] = Math.min(d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? same : other),
          1 + Math.min(d[i - 1][j], d[i][j - 1]));
      if (swap && i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
        d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int[] nearest(String name, String[] names, ToIntBiFunction<String, String> distance) {
    int[] best = {0, distance.applyAsInt(name, names[0])};
    for (int i = 1; i < names.length; i++) {
      int d = distance.applyAsInt(name, names[i]);
      if (d < best[1]) best = new int[] {i, d};
    }
    return best;
  }
}
