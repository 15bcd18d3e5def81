import { open, stat } from 'node:fs/promises';

import {
  FlatObjects,
  NO_ONE_TIME,
  NO_UUID,
  typeOfKinds,
  WORD,
  writtenTime,
  type JsonField,
} from './json-fields.js';
import type { JsonColumn } from './json-time-words.js';
import type { TextFile } from './normalised.js';
import { name, unquoted } from './sql.js';
import type { CellColumn, CellKind } from './text/text-columns.js';
import { textToParquet } from './text/text-to-parquet.js';
import { NEWLINE } from '../shared/line-ends.js';

/** Bytes of the first objects, from which columns are told. */
const FIRST_BYTES = 4 * 2 ** 20;
/** With more fields of like types DuckDB makes a map of the object. */
export const MOST_FIELDS = 199;

/**
 * The columns that DuckDB would tell from the first objects of an NDJSON log, where these leave no doubt; null where they do, or are not flat.
 * Whether all other objects have them too is seen when they are read.
 */
export async function tellColumns(path: string, signal: AbortSignal): Promise<JsonColumn[] | null> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(FIRST_BYTES), 0, FIRST_BYTES, 0);
    signal.throwIfAborted();
    const end = bytesRead === 0 ? 0 : buffer.lastIndexOf(NEWLINE, bytesRead - 1) + 1;
    const objects = new FlatObjects();
    if (end === 0 || !objects.take(buffer, end)) return null;
    const times = objects.fields.filter(({ time }) => time !== 0);
    // How times are written is told from all columns together.
    if (times.some(({ time, isMixed }) => time !== times[0]?.time || (isMixed && times.length > 1)))
      return null;
    const columns: JsonColumn[] = [];
    for (const field of objects.fields) {
      const type = typeOf(field);
      if (type === null) return null;
      columns.push({ id: name(field.key), type });
    }
    return columns.length > MOST_FIELDS ? null : columns;
  } finally {
    await file.close();
  }
}

function typeOf({ kinds, time, isMixed }: JsonField): string | null {
  const type = typeOfKinds(kinds);
  if (type !== 'STRING') return type;
  if ((kinds & WORD) !== 0) return 'VARCHAR';
  if ((kinds & NO_UUID) === 0) return 'UUID';
  if (isMixed) return 'VARCHAR';
  return (kinds & NO_ONE_TIME) === 0 ? typeOfTime(time) : null;
}

/** DuckDB knows some ways of writing times, and takes others for text. */
function typeOfTime(time: number): string {
  const written = writtenTime(time);
  if (written === null) return 'DATE';
  const { between, zone, fraction } = written;
  return (between === ' ' ? !zone : zone || !fraction) ? 'TIMESTAMP' : 'VARCHAR';
}

const KINDS: Readonly<Record<string, CellKind>> = {
  BIGINT: 'BIGINT',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
  DOUBLE: 'DOUBLE',
  HUGEINT: 'BIGINT',
  TIMESTAMP: 'TIMESTAMP',
  UUID: 'UUID',
  VARCHAR: 'VARCHAR',
};

/** Writes the Parquet of objects that all have these columns, without DuckDB, which takes four times as long. False where some have not. */
export async function objectsToParquet(
  { runner, target, signal }: TextFile,
  path: string,
  told: readonly JsonColumn[],
): Promise<boolean> {
  const columns: CellColumn[] = [];
  for (const { id, type } of told) {
    const key = unquoted(id);
    const kind = KINDS[type];
    // A key with an escape is not told from others.
    if (kind === undefined || /["\\]/.test(key)) return false;
    columns.push({ name: key, kind });
  }
  const { size } = await stat(path);
  const text = { path, dialect: { kind: 'ndjson' }, columns, start: 0, end: size } as const;
  const read = await textToParquet(runner, text, target, signal);
  if (read === null) return false;
  const fields = columns.map(({ name: key }, i) => ({ key, count: read.counts[i] ?? 0 }));
  return areAlike(read.rows, fields);
}

/** Whether DuckDB makes a column of each of these fields, under its own name. */
export function areAlike(rows: number, fields: readonly Pick<JsonField, 'key' | 'count'>[]): boolean {
  const names = new Set(fields.map(({ key }) => key.toLowerCase()));
  // Of keys that differ in case alone, one gets another name; of objects with next to nothing in common it makes maps.
  const common = fields.reduce((sum, { count }) => sum + count, 0) >= 0.2 * fields.length * rows;
  return names.size === fields.length && common;
}
