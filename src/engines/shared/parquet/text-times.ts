import { parseInstant } from '../table/instants.js';
import type { Column } from '../table/table.js';
import { TimeZones } from '../table/time-zones.js';
import { readPlaces } from './dictionary-places.js';
import { gatherRows, spreadRows } from './page-rows.js';
import type { PageScratch } from './page-scratch.js';
import { plainTexts } from './plain-page.js';
import { decodeText, endOfText } from './text-values.js';
import { isDictionary, type PageValues, type StoredPage, type ValueSink } from './values.js';

const DAY = 86_400_000_000;
const ZERO = 0x30;

/** Times that are stored as text, µs since the epoch; NaN where there is none. */
export class TextTimes implements ValueSink {
  #values = new Float64Array(0);
  #dictionary: Float64Array | null = null;
  readonly #zones = new TimeZones();
  /** The last day that was read, as the number `yyyymmdd`, and its first instant: neighbours mostly share it. */
  #day = -1;
  #midnight = NaN;

  constructor(private readonly scratch: PageScratch) {}

  open(): void {
    this.#dictionary = null;
  }

  dictionary(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number): void {
    this.#dictionary = new Float64Array(count);
    this.#plain(bytes, from, to, count, this.#dictionary);
  }

  page(stored: StoredPage): PageValues {
    const { rows, count, encoding } = stored;
    if (this.#values.length < rows) this.#values = new Float64Array(rows);
    const values = this.#values;
    if (isDictionary(encoding)) {
      readPlaces(stored, this.#dictionary?.length ?? null, this.scratch);
      gatherRows(this.#dictionary as Float64Array, stored, values, this.scratch);
    } else {
      const { bytes, from, to } = plainTexts(stored, this.scratch);
      this.#plain(bytes, from, to, count, values);
      spreadRows(values, stored, this.scratch);
    }
    return {
      rows,
      slice: (start, end): Column => ({
        kind: 'times',
        type: 'TIMESTAMP WITH TIME ZONE',
        values: values.subarray(start, end),
      }),
    };
  }

  #plain(bytes: Uint8Array<ArrayBuffer>, from: number, to: number, count: number, out: Float64Array): void {
    let at = from;
    for (let i = 0; i < count; i++) {
      const end = endOfText(bytes, at, to);
      const instant = this.#utc(bytes, at + 4, end);
      out[i] = instant === instant ? instant : this.#other(bytes.subarray(at + 4, end));
      at = end;
    }
  }

  /** `2024-01-31T05:06:07.123456Z`, with a space for the T, fewer digits or no Z, as most logs write it; NaN for any other text. */
  #utc(bytes: Uint8Array, from: number, to: number): number {
    const end = bytes[to - 1] === 0x5a ? to - 1 : to;
    if (end - from < 19) return NaN;
    const separator = bytes[from + 10];
    if (bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d || (separator !== 0x54 && separator !== 0x20))
      return NaN;
    if (bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a) return NaN;
    const year = two(bytes, from) * 100 + two(bytes, from + 2);
    const day = year * 10_000 + two(bytes, from + 5) * 100 + two(bytes, from + 8);
    const [hour, minute, second] = [two(bytes, from + 11), two(bytes, from + 14), two(bytes, from + 17)];
    if (!(hour < 24 && minute < 60 && second < 60)) return NaN;
    let fraction = 0;
    if (end > from + 19) {
      const digits = end - from - 20;
      if (bytes[from + 19] !== 0x2e || digits < 1 || digits > 6) return NaN;
      for (let i = 0; i < 6; i++) fraction = fraction * 10 + (i < digits ? digit(bytes, from + 20 + i) : 0);
    }
    if (day !== this.#day) this.#readDay(day);
    return this.#midnight + ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction;
  }

  #readDay(day: number): void {
    const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];
    const found = new Date(0);
    found.setUTCFullYear(year, month - 1, date);
    const isReal = found.getUTCMonth() === month - 1 && found.getUTCDate() === date;
    this.#day = day;
    this.#midnight = isReal ? Math.floor(found.getTime() / 86_400_000) * DAY : NaN;
  }

  #other(bytes: Uint8Array): number {
    return parseInstant(decodeText(bytes), this.#zones) ?? NaN;
  }
}

/** The number that two digits write; NaN where they are none. */
function two(bytes: Uint8Array, at: number): number {
  return digit(bytes, at) * 10 + digit(bytes, at + 1);
}

function digit(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] as number) - ZERO;
  return value >= 0 && value <= 9 ? value : NaN;
}
