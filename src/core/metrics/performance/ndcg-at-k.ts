import { rankingMetric, type RankedList } from './ranking.js';

/** Normalised discounted cumulative gain of the first k. */
export const ndcgAtK = rankingMetric({
  id: 'ndcg_at_k',
  name: 'NDCG at k',
  definition: 'gain of the first k rows by score over that of the best order',
  formula: 'DCG@k / ideal DCG@k, DCG@k = Σ_{i ≤ k} (2^rel_i − 1) / log₂(i + 1)',
  source: 'sklearn.metrics.ndcg_score of 2^rel − 1; Burges et al. 2005; ties: McSherry and Najork 2008',
  use: 'The first number of a ranking whose labels have grades.',
  avoid: 'Lists of which people see one row only: mrr.',
  of: (list, k) => gain(list, k) / best(list, k),
});

const gainOf = (relevance: number): number => 2 ** relevance - 1;
const discount = (rank: number): number => 1 / Math.log2(rank + 1);

function gain({ groups }: RankedList, k: number): number {
  let total = 0;
  for (const { before, relevances } of groups) {
    if (before >= k) break;
    const mean = relevances.reduce((sum, relevance) => sum + gainOf(relevance), 0) / relevances.length;
    for (let rank = before + 1; rank <= Math.min(before + relevances.length, k); rank++) {
      total += mean * discount(rank);
    }
  }
  return total;
}

function best({ groups }: RankedList, k: number): number {
  return groups
    .flatMap(({ relevances }) => relevances)
    .sort((a, b) => b - a)
    .slice(0, k)
    .reduce((sum, relevance, i) => sum + gainOf(relevance) * discount(i + 1), 0);
}
