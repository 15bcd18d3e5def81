import { CompressionType, Type } from '@uwdata/flechette';

import { DataError } from '../../../core/errors.js';
import { elementsOf, sizeAt, tableOf, tablesOf, type FlatTable } from './flatbuffer.js';

/** The types of columns that are read. */
const READ: ReadonlySet<number> = new Set([
  Type.Null,
  Type.Int,
  Type.Float,
  Type.Utf8,
  Type.Bool,
  Type.Decimal,
  Type.Date,
  Type.Timestamp,
  Type.LargeUtf8,
  Type.Utf8View,
]);

/** Digits of the widest decimals. */
const MOST_DIGITS = 76;

/** Rows that a batch may have beside its bytes: of columns without any values nothing else is stored. */
const ROWS_OF_NOTHING = 2 ** 20;

/*
 * The decoder takes every count in a file at its word and reserves what it says. These look first, and throw a RangeError where
 * the bytes do not bear a count out.
 */

/** Looks at the columns of a schema (Schema.fbs). Throws DataError for one of a type that is not read. */
export function guardSchema(schema: FlatTable, shown: string): void {
  const { bytes, field } = schema;
  if (field(4) !== 0 && bytes.readInt16LE(field(4)) !== 0) {
    throw new DataError(
      `${shown} holds numbers in big-endian order, which is not read. Write it as Parquet.`,
      {
        path: shown,
      },
    );
  }
  elementsOf(schema, 8, 4);
  for (const column of tablesOf(schema, 6)) guardColumn(column, shown);
}

function guardColumn(column: FlatTable, shown: string): void {
  const { bytes, field } = column;
  const type = field(8) === 0 ? 0 : bytes.readUInt8(field(8));
  if (!READ.has(type)) {
    const word = Object.entries(Type).find(([, id]) => id === type)?.[0] ?? 'unknown';
    throw new DataError(
      `${shown}: column ${nameOf(column)} is of the Arrow type ${word}, which is not read: numbers, text, truth values and times are. Leave the column out, or write the log as Parquet.`,
      { path: shown },
    );
  }
  // Only types that are not read are made of others.
  if (elementsOf(column, 14, 4).length > 0) throw new RangeError('A column has columns inside.');
  if (type === Type.Decimal) guardScale(tableOf(column, 10));
  elementsOf(column, 16, 4);
}

function nameOf({ bytes, field }: FlatTable): string {
  if (field(4) === 0) return '';
  const text = field(4) + bytes.readUInt32LE(field(4));
  return bytes.toString('utf8', text + 4, text + 4 + bytes.readUInt32LE(text));
}

function guardScale({ bytes, field }: FlatTable): void {
  const scale = field(6) === 0 ? 0 : bytes.readInt32LE(field(6));
  if (scale < 0 || scale > MOST_DIGITS) throw new RangeError('A decimal has no such digits.');
}

/** Looks at the rows and buffers of a record batch (Message.fbs), of a dictionary too. Gives what they take unpacked, in bytes. */
export function guardRecords(batch: FlatTable, body: Buffer): number {
  const { bytes, field } = batch;
  const isCompressed = field(10) !== 0;
  const buffers = elementsOf(batch, 8, 16);
  let unpacked = 0;
  for (const place of buffers) {
    const [offset, length] = [sizeAt(bytes, place), sizeAt(bytes, place + 8)];
    if (offset + length > body.length) throw new RangeError('A buffer ends after its message.');
    // What is compressed has its length before it, or -1 where it is not after all.
    const own = isCompressed && length > 0 ? Number(body.readBigInt64LE(offset)) : -1;
    unpacked += own < 0 ? length : own;
  }
  // Of columns of views: how many of the buffers are theirs.
  for (const place of elementsOf(batch, 12, 8)) {
    if (sizeAt(bytes, place) > buffers.length) throw new RangeError('There are fewer buffers.');
  }
  const rows = field(4) === 0 ? 0 : sizeAt(bytes, field(4));
  if (rows > unpacked * 8 + ROWS_OF_NOTHING) throw new RangeError('There are fewer rows.');
  for (const place of elementsOf(batch, 6, 16)) {
    if (sizeAt(bytes, place) !== rows) throw new RangeError('A column has other rows than its batch.');
  }
  return unpacked;
}

/** Whether the buffers of a record batch are compressed by Zstandard; LZ4 is the codec that goes without saying. */
export function isZstd(batch: FlatTable): boolean {
  if (batch.field(10) === 0) return false;
  const { bytes, field } = tableOf(batch, 10);
  return field(4) !== 0 && bytes.readInt8(field(4)) === Number(CompressionType.ZSTD);
}
