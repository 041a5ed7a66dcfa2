//JAVA 17+
//DEPS tech.tablesaw:tablesaw-jsplot:0.44.4
//DEPS io.github.classgraph:classgraph:4.8.200
//DEPS org.slf4j:slf4j-nop:2.0.17
//DEPS org.webjars.npm:plotly.js-dist:2.35.3
//SOURCES ../Dino.java Browser.java

// A page, as inspect, plot, bench and grade write it: Tablesaw's figures one below the other, each with a sentence that
// says what to look for, and Tablesaw's tables. Plotly draws the figures; it is copied beside the page, so that the
// page opens without a network. Plotly 2.35.3 is the last version that shows the titles as Tablesaw writes them; this
// ClassGraph is newer than the one that Tablesaw brings, which prints warnings on JDK 25.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.IntStream;
import tech.tablesaw.api.*;
import tech.tablesaw.plotly.components.*;
import tech.tablesaw.plotly.traces.*;

class Page {

  static final String PLOTLY = "/META-INF/resources/webjars/plotly.js-dist/2.35.3/plotly.js";
  // Colour-blind people can tell these four apart too.
  static final String BLUE = "#0072B2", ORANGE = "#D55E00", GREEN = "#009E73", GREY = "#767676";

  private final String title, introduction;
  private final StringBuilder contents = new StringBuilder(), body = new StringBuilder();
  private int sections;

  /** @param introduction  a paragraph. All texts that a page gets are plain text, not HTML. */
  Page(String title, String introduction) {
    this.title = title;
    this.introduction = introduction;
  }

  // ---- sections ----------------------------------------------------------------------------------------

  /**
   * A picture.
   * @param look   what to look for, a sentence
   * @param alt    what the picture shows, for those who do not see it
   * @param height in pixels; the width is the page's
   */
  void add(String title, Axis x, Axis y, int height, String look, String alt, Trace... traces) {
    Layout layout = Layout.builder().title(name(title)).autosize(true).height(height).xAxis(x).yAxis(y)
        .barMode(Layout.BarMode.GROUP).margin(Margin.builder().left(50).right(10).top(60).bottom(50).build()).build();
    Config config = Config.builder().responsive(true).displayModeBar(false).build();
    // The legend stands 80 pixels below the axis.
    traces[0] = with(traces[0],
        String.format("Object.assign(layout, {legend: {orientation: 'h', y: %s}, font: {size: 13}}); "
        + "layout.xaxis.automargin = layout.yaxis.automargin = true; if (600 > innerWidth && layout.xaxis.tickvals) "
        + "layout.xaxis.tickfont = {size: 8};", -80.0 / (height - 110)));
    String id = "figure" + ++sections, script = new Figure(layout, config, traces).asJavascript(id);
    // A name must not end the script. In Plotly's script < stands in strings only, so it may be escaped.
    script = script.replaceAll("</?script>", "").replace("<", "\\u003c");
    contents.append("<li><a href='#").append(id).append("-section'>").append(html(title)).append("</a></li>\n");
    body.append(String.format("<figure id='%s-section'>%n<div id='%s' class='picture' style='height: %dpx' role='img' "
        + "aria-label='%s'></div>%n"
        + "<figcaption>%s</figcaption>%n<script>%s</script>%n</figure>%n", id, id, height, html(alt),
        html(look), script));
  }

  /** A table; the first 30 rows of it. */
  void add(String title, String look, Table table) { add(title, look, table, 30); }

