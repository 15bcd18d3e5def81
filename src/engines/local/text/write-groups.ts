import { writevSync } from 'node:fs';

import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { serializeTCompactProtocol } from 'hyparquet-writer/src/thrift.js';

import type { Breath } from '../../../core/profile/breath.js';
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

function headerOf(fields: Fields): Uint8Array {
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

/** Writes the footer of a file with these groups at `position`. Throws CancelledError. */
export async function writeFooter(
  file: number,
  columns: readonly CellColumn[],
  groups: readonly GroupPlace[],
  position: number,
  breath: Breath,
): Promise<void> {
  const footer = new ByteWriter();
  serializeTCompactProtocol(footer, {
    field_1: 1,
    field_2: [{ field_4: 'schema', field_5: columns.length }, ...columns.map(elementOf)],
    field_3: BigInt(groups.reduce((sum, { rows }) => sum + rows, 0)),
  });
  // The groups go where the end of the struct is: one at a time, since each of a wide table takes a while.
  footer.index -= END.length;
  footer.offset -= END.length;
  footer.appendUint8((1 << 4) | LIST);
  footer.appendUint8((15 << 4) | STRUCT);
  footer.appendVarInt(groups.length);
  for (const group of groups) {
    serializeTCompactProtocol(footer, rowGroupOf(columns, group));
    await breath.take();
  }
  footer.appendBytes(END);
  footer.appendUint32(footer.offset);
  footer.appendBytes(MAGIC);
  writeAll(file, [footer.getBytes()], position);
}

/** What Thrift's compact protocol has for a list, a struct, and at the end of one. */
const [LIST, STRUCT] = [9, 12];
const END = new Uint8Array([0]);

type Fields = Record<`field_${number}`, unknown>;

/** How values are stored, by the numbers of parquet-format's enumerations: physical type, converted type, logical type. */
const STORED: Readonly<Record<CellKind, Fields & { readonly field_1: number }>> = {
  BOOLEAN: { field_1: 0 },
  DATE: { field_1: 1, field_6: 6, field_10: { field_6: {} } },
  BIGINT: { field_1: 2 },
  // Not adjusted to UTC, in microseconds.
  TIMESTAMP: { field_1: 2, field_10: { field_8: { field_1: false, field_2: { field_2: {} } } } },
  DOUBLE: { field_1: 5 },
  VARCHAR: { field_1: 6, field_6: 0, field_10: { field_1: {} } },
  UUID: { field_1: 6, field_6: 0, field_10: { field_1: {} } },
};
const OPTIONAL = 1;
const UNCOMPRESSED = 0;

function elementOf({ name, kind }: CellColumn): Fields {
  const { field_1: type, field_6: converted, field_10: logical }: Fields = STORED[kind];
  return { field_1: type, field_3: OPTIONAL, field_4: name, field_6: converted, field_10: logical };
}

function rowGroupOf(columns: readonly CellColumn[], { rows, columns: places }: GroupPlace): Fields {
  return {
    field_1: columns.map((column, i) => chunkOf(column, places[i] as ColumnPlace, rows)),
    field_2: BigInt(places.reduce((sum, { bytes }) => sum + bytes, 0)),
    field_3: BigInt(rows),
  };
}

function chunkOf(
  { name, kind }: CellColumn,
  { at, bytes, dictionaryBytes }: ColumnPlace,
  rows: number,
): Fields {
  return {
    field_2: BigInt(at),
    field_3: {
      field_1: STORED[kind].field_1,
      field_2: dictionaryBytes === null ? [PLAIN, RLE] : [PLAIN, RLE, RLE_DICTIONARY],
      field_3: [name],
      field_4: UNCOMPRESSED,
      field_5: BigInt(rows),
      field_6: BigInt(bytes),
      field_7: BigInt(bytes),
      field_9: BigInt(at + (dictionaryBytes ?? 0)),
      field_11: dictionaryBytes === null ? undefined : BigInt(at),
    },
  };
}
