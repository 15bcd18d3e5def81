import { open } from 'node:fs/promises';

import { NEWLINE, RETURN } from '../shared/line-ends.js';

/** What the values of a field are, one bit each. */
export const STRING = 1;
/** A whole number from 0 on. */
export const NATURAL = 2;
/** A whole number below 0. */
export const NEGATIVE = 4;
export const FRACTION = 8;
export const BOOLEAN = 16;
/** A string that begins as no date, time or UUID does. */
export const WORD = 32;
/** A string that is not written as a UUID usually is. */
export const NO_UUID = 64;
/** A string that is no ISO 8601 date or time, or not written as the first one of the field. */
export const NO_ONE_TIME = 128;

/** Type of a field whose values are of these kinds; `STRING` where it depends on the strings, null where there are none, or several sorts. */
export function typeOfKinds(kinds: number): 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'STRING' | null {
  switch (kinds & (STRING | NATURAL | NEGATIVE | FRACTION | BOOLEAN)) {
    case NATURAL:
    case NEGATIVE:
    case NATURAL | NEGATIVE:
      return 'BIGINT';
    case FRACTION:
    case FRACTION | NATURAL:
    case FRACTION | NEGATIVE:
    case FRACTION | NATURAL | NEGATIVE:
      return 'DOUBLE';
    case BOOLEAN:
      return 'BOOLEAN';
    case STRING:
      return 'STRING';
    default:
      return null;
  }
}

/** A field of the objects of an NDJSON log. */
export interface JsonField {
  readonly key: string;
  /** Objects that have it, null or not. */
  readonly count: number;
  /** What its values are besides null: the bits above. */
  readonly kinds: number;
  /** How its first date or time is written, as a number: its length where it is a date; 0: it has none. */
  readonly time: number;
  /** Whether the first other string is a time that differs in its fraction of a second, and stands in the first rows. */
  readonly isMixed: boolean;
}

/** The objects of an NDJSON log, each on a line of its own. */
export interface JsonObjects {
  readonly rows: number;
  /** In the order in which they first appear. */
  readonly fields: readonly JsonField[];
}

interface Field {
  readonly key: string;
  readonly bytes: Uint8Array;
  count: number;
  kinds: number;
  time: number;
  isMixed: boolean;
}

const PIECE = 1 << 20;

/** A line that is longer is left to DuckDB. */
const LONGEST_LINE = 16 << 20;

/**
 * Looks at every value of an NDJSON log whose lines are flat objects; null where one is not. It tells kinds of values
 * apart and trusts that the text is valid JSON, which DuckDB finds out when it parses the same lines.
 */
export async function jsonFields(path: string, signal: AbortSignal): Promise<JsonObjects | null> {
  const file = await open(path, 'r');
  try {
    const looked = new FlatObjects();
    let buffer = Buffer.allocUnsafe(PIECE + 1);
    let held = 0;
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, held, buffer.length - 1 - held, null);
      let end = held + bytesRead;
      const last = bytesRead === 0;
      if (last && end === 0) return looked;
      if (last) buffer[end++] = NEWLINE;
      const done = buffer.lastIndexOf(NEWLINE, end - 1) + 1;
      if (!looked.take(buffer, done)) return null;
      if (last) return looked;
      held = end - done;
      if (held > LONGEST_LINE) return null;
      const next = held > buffer.length / 2 ? Buffer.allocUnsafe(2 * buffer.length) : buffer;
      buffer.copy(next, 0, done, end);
      buffer = next;
    }
  } finally {
    await file.close();
  }
}

const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const PLUS = 43;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LARGE_E = 69;
const LARGE_T = 84;
const LARGE_Z = 90;
const BACKSLASH = 92;
const SMALL_E = 101;
const OPEN = 123;
const CLOSE = 125;

/** More digits may not fit into 64 bits. */
const SAFE_DIGITS = 18;

/** A UUID without hyphens has so many characters. */
const UUID_DIGITS = 32;

/** Goes through lines byte by byte: plain loops, since most bytes of a log pass here. */
export class FlatObjects implements JsonObjects {
  rows = 0;
  readonly fields: Field[] = [];
  readonly #byKey = new Map<string, Field>();