  void add(String title, String look, Table table, int most) {
    String id = "table" + ++sections;
    contents.append("<li><a href='#").append(id).append("'>").append(html(title)).append("</a></li>\n");
    body.append("<section id='").append(id).append("'>\n<h2>").append(html(title)).append("</h2>\n<p>")
        .append(html(look))
        .append("</p>\n<div class='wide'><table>\n<tr>");
    for (String name : table.columnNames()) body.append("<th>").append(html(name)).append("</th>");
    body.append("</tr>\n");
    for (int row = 0; row < Math.min(most, table.rowCount()); row++) {
      body.append("<tr>");
      for (int column = 0; column < table.columnCount(); column++) {
        String number = table.column(column) instanceof NumericColumn ? " class='number'" : "";
        body.append("<td").append(number).append(">").append(html(table.getString(row, column))).append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</table></div>\n");
    if (table.rowCount() > most) body.append("<p>\u2026 and ").append(table.rowCount() - most).append(" more.</p>\n");
    body.append("</section>\n");
  }

  // ---- parts of a figure -------------------------------------------------------------------------------

  static Axis axis(String title) { return Axis.builder().title(title).build(); }

  /** An axis with these texts at 0, 1, 2 ... (none where it is ""); a y-axis may count from the top, as a list does. */
  static Axis axis(String title, List<String> texts, boolean fromTheTop) {
    double[] positions = IntStream.range(0, texts.size()).filter(i -> !texts.get(i).isEmpty()).asDoubleStream()
        .toArray();
    List<String> ticks = texts.stream().filter(text -> !text.isEmpty()).toList();
    Axis.AxisBuilder axis = Axis.builder().title(title).showZeroLine(false).showGrid(false);
    if (fromTheTop) axis.autoRange(Axis.AutoRange.REVERSED);
    if (ticks.size() <= 70) axis.tickSettings(TickSettings.builder().tickMode(TickSettings.TickMode.ARRAY)
        .arrayTicks(positions, ticks.stream().map(Page::plotly).toArray(String[]::new)).showTickLabels(true)
        .font(Font.builder().family(Font.Family.ARIAL).size(ticks.size() <= 40 ? 12 : 8).build()).build());
    return axis.build();
  }

  /** z[row][column] as colours, rows and columns numbered from 0. If least is below 0: blue, white at 0, and red. */
  static Trace heatMap(double[][] z, double least, double most, String[][] text) {
    Object[] x = new Object[z[0].length], y = new Object[z.length];
    Arrays.setAll(x, i -> i);
    Arrays.setAll(y, i -> i);
    String attributes = String.format("zmin: %s, zmax: %s, colorbar: {thickness: 12, xpad: 4}, colorscale: %s",
        least, most,
        least < 0 ? "[[0, '#2166ac'], [0.5, '#f7f7f7'], [1, '#b2182b']]"
        : "[[0, '#f7fbff'], [0.5, '#6baed6'], [1, '#08306b']]");
    if (text != null) {
      StringJoiner rows = new StringJoiner(", ", "[", "]");
      for (String[] row : text) rows.add(tech.tablesaw.plotly.Utils.dataAsString(row));
      attributes += ", text: " + rows + ", texttemplate: '%{text}'";
    }
    // Tablesaw has no methods for these settings.
    return with(HeatmapTrace.builder(x, y, z).build(), "Object.assign(trace0, {" + attributes + "});");
  }

  /** A trace with a line of Javascript after it. */
  static Trace with(Trace trace, String script) {
    return new Trace() {
      public String asJavascript(int i) { return trace.asJavascript(i) + "\n" + script; }
      public String name() { return trace.name(); }
      public HoverLabel hoverLabel() { return trace.hoverLabel(); }
      public boolean showLegend() { return trace.showLegend(); }
    };
  }

  /** A letter on an axis. A space is drawn, and an invisible character is shown as its number. */
  static String letter(int codePoint) { return codePoint == ' ' ? "\u2423" : Names.shown(codePoint); }

  /** The title of a figure or the name of a trace. Tablesaw escapes these for HTML, so here: for Javascript. */
  static String name(String text) { return text.replace("\\", "\\\\"); }

  /** A tick or a label. Tablesaw escapes these for Javascript, so here: for HTML, since Plotly reads some tags. */
  static String plotly(String text) { return text.replace("&", "&amp;").replace("<", "&lt;"); }

  private static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
        .replace("\"", "&quot;");
  }

  // ---- the file ----------------------------------------------------------------------------------------

  /**
   * Writes the page and Plotly into the folder, prints the page's path, and opens it where there is a desktop.
   * @throws IllegalArgumentException  when the folder can't be written to
   */
  void write(Path folder, String name, boolean open) {
    Path file = folder.resolve(name);
    try (InputStream plotly = Page.class.getResourceAsStream(PLOTLY)) {
      Files.createDirectories(folder);
      Path script = folder.resolve("plotly.js");
      if (!Files.exists(script) || Files.size(script) != Page.class.getResource(PLOTLY).openConnection()
          .getContentLengthLong()) {
        Files.copy(plotly, script, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(file, FRAME.formatted(html(title), html(title), html(introduction), contents, body));
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + folder + " can't be written to (" + Words.reason(e) + ")", e);
    }
    System.out.println("wrote " + file.toAbsolutePath().normalize());
    if (open) Browser.open(file);
  }

  private static final String FRAME = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <style>
        body { font: 1rem/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { line-height: 1.2; }
        nav ol { columns: 18rem; }
        figure { margin: 2.5rem 0; }
        figcaption { max-width: 45rem; margin: 0.5rem auto 0; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; }
        th, td { padding: 0.2rem 0.8rem; border-bottom: 1px solid #ccc; text-align: left; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        @media print { nav { display: none; } figure, tr { break-inside: avoid; } body { max-width: 18cm; } }
      </style>
      <script src="plotly.js"></script>
      </head>
      <body>
      <h1>%s</h1>
      <p>%s</p>
      <nav aria-label="Contents"><ol>
      %s</ol></nav>
      %s<script>
        function fit(width) {
          for (const d of document.querySelectorAll('.picture')) Plotly.relayout(d, {width: width, autosize: !width});
        }
        addEventListener('beforeprint', () => fit(Math.min(680, innerWidth)));
        addEventListener('afterprint', () => fit(null));
      </script>
      </body>
      </html>
      """;
}
