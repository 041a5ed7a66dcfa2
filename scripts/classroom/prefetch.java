///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//SOURCES ../base/Program.java

// Brings everything that any command, lesson, exercise and test needs, so that the room can go offline.
//   jbang prefetch.java [--to FOLDER]
// It prints first what it builds, a line each. With --to it makes a folder that needs no network and no other cache,
// for a USB stick or a server: the kit, JBang, all libraries.

import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.Callable;
import java.util.stream.*;
import picocli.CommandLine.*;

@Command(name = "prefetch", description = "Brings all that the kit needs, so that the room can go offline.",
    footer = {"Example: prefetch", "         prefetch --to /media/stick/dinosaurs"})
class prefetch implements Callable<Integer> {

  @Option(names = "--to", paramLabel = "FOLDER",
      description = "Make a folder there that needs no network and no other cache.")
  Path to;

  /** Everything that JBang has to build, as paths inside the kit. */
  static List<String> scripts(Path kit) throws IOException {
    List<String> scripts = new ArrayList<>();
    for (String folder : List.of("scripts", "lessons")) {
      try (Stream<Path> files = Files.walk(kit.resolve(folder))) {
        for (Path file : files.sorted().toList()) {
          String name = kit.relativize(file).toString().replace('\\', '/');
          boolean lesson = name.matches("lessons/\\d\\d-[^/]*\\.md"), script = name.endsWith(".java")
              && !name.contains("/stubs/") && Files.readString(file).startsWith("///usr/bin/env jbang");
          if (lesson || script) scripts.add(name);
        }
      }
    }
    return scripts;
  }

  // What a copy of the kit leaves out: what git keeps, what the kit itself makes, and what is half written.
  private static final String LEFT_OUT = "(\\.git|model|plots)(/.*)?|(built|wasm)(/.*)?|.*\\.part\\d+(/.*)?"
      + "|\\.jbang/(?!pom\\.xml$).*|.*\\.class";

  /** Copies a folder, without links and without what is left out. */
  private static void copy(Path folder, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (name.matches(LEFT_OUT) || Files.isSymbolicLink(file)) continue;
        Path there = to.resolve(name);
        if (Files.isDirectory(file)) Files.createDirectories(there);
        else Files.copy(file, there, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Runs the kit's own ./jbang, which may fetch files. Its output is shown if it fails. */
  private static boolean jbang(Path kit, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", kit.resolve("jbang").toString()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() == 0) return true;
    System.err.println(said.strip());
    return false;
  }

  /** Makes a page, once, so that the stages are there as WebAssembly too. */
  private static boolean played(Path kit) throws IOException, InterruptedException {
    Path page = Files.createTempFile("play", ".html");
    try {
      return jbang(kit, "play", "--no-open", "--out", page.toString());
    } finally {
      Files.delete(page);
    }
  }

  public Integer call() throws IOException, InterruptedException {
    Words.require(System.getenv("DINO_KIT") != null, "start this by ./jbang prefetch in the kit's folder");
    Path kit = Path.of(System.getenv("DINO_KIT")), target = to == null ? kit : to.toAbsolutePath().normalize();
    if (to != null) {
      Words.require(!target.startsWith(kit), "--to %s lies inside the kit; choose a folder outside it", to);
      Words.require(!Files.exists(target) || Files.exists(target.resolve("jbang-catalog.json"))
          || Files.isDirectory(target) && target.toFile().list().length == 0,
          "--to %s is there already and is no copy of the kit; choose an empty or a new folder", to);
      try {
        copy(kit, target);
        // ./jbang there sees this folder, and then looks for nothing elsewhere.
        Files.createDirectories(target.resolve(".jbang/home"));
        Path jbang = Path.of(Objects.requireNonNullElse(System.getenv("JBANG_DIR"),
            System.getProperty("user.home") + "/.jbang"), "kit");
        if (Files.isDirectory(jbang)) copy(jbang, target.resolve(".jbang/home/kit"));
      } catch (IOException e) {
        throw new IllegalArgumentException("--to " + to + " can't be written to (" + Words.reason(e) + ")", e);
      }
    }
    List<String> scripts = scripts(target), failed = new ArrayList<>();
    for (String script : scripts) {
      boolean done = jbang(target, "build", target.resolve(script).toString());
      if (done && script.endsWith("/play.java")) done = played(target);
      System.out.printf("%-45s %s%n", script, done ? "ready" : "FAILED");
      if (!done) failed.add(script);
    }
    if (!failed.isEmpty()) {
      throw new IllegalStateException(failed.size() + " of " + scripts.size()
          + " could not be built, see above; is there a network? Start prefetch again, it goes on where it stopped");
    }
    System.out.printf("%d scripts, lessons and exercises are ready: no network is needed from here on%n",
        scripts.size());
    if (to != null) {
      System.out.printf("%nOn a laptop with a JDK, from the stick or from a copy of the folder on its disk:%n  sh "
          + "'%s/jbang' train%n", target);
    }
    return 0;
  }

  public static void main(String... args) { Program.start(new prefetch(), args); }
}
