import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

import { parquetMetadata, type ColumnMetaData, type SchemaElement } from 'hyparquet';

import { isCodec, type Codec } from './unpack.js';
import { UnreadableParquet } from './unreadable.js';

/** How the stored numbers of a column are meant. */
export type Meaning =
  | { readonly kind: 'number'; readonly type: string; readonly signed: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text' }
  | { readonly kind: 'day' }
  | { readonly kind: 'time'; readonly zoned: boolean; readonly unit: 'MILLIS' | 'MICROS' | 'NANOS' };

export type Physical = 'BOOLEAN' | 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE' | 'BYTE_ARRAY';

/** A column that this reader reads. */
export interface StoredColumn {
  readonly name: string;
  readonly physical: Physical;
  readonly meaning: Meaning;
  /** Whether rows can be without a value. */
  readonly optional: boolean;
  /** By row group: where its pages are. */
  readonly chunks: readonly ChunkPlace[];
}

export interface ChunkPlace {
  readonly start: number;
  readonly bytes: number;
  readonly rows: number;
  readonly codec: Codec;
}

/** What the footer of a file says, as far as this reader reads the columns. */
export interface ParquetFooter {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, StoredColumn>;
  /** Whether there are other columns, which are stored in a way that is not read here. */
  readonly others: boolean;
}

const MAGIC = 8;
/** A footer is read whole; one of ten thousand columns and many row groups is as large as this. */
const MOST_FOOTER_BYTES = 128 * 2 ** 20;

const ENCODINGS = new Set<unknown>([
  'PLAIN',
  'PLAIN_DICTIONARY',
  'RLE_DICTIONARY',
  'RLE',
  'BIT_PACKED',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'BYTE_STREAM_SPLIT',
]);

/** Reads the footer of a Parquet file. Throws UnreadableParquet; the system's own error where there is no such file. */
export function readFooter(path: string): ParquetFooter {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = readAt(file, Math.max(0, size - MAGIC), Math.min(size, MAGIC));
    const length = size < MAGIC ? Infinity : new DataView(tail.buffer).getUint32(0, true);
    if (length + MAGIC > Math.min(size, MOST_FOOTER_BYTES))
      throw new UnreadableParquet('There is no footer.');
    const footer = readAt(file, size - MAGIC - length, length + MAGIC);
    return footerOf(footer, size);
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, position: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  if (readSync(file, bytes, 0, length, position) !== length)
    throw new UnreadableParquet('The file is cut short.');
  return bytes;
}

function footerOf(bytes: Uint8Array, size: number): ParquetFooter {
  const metadata = parse(bytes);
  const [root, ...elements] = metadata.schema;
  const columns = new Map<string, StoredColumn>();
  const rows = Number(metadata.num_rows);
  const grouped = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (root === undefined || grouped !== rows) throw new UnreadableParquet('The footer contradicts itself.');
  // DuckDB tells columns apart without regard to case, and gives those that are alike other names.
  const seen = new Set<string>();
  let leaf = 0;
  let all = 0;
  for (let i = 0; i < elements.length;) {
    const element = elements[i] as SchemaElement;
    const { end, leaves } = subtree(elements, i);
    if (typeof element.name !== 'string') throw new UnreadableParquet('A column has no name.');
    const lower = element.name.toLowerCase();
    const stored = leaves === 1 && end === i + 1 && !seen.has(lower) ? columnOf(element) : null;
    if (seen.has(lower)) {
      for (const name of columns.keys()) if (name.toLowerCase() === lower) columns.delete(name);
    }
    seen.add(lower);
    const at = leaf;
    const chunks =
      stored === null
        ? []
        : metadata.row_groups.map((group) =>
            placeOf(group.columns[at]?.meta_data, Number(group.num_rows), size),
          );
    if (stored !== null && !chunks.includes(null)) {
      columns.set(element.name, { ...stored, chunks: chunks.filter((chunk) => chunk !== null) });
    }
    i = end;
    leaf += leaves;
    all++;
  }
  return { rows, columns, others: columns.size < all };
}

function parse(bytes: Uint8Array): ReturnType<typeof parquetMetadata> {
  try {
    return parquetMetadata(bytes, { geoparquet: false });
  } catch (error) {
    throw new UnreadableParquet(
      `The footer does not read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The elements of a column: its own and those inside it; how many of them hold values. */
function subtree(elements: readonly SchemaElement[], start: number): { end: number; leaves: number } {
  const inside = elements[start]?.num_children ?? 0;
  let end = start + 1;
  let leaves = inside === 0 ? 1 : 0;
  for (let child = 0; child < inside && end < elements.length; child++) {
    const below = subtree(elements, end);
    end = below.end;
    leaves += below.leaves;
  }
  return { end, leaves };
}

function columnOf(element: SchemaElement): Omit<StoredColumn, 'chunks'> | null {
  const { name, type, repetition_type: repetition } = element;
  const meaning = meaningOf(element);
  if (meaning === null || repetition === 'REPEATED' || repetition === undefined) return null;
  return { name, physical: type as Physical, meaning, optional: repetition === 'OPTIONAL' };
}

const WHOLE: Readonly<Record<string, string>> = {
  INT_8: 'TINYINT',
  INT_16: 'SMALLINT',
  INT_32: 'INTEGER',
  INT_64: 'BIGINT',
  UINT_8: 'UTINYINT',
  UINT_16: 'USMALLINT',
  UINT_32: 'UINTEGER',
};

function meaningOf({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): Meaning | null {
  switch (type) {
    case 'DOUBLE':
    case 'FLOAT':
      return converted === undefined && logical === undefined ? { kind: 'number', type, signed: true } : null;
    case 'BOOLEAN':
      return converted === undefined && logical === undefined ? { kind: 'boolean' } : null;
    case 'BYTE_ARRAY': {
      const said = logical?.type ?? converted;
      return said === 'STRING' || said === 'UTF8' || said === 'ENUM' ? { kind: 'text' } : null;
    }
    case 'INT32':
      if (logical?.type === 'DATE' || (logical === undefined && converted === 'DATE')) return { kind: 'day' };
      return wholeOf('INT_32', converted, logical);
    case 'INT64': {
      if (logical?.type === 'TIMESTAMP')
        return { kind: 'time', zoned: logical.isAdjustedToUTC, unit: logical.unit };
      if (logical === undefined && converted === 'TIMESTAMP_MILLIS')
        return { kind: 'time', zoned: true, unit: 'MILLIS' };
      if (logical === undefined && converted === 'TIMESTAMP_MICROS')
        return { kind: 'time', zoned: true, unit: 'MICROS' };
      return wholeOf('INT_64', converted, logical);
    }
    default:
      return null;
  }
}

function wholeOf(
  plain: 'INT_32' | 'INT_64',
  converted: SchemaElement['converted_type'],
  logical: SchemaElement['logical_type'],
): Meaning | null {
  if (logical !== undefined && logical.type !== 'INTEGER') return null;
  const said =
    logical === undefined ? (converted ?? plain) : `${logical.isSigned ? '' : 'U'}INT_${logical.bitWidth}`;
  const type = WHOLE[said];
  // 64 bits without a sign are not read here.
  return type === undefined ? null : { kind: 'number', type, signed: !said.startsWith('U') };
}

function placeOf(chunk: ColumnMetaData | undefined, rows: number, size: number): ChunkPlace | null {
  if (chunk === undefined || Number(chunk.num_values) !== rows) return null;
  if (!isCodec(chunk.codec)) return null;
  if (!chunk.encodings.every((encoding) => ENCODINGS.has(encoding))) return null;
  const first = Number(chunk.dictionary_page_offset ?? 0);
  const data = Number(chunk.data_page_offset);
  const start = first > 0 ? Math.min(first, data) : data;
  const bytes = Number(chunk.total_compressed_size);
  if (!(start >= 4 && bytes >= 0 && start + bytes <= size)) return null;
  return { start, bytes, rows, codec: chunk.codec };
}
