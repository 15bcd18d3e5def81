import { open, type FileHandle } from 'node:fs/promises';

import { tableFromIPC, TimeUnit, Type, type DataType, type Table } from '@uwdata/flechette';

import { CancelledError, DataError } from '../../core/errors.js';

/** A column of an Arrow file, as what it is read. */
export interface ArrowField {
  readonly name: string;
  /** The type as DuckDB names it. */
  readonly type: string;
  readonly store: 'number' | 'text' | 'boolean' | 'time';
}

/** One value: times are µs since the epoch, whole numbers of 64 bits are bigints, floats may be NaN. */
export type ArrowValue = number | bigint | string | boolean | null;

/** The rows of one record batch, column by column. */
export interface ArrowBatch {
  readonly fields: readonly ArrowField[];
  readonly rows: number;
  readonly columns: readonly (readonly ArrowValue[])[];
}

/** Messages larger than this are no record batches that anybody writes on purpose. */
const LARGEST_MESSAGE = 2 ** 31 - 1;
const MAGIC = 'ARROW1';
const SCHEMA = 1;
const DICTIONARY = 2;
const RECORDS = 3;

/**
 * Reads an Arrow file (IPC file or stream, `.arrow` and `.feather`) batch by batch: one of them is in memory at a time. The first
 * batch has no rows, it tells the columns.
 *
 * @throws DataError for a file that is cut short, compressed, or has columns that are no numbers, texts, truth values or times
 */
export async function* arrowBatches(
  path: string,
  shown: string,
  signal: AbortSignal,
): AsyncGenerator<ArrowBatch> {
  const file = await open(path, 'r');
  try {
    let schema: Uint8Array | null = null;
    const dictionaries: Uint8Array[] = [];
    for await (const { kind, bytes } of messages(file, shown)) {
      if (signal.aborted) throw new CancelledError();
      if (kind === SCHEMA) {
        schema = bytes;
        yield batchOf(decode([schema], shown), shown);
      } else if (schema === null) {
        throw new DataError(`${shown} cannot be read: its schema does not come first.`, { path: shown });
      } else if (kind === DICTIONARY) dictionaries.push(bytes);
      else if (kind === RECORDS) yield batchOf(decode([schema, ...dictionaries, bytes], shown), shown);
    }
    if (schema === null) throw cutShort(shown);
  } finally {
    await file.close();
  }
}

interface Message {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** The messages of a file or stream, which ends with a mark: without it some may be missing. */
async function* messages(file: FileHandle, shown: string): AsyncGenerator<Message> {
  const { size } = await file.stat();
  const isFile = (await read(file, 0, MAGIC.length, size, shown)).toString('latin1') === MAGIC;
  let [at, end] = [0, size];
  if (isFile) {
    const tail = await read(file, Math.max(0, size - MAGIC.length - 4), MAGIC.length + 4, size, shown);
    if (size < 24 || tail.toString('latin1', 4) !== MAGIC) throw cutShort(shown);
    [at, end] = [8, size - MAGIC.length - 4 - tail.readInt32LE(0)];
  }
  while (at < end) {
    const prefix = await read(file, at, 8, size, shown);
    const isMarked = prefix.readInt32LE(0) === -1;
    const length = prefix.readInt32LE(isMarked ? 4 : 0);
    if (length === 0) return;
    const head = (isMarked ? 8 : 4) + length;
    if (length < 0 || at + head > size) throw cutShort(shown);
    const metadata = await read(file, at + head - length, length, size, shown);
    const { kind, body } = headerOf(metadata);
    if (body > LARGEST_MESSAGE)
      throw new DataError(`${shown} has a record batch of over 2 GB. Write it in smaller batches.`, {
        path: shown,
      });
    yield { kind, bytes: new Uint8Array(await read(file, at, head + body, size, shown)) };
    at += head + body;
  }
  if (!isFile) throw cutShort(shown);
}

async function read(
  file: FileHandle,
  position: number,
  length: number,
  size: number,
  shown: string,
): Promise<Buffer> {
  if (position + length > size) throw cutShort(shown);
  // Of its own, so that numbers lie where typed arrays can see them.
  const buffer = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw cutShort(shown);
    done += bytesRead;
  }
  return buffer;
}