  /** Looks at whole lines, up to `end`, which is behind a line end. False where a line is no flat object. */
  take(bytes: Uint8Array, end: number): boolean {
    for (let at = 0; at < end;) {
      at = this.#line(bytes, at);
      if (at < 0) return false;
    }
    return true;
  }

  /** Where the next line begins; negative where this is no flat object. */
  #line(bytes: Uint8Array, start: number): number {
    if (bytes[start] !== OPEN) return -1;
    let at = start + 1;
    for (let next = 0; ; next++) {
      at = afterSpaces(bytes, at);
      let field = this.fields[next];
      let behind = field === undefined ? -1 : afterKey(bytes, at, field.bytes);
      if (field === undefined || behind < 0) {
        behind = endOfKey(bytes, at);
        if (behind < 0) return -1;
        field = this.#field(bytes.subarray(at + 1, behind - 1));
      }
      at = afterSpaces(bytes, behind);
      if (bytes[at] !== COLON) return -1;
      at = afterSpaces(bytes, at + 1);
      const first = bytes[at] as number;
      field.count++;
      if (first === QUOTE) {
        const value = at + 1;
        at = endOfString(bytes, value);
        if (at < 0) return -1;
        field.kinds |= kindsOfString(bytes, value, at);
        if ((field.kinds & NO_ONE_TIME) === 0) {
          const time = timeShape(bytes, value, at);
          if (field.time === 0) field.time = time;
          if (time === 0 || time !== field.time) {
            field.kinds |= NO_ONE_TIME;
            field.isMixed = this.rows < FIRST_ROWS && areMixed(time, field.time);
          }
        }
        at++;
      } else if (first === MINUS || (first >= ZERO && first <= NINE)) {
        const value = at;
        at = afterDigits(bytes, value + 1);
        const byte = bytes[at] as number;
        if (byte === POINT || byte === SMALL_E || byte === LARGE_E) {
          at = afterNumber(bytes, at + 1);
          field.kinds |= FRACTION;
        } else {
          // −0 is no whole number everywhere.
          if (at - value > SAFE_DIGITS || (first === MINUS && bytes[value + 1] === ZERO)) return -1;
          field.kinds |= first === MINUS ? NEGATIVE : NATURAL;
        }
      } else if (isWord(bytes, at, NULL)) {
        at += NULL.length;
      } else {
        const word = first === TRUE[0] ? TRUE : FALSE;
        if (!isWord(bytes, at, word)) return -1;
        field.kinds |= BOOLEAN;
        at += word.length;
      }
      at = afterSpaces(bytes, at);
      const after = bytes[at++];
      if (after === CLOSE) break;
      if (after !== COMMA) return -1;
    }
    at = afterSpaces(bytes, at);
    if (bytes[at] === RETURN) at++;
    this.rows++;
    return bytes[at] === NEWLINE ? at + 1 : -1;
  }

  #field(key: Uint8Array): Field {
    const name = Buffer.from(key).toString('utf8');
    let field = this.#byKey.get(name);
    if (field === undefined) {
      field = { key: name, bytes: Uint8Array.from(key), count: 0, kinds: 0, time: 0, isMixed: false };
      this.fields.push(field);
      this.#byKey.set(name, field);
    }
    return field;
  }
}

function afterSpaces(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return at;
}

/** Behind a key if it is this one, negative if not. */
function afterKey(bytes: Uint8Array, start: number, key: Uint8Array): number {
  if (bytes[start] !== QUOTE) return -1;
  const first = start + 1;
  for (let i = 0; i < key.length; i++) if (bytes[first + i] !== key[i]) return -1;
  return bytes[first + key.length] === QUOTE ? first + key.length + 1 : -1;
}

/** Behind a key; negative where there is none, or one with an escape. */
function endOfKey(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let at = start + 1; ; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH || byte < SPACE) return -1;
  }
}

