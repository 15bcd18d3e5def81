import { dropInfiniteDays, dropInfiniteTimes } from './ends-of-time.js';
import type { Physical, StoredColumn } from './footer.js';
import type { PageScratch } from './page-scratch.js';
import { UnreadableParquet } from './unreadable.js';

const DAY = 86_400_000_000;

/** Bytes that a number takes. */
export function widthOf(physical: Physical): 4 | 8 {
  return physical === 'DOUBLE' || physical === 'INT64' ? 8 : 4;
}

/**
 * Reads `count` plainly stored numbers from `bytes[from, to)` as doubles; times and days as µs since the epoch. Where some are
 * whole numbers that doubles cannot tell apart, gives what reads them one by one, until the next page. Throws UnreadableParquet.
 */
export function readPlain(
  { physical, meaning }: StoredColumn,
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
  to: number,
  count: number,
  values: Float64Array,
  scratch: PageScratch,
): ((i: number) => bigint) | null {
  const width = widthOf(physical);
  if (!(count >= 0 && from + count * width <= to))
    throw new UnreadableParquet('A page holds fewer values than it says.');
  if (physical === 'DOUBLE') {
    new Uint8Array(values.buffer, values.byteOffset, count * 8).set(bytes.subarray(from, from + count * 8));
    return null;
  }
  const stored = bytes.byteOffset + from;
  const out = scratch.values(count, 8);
  const { readFloats, readIntegers, readLongs } = scratch.run;
  let far = false;
  if (physical === 'FLOAT') readFloats(stored, count, out.byteOffset);
  else if (physical === 'INT32') {
    const signed = meaning.kind !== 'number' || meaning.signed;
    readIntegers(stored, count, signed, meaning.kind === 'day' ? DAY : 1, out.byteOffset);
  } else if (meaning.kind === 'time') {
    // More than doubles hold are divided while they are whole, towards 1970, as DuckDB does.
    const divisor = meaning.unit === 'NANOS' ? 1000 : 1;
    const factor = meaning.unit === 'MILLIS' ? 1000 : 1;
    far = readLongs(stored, count, divisor, factor, out.byteOffset) === 1;
  } else far = readLongs(stored, count, 1, 1, out.byteOffset) === 1;
  new Uint8Array(values.buffer, values.byteOffset, count * 8).set(out);
  if (meaning.kind === 'day') dropInfiniteDays(values, count, DAY);
  if (!far) return null;
  if (meaning.kind === 'time') {
    dropInfiniteTimes(values, count, bytes, from);
    return null;
  }
  const longs = new DataView(bytes.buffer, stored, count * 8);
  return (i) => longs.getBigInt64(i * 8, true);
}
