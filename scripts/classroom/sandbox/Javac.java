//JAVA 17+
//SOURCES ../../base/Words.java JavacWords.java Source.java

// Compiles a learner's file, and reads in it what a check needs to know of it: its functions, what stands in them, and
// which calls which.

import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.*;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.*;
import java.util.*;
import javax.tools.*;
import static java.nio.charset.StandardCharsets.UTF_8;

class Javac {

  final Path classes;                // where the compiled classes go
  private final String type;         // the learner's class
  String text;                       // the file's, when it has been compiled
  String qualified, missing;         // the class's name with its package; null, or that it is not there

  Javac(String type, Path classes) {
    this.type = type;
    this.classes = classes;
  }

  /**
   * @param errors  as the learner sees them; empty when it compiled
   * @param calls   for each function of the file, the others that it calls, itself or through these
   * @param lines   where each begins
   * @param bodies  what stands in each, without comments
   */
  record Compiled(List<String> errors, Map<String, Set<String>> calls, Map<String, Long> lines,
      Map<String, String> bodies) {
    Compiled(String error) { this(List.of(error), Map.of(), Map.of(), Map.of()); }
  }

  Compiled compile(Path file) {
    Source source;
    try {
      source = Source.of(Files.readAllBytes(file));
    } catch (CharacterCodingException e) {
      return new Compiled("It is binary, no text. The .java file itself is needed.");
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read " + file + " (" + Words.reason(e) + ")", e);
    }
    if (source.remark() != null) System.err.println(file.getFileName() + ": " + source.remark());
    text = source.text();
    Map<String, Set<String>> calls = new HashMap<>();
    Map<String, Long> lines = new HashMap<>();
    Map<String, String> bodies = new HashMap<>();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    work(text, found, task -> {
      for (CompilationUnitTree unit : task.parse()) {
        readCalls(unit, Trees.instance(task).getSourcePositions(), calls, lines);
        readBodies(unit, bodies);
        readNames(unit);
      }
      task.generate();
    });
    for (String each : calls.keySet()) for (String name : calls.keySet()) {   // a calls name, name calls b: a calls b
      for (Set<String> called : calls.values()) if (called.contains(name)) called.addAll(calls.get(name));
    }
    return new Compiled(errors(text, found), calls, lines, bodies);
  }

  interface Work { void on(JavacTask task) throws IOException; }

  /** Lets javac work on a text as if it were a file of the class's name: a public class and a package are allowed. */
  void work(String text, DiagnosticCollector<JavaFileObject> found, Work work) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    URI uri = URI.create("string:///" + type + ".java");
    JavaFileObject file = new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override public CharSequence getCharContent(boolean ignore) { return text; }

      @Override public boolean isNameCompatible(String name, Kind kind) { return !name.endsWith("-info"); }   // a class
    };
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, Locale.ENGLISH, UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of());
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      List<String> options = List.of("-g", "-parameters", "-proc:none", "-Xlint:none", "-Xmaxerrs", "10000");
      work.on((JavacTask) compiler.getTask(null, files, found, options, null, List.of(file)));
    } catch (IOException e) {
      throw new IllegalStateException("can't compile " + type + " (" + Words.reason(e) + ")", e);
    }
  }

  /** Where the class is found: its package, and what other classes there are when it has another name. */
  private void readNames(CompilationUnitTree unit) {
    qualified = (unit.getPackageName() == null ? "" : unit.getPackageName() + ".") + type;
    List<String> names = unit.getTypeDecls().stream().filter(each -> each instanceof ClassTree)
        .map(each -> ((ClassTree) each).getSimpleName().toString()).toList();
    missing = names.contains(type) ? null : "the file has no class " + type
        + (names.isEmpty() ? "" : ", but " + String.join(", ", names))
        + "; the class must keep the name that it came with";
  }

  private static void readCalls(CompilationUnitTree unit, SourcePositions positions, Map<String, Set<String>> calls,
      Map<String, Long> lines) {
    new TreeScanner<Void, String>() {
      @Override public Void visitMethod(MethodTree method, String outer) {
        String name = method.getName().toString();
        calls.putIfAbsent(name, new TreeSet<>());
        lines.putIfAbsent(name, unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method)));
        return super.visitMethod(method, name);
      }
      @Override public Void visitMethodInvocation(MethodInvocationTree call, String method) {
        String called = call.getMethodSelect().toString();   // Math.tanh is not the learner's tanh
        if (method != null && !called.startsWith("Math.")) {
          calls.get(method).add(called.substring(called.lastIndexOf('.') + 1));
        }
        return super.visitMethodInvocation(call, method);
      }
    }.scan(unit, null);
  }

  private static void readBodies(CompilationUnitTree unit, Map<String, String> bodies) {
    new TreeScanner<Void, Void>() {
      @Override public Void visitMethod(MethodTree method, Void nothing) {
        bodies.putIfAbsent(method.getName().toString(), String.valueOf(method.getBody()));
        return null;
      }
    }.scan(unit, null);
  }

  /** What stands in each function of a file, without comments; the file is not compiled. */
  static Map<String, String> bodies(Path file) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, String> bodies = new HashMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ENGLISH, UTF_8)) {
      JavacTask task = (JavacTask) compiler.getTask(null, files, new DiagnosticCollector<>(), List.of("-proc:none"),
          null, files.getJavaFileObjects(file));
      for (CompilationUnitTree unit : task.parse()) readBodies(unit, bodies);
    } catch (IOException e) {
      throw new IllegalStateException("can't read " + file + " (" + Words.reason(e) + ")", e);
    }
    return bodies;
  }

  private List<String> errors(String source, DiagnosticCollector<JavaFileObject> found) {
    List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>(found.getDiagnostics());
    errors.removeIf(each -> each.getKind() != Diagnostic.Kind.ERROR);
    String another = errors.isEmpty() ? null : JavacWords.another(source, type);
    if (another != null) return List.of(another);
    List<String> lines = source.lines().toList(), text = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> error : errors.subList(0, Math.min(2, errors.size()))) {
      int line = (int) error.getLineNumber();
      String message = error.getMessage(Locale.ENGLISH);
      text.add("line " + line + ": " + message.replaceAll("\\s*\\R\\s*", "; "));
      if (line >= 1 && line <= lines.size()) {
        String code = lines.get(line - 1);
        // javac counts a tab as the way to the next multiple of 8.
        for (int tab; (tab = code.indexOf('\t')) >= 0; ) code = code.replaceFirst("\t", " ".repeat(8 - tab % 8));
        text.add("  " + code);
        text.add("  " + " ".repeat((int) Math.max(0, Math.min(code.length(), error.getColumnNumber() - 1))) + "^");
      }
      String plain = JavacWords.plain(error.getCode(), message, line < JavacWords.declaration(source, type),
          String.join("\n", lines.subList(0, Math.max(0, Math.min(line, lines.size())))));
      if (plain != null) text.add(plain);
    }
    if (errors.size() > 2) text.add("More errors: " + (errors.size() - 2) + ". Often they come of the first.");
    return text;
  }
}
