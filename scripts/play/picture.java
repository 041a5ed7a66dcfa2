///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.seleniumhq.selenium:selenium-chrome-driver:4.52.0
//SOURCES play.java

// README's first picture: the page of play after 20 epochs, in the Chromium that is installed, with its chromedriver.
//   jbang picture.java
// It prints first where the picture is: lessons/pictures/play.png.

import java.nio.file.*;
import java.time.Duration;
import java.util.Map;
import java.util.logging.*;
import org.openqa.selenium.*;
import org.openqa.selenium.chrome.*;
import picocli.CommandLine.*;

@Command(name = "picture", description = "Draws README's first picture: the page of play.", footer = "Example: picture")
class picture implements Runnable {

  static final String ADDRESS = "#view=read&name=brachio&batches=680&ask=no";

  public void run() {
    Words.require(System.getenv("DINO_KIT") != null, "start this by ./jbang scripts/play/picture.java");
    Path kit = Path.of(System.getenv("DINO_KIT")), file = kit.resolve("lessons/pictures/play.png");
    ChromeOptions options = new ChromeOptions().addArguments("--headless", "--no-sandbox", "--disable-gpu",
        "--hide-scrollbars");
    Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
    ChromeDriver browser = new ChromeDriver(options);
    try {
      browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
          Map.of("width", 1280, "height", 720, "deviceScaleFactor", 1, "mobile", false));
      Path page = Files.createTempDirectory("picture").resolve("play.html");
      play play = new play();
      play.data = new Program.Data();
      play.out = page;
      play.noOpen = true;
      play.run();
      browser.get(page.toUri() + ADDRESS);
      browser.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
      browser.executeAsyncScript("setInterval(done => {"
          + "if (now && now.batches >= 680 && !now.playing && now.levels['5-gram']) done() }, 100, arguments[0])");
      Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
      Files.delete(page);
      Files.delete(page.getParent());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("can't write " + file + " (" + Words.reason(e) + ")", e);
    } finally {
      browser.quit();
    }
    System.out.println("wrote " + file);
  }

  public static void main(String... args) { Program.start(new picture(), args); }
}
