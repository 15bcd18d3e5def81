import { arrowBatches, type ArrowField, type ArrowValue } from '../shared/arrow.js';
import { TextBuilder, type Column, type Table } from './table.js';

/** Reads an Arrow file into typed columns. Throws as `arrowBatches` does. */
export async function readArrow(path: string, shown: string, signal: AbortSignal): Promise<Table> {
  let fields: readonly ArrowField[] = [];
  let rows = 0;
  const parts: (readonly ArrowValue[])[][] = [];
  for await (const batch of arrowBatches(path, shown, signal)) {
    ({ fields } = batch);
    rows += batch.rows;
    for (const [i, values] of batch.columns.entries()) (parts[i] ??= []).push(values);
  }
  return {
    rows,
    columns: new Map(fields.map((field, i) => [field.name, columnOf(field, (parts[i] ?? []).flat())])),
  };
}

function columnOf({ store, type }: ArrowField, values: readonly ArrowValue[]): Column {
  switch (store) {
    case 'text': {
      const builder = new TextBuilder();
      for (const value of values) builder.add(value === null ? null : String(value));
      return builder.finish();
    }
    case 'boolean':
      return {
        kind: 'booleans',
        codes: Int8Array.from(values, (value) => (value === null ? -1 : Number(value))),
      };
    case 'time':
      return {
        kind: 'times',
        type: type as 'TIMESTAMP' | 'TIMESTAMP WITH TIME ZONE' | 'DATE',
        values: Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
      };
    case 'number': {
      const exact = new Map<number, bigint>();
      for (const [row, value] of values.entries())
        if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) exact.set(row, value);
      return {
        kind: 'numbers',
        type,
        values: Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
        nulls: Uint8Array.from(values, (value) => Number(value === null)),
        exact: exact.size === 0 ? null : exact,
      };
    }
  }
}
