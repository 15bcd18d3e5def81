import { writevSync } from 'node:fs';

import type { ColumnChunk, Encoding, FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';

import { checksum } from '../../shared/parquet/checksum.js';
import type { CellColumn, CellKind, HeldColumn, TextColumns } from './text-columns.js';

/** Where the rows of a group are in the file. */
export interface GroupPlace {
  readonly rows: number;
  readonly columns: readonly ColumnPlace[];
}

interface ColumnPlace {
  readonly at: number;
  readonly bytes: number;
  /** Bytes of the dictionary's page, which comes first; null: there is none. */
  readonly dictionaryBytes: number | null;
}

/** What every Parquet file begins and ends with. */
export const MAGIC = Buffer.from('PAR1');

/** Numbers of parquet-format's enumerations. */
const [DATA_PAGE, DICTIONARY_PAGE] = [0, 2];
const [PLAIN, RLE, RLE_DICTIONARY] = [0, 3, 8];

/**
 * Writes the rows that are held as a row group: a page for each column, not compressed, since it is read once or twice soon. `take` gives the
 * place in the file for so many bytes.
 */
export function writeGroup(
  file: number,
  columns: TextColumns,
  count: number,
  take: (bytes: number) => number,
): GroupPlace {
  const { rows } = columns;
  const parts: Uint8Array[] = [];
  const places: { bytes: number; dictionaryBytes: number | null }[] = [];
  for (let i = 0; i < count; i++) {
    const pages = pagesOf(columns.held(i), rows);
    parts.push(...pages.dictionary, ...pages.data);
    const dictionaryBytes = sizeOf(pages.dictionary);
    places.push({
      bytes: dictionaryBytes + sizeOf(pages.data),
      dictionaryBytes: dictionaryBytes === 0 ? null : dictionaryBytes,
    });
  }
  let at = take(sizeOf(parts));
  writeAll(file, parts, at);
  return {
    rows,
    columns: places.map((place) => {
      const start = at;
      at += place.bytes;
      return { at: start, ...place };
    }),
  };
}

function pagesOf(
  { present, values, dictionary }: HeldColumn,
  rows: number,
): { dictionary: Uint8Array[]; data: Uint8Array[] } {
  const levels = levelsOf(present, rows);
  const body = [levels, ...(dictionary === null ? [] : [packedHead(dictionary.width, values)]), values];
  const size = sizeOf(body);
  const header = headerOf({
    field_1: DATA_PAGE,
    field_2: size,
    field_3: size,
    field_4: checksum(body) ?? undefined,
    field_5: {
      field_1: rows,
      field_2: dictionary === null ? PLAIN : RLE_DICTIONARY,
      field_3: RLE,
      field_4: RLE,
    },
  });
  if (dictionary === null) return { dictionary: [], data: [header, ...body] };
  const { texts, count } = dictionary;
  const first = headerOf({
    field_1: DICTIONARY_PAGE,
    field_2: texts.length,
    field_3: texts.length,
    field_4: checksum([texts]) ?? undefined,
    field_7: { field_1: count, field_2: PLAIN },
  });
  return { dictionary: [first, texts], data: [header, ...body] };
}

/** Which rows have a value: one run, or packed bits behind their number of bytes. */
function levelsOf(present: Uint8Array | null, rows: number): Uint8Array {
  const hybrid = new ByteWriter();
  if (present === null) {
    hybrid.appendVarInt(rows << 1);
    hybrid.appendUint8(1);
  } else {
    hybrid.appendVarInt((present.length << 1) | 1);
    hybrid.appendBytes(present);
  }
  const levels = new ByteWriter();
  levels.appendUint32(hybrid.offset);
  levels.appendBytes(hybrid.getBytes());
  return levels.getBytes();
}

/** What stands before packed places in a dictionary: their width, and groups of eight. */
function packedHead(width: number, packed: Uint8Array): Uint8Array {
  const head = new ByteWriter();
  head.appendUint8(width);
  head.appendVarInt(((packed.length / width) << 1) | 1);
  return head.getBytes();
}

function headerOf(fields: Record<`field_${number}`, unknown>): Uint8Array {
  const header = new ByteWriter();
  serializeTCompactProtocol(header, fields);
  return header.getBytes();
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** Pieces that the system takes at a time. */
const PIECES_AT_ONCE = 1024;

function writeAll(file: number, parts: readonly Uint8Array[], position: number): void {
  let at = position;
  for (let i = 0; i < parts.length; i += PIECES_AT_ONCE) {
    let left = parts.slice(i, i + PIECES_AT_ONCE).filter((part) => part.length > 0);
    while (left.length > 0) {
      const written = writevSync(file, left, at);
      at += written;
      left = behind(left, written);
    }
  }
}

/** What is left of some pieces once so many bytes of them are written. */
function behind(pieces: readonly Uint8Array[], written: number): Uint8Array[] {
  let bytes = written;
  for (const [i, piece] of pieces.entries()) {
    if (bytes < piece.length) return [piece.subarray(bytes), ...pieces.slice(i + 1)];
    bytes -= piece.length;
  }
  return [];
}

/** Writes the footer of a file with these groups at `position`. */
export function writeFooter(
  file: number,
  columns: readonly CellColumn[],
  groups: readonly GroupPlace[],
  position: number,
): void {
  const footer = new ByteWriter();
  const metadata: FileMetaData = {
    version: 1,
    schema: [{ name: 'schema', num_children: columns.length }, ...columns.map(elementOf)],
    num_rows: BigInt(groups.reduce((sum, { rows }) => sum + rows, 0)),
    row_groups: groups.map((group) => rowGroupOf(columns, group)),
    created_by: 'tidemark',
    metadata_length: 0,
  };
  writeMetadata(footer, metadata);
  footer.appendBytes(MAGIC);
  writeAll(file, [footer.getBytes()], position);
}

const STORED = {
  DOUBLE: { type: 'DOUBLE' },
  BIGINT: { type: 'INT64' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP: {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
  },
  DATE: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  VARCHAR: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  UUID: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
} as const satisfies Record<CellKind, Partial<SchemaElement>>;

function elementOf({ name, kind }: CellColumn): SchemaElement {
  return { ...STORED[kind], name, repetition_type: 'OPTIONAL' };
}

function rowGroupOf(columns: readonly CellColumn[], { rows, columns: places }: GroupPlace): RowGroup {
  const size = BigInt(places.reduce((sum, { bytes }) => sum + bytes, 0));
  return {
    columns: columns.map((column, i) => chunkOf(column, places[i] as ColumnPlace, rows)),
    total_byte_size: size,
    num_rows: BigInt(rows),
  };
}

function chunkOf(
  { name, kind }: CellColumn,
  { at, bytes, dictionaryBytes }: ColumnPlace,
  rows: number,
): ColumnChunk {
  const encodings: Encoding[] =
    dictionaryBytes === null ? ['PLAIN', 'RLE'] : ['PLAIN', 'RLE', 'RLE_DICTIONARY'];
  return {
    file_offset: BigInt(at),
    meta_data: {
      type: STORED[kind].type,
      encodings,
      path_in_schema: [name],
      codec: 'UNCOMPRESSED',
      num_values: BigInt(rows),
      total_uncompressed_size: BigInt(bytes),
      total_compressed_size: BigInt(bytes),
      data_page_offset: BigInt(at + (dictionaryBytes ?? 0)),
      ...(dictionaryBytes === null ? {} : { dictionary_page_offset: BigInt(at) }),
    },
  };
}
