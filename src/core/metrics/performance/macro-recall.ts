import { classMetric, macroShare } from './class-counts.js';

/** Recall averaged over the classes, each class alike. */
export const macroRecall = classMetric({
  id: 'macro_recall',
  name: 'Macro recall',
  definition:
    'unweighted mean over the classes of the share of the class’s rows that are predicted to be it; a class that is no label: unknown',
  formula: '(1/K) Σ tp_k / (tp_k + fn_k)',
  source: 'sklearn.metrics.recall_score(average="macro")',
  use: 'Every class counts alike, and a miss of it costs.',
  avoid: 'Classes that some chunks have no label of: there is no value then.',
  of: (counts) =>
    macroShare(
      counts,
      (one) => one.labelled,
      (name) => `No label is ${name}, though it is predicted: its recall has no value.`,
    ),
});
