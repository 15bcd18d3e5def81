import { isUtf8 } from 'node:buffer';

import { DataError } from '../../core/errors.js';
import type { MalformedRows } from '../../core/profile/log-facts.js';
import { Breath } from '../../core/profile/breath.js';
import { BrokenRows } from '../shared/broken-rows.js';
import { brokenEntry } from '../shared/errors.js';
import { brokenBytes, brokenObject, JSON_TOKEN } from '../shared/json-line.js';
import { parseInstants } from '../shared/table/instants.js';
import { doubleText } from '../shared/table/numbers.js';
import { TextBuilder, type Column } from '../shared/table/table.js';

/** Lines between two breaths: each is parsed. */
const LINES_A_BREATH = 256;

/** The formats in which DuckDB takes text for a TIMESTAMP, all values of a column in one of them. */
const TIMESTAMPS = [
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{1,9}$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,9}$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{1,9}Z$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:?\d{2}$/,
];
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The columns of a JSON log. */
export interface JsonTable {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
  readonly malformed: MalformedRows;
}

/** Reads a row a line; lines that hold no object are set aside and counted. Throws CancelledError. */
export async function readLines(bytes: Buffer, signal: AbortSignal): Promise<JsonTable> {
  const columns = new JsonColumns();
  const breath = new Breath(signal);
  const broken = new BrokenRows();
  let i = -1;
  for (const line of linesOf(bytes)) {
    if (++i % LINES_A_BREATH === 0) await breath.take();
    const text = line.toString('utf8');
    if (/^[ \t-\r]*$/.test(text)) continue;
    const problem = brokenBytes(line);
    if (problem === null) columns.add(membersOf(text));
    else broken.add({ line: i + 1, lines: 1, problem });
  }
  return { rows: columns.rows, columns: await columns.finish(breath), malformed: broken.facts() };
}

/** Reads an array of objects. Throws DataError where it is none, CancelledError. */
export async function readArray(bytes: Buffer, shown: string, signal: AbortSignal): Promise<JsonTable> {
  const text = bytes.toString('utf8');
  const isSound = isUtf8(bytes);
  const columns = new JsonColumns();
  const breath = new Breath(signal);
  let depth = 0;
  let start = -1;
  let found = 0;
  for (const { 0: token, index } of text.matchAll(JSON_TOKEN)) {
    if (token === '{' || token === '[') {
      depth++;
      if (depth === 2) start = index;
    } else if (token === '}' || token === ']') {
      if (depth === 2) {
        const entry = text.slice(start, index + 1);
        const why = !isSound && entry.includes('\uFFFD') ? 'not UTF-8' : brokenObject(entry);
        if (why !== null) throw brokenEntry(shown, found + 1, why);
        columns.add(membersOf(entry));
        if (++found % LINES_A_BREATH === 0) await breath.take();
      }
      depth--;
    }
  }
  if (depth !== 0) throw new DataError(`${shown} cannot be read: its JSON ends too early.`, { path: shown });
  const malformed = { count: 0, lines: [], reason: null };
  return { rows: columns.rows, columns: await columns.finish(breath), malformed };
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from <= bytes.length;) {
    const end = bytes.indexOf('\n', from);
    yield end < 0 ? bytes.subarray(from) : bytes.subarray(from, end);
    from = end < 0 ? bytes.length + 1 : end + 1;
  }
}

/** The text of each member of an object as it stands there. */
function membersOf(line: string): Map<string, string> {
  const members = new Map<string, string>();
  let depth = 0;
  let key: string | null = null;
  let start = -1;
  for (const { 0: token, index } of line.matchAll(JSON_TOKEN)) {
    if (token === '{' || token === '[') {
      if (depth++ === 1) start = index;
    } else if (token === '}' || token === ']') {
      if (--depth === 1 && key !== null) {
        members.set(key, line.slice(start, index + 1));
        key = null;
      }
    } else if (depth === 1 && token !== ':' && token !== ',') {
      if (key === null) key = JSON.parse(token) as string;
      else {
        members.set(key, token);
        key = null;
      }
    }
  }
  return members;
}

/** Gathers members by column; a column that a row lacks is missing there. */
class JsonColumns {
  readonly #columns = new Map<string, TextBuilder>();
  rows = 0;

