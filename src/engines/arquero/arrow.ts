import { arrowBatches } from '../shared/arrow/batches.js';
import type { ArrowField, ArrowValue } from '../shared/arrow/columns.js';
import { joined, joinedNumbers } from './joined.js';
import { TextBuilder, type Column, type Table } from '../shared/table/table.js';

/**
 * Reads an Arrow file into typed columns. `onGrowth` is told what that takes beyond the bytes of the file. Throws as
 * `arrowBatches` does.
 */
export async function readArrow(
  path: string,
  shown: string,
  onGrowth: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Table> {
  let gatherers: (readonly [string, Gatherer])[] = [];
  let rows = 0;
  for await (const batch of arrowBatches(path, shown, signal, onGrowth)) {
    if (rows === 0) gatherers = batch.fields.map((field) => [field.name, gatherer(field)]);
    rows += batch.rows;
    for (const [i, values] of batch.columns.entries()) gatherers[i]?.[1].add(values);
  }
  return { firstRow: 0, rows, columns: new Map(gatherers.map(([name, { finish }]) => [name, finish()])) };
}

/** Takes the values of a column part by part. */
interface Gatherer {
  add(values: readonly ArrowValue[]): void;
  finish(): Column;
}

function gatherer({ store, type }: ArrowField): Gatherer {
  switch (store) {
    case 'text': {
      const builder = new TextBuilder();
      return {
        add: (values) => {
          for (const value of values) builder.add(value === null ? null : String(value));
        },
        finish: () => builder.finish(),
      };
    }
    case 'boolean': {
      const parts: Int8Array[] = [];
      return {
        add: (values) => parts.push(Int8Array.from(values, (value) => (value === null ? -1 : Number(value)))),
        finish: () => ({ kind: 'booleans', codes: joined(parts, (length) => new Int8Array(length)) }),
      };
    }
    case 'time': {
      const parts: Float64Array[] = [];
      return {
        add: (values) => parts.push(numbersOf(values)),
        finish: () => ({
          kind: 'times',
          type: type as 'TIMESTAMP' | 'TIMESTAMP WITH TIME ZONE' | 'DATE',
          values: joined(parts, (length) => new Float64Array(length)),
        }),
      };
    }
    case 'number':
      return numberGatherer(type);
  }
}

function numberGatherer(type: string): Gatherer {
  const [parts, nulls]: [Float64Array[], Uint8Array[]] = [[], []];
  const exact = new Map<number, bigint>();
  let rows = 0;
  return {
    add: (values) => {
      for (const [i, value] of values.entries())
        if (typeof value === 'bigint' && !Number.isSafeInteger(Number(value))) exact.set(rows + i, value);
      parts.push(numbersOf(values));
      nulls.push(Uint8Array.from(values, (value) => Number(value === null)));
      rows += values.length;
    },
    finish: () => joinedNumbers(type, parts, nulls, exact),
  };
}

function numbersOf(values: readonly ArrowValue[]): Float64Array {
  return Float64Array.from(values, (value) => (value === null ? NaN : Number(value)));
}
