import type { ThresholdSpec } from '../../config/monitor.js';
import type { Contribution, Metric, MetricDescription, MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { binColumns, type Binned } from './bins.js';
import { chanceKey, type ChanceKey } from './chance.js';
import { comparedColumns } from './compared.js';

/** What tells one binned metric from another. */
export interface BinnedFormula {
  readonly describe: Pick<
    MetricDescription,
    'id' | 'name' | 'range' | 'definition' | 'formula' | 'source' | 'use'
  >;
  readonly warn: number;
  readonly alert: number;
  /** Part of one bin with shares `p` (reference) and `q` (current). */
  readonly part: (p: number, q: number) => number;
  /** Value from the sum of the parts. */
  readonly finish: (sum: number) => number;
  readonly interval?: (value: number, binned: Binned, chance: ChanceKey) => [number, number] | null;
}

/** A metric on the shares of bins: all of them share bins, chance key and the care about missing columns. */
export function binnedMetric(formula: BinnedFormula): Metric {
  return {
    ...formula.describe,
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
    compute: (input) => compute(formula, input),
  };
}

function value(limit: number): ThresholdSpec {
  return { kind: 'value', value: limit };
}

function compute(formula: BinnedFormula, input: MetricInput): MetricValue {
  const compared = comparedColumns(input);
  if ('problem' in compared) return compared.problem;
  const binned = binColumns(compared.reference, compared.current, input.bins);
  if (binned === null) {
    return noValue(
      'error',
      `${input.column} is ${compared.reference.kind} in the reference and ${compared.current.kind} now: the two cannot be compared.`,
      { current: input.current.rows },
    );
  }
  const parts = contributions(binned, formula.part);
  const result = formula.finish(parts.reduce((sum, part) => sum + part.part, 0));
  const chance = chanceKey(binned);
  return {
    value: result,
    interval: formula.interval?.(result, binned, chance) ?? null,
    pValue: chance.pValue,
    nReference: binned.nReference,
    nCurrent: binned.nCurrent,
    exact: binned.exact,
    contributions: [...parts].sort((a, b) => b.part - a.part),
  };
}

/** Each bin's shares and its part, in the order of the bins. */
export function contributions(binned: Binned, part: (p: number, q: number) => number): Contribution[] {
  return binned.bins.map((bin) => {
    const p = bin.reference / binned.nReference;
    const q = bin.current / binned.nCurrent;
    return { bin: bin.label, reference: p, current: q, part: part(p, q) };
  });
}
