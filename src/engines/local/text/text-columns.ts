import { Kernels } from '../../../core/profile/kernels.js';
import { givePowersOfFive } from './powers-of-five.js';

/** What the cells of a column are read as; UUID: as text, but nothing else than UUIDs in small letters. */
export type CellKind = 'DOUBLE' | 'BIGINT' | 'BOOLEAN' | 'TIMESTAMP' | 'DATE' | 'VARCHAR' | 'UUID';

export interface CellColumn {
  readonly name: string;
  readonly kind: CellKind;
}

/** Rows that are held before they are written; of a wide table so many cells. */
const MOST_ROWS = 30_720;
const MOST_CELLS = 256 * MOST_ROWS;
/** Bytes of text that are read at a time; fewer where all of them would not fit the room of one column. */
export const PIECE_BYTES = 256 * 1024;

/** Room for the texts of a column, and of all: addresses, of which memory is taken as they fill. */
const TEXT_BYTES = 4 * 2 ** 20;
const ALL_TEXT_BYTES = 256 * TEXT_BYTES;
/** A line that is an object takes so many bytes at least; a row of a table, one for each cell. */
const SHORTEST_OBJECT = 8;
/** Each text stands behind its length: a text and what ends it take so many times their bytes at most. */
const WITH_LENGTHS = 3;
/** Room behind everything, which the kernels may look at or write to. */
const BEHIND = 64;

/** As in `kernels/text/columns.ts`. */
const CODED = 5;
const PLAIN = 6;
const KINDS = {
  DOUBLE: 1,
  BIGINT: 2,
  BOOLEAN: 3,
  TIMESTAMP: 4,
  VARCHAR: CODED,
  UUID: CODED,
  DATE: 7,
} as const;
const MOST_DISTINCT = 8192;
/** Words of a column's description. */
const WORDS = 16;
const [KIND, VALUES, MARKS, COUNT, TEXTS, USED, TABLE, PLACES, MASK, DISTINCT] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
];
const [NAME, NAME_LENGTH, HELD, LAST, SHAPE, IS_UUID] = [10, 11, 12, 13, 14, 15];

/** Bytes of a value; of a text: of its place in the dictionary. */
const WIDTHS = { DOUBLE: 8, BIGINT: 8, BOOLEAN: 1, TIMESTAMP: 8, VARCHAR: 2, UUID: 2, DATE: 4 } as const;

/** Cells whose text is read here, not by the kernels; so many of a row more than these. */
const MOST_OTHERS = 4096;
const STATE_WORDS = 4;
/** The word that says where a text without its escapes goes. */
const SCRATCH = 3;
const DONE = 0;
const ODD = 2;

/** Reads rows from the memory of the kernels: the arguments that all kernels that read text take. */
export type ReadRows = (
  kernels: Kernels,
  from: number,
  to: number,
  columns: number,
  row: number,
  most: number,
  state: number,
) => number;

/** The values of a column of some rows, as Parquet has them; views of the kernels' memory, good until the next read. */
export interface HeldColumn {
  /** Rows that have a value. */
  readonly count: number;
  /** A bit for each row, the first in the lowest; null: all have a value. */
  readonly present: Uint8Array | null;
  /** The values, or where there is a dictionary their places in it, packed into `width` bits each. */
  readonly values: Uint8Array;
  readonly dictionary: { readonly texts: Uint8Array; readonly count: number; readonly width: number } | null;
}

/** A column as a field of the objects of an NDJSON log. */
export interface TextField {
  /** Objects that have it, null or not. */
  readonly count: number;
  /** How its times are written, as a number; 0: there are none. */
  readonly shape: number;
}

/** Columns that the rows of a text are read into, in a memory of their own. */
export class TextColumns {
  readonly #kernels = new Kernels();
  readonly #columns: number;
  readonly #state: number;
  readonly #piece: number;
  readonly #pieceBytes: number;
  readonly #mostRows: number;
  readonly #textsFullAt: number;
  #rows = 0;

