//JAVA 17+
//SOURCES ../Dino.java

// A JDK compiles, a JRE only runs. A jar that was built with a JDK may be started with a JRE.

class Jdk {

  static boolean has(String module) { return ModuleLayer.boot().findModule(module).isPresent(); }

  /** @param module  jdk.compiler, or jdk.jshell, which needs it */
  static void require(String module) {
    if (!has(module)) throw new IllegalStateException("this needs a JDK, and the Java in "
        + System.getProperty("java.home") + " has no compiler; ./jbang jdk install 17 brings one");
  }
}
