// What one processor can do at most, for `jbang bench --kernels`: multiply-adds that never leave the registers.

import jdk.incubator.vector.*;

class Peak {

  private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;

  /** N multiply-adds, in ten vectors that do not wait for each other; N is a multiple of 10 vectors' numbers. */
  static double multiplyAndAdd(int N) {
    DoubleVector a = DoubleVector.broadcast(LANES, 0.999), b = DoubleVector.broadcast(LANES, 1e-3);
    DoubleVector c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b;
    int times = N / 10 / LANES.length();
    for (int i = 0; i < times; i++) {
      c0 = c0.fma(a, b); c1 = c1.fma(a, b); c2 = c2.fma(a, b); c3 = c3.fma(a, b); c4 = c4.fma(a, b);
      c5 = c5.fma(a, b); c6 = c6.fma(a, b); c7 = c7.fma(a, b); c8 = c8.fma(a, b); c9 = c9.fma(a, b);
    }
    return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9)
        .reduceLanes(VectorOperators.ADD);
  }
}
