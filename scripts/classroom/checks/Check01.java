//JAVA 17+
//SOURCES ../judge/Exercise.java ../../encode.java

// Exercise 1, encode. How a check file is made is explained in judge/Exercise.java.

import java.util.*;
import java.util.stream.*;

class Check01 extends Exercise {
  {
    title = "Encode: from names to numbers, and back";
    why = "A network can only add and multiply. One-hot rows give every letter a direction of its own, and no letter "
        + "is larger than another. Since the way back gives the names again, nothing was lost.";
    next = "./jbang lesson 2: how well can you guess the next letter without any network? Then ./jbang check 2.";

    function("vocabulary", (String[] names) -> vocabulary(names))
        .input("a single letter", r -> in(new String[] {"o"}))
        .input("a name whose letters come twice and out of order", r -> in(new String[] {"zebra", "bee"}))
        .input("capital letters", r -> in(new String[] {"Rex", "tyRex"}))
        .inputs(4, "random names", r -> in(names(r)))
        .mistake("the space is missing; it must be there, with the index 0", names -> vocabulary(names).substring(1))
        .mistake("the space stands at the end; it must be the first", names -> vocabulary(names).substring(1) + " ")
        .mistake("the letters are not sorted: they stand as they first come up",
            names -> " " + letters(String.join("", names), false, true))
        .mistake("letters stand there more than once", names -> " " + letters(String.join("", names), true, false))
        .mistake("the order is from z to a", names -> " " + new StringBuilder(vocabulary(names).substring(1)).reverse())
        .mistake("capital letters were made small; R and r are two letters",
            names -> vocabulary(Arrays.stream(names).map(String::toLowerCase).toArray(String[]::new)))
        .mistake("only the first name was read", names -> vocabulary(Arrays.copyOf(names, 1)))
        .mistake("it is the whole alphabet from a to z, whichever letters there are",
            names -> " abcdefghijklmnopqrstuvwxyz")
        .mistake("the last letter of each name is left out",
            names -> vocabulary(Arrays.stream(names).map(name -> name.substring(0, name.length() - 1))
                .toArray(String[]::new)))
        .hints("Which collection of Java keeps each element once, and in order?",
            "One loop over the names and one over their letters fill it; then a String is made of it, after a space.",
            "vocabulary = ' ' and then all different letters, ascending",
            "java.util.TreeSet<Character> letters ...  letters.add(name.charAt(n));   then a StringBuilder(\" \") "
                + "and append.");

    function("indices", (String name, String vocabulary) -> indices(name, vocabulary))
        .input("an empty name", r -> in("", " ab"))
        .input("letters with gaps between them", r -> in("tex", " ekrtx"))
        .input("the same letter twice", r -> in("ooze", " eoz"))
        .inputs(5, "a random name", r -> {
          String[] names = names(r);
          return in(names[0], vocabulary(names));
        })
            .mistake("the letters are counted from a, c - 'a'; but letters may be missing, and the space comes first",
            (name, v) -> name.chars().map(c -> c - 'a').toArray())
        .mistake("the letters are counted from a = 1, c - 'a' + 1; but letters may be missing",
            (name, v) -> name.chars().map(c -> c - 'a' + 1).toArray())
        .mistake("they are the chars themselves, not their places in the vocabulary",
            (name, v) -> name.chars().toArray())
        .mistake("every index is one too small", (name, v) -> map(indices(name, v), i -> i - 1))
        .mistake("every index is one too large", (name, v) -> map(indices(name, v), i -> i + 1))
        .mistake("they are in the wrong order, from the last letter to the first",
            (name, v) -> indices(new StringBuilder(name).reverse().toString(), v))
        .mistake("a 0 for the end stands after the letters; the function steps will do that",
            (name, v) -> Arrays.copyOf(indices(name, v), name.length() + 1))
        .mistake("a 0 for the start stands before the letters; the function steps will do that",
            (name, v) -> encodeStart(indices(name, v)))
        .hints("Where does the letter stand in the vocabulary, and which method of String says it?",
            "In a loop over the letters of the name, into a new int[] of the name's length.",
            "indices_n = vocabulary.indexOf(name_n)",
            "indices[n] = vocabulary.indexOf(name.charAt(n));");

