//JAVA 17+

// A training run's losses as a picture made of letters, for the terminal.

import java.util.*;

class Curve {

  /** Training (.) and validation (o) loss against the epoch, from a history.csv; empty if it has less than two rows. */
  static String of(String history) {
    double[][] rows = history.lines().skip(1)
        .map(row -> Arrays.stream(row.split(",")).limit(3).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
    if (rows.length < 2) return "";
    int height = 9, width = Math.min(60, rows.length);   // of many epochs some are shown
    double most = Double.NEGATIVE_INFINITY, least = Double.POSITIVE_INFINITY;
    for (double[] row : rows) {
      most = Math.max(most, Math.max(row[1], row[2]));
      least = Math.min(least, Math.min(row[1], row[2]));
    }
    char[][] picture = new char[height][width];
    for (char[] line : picture) Arrays.fill(line, ' ');
    for (int column = 0; column < width; column++) {
      double[] row = rows[(int) Math.round(column * (rows.length - 1.0) / (width - 1))];
      for (int series = 1; series <= 2; series++) {
        int y = most == least ? 0 : (int) Math.round((most - row[series]) / (most - least) * (height - 1));
        picture[y][column] = series == 1 ? '.' : 'o';
      }
    }
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y++) {
      text.append(String.format(Locale.ROOT, "%7.3f |%s%n", most - (most - least) * y / (height - 1),
          new String(picture[y]).stripTrailing()));
    }
    String last = "" + (int) rows[rows.length - 1][0];
    return text + String.format("        +%s%n         0%" + Math.max(last.length() + 1, width - 1)
        + "s%n         epoch; . training  o validation%n", "-".repeat(width), last);
  }
}