  add(members: ReadonlyMap<string, string>): void {
    for (const [name, text] of members) {
      let column = this.#columns.get(name);
      if (column === undefined) {
        column = new TextBuilder();
        this.#columns.set(name, column);
      }
      while (column.length < this.rows) column.add(null);
      column.add(text === 'null' ? null : text);
    }
    this.rows++;
  }

  /** Throws CancelledError. */
  async finish(breath: Breath): Promise<Map<string, Column>> {
    const typed = new Map<string, Column>();
    for (const [name, builder] of this.#columns) {
      await breath.take();
      while (builder.length < this.rows) builder.add(null);
      const { codes, values } = builder.finish();
      typed.set(name, await typedColumn(codes, values, breath));
    }
    return typed;
  }
}

type Kind = 'string' | 'number' | 'boolean' | 'list' | 'struct';

function kindOf(text: string): Kind {
  const first = text.charAt(0);
  if (first === '"') return 'string';
  if (first === '[') return 'list';
  if (first === '{') return 'struct';
  return text === 'true' || text === 'false' ? 'boolean' : 'number';
}

/** A column of raw JSON texts with the type that DuckDB tells from all of them. */
async function typedColumn(codes: Int32Array, values: readonly string[], breath: Breath): Promise<Column> {
  const kinds = new Set(values.map(kindOf));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) return textsOf(codes, values.map(plainText), 'VARCHAR');
  switch (kind) {
    case 'boolean':
      return {
        kind: 'booleans',
        codes: Int8Array.from(codes, (code) => (code < 0 ? -1 : Number(values[code] === 'true'))),
      };
    case 'number':
      return numbersOf(codes, values);
    case 'string':
      return stringsOf(
        codes,
        values.map((value) => JSON.parse(value) as string),
        breath,
      );
    case 'list':
      return textsOf(codes, values, 'JSON[]');
    case 'struct':
      return textsOf(codes, values, 'STRUCT');
  }
}

/** Different JSON can be the same text: `"1"` and `1`. */
function textsOf(codes: Int32Array, values: readonly string[], type: string): Column {
  const builder = new TextBuilder();
  for (const code of codes) builder.add(code < 0 ? null : (values[code] as string));
  return builder.finish(type);
}

function plainText(value: string): string {
  const kind = kindOf(value);
  if (kind === 'string') return JSON.parse(value) as string;
  if (kind === 'number' && /[.eE]/.test(value)) return doubleText(Number(value));
  return kind === 'number' || kind === 'boolean' ? value : JSON.stringify(JSON.parse(value));
}

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

function numbersOf(codes: Int32Array, values: readonly string[]): Column {
  const whole = values.map((value) => (/^-?\d+$/.test(value) ? BigInt(value) : null));
  const isWhole = whole.every((value) => value !== null && value >= SMALLEST && value <= LARGEST);
  const parsed = Float64Array.from(values, (value) =>
    /^-?inf/i.test(value) ? (value.startsWith('-') ? -Infinity : Infinity) : Number(value),
  );
  const cells = Float64Array.from(codes, (code) => (code < 0 ? NaN : (parsed[code] as number)));
  const nulls = Uint8Array.from(codes, (code) => Number(code < 0));
  if (!isWhole) return { kind: 'numbers', type: 'DOUBLE', values: cells, nulls, exact: null };
  const exact = new Map<number, bigint>();
  for (const [row, code] of codes.entries()) {
    const value = code < 0 ? null : whole[code];
    if (value !== null && value !== undefined && !Number.isSafeInteger(Number(value))) exact.set(row, value);
  }
  return {
    kind: 'numbers',
    type: 'BIGINT',
    values: cells,
    nulls,
    exact: exact.size === 0 ? null : exact,
  };
}

async function stringsOf(codes: Int32Array, values: readonly string[], breath: Breath): Promise<Column> {
  const isDate = values.every((value) => DATE.test(value));
  const isTime = isDate || TIMESTAMPS.some((format) => values.every((value) => format.test(value)));
  const instants = isTime ? await breath.through(parseInstants(values)) : null;
  if (instants === null || instants.includes(NaN)) return textsOf(codes, values, 'VARCHAR');
  return {
    kind: 'times',
    type: isDate ? 'DATE' : 'TIMESTAMP',
    values: Float64Array.from(codes, (code) => (code < 0 ? NaN : (instants[code] as number))),
  };
}
