import { isUtf8 } from 'node:buffer';

import { fieldCountWords } from './broken-row.js';
import { NEWLINE, RETURN } from './line-ends.js';

const QUOTE = 0x22;
const SPACE = 0x20;

/** Bytes of the longest row: DuckDB reads none that lies in more than two of its buffers. */
export const LONGEST_ROW = 4 * 2 ** 20;

/** Where a field is among the bytes that were given last, without its quotes. */
export interface Field {
  readonly from: number;
  readonly to: number;
  readonly isQuoted: boolean;
}

export interface CsvRow {
  readonly fields: readonly Field[];
  /** First byte, and the byte after its line end, counted from the first byte that was given. */
  readonly start: number;
  readonly end: number;
  /** Its first line, or where a quote takes several lines, the one on which that is opened. */
  readonly line: number;
  /** Its lines that are not empty. */
  readonly lines: number;
  /** An empty line is no row of a table with several columns. */
  readonly isBlank: boolean;
  /** Why it is no row of the table. */
  readonly problem: string | null;
  /** Whether the bytes end within its quotes. */
  readonly isOpen: boolean;
}

/**
 * Splits a text table into rows as DuckDB does in strict mode (RFC 4180), a piece of the file at a time. A row that has
 * another number of fields, text behind a closing quote, a quote that is never closed, more than `LONGEST_ROW` bytes, or
 * bytes that are not UTF-8, has a problem; it ends where its last line does.
 */
export class CsvRows {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes before this piece. */
  #before = 0;
  #inQuotes = false;
  /** The line that is read. */
  #line: number;

  // The row that is read.
  #fields: Field[] = [];
  #start = 0;
  #firstLine = 0;
  #quoteLine = 0;
  /** The line on which a quote that takes several lines is opened. */
  #longQuoteLine: number | null = null;
  #lines = 0;
  #isUtf8 = true;

  /** `linesBefore` stand before the first byte in the file. */
  constructor(
    private readonly delimiter: number,
    private readonly width: number,
    linesBefore = 0,
  ) {
    this.#line = linesBefore;
  }

  /** Reads on with these bytes; they end with a line end or with the file. */
  give(bytes: Buffer): void {
    this.#before += this.#bytes.length;
    this.#bytes = bytes;
    this.#at = 0;
  }

  /** Passes over the first line, which names the columns. */
  skipHeader(): void {
    const end = this.#bytes.indexOf(NEWLINE);
    this.#at = end < 0 ? this.#bytes.length : end + 1;
    this.#line++;
  }

  /** The next row; null where more bytes must be given. */
  next(): CsvRow | null {
    const { delimiter } = this;
    if (this.#at >= this.#bytes.length) return null;
    const from = this.#at;
    if (!this.#inQuotes) this.#begin();
    else if (!this.#atLineEnd()) this.#lines++;
    let isCut = false;
    for (;;) {
      if (this.#inQuotes || this.#opensQuote()) {
        const start = this.#at;
        if (!this.#closesQuote()) {
          this.#isUtf8 &&= isUtf8(this.#bytes.subarray(from));
          return null;
        }
        this.#fields.push({ from: start, to: this.#at - 1, isQuoted: true });
        while (this.#bytes[this.#at] === SPACE && delimiter !== SPACE) this.#at++;
        if (!this.#atBreak()) {
          isCut = true;
          while (!this.#atLineEnd()) this.#at++;
        }
      } else {
        const start = this.#at;
        while (!this.#atBreak()) this.#at++;
        this.#fields.push({ from: start, to: this.#at, isQuoted: false });
      }
      if (this.#at >= this.#bytes.length || this.#bytes[this.#at] !== delimiter) break;
      this.#at++;
    }
    this.#isUtf8 &&= isUtf8(this.#bytes.subarray(from, this.#at));
    if (this.#bytes[this.#at] === RETURN) this.#at++;
    if (this.#bytes[this.#at] === NEWLINE) this.#at++;
    return this.#row(this.#problem(isCut), false);
  }

  /** The row that the file ends in, its quote open; null where there is none. */
  last(): CsvRow | null {
    if (!this.#inQuotes) return null;
    this.#inQuotes = false;
    return this.#row(`a quote that is opened on line ${this.#quoteLine} is never closed`, true);
  }

  #begin(): void {
    this.#line++;
    this.#fields = [];
    this.#start = this.#before + this.#at;
    this.#firstLine = this.#line;
    this.#longQuoteLine = null;
    this.#lines = this.#atLineEnd() ? 0 : 1;
    this.#isUtf8 = true;
  }

  #row(problem: string | null, isOpen: boolean): CsvRow {
    return {
      fields: this.#fields,
      start: this.#start,
      end: this.#before + this.#at,
      line: isOpen ? this.#quoteLine : (this.#longQuoteLine ?? this.#firstLine),
      lines: this.#lines,
      isBlank: this.width > 1 && this.#lines === 0,
      problem,
      isOpen,
    };
  }

  #problem(isCut: boolean): string | null {
    const { width } = this;
    const long =
      this.#longQuoteLine === null
        ? ''
        : `; a quote that is opened on line ${this.#longQuoteLine} takes the lines up to ${this.#line}`;
    if (isCut) return `text behind a closing quote${long}`;
    if (!this.#isUtf8) return `bytes that are not UTF-8${long}`;
    if (this.#before + this.#at - this.#start > LONGEST_ROW)
      return `more than ${LONGEST_ROW / 2 ** 20} MB in one row${long}`;
    // Separators too many at the end of a row name no field.
    const hasWidth = this.#fields.length >= width && this.#fields.slice(width).every(isEmpty);
    return hasWidth ? null : `${fieldCountWords(width, this.#fields.length)}${long}`;
  }

  /** Goes behind a quote that opens the field here, blanks before it; false where there is none. */
  #opensQuote(): boolean {
    let at = this.#at;
    while (this.#bytes[at] === SPACE) at++;
    if (this.#bytes[at] !== QUOTE) return false;
    this.#at = at + 1;
    this.#inQuotes = true;
    this.#quoteLine = this.#line;
    return true;
  }

  /** Goes behind the quote that closes the field; false where the bytes end before it. */
  #closesQuote(): boolean {
    const bytes = this.#bytes;
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) {
          this.#at = at + 1;
          this.#inQuotes = false;
          return true;
        }
        at++;
      } else if (byte === NEWLINE || (byte === RETURN && bytes[at + 1] !== NEWLINE)) {
        this.#line++;
        this.#longQuoteLine = this.#quoteLine;
        const next = bytes[at + 1];
        if (next !== undefined && next !== NEWLINE && next !== RETURN) this.#lines++;
      }
    }
    this.#at = bytes.length;
    return false;
  }

  #atLineEnd(): boolean {
    const byte = this.#bytes[this.#at];
    return byte === NEWLINE || byte === RETURN || byte === undefined;
  }

  #atBreak(): boolean {
    return this.#bytes[this.#at] === this.delimiter || this.#atLineEnd();
  }
}

function isEmpty({ from, to }: Field): boolean {
  return from === to;
}
