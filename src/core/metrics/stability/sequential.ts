import type { Task } from '../../config/monitor.js';
import type { DetectorName } from '../../profile/extra/sequence.js';
import { formatInstant } from '../../report/instants.js';
import { formatCount } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { labelledRows } from '../performance/labelled.js';
import { noValue } from '../values.js';

/** A detector says nothing of fewer rows than this. */
const LEAST_ROWS = 30;

type Words = Pick<Metric, 'name' | 'definition' | 'formula' | 'source' | 'use' | 'avoid'>;

/** A metric that reads the losses of labelled rows in the order of their times, and reports the first alarm. */
export function sequentialMetric(id: DetectorName, tasks: readonly Task[], words: Words): Metric {
  return absoluteMetric({
    id,
    ...words,
    family: 'stability',
    tasks,
    needs: ['label', 'timestamp'],
    reads: ['sequence'],
    compares: false,
    worse: 'either',
    range: [0, Infinity],
    unit: 'none',
    judged: 'own',
    compute: (input) => compute(id, input),
  });
}

function compute(id: DetectorName, input: MetricInput): MetricValue {
  const found = labelledRows(input);
  if ('problem' in found) return found.problem;
  const sequence = input.current.extra?.sequence ?? null;
  const rows = sequence?.rows ?? 0;
  if (sequence === null || rows === 0) {
    return noValue('unknown', 'No labelled row has a time and a loss: it needs a score or a prediction.', {
      current: rows,
    });
  }
  const { count, first } = sequence.alarms[id];
  const base = { interval: null, pValue: null, nReference: null, nCurrent: rows, exact: true } as const;
  if (first === null) {
    const seen = input.window?.extra?.sequence?.rows ?? rows;
    if (seen < LEAST_ROWS) {
      return noValue('unknown', `Too few labelled rows: ${seen}, at least ${LEAST_ROWS} are needed.`, {
        current: rows,
      });
    }
    return {
      ...base,
      value: null,
      verdict: 'pass',
      because: `No alarm in ${formatCount(rows)} labelled rows.`,
    };
  }
  const more = count > 1 ? `; ${count} alarms in all` : '';
  return {
    ...base,
    value: first.index,
    verdict: 'alert',
    because: `Alarm at ${formatInstant(first.time)}, row ${formatCount(first.index)} of the labelled rows in time order (from 0)${more}.`,
  };
}
