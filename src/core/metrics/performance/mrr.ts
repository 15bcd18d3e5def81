import { rankingMetric } from './ranking.js';

/** Mean reciprocal rank of the first relevant row. */
export const mrr = rankingMetric({
  id: 'mrr',
  name: 'Mean reciprocal rank',
  definition: '1 / rank of the first relevant row of the whole list',
  formula: '1 / rank',
  source: 'Voorhees 1999; sklearn.metrics.label_ranking_average_precision_score where one row is relevant',
  use: 'People look for one row: search for a page, an answer, a product they know.',
  avoid: 'Several relevant rows that all matter: map_at_k, ndcg_at_k.',
  of: ({ groups }) => {
    const group = groups.find(({ relevant }) => relevant > 0);
    if (group === undefined) return 0;
    const { before, relevances, relevant } = group;
    // The chance that the first relevant row of the group is the j-th of it.
    let chance = relevant / relevances.length;
    let sum = 0;
    for (let j = 1; j <= relevances.length - relevant + 1; j++) {
      sum += chance / (before + j);
      const left = relevances.length - j;
      chance *= left === 0 ? 0 : (left - relevant + 1) / left;
    }
    return sum;
  },
});
