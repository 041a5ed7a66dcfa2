//JAVA 17+

// The learner's side of a check, in a JVM of its own: it calls the learner's functions and sends back what they give.
// It does not know what is right. Its class path holds this class and the learner's; Learner.java is the other side.

import java.io.*;
import java.lang.reflect.*;
import java.util.*;
import static java.nio.charset.StandardCharsets.UTF_8;

class Child {

  static final int MOST_BYTES = 16_000_000, MOST_LINES = 200;   // of one answer, and of printed text in one call

  private final DataOutputStream answers =
      new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
  private final Thread caller = Thread.currentThread();
  private String learner;          // the class of the function in hand
  private long end;                // when it has to be back, by the clock of nanoTime
  private boolean inHand;
  private int lines;               // printed by it

  // A message is its length and a serialized Object[]:
  //   to here    CLASS FUNCTION Object[] arguments, Long milliseconds
  //   from here  "ready"                       once, at the start
  //              "print" LINE
  //              "result" VALUE Object[] arguments afterwards, String[] their names
  //              "thrown" CLASS MESSAGE Integer line
  //              "slow" Integer line           and the JVM ends
  //              "signature" TEXT              there is no such function
  //              "unfit" TEXT                  what it gives back can't be sent

  private synchronized void send(Object... answer) {
    try {
      byte[] bytes = bytes(answer);
      answers.writeInt(bytes.length);
      answers.write(bytes);
      answers.flush();
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);   // the other side has gone
    }
  }

  private static byte[] bytes(Object[] answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(answer);
    } catch (NotSerializableException e) {
      return bytes(new Object[] {"unfit", "is an object of " + e.getMessage()});
    } catch (StackOverflowError e) {
      return bytes(new Object[] {"unfit", "is nested too deeply"});
    }
    return bytes.size() <= MOST_BYTES ? bytes.toByteArray() : bytes(new Object[] {"unfit", "is larger than 16 MB"});
  }

  /** What the learner prints, line by line. */
  private class Printed extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override public synchronized void write(int b) {
      if (b != '\n' && line.size() < 1000) line.write(b); else if (b == '\n') flushLine();
    }

    synchronized void flushLine() {
      if (lines++ < MOST_LINES) send("print", line.toString(UTF_8));
      line.reset();
    }

    synchronized void flushRest() { if (line.size() > 0) flushLine(); }
  }

  private synchronized void begin(String learner, long milliseconds) {
    this.learner = learner;
    end = System.nanoTime() + milliseconds * 1_000_000;
    inHand = true;
  }

  private synchronized void done() { inHand = false; }

  private synchronized void endIfLate() {
    if (!inHand || System.nanoTime() < end) return;
    send("slow", line(caller.getStackTrace()));
    Runtime.getRuntime().halt(0);
  }

  private class Clock extends Thread {
    @Override public void run() {
      while (true) {
        endIfLate();
        try {
          Thread.sleep(20);
        } catch (InterruptedException e) {
          // it goes on
        }
      }
    }
  }

  /** The innermost line of the learner's own, 0 when there is none. */
  private int line(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().split("\\$")[0].equals(learner)) return frame.getLineNumber();
    }
    return 0;
  }

  private void call(String name, Object[] arguments, Printed printed) {
    try {
      Method method = method(name, arguments);
      if (method == null) return;
      method.setAccessible(true);
      Object result = method.invoke(null, arguments);
      done();
      printed.flushRest();
      String[] names = Arrays.stream(method.getParameters()).map(Parameter::getName).toArray(String[]::new);
      send("result", result, arguments, names);
    } catch (Throwable e) {
      done();
      boolean wrapped = e instanceof InvocationTargetException || e instanceof ExceptionInInitializerError;
      Throwable cause = wrapped && e.getCause() != null ? e.getCause() : e;
      printed.flushRest();
      send("thrown", cause.getClass().getName(), "" + cause.getMessage(), line(cause.getStackTrace()));
    }
  }

  /** The function of this name that takes these arguments; if there is none, says so and returns null. */
  private Method method(String name, Object[] arguments) {
    Class<?> type;
    try {
      type = Class.forName(learner);
    } catch (ClassNotFoundException e) {
      send("signature", "the file has no class " + learner.substring(learner.lastIndexOf('.') + 1));
      return null;
    }
    String found = null;
    for (Method method : type.getDeclaredMethods()) {
      if (!method.getName().equals(name)) continue;
      Class<?>[] types = method.getParameterTypes();
      found = "it takes (" + simple(types) + ")";
      boolean fits = types.length == arguments.length && Modifier.isStatic(method.getModifiers());
      for (int i = 0; fits && i < types.length; i++) fits = unboxed(arguments[i].getClass()) == unboxed(types[i]);
      if (fits) return method;
    }
    Class<?>[] needed = Arrays.stream(arguments).map(each -> unboxed(each.getClass())).toArray(Class<?>[]::new);
    String should = "; it should be static " + name + "(" + simple(needed) + ")";
    send("signature", (found == null ? "it is not there" : found) + should);
    return null;
  }

  private static Class<?> unboxed(Class<?> type) {
    return type == Integer.class ? int.class : type == Double.class ? double.class
        : type == Boolean.class ? boolean.class : type == Long.class ? long.class : type;
  }

  private static String simple(Class<?>[] types) {
    return String.join(", ", Arrays.stream(types).map(Class::getSimpleName).toList());
  }

  public static void main(String... args) throws Exception {
    Child child = new Child();
    DataInputStream calls = new DataInputStream(new BufferedInputStream(System.in));
    Printed printed = child.new Printed();
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(printed, true, UTF_8));
    System.setErr(System.out);
    Thread clock = child.new Clock();
    clock.setDaemon(true);
    clock.setPriority(Thread.MAX_PRIORITY);
    clock.start();
    child.send("ready");
    while (true) {
      byte[] bytes;
      try {
        bytes = new byte[calls.readInt()];
        calls.readFully(bytes);
      } catch (EOFException e) {
        Runtime.getRuntime().halt(0);   // no more calls
        return;
      }
      Object[] call = (Object[]) new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject();
      child.lines = 0;
      child.begin((String) call[0], (Long) call[3]);
      child.call((String) call[1], (Object[]) call[2], printed);
    }
  }
}
