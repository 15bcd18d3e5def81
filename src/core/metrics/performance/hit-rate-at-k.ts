import { rankingMetric } from './ranking.js';

/** Share of queries with a relevant row among the first k. */
export const hitRateAtK = rankingMetric({
  id: 'hit_rate_at_k',
  name: 'Hit rate at k',
  definition: 'whether a relevant row is among the first k by score',
  formula: '1 if a rank ≤ k is relevant, else 0',
  source: 'sklearn.metrics.top_k_accuracy_score where one row is relevant',
  use: 'A page of k recommendations of which one good one is enough.',
  avoid: 'Large k, where nearly every list has a hit: ndcg_at_k.',
  of: ({ groups }, k) => {
    for (const { before, relevances, relevant } of groups) {
      const room = Math.min(k - before, relevances.length);
      if (room <= 0) return 0;
      if (relevant === 0) continue;
      // The chance that none of the relevant rows is among the `room` rows of this score that are in.
      let miss = 1;
      for (let i = 0; i < relevant; i++) {
        miss *= Math.max(0, relevances.length - room - i) / (relevances.length - i);
      }
      // Rows of the next score are beyond k wherever this one does not fit in whole.
      return 1 - miss;
    }
    return 0;
  },
});
