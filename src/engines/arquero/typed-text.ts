import { parseInstant } from './instants.js';
import { parseBoolean, parseDouble, parseWhole } from './numbers.js';
import type { Column, TextColumn } from './table.js';

/** Rows looked at to tell a text column's type. */
const SAMPLE = 20_480;
/** Share of a sample's cells that must parse for a column to have that type. */
const MOSTLY = 0.9;

type Type = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';

/** A text column with its type, and the cells that do not parse as it. */
export interface Typed {
  readonly column: Column;
  readonly lost: number;
}

/** Gives a text column the narrowest type that most of its first cells parse as: the rules of the local engine. */
export function typed(column: TextColumn): Typed {
  const type = typeOf(column);
  const found = castTo(column, type);
  // Whole numbers in the sample and fractions further down: the column is one of fractions.
  if (type === 'BIGINT' && found.fractions) return castTo(column, 'DOUBLE');
  return found;
}

function typeOf({ codes, values }: TextColumn): Type {
  const counts = new Float64Array(values.length);
  let all = 0;
  for (const code of codes.subarray(0, SAMPLE)) {
    if (code < 0) continue;
    counts[code] = (counts[code] as number) + 1;
    all++;
  }
  if (all === 0) return 'VARCHAR';
  const share = (test: (value: string) => boolean): number => {
    let rows = 0;
    for (const [code, value] of values.entries()) {
      const n = counts[code] as number;
      if (n > 0 && test(value)) rows += n;
    }
    return rows;
  };
  const enough = Math.max(1, all * MOSTLY);
  // 007 and 1_000 are text that happens to parse.
  const plain = share((value) => /^-?0[0-9]/.test(value) || value.includes('_')) === 0;
  if (plain && share(readsAsWhole) >= enough && share((value) => /[.eE]/.test(value)) === 0) return 'BIGINT';
  if (plain && share((value) => parseDouble(value) !== null) >= enough) return 'DOUBLE';
  if (share((value) => /^(true|false)$/i.test(value)) >= enough) return 'BOOLEAN';
  if (share((value) => parseInstant(value) !== null) >= enough) return 'TIMESTAMP';
  return 'VARCHAR';
}

/** Whether DuckDB would cast a text to BIGINT, rounding it if need be. */
function readsAsWhole(value: string): boolean {
  if (parseWhole(value) !== null) return true;
  const double = parseDouble(value);
  return (double !== null && Math.abs(double) < 2 ** 63) || /^\s*0(x[0-9a-f]+|b[01]+)\s*$/i.test(value);
}

function castTo(column: TextColumn, type: Type): Typed & { readonly fractions: boolean } {
  const { codes, values } = column;
  if (type === 'VARCHAR') return { column, lost: 0, fractions: false };
  if (type === 'BOOLEAN') {
    const parsed = Int8Array.from(values, (value) => Number(parseBoolean(value) ?? -1));
    const cells = Int8Array.from(codes, (code) => (code < 0 ? -1 : (parsed[code] as number)));
    return {
      column: { kind: 'booleans', codes: cells },
      lost: lostCells(codes, (code) => parsed[code] === -1),
      fractions: false,
    };
  }
  if (type === 'TIMESTAMP') {
    const parsed = Float64Array.from(values, (value) => parseInstant(value) ?? NaN);
    const cells = Float64Array.from(codes, (code) => (code < 0 ? NaN : (parsed[code] as number)));
    return {
      column: { kind: 'times', type, values: cells },
      lost: lostCells(codes, (code) => Number.isNaN(parsed[code])),
      fractions: false,
    };
  }
  const parsed = values.map((value) => (type === 'BIGINT' ? parseWhole(value) : parseDouble(value)));
  const cells = Float64Array.from(codes, (code) => Number(parsed[code] ?? NaN));
  const nulls = Uint8Array.from(codes, (code) => Number((parsed[code] ?? null) === null));
  const exact = new Map<number, bigint>();
  if (type === 'BIGINT') {
    for (const [row, code] of codes.entries()) {
      const value = parsed[code];
      if (typeof value === 'bigint') exact.set(row, value);
    }
  }
  return {
    column: { kind: 'numbers', type, values: cells, nulls, exact: exact.size === 0 ? null : exact },
    lost: lostCells(codes, (code) => parsed[code] === null),
    fractions:
      type === 'BIGINT' &&
      parsed.some((value, code) => value === null && parseDouble(values[code] ?? '') !== null),
  };
}

function lostCells(codes: Int32Array, isLost: (code: number) => boolean): number {
  let lost = 0;
  for (const code of codes) if (code >= 0 && isLost(code)) lost++;
  return lost;
}
