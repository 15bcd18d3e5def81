import type { TimestampPlan } from '../../../core/profile/plan.js';
import type { Steps } from '../../../core/profile/breath.js';
import { parseInstants } from './instants.js';
import { parseDouble } from './numbers.js';
import type { Column } from './table.js';

const TICKS = { s: 1e6, ms: 1000, us: 1, ns: 1e-3 } as const;

/** A column as DOUBLE: NaN where it is missing or does not read as a number. */
export function doublesOf(column: Column, rows: number): Float64Array {
  switch (column.kind) {
    case 'numbers':
      return column.values;
    case 'booleans':
      return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : code));
    case 'times':
      return new Float64Array(rows).fill(NaN);
    case 'texts':
      return pickCoded(
        column.codes,
        Float64Array.from(column.values, (value) => parseDouble(value) ?? NaN),
      );
  }
}

/** A column as instants, µs since the epoch; NaN where there is none. */
export function* instantsOf(column: Column, unit: TimestampPlan['unit']): Steps<Float64Array> {
  switch (column.kind) {
    case 'times':
      return column.values;
    case 'booleans':
      return new Float64Array(column.codes.length).fill(NaN);
    case 'texts':
      return pickCoded(column.codes, yield* parseInstants(column.values));
    case 'numbers': {
      const factor = TICKS[unit ?? 's'];
      if (unit !== 'ns') return column.values.map((value) => roundHalfEven(value) * factor);
      // Nanoseconds are more than doubles hold.
      return column.values.map((value, row) => {
        if (!Number.isFinite(value)) return NaN;
        return Number((column.exact?.get(row) ?? BigInt(roundHalfEven(value))) / 1000n);
      });
    }
  }
}

/** The value that each code stands for, NaN for none. */
export function pickCoded(codes: Int32Array, values: Float64Array): Float64Array {
  const picked = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    picked[row] = code < 0 ? NaN : (values[code] as number);
  }
  return picked;
}

/** As DuckDB casts a DOUBLE to BIGINT: halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
