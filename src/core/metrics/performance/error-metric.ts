import { deltaError } from '../../profile/comoments.js';
import { ERROR_VARIABLES, type ErrorProfile } from '../../profile/profiles.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { errorsOf, labelledValue } from './labelled.js';

type Variable = (typeof ERROR_VARIABLES)[number];

/** A function of the means of the errors' variables: its value, and its derivative by each mean that it depends on. */
export interface FromMeans {
  readonly value: number;
  readonly slopes: Partial<Record<Variable, number>>;
}

type Named = Pick<
  Metric,
  'id' | 'name' | 'worse' | 'range' | 'definition' | 'formula' | 'source' | 'use' | 'avoid'
> &
  Partial<Pick<Metric, 'unit' | 'unskilled'>>;

/** A metric of a regression model that is a function of means over its rows, with an interval by the delta method. */
export function errorMetric(
  metric: Named & {
    readonly of: (
      mean: (variable: Variable) => number,
      errors: ErrorProfile,
    ) => FromMeans | { because: string };
  },
): Metric {
  const { of, ...description } = metric;
  const compute = (input: MetricInput): MetricValue => {
    const found = errorsOf(input);
    if ('problem' in found) return found.problem;
    const { joint } = found.errors;
    const result = of((variable) => joint.means[ERROR_VARIABLES.indexOf(variable)] as number, found.errors);
    if ('because' in result) return noValue('unknown', result.because, { current: joint.count });
    const error = deltaError(
      joint,
      ERROR_VARIABLES.map((variable) => result.slopes[variable] ?? 0),
    );
    return labelledValue(result.value, normalInterval(result.value, error, metric.range), joint.count);
  };
  return regressionMetric({ ...description, interval: 'normal, by the delta method', compute });
}

/** What all metrics of regression models share. */
export function regressionMetric(metric: Named & Pick<Metric, 'interval' | 'compute'>): Metric {
  return absoluteMetric({
    unit: 'none',
    ...metric,
    family: 'performance',
    tasks: ['regression'],
    needs: ['label', 'prediction'],
  });
}
