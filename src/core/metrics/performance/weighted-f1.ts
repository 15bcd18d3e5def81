import { classMetric, meanF1 } from './class-counts.js';

/** F1 averaged over the classes by their rows. */
export const weightedF1 = classMetric({
  id: 'weighted_f1',
  name: 'Weighted F1',
  definition: 'mean of F1 over the classes, weighted by the rows whose label they are',
  formula: 'Σ (n_k / n) · 2 tp_k / (2 tp_k + fp_k + fn_k)',
  source: 'sklearn.metrics.f1_score(average="weighted")',
  use: 'A multiclass model where common classes matter more.',
  avoid: 'Rare classes that matter, which it hardly sees: macro_f1.',
  of: (counts) => meanF1(counts, 'weighted'),
});
