import type { RowSample, SampleNumbers } from '../../profile/extra/row-sample.js';
import { remember } from '../../profile/remember.js';
import { formatNumber } from '../../report/words.js';
import { normalUpperTail, Z95 } from '../../statistics/normal.js';
import { ranks } from '../../statistics/rank-correlation.js';
import { absoluteMetric } from '../describe.js';
import type { MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { samplesOf } from './row-samples.js';

/** Columns that are paired, at most. */
const MOST_COLUMNS = 50;
/** Variance of Fisher's z of a rank correlation, times n − 3 (Fieller, Hartley and Pearson 1957). */
const INFLATION = 1.06;

/** The largest change of how two numeric columns go together. */
export const correlationShift = absoluteMetric({
  id: 'correlation_shift',
  name: 'Correlation shift',
  family: 'stability',
  reads: ['sample'],
  worse: 'higher',
  range: [0, 2],
  unit: 'none',
  defaults: { warn: { kind: 'value', value: 0.1 }, alert: { kind: 'value', value: 0.2 } },
  judged: 'two-keys',
  definition:
    'largest absolute change of Spearman’s correlation among the pairs of numeric features (the first 50 of them), over the rows of the row sample that have both',
  formula: 'max over pairs of |ρ_c − ρ_r|',
  interval:
    'normal on Fisher’s z of the two correlations of that pair; it does not hold that the pair was chosen',
  source: 'Spearman 1904 with midranks; p: Fisher’s z with variance 1.06/(n − 3), Bonferroni over the pairs',
  use: 'Joins that went wrong, units that changed for some rows: each column looks as ever, and they no longer belong together.',
  avoid: 'Relations that are no rise or fall, which a rank correlation does not see: domain_classifier.',
  compute: (input) => {
    const found = samplesOf(input);
    if ('problem' in found) return found.problem;
    const { reference, current, exact } = found.samples;
    const names = new Set(input.facts.features);
    const pairs = changes(reference, current, names);
    const [n, m] = [current.hashes.length, reference.hashes.length];
    if (pairs.length === 0) {
      return noValue('error', 'There are no two numeric features that both vary on both sides.', {
        reference: m,
        current: n,
      });
    }
    const largest = pairs.reduce((best, pair) => (pair.size > best.size ? pair : best));
    return { ...valueOf(largest, pairs.length), exact };
  },
});

interface PairChange {
  readonly names: readonly [string, string];
  readonly before: Correlation;
  readonly now: Correlation;
  readonly size: number;
}

interface Correlation {
  readonly rho: number;
  readonly rows: number;
}

function valueOf({ names, before, now, size }: PairChange, pairs: number): Omit<MetricValue, 'exact'> {
  const [zBefore, zNow] = [fisher(before.rho), fisher(now.rho)];
  const variance = (rows: number): number => INFLATION / Math.max(1, rows - 3);
  const [varBefore, varNow] = [variance(before.rows), variance(now.rows)];
  const z = Math.abs(zNow - zBefore) / Math.sqrt(varBefore + varNow);
  // The square-and-add interval of a difference (Zou 2007), from those of the two correlations.
  const ends = ({ rho }: Correlation, error: number): [number, number] => [
    Math.tanh(fisher(rho) - Z95 * error),
    Math.tanh(fisher(rho) + Z95 * error),
  ];
  const [a, b] = now.rho > before.rho ? [now, before] : [before, now];
  const [errorA, errorB] = now.rho > before.rho ? [varNow, varBefore] : [varBefore, varNow];
  const [lowA, highA] = ends(a, Math.sqrt(errorA));
  const [lowB, highB] = ends(b, Math.sqrt(errorB));
  const low = size - Math.hypot(a.rho - lowA, highB - b.rho);
  const high = size + Math.hypot(highA - a.rho, b.rho - lowB);
  return {
    value: size,
    interval: [Math.max(0, low), Math.min(2, high)],
    pValue: Math.min(1, pairs * 2 * normalUpperTail(z)),
    nReference: before.rows,
    nCurrent: now.rows,
    because: `${names[0]} and ${names[1]} went from ${formatNumber(before.rho)} to ${formatNumber(now.rho)}.`,
  };
}

function fisher(rho: number): number {
  return Math.atanh(Math.min(Math.max(rho, -1 + 1e-12), 1 - 1e-12));
}

function changes(reference: RowSample, current: RowSample, features: ReadonlySet<string>): PairChange[] {
  const [before, now] = [numbersOf(reference), numbersOf(current)];
  const names = [...now.keys()]
    .filter((name) => features.has(name) && before.has(name))
    .slice(0, MOST_COLUMNS);
  const found: PairChange[] = [];
  for (const [i, one] of names.entries()) {
    for (const other of names.slice(i + 1)) {
      const was = correlation(before.get(one), before.get(other));
      const is = correlation(now.get(one), now.get(other));
      if (was === null || is === null) continue;
      found.push({ names: [one, other], before: was, now: is, size: Math.abs(is.rho - was.rho) });
    }
  }
  return found;
}

/** A column with its ranks where no value is missing. */
interface Ranked {
  readonly values: Float64Array;
  readonly ranks: Float64Array | null;
}

const numbersOf = remember((sample: RowSample): ReadonlyMap<string, Ranked> => {
  const columns = sample.columns.filter((column): column is SampleNumbers => column.kind === 'numeric');
  return new Map(
    columns.map(({ name, values }) => [
      name,
      { values, ranks: values.includes(NaN) ? null : ranks([...values]) },
    ]),
  );
});

/** Spearman's correlation over the rows that have both; null where one side does not vary, or for fewer than 4 rows. */
function correlation(a: Ranked | undefined, b: Ranked | undefined): Correlation | null {
  if (a === undefined || b === undefined) return null;
  if (a.ranks !== null && b.ranks !== null) return pearson(a.ranks, b.ranks);
  const rows = [...a.values.keys()].filter((i) => !Number.isNaN(a.values[i]) && !Number.isNaN(b.values[i]));
  const take = (values: Float64Array): Float64Array => ranks(rows.map((i) => values[i] as number));
  return pearson(take(a.values), take(b.values));
}

function pearson(a: Float64Array, b: Float64Array): Correlation | null {
  const rows = a.length;
  const middle = (rows + 1) / 2;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const [x, y] = [(a[i] as number) - middle, (b[i] as number) - middle];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (rows < 4 || aa === 0 || bb === 0) return null;
  return { rho: Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))), rows };
}