/** The closing quote of a string whose text starts here; negative where the line ends before. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
    if ((bytes[at] as number) < SPACE) return -1;
  }
}

function kindsOfString(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < UUID_DIGITS) return STRING | NO_UUID | (WORD_STARTS[bytes[start] as number] === 1 ? WORD : 0);
  const usual =
    length === 36 &&
    bytes[start + 8] === MINUS &&
    bytes[start + 13] === MINUS &&
    bytes[start + 18] === MINUS &&
    bytes[start + 23] === MINUS;
  return usual ? STRING : STRING | NO_UUID;
}

/** How a date or time is written, as a number; 0 where it is none of ISO 8601 whose parts are within their bounds. */
function timeShape(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const isDate =
    length >= DATE.length &&
    length <= LONGEST_TIME &&
    afterDigits(bytes, start) === start + 4 &&
    bytes[start + 4] === MINUS &&
    isBetween(bytes, start + 5, 1, 12) &&
    bytes[start + 7] === MINUS &&
    isBetween(bytes, start + 8, 1, 31);
  if (!isDate) return 0;
  if (length === DATE.length) return length;
  const between = bytes[start + 10] as number;
  const isTime =
    (between === SPACE || between === LARGE_T) &&
    length >= TIME.length &&
    isBetween(bytes, start + 11, 0, 23) &&
    bytes[start + 13] === COLON &&
    isBetween(bytes, start + 14, 0, 59) &&
    bytes[start + 16] === COLON &&
    isBetween(bytes, start + 17, 0, 59);
  if (!isTime) return 0;
  let at = start + TIME.length;
  if (bytes[at] === POINT) {
    at = afterDigits(bytes, at + 1);
    if (at === start + TIME.length + 1) return 0;
  }
  if (bytes[at] === LARGE_Z) at++;
  return at === end ? (at - start) * 512 + between * 2 + (bytes[end - 1] === LARGE_Z ? 1 : 0) : 0;
}

/** Rows that DuckDB looks at together, or fewer. */
const FIRST_ROWS = 512;

/** Whether of two times, else written alike, one alone has a fraction of a second. */
function areMixed(a: number, b: number): boolean {
  const [one, other] = [writtenTime(a), writtenTime(b)];
  return (
    one !== null &&
    other !== null &&
    one.between === other.between &&
    one.zone === other.zone &&
    one.fraction !== other.fraction
  );
}

/** How a time is written, from the number that stands for it; null for none, or a date. */
export function writtenTime(
  shape: number,
): { readonly between: ' ' | 'T'; readonly zone: boolean; readonly fraction: boolean } | null {
  if (shape <= DATE.length) return null;
  const zone = (shape & 1) === 1;
  return {
    between: ((shape >> 1) & 255) === SPACE ? ' ' : 'T',
    zone,
    fraction: shape >> 9 > TIME.length + (zone ? 1 : 0),
  };
}

const DATE = 'yyyy-mm-dd';
const TIME = 'yyyy-mm-dd hh:mm:ss';
/** With microseconds and a Z. */
const LONGEST_TIME = TIME.length + 8;

/** Whether two digits stand here, from `least` to `most`. */
function isBetween(bytes: Uint8Array, start: number, least: number, most: number): boolean {
  const tens = (bytes[start] as number) - ZERO;
  const ones = (bytes[start + 1] as number) - ZERO;
  const value = 10 * tens + ones;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && value >= least && value <= most;
}

function afterDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let byte = bytes[at] as number; byte >= ZERO && byte <= NINE;) byte = bytes[++at] as number;
  return at;
}

/** Behind the rest of a number with a point or an exponent. */
function afterNumber(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) continue;
    if (byte !== SMALL_E && byte !== LARGE_E && byte !== PLUS && byte !== MINUS) return at;
  }
}

function isWord(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return false;
  return true;
}

const NULL = Uint8Array.from(Buffer.from('null'));
const TRUE = Uint8Array.from(Buffer.from('true'));
const FALSE = Uint8Array.from(Buffer.from('false'));

/** First bytes of words; “epoch” and “infinity” are times. */
const WORD_STARTS = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 128 || /[a-df-hj-zA-DF-HJ-Z_/]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
