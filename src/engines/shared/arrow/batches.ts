import { setImmediate } from 'node:timers/promises';

import { tableFromIPC, type Batch, type Table } from '@uwdata/flechette';

import { CancelledError, DataError } from '../../../core/errors.js';
import { loadZstd } from '../zstd.js';
import { readCompressedArrow } from './codecs.js';
import { fieldOf, valuesOf, type ArrowField, type ArrowValue } from './columns.js';
import { arrowMessages } from './messages.js';

/** Some rows, column by column. */
export interface ArrowBatch {
  readonly fields: readonly ArrowField[];
  readonly rows: number;
  /** The values of each field; empty where there are no rows. */
  readonly columns: readonly (readonly ArrowValue[])[];
}

/** Record batches are decoded together up to so many bytes, since the words that they share are decoded each time. */
const TOGETHER = 8 * 2 ** 20;

/** At most so many values are handed on at once. */
const VALUES_AT_ONCE = 2 ** 20;

/**
 * Reads an Arrow file (IPC file or stream, `.arrow` and `.feather`) part by part: a few of its record batches are in memory at a
 * time, compressed inside or not. The first part has no rows, it tells the columns. `onGrowth` is told how many bytes more than
 * in the file something will take that is compressed, before it is unpacked.
 *
 * @throws DataError for a file that is cut short or damaged, or has columns that are no numbers, texts, truth values or times;
 *   and what `onGrowth` throws
 */
export async function* arrowBatches(
  path: string,
  shown: string,
  signal: AbortSignal,
  onGrowth: (bytes: number) => void = () => undefined,
): AsyncGenerator<ArrowBatch> {
  readCompressedArrow();
  let schema: Uint8Array | null = null;
  let fields: readonly ArrowField[] = [];
  const dictionaries = new Map<bigint, Uint8Array[]>();
  let records: Uint8Array[] = [];
  let bytes = 0;
  const decoded = async function* (): AsyncGenerator<ArrowBatch> {
    if (schema === null || records.length === 0) return;
    const table = decode([schema, ...[...dictionaries.values()].flat(), ...records], shown);
    [records, bytes] = [[], 0];
    yield* batchesOf(table, fields, shown, signal);
  };
  for await (const message of arrowMessages(path, shown)) {
    if (signal.aborted) throw new CancelledError();
    if (message.usesZstd) await loadZstd();
    if (message.unpacked > message.bytes.length) onGrowth(message.unpacked - message.bytes.length);
    if (message.kind === 'schema') {
      ({ bytes: schema } = message);
      fields = fieldsOf(decode([schema], shown), shown);
      yield { fields, rows: 0, columns: [] };
    } else if (schema === null) {
      throw new DataError(`${shown} cannot be read: its schema does not come first.`, { path: shown });
    } else if (message.dictionary !== null) {
      const { id, adds } = message.dictionary;
      const own = dictionaries.get(id);
      if (adds && own !== undefined) own.push(message.bytes);
      else {
        // Rows up to here have the words that were there until now.
        yield* decoded();
        dictionaries.set(id, [message.bytes]);
      }
    } else if (message.kind === 'records') {
      records.push(message.bytes);
      bytes += message.unpacked;
      if (bytes >= TOGETHER) yield* decoded();
    }
  }
  yield* decoded();
}

function decode(parts: Uint8Array[], shown: string): Table {
  return asArrow(shown, () => tableFromIPC(parts, { useBigInt: true, useBigIntTimestamp: true }));
}

function fieldsOf(table: Table, shown: string): ArrowField[] {
  const fields = asArrow(shown, () => table.schema.fields.map(({ name, type }) => fieldOf(name, type)));
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) throw new DataError(`${shown}: two columns are named “${name}”.`, { path: shown });
    names.add(name);
  }
  return fields;
}

/** The rows of record batches that were decoded together, not too many at once. */
async function* batchesOf(
  table: Table,
  fields: readonly ArrowField[],
  shown: string,
  signal: AbortSignal,
): AsyncGenerator<ArrowBatch> {
  const columns = fields.map((_, i) => table.getChildAt(i).data as Batch<unknown>[]);
  const atOnce = Math.max(1, Math.floor(VALUES_AT_ONCE / Math.max(1, fields.length)));
  for (const [i, { length }] of (columns[0] ?? []).entries()) {
    for (let from = 0; from < length; from += atOnce) {
      await setImmediate();
      if (signal.aborted) throw new CancelledError();
      const to = Math.min(from + atOnce, length);
      const own = asArrow(shown, () => columns.map((batches) => valuesOf(batches[i], from, to)));
      yield { fields, rows: to - from, columns: own };
    }
  }
}

/** What the decoder gives, or stumbles over: then its own words mean nothing to whoever has the file. */
function asArrow<Value>(shown: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    throw new DataError(
      `${shown} cannot be read as Arrow: it is damaged, or holds something that is not read. Copy it again, or write it as Parquet.`,
      { path: shown },
    );
  }
}
