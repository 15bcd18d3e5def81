import { DataError } from '../../core/errors.js';
import type { ColumnFacts } from '../../core/profile/log-facts.js';
import type { Database } from './database.js';
import type { JoinedLabels, JoinQuestion } from '../shared/read-store.js';
import type { OpenLog, OpenSource } from './inspect.js';
import { doubles } from './tasks/vectors.js';
import type { Source } from './source.js';
import { canonicalText, name, text, timeMicroseconds } from './sql.js';

/**
 * Joins label files to the logs by id, inside DuckDB: of conflicting labels the latest `received` wins (ties:
 * the later in (file, row) order), and the first log row of an id in (file, row) order takes the label.
 * A label is its position in `values`, the distinct labels in order; without `values` the number it is.
 */
export async function joinLabels(
  database: Database,
  { plan, columns: source, labels, logs, values }: JoinQuestion<OpenSource>,
  signal: AbortSignal,
): Promise<JoinedLabels> {
  const received = (path: string | null, file: Source): string => {
    const column = path === null ? undefined : file.columns.get(path);
    return column === undefined
      ? 'NULL::BIGINT'
      : timeMicroseconds(column, plan.roles.timestamp?.unit ?? null);
  };
  const integerIds = idsAreIntegers(plan.roles.id, source.id, labels, logs);
  const parts = (await withParquet(labels.sources)).map(({ file, parquet }, i) => {
    const id = file.columns.get(source.id);
    const label = file.columns.get(source.label);
    const absent = [source.id, source.label, source.received].find(
      (column) => column !== null && !file.columns.has(column),
    );
    if (id === undefined || label === undefined || absent !== undefined) {
      throw new DataError(
        `${file.facts.path} has no column “${absent ?? ''}”, which feedback.labels names.`,
        { path: file.facts.path },
      );
    }
    return `SELECT ${idOf(id, integerIds)} AS id, ${canonicalText(label, true)} AS label, ${received(source.received, file)} AS received, ${i} AS file, file_row_number AS row
            FROM read_parquet(${text(parquet)}, file_row_number = true)`;
  });
  const limit = plan.asOf === null ? 'true' : `(received IS NULL OR received <= ${plan.asOf * 1000})`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE arrived AS SELECT * FROM (${parts.join(' UNION ALL ')}) WHERE id IS NOT NULL AND label IS NOT NULL AND ${limit}`,
    signal,
  );
  await database.run(
    `CREATE OR REPLACE TEMP TABLE repeated AS SELECT id FROM arrived GROUP BY id HAVING count(*) > 1`,
    signal,
  );
  await database.run(
    `CREATE OR REPLACE TEMP TABLE labels AS
       SELECT id, label, received FROM arrived WHERE id NOT IN (SELECT id FROM repeated)
       UNION ALL
       SELECT id, arg_max(label, place), arg_max(received, place)
       FROM (SELECT *, (coalesce(received, -9223372036854775807), file, row) AS place FROM arrived WHERE id IN (SELECT id FROM repeated)) GROUP BY id`,
    signal,
  );
  const [counts = {}] = await database.rows(
    `SELECT (SELECT count(*) FROM labels) AS ids,
            (SELECT count(*) FROM (SELECT id FROM arrived WHERE id IN (SELECT id FROM repeated) GROUP BY id HAVING count(DISTINCT label) > 1)) AS conflicts,
            (SELECT count(*) FROM (${parts.join(' UNION ALL ')}) WHERE NOT ${limit}) AS late`,
    signal,
  );
  await database.run(`DROP TABLE arrived`, signal);

  await database.run(
    `CREATE OR REPLACE TEMP TABLE joined (log VARCHAR, file INTEGER, row BIGINT, id ${integerIds ? 'BIGINT' : 'VARCHAR'}, label DOUBLE, received BIGINT)`,
    signal,
  );
  const label =
    values === null
      ? 'TRY_CAST(labels.label AS DOUBLE)'
      : `list_position([${values.map((value) => text(value)).join(', ')}]::VARCHAR[], labels.label)::DOUBLE - 1`;
  const idRole = plan.roles.id;
  for (const log of logs) {
    for (const [i, { file, parquet }] of (await withParquet(log.sources)).entries()) {
      const id = idRole === null ? undefined : file.columns.get(idRole);
      if (id === undefined) continue;
      await database.run(
        `INSERT INTO joined SELECT ${text(log.facts.role)}, ${i}, log.row, log.id, ${label}, labels.received
         FROM (SELECT file_row_number AS row, ${idOf(id, integerIds)} AS id FROM read_parquet(${text(parquet)}, file_row_number = true)) AS log
         JOIN labels ON labels.id = log.id`,
        signal,
      );
    }
  }
  // Only ids that occur twice in a log need a choice; the common case is none.
  await database.run(
    `DELETE FROM joined WHERE id IN (SELECT id FROM joined GROUP BY log, id HAVING count(*) > 1)
       AND (log, file, row) NOT IN (
         SELECT log, first_place.file, first_place.row FROM (
           SELECT log, min({'file': file, 'row': row}) AS first_place FROM joined
           WHERE id IN (SELECT id FROM joined GROUP BY log, id HAVING count(*) > 1) GROUP BY log, id))`,
    signal,
  );
  const [orphans] = await database.rows(
    `SELECT count(*) AS n FROM labels WHERE id NOT IN (SELECT id FROM joined)`,
    signal,
  );
  return {
    facts: {
      ids: Number(counts.ids),
      orphans: Number(orphans?.n ?? 0),
      conflicts: Number(counts.conflicts),
      late: Number(counts.late),
      exact: true,
    },
    async receivedOf(log, file) {
      const found = await database.chunks(
        `SELECT received / 1000::DOUBLE FROM joined WHERE log = ${text(log)} AND file = ${file} ORDER BY row`,
        signal,
      );
      return Float64Array.from(found.flatMap((chunk) => [...doubles(chunk, 0)]));
    },
    async rowsOf(log, file) {
      const found = await database.chunks(
        `SELECT row::DOUBLE, label FROM joined WHERE log = ${text(log)} AND file = ${file} ORDER BY row`,
        signal,
      );
      const size = found.reduce((sum, chunk) => sum + chunk.rowCount, 0);
      const rows = new Float64Array(size);
      const numbers = new Float64Array(size);
      let at = 0;
      for (const chunk of found) {
        rows.set(doubles(chunk, 0), at);
        numbers.set(doubles(chunk, 1), at);
        at += chunk.rowCount;
      }
      return { rows, labels: numbers };
    },
  };
}

/** Each source with the path of its rows. */
async function withParquet(sources: readonly Source[]): Promise<{ file: Source; parquet: string }[]> {
  return Promise.all(sources.map(async (file) => ({ file, parquet: await file.parquet() })));
}

function idOf(column: ColumnFacts, integer: boolean): string {
  return integer ? `${name(column.name)}::BIGINT` : canonicalText(column, false);
}

/** Ids compare as numbers where every file has them as whole numbers, else as text: `1.0` of a column of floats is `1`. */
function idsAreIntegers(
  logId: string | null,
  labelId: string,
  labels: OpenLog,
  logs: readonly OpenLog[],
): boolean {
  const columns = [
    ...labels.sources.map((file) => file.columns.get(labelId)),
    ...logs.flatMap((log) =>
      log.sources.map((file) => (logId === null ? undefined : file.columns.get(logId))),
    ),
  ];
  return columns.every((column) => column === undefined || column.integer);
}

/** Distinct values of an expression over a Parquet file, NULL left out; at most so many. */
export async function labelValues(
  database: Database,
  parquet: string,
  expression: string,
  most: number,
  signal: AbortSignal,
): Promise<string[]> {
  const rows = await database.rows(
    `SELECT DISTINCT value FROM (SELECT ${expression} AS value FROM read_parquet(${text(parquet)})) WHERE value IS NOT NULL LIMIT ${most}`,
    signal,
  );
  return rows.map((row) => String(row.value));
}
