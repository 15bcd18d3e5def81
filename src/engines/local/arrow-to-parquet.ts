import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { arrowBatches, type ArrowBatch } from '../shared/arrow/batches.js';
import type { ArrowField } from '../shared/arrow/columns.js';
import type { Database } from './database.js';
import { name, PARQUET_OPTIONS, text } from './sql.js';

/** Rows are held up to so many values, so that however long the file is no more of it is in memory. */
const VALUES_HELD = 2 ** 21;

/**
 * Turns an Arrow file into a Parquet file at `target`, some of its rows in memory at a time. `index` makes the names of its
 * temporary table and files unique within the run. Throws as `arrowBatches` does.
 */
export async function arrowToParquet(
  database: Database,
  path: string,
  shown: string,
  target: string,
  index: string,
  signal: AbortSignal,
): Promise<void> {
  const parts: string[] = [];
  const writePart = async (batches: readonly ArrowBatch[]): Promise<void> => {
    const part = join(database.folder, `${index}.${parts.length}.part.parquet`);
    parts.push(part);
    await writeBatches(database, batches, part, `arrow_${index}`, signal);
  };
  try {
    let [held, values]: [ArrowBatch[], number] = [[], 0];
    for await (const batch of arrowBatches(path, shown, signal)) {
      held.push(batch);
      values += batch.rows * batch.columns.length;
      if (values < VALUES_HELD) continue;
      await writePart(held);
      [held, values] = [[], 0];
    }
    if (parts.length === 0) {
      await writeBatches(database, held, target, `arrow_${index}`, signal);
      return;
    }
    if (held.length > 0) await writePart(held);
    const all = `SELECT * FROM read_parquet([${parts.map(text).join(', ')}])`;
    await database.run(`COPY (${all}) ${into(target)}`, signal);
  } finally {
    await Promise.all(parts.map((part) => rm(part, { force: true })));
  }
}

/** Writes batches, at least one, into a Parquet file. */
async function writeBatches(
  database: Database,
  batches: readonly ArrowBatch[],
  target: string,
  table: string,
  signal: AbortSignal,
): Promise<void> {
  const fields = batches[0]?.fields ?? [];
  const columns = fields.map((field) => `${name(field.name)} ${storedType(field)}`);
  await database.run(`CREATE TABLE ${name(table)} (${columns.join(', ')})`, signal);
  await database.append(table, fields.map(storedType), batches, signal);
  const select = fields.map((field) => `${timeOf(field)} AS ${name(field.name)}`);
  await database.run(`COPY (SELECT ${select.join(', ')} FROM ${name(table)}) ${into(target)}`, signal);
  await database.run(`DROP TABLE ${name(table)}`, signal);
}

function into(target: string): string {
  return `TO ${text(target)} (${PARQUET_OPTIONS})`;
}

/** Times are appended as microseconds. */
function storedType({ store, type }: ArrowField): string {
  return store === 'time' ? 'BIGINT' : type;
}

function timeOf({ store, type, name: column }: ArrowField): string {
  if (store !== 'time') return name(column);
  const time = `make_timestamp(${name(column)})`;
  return type === 'DATE'
    ? `${time}::DATE`
    : type === 'TIMESTAMP'
      ? time
      : `make_timestamptz(${name(column)})`;
}
