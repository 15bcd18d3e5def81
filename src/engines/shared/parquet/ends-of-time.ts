/** Infinity in DuckDB's times is the largest whole number of 64 bits, and of days that of 32; -infinity is its negative. */
const LAST = 2n ** 63n - 1n;
const LAST_DAY = 2 ** 31 - 1;

/** No µs since the epoch that stands for a last time has a smaller value, of whatever unit it was. */
const LAST_MICROS = Math.floor(2 ** 63 / 1000);

/** Takes infinity and -infinity out of times (µs) that were read from `bytes`, from `from` on: they are no times. */
export function dropInfiniteTimes(
  values: Float64Array,
  count: number,
  bytes: Uint8Array<ArrayBuffer>,
  from: number,
): void {
  let stored: DataView | null = null;
  for (let i = 0; i < count; i++) {
    if (Math.abs(values[i] as number) < LAST_MICROS) continue;
    stored ??= new DataView(bytes.buffer, bytes.byteOffset + from, count * 8);
    const whole = stored.getBigInt64(i * 8, true);
    if (whole === LAST || whole === -LAST) values[i] = NaN;
  }
}

/** The same of days, each of so many µs. */
export function dropInfiniteDays(values: Float64Array, count: number, day: number): void {
  for (let i = 0; i < count; i++) if (Math.abs(values[i] as number) === LAST_DAY * day) values[i] = NaN;
}
