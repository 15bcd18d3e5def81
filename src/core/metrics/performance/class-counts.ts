import { absoluteMetric } from '../describe.js';
import { normalInterval } from '../../statistics/normal.js';
import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { confusionOf, labelledValue, rowsOf } from './labelled.js';

/** One class of a multiclass task. */
export interface ClassCount {
  readonly name: string;
  /** Rows whose label it is, rows predicted to be it, and rows that are both. */
  readonly labelled: number;
  readonly predicted: number;
  readonly both: number;
}

/** The counts of a slice: the classes that are a label or a prediction there, and the cells behind them. */
export interface ClassCounts {
  readonly rows: number;
  readonly classes: readonly ClassCount[];
  /** Rows by label and prediction, positions in `classes`; -1 for a prediction that is no label of the run. */
  readonly cells: readonly { readonly label: number; readonly prediction: number; readonly rows: number }[];
}

/** A mean over classes, from the counts of each. `compute` says why there is no value where there is none. */
export function classMetric(
  metric: Pick<Metric, 'id' | 'name' | 'definition' | 'formula' | 'source' | 'use' | 'avoid'> & {
    readonly of: (counts: ClassCounts) => { value: number; variance: number } | { because: string };
  },
): Metric {
  const { of, ...description } = metric;
  return absoluteMetric({
    ...description,
    family: 'performance',
    tasks: ['multiclass'],
    needs: ['label', 'prediction'],
    worse: 'lower',
    range: [0, 1],
    unit: 'none',
    interval: 'delta method',
    source: `${description.source}; interval: delta method on the multinomial counts`,
    compute: (input) => valueOf(input, of),
  });
}

function valueOf(
  input: MetricInput,
  of: (counts: ClassCounts) => { value: number; variance: number } | { because: string },
): MetricValue {
  const found = confusionOf(input);
  if ('problem' in found) return found.problem;
  const { classes: names, counts } = found.confusion;
  const width = names.length + 1;
  const rows = rowsOf(found.confusion);
  const labelled = new Float64Array(width);
  const predicted = new Float64Array(width);
  for (const [at, n] of counts) {
    const [label, prediction] = [Math.floor(at / width), at % width];
    labelled[label] = (labelled[label] as number) + n;
    predicted[prediction] = (predicted[prediction] as number) + n;
  }
  const present = [...names.keys()].filter((i) => labelled[i] !== 0 || predicted[i] !== 0);
  const position = new Map(present.map((code, i) => [code, i]));
  const result = of({
    rows,
    classes: present.map((i) => ({
      name: names[i] as string,
      labelled: labelled[i] as number,
      predicted: predicted[i] as number,
      both: counts.get(i * width + i) ?? 0,
    })),
    cells: [...counts].map(([at, n]) => ({
      label: position.get(Math.floor(at / width)) ?? -1,
      prediction: position.get(at % width) ?? -1,
      rows: n,
    })),
  });
  if ('because' in result) return noValue('unknown', result.because, { current: rows });
  return labelledValue(result.value, normalInterval(result.value, Math.sqrt(result.variance), [0, 1]), rows);
}

/** Mean over classes of `both / whole` and its variance; the classes' denominators share no rows. */
export function macroShare(
  { classes }: ClassCounts,
  whole: (one: ClassCount) => number,
  empty: (name: string) => string,
): { value: number; variance: number } | { because: string } {
  const none = classes.find((one) => whole(one) === 0);
  if (none !== undefined) return { because: empty(none.name) };
  let [value, variance] = [0, 0];
  for (const one of classes) {
    const share = one.both / whole(one);
    value += share / classes.length;
    variance += (share * (1 - share)) / whole(one) / classes.length ** 2;
  }
  return { value, variance };
}

/** Mean over classes of F1 with these weights (a class's weight may depend on its share of labels). */
export function meanF1(
  { rows, classes, cells }: ClassCounts,
  weighting: 'macro' | 'weighted',
): { value: number; variance: number } {
  const weight = (one: ClassCount): number =>
    weighting === 'macro' ? 1 / classes.length : one.labelled / rows;
  const sizes = classes.map((one) => one.labelled + one.predicted);
  const scores = classes.map((one, i) => (2 * one.both) / (sizes[i] as number));
  const value = classes.reduce((sum, one, i) => sum + weight(one) * (scores[i] as number), 0);
  let variance = 0;
  for (const { label, prediction, rows: n } of cells) {
    // The derivative of the value by the count of this cell.
    let slope = weighting === 'macro' ? 0 : ((scores[label] as number) - value) / rows;
    for (const i of [label, prediction]) {
      const one = classes[i];
      if (one !== undefined) slope -= (weight(one) * (scores[i] as number)) / (sizes[i] as number);
    }
    const own = classes[label];
    if (label === prediction && own !== undefined) slope += (2 * weight(own)) / (sizes[label] as number);
    variance += n * slope * slope;
  }
  return { value, variance };
}
