import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { ExactProfile } from '../../../src/core/profile/exact-profile.js';
import { binColumns } from '../../../src/core/metrics/stability/bins.js';
import { chanceKey } from '../../../src/core/metrics/stability/chance.js';
import { psi } from '../../../src/core/metrics/stability/psi.js';
import { jsDistance } from '../../../src/core/metrics/stability/js-distance.js';
import { benjaminiHochberg } from '../../../src/core/statistics/benjamini-hochberg.js';
import { chiSquaredUpperTail, noncentralChiSquaredCdf } from '../../../src/core/statistics/chi-squared.js';
import { rocArea } from '../../../src/core/statistics/delong.js';
import { logGamma } from '../../../src/core/statistics/gamma.js';
import { kolmogorovUpperTail } from '../../../src/core/statistics/kolmogorov.js';
import { largestGap } from '../../../src/core/statistics/merged-steps.js';
import { normalUpperTail, Z95 } from '../../../src/core/statistics/normal.js';
import { wilsonInterval } from '../../../src/core/statistics/wilson.js';
import { close } from '../../close.js';
import { metricInput, numeric } from '../../metric-input.js';

interface Functions {
  ncx2_cdf: [number, number, number, number][];
  chi2_sf: [number, number, number][];
  kolmogorov_sf: [number, number][];
  gammaln: [number, number][];
  normal_sf: [number, number][];
  wilson: [number, number, [number, number]][];
  benjamini_hochberg: { p: number[]; q: number[] };
  hard: {
    reference: string[];
    current: string[];
    quantiles: [number, string][];
    binned: { psi: number; psi_interval: [number, number] | null; js_distance: number; chance_p: number };
    ks: number;
  };
  auc: { scores: number[]; labels: number[]; roc_auc: number; interval: [number, number]; log_loss: number };
}

/** Recorded by test/oracle/record.py from scipy, numpy and scikit-learn (versions inside). */
const oracle = JSON.parse(readFileSync('test/oracle/functions.json', 'utf8')) as Functions;

describe('statistics, against scipy', () => {
  it('log gamma', () => {
    for (const [x, expected] of oracle.gammaln) close(logGamma(x), expected, 1e-13, `x ${x}`);
  });
  it('χ² upper tail, far into the tail', () => {
    for (const [x, df, expected] of oracle.chi2_sf)
      close(chiSquaredUpperTail(x, df), expected, 1e-10, `x ${x}`);
  });
  it('non-central χ² distribution', () => {
    for (const [x, df, lambda, expected] of oracle.ncx2_cdf) {
      close(noncentralChiSquaredCdf(x, df, lambda), expected, 1e-8, `x ${x}, λ ${lambda}`);
    }
  });
  it('Kolmogorov upper tail', () => {
    for (const [t, expected] of oracle.kolmogorov_sf)
      close(kolmogorovUpperTail(t), expected, 1e-10, `t ${t}`);
  });
  it('normal upper tail', () => {
    for (const [z, expected] of oracle.normal_sf) close(normalUpperTail(z), expected, 1e-12, `z ${z}`);
    close(normalUpperTail(Z95), 0.025, 1e-14);
  });
  it('Wilson intervals, at 0 and 1 too', () => {
    for (const [k, n, [low, high]] of oracle.wilson) {
      const interval = wilsonInterval(k, n);
      assert.ok(interval);
      assert.ok(
        Math.abs(interval[0] - low) < 1e-12 && Math.abs(interval[1] - high) < 1e-12,
        `${k} of ${n}: ${interval}`,
      );
    }
    assert.equal(wilsonInterval(0, 0), null);
  });
  it('Benjamini-Hochberg', () => {
    const q = benjaminiHochberg(oracle.benjamini_hochberg.p);
    for (const [i, expected] of oracle.benjamini_hochberg.q.entries()) close(q[i] ?? NaN, expected, 1e-12);
  });
});

describe('metrics on hard data, against numpy, scipy and scikit-learn', () => {
  const reference = Float64Array.from(oracle.hard.reference, Number);
  const current = Float64Array.from(oracle.hard.current, Number);

  it('quantiles to the last bit', () => {
    const profile = ExactProfile.of(reference.slice());
    for (const [p, expected] of oracle.hard.quantiles)
      assert.equal(profile.quantile(p), Number(expected), `p ${p}`);
  });
  it('psi, its interval, js_distance and the chance key', () => {
    const input = metricInput({ reference: numeric(reference), current: numeric(current) });
    const value = psi.compute(input);
    close(value.value ?? NaN, oracle.hard.binned.psi, 1e-12);
    close(value.pValue ?? NaN, oracle.hard.binned.chance_p, 1e-9);
    assert.equal(value.interval === null, oracle.hard.binned.psi_interval === null);
    for (const i of [0, 1] as const) {
      if (value.interval && oracle.hard.binned.psi_interval) {
        close(value.interval[i], oracle.hard.binned.psi_interval[i], 1e-6);
      }
    }
    close(jsDistance.compute(input).value ?? NaN, oracle.hard.binned.js_distance, 1e-12);
  });
  it('ks', () => {
    const distance = largestGap(
      ExactProfile.of(reference.slice()).steps(),
      ExactProfile.of(current.slice()).steps(),
    );
    close(distance, oracle.hard.ks, 1e-12);
  });
  it('roc_auc and DeLong with ties', () => {
    const { scores, labels, roc_auc: expected } = oracle.auc;
    const of = (label: number): Float64Array =>
      Float64Array.from(scores.filter((_, i) => labels[i] === label));
    close(rocArea(ExactProfile.of(of(1)).steps(), ExactProfile.of(of(0)).steps()).area, expected, 1e-12);
  });
});

describe('published values', () => {
  it('PSI of 1..6 against 1..6 (evidently tests/stattests/test_stattests.py: 0.037218, JS base e 0.068048)', () => {
    const of = (counts: number[]): Float64Array =>
      Float64Array.from(counts.flatMap((n, i) => Array<number>(n).fill(i + 1)));
    const [reference, current] = [of([16, 18, 16, 14, 12, 12]), of([16, 16, 16, 16, 16, 8])];
    const input = metricInput({
      reference: numeric(reference),
      current: numeric(current),
      bins: { kind: 'edges', edges: [2, 3, 4, 5, 6] },
    });
    close(psi.compute(input).value ?? NaN, 0.037218, 1e-4);
    close((jsDistance.compute(input).value ?? NaN) * Math.sqrt(Math.LN2), 0.068048, 1e-4);
  });
  it('pools small bins by the pooled margin, and one bin left gives p = 1', () => {
    const binned = binColumns(
      numeric(Float64Array.from([1, 1, 1])),
      numeric(Float64Array.from([1, 1])),
      null,
    );
    assert.ok(binned);
    assert.equal(chanceKey(binned).pValue, 1);
  });
});
