import { hitsAt, rankingMetric } from './ranking.js';

/** Share of the relevant rows that are among the first k. */
export const recallAtK = rankingMetric({
  id: 'recall_at_k',
  name: 'Recall at k',
  definition: 'relevant rows among the first k by score / relevant rows of the query',
  formula: '(1/R) Σ_{i ≤ k} rel_i',
  source: 'Manning et al. 2008, chapter 8',
  use: 'Candidates for a second model: what is missed here is lost.',
  avoid: 'Queries with more than k relevant rows, where even the best order stays below 1: precision_at_k.',
  of: (list, k) => hitsAt(list, k) / list.relevant,
});
