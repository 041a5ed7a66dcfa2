import java.io.File;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.*;
import org.openqa.selenium.logging.*;
import static org.assertj.core.api.Assertions.fail;

/** A headless browser without a network, for the tests that look at pages. */
class Chromium {

  /** Skips the tests where Chromium is missing, but not on the build machine. The folder is for a file. */
  static ChromeDriver start(Path folder) throws Exception {
    boolean here = Files.isExecutable(Path.of("/usr/bin/chromium"))
        && Files.isExecutable(Path.of("/usr/bin/chromedriver"));
    if (!here && System.getenv("CI") != null) fail("the build machine must have chromium and chromedriver");
    Assumptions.assumeTrue(here, "chromium and chromedriver are not installed; the pages were not looked at");
    // A browser in a network namespace of its own has no network at all; it is spoken to by a pipe.
    Path wrapper = Files.writeString(folder.resolve("chromium.sh"), "#!/bin/sh\n"
        + "if unshare -n true 2>/dev/null; then exec unshare -n /usr/bin/chromium \"$@\"; fi\n"
        + "if unshare -rn true 2>/dev/null; then exec unshare -rn /usr/bin/chromium \"$@\"; fi\n"
        + "exec /usr/bin/chromium --proxy-server=127.0.0.1:9 \"$@\"\n");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    logs.enable(LogType.BROWSER, Level.ALL);
    java.util.logging.Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions().setBinary(wrapper.toFile()).addArguments("--headless", "--no-sandbox",
        "--disable-gpu", "--remote-debugging-pipe", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync");
    options.setCapability("goog:loggingPrefs", logs);
    return new ChromeDriver(new ChromeDriverService.Builder()
        .usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build(), options);
  }

  /** From now on, what is downloaded goes into the folder. */
  static void downloads(ChromeDriver browser, Path folder) {
    browser.executeCdpCommand("Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  /** Opens a page anew, and comes back when all of it is there. */
  static void open(ChromeDriver browser, String address) {
    browser.get("about:blank");
    for (String log : List.of(LogType.PERFORMANCE, LogType.BROWSER)) browser.manage().logs().get(log);   // before it
    browser.get(address);
    String state = "return location.protocol === 'file:' && document.readyState === 'complete'";
    for (int i = 0; i < 500 && !Boolean.TRUE.equals(browser.executeScript(state)); i++) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** What has been asked for since the last call, the pages too, but not what a page made itself. */
  static List<String> requests(ChromeDriver browser) {
    List<String> asked = new ArrayList<>();
    for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
      if (!entry.getMessage().contains("\"Network.requestWillBeSent\"")) continue;
      String url = entry.getMessage().replaceAll(".*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1");
      if (!url.startsWith("data:") && !url.startsWith("blob:") && !url.startsWith("about:")) asked.add(url);
    }
    return asked;
  }

  /** What the console has said since the last call. */
  static List<String> console(ChromeDriver browser) {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
  }
}