    function("oneHot", (int[] indices, Integer V) -> encode.oneHot(indices, V))
        .input("the first and the last index", r -> in(new int[] {0, 2}, 3))
        .input("the same index twice", r -> in(new int[] {1, 1}, 4))
        .inputs(5, "random indices", r -> {
          int V = 3 + r.nextInt(4);
          return in(indices(r, 1 + r.nextInt(5), V, 0), V);
        })
            .mistake("rows and columns are exchanged: a row belongs to a place in the name, not to a letter",
            (indices, V) -> transposed(encode.oneHot(indices, V)))
        .mistake("the index itself stands there instead of 1", (indices, V) -> {
          double[][] rows = encode.oneHot(indices, V);
          for (int n = 0; n < rows.length; n++) rows[n][indices[n]] = indices[n];
          return rows;
        })
        .mistake("there is a 1 at every place up to the index", (indices, V) -> {
          double[][] rows = encode.oneHot(indices, V);
          for (int n = 0; n < rows.length; n++) Arrays.fill(rows[n], 0, indices[n] + 1, 1);
          return rows;
        })
            .mistake("0 and 1 have changed places",
            (indices, V) -> eachRow(encode.oneHot(indices, V), row -> each(row, a -> 1 - a)))
        .mistake("all rows hold all letters: the same array is used for each row", (indices, V) -> {
          double[] all = new double[V];
          for (int index : indices) all[index] = 1;
          return eachRow(new double[indices.length][], row -> all.clone());
        })
            .mistake("the letters are counted from the end: the 1 stands at V - 1 - index",
            (indices, V) -> encode.oneHot(map(indices, i -> V - 1 - i), V))
        .mistake("the row for index 0 is left all 0; the space has its 1 as every letter", (indices, V) -> {
          double[][] rows = encode.oneHot(indices, V);
          for (double[] row : rows) row[0] = 0;
          return rows;
        })
        .mistake("all rows but the first are still 0", (indices, V) -> {
          double[][] rows = encode.oneHot(indices, V);
          for (int n = 1; n < rows.length; n++) rows[n] = new double[V];
          return rows;
        })
        .hints("How many numbers of a row are not 0, and which is it?",
            "A new double[N][V], and one loop over n.",
            "rows_ni = 1 where i = indices_n",
            "rows[n][indices[n]] = 1;");

    function("decode", (double[][] rows, String vocabulary) -> decode(rows, vocabulary))
        .input("one row", r -> in(new double[][] {{0, 0, 1}}, " ab"))
        .input("a name and the space at its end", r -> in(new double[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}, " xy"))
        .input("probabilities, two of them equal", r -> in(new double[][] {{0.2, 0.4, 0.4}, {0.5, 0.3, 0.2}}, " xy"))
        .input("two equal ones, the second at the place of the row before",
            r -> in(new double[][] {{0.1, 0.2, 0.7}, {0.4, 0.2, 0.4}}, " xy"))
        .inputs(5, "random probabilities", r -> {
          String vocabulary = vocabulary(names(r));
          double[][] rows = new double[2 + r.nextInt(4)][];
          for (int n = 0; n < rows.length; n++) rows[n] = probabilities(r, vocabulary.length());
          return in(rows, vocabulary);
        })
            .mistake("only a number that is exactly 1 is found; the rows may be "
            + "probabilities", (rows, v) -> Arrays.stream(rows).map(row -> {
          for (int i = 0; i < row.length; i++) if (row[i] == 1) return "" + v.charAt(i);
          return "";
        }).collect(Collectors.joining()))
            .mistake("a row without a 1 is read as a space; the rows may be "
            + "probabilities", (rows, v) -> Arrays.stream(rows).map(row -> {
          for (int i = 0; i < row.length; i++) if (row[i] == 1) return "" + v.charAt(i);
          return " ";
        }).collect(Collectors.joining()))
            .mistake("of equal numbers the last is taken: >= where > belongs",
            (rows, v) -> decode(eachRow(rows, row -> last(row)), v))
        .mistake("the search in a row begins where the row before ended: the best must begin anew, at 0, in each row",
            (rows, v) -> {
              StringBuilder text = new StringBuilder();
              int best = 0;
              for (double[] row : rows) {
                for (int i = 0; i < row.length; i++) if (row[i] > row[best]) best = i;
                text.append(v.charAt(best));
              }
              return text.toString();
            })
        .mistake("the smallest number is looked for", (rows, v) -> decode(eachRow(rows, row -> each(row, a -> -a)), v))
        .mistake("the letters stand in the wrong order, from the last to the first",
            (rows, v) -> new StringBuilder(decode(rows, v)).reverse().toString())
        .mistake("spaces were taken away (strip or trim); what stands in the rows must come back",
            (rows, v) -> decode(rows, v).strip())
        .mistake("the index 0 does not take part: the search begins at 1", (rows, v) -> decode(eachRow(rows, row -> {
          double[] without = row.clone();
          without[0] = -1;
          return without;
        }), v))
        .mistake("only the first row was read", (rows, v) -> decode(Arrays.copyOf(rows, 1), v))
        .hints("A network will never guess with a probability of exactly 1. Which letter does a row of probabilities "
            + "stand for?",
            "In a loop over the rows, a second loop that keeps the index of the largest number so far; then the letter "
                + "is appended.",
            "letter_n = the vocabulary's letter at the i with the largest rows_ni",
            "if (row[i] > row[best]) best = i;   and after that loop   text.append(vocabulary.charAt(best));");

