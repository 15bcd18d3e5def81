import type { Confusion } from '../../profile/profiles.js';
import { absoluteMetric } from '../describe.js';
import type { Metric, MetricInput } from '../metric.js';
import { shareOf } from '../share.js';
import { noValue } from '../values.js';
import { confusionOf, rowsOf, type Found } from './labelled.js';

/** The four counts of a binary task; a prediction that is neither class counts as not positive. */
export interface BinaryCounts {
  /** Labelled positive, predicted positive; and so on. */
  readonly tp: number;
  readonly fn: number;
  readonly fp: number;
  readonly tn: number;
}

/** The slice's binary counts, or why there are none. */
export function binaryCounts(input: MetricInput): Found<'counts', BinaryCounts> {
  const found = confusionOf(input);
  if ('problem' in found) return found;
  const { confusion } = found;
  if ((confusion.positive ?? -1) < 0) {
    return {
      problem: noValue('error', `No label is the positive class (${input.monitor.positive}): set positive.`, {
        current: rowsOf(confusion),
      }),
    };
  }
  return { counts: countsOf(confusion) };
}

function countsOf({ classes, positive, counts }: Confusion): BinaryCounts {
  const width = classes.length + 1;
  let [tp, fn, fp, tn] = [0, 0, 0, 0];
  for (const [at, rows] of counts) {
    const isPositive = Math.floor(at / width) === positive;
    const saysPositive = at % width === positive;
    if (isPositive && saysPositive) tp += rows;
    else if (isPositive) fn += rows;
    else if (saysPositive) fp += rows;
    else tn += rows;
  }
  return { tp, fn, fp, tn };
}

/** A share of the rows of one kind, such as recall: unknown where there are none, never 0. */
export function shareMetric(
  metric: Pick<Metric, 'id' | 'name' | 'worse' | 'definition' | 'formula' | 'source' | 'use' | 'avoid'> & {
    readonly part: (counts: BinaryCounts) => number;
    readonly whole: (counts: BinaryCounts) => number;
    /** What the denominator counts: `rows predicted positive`. */
    readonly what: string;
  },
): Metric {
  const { part, whole, what, ...description } = metric;
  return absoluteMetric({
    ...description,
    family: 'performance',
    tasks: ['binary'],
    needs: ['label', 'prediction'],
    range: [0, 1],
    unit: 'share',
    interval: 'Wilson’s score interval',
    source: `${description.source}; interval: Wilson 1927`,
    compute: (input) => {
      const found = binaryCounts(input);
      if ('problem' in found) return found.problem;
      return shareOf(part(found.counts), whole(found.counts), `labelled ${what}`);
    },
  });
}
