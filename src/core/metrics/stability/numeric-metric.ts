import type { ThresholdSpec } from '../../config/monitor.js';
import type { NumericProfile } from '../../profile/numeric-profile.js';
import type {
  Metric,
  MetricDescription,
  MetricInput,
  MetricValue,
  MetricVariant,
  VariantDescription,
} from '../metric.js';
import { noValue } from '../values.js';
import { comparedColumns } from './compared.js';
import { drawnNumeric, type DrawnStatistic } from './small-chance.js';

/** What a numeric metric measures from the two distributions; `because` where there is no value. */
export interface NumericShift {
  /** NaN where there is no value. */
  readonly value: number;
  readonly pValue: number | null;
  readonly interval?: readonly [number, number] | null;
  /** Value of the metric that `sizeKey` names. */
  readonly size?: number;
  readonly because?: string;
}

/** What tells one metric on the values of a numeric column from another. */
export interface NumericFormula {
  readonly describe: Pick<
    MetricDescription,
    'id' | 'name' | 'worse' | 'range' | 'definition' | 'formula' | 'source' | 'use' | 'avoid' | 'sizeKey'
  > &
    Partial<Pick<MetricDescription, 'interval'>>;
  readonly warn: number | null;
  readonly alert: number | null;
  readonly measure: (reference: NumericProfile, current: NumericProfile) => NumericShift;
  /** What tells chance on few rows, where the law of its p-value does not hold there. */
  readonly onFewRows?: DrawnStatistic;
}

/** A stability metric on the values of numeric columns, without bins. Both sides have at least one value. */
export function numericMetric(
  formula: NumericFormula,
  definitions: NonNullable<Metric['definitions']> = {},
): Metric {
  return {
    interval: 'none',
    ...formula.describe,
    definitions,
    family: 'stability',
    subject: 'column',
    kinds: ['numeric'],
    tasks: null,
    needs: [],
    unit: 'none',
    defaults: { warn: limit(formula.warn), alert: limit(formula.alert) },
    judged: 'two-keys',
    windowOnly: false,
    always: false,
    compute: (input) => computeNumeric(formula, input),
  };
}

/** A numeric metric by another tool's definition. */
export function numericVariant(words: VariantDescription, measure: NumericFormula['measure']): MetricVariant {
  return { ...words, compute: (input) => computeNumeric({ measure }, input) };
}

function limit(value: number | null): ThresholdSpec {
  return value === null ? { kind: 'none' } : { kind: 'value', value };
}

function computeNumeric(
  { measure, onFewRows }: Pick<NumericFormula, 'measure' | 'onFewRows'>,
  input: MetricInput,
): MetricValue {
  const compared = comparedColumns(input);
  if ('problem' in compared) return compared.problem;
  const { reference, current } = compared;
  if (reference.kind !== 'numeric' || current.kind !== 'numeric') {
    return noValue(
      'error',
      `This metric needs numbers, and ${input.column} is ${reference.kind === 'numeric' ? current.kind : reference.kind}.`,
      { current: input.current.rows },
    );
  }
  const exact = reference.values.exact && current.values.exact;
  const counts = { reference: reference.values.count, current: current.values.count, exact };
  const shift = measure(reference.values, current.values);
  if (Number.isNaN(shift.value) && shift.because !== undefined)
    return noValue('unknown', shift.because, counts);
  if (!Number.isFinite(shift.value)) {
    return noValue(
      'error',
      `${input.column} has values so large that this metric leaves the range of numbers.`,
      counts,
    );
  }
  const drawnP =
    onFewRows === undefined || input.judged !== true
      ? undefined
      : drawnNumeric(reference.values, current.values, onFewRows, shift.pValue);
  const made: MetricValue = {
    value: shift.value,
    interval: shift.interval ?? null,
    pValue: shift.pValue,
    nReference: counts.reference,
    nCurrent: counts.current,
    exact,
  };
  if (drawnP === undefined && shift.size === undefined && shift.because === undefined) return made;
  return {
    ...made,
    ...(drawnP === undefined ? {} : { drawnP }),
    ...(shift.size === undefined ? {} : { size: shift.size }),
    ...(shift.because === undefined ? {} : { because: shift.because }),
  };
}