    function("steps", (int[] indices) -> steps(indices))
        .parts("x", "y")
        .input("a name of one letter", r -> in(new int[] {3}))
        .input("a name of two letters", r -> in(new int[] {1, 2}))
        .inputs(5, "a random name", r -> in(indices(r, 2 + r.nextInt(6), 9, 1)))
        .mistake("x and y have changed places: the network would be shown what it has to guess",
            indices -> new int[][] {steps(indices)[1], steps(indices)[0]})
        .mistake("y is the same as x: the network would guess what it has just read",
            indices -> new int[][] {steps(indices)[0], steps(indices)[0]})
        .mistake("the start is missing: x begins with the first letter, and the 0 stands at its end",
            indices -> new int[][] {steps(indices)[1], steps(indices)[1]})
        .mistake("the end is not guessed: there are only n steps",
            indices -> new int[][] {Arrays.copyOf(steps(indices)[0], indices.length), indices})
        .mistake("the first letter is not guessed: there are only n steps, and x begins with it",
            indices -> new int[][] {indices, Arrays.copyOfRange(steps(indices)[1], 1, indices.length + 1)})
        .mistake("x has the start and the end, y only the letters: they have different lengths",
            indices -> new int[][] {Arrays.copyOf(steps(indices)[0], indices.length + 2), indices})
        .mistake("y is shifted by two letters",
            indices -> new int[][] {steps(indices)[0],
                Arrays.copyOf(Arrays.copyOfRange(steps(indices)[1], 1, indices.length + 1), indices.length + 1)})
        .mistake("the letters stand in the wrong order, from the last to the first", indices -> {
          int[] reversed = new int[indices.length];
          for (int n = 0; n < reversed.length; n++) reversed[n] = indices[indices.length - 1 - n];
          return steps(reversed);
        })
        .hints("What has been read before the first letter is guessed, and what is to be guessed after the last?",
            "Two new arrays of n + 1 numbers; a new array is all 0, so the start and the end are there already.",
            "x_{n+1} = c_n,   y_n = c_n",
            "x[n + 1] = indices[n];   y[n] = indices[n];");
  }

  // ---- what is right, and what is nearly --------------------------------------------------------------

  static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz";

  private static String vocabulary(String[] names) {
    int[] letters = encode.vocabulary(List.of(names));
    return new String(letters, 0, letters.length);
  }

  private static String letters(String text, boolean sorted, boolean once) {
    IntStream letters = text.chars();
    if (once) letters = letters.distinct();
    if (sorted) letters = letters.sorted();
    return letters.mapToObj(Character::toString).collect(Collectors.joining());
  }

  private static int[] indices(String name, String vocabulary) {
    return encode.indices(name, vocabulary.codePoints().toArray());
  }

  private static String decode(double[][] rows, String vocabulary) {
    return encode.text(encode.argmax(rows), vocabulary.codePoints().toArray());
  }

  private static int[] encodeStart(int[] indices) { return steps(indices)[0]; }

  private static int[][] steps(int[] indices) {
    encode.Steps steps = encode.steps(indices, 1 + IntStream.of(indices).max().orElse(0));
    return new int[][] {encode.argmax(steps.x), encode.argmax(steps.y)};
  }

  /** The last of the largest numbers, and nothing else. */
  private static double[] last(double[] row) {
    int best = 0;
    for (int i = 0; i < row.length; i++) if (row[i] >= row[best]) best = i;
    double[] only = new double[row.length];
    only[best] = 1;
    return only;
  }

  private static int[] indices(Random r, int n, int V, int from) { return r.ints(n, from, V).toArray(); }

  /** Names in a part of the alphabet, a letter never where the alphabet has it. */
  static String[] names(Random r) {
    String[] names = new String[2 + r.nextInt(3)];
    for (int i = 0; i < names.length; i++) {
      names[i] = r.ints(3 + r.nextInt(5), 0, 8).mapToObj(k -> "" + ALPHABET.charAt(3 + 2 * k))
          .collect(Collectors.joining());
    }
    return names;
  }
}
