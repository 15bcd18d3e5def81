import type { Breath } from '../../core/profile/breath.js';
import { parseInstant, parseInstants } from '../shared/table/instants.js';
import { parseBoolean, parseDouble, parseWhole } from '../shared/table/numbers.js';
import { TextBuilder, type Column, type TextColumn } from '../shared/table/table.js';
import { TimeZones } from '../shared/table/time-zones.js';

/** Cells looked at to tell a text column's type. */
export const CELLS_TO_DECIDE = 20_480;
/** Share of a sample's cells that must parse for a column to have that type. */
const MOSTLY = 0.9;

type Type = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';

/** A text column with its type, and the cells that do not parse as it. */
export interface Typed {
  readonly column: Column;
  readonly lost: number;
}

/**
 * Gathers the cells of one column as the narrowest type that most of its first ones parse as: the rules of the local engine.
 * Numbers are not kept as text beyond those.
 */
export class TypedBuilder {
  #texts = new TextBuilder();
  #numbers: NumberBuilder | null = null;
  #type: Type | null = null;

  add(value: string | null): void {
    if (this.#numbers !== null) return this.#numbers.add(value);
    this.#texts.add(value);
  }

  /** Throws CancelledError. */
  async finish(breath: Breath): Promise<Typed> {
    await breath.take();
    if (this.#type === null) this.decide();
    if (this.#numbers !== null) return this.#numbers.finish();
    return castTo(this.#texts.finish(), this.#type ?? 'VARCHAR', breath);
  }

  /** Tells the type from the cells so far; they are as many as `CELLS_TO_DECIDE`, or all. */
  decide(): void {
    const sample = this.#texts.finish();
    this.#type = typeOf(sample);
    if (this.#type !== 'BIGINT' && this.#type !== 'DOUBLE') return;
    this.#numbers = new NumberBuilder(this.#type);
    for (const code of sample.codes) this.#numbers.add(sample.values[code] ?? null);
    this.#texts = new TextBuilder();
  }
}

/** Gathers numbers; whole ones until a fraction comes. */
class NumberBuilder {
  #values = new Float64Array(1024);
  #nulls = new Uint8Array(1024);
  #length = 0;
  #lost = 0;
  readonly #exact = new Map<number, bigint>();

  constructor(private type: 'BIGINT' | 'DOUBLE') {}

  add(text: string | null): void {
    if (this.#length === this.#values.length) this.#grow();
    const value = text === null ? null : this.#parse(text);
    if (value === null && text !== null) this.#lost++;
    if (typeof value === 'bigint') this.#exact.set(this.#length, value);
    this.#nulls[this.#length] = value === null ? 1 : 0;
    this.#values[this.#length++] = value === null ? NaN : Number(value);
  }

  finish(): Typed {
    return {
      column: {
        kind: 'numbers',
        type: this.type,
        values: this.#values.slice(0, this.#length),
        nulls: this.#nulls.slice(0, this.#length),
        exact: this.type === 'DOUBLE' || this.#exact.size === 0 ? null : this.#exact,
      },
      lost: this.#lost,
    };
  }

  #parse(text: string): number | bigint | null {
    if (this.type === 'DOUBLE') return parseDouble(text);
    const whole = parseWhole(text);
    if (whole !== null) return whole;
    const double = parseDouble(text);
    // Whole numbers in the sample and fractions further down: the column is one of fractions.
    if (double !== null) this.type = 'DOUBLE';
    return double;
  }

  #grow(): void {
    const values = new Float64Array(this.#length * 2);
    values.set(this.#values);
    this.#values = values;
    const nulls = new Uint8Array(this.#length * 2);
    nulls.set(this.#nulls);
    this.#nulls = nulls;
  }
}

function typeOf({ codes, values }: TextColumn): Type {
  const counts = new Float64Array(values.length);
  let all = 0;
  for (const code of codes.subarray(0, CELLS_TO_DECIDE)) {
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
  const zones = new TimeZones();
  if (share((value) => parseInstant(value, zones) !== null) >= enough) return 'TIMESTAMP';
  return 'VARCHAR';
}

/** Whether DuckDB would cast a text to BIGINT, rounding it if need be. */
function readsAsWhole(value: string): boolean {
  if (parseWhole(value) !== null) return true;
  const double = parseDouble(value);
  return (double !== null && Math.abs(double) < 2 ** 63) || /^\s*0(x[0-9a-f]+|b[01]+)\s*$/i.test(value);
}

async function castTo(column: TextColumn, type: Type, breath: Breath): Promise<Typed> {
  const { codes, values } = column;
  if (type === 'BOOLEAN') {
    const parsed = Int8Array.from(values, (value) => Number(parseBoolean(value) ?? -1));
    const cells = Int8Array.from(codes, (code) => (code < 0 ? -1 : (parsed[code] as number)));
    return {
      column: { kind: 'booleans', codes: cells },
      lost: lostCells(codes, (code) => parsed[code] === -1),
    };
  }
  if (type === 'TIMESTAMP') {
    const parsed = await breath.through(parseInstants(values));
    const cells = Float64Array.from(codes, (code) => (code < 0 ? NaN : (parsed[code] as number)));
    return {
      column: { kind: 'times', type, values: cells },
      lost: lostCells(codes, (code) => Number.isNaN(parsed[code])),
    };
  }
  return { column, lost: 0 };
}

function lostCells(codes: Int32Array, isLost: (code: number) => boolean): number {
  let lost = 0;
  for (const code of codes) if (code >= 0 && isLost(code)) lost++;
  return lost;
}
