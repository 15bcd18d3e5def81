import { desc, table } from 'arquero';

import { metricById } from '../metrics/registry.js';
import type { MovedTogether, Result } from '../report/report.js';
import {
  correlationOfRanks,
  rankCorrelation,
  ranks,
  type RankCorrelation,
} from '../statistics/rank-correlation.js';

/** With fewer chunks than this a correlation says nothing. */
const FEWEST_CHUNKS = 6;

/**
 * Which features drifted in the chunks in which performance was worse: for each performance check of all rows and each
 * drift check of a feature, Spearman's correlation over their common mature chunks. Strongest first; above 0 the
 * feature drifts more where the model is worse. It names where to look, not a cause.
 */
export function movedTogether(results: readonly Result[]): MovedTogether[] {
  const series = seriesOf(results);
  const performance = series
    .filter(
      ({ first }) =>
        // Of a bias neither direction is worse than the other.
        first.family === 'performance' &&
        first.check !== null &&
        metricById(first.metric)?.worse !== 'either',
    )
    .map((one) => rankedBy(one, (value) => value * badness(one.first)));
  const drift = series
    .filter(({ first }) => first.family === 'stability' && first.subject.column !== null)
    .map((one) => rankedBy(one, Math.abs));
  const found = performance.flatMap((worse) =>
    drift.flatMap((shift): MovedTogether[] => {
      const { correlation: tested, chunks } = correlate(shift, worse);
      if (chunks < FEWEST_CHUNKS || tested === null) return [];
      return [
        {
          performance: worse.first.check,
          drift: shift.first.check,
          metric: shift.first.metric,
          column: shift.first.subject.column,
          correlation: tested.correlation,
          p_value: tested.pValue,
          chunks,
          drifted: shift.beyond || !shift.limited,
          largest: Math.max(...shift.values.values()),
        },
      ];
    }),
  );
  if (found.length === 0) return [];
  return table({
    entry: found,
    performance: found.map((one) => one.performance),
    correlation: found.map((one) => one.correlation),
    largest: found.map((one) => one.largest),
  })
    .orderby('performance', desc('correlation'), desc('largest'))
    .array('entry') as MovedTogether[];
}

/** `Moved with it: origin (psi up to 0.47, rank correlation 0.62 over 21 chunks).`; null where nothing did. */
export function movedWords(check: string | null, moved: readonly MovedTogether[]): string | null {
  const words = strongest(check, moved).map(
    ({ column, metric, largest, correlation, chunks }) =>
      `${column} (${metric} up to ${largest.toPrecision(2)}, rank correlation ${correlation.toFixed(2)} over ${chunks} chunks)`,
  );
  if (words.length === 0) return null;
  return `Moved with it: ${words.join('; ')}.`;
}

/** The at most three features that drifted while a performance check moved: not by chance, and each once. */
export function strongest(check: string | null, moved: readonly MovedTogether[]): MovedTogether[] {
  const seen = new Set<string | null>();
  return moved
    .filter((one) => {
      const counts = one.performance === check && one.drifted && one.correlation >= 0.5 && one.p_value < 0.05;
      if (!counts || seen.has(one.column)) return false;
      seen.add(one.column);
      return true;
    })
    .slice(0, 3);
}

interface Series {
  readonly first: Result;
  /** Values by chunk, of the chunks that were judged. */
  readonly values: ReadonlyMap<string, number>;
  /** Whether some chunk is held against a limit, and whether some is beyond it. */
  readonly limited: boolean;
  readonly beyond: boolean;
}

/** A series whose values grow with how bad they are, and their ranks. */
interface Ranked extends Series {
  /** Its chunks, in order, as a text. */
  readonly chunks: string;
  readonly ranks: Float64Array;
}

function rankedBy(series: Series, badnessOf: (value: number) => number): Ranked {
  const bad = new Map([...series.values].map(([chunk, value]) => [chunk, badnessOf(value)]));
  return { ...series, values: bad, chunks: [...bad.keys()].join(' '), ranks: ranks([...bad.values()]) };
}

/** Over their common chunks, and how many these are. */
function correlate(a: Ranked, b: Ranked): { correlation: RankCorrelation | null; chunks: number } {
  // As nearly all have the same chunks, their values are ranked once.
  if (a.chunks === b.chunks)
    return { correlation: correlationOfRanks(a.ranks, b.ranks), chunks: a.values.size };
  const pairs = [...a.values].flatMap(([chunk, value]) => {
    const other = b.values.get(chunk);
    return other === undefined ? [] : [[value, other] as const];
  });
  return { correlation: rankCorrelation(pairs), chunks: pairs.length };
}

/** The judged values of every check and subject of all rows, by chunk. */
function seriesOf(results: readonly Result[]): Series[] {
  const groups = new Map<
    string,
    { first: Result; values: Map<string, number>; limited: boolean; beyond: boolean }
  >();
  for (const result of results) {
    const { check, metric, subject, chunk, value, verdict } = result;
    if (chunk === null || value === null || verdict === 'unknown' || subject.segment !== null) continue;
    const key = [check ?? '', metric, subject.column ?? ''].join('\n');
    const group = groups.get(key) ?? { first: result, values: new Map(), limited: false, beyond: false };
    groups.set(key, group);
    group.values.set(chunk, value);
    group.limited ||= verdict !== 'info';
    group.beyond ||= verdict === 'warn' || verdict === 'alert';
  }
  return [...groups.values()];
}

/** 1 where a larger value is worse, -1 where a smaller one is. */
function badness({ metric }: Result): 1 | -1 {
  return metricById(metric)?.worse === 'lower' ? -1 : 1;
}
