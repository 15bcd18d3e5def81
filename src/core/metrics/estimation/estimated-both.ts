import type { Metric, MetricVariant } from '../metric.js';
import { cbpeMetric, type EstimatedWords } from './estimated.js';
import { binaryValue } from './estimated-binary.js';
import { multiclassValue } from './estimated-multiclass.js';
import { nannymlCbpe } from './nannyml-cbpe.js';
import { nannymlCbpeMulticlass } from './nannyml-cbpe-multiclass.js';

function classifier(
  name: 'accuracy' | 'log_loss',
  words: Omit<EstimatedWords, 'id' | 'tasks'>,
  definitions?: Metric['definitions'],
): Metric {
  return cbpeMetric(
    { id: `estimated_${name}`, tasks: ['binary', 'multiclass'], ...words },
    (input) =>
      input.monitor.task === 'multiclass' ? multiclassValue(name, input) : binaryValue(name, input),
    definitions,
  );
}

/** NannyML's estimate of either kind of model. */
function accuracyByNannyml(): MetricVariant {
  const [two, several] = [nannymlCbpe('accuracy'), nannymlCbpeMulticlass('accuracy')];
  return {
    ...two,
    definition: `${two.definition}; of several classes each against the others, and rows made to sum to 1`,
    compute: (input) => (input.monitor.task === 'multiclass' ? several : two).compute(input),
  };
}

export const estimatedAccuracy = classifier(
  'accuracy',
  {
    name: 'Estimated accuracy',
    worse: 'lower',
    range: [0, 1],
    unit: 'share',
    formula: 'mean of the calibrated score of the predicted class',
    use: 'How often the model is right, while labels are still to come.',
    avoid: 'Rare classes, where it praises a model that always says no.',
  },
  { nannyml: accuracyByNannyml() },
);

export const estimatedLogLoss = classifier('log_loss', {
  name: 'Estimated log loss',
  worse: 'higher',
  range: [0, Infinity],
  formula: 'mean of − Σ_c p̂_c ln s_c',
  use: 'Scores that are read as probabilities, while labels are still to come.',
  avoid: 'Scores of exactly 0 or 1, which cost without bound when they are wrong.',
});
