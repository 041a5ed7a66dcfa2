import java.io.File;
import java.nio.file.*;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.*;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.chrome.*;
import org.openqa.selenium.logging.*;
import static org.assertj.core.api.Assertions.fail;

/** A headless browser without a network, for the tests that look at pages. */
class Chromium {

  /** Skips the tests where Chromium is missing, but not on the build machine. The folder is for a file and downloads. */
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
    ChromeDriver browser = new ChromeDriver(new ChromeDriverService.Builder()
        .usingDriverExecutable(new File("/usr/bin/chromedriver")).usingAnyFreePort().build(), options);
    browser.executeCdpCommand("Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
    return browser;
  }

  /** What the page has asked for since the last call, but for itself and what it made itself. */
  static List<String> requests(ChromeDriver browser, Path page) {
    List<String> asked = new ArrayList<>();
    for (LogEntry entry : browser.manage().logs().get(LogType.PERFORMANCE)) {
      if (!entry.getMessage().contains("\"Network.requestWillBeSent\"")) continue;
      String url = entry.getMessage().replaceAll(".*\"documentURL\".*?\"url\":\"([^\"]*)\".*", "$1");
      if (!url.startsWith("data:") && !url.startsWith("blob:") && !url.startsWith(page.toUri().toString())) asked.add(url);
    }
    return asked;
  }

  /** What the console has said since the last call. */
  static List<String> console(ChromeDriver browser) {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
  }
}
