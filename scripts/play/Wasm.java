//JAVA 17+
//DEPS org.teavm:teavm-tooling:0.16.0
//DEPS org.ow2.asm:asm:9.10.1
//SOURCES ../Dino.java

// Java for a browser: TeaVM compiles a class and all that it uses, the stages too, to WebAssembly. That takes some
// seconds, so the result is kept beside JBang's own cache, under the sum of these classes. (asm is
// TeaVM's own; it is named because other libraries of the kit ask for an older one.)

import java.io.*;
import java.nio.file.*;
import java.security.*;
import java.time.Duration;
import java.util.*;
import java.util.stream.*;
import org.teavm.asm.*;
import org.teavm.asm.commons.*;
import org.teavm.diagnostics.*;
import org.teavm.model.TextLocation;
import org.teavm.tooling.*;
import org.teavm.vm.*;

class Wasm {

  /** TeaVM's part that a browser needs beside the WebAssembly, in JavaScript. */
  static String runtime() throws IOException {
    try (InputStream in = TeaVM.class.getResourceAsStream("/org/teavm/backend/wasm/wasm-gc-runtime.min.js")) {
      return new String(in.readAllBytes());
    }
  }

  /**
   * The class, whose exported methods a browser can call, and all that it uses.
   * @throws IllegalArgumentException  when something in it is not in TeaVM's class library; the sentence says what
   */
  static byte[] bytes(String main) throws IOException {
    Path cache = Path.of(Objects.requireNonNullElse(System.getenv("JBANG_DIR"),
        System.getProperty("user.home") + "/.jbang"), "kit", "wasm", sum(main) + ".wasm");
    if (Files.exists(cache)) return Files.readAllBytes(cache);
    System.err.println("compiling the stages for the browser, this once ...");
    Path folder = Files.createTempDirectory("wasm");
    try {
      byte[] wasm = compiled(main, folder);
      try {
        Files.createDirectories(cache.getParent());
        clean(cache.getParent());
        Path part = cache.resolveSibling(cache.getFileName() + ".part" + ProcessHandle.current().pid());
        Files.write(part, wasm);
        Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        System.err.println("it could not be kept for the next time (" + Words.reason(e) + ")");
      }
      return wasm;
    } finally {
      Files.deleteIfExists(folder.resolve(main + ".wasm"));
      Files.delete(folder);
    }
  }

  /** Deletes what has not been made for a month. */
  private static void clean(Path folder) {
    long month = System.currentTimeMillis() - Duration.ofDays(30).toMillis();
    for (File file : folder.toFile().listFiles()) if (file.lastModified() < month) file.delete();
  }

  private static byte[] compiled(String main, Path folder) throws IOException {
    TeaVMTool tool = new TeaVMTool();
    tool.setClassLoader(Wasm.class.getClassLoader());
    String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
    tool.setClassPath(Stream.of(path).map(File::new).toList());
    tool.setMainClass(main);
    tool.setTargetType(TeaVMTargetType.WEBASSEMBLY_GC);
    tool.setTargetDirectory(folder.toFile());
    tool.setTargetFileName(main + ".wasm");
    tool.setOptimizationLevel(TeaVMOptimizationLevel.FULL);
    tool.setObfuscated(true);   // short names, a smaller file
    tool.setLog(new EmptyTeaVMToolLog());
    try {
      tool.generate();
    } catch (TeaVMToolException e) {
      throw new IllegalArgumentException("TeaVM could not compile the stages (" + e.getMessage() + ")", e);
    }
    for (Problem problem : tool.getProblemProvider().getSevereProblems()) {
      DefaultProblemTextConsumer text = new DefaultProblemTextConsumer();
      problem.render(text);
      TextLocation line = problem.getLocation() == null ? null : problem.getLocation().getSourceLocation();
      throw new IllegalArgumentException("a browser can't run the stages as they are now: " + text.getText()
          + (line == null ? "" : " (" + line.getFileName() + ", line " + line.getLine() + ")"));
    }
    return Files.readAllBytes(folder.resolve(main + ".wasm"));
  }

  /** A sum of the class and of all that it uses here, and of which TeaVM it is. */
  private static String sum(String main) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String jar = TeaVM.class.getProtectionDomain().getCodeSource().getLocation().toString();
      digest.update(jar.replaceFirst(".*/", "").getBytes());   // its name has the version; a stick can be moved
      SortedMap<String, byte[]> used = new TreeMap<>();
      addUsed(main, used);
      used.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds the class file of that name, and those that it names, as far as they are the kit's own: in no package. */
  private static void addUsed(String name, Map<String, byte[]> used) {
    if (name.contains("/") || used.containsKey(name)) return;
    try (InputStream in = Wasm.class.getResourceAsStream("/" + name + ".class")) {
      if (in == null) return;
      byte[] file = in.readAllBytes();
      used.put(name, file);
      new ClassReader(file).accept(new ClassRemapper(new ClassWriter(0), new Remapper(Opcodes.ASM9) {
        @Override public String map(String other) {
          addUsed(other, used);
          return other;
        }
      }), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the class " + name, e);
    }
  }
}
