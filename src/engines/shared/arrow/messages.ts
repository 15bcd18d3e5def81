import { open, type FileHandle } from 'node:fs/promises';

import { DataError } from '../../../core/errors.js';
import { elementsOf, rootOf, sizeAt, tableOf, type FlatTable } from './flatbuffer.js';
import { guardRecords, guardSchema, isZstd } from './guard.js';

/** A message of an Arrow file: its metadata with the length before it, and its body. */
export interface ArrowMessage {
  readonly kind: 'schema' | 'dictionary' | 'records' | 'other';
  readonly bytes: Uint8Array;
  /** What its buffers take unpacked, in bytes. */
  readonly unpacked: number;
  /** Whether they are compressed by Zstandard. */
  readonly usesZstd: boolean;
  /** Of a dictionary: which one, and whether it adds to what is there. */
  readonly dictionary: { readonly id: bigint; readonly adds: boolean } | null;
}

/** A record batch is held in memory whole: larger ones are refused. */
const MOST_MEGABYTES = 512;

/** Metadata before version 4 (2017) are laid out in another way. */
const FIRST_VERSION = 3;

const MAGIC = 'ARROW1';
const KINDS = ['other', 'schema', 'dictionary', 'records'] as const;

/**
 * The messages of an Arrow file or stream, the schema first and each dictionary before the rows that use it. A stream ends with
 * a mark, a file with its footer: without them some messages may be missing.
 *
 * @throws DataError for a file that is cut short or damaged, or has columns or record batches that are not read
 */
export async function* arrowMessages(path: string, shown: string): AsyncGenerator<ArrowMessage> {
  const file = await open(path, 'r');
  try {
    const source: Source = { file, size: (await file.stat()).size, shown, hasEnd: false };
    const head = await read(source, 0, MAGIC.length);
    yield* head.toString('latin1') === MAGIC ? messagesOfFile(source) : messagesOfStream(source);
  } catch (error) {
    throw error instanceof RangeError ? damaged(shown) : error;
  } finally {
    await file.close();
  }
}

interface Source {
  readonly file: FileHandle;
  readonly size: number;
  readonly shown: string;
  /** Whether the end of the file is there, so that nothing of it can be missing. */
  readonly hasEnd: boolean;
}

async function* messagesOfStream(source: Source): AsyncGenerator<ArrowMessage> {
  for (let at = 0; at < source.size;) {
    const next = await messageAt(source, at);
    if (next === null) return;
    yield next.message;
    at = next.end;
  }
  throw endless(source);
}

/** The footer says where each message is and has the schema, which not every writer writes as a message too. */
async function* messagesOfFile(source: Source): AsyncGenerator<ArrowMessage> {
  const { size, shown } = source;
  const tailLength = 4 + MAGIC.length;
  if (size < MAGIC.length + tailLength) throw endless(source);
  const tail = await read(source, size - tailLength, tailLength);
  if (tail.toString('latin1', 4) !== MAGIC) throw endless(source);
  const length = tail.readInt32LE(0);
  const whole = { ...source, hasEnd: true };
  if (length <= 0) throw damaged(shown);
  const footer = rootOf(await read(whole, size - tailLength - length, length));
  guardSchema(tableOf(footer, 6), shown);
  yield { kind: 'schema', bytes: schemaMessage(footer), unpacked: 0, usesZstd: false, dictionary: null };
  // Dictionaries hold for the whole file, wherever in it they were written.
  for (const slot of [8, 10]) {
    // Of the 24 bytes that tell of a message (File.fbs) the first eight are its place.
    for (const block of elementsOf(footer, slot, 24)) {
      const next = await messageAt(whole, sizeAt(footer.bytes, block));
      if (next === null) throw damaged(shown);
      yield next.message;
    }
  }
}

