import { VERDICTS } from '../report.js';
import type { SeriesPoint } from './series.js';

/** More marks than this stand closer than can be seen apart. */
const MOST_MARKS = 360;

interface Placed {
  readonly x0: number;
  readonly x1: number;
}

/** How many neighbours share a mark. */
export function neighboursPerMark(count: number): number {
  return Math.max(1, Math.ceil(count / MOST_MARKS));
}

/**
 * Marks for a long row: neighbours share one that spans them all and looks as the loudest of them does, so that nothing is
 * averaged away.
 */
export function thinned<T extends Placed>(marks: readonly T[], loudness: (mark: T) => number): T[] {
  const size = neighboursPerMark(marks.length);
  if (size === 1) return [...marks];
  return Array.from({ length: Math.ceil(marks.length / size) }, (_, i) => {
    const group = marks.slice(i * size, (i + 1) * size);
    const loudest = group.reduce((best, one) => (loudness(one) > loudness(best) ? one : best));
    return { ...loudest, x0: group[0]?.x0 ?? loudest.x0, x1: group.at(-1)?.x1 ?? loudest.x1 };
  });
}

/** How loud a point of a series is: by its verdict, and of equals the larger value. */
export function loudness({ verdict, value }: Pick<SeriesPoint, 'verdict' | 'value'>): number {
  const rank = verdict === null ? VERDICTS.length : VERDICTS.indexOf(verdict);
  return -rank + Math.atan(value ?? 0) / Math.PI;
}

/** `; each mark is the worst of 5`; empty where each has its own. */
export function thinnedWords(count: number): string {
  const size = neighboursPerMark(count);
  return size === 1 ? '' : `; each mark is the worst of ${size}`;
}