  /** The text has so many bytes: with few there is room for no more. */
  constructor(
    private readonly kinds: readonly CellColumn[],
    bytes: number,
  ) {
    givePowersOfFive(this.#kernels);
    const kernels = this.#kernels;
    const most = Math.ceil(bytes / Math.min(kinds.length, SHORTEST_OBJECT)) + 1;
    this.#mostRows = Math.min(MOST_ROWS, most, Math.ceil(MOST_CELLS / kinds.length));
    const coded = kinds.filter(({ kind }) => KINDS[kind] === CODED).length;
    const room = Math.min(TEXT_BYTES, Math.floor(ALL_TEXT_BYTES / coded));
    const allTexts = WITH_LENGTHS * (bytes + BEHIND);
    const textBytes = Math.min(room, allTexts);
    this.#pieceBytes = Math.min(PIECE_BYTES, bytes + BEHIND, Math.floor(room / (WITH_LENGTHS + 1)));
    this.#textsFullAt = textBytes === allTexts ? Infinity : room - WITH_LENGTHS * this.#pieceBytes;
    const distinct = Math.min(MOST_DISTINCT, this.#mostRows);
    const slots = 2 ** Math.ceil(Math.log2(2 * distinct));
    const rooms = kinds.map(({ name, kind }) => {
      const isCoded = KINDS[kind] === CODED;
      return {
        values: this.#mostRows * WIDTHS[kind] + BEHIND,
        marks: this.#mostRows + BEHIND,
        name: Buffer.byteLength(name) + BEHIND,
        texts: isCoded ? textBytes + BEHIND : 0,
        table: isCoded ? slots * 8 : 0,
        places: isCoded ? distinct * 4 : 0,
      };
    });
    kernels.foresee(
      rooms.flatMap((room) => Object.values(room)).reduce((sum, room) => sum + room + BEHIND, 0),
    );
    this.#columns = kernels.reserve(kinds.length * WORDS * 4);
    this.#state = kernels.reserve(4 * (STATE_WORDS + 4 * (MOST_OTHERS + kinds.length)));
    this.#piece = kernels.reserve(this.#pieceBytes + BEHIND);
    const scratch = kernels.reserve(this.#pieceBytes + BEHIND);
    const descriptions = kinds.map(({ name, kind }, i) => {
      const room = rooms[i] as (typeof rooms)[number];
      const words = new Uint32Array(WORDS);
      words[KIND] = KINDS[kind];
      words[VALUES] = kernels.reserve(room.values);
      words[MARKS] = kernels.reserve(room.marks);
      words[IS_UUID] = kind === 'UUID' ? 1 : 0;
      words[TEXTS] = kernels.reserve(room.texts);
      words[TABLE] = kernels.reserve(room.table);
      words[PLACES] = kernels.reserve(room.places);
      words[MASK] = slots - 1;
      const bytes = Buffer.from(name, 'utf8');
      words[NAME] = kernels.reserve(room.name);
      words[NAME_LENGTH] = bytes.length;
      new Uint8Array(kernels.buffer, words[NAME], bytes.length).set(bytes);
      return words;
    });
    for (const [i, words] of descriptions.entries()) this.#description(i).set(words);
    new Uint32Array(kernels.buffer, this.#state, STATE_WORDS)[SCRATCH] = scratch;
  }

  /** Rows that are held. */
  get rows(): number {
    return this.#rows;
  }

  /** Room for a piece of text. */
  get piece(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#kernels.buffer, this.#piece, this.#pieceBytes);
  }

  /**
   * Reads `piece[0, length)`, whole lines. `full` must take what is held, and is called whenever there is no room for more. False where a row
   * has anything that is not read here; then what is held is worth nothing.
   */
  read(length: number, readRows: ReadRows, full: () => void): boolean {
    const end = this.#piece + length;
    for (let at = this.#piece; ;) {
      if (this.#isAny(USED, this.#textsFullAt)) full();
      const result = readRows(this.#kernels, at, end, this.#columns, this.#rows, this.#mostRows, this.#state);
      if (result === ODD || !this.#readOthers()) return false;
      const [stopped = 0, rows = 0] = new Uint32Array(this.#kernels.buffer, this.#state, STATE_WORDS);
      at = stopped;
      this.#rows = rows;
      if (rows === this.#mostRows || this.#isAny(DISTINCT, MOST_DISTINCT)) full();
      if (result === DONE) return true;
    }
  }

  /** A column of the rows that are held. */
  held(column: number): HeldColumn {
    const { run, buffer } = this.#kernels;
    const words = this.#description(column);
    const [kind = 0, values = 0, marks = 0, count = 0, texts = 0, used = 0] = words;
    const all = count === this.#rows;
    // Packed in place: nothing is written before it is read.
    const present = all ? null : new Uint8Array(buffer, marks, run.packMarks(marks, this.#rows, marks));
    const part = (bytes: number): Uint8Array => new Uint8Array(buffer, values, bytes);
    if (count === 0) return { count, present, values: part(0), dictionary: null };
    switch (kind) {
      case CODED: {
        const distinct = words[DISTINCT] as number;
        const width = Math.max(1, 32 - Math.clz32(distinct - 1));
        return {
          count,
          present,
          values: part(run.packCodes(values, count, width, values)),
          dictionary: { texts: new Uint8Array(buffer, texts, used), count: distinct, width },
        };
      }
      case PLAIN:
        return { count, present, values: new Uint8Array(buffer, texts, used), dictionary: null };
      case KINDS.BOOLEAN:
        return { count, present, values: part(run.packMarks(values, count, values)), dictionary: null };
      default: {
        const { kind: name } = this.kinds[column] as CellColumn;
        return { count, present, values: part(count * WIDTHS[name]), dictionary: null };
      }
    }
  }

  /** Forgets the rows that are held. */
  clear(): void {
    for (const [i] of this.kinds.entries()) {
      const words = this.#description(i);
      // What has that many texts in so few rows has no use for a dictionary.
      if (words[KIND] === CODED && words[DISTINCT] === MOST_DISTINCT) words[KIND] = PLAIN;
      if (words[KIND] === CODED)
        new Uint8Array(this.#kernels.buffer, words[TABLE], ((words[MASK] as number) + 1) * 8).fill(0);
      words[COUNT] = 0;
      words[USED] = 0;
      words[DISTINCT] = 0;
      words[LAST] = 0;
    }
    this.#rows = 0;
  }

  /** What is known of the columns as fields of objects, since the first row. */
  fields(): TextField[] {
    return this.kinds.map((_, i) => {
      const words = this.#description(i);
      return { count: words[HELD] as number, shape: words[SHAPE] as number };
    });
  }

  #description(column: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#kernels.buffer, this.#columns + column * WORDS * 4, WORDS);
  }

  /** Whether a word of some column's description has come so far. */
  #isAny(word: number, least: number): boolean {
    const words = new Uint32Array(this.#kernels.buffer, this.#columns, this.kinds.length * WORDS);
    for (let i = word; i < words.length; i += WORDS) if ((words[i] as number) >= least) return true;
    return false;
  }

  /** Reads the numbers that the kernels were not sure of. False where one is beyond what doubles hold. */
  #readOthers(): boolean {
    const { buffer } = this.#kernels;
    const count = new Uint32Array(buffer, this.#state, STATE_WORDS)[2] as number;
    const others = new Uint32Array(buffer, this.#state + STATE_WORDS * 4, count * 4);
    for (let i = 0; i < others.length; i += 4) {
      const [column = 0, place = 0, at = 0, length = 0] = others.subarray(i, i + 4);
      const number = Number(Buffer.from(buffer, at, length).toString('latin1'));
      if (!Number.isFinite(number)) return false;
      const values = this.#description(column)[VALUES] as number;
      new Float64Array(buffer, values, place + 1)[place] = number;
    }
    return true;
  }
}
