import type { ThresholdSpec } from '../../config/monitor.js';
import type { ColumnProfile } from '../../profile/profiles.js';
import type {
  Makeup,
  Metric,
  MetricDescription,
  MetricInput,
  MetricValue,
  MetricVariant,
  VariantDescription,
} from '../metric.js';
import { RARE } from '../metric.js';
import { noValue } from '../values.js';
import { binColumns, type Binned } from './bins.js';
import { chanceKey, type ChanceKey } from './chance.js';
import { comparedColumns } from './compared.js';
import { drawnChance } from './small-chance.js';

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
  const made = contributions(binned, formula.part, formula.shares);
  const chance = chanceKey(binned);
  const result = formula.finish(made.parts, chance);
  const drawnP = drawnChance(binned);
  return {
    value: result,
    interval: formula.interval?.(result, binned, chance) ?? null,
    pValue: chance.pValue,
    ...(drawnP === undefined ? {} : { drawnP }),
    nReference: binned.nReference,
    nCurrent: binned.nCurrent,
    exact: binned.exact,
    ...(formula.size === undefined ? {} : { size: formula.size(chance) }),
    makeup: makeupOf(binned, made),
  };
}

/** Sum of the parts, for metrics that add them up. */
export function sumOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

/** Of each bin, in the order of the bins: its shares of both sides, and its part of the value. */
export interface Contributions {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly parts: readonly number[];
}

/** What each bin adds; `shares` is what the shares become before the formula. */
export function contributions(
  { bins, nReference, nCurrent }: Binned,
  part: BinnedRule['part'],
  shares: BinnedRule['shares'] = (raw) => raw,
): Contributions {
  const reference = bins.map((bin) => bin.reference / nReference);
  const current = bins.map((bin) => bin.current / nCurrent);
  const [p, q] = [shares(reference), shares(current)];
  return { reference, current, parts: bins.map((_, i) => part(p[i] ?? 0, q[i] ?? 0)) };
}

/** How many of the largest parts are kept by name. */
const NAMED = 2;

function makeupOf({ bins }: Binned, { reference, current, parts }: Contributions): Makeup {
  const rare = { bins: 0, reference: 0, current: 0, part: 0 };
  const largest: number[] = [];
  let sum = 0;
  for (const [i, part] of parts.entries()) {
    sum += part;
    if ((reference[i] as number) < RARE) {
      rare.bins++;
      rare.reference += reference[i] as number;
      rare.current += current[i] as number;
      rare.part += part;
    }
    // Of equal parts the first comes first.
    let place = largest.length;
    while (place > 0 && (parts[largest[place - 1] as number] as number) < part) place--;
    if (place < NAMED) {
      largest.splice(place, 0, i);
      largest.length = Math.min(largest.length, NAMED);
    }
  }
  return {
    largest: largest.map((i) => ({
      bin: bins[i]?.label ?? '',
      reference: reference[i] as number,
      current: current[i] as number,
      part: parts[i] as number,
    })),
    parts: sum,
    rare,
  };
}
