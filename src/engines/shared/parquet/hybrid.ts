import type { Kernels } from '../../../core/profile/kernels.js';
import { UnreadableParquet } from './unreadable.js';

/** Values wider than this would not fit the word that is read at a time. */
const WIDEST = 25;

/**
 * Reads `count` whole numbers of `width` bits from Parquet's hybrid of runs and packed bits (parquet-format, Encodings.md), which
 * lies in `bytes[from, to)`; `bytes` must go on for 8 bytes more, and what `out` lies in for 7. Both are in the memory of the
 * kernels. Gives the largest, 0 of none. Throws UnreadableParquet where there are fewer.
 */
export function readHybrid(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  out: Int32Array | Uint8Array,
  count: number,
  { run }: Pick<Kernels, 'run'>,
): number {
  if (width > WIDEST) throw new UnreadableParquet('Numbers are packed too wide.');
  const start = bytes.byteOffset;
  const wide = out instanceof Int32Array;
  const largest = run.readHybrid(start + from, start + to, width, out.byteOffset, count, wide);
  if (largest < 0) throw new UnreadableParquet('A page holds fewer values than it says.');
  return largest;
}
