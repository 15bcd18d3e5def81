import { evidentlyPsi } from './definitions/evidently.js';
import { noncentralityAt } from '../../statistics/chi-squared.js';
import type { Binned } from './bins.js';
import { binnedMetric, sumOf } from './binned-metric.js';
import type { ChanceKey } from './chance.js';

/** Shares below this become this (definitions.md, section 2). */
export const FLOOR = 1e-4;

/** Population stability index; of a feature it is the characteristic stability index (CSI). */
export const psi = binnedMetric(
  {
    describe: {
      id: 'psi',
      name: 'Population stability index',
      range: [0, Infinity],
      definition:
        'how far the shares of a column’s bins moved from the reference; 0: not at all; of a feature it is the CSI',
      formula: 'Σ (qᵢ − pᵢ) ln(qᵢ / pᵢ), shares below 0.0001 raised to it',
      interval:
        'that of the distance to the reference, by the non-central χ² distribution; none where a bin is expected to hold fewer than 2 rows',
      source:
        'Siddiqi 2006; interval after Yurdakul and Naranjo 2020; chance key: Pearson’s χ² on the same bins',
      avoid:
        'Small chunks with many bins, where chance alone moves it: see its interval. Between tools, whose bins differ: name the definition.',
      use: 'The first question of any column: has its distribution moved, in size, not in significance.',
    },
    warn: 0.1,
    alert: 0.25,
    part: psiPart,
    finish: sumOf,
    interval: psiInterval,
  },
  { evidently: evidentlyPsi },
);

/** A bin's part of the PSI, from its shares in the reference and now. */
export function psiPart(p: number, q: number): number {
  const floorP = Math.max(p, FLOOR);
  const floorQ = Math.max(q, FLOOR);
  return (floorQ - floorP) * Math.log(floorQ / floorP);
}

/** `[λ_lo, λ_hi]·s`: the non-centralities for which `psi/s` is the 97.5 % and the 2.5 % point of χ²(k − 1, λ). */
export function psiInterval(value: number, binned: Binned, chance: ChanceKey): [number, number] | null {
  const degrees = binned.bins.length - 1;
  if (chance.pooled || degrees < 1) return null;
  const scale = 1 / binned.nReference + 1 / binned.nCurrent;
  const x = value / scale;
  return [noncentralityAt(x, degrees, 0.975) * scale, noncentralityAt(x, degrees, 0.025) * scale];
}
