import { readFileSync } from 'node:fs';

import { scaledBesselK } from '../../../src/core/statistics/bessel.js';
import { betaI } from '../../../src/core/statistics/beta.js';
import { CompensatedSum } from '../../../src/core/statistics/compensated-sum.js';
import { cramerVonMisesUpperTail } from '../../../src/core/statistics/cramer-von-mises.js';
import { harmonic, harmonicOfSquares } from '../../../src/core/statistics/harmonic.js';
import { kolmogorovOneSample } from '../../../src/core/statistics/kolmogorov-one-sample.js';
import { exactKs } from '../../../src/core/statistics/kolmogorov-smirnov-exact.js';
import { student95, studentTwoSided } from '../../../src/core/statistics/welch.js';
import { close } from '../../close.js';

interface Functions {
  student_two_sided: [number, number, number][];
  student_95: [number, number][];
  beta_i: [number, number, number, number][];
  bessel_k_scaled: [number, number, number][];
  cramer_von_mises_sf: [number, number][];
  ks_exact: [number, number, number, number][];
  kolmogorov_one_sample: [number, number, number][];
  harmonic: [number, number, number][];
}

/** Recorded by test/oracle/stability.py from scipy (versions inside). */
const { functions } = JSON.parse(readFileSync('test/oracle/stability.json', 'utf8')) as {
  functions: Functions;
};

describe('functions of the stability metrics, against scipy', () => {
  it('Student’s t: both tails, and the 97.5 % point', () => {
    for (const [t, df, expected] of functions.student_two_sided)
      close(studentTwoSided(t, df), expected, 1e-9, `t ${t}, df ${df}`);
    for (const [df, expected] of functions.student_95) close(student95(df), expected, 1e-9, `df ${df}`);
  });
  it('incomplete beta function', () => {
    for (const [x, a, b, expected] of functions.beta_i)
      close(betaI(x, a, b), expected, 1e-10, `I_${x}(${a}, ${b})`);
  });
  it('Bessel function K, scaled', () => {
    for (const [order, x, expected] of functions.bessel_k_scaled)
      close(scaledBesselK(order, x), expected, 1e-12, `K_${order}(${x})`);
  });
  it('Cramér-von Mises upper tail: scipy’s to its 1e-7, and the published 10, 5, 1 and 0.1 % points', () => {
    for (const [x, expected] of functions.cramer_von_mises_sf)
      close(cramerVonMisesUpperTail(x) + 1, expected + 1, 1e-7, `x ${x}`);
    close(cramerVonMisesUpperTail(0.46136), 0.05, 1e-4);
    close(cramerVonMisesUpperTail(0.74346), 0.01, 1e-4);
  });
  it('Kolmogorov-Smirnov: the exact two-sample p-value, and the one-sample distribution', () => {
    for (const [d, m, n, expected] of functions.ks_exact)
      close(exactKs(d, m, n), expected, 1e-9, `D ${d} of ${m} and ${n}`);
    for (const [d, n, expected] of functions.kolmogorov_one_sample)
      close(kolmogorovOneSample(d, n) + 1, expected + 1, 2e-7, `D ${d} of ${n}`);
  });
  it('harmonic numbers, across the border of the asymptotic series', () => {
    for (const [n, one, two] of functions.harmonic) {
      close(harmonic(n), one, 1e-14, `H_${n}`);
      close(harmonicOfSquares(n), two, 1e-14, `H_${n} of squares`);
    }
  });
  it('a compensated sum keeps what a plain one loses', () => {
    const sum = new CompensatedSum();
    for (const x of [1, 1e100, 1, -1e100]) sum.add(x);
    close(sum.value, 2, 0);
  });
});
