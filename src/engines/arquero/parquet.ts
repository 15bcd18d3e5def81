import { DataError } from '../../core/errors.js';
import { Breath } from '../../core/profile/breath.js';
import { readFooter, type ParquetFooter, type StoredColumn } from '../shared/parquet/footer.js';
import { PageScratch } from '../shared/parquet/page-scratch.js';
import { parquetBlocks } from '../shared/parquet/parquet-blocks.js';
import { loadCodecs } from '../shared/parquet/unpack.js';
import { UnreadableParquet } from '../shared/parquet/unreadable.js';
import { TextBuilder, type Column, type NumberColumn, type Table } from '../shared/table/table.js';
import { joined, joinedNumbers } from './joined.js';

/** Bytes that a cell takes in memory: a double, and whether it is one. */
const CELL_BYTES = 9;

/**
 * Reads a Parquet file into typed columns, as far as it is stored in the usual way: flat columns, in Snappy,
 * Zstandard, gzip or unpacked. `onGrowth` is told what that takes beyond the bytes of the file. Throws DataError for other files and
 * damaged ones, CancelledError.
 */
export async function readParquet(
  path: string,
  shown: string,
  onGrowth: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Table> {
  try {
    const footer = readFooter(path);
    if (footer.others) throw new UnreadableParquet('It has columns that nest, or are packed otherwise.');
    return await readColumns(path, footer, onGrowth, new Breath(signal));
  } catch (error) {
    if (!(error instanceof UnreadableParquet)) throw error;
    throw new DataError(
      `${shown} cannot be read without DuckDB, which cannot load here: ${error.message} Write it as Parquet with flat columns, in Snappy, Zstandard or unpacked, or as CSV, NDJSON or Arrow.`,
      { path: shown },
    );
  }
}

async function readColumns(
  path: string,
  footer: ParquetFooter,
  onGrowth: (bytes: number) => void,
  breath: Breath,
): Promise<Table> {
  const asked = [...footer.columns.keys()].map((name) => ({ name, whole: true, mostTexts: Infinity }));
  const gatherers = new Map([...footer.columns].map(([name, stored]) => [name, gatherer(stored)]));
  await loadCodecs(footer, asked);
  let rows = 0;
  for (const block of parquetBlocks(path, footer, asked, new PageScratch())) {
    await breath.take();
    onGrowth(block.rows * asked.length * CELL_BYTES);
    for (const [name, column] of block.columns) gatherers.get(name)?.add(column, block.rows);
    rows += block.rows;
  }
  const columns = new Map([...gatherers].map(([name, own]) => [name, own.finish()]));
  return { firstRow: 0, rows, columns };
}

/** Takes a column block by block: the next one overwrites what the last one gave. */
interface Gatherer {
  add(column: Column, rows: number): void;
  finish(): Column;
}

function gatherer({ meaning }: StoredColumn): Gatherer {
  switch (meaning.kind) {
    case 'text':
      return textGatherer();
    case 'boolean': {
      const parts: Int8Array[] = [];
      return {
        add: (column) => {
          if (column.kind === 'booleans') parts.push(column.codes.slice());
        },
        finish: () => ({ kind: 'booleans', codes: joined(parts, (length) => new Int8Array(length)) }),
      };
    }
    case 'number':
      return numberGatherer(meaning.type);
    default: {
      const type = meaning.kind === 'day' ? 'DATE' : meaning.zoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
      const parts: Float64Array[] = [];
      return {
        add: (column) => {
          if (column.kind === 'times') parts.push(column.values.slice());
        },
        finish: () => ({ kind: 'times', type, values: joined(parts, (length) => new Float64Array(length)) }),
      };
    }
  }
}

/** A dictionary may hold values that no row has, so the values are named anew. */
function textGatherer(): Gatherer {
  const builder = new TextBuilder();
  return {
    add: (column) => {
      if (column.kind !== 'texts') return;
      for (const code of column.codes) builder.add(code < 0 ? null : (column.values[code] as string));
    },
    finish: () => builder.finish(),
  };
}

function numberGatherer(type: string): Gatherer {
  const [parts, nulls]: [Float64Array[], Uint8Array[]] = [[], []];
  const exact = new Map<number, bigint>();
  let rows = 0;
  return {
    add: (column, count) => {
      if (column.kind !== 'numbers') return;
      for (let row = 0; column.exact !== null && row < count; row++) {
        const value = column.exact.get(row);
        if (value !== undefined) exact.set(rows + row, value);
      }
      parts.push(column.values.slice());
      nulls.push(nullsOf(column));
      rows += count;
    },
    finish: () => joinedNumbers(type, parts, nulls, exact),
  };
}

/** 1 where there is no value; of whole numbers NaN tells it, of others NaN may be a value. */
function nullsOf({ nulls, values, type }: NumberColumn): Uint8Array {
  if (nulls !== null) return nulls.slice();
  const isWhole = type !== 'DOUBLE' && type !== 'FLOAT';
  return Uint8Array.from(values, (value) => Number(isWhole && Number.isNaN(value)));
}
