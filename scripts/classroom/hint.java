///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES check.java

// Hints to an exercise, in four levels: a question, the place, the formula, the line.
//   jbang hint.java EXERCISE [FUNCTION]
// It prints first the question about the first function that was not right at the last check; each further call
// gives one level more.

import java.nio.file.*;
import java.util.*;
import picocli.CommandLine.*;

@Command(name = "hint", description = "A hint to an exercise; each call gives one more.",
    footer = {"Example: hint 4", "         hint 4 roStep"})
class hint implements Runnable {

  static final List<String> LEVELS = List.of("A question", "The place", "The formula", "The line");

  @Parameters(index = "0", paramLabel = "EXERCISE", description = "Its number, its name, or its file.")
  String which;
  @Parameters(index = "1", arity = "0..1", paramLabel = "FUNCTION",
      description = "Default: the first that was not right at the last check.")
  String name;

  public void run() {
    Path file = check.find(which);
    Exercise exercise = check.exercise(file);
    Progress progress = check.progress(file);
    Progress.Line line = progress.of(check.nameOf(file), exercise.tasks.size());
    List<String> names = exercise.tasks.stream().map(each -> each.name).toList();
    if (name == null) name = names.stream().filter(each -> !line.right().contains(each)).findFirst().orElse(null);
    if (name == null) {
      int number = check.number(file);
      Terminal.say(0, "Exercise " + number + " is done. For a hint all the same: ./jbang hint " + number + " "
          + names.get(0));
      return;
    }
    Words.require(names.contains(name), "exercise %d has no function %s, only %s", check.number(file), name,
        String.join(", ", names));
    List<String> hints = exercise.tasks.get(names.indexOf(name)).hints;
    int level = Math.min(line.hints().getOrDefault(name, 0) + 1, hints.size());
    System.out.println(Terminal.style("1", name) + ", hint " + level + " of " + hints.size());
    for (int i = 0; i < level; i++) {
      System.out.println(LEVELS.get(i));
      Terminal.say(2, hints.get(i));
    }
    Map<String, Integer> given = new TreeMap<>(line.hints());
    given.put(name, level);
    progress.set(check.nameOf(file), exercise.tasks.size(), null, given, false);
  }

  public static void main(String... args) { Program.start(new hint(), args); }
}
