import { isUtf8 } from 'node:buffer';

import type { MalformedRows } from '../../core/profile/log-facts.js';
import { Breath } from '../../core/profile/breath.js';
import { fieldCountWords } from '../shared/broken-row.js';
import { CELLS_TO_DECIDE, TypedBuilder, type Typed } from './typed-text.js';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** Fields between two breaths. */
const FIELDS_A_BREATH = 16_384;

/** A text table in typed columns. */
export interface TextTable {
  readonly rows: number;
  readonly columns: readonly Typed[];
  readonly malformed: MalformedRows;
}

type Problem = string;
const UNTERMINATED: Problem = 'Value with unterminated quote found.';
const NOT_UTF8: Problem =
  'Invalid unicode (byte sequence mismatch) detected. This file is not utf-8 encoded.';

/**
 * Splits a text table as DuckDB does in strict mode (RFC 4180): a row that has another number of fields, text behind a closing
 * quote, or bytes that are not UTF-8, is set aside and counted. Empty fields are missing, quoted or not.
 *
 * @throws CancelledError
 */
export async function splitTable(
  bytes: Buffer,
  delimiter: string,
  width: number,
  signal: AbortSignal,
): Promise<TextTable> {
  const builders = Array.from({ length: width }, () => new TypedBuilder());
  const broken = new BrokenRows();
  const scanner = new Scanner(bytes, delimiter.charCodeAt(0));
  scanner.skipRow();
  const breath = new Breath(signal);
  const rowsABreath = Math.ceil(FIELDS_A_BREATH / width);
  let [row, rows] = [1, 0];
  while (!scanner.atEnd) {
    row++;
    if (row % rowsABreath === 0) await breath.take();
    const { fields, problem } = scanner.row();
    if (fields.length === 1 && fields[0] === null && problem === null && width > 1) continue;
    if (problem !== null) broken.add(row, problem);
    else if (
      fields.length === width ||
      // A separator too many at the end of a row names no field.
      (fields.length === width + 1 && fields[width] === null)
    ) {
      for (const [i, builder] of builders.entries()) builder.add(fields[i] ?? null);
      if (++rows !== CELLS_TO_DECIDE) continue;
      for (const builder of builders) {
        await breath.take();
        builder.decide();
      }
    } else broken.add(row, fieldCountWords(width, fields.length));
  }
  const columns: Typed[] = [];
  for (const builder of builders) columns.push(await builder.finish(breath));
  return { rows, columns, malformed: broken.facts() };
}

/** The first few rows that could not be split, and how many there are. */
class BrokenRows {
  #count = 0;
  readonly #lines: number[] = [];
  #reason: string | null = null;

  add(line: number, reason: string): void {
    this.#count++;
    if (this.#lines.length < 5) this.#lines.push(line);
    this.#reason ??= reason;
  }

  facts(): MalformedRows {
    return { count: this.#count, lines: this.#lines, reason: this.#reason };
  }
}

interface Row {
  /** Fields without their quotes; null where they are empty. */
  readonly fields: (string | null)[];
  readonly problem: Problem | null;
}

/** Reads a text table row by row. */
class Scanner {
  #at: number;

  constructor(
    private readonly bytes: Buffer,
    private readonly delimiter: number,
  ) {
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#at = hasMark ? 3 : 0;
  }

  get atEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  skipRow(): void {
    this.row();
  }

  row(): Row {
    const { bytes, delimiter } = this;
    const start = this.#at;
    const fields: (string | null)[] = [];
    let problem: Problem | null = null;
    for (;;) {
      const quoted = this.#quoteAhead();
      if (quoted >= 0) {
        const end = this.#closingQuote(quoted + 1);
        if (end < 0) {
          this.#at = bytes.length;
          return { fields, problem: UNTERMINATED };
        }
        fields.push(textOf(bytes, quoted + 1, end).replaceAll('""', '"') || null);
        this.#at = end + 1;
        while (bytes[this.#at] === SPACE && delimiter !== SPACE) this.#at++;
        if (!this.#atBreak()) {
          problem = UNTERMINATED;
          while (!this.#atLineEnd()) this.#at++;
        }
      } else {
        const from = this.#at;
        while (!this.#atBreak()) this.#at++;
        fields.push(from === this.#at ? null : textOf(bytes, from, this.#at));
      }
      if (bytes[this.#at] !== delimiter || this.#at >= bytes.length) break;
      this.#at++;
    }
    if (problem === null && !isUtf8(bytes.subarray(start, this.#at))) problem = NOT_UTF8;
    if (bytes[this.#at] === CR) this.#at++;
    if (bytes[this.#at] === LF) this.#at++;
    return { fields, problem };
  }

  /** Position of a quote that opens the field here, blanks before it; -1 where there is none. */
  #quoteAhead(): number {
    let at = this.#at;
    while (this.bytes[at] === SPACE) at++;
    return this.bytes[at] === QUOTE ? at : -1;
  }

  #closingQuote(from: number): number {
    let at = this.bytes.indexOf(QUOTE, from);
    while (at >= 0 && this.bytes[at + 1] === QUOTE) at = this.bytes.indexOf(QUOTE, at + 2);
    return at;
  }

  #atLineEnd(): boolean {
    const byte = this.bytes[this.#at];
    return byte === LF || byte === CR || byte === undefined;
  }

  #atBreak(): boolean {
    return this.bytes[this.#at] === this.delimiter || this.#atLineEnd();
  }
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to);
}
