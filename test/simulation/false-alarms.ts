import { judge } from '../../src/core/checks/judge.js';
import { limitsOf } from '../../src/core/checks/limits.js';
import type { CheckSpec } from '../../src/core/config/monitor.js';
import { metricById } from '../../src/core/metrics/registry.js';
import { ExactProfile } from '../../src/core/profile/exact-profile.js';
import type { ColumnProfile } from '../../src/core/profile/profiles.js';
import { benjaminiHochberg } from '../../src/core/statistics/benjamini-hochberg.js';
import { normals, seeded } from '../../src/core/statistics/random.js';
import { metricInput } from '../metric-input.js';

/** Columns of one kind: how a value is drawn, and after a shift of a stated size. */
export interface ColumnKind {
  readonly name: string;
  readonly draw: (rows: number, next: () => number, shift: number) => ColumnProfile;
  readonly metrics: readonly string[];
}

const NUMERIC = ['psi', 'kl', 'js_distance', 'hellinger', 'tvd', 'l_infinity', 'ks', 'wasserstein_normed', 'mean_shift', 'cramer_von_mises', 'anderson_darling']; // prettier-ignore
const CATEGORIES = ['psi', 'kl', 'js_distance', 'hellinger', 'tvd', 'l_infinity', 'chi2', 'cramers_v'];

export const COLUMN_KINDS: readonly ColumnKind[] = [
  { name: 'normal', metrics: NUMERIC, draw: numbers((_, normal, shift) => normal() + shift) },
  {
    name: 'heavy tails (Cauchy)',
    metrics: NUMERIC,
    draw: numbers((next, _, shift) => Math.tan(Math.PI * (next() - 0.5)) + shift),
  },
  {
    name: 'point mass (70 % zeros)',
    metrics: NUMERIC,
    draw: numbers((next, _, shift) => (next() < 0.7 - shift ? 0 : -Math.log(next()))),
  },
  { name: '400 categories', metrics: CATEGORIES, draw: categories(400) },
  { name: '3 categories', metrics: CATEGORIES, draw: categories(3) },
];

function numbers(
  one: (next: () => number, normal: () => number, shift: number) => number,
): ColumnKind['draw'] {
  return (rows, next, shift) => {
    const normal = normals(next);
    const values = Float64Array.from({ length: rows }, () => one(next, normal, shift));
    return { kind: 'numeric', missing: 0, nonFinite: 0, values: ExactProfile.of(values) };
  };
}

/** Shares fall as 1/rank; a shift takes so much from the first and gives it to the last. */
function categories(count: number): ColumnKind['draw'] {
  const weights = Array.from({ length: count }, (_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ends: number[] = [];
  for (const weight of weights) ends.push((ends.at(-1) ?? 0) + weight / total);
  return (rows, next, shift) => {
    const counts = new Map<string, number>();
    for (let i = 0; i < rows; i++) {
      const u = next();
      let [low, high] = [0, count - 1];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((ends[middle] as number) <= u) low = middle + 1;
        else high = middle;
      }
      const key = `v${u < shift ? count - 1 : low}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return { kind: 'categorical', missing: 0, counts };
  };
}

/** One check over many columns, on one chunk after the other. */
export interface Alarms {
  readonly kind: string;
  readonly metric: string;
  readonly rows: number;
  /** Chunks in which the check raised an alert (or: for any column of it). */
  readonly alerts: number;
  readonly warnings: number;
  readonly chunks: number;
}

/** How often checks with default limits over `features` columns alert, and warn, when their columns shift by so much. */
export function alarmsOf(
  kind: ColumnKind,
  options: { rows: number; reference: number; features: number; chunks: number; shift: number },
): Alarms[] {
  const { rows, features, chunks, shift } = options;
  const counts = new Map(kind.metrics.map((metric) => [metric, { alerts: 0, warnings: 0 }]));
  for (let chunk = 0; chunk < chunks; chunk++) {
    const pairs = Array.from({ length: features }, (_, j) => {
      const next = seeded('alarms', kind.name, rows, shift, chunk, j);
      return metricInput({
        reference: kind.draw(options.reference, next, 0),
        current: kind.draw(rows, next, shift),
      });
    });
    for (const [id, count] of counts) {
      const metric = metricById(id);
      if (metric === null) throw new TypeError(`no metric ${id}`);
      const limits = limitsOf(checkOf(id), metric, null);
      const values = pairs.map((input) => metric.compute(input));
      const q = benjaminiHochberg(values.map(({ pValue, drawnP }) => Math.max(pValue ?? 1, drawnP ?? 0)));
      const verdicts = values.map(
        (value, i) =>
          judge(metric, value, q[i] ?? 1, limits, { minRows: 30, falseDiscoveryRate: 0.05 }).verdict,
      );
      if (verdicts.includes('alert')) count.alerts++;
      if (verdicts.includes('warn') || verdicts.includes('alert')) count.warnings++;
    }
  }
  return [...counts].map(([metric, count]) => ({ kind: kind.name, metric, rows, ...count, chunks }));
}

function checkOf(metric: string): CheckSpec {
  return {
    id: 'stability[0]',
    family: 'stability',
    metric,
    of: null,
    segment: null,
    every: null,
    minRows: 30,
    warn: { kind: 'default' },
    alert: { kind: 'default' },
    bins: null,
    definition: 'tidemark',
    k: 10,
  };
}
