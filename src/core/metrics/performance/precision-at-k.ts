import { hitsAt, rankingMetric } from './ranking.js';

/** Share of the first k rows that are relevant. */
export const precisionAtK = rankingMetric({
  id: 'precision_at_k',
  name: 'Precision at k',
  definition: 'relevant rows among the first k by score / k',
  formula: '(1/k) Σ_{i ≤ k} rel_i',
  source: 'Manning et al. 2008, chapter 8',
  use: 'A page of k rows where each irrelevant one costs.',
  avoid: 'Queries with fewer than k relevant rows, where even the best order stays below 1: recall_at_k.',
  of: (list, k) => hitsAt(list, k) / k,
});
