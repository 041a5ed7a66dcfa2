//JAVA 17+
//SOURCES check.java Tables.java sandbox/Source.java

// What the students handed in: one folder or one .java file for each. Every file is looked at: is it a file, small, and
// text, and which exercise is it? A file that can't be checked gets a line in the tables.

import java.io.*;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.*;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.*;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import static java.nio.charset.StandardCharsets.*;

class Submissions {

  static final int MOST_BYTES = 200_000, MOST_FILES = 200;   // in a file, and of a student

  /** A file to check; without a source: a file that can't be checked, or a remark. */
  record Item(String student, String exercise, byte[] source, Tables.Line line) {}

  final List<Item> items = new ArrayList<>();
  private final List<String> exercises = check.all().stream().map(check::nameOf).toList();
  private final Map<String, String> students = new HashMap<>();      // bytes of the name: the name that is shown
  private final Map<List<String>, String> seen = new HashMap<>();    // student and exercise: the file
  private final Map<List<String>, String> texts = new HashMap<>();   // exercise and text: the first student who has it

  private void trouble(String student, String exercise, String file, String kind) {
    String diagnosis = (file.isEmpty() ? "" : file + ": ") + kind;
    items.add(new Item(student, exercise, null, new Tables.Line(student, exercise, "", false, diagnosis, kind, 0)));
  }

  private void remark(String student, String exercise, String text) {
    items.add(new Item(student, exercise, null, new Tables.Line(student, exercise, "", null, text, "", 0)));
  }

  // ---- names -------------------------------------------------------------------------------------------

  /** A name as it is, but on one line and without characters that control a terminal. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().map(c -> Names.isControl(c) ? '\uFFFD' : c).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** A name's bytes, each as a character. As text, two names that are not UTF-8 can be the same: M?ller, M?ller. */
  static String bytes(Path file) {
    String path = file.toUri().getRawPath().replaceFirst("/$", "");   // with %C3%BC where a letter is not ASCII
    return URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B"), ISO_8859_1);
  }

  private static String shown(String bytes) { return clean(new String(bytes.getBytes(ISO_8859_1), UTF_8)); }

  /** A path below a folder, as it is shown. */
  private static String shown(Path folder, Path file) {
    StringJoiner names = new StringJoiner(File.separator);
    for (int i = folder.getNameCount() + 1; i <= file.getNameCount(); i++) {
      names.add(shown(bytes(file.getRoot().resolve(file.subpath(0, i)))));
    }
    return names.toString();
  }

  /** The name that is shown for a student: no two have the same. */
  private String student(String bytes) {
    String known = students.get(bytes);
    if (known != null) return known;
    String name = shown(bytes).strip(), different = name;
    for (int i = 2; students.containsValue(different); i++) different = name + " (" + i + ")";
    students.put(bytes, different);
    return different;
  }

  /** The student in a file's name: Anna in Anna.java, Anna (1).java, Anna_04_backprop.java, Anna Exercise04.java. */
  String owner(String name) {
    String base = name.replaceFirst(JAVA, "");
    String before = base.replaceFirst("(?i)[ _-]*(" + String.join("|", exercises) + "|exercise[ _-]?\\d).*", "")
        .replaceFirst(" *\\(\\d+\\)$", "").replaceFirst(MOODLE, "");
    return before.isBlank() ? base : before;
  }

  /** How a file's name ends; Windows hides a .txt that an editor has added. */
  private static final String JAVA = "(?i)\\.java(\\.txt)?\\s*$";

  /** What Moodle appends to a student's name and number. */
  private static final String MOODLE = "_assignsubmission_.*";

