//JAVA 17+
//SOURCES SideBySide.java

// Threads that work on the same job: the caller and its helpers. A job may take a tenth of a millisecond, and to wake a
// thread that sleeps can take as long. So helpers stay awake for a moment after each job, and look for the next one.

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

class Team implements AutoCloseable {

  /** What thread p does, from 0 (the caller) to size - 1; or with task i. */
  interface Job { void run(int p); }
  interface Task { void run(int i, int p); }

  private static final int LOOKS = 20_000;   // that is a fraction of a millisecond

  final int size;
  private final Thread[] helpers;
  private final boolean awake;                         // whether each thread has a processor
  private final AtomicInteger busy = new AtomicInteger(), next = new AtomicInteger();
  private Job job;
  private volatile int jobs;                           // so far; -1: there is nothing more to do
  private volatile Throwable thrown;

  Team(int size) {
    this.size = size;
    awake = size <= Runtime.getRuntime().availableProcessors();
    helpers = new Thread[size - 1];
    for (int p = 1; p < size; p++) {
      int me = p;
      helpers[p - 1] = new Thread(() -> help(me), "helper " + p);
      helpers[p - 1].setDaemon(true);
      helpers[p - 1].start();
    }
  }

  /** Each thread does the job; returns when all have. Throws what one of them threw. */
  void all(Job job) {
    this.job = job;
    thrown = null;
    busy.set(helpers.length);
    jobs++;
    for (Thread helper : helpers) LockSupport.unpark(helper);
    try {
      job.run(0);
    } finally {
      for (int looks = 0; busy.get() > 0; looks++) pause(looks);
    }
    if (thrown instanceof Error e) throw e;
    if (thrown instanceof RuntimeException e) throw e;
  }

  /** Tasks 0 .. count-1: each thread takes the next one that nobody has begun. */
  void inTurn(int count, Task task) {
    next.set(0);
    all(p -> { for (int i; (i = next.getAndIncrement()) < count; ) task.run(i, p); });
  }

  private void help(int p) {
    for (int done = 0; ; done++) {
      for (int looks = 0; jobs == done; looks++) {
        if (awake && looks < LOOKS) Thread.onSpinWait();
        else LockSupport.park(this);
      }
      if (jobs < 0) return;
      try {
        job.run(p);
      } catch (Throwable e) {
        thrown = e;
      } finally {
        busy.decrementAndGet();
      }
    }
  }

  private void pause(int looks) {
    if (awake && looks < LOOKS) Thread.onSpinWait();
    else Thread.yield();
  }

  @Override public void close() {
    jobs = -1;
    for (Thread helper : helpers) LockSupport.unpark(helper);
  }
}
