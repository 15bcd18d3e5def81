import type { Metric, MetricInput, MetricValue } from '../metric.js';
import { cbpeMetric, type EstimatedWords } from './estimated.js';
import { binaryValue } from './estimated-binary.js';
import { multiclassValue } from './estimated-multiclass.js';
import { noValue } from '../values.js';
import { nannymlCbpe } from './nannyml-cbpe.js';

function notByNannyml(name: string, input: MetricInput): MetricValue {
  return noValue(
    'error',
    `There is no estimated_${name} by the definition of nannyml for multiclass models: leave \`definition\` out for ours.`,
    { current: input.current.rows },
  );
}

function classifier(name: 'accuracy' | 'log_loss', words: Omit<EstimatedWords, 'id' | 'tasks'>): Metric {
  const variant = nannymlCbpe(name);
  const compute = (input: MetricInput): MetricValue =>
    input.monitor.task === 'multiclass' ? multiclassValue(name, input) : binaryValue(name, input);
  return cbpeMetric(
    { id: `estimated_${name}`, tasks: ['binary', 'multiclass'], ...words },
    compute,
    variant === null
      ? undefined
      : {
          nannyml: {
            ...variant,
            // Another tool's name never stands over a number of our own.
            compute: (input) =>
              input.monitor.task === 'multiclass' ? notByNannyml(name, input) : variant.compute(input),
          },
        },
  );
}

export const estimatedAccuracy = classifier('accuracy', {
  name: 'Estimated accuracy',
  worse: 'lower',
  range: [0, 1],
  unit: 'share',
  formula: 'mean of the calibrated score of the predicted class',
  use: 'How often the model is right, while labels are still to come.',
  avoid: 'Rare classes, where it praises a model that always says no.',
});

export const estimatedLogLoss = classifier('log_loss', {
  name: 'Estimated log loss',
  worse: 'higher',
  range: [0, Infinity],
  formula: 'mean of − Σ_c p̂_c ln s_c',
  use: 'Scores that are read as probabilities, while labels are still to come.',
  avoid: 'Scores of exactly 0 or 1, which cost without bound when they are wrong.',
});
