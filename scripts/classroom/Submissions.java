//JAVA 17+
//SOURCES check.java Tables.java

// What was handed in: one folder or one .java file a student. Each file is looked at, is it a file, small, text, and which
// exercise; what can't be checked is a line of the tables.

import java.io.*;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.*;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.*;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import static java.nio.charset.StandardCharsets.UTF_8;

class Submissions {

  static final int MOST_BYTES = 200_000, MOST_FILES = 200;   // of a file, of a student's files

  /** A file to be checked, or, without a source, one that can't be, or a remark. */
  record Item(String student, String exercise, byte[] source, Tables.Line line) {}

  final List<Item> items = new ArrayList<>();
  private final List<String> exercises = check.all().stream().map(check::nameOf).toList();
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

  /** Names as they come, but on one line and without what would steer a terminal. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().map(c -> Dino.isControl(c) ? '\uFFFD' : c).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean hidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.equals("__MACOSX");   // what systems and archives add
  }

  private static boolean isJava(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".java");
  }

  /** Of a file that is all a student handed in: Anna of Anna.java and of Anna_04_backprop.java. */
  String student(String name) {
    String base = name.substring(0, name.length() - ".java".length());
    String before = base.replaceFirst("(?i)[ _-]*(" + String.join("|", exercises) + ").*", "");
    return before.isBlank() ? base : before;
  }

  // ---- folders -----------------------------------------------------------------------------------------

  void readAll(Path folder) {
    List<Path> entries;
    try (Stream<Path> files = Files.list(folder)) {
      entries = files.filter(file -> !hidden(file)).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the folder " + folder + " (" + Dino.reason(e) + ")", e);
    }
    Dino.require(!entries.isEmpty(), "the folder %s is empty; one folder or one .java file a student is needed", folder);
    for (Path entry : entries) {
      String name = clean(entry.getFileName().toString());
      if (Files.isSymbolicLink(entry)) trouble(name, "", "", "a symbolic link, which was not followed");
      else if (Files.isDirectory(entry)) readStudent(name, entry);
      else if (isJava(entry)) readFile(student(name), entry, name);
      else trouble(name, "", "", "neither a folder nor a .java file");
    }
  }

  private void readStudent(String student, Path folder) {
    List<Path> files = new ArrayList<>();
    int before = items.size();
    try {
      Files.walkFileTree(folder, Set.of(), 10, new SimpleFileVisitor<>() {
        @Override public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes a) {
          return hidden(file) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
          String name = clean(folder.relativize(file).toString());
          if (hidden(file)) return FileVisitResult.CONTINUE;
          if (a.isSymbolicLink()) trouble(student, "", name, "a symbolic link, which was not followed");
          else if (a.isDirectory()) trouble(student, "", name, "a folder too deep inside of others, which was not looked at");
          else if (isJava(file)) files.add(file);
          if (files.size() + items.size() - before <= MOST_FILES) return FileVisitResult.CONTINUE;
          trouble(student, "", "", "more than " + MOST_FILES + " files; the others were not looked at");
          return FileVisitResult.TERMINATE;
        }

        @Override public FileVisitResult visitFileFailed(Path file, IOException e) {
          trouble(student, "", clean(folder.relativize(file).toString()), unreadable(e));
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      trouble(student, "", "", unreadable(e));
    }
    // Where an exercise is there twice, the file that bears its very name counts, and the one less deep.
    files.sort(Comparator.<Path, Boolean>comparing(file -> !exercises.contains(check.nameOf(file)))
        .thenComparing(Path::getNameCount).thenComparing(Path::toString));
    for (Path file : files) readFile(student, file, clean(folder.relativize(file).toString()));
    if (items.size() == before) trouble(student, "", "", "no .java file in it");
  }

  private static String unreadable(IOException e) { return "it can't be read (" + clean("" + Dino.reason(e)) + ")"; }

  // ---- a file ------------------------------------------------------------------------------------------

  private static final Pattern CLASS =
      Pattern.compile("^[ \\t]*(?:(?:public|final) +)*class +Exercise(\\d\\d)\\b", Pattern.MULTILINE);

  private void readFile(String student, Path file, String name) {
    String lower = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String named = exercises.stream().filter(lower::contains).findFirst().orElse("");
    byte[] source;
    String text;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        trouble(student, named, name, "not a regular file");
        return;
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        source = in.readNBytes(MOST_BYTES + 1);
      }
      if (source.length > MOST_BYTES) {
        trouble(student, named, name, "larger than " + MOST_BYTES / 1000 + " kB");
        return;
      }
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(source)).toString();
    } catch (CharacterCodingException e) {
      trouble(student, named, name, "binary, or text that is not UTF-8");
      return;
    } catch (IOException e) {
      trouble(student, named, name, unreadable(e));
      return;
    }
    List<String> classes = CLASS.matcher(text).results().map(m -> m.group(1)).distinct()
        .flatMap(number -> exercises.stream().filter(each -> each.startsWith(number))).toList();
    if (text.indexOf('\0') >= 0) trouble(student, named, name, "binary, or text that is not UTF-8");
    else if (text.isBlank()) trouble(student, named, name, "empty");
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
      items.add(new Item(student, exercise, source, null));
      compare(student, exercise, text);
    }
  }

  /** A remark where the text is another's too. */
  private void compare(String student, String exercise, String text) {
    String plain = text.replaceAll("\\s+", " ");
    try {
      Path file = Path.of(exercise + ".java");
      if (plain.equals(Files.readString(check.stub(file)).replaceAll("\\s+", " "))) return;
      if (plain.equals(Files.readString(check.solution(file)).replaceAll("\\s+", " "))) {
        remark(student, exercise, "a remark: the text is the kit's solution");
        return;
      }
    } catch (IOException e) {
      throw new IllegalStateException("can't read the kit's exercises (" + Dino.reason(e) + ")", e);
    }
    String first = texts.putIfAbsent(List.of(exercise, plain), student);
    if (first != null) remark(student, exercise, "a remark: the text is the same as that of " + first);
  }
}
