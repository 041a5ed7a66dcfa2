import java.util.*;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.*;

/** Tells of each test class as it ends, of each failure at once, and on a terminal which test runs now; JUnit finds it by META-INF/services. */
public class TestProgress implements TestExecutionListener {

  static final String ON_TERMINAL = "dino.terminal";   // a system property

  private TestPlan plan;
  private final Map<TestIdentifier, Long> begun = new HashMap<>();
  private final Map<TestIdentifier, Integer> passed = new HashMap<>();

  private static boolean isClass(TestIdentifier id) { return id.getSource().orElse(null) instanceof ClassSource; }

  private TestIdentifier classOf(TestIdentifier id) {
    while (!isClass(id)) id = plan.getParent(id).orElseThrow();
    return id;
  }

  private static void now(String text) {
    if (Boolean.getBoolean(ON_TERMINAL)) System.out.print("\r\033[K" + text.substring(0, Math.min(79, text.length())));
  }

  @Override public void testPlanExecutionStarted(TestPlan plan) { this.plan = plan; }

  @Override public void executionStarted(TestIdentifier id) {
    if (isClass(id)) begun.put(id, System.nanoTime());
    if (id.isTest()) now(classOf(id).getDisplayName() + ": " + id.getDisplayName());
  }

  @Override public void executionFinished(TestIdentifier id, TestExecutionResult result) {
    now("");
    boolean good = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    String why = result.getThrowable().map(e -> ": " + String.valueOf(e.getMessage()).replaceFirst("^Assumption failed: ", "").strip().replaceAll("\\s+", " ")).orElse("");
    if (!good) System.out.println((result.getStatus() == TestExecutionResult.Status.ABORTED ? "NOT RUN: " : "FAILED: ")
        + (isClass(id) ? "" : classOf(id).getDisplayName() + ": ") + id.getDisplayName() + (why.length() > 300 ? why.substring(0, 300) + " ..." : why));
    if (good && id.isTest()) passed.merge(classOf(id), 1, Integer::sum);
    if (isClass(id)) System.out.printf("%4d passed %6.1f s  %s%n", passed.getOrDefault(id, 0), (System.nanoTime() - begun.get(id)) / 1e9, id.getDisplayName());
  }
}
