import { rankingMetric } from './ranking.js';

/** Mean average precision of the first k. */
export const mapAtK = rankingMetric({
  id: 'map_at_k',
  name: 'MAP at k',
  definition:
    'mean precision at the ranks up to k that hold a relevant row, over the smaller of k and the relevant rows',
  formula: '(1/min(k, R)) Σ_{i ≤ k} P(i) rel_i',
  source: 'sklearn.metrics.average_precision_score where k covers the list; Manning et al. 2008, chapter 8',
  use: 'Several relevant rows to a query, all of which should come early.',
  avoid: 'Labels with grades, which it does not tell apart: ndcg_at_k.',
  of: ({ groups, relevant }, k) => {
    let sum = 0;
    let hits = 0;
    for (const { before, relevances, relevant: own } of groups) {
      const size = relevances.length;
      for (let j = 1; j <= size && before + j <= k; j++) {
        // The chance of a hit here, times the hits expected up to here given this one.
        const others = size === 1 ? 0 : ((j - 1) * (own - 1)) / (size - 1);
        if (own > 0) sum += ((own / size) * (hits + 1 + others)) / (before + j);
      }
      hits += own;
    }
    return sum / Math.min(k, relevant);
  },
});
