import { momentsOf, sampleVariance } from '../../profile/moments.js';
import type { RankedLists } from '../../profile/profiles.js';
import { normalInterval } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import type { Metric } from '../metric.js';
import { noValue } from '../values.js';
import { labelledValue, listsOf } from './labelled.js';

/** Rows of one query that share a score: they stand in no order of their own. */
export interface TieGroup {
  /** Rows above them. */
  readonly before: number;
  readonly relevances: readonly number[];
  /** Rows with a relevance above 0. */
  readonly relevant: number;
}

/** One query's rows, best score first. */
export interface RankedList {
  readonly groups: readonly TieGroup[];
  readonly rows: number;
  readonly relevant: number;
}

/**
 * A metric that is the mean over queries of what one list is worth. Rows with one score stand in any order alike: a list
 * is worth its mean over all these orders. Queries without a relevant row are left out and counted.
 */
export function rankingMetric(
  metric: Pick<Metric, 'id' | 'name' | 'definition' | 'formula' | 'source' | 'use' | 'avoid'> & {
    readonly of: (list: RankedList, k: number) => number;
  },
): Metric {
  const { of, ...description } = metric;
  return absoluteMetric({
    ...description,
    definition: `${description.definition}; mean over the queries that have a relevant row (label above 0); rows with one score in any order alike`,
    family: 'performance',
    tasks: ['ranking'],
    needs: ['label', 'query', 'score'],
    worse: 'lower',
    range: [0, 1],
    unit: 'none',
    interval: 'normal, over the queries',
    compute: (input) => {
      const found = listsOf(input);
      if ('problem' in found) return found.problem;
      const worth: number[] = [];
      for (const list of eachList(found.lists)) if (list.relevant > 0) worth.push(of(list, input.k));
      const without = found.lists.queries.length - worth.length;
      if (worth.length === 0) {
        return noValue('unknown', `None of the ${without} queries has a relevant row.`, { current: 0 });
      }
      const { mean, count, ...rest } = momentsOf(Float64Array.from(worth));
      const error = Math.sqrt(sampleVariance({ mean, count, ...rest }) / count);
      const because =
        without === 0
          ? undefined
          : `${without} ${without === 1 ? 'query is' : 'queries are'} left out: no row is relevant.`;
      return labelledValue(mean, normalInterval(mean, error, [0, 1]), count, { because });
    },
  });
}

function* eachList({ ends, scores, relevances }: RankedLists): Generator<RankedList> {
  let from = 0;
  for (const end of ends) {
    // Of equal scores the relevances are ordered too, so that the order of the rows makes no difference.
    const order = Array.from({ length: end - from }, (_, i) => from + i).sort(
      (a, b) =>
        (scores[b] as number) - (scores[a] as number) ||
        (relevances[b] as number) - (relevances[a] as number),
    );
    const groups: { before: number; relevances: number[]; relevant: number; score: number }[] = [];
    let relevant = 0;
    for (const [before, row] of order.entries()) {
      const score = scores[row] as number;
      const relevance = relevances[row] as number;
      let group = groups.at(-1);
      if (group?.score !== score) {
        group = { before, relevances: [], relevant: 0, score };
        groups.push(group);
      }
      group.relevances.push(relevance);
      if (relevance > 0) {
        group.relevant++;
        relevant++;
      }
    }
    yield { groups, rows: order.length, relevant };
    from = end;
  }
}

/** Relevant rows among the first `k`, on average over the orders of equal scores. */
export function hitsAt({ groups }: RankedList, k: number): number {
  let hits = 0;
  for (const { before, relevances, relevant } of groups) {
    const room = Math.min(Math.max(k - before, 0), relevances.length);
    hits += (relevant * room) / relevances.length;
  }
  return hits;
}
