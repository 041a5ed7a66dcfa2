///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-console:6.1.3
//DEPS org.assertj:assertj-core:3.27.7
//DEPS net.jqwik:jqwik:1.9.3
//DEPS org.seleniumhq.selenium:selenium-chrome-driver:4.52.0
//RUNTIME_OPTIONS -Djdk.console=java.base
//COMPILE_OPTIONS -encoding UTF-8
//SOURCES Kit.java LanesRun.java Fuzz.java Chromium.java TestProgress.java *Test.java
//FILES META-INF/services/org.junit.platform.launcher.TestExecutionListener=listener.txt
//SOURCES ../gradcheck.java ../train.java ../look/plot.java ../look/pictures.java ../bench/bench.java ../play/play.java ../classroom/check.java ../classroom/grade.java ../classroom/hint.java ../classroom/solution.java ../classroom/doctor.java ../classroom/prefetch.java

// Runs all tests of the kit in one JVM, the fast ones first: jbang test. With --fast these alone; with --long also those that
// take minutes and a network. JUnit's own options narrow the choice:
//   jbang test --include-classname '.*InputTest' --include-methodname '.*empty.*'

import java.io.*;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.*;
import java.util.logging.*;
import org.junit.platform.console.ConsoleLauncher;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class test {
  /** The jar that this class came from, with all the tests in it. */
  private static Path classes() throws URISyntaxException {
    return Path.of(test.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Runs this program once more, away from the terminal: there the commands draw colours and bars. */
  private static int awayFromTerminal(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-D" + TestProgress.ON_TERMINAL + "=true", "-cp", System.getProperty("java.class.path"), "test"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start().waitFor();
  }

  public static void main(String... args) throws Exception {
    if (System.console() != null) System.exit(awayFromTerminal(args));
    List<String> options = new ArrayList<>(List.of("execute", "--disable-banner", "--details=none", "--fail-if-no-tests",
        "--scan-classpath=" + classes()));
    options.add("--config=junit.jupiter.testclass.order.default=org.junit.jupiter.api.ClassOrderer$OrderAnnotation");
    List<String> words = new ArrayList<>(List.of(args));
    if (words.remove("--fast")) options.add("--exclude-tag=slow");
    if (!words.remove("--long")) options.add("--exclude-tag=long");
    Logger jqwik = Logger.getLogger("net.jqwik");   // held, so that its level stays
    jqwik.setLevel(Level.WARNING);
    options.addAll(List.of("--config=jqwik.database=", "--config=jqwik.reporting.onlyfailures=true"));   // no file of earlier failures
    if (!Boolean.getBoolean(TestProgress.ON_TERMINAL)) options.add("--disable-ansi-colors");
    options.addAll(words);
    PrintWriter out = new PrintWriter(System.out, true), err = new PrintWriter(System.err, true);
    var result = ConsoleLauncher.run(out, err, options.toArray(String[]::new));
    int status = result.getExitCode();
    if (result.getValue().orElse(null) instanceof TestExecutionSummary s) {
      long failed = s.getTotalFailureCount();   // of tests and of what surrounds them
      System.out.printf("%d passed, %d failed%s%n", s.getTestsSucceededCount(), failed,
          s.getTestsSkippedCount() == 0 ? "" : ", " + s.getTestsSkippedCount() + " skipped");
      if (failed > 0) status = 1;
    }
    System.exit(status);
  }
}
