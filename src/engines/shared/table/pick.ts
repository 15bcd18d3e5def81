/** The values of some rows, in their order; null: of all. */
export function pickNumbers(values: Float64Array, rows: Uint32Array | null): Float64Array {
  if (rows === null) return values;
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}

/** The same of whole numbers. */
export function pickWhole(values: Int32Array, rows: Uint32Array | null): Int32Array {
  if (rows === null) return values;
  const picked = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}

/** The same of marks. */
export function pickMarks(values: Uint8Array, rows: Uint32Array | null): Uint8Array {
  if (rows === null) return values;
  const picked = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}
