///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1
//DEPS org.teavm:teavm-tooling:0.16.0
//DEPS org.teavm:teavm-classlib:0.16.0
//DEPS org.teavm:teavm-jso-apis:0.16.0
//DEPS org.teavm:teavm-jso-impl:0.16.0
//SOURCES Web.java Wasm.java ../look/Browser.java
//FILES play/page.html=page.html play/page.css=page.css play/page.js=page.js play/draw.js=draw.js
//FILES play/files.js=files.js play/views.js=views.js play/show.js=show.js play/worker.js=worker.js
//FILES play/Web.java=Web.java play/train.java=../train.java play/sample.java=../sample.java
//FILES play/forward.java=../forward.java play/backprop.java=../backprop.java play/gradcheck.java=../gradcheck.java
//FILES play/optimize.java=../optimize.java play/encode.java=../encode.java play/gru.java=../cells/gru.java
//FILES play/lstm.java=../cells/lstm.java

// A page on which the network learns: one HTML file, in which this kit's own Java runs, in any browser of today.
//   jbang play.java [--data FILE] [--model FOLDER] [--out plots/play.html] [--no-open]
// It prints first where the page is. Everything is inside it: no network, no server and no Java is needed to open it.
//
// Whoever changes backprop.java and starts this again sees their own network learn.

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import java.util.stream.Collectors;
import picocli.CommandLine.*;
import static java.util.Map.entry;

@Command(name = "play", description = "The network learns before your eyes, on a page that is one HTML file.",
    sortOptions = false,
    footer = {"Example: play", "         play --data villages.txt --out villages.html", "         play --model model"})
class play implements Runnable {

  @Mixin Program.Data data;
  @Option(names = "--model", paramLabel = "FILE",
      description = "A trained model, or its folder: the page begins with it. Default: with random weights.")
  Path model;
  @Option(names = "--out", paramLabel = "FILE", description = "The page (${DEFAULT-VALUE}).")
  Path out = Path.of("plots/play.html");
  @Option(names = "--no-open", description = "Do not open the page in a browser.")
  boolean noOpen;

  // ---- the page's parts --------------------------------------------------------------------------------

  static String part(String file) {
    try (InputStream in = play.class.getResourceAsStream("/play/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /** What each view shows of the stages, file.function; with gates, if that is something else. */
  static final Map<String, List<String>> SHOWN = Map.ofEntries(
      entry("train", List.of("train.learn", "forward.forward", "backprop.errors", "optimize.adam")),
      entry("train gru", List.of("train.learn", "gru.forward", "gru.addGradients", "optimize.adam")),
      entry("train lstm", List.of("train.learn", "lstm.forward", "lstm.addGradients", "optimize.adam")),
      entry("read", List.of("forward.forward", "forward.step", "forward.softmax", "forward.crossEntropy")),
      entry("read gru", List.of("gru.forward", "gru.step", "gru.sigmoid", "forward.softmax")),
      entry("read lstm", List.of("lstm.forward", "lstm.step", "gru.sigmoid", "forward.softmax")),
      entry("back", List.of("backprop.errors", "backprop.roStep", "Web.derivativesByInputs")),
      entry("back gru", List.of("gru.addGradients", "gru.stepBack", "Web.derivativesByInputs")),
      entry("back lstm", List.of("lstm.addGradients", "lstm.stepBack", "Web.derivativesByInputs")),
      entry("break", List.of("gradcheck.analytic", "gradcheck.numerical", "gradcheck.relativeError")),
      entry("unit", List.of("Web.seen", "forward.step", "forward.tanh")),
      entry("unit gru", List.of("Web.seen", "gru.step")), entry("unit lstm", List.of("Web.seen", "lstm.step")),
      entry("sample", List.of("sample.name", "sample.letter", "sample.temperature", "sample.draw")));

  /** For each view its functions, as their files have them: "title" and "text". A missing one is left out. */
  static Map<String, List<Map<String, String>>> code() {
    Map<String, List<Map<String, String>>> code = new TreeMap<>();
    SHOWN.forEach((view, functions) -> code.put(view, functions.stream().map(function -> {
      String file = function.replaceFirst("\\..*", ".java"), name = function.replaceFirst(".*\\.", "");
      return Map.of("title", file + ", " + name, "text", function(part(file), name));
    }).filter(shown -> !shown.get("text").isEmpty()).toList()));
    return code;
  }

  /** The text of a method, with the comment above it, moved to the left margin; empty if there is none. */
  static String function(String source, String name) {
    List<String> lines = source.lines().toList();
    for (int first = 0; first < lines.size(); first++) {
      if (!lines.get(first).matches("  (@\\w+ )?\\w.* " + name + "\\(([^;]*\\{.*|[^;]*,)")) continue;
      int from = first, to = first;
      if (!lines.get(first).endsWith("}")) while (!lines.get(to).equals("  }")) to++;
      while (lines.get(from - 1).matches("   ?[/*@].*")) from--;
      return lines.subList(from, to + 1).stream().map(line -> line.replaceFirst("^  ", ""))
          .collect(Collectors.joining("\n"));
    }
    return "";
  }

  // ---- the page ----------------------------------------------------------------------------------------

  /** The lists to choose from: the one that was asked for, then the kit's own. */
  private List<Map<String, Object>> lists(Model given) {
    Object file = data.file != null || given == null ? data.file : given.settings().get("data");
    List<Map<String, Object>> lists = new ArrayList<>();
    lists.add(list((String) file, given == null ? data.names() : given.names(data)));
    for (String own : Dino.LISTS) {
      String asData = own.equals("dinosaurs") ? null : own;   // as model.json has it
      if (!Objects.equals(asData, file)) lists.add(list(asData, Dino.names(own)));
    }
    return lists;
  }

  private static Map<String, Object> list(String file, List<String> names) {
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("title", file == null ? "dinosaur names" : Path.of(file).getFileName().toString());
    list.put("data", file);
    list.put("names", names);
    return list;
  }

  public void run() {
    Model given = model == null ? null : Model.load(model);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("lists", lists(given));
    facts.put("code", code());
    try {
      facts.put("model", given == null ? null : JSON.std.mapFrom(Files.readString(Model.file(model))));
      Map<String, String> parts = Map.of(
          "facts.json", JSON.std.asString(facts).replace("<", "\\u003c"),   // a name must not end the script
          "stages.wasm", Base64.getEncoder().encodeToString(Wasm.bytes("Web")),
          "runtime.js", Wasm.runtime().replace("</", "<\\/"));
      String page = Pattern.compile("\\{\\{(.+?)}}").matcher(part("page.html"))
          .replaceAll(named -> Matcher.quoteReplacement(
              parts.containsKey(named.group(1)) ? parts.get(named.group(1)) : part(named.group(1))));
      if (out.toAbsolutePath().getParent() != null) Files.createDirectories(out.toAbsolutePath().getParent());
      Files.writeString(out, page);
    } catch (IOException e) {
      throw new IllegalArgumentException("--out " + out + " can't be written to (" + Words.reason(e) + ")", e);
    }
    System.out.println("wrote " + out.toAbsolutePath().normalize());
    if (!noOpen) Browser.open(out);
  }

  public static void main(String... args) { Program.start(new play(), args); }
}
