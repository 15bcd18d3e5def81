import type { ThresholdSpec } from '../../config/monitor.js';
import type { ColumnProfile } from '../../profile/profiles.js';
import type {
  Contribution,
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
  const parts = partsOf(binned, formula.part, formula.shares);
  const chance = chanceKey(binned);
  const result = formula.finish(parts, chance);
  const drawnP = input.judged === true ? drawnChance(binned) : undefined;
  const interval = formula.interval?.(result, binned, chance) ?? null;
  const made: MetricValue = {
    value: result,
    interval,
    pValue: chance.pValue,
    nReference: binned.nReference,
    nCurrent: binned.nCurrent,
    exact: binned.exact,
    makeup: makeupOf(binned, parts),
  };
  if (drawnP === undefined && formula.size === undefined) return made;
  return {
    ...made,
    ...(drawnP === undefined ? {} : { drawnP }),
    ...(formula.size === undefined ? {} : { size: formula.size(chance) }),
  };
}

/** Sum of the parts, for metrics that add them up. */
export function sumOf(parts: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const part of parts) sum += part;
  return sum;
}

/** Of each bin, in the order of the bins: its shares of both sides, and its part of the value. */
export interface Contributions {
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly parts: readonly number[];
}

/** What each bin adds. */
export function contributions(binned: Binned, part: BinnedRule['part']): Contributions {
  return {
    reference: sharesOf(binned.reference, binned.nReference),
    current: sharesOf(binned.current, binned.nCurrent),
    parts: partsOf(binned, part, undefined),
  };
}

function sharesOf(rows: Float64Array, all: number): number[] {
  return Array.from(rows, (count) => count / all);
}

/** The part of each bin; `shares` is what the shares become before the formula. */
function partsOf(
  { reference, current, nReference, nCurrent }: Binned,
  part: BinnedRule['part'],
  shares: BinnedRule['shares'],
): number[] {
  const parts: number[] = [];
  if (shares === undefined) {
    for (let i = 0; i < reference.length; i++) {
      parts.push(part((reference[i] as number) / nReference, (current[i] as number) / nCurrent));
    }
    return parts;
  }
  const [p, q] = [shares(sharesOf(reference, nReference)), shares(sharesOf(current, nCurrent))];
  for (let i = 0; i < reference.length; i++) parts.push(part(p[i] as number, q[i] as number));
  return parts;
}

function makeupOf(binned: Binned, parts: readonly number[]): Makeup {
  const { reference, current, nReference, nCurrent } = binned;
  const rare = { bins: 0, reference: 0, current: 0, part: 0 };
  // The two largest parts are kept by name; of equal ones the first comes first.
  let first = -1;
  let second = -1;
  let sum = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as number;
    sum += part;
    const share = (reference[i] as number) / nReference;
    if (share < RARE) {
      rare.bins++;
      rare.reference += share;
      rare.current += (current[i] as number) / nCurrent;
      rare.part += part;
    }
    if (first < 0 || part > (parts[first] as number)) {
      second = first;
      first = i;
    } else if (second < 0 || part > (parts[second] as number)) second = i;
  }
  const largest = [first, second]
    .filter((i) => i >= 0)
    .map((i) => contributionOf(binned, i, parts[i] as number));
  return { largest, parts: sum, rare };
}

function contributionOf(
  { bins, reference, current, nReference, nCurrent }: Binned,
  i: number,
  part: number,
): Contribution {
  const { label = '', of } = bins[i] ?? {};
  return {
    bin: label,
    ...(of === undefined ? {} : { of }),
    reference: (reference[i] as number) / nReference,
    current: (current[i] as number) / nCurrent,
    part,
  };
}
