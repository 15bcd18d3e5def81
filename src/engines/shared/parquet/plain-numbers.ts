import type { StoredColumn } from './footer.js';
import type { PageScratch } from './page-scratch.js';
import { UnreadableParquet } from './unreadable.js';

const DAY = 86_400_000_000;
const HIGH = 2 ** 32;

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
  const width = physical === 'DOUBLE' || physical === 'INT64' ? 8 : 4;
  if (!(count >= 0 && from + count * width <= to))
    throw new UnreadableParquet('A page holds fewer values than it says.');
  const stored = bytes.subarray(from, from + count * width);
  if (physical === 'DOUBLE') {
    new Uint8Array(values.buffer, values.byteOffset, count * 8).set(stored);
    return null;
  }
  // Copied to where words begin.
  const words = scratch.integers((count * width) / 4);
  new Uint8Array(words.buffer, words.byteOffset, count * width).set(stored);
  if (physical === 'FLOAT') {
    const floats = new Float32Array(words.buffer, words.byteOffset, count);
    for (let i = 0; i < count; i++) values[i] = floats[i] as number;
    return null;
  }
  if (physical === 'INT32') {
    const unsigned = meaning.kind === 'number' && !meaning.signed;
    const factor = meaning.kind === 'day' ? DAY : 1;
    for (let i = 0; i < count; i++) {
      const value = words[i] as number;
      values[i] = (unsigned ? value >>> 0 : value) * factor;
    }
    return null;
  }
  if (meaning.kind === 'time') {
    readTimes(words, count, meaning.unit, values);
    return null;
  }
  let far = false;
  for (let i = 0; i < count; i++) {
    const high = words[2 * i + 1] as number;
    values[i] = high * HIGH + ((words[2 * i] as number) >>> 0);
    if (high >= 0x200000 || high < -0x200000) far = true;
  }
  if (!far) return null;
  return (i) => BigInt(words[2 * i + 1] as number) * BigInt(HIGH) + BigInt((words[2 * i] as number) >>> 0);
}

function readTimes(
  words: Int32Array,
  count: number,
  unit: 'MILLIS' | 'MICROS' | 'NANOS',
  values: Float64Array,
): void {
  const factor = unit === 'MILLIS' ? 1000 : 1;
  for (let i = 0; i < count; i++) {
    const high = words[2 * i + 1] as number;
    const low = (words[2 * i] as number) >>> 0;
    if (unit !== 'NANOS') values[i] = (high * HIGH + low) * factor;
    else {
      // More than doubles hold: the upper half is divided first, and what remains of it goes to the lower.
      const upper = Math.floor(high / 1000);
      const rest = (high - upper * 1000) * HIGH + low;
      const below = upper * HIGH + Math.floor(rest / 1000);
      // Towards 1970, as DuckDB rounds.
      values[i] = high < 0 && rest % 1000 !== 0 ? below + 1 : below;
    }
  }
}
