import type { ThresholdSpec } from '../../config/monitor.js';
import type { ColumnProfile } from '../../profile/profiles.js';
import type {
  Contribution,
  Metric,
  MetricDescription,
  MetricInput,
  MetricValue,
  MetricVariant,
  VariantDescription,
} from '../metric.js';
import { noValue } from '../values.js';
import { binColumns, type Binned } from './bins.js';
import { chanceKey, type ChanceKey } from './chance.js';
import { comparedColumns } from './compared.js';

/** How a binned value is made. */
export interface BinnedRule {
  /** The bins, or why there are none; those of definitions.md, section 2, where it is not given. */
  readonly bin?: (
    reference: ColumnProfile,
    current: ColumnProfile,
    input: MetricInput,
  ) => Binned | { readonly because: string } | null;
  /** What shares become before the formula, where they are floored or scaled. */
  readonly shares?: (shares: readonly number[]) => readonly number[];
  /** Part of one bin with shares `p` (reference) and `q` (current). */
  readonly part: (p: number, q: number) => number;
  /** Value from the parts of all bins and the chance key of the same bins. */
  readonly finish: (parts: readonly number[], chance: ChanceKey) => number;
  readonly interval?: (value: number, binned: Binned, chance: ChanceKey) => [number, number] | null;
  /** Value of the metric that `sizeKey` names. */
  readonly size?: (chance: ChanceKey) => number;
}

/** What tells one binned metric from another. */
export interface BinnedFormula extends BinnedRule {
  readonly describe: Pick<
    MetricDescription,
    'id' | 'name' | 'range' | 'definition' | 'formula' | 'source' | 'use' | 'avoid' | 'sizeKey'
  > &
    Partial<Pick<MetricDescription, 'interval'>>;
  readonly warn: number;
  readonly alert: number;
}

/** A metric on the shares of bins: all of them share bins, chance key and the care about missing columns. */
export function binnedMetric(
  formula: BinnedFormula,
  definitions: NonNullable<Metric['definitions']> = {},
): Metric {
  return {
    interval: 'none',
    ...formula.describe,
    definitions,
    family: 'stability',
    subject: 'column',
    kinds: ['numeric', 'categorical'],
    tasks: null,
    needs: [],
    worse: 'higher',
    unit: 'none',
    defaults: { warn: value(formula.warn), alert: value(formula.alert) },
    judged: 'two-keys',
    windowOnly: false,
    always: false,
    compute: (input) => computeBinned(formula, input),
  };
}

/** A binned metric by another tool's definition, on that tool's bins. */
export function binnedVariant(
  words: VariantDescription,
  formula: BinnedRule & Required<Pick<BinnedRule, 'bin'>>,
): MetricVariant {
  return { ...words, compute: (input) => computeBinned(formula, input) };
}

function value(limit: number): ThresholdSpec {
  return { kind: 'value', value: limit };
}

function computeBinned(formula: BinnedRule, input: MetricInput): MetricValue {
  const compared = comparedColumns(input);
  if ('problem' in compared) return compared.problem;
  const bin = formula.bin ?? ((reference, current) => binColumns(reference, current, input.bins));
  const binned = bin(compared.reference, compared.current, input);
  if (binned === null) {
    return noValue(
      'error',
      `${input.column} is ${compared.reference.kind} in the reference and ${compared.current.kind} now: the two cannot be compared.`,
      { current: input.current.rows },
    );
  }
  if ('because' in binned) return noValue('error', binned.because, { current: input.current.rows });
  const parts = contributions(binned, formula.part, formula.shares);
  const chance = chanceKey(binned);
  const result = formula.finish(
    parts.map((part) => part.part),
    chance,
  );
  return {
    value: result,
    interval: formula.interval?.(result, binned, chance) ?? null,
    pValue: chance.pValue,
    nReference: binned.nReference,
    nCurrent: binned.nCurrent,
    exact: binned.exact,
    ...(formula.size === undefined ? {} : { size: formula.size(chance) }),
    contributions: [...parts].sort((a, b) => b.part - a.part),
  };
}

/** Sum of the parts, for metrics that add them up. */
export function sumOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

/** Each bin's shares and its part, in the order of the bins; `shares` is what they become before the formula. */
export function contributions(
  binned: Binned,
  part: BinnedRule['part'],
  shares: BinnedRule['shares'] = (raw) => raw,
): Contribution[] {
  const reference = binned.bins.map((bin) => bin.reference / binned.nReference);
  const current = binned.bins.map((bin) => bin.current / binned.nCurrent);
  const [p, q] = [shares(reference), shares(current)];
  return binned.bins.map((bin, i) => ({
    bin: bin.label,
    reference: reference[i] ?? 0,
    current: current[i] ?? 0,
    part: part(p[i] ?? 0, q[i] ?? 0),
  }));
}
