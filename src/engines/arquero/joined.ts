import type { NumberColumn } from '../shared/table/table.js';

/** Typed arrays one after the other in one that `make` makes. */
export function joined<Values extends Float64Array | Uint8Array | Int8Array>(
  parts: readonly Values[],
  make: (length: number) => Values,
): Values {
  const all = make(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A column of numbers in parts; `nulls` has a 1 where there is no value, `exact` what doubles do not hold. */
export function joinedNumbers(
  type: string,
  parts: readonly Float64Array[],
  nulls: readonly Uint8Array[],
  exact: ReadonlyMap<number, bigint>,
): NumberColumn {
  return {
    kind: 'numbers',
    type,
    values: joined(parts, (length) => new Float64Array(length)),
    nulls: joined(nulls, (length) => new Uint8Array(length)),
    exact: exact.size === 0 ? null : exact,
  };
}
