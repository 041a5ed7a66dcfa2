///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djdk.console=java.base
//SOURCES check.java

// Shows the solution of an exercise, once yours passes.
//   jbang solution.java EXERCISE [--anyway]
// It prints first lessons/solutions/NN_name.java, in which each function has a sentence on why.

import java.io.IOException;
import java.nio.file.*;
import java.util.concurrent.Callable;
import picocli.CommandLine.*;

@Command(name = "solution", description = "Shows the solution of an exercise that is done.",
    footer = "Example: solution 4")
class solution implements Callable<Integer> {

  @Parameters(paramLabel = "EXERCISE", description = "Its number, its name, or its file.")
  String which;
  @Option(names = "--anyway", description = "Show it though yours is not right yet; the progress says so then.")
  boolean anyway;

  public Integer call() throws IOException {
    Path file = check.find(which);
    int all = check.exercise(file).tasks.size();
    Progress progress = check.progress(file);
    boolean done = progress.done(check.nameOf(file));
    if (!done && !anyway) {
      Terminal.say(0, String.format("Exercise %d has not passed a check yet: ./jbang check %1$d. "
          + "A hint: ./jbang hint %1$d. To see the solution all the same: ./jbang solution %1$d --anyway",
          check.number(file)));
      return 1;
    }
    Path text = check.solution(file);
    Words.require(Files.exists(text), "there is no %s here; this copy of the kit may have come without the solutions",
        text);
    System.out.print(Files.readString(text));
    if (!done) progress.set(check.nameOf(file), all, null, null, true);
    return 0;
  }

  public static void main(String... args) { Program.start(new solution(), args); }
}
