//JAVA 17+

// The system's own browser.

import java.io.IOException;
import java.nio.file.Path;

class Browser {

  /** Opens the page in the system's browser. Without a desktop nothing happens. */
  static void open(Path file) {
    String system = System.getProperty("os.name"), page = file.toUri().toString();
    if (system.equals("Linux") && System.getenv("DISPLAY") == null && System.getenv("WAYLAND_DISPLAY") == null) return;
    String[] command = system.startsWith("Windows") ? new String[] {"rundll32", "url.dll,FileProtocolHandler", page}
        : new String[] {system.startsWith("Mac") ? "open" : "xdg-open", page};
    try {
      new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      System.err.println("no browser was opened (" + command[0] + " is missing); open the page yourself");
    }
  }
}
