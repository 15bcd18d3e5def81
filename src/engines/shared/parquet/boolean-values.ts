import type { Column } from '../table/table.js';
import { readHybrid } from './hybrid.js';
import type { PageScratch } from './page-scratch.js';
import { UnreadableParquet } from './unreadable.js';
import type { PageValues, StoredPage, ValueSink } from './values.js';

/** Truth values: 1, 0, or -1 where there is none. */
export class BooleanValues implements ValueSink {
  #codes = new Int8Array(0);

  constructor(private readonly scratch: PageScratch) {}

  open(): void {
    // Truth values have no dictionary that could be another's.
  }

  dictionary(): void {
    throw new UnreadableParquet('Truth values in a dictionary are not read here.');
  }

  page({ bytes, from, to, rows, count, present, encoding }: StoredPage): PageValues {
    if (this.#codes.length < rows) this.#codes = new Int8Array(rows);
    const codes = this.#codes;
    const bits = this.scratch.integers(count);
    if (encoding === 'PLAIN') {
      if (from + ((count + 7) >>> 3) > to)
        throw new UnreadableParquet('A page holds fewer values than it says.');
      for (let i = 0; i < count; i++) bits[i] = ((bytes[from + (i >>> 3)] as number) >>> (i & 7)) & 1;
    } else if (encoding === 'RLE') {
      if (from + 4 > to) throw new UnreadableParquet('A page holds fewer values than it says.');
      readHybrid(bytes, from + 4, to, 1, bits, count, this.scratch);
    } else throw new UnreadableParquet(`Truth values are stored as ${encoding}, which is not read here.`);
    let at = 0;
    for (let row = 0; row < rows; row++)
      codes[row] = present === null || present[row] === 1 ? (bits[at++] as number) : -1;
    return { rows, slice: (start, end): Column => ({ kind: 'booleans', codes: codes.subarray(start, end) }) };
  }
}