/** The message at this byte and the byte after it; null for the mark at the end of a stream. */
async function messageAt(source: Source, at: number): Promise<{ message: ArrowMessage; end: number } | null> {
  const { size, shown } = source;
  const prefix = await read(source, at, Math.min(8, size - at));
  const isMarked = prefix.readInt32LE(0) === -1;
  const length = prefix.readInt32LE(isMarked ? 4 : 0);
  if (length === 0) return null;
  if (length < 0) throw damaged(shown);
  const head = (isMarked ? 8 : 4) + length;
  const metadata = rootOf(await read(source, at + head - length, length));
  const { field } = metadata;
  const body = field(10) === 0 ? 0 : sizeAt(metadata.bytes, field(10));
  if (at + head + body > size) throw endless(source);
  guardSize(body, shown);
  const kind = KINDS[field(6) === 0 ? 0 : metadata.bytes.readUInt8(field(6))] ?? 'other';
  const bytes = await read(source, at, head + body);
  let [unpacked, usesZstd] = [0, false];
  let dictionary: ArrowMessage['dictionary'] = null;
  if (kind !== 'other') {
    const version = field(4) === 0 ? 0 : metadata.bytes.readInt16LE(field(4));
    if (version < FIRST_VERSION) throw damaged(shown);
    const header = tableOf(metadata, 8);
    if (kind === 'schema') guardSchema(header, shown);
    else {
      const batch = kind === 'records' ? header : tableOf(header, 6);
      unpacked = guardRecords(batch, bytes.subarray(head));
      usesZstd = isZstd(batch);
      guardSize(unpacked, shown);
      if (kind === 'dictionary') dictionary = dictionaryOf(header);
    }
  }
  const message = { kind, bytes: new Uint8Array(bytes.buffer), unpacked, usesZstd, dictionary };
  return { message, end: at + head + body };
}

function guardSize(bytes: number, shown: string): void {
  if (bytes <= MOST_MEGABYTES * 2 ** 20) return;
  throw new DataError(
    `${shown} has a record batch of ${Math.round(bytes / 2 ** 20)} MB; up to ${MOST_MEGABYTES} MB are held in memory. Write it in smaller ones (polars: record_batch_size, pyarrow: max_chunksize), or as Parquet.`,
    { path: shown },
  );
}

function dictionaryOf({ bytes, field }: FlatTable): ArrowMessage['dictionary'] {
  return {
    id: field(4) === 0 ? 0n : bytes.readBigInt64LE(field(4)),
    adds: field(8) !== 0 && bytes.readUInt8(field(8)) !== 0,
  };
}

/**
 * The schema of a footer as a message of its own (Message.fbs): a table whose header is the schema's table, in front of the
 * footer's bytes.
 */
function schemaMessage({ bytes: footer, field }: FlatTable): Uint8Array {
  const schema = field(6) + footer.readUInt32LE(field(6));
  const [prefix, metadata] = [8, 32];
  const message = Buffer.from(new ArrayBuffer(prefix + metadata + footer.length));
  message.writeInt32LE(-1, 0);
  message.writeInt32LE(metadata + footer.length, 4);
  const at = (offset: number): number => prefix + offset;
  // The root; then which fields the table has and where: version, kind, header and no body.
  message.writeUInt32LE(16, at(0));
  for (const [i, value] of [12, 12, 4, 6, 8, 0].entries()) message.writeUInt16LE(value, at(4 + 2 * i));
  message.writeInt32LE(12, at(16));
  message.writeInt16LE(field(4) === 0 ? 0 : footer.readInt16LE(field(4)), at(20));
  message.writeUInt8(KINDS.indexOf('schema'), at(22));
  message.writeUInt32LE(metadata + schema - 24, at(24));
  footer.copy(message, at(metadata));
  return new Uint8Array(message.buffer);
}

async function read(source: Source, position: number, length: number): Promise<Buffer> {
  const { file, size, shown } = source;
  if (position < 0) throw damaged(shown);
  if (position + length > size) throw endless(source);
  // Of its own, so that numbers lie where typed arrays can see them.
  const buffer = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw endless(source);
    done += bytesRead;
  }
  return buffer;
}

function endless({ shown, hasEnd }: Source): DataError {
  if (hasEnd) return damaged(shown);
  return new DataError(
    `${shown} is cut short: the mark at the end of the Arrow file is missing. Was it still being written? Copy it again, complete.`,
    { path: shown },
  );
}

/** A file whose parts are not where it says that they are. */
function damaged(shown: string): DataError {
  return new DataError(`${shown} is damaged: what it says of its own parts does not hold. Copy it again.`, {
    path: shown,
  });
}