  /** Files that operating systems and archives add. */
  private static boolean hidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.startsWith("~$") || name.matches("(?i)__MACOSX|desktop\\.ini|Thumbs\\.db");
  }

  /** A teacher's own files beside the submissions: notes, and what grade itself has written. */
  private static boolean teachers(Path file, Path out) throws IOException {
    return file.getFileName().toString().matches("(?i)readme(\\.\\w+)?|grades\\b.*\\.(csv|html)|plotly\\.js")
        || Files.exists(out) && Files.isSameFile(file, out);
  }

  private static boolean isJava(Path file) { return file.getFileName().toString().matches("(?s).*" + JAVA); }

  // ---- folders -----------------------------------------------------------------------------------------

  /** @param out  where grade writes; if it is in the folder, it is no student */
  void readAll(Path folder, Path out) {
    List<Path> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.toAbsolutePath())) {
      for (Path file : files.sorted().toList()) if (!hidden(file) && !teachers(file, out)) entries.add(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the folder " + folder + " (" + Words.reason(e) + ")", e);
    }
    Words.require(!entries.isEmpty(),
        "in the folder %s is nothing to check; one folder or one .java file a student is needed", folder);
    for (Path entry : entries) {
      String bytes = bytes(entry);
      if (Files.isSymbolicLink(entry)) trouble(student(bytes), "", "", "a symbolic link, which was not followed");
      else if (Files.isDirectory(entry)) readStudent(student(bytes.replaceFirst(MOODLE, "")), entry);
      else if (isJava(entry)) readFile(student(owner(bytes)), entry, shown(bytes));
      else trouble(student(bytes), "", "", archive(entry)
          ? "an archive: unpack it into a folder with the student's name" : "neither a folder nor a .java file");
    }
  }

  private static boolean archive(Path file) {
    return file.getFileName().toString().matches("(?i).*\\.(zip|7z|rar|tar|t?gz|jar)");
  }

  private void readStudent(String student, Path folder) {
    List<Path> files = new ArrayList<>();
    List<String> others = new ArrayList<>();
    int before = items.size();
    try {
      Files.walkFileTree(folder, Set.of(), 10, new SimpleFileVisitor<>() {
        @Override public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes a) {
          return hidden(file) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
          if (hidden(file)) return FileVisitResult.CONTINUE;
          String name = shown(folder, file);
          if (a.isSymbolicLink()) trouble(student, "", name, "a symbolic link, which was not followed");
          else if (a.isDirectory()) trouble(student, "", name, "a folder too deep inside of others, not looked at");
          else if (isJava(file)) files.add(file); else others.add(name);
          if (files.size() + items.size() - before <= MOST_FILES) return FileVisitResult.CONTINUE;
          trouble(student, "", "", "more than " + MOST_FILES + " files; the others were not looked at");
          return FileVisitResult.TERMINATE;
        }

        @Override public FileVisitResult visitFileFailed(Path file, IOException e) {
          trouble(student, "", shown(folder, file), unreadable(e));
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      trouble(student, "", "", unreadable(e));
    }
    // If a student has an exercise twice, the file with the exercise's own name counts, or the one less deep.
    files.sort(Comparator.<Path, Boolean>comparing(file -> !exercises.contains(check.nameOf(file)))
        .thenComparing(Path::getNameCount).thenComparing(Path::toString));
    for (Path file : files) readFile(student, file, shown(folder, file));
    if (items.stream().anyMatch(item -> item.student().equals(student))) return;   // Moodle makes two folders
    String some = String.join(", ", others.subList(0, Math.min(3, others.size()))) + (others.size() > 3 ? " ..." : "");
    if (others.isEmpty()) trouble(student, "", "", "no .java file in it");
    else trouble(student, "", "only " + some, "no .java file");
  }

  private static String unreadable(IOException e) { return "it can't be read (" + clean("" + Words.reason(e)) + ")"; }

  // ---- a file ------------------------------------------------------------------------------------------

  private static final Pattern CLASS =
      Pattern.compile("^[ \\t]*(?:(?:public|final) +)*class +Exercise(\\d\\d)\\b", Pattern.MULTILINE);

  private void readFile(String student, Path file, String name) {
    String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String named = exercises.stream().filter(each -> lower.contains(each)
        || lower.matches(".*exercise[ _-]?0?" + check.number(Path.of(each)) + "\\b.*")).findFirst().orElse("");
    Source source;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        trouble(student, named, name, "not a regular file");
        return;
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          trouble(student, named, name, "larger than " + MOST_BYTES / 1000 + " kB");
          return;
        }
        source = Source.of(bytes);
      }
    } catch (CharacterCodingException e) {
      trouble(student, named, name, "binary, no text; the .java file itself is needed");
      return;
    } catch (IOException e) {
      trouble(student, named, name, unreadable(e));
      return;
    }
    List<String> classes = CLASS.matcher(source.text()).results().map(m -> m.group(1)).distinct()
        .flatMap(number -> exercises.stream().filter(each -> each.startsWith(number))).toList();
    if (source.text().isBlank()) trouble(student, named, name, "empty");
    else if (named.isEmpty() && classes.isEmpty())
      trouble(student, "", name, "no exercise: neither the file's name nor a class says which");
    else if (!named.isEmpty() && !classes.isEmpty() && !classes.contains(named))
      trouble(student, named, name, "another exercise: its class is Exercise" + classes.get(0).substring(0, 2));
    else for (String exercise : named.isEmpty() ? classes : List.of(named)) {
      String other = seen.putIfAbsent(List.of(student, exercise), name);
      if (other != null) {
        trouble(student, exercise, name, "a second file of this exercise; " + other + " was checked");
        continue;
      }
      items.add(new Item(student, exercise, source.text().getBytes(UTF_8), null));
      if (source.remark() != null) remark(student, exercise, "a remark: " + name + ": " + source.remark());
      compare(student, exercise, source.text());
    }
  }

  /** A remark if the text is the kit's solution, or the same as another student's. */
  private void compare(String student, String exercise, String text) {
    Path file = Path.of(exercise + ".java");
    String plain = plain(text);
    try {
      if (plain.equals(plain(Files.readString(check.stub(file))))) return;
      Path solution = check.solution(file);   // a teacher may have taken it out
      if (Files.exists(solution) && plain.equals(plain(Files.readString(solution)))) {
        remark(student, exercise, "a remark: the text is the kit's solution");
        return;
      }
    } catch (IOException e) {
      throw new IllegalStateException("can't read the kit's exercises (" + Words.reason(e) + ")", e);
    }
    String first = texts.putIfAbsent(List.of(exercise, plain), student);
    if (first != null) remark(student, exercise, "a remark: the text is the same as that of " + first);
  }

  private static String plain(String text) { return text.replaceAll("\\s+", " "); }
}
