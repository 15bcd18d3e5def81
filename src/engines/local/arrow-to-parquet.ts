import { arrowBatches, type ArrowField } from '../shared/arrow.js';
import type { Database } from './database.js';
import { name, text } from './sql.js';

/**
 * Turns an Arrow file into a Parquet file at `target`, one record batch in memory at a time. `index` makes the name of its table
 * unique within the run. Throws as `arrowBatches` does.
 */
export async function arrowToParquet(
  database: Database,
  path: string,
  shown: string,
  target: string,
  index: string,
  signal: AbortSignal,
): Promise<void> {
  const table = name(`arrow_${index}`);
  let fields: readonly ArrowField[] = [];
  for await (const batch of arrowBatches(path, shown, signal)) {
    if (fields.length === 0) {
      ({ fields } = batch);
      const columns = fields.map((field) => `${name(field.name)} ${storedType(field)}`);
      await database.run(`CREATE TABLE ${table} (${columns.join(', ')})`, signal);
    }
    await database.append(`arrow_${index}`, batch.fields.map(storedType), batch.columns, batch.rows, signal);
  }
  const select = fields.map((field) => `${timeOf(field)} AS ${name(field.name)}`);
  await database.run(
    `COPY (SELECT ${select.join(', ')} FROM ${table}) TO ${text(target)} (FORMAT parquet, COMPRESSION snappy)`,
    signal,
  );
  await database.run(`DROP TABLE ${table}`, signal);
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
