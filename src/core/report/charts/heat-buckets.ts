import type { HeatClass } from './heat-strip.js';

/** Narrower marks cannot be told apart. */
const LEAST_MARK = 3;

/** Chunks that share one mark of the strip, and where it lies (0 to 1). */
export interface HeatBucket {
  readonly first: number;
  readonly last: number;
  readonly x0: number;
  readonly x1: number;
}

interface Span {
  readonly x0: number;
  readonly x1: number;
}

/** The marks of a strip of `width` pixels: one for each chunk where there is room, else one for several neighbours. */
export function heatBuckets(chunks: readonly Span[], width: number): HeatBucket[] {
  const size = chunksPerMark(chunks, width);
  const buckets: HeatBucket[] = [];
  for (let first = 0; first < chunks.length; first += size) {
    const last = Math.min(chunks.length, first + size) - 1;
    buckets.push({ first, last, x0: chunks[first]?.x0 ?? 0, x1: chunks[last]?.x1 ?? 0 });
  }
  return buckets;
}

/** How many chunks share a mark; 1 where each has its own. */
export function chunksPerMark(chunks: readonly Span[], width: number): number {
  const covered = chunks.reduce((sum, { x0, x1 }) => sum + (x1 - x0), 0) * width;
  if (chunks.length === 0 || covered <= 0) return 1;
  return Math.max(1, Math.ceil((LEAST_MARK * chunks.length) / covered));
}

/** Loudest first: what a mark of several chunks shows. */
const LOUDEST: readonly HeatClass[] = ['alert', 'warn', 'unknown', 'some', 'quiet', 'none'];

/** The class of a mark: the worst of its chunks, so that nothing is averaged away. */
export function worstClass(classes: readonly HeatClass[]): HeatClass {
  return LOUDEST.find((cls) => classes.includes(cls)) ?? 'none';
}
