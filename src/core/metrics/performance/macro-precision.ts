import { classMetric, macroShare } from './class-counts.js';

/** Precision averaged over the classes, each class alike. */
export const macroPrecision = classMetric({
  id: 'macro_precision',
  name: 'Macro precision',
  definition:
    'unweighted mean over the classes of the share of the rows predicted to be the class that are; a class that is never predicted: unknown',
  formula: '(1/K) Σ tp_k / (tp_k + fp_k)',
  source: 'sklearn.metrics.precision_score(average="macro")',
  use: 'Every class counts alike, and a false call of it costs.',
  avoid: 'Many rare classes in small chunks: one of them is soon never predicted, and there is no value.',
  of: (counts) =>
    macroShare(
      counts,
      (one) => one.predicted,
      (name) => `No labelled row is predicted to be ${name}: its precision has no value.`,
    ),
});
