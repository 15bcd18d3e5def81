import { classMetric, meanF1 } from './class-counts.js';

/** F1 averaged over the classes, each class alike. */
export const macroF1 = classMetric({
  id: 'macro_f1',
  name: 'Macro F1',
  definition: 'unweighted mean of F1 over the classes that are a label or a prediction',
  formula: '(1/K) Σ 2 tp_k / (2 tp_k + fp_k + fn_k)',
  source: 'sklearn.metrics.f1_score(average="macro")',
  use: 'The first number of a multiclass model whose rare classes matter as much as the common ones.',
  avoid: 'Rare classes in small chunks: a handful of rows moves it (weighted_f1, accuracy).',
  of: (counts) => meanF1(counts, 'macro'),
});