/** What a message is, and how many bytes its body has: two fields of its flatbuffer (Message.fbs). */
function headerOf(metadata: Buffer): { kind: number; body: number } {
  const root = metadata.readInt32LE(0);
  const table = root - metadata.readInt32LE(root);
  const size = metadata.readUInt16LE(table);
  const field = (slot: number): number => (slot < size ? metadata.readUInt16LE(table + slot) : 0);
  const [kind, body] = [field(6), field(10)];
  return {
    kind: kind === 0 ? 0 : metadata.readUInt8(root + kind),
    body: body === 0 ? 0 : Number(metadata.readBigInt64LE(root + body)),
  };
}

function cutShort(shown: string): DataError {
  return new DataError(
    `${shown} is cut short: the mark at the end of the Arrow file is missing. Was it still being written? Copy it again, complete.`,
    { path: shown },
  );
}

function decode(parts: Uint8Array[], shown: string): Table {
  try {
    return tableFromIPC(parts, { useBigInt: true, useBigIntTimestamp: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new DataError(
      /codec/i.test(message)
        ? `${shown} is compressed inside, which is not supported. Write it without compression, or as Parquet.`
        : `${shown} cannot be read: ${message}`,
      { path: shown },
    );
  }
}

function batchOf(table: Table, shown: string): ArrowBatch {
  const fields = table.schema.fields.map(({ name, type }) => fieldOf(name, type, shown));
  const twice = fields.find(({ name }, i) => fields.findIndex((field) => field.name === name) !== i);
  if (twice !== undefined) {
    throw new DataError(`${shown}: two columns are named “${twice.name}”.`, { path: shown });
  }
  return {
    fields,
    rows: table.numRows,
    columns: table.schema.fields.map(({ type }, i) => {
      const valueOf = readerOf(type.typeId === Type.Dictionary ? type.dictionary : type);
      return Array.from(table.getChildAt(i), (value: unknown) =>
        value === null || value === undefined ? null : valueOf(value),
      );
    }),
  };
}

function fieldOf(name: string, type: DataType, shown: string): ArrowField {
  switch (type.typeId) {
    case Type.Dictionary:
      return fieldOf(name, type.dictionary, shown);
    case Type.Int: {
      const width = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bitWidth];
      return { name, store: 'number', type: `${type.signed ? '' : 'U'}${width}` };
    }
    case Type.Float:
      return { name, store: 'number', type: type.precision === 2 ? 'DOUBLE' : 'FLOAT' };
    case Type.Decimal:
      return { name, store: 'number', type: 'DOUBLE' };
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return { name, store: 'text', type: 'VARCHAR' };
    case Type.Null:
      return { name, store: 'text', type: 'VARCHAR' };
    case Type.Bool:
      return { name, store: 'boolean', type: 'BOOLEAN' };
    case Type.Date:
      return { name, store: 'time', type: 'DATE' };
    case Type.Timestamp:
      return {
        name,
        store: 'time',
        type: type.timezone === null ? 'TIMESTAMP' : 'TIMESTAMP WITH TIME ZONE',
      };
    default: {
      const word = Object.entries(Type).find(([, id]) => id === type.typeId)?.[0] ?? 'unknown';
      throw new DataError(
        `${shown}: column ${name} is of the Arrow type ${word}, which is not read: numbers, text, truth values and times are. Leave the column out, or write the log as Parquet.`,
        { path: shown },
      );
    }
  }
}

function readerOf(type: DataType): (value: unknown) => ArrowValue {
  switch (type.typeId) {
    case Type.Date:
      return (value) => Number(value) * 1000;
    case Type.Timestamp:
      switch (type.unit) {
        case TimeUnit.SECOND:
          return (value) => Number(value) * 1e6;
        case TimeUnit.MILLISECOND:
          return (value) => Number(value) * 1000;
        case TimeUnit.MICROSECOND:
          return (value) => Number(value);
        default:
          return (value) => Number((value as bigint) / 1000n);
      }
    default:
      return (value) => value as ArrowValue;
  }
}
