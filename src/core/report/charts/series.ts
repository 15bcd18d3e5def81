import type { Result, Verdict } from '../report.js';
import type { TimeAxis } from './axis.js';
import { short, type Json } from './plot.js';

/** One chunk of a metric, placed on the time axis. */
export interface SeriesPoint {
  readonly title: string;
  readonly x0: number;
  readonly x1: number;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly verdict: Verdict | null;
  /** Whether it counts: not of an incomplete chunk, nor of labels that are not mature. */
  readonly judged: boolean;
}

/** A metric's results, one point for each chunk of the axis, the chunks without a result too. */
export function pointsOf(axis: TimeAxis, results: readonly Result[]): SeriesPoint[] {
  const byChunk = new Map(results.map((result) => [result.chunk, result]));
  return axis.chunks.map((chunk) => {
    const result = byChunk.get(chunk.name);
    return {
      title: chunk.title,
      x0: chunk.x0,
      x1: chunk.x1,
      value: result?.value ?? null,
      interval: result?.interval ?? null,
      verdict: result?.verdict ?? null,
      judged: chunk.complete && result !== undefined && result.verdict !== 'unknown',
    };
  });
}

/** Points as data of a spec: `x` is the middle of the chunk. */
export function pointData(points: readonly SeriesPoint[]): Json[] {
  return points.map((point) => ({
    x: short((point.x0 + point.x1) / 2),
    x0: short(point.x0),
    x1: short(point.x1),
    value: point.value,
    line: point.judged ? point.value : null,
    lo: point.interval?.[0] ?? null,
    hi: point.interval?.[1] ?? null,
    verdict: point.verdict,
    judged: point.judged,
  }));
}

/** Neighbours in alert as spans: `["week of 7 May", "week of 18 June"]`. */
export function spansOf(
  points: readonly SeriesPoint[],
  verdicts: readonly Verdict[],
): (readonly [string, string])[] {
  const spans: [string, string][] = [];
  let open = false;
  for (const point of points) {
    const hit = point.judged && point.verdict !== null && verdicts.includes(point.verdict);
    const last = spans.at(-1);
    if (hit && open && last !== undefined) last[1] = point.title;
    else if (hit) spans.push([point.title, point.title]);
    open = hit;
  }
  return spans;
}

/** `in the week of 7 May`, `from the week of 14 May to the week of 18 June and in 2 other spans`. */
export function spanWords(spans: readonly (readonly [string, string])[]): string {
  const words = spans
    .slice(-2)
    .map(([from, to]) => (from === to ? `in the ${from}` : `from the ${from} to the ${to}`));
  const more = spans.length - words.length;
  return `${words.join(' and ')}${more > 0 ? ` and ${more} times before` : ''}`;
}
