import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

import { Breath } from '../../../core/profile/breath.js';
import { PIECE_BYTES, TextColumns, type CellColumn, type ReadRows, type TextField } from './text-columns.js';
import { writeGroup, type GroupPlace } from './write-groups.js';
import { NEWLINE, RETURN } from '../../shared/line-ends.js';

/** How the rows of a text are written; `returns`: lines end with CR LF. */
export type TextDialect =
  | { readonly kind: 'csv'; readonly delimiter: string; readonly returns: boolean }
  | { readonly kind: 'ndjson' };

/** A text log that several threads read together, a range at a time, into one Parquet file. */
export interface TextJob {
  readonly path: string;
  readonly target: string;
  readonly dialect: TextDialect;
  readonly columns: readonly CellColumn[];
  /** Bytes `[start, end)` of the file are rows. */
  readonly start: number;
  readonly end: number;
  /** What the threads share: `TextShare`. */
  readonly shared: SharedArrayBuffer;
}

/** The groups of rows of a range, in the order of its rows. */
export interface RangeGroups {
  readonly range: number;
  readonly groups: readonly GroupPlace[];
}

/** What a thread read of a text; null where some row is not read here. */
export interface TextRows {
  readonly ranges: readonly RangeGroups[] | null;
  readonly fields: readonly TextField[];
}

export const RANGE_BYTES = 16 * 2 ** 20;
/** Bytes of the longest line end. */
const LINE_END = 2;

/** Numbers that the threads which read one text share. */
export class TextShare {
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #end: BigInt64Array<SharedArrayBuffer>;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer, 0, 2);
    this.#end = new BigInt64Array(buffer, 8, 1);
  }

  static create(): TextShare {
    return new TextShare(new SharedArrayBuffer(16));
  }

  /** The number of the next range that nobody reads yet. */
  nextRange(): number {
    return Atomics.add(this.#words, 0, 1);
  }

  /** Tells all threads that the text is not read here. */
  giveUp(): void {
    Atomics.store(this.#words, 1, 1);
  }

  get isGivenUp(): boolean {
    return Atomics.load(this.#words, 1) === 1;
  }

  /** A place for so many bytes in the file that is written. */
  take(bytes: number): number {
    return Number(Atomics.add(this.#end, 0, BigInt(bytes)));
  }
}

/** Reads ranges of a text until none is left, or some row is not read here. Rejects with CancelledError, or as the file system does. */
export async function readText(job: TextJob, signal: AbortSignal): Promise<TextRows> {
  const share = new TextShare(job.shared);
  const text = openSync(job.path, 'r');
  const target = openSync(job.target, 'r+');
  try {
    const breath = new Breath(signal);
    const columns = new TextColumns(job.columns, job.end - job.start);
    const ranges: RangeGroups[] = [];
    for (;;) {
      const range = share.nextRange();
      const start = job.start + range * RANGE_BYTES;
      if (start >= job.end || share.isGivenUp) break;
      const groups: GroupPlace[] = [];
      const write = (): void => {
        if (columns.rows > 0)
          groups.push(writeGroup(target, columns, job.columns.length, (bytes) => share.take(bytes)));
        columns.clear();
      };
      const rows = new RangeReader(text, job, start, Math.min(start + RANGE_BYTES, job.end));
      if (!(await rows.readInto(columns, write, breath))) {
        share.giveUp();
        break;
      }
      write();
      ranges.push({ range, groups });
    }
    return { ranges: share.isGivenUp ? null : ranges, fields: columns.fields() };
  } finally {
    closeSync(text);
    closeSync(target);
  }
}

/** Reads the rows that begin in a range. */
class RangeReader {
  constructor(
    private readonly file: number,
    private readonly job: TextJob,
    private readonly start: number,
    private readonly end: number,
  ) {}

  /** False where there is a row that is not read here. */
  async readInto(columns: TextColumns, full: () => void, breath: Breath): Promise<boolean> {
    const { file, job } = this;
    const from = this.#rowFrom(this.start);
    const to = this.#rowFrom(this.end);
    if (from === null || to === null) return false;
    const { dialect } = job;
    const returns = dialect.kind === 'csv' && dialect.returns;
    const readRows = readerOf(job);
    let held = 0;
    for (let at = from; at < to;) {
      await breath.take();
      const { piece } = columns;
      const read = readSync(file, piece, held, Math.min(piece.length - LINE_END - held, to - at), at);
      if (read === 0) return false;
      at += read;
      held += read;
      // The last line of a file may end without a line end.
      if (at === to && to === job.end && piece[held - 1] !== NEWLINE) {
        if (returns) piece[held++] = RETURN;
        piece[held++] = NEWLINE;
      }
      const whole = piece.lastIndexOf(NEWLINE, held - 1) + 1;
      if (whole === 0 || !isUtf8(piece.subarray(0, whole))) return false;
      if (!columns.read(whole, readRows, full)) return false;
      piece.copyWithin(0, whole, held);
      held -= whole;
    }
    return held === 0;
  }

  /** Where the first row begins that begins at this place or behind; null where that is too far to be told. */
  #rowFrom(place: number): number | null {
    if (place <= this.job.start || place >= this.job.end) return Math.min(place, this.job.end);
    const bytes = Buffer.alloc(PIECE_BYTES);
    const read = readSync(this.file, bytes, 0, bytes.length, place - 1);
    const end = bytes.subarray(0, read).indexOf(NEWLINE);
    return end < 0 ? null : Math.min(place + end, this.job.end);
  }
}

function readerOf({ dialect, columns: { length } }: TextJob): ReadRows {
  if (dialect.kind === 'ndjson')
    return ({ run }, from, to, columns, row, most, state) =>
      run.readObjects(from, to, columns, length, row, most, state);
  const delimiter = dialect.delimiter.charCodeAt(0);
  return ({ run }, from, to, columns, row, most, state) =>
    run.readCsv(from, to, columns, length, delimiter, dialect.returns, row, most, state);
}
