import { intervalIndex } from '../../../core/config/duration.js';
import { DataError } from '../../../core/errors.js';
import type { RunContext } from '../../../core/profile/engine.js';
import type { LogRole } from '../../../core/profile/log-facts.js';
import type { PlacedRow, RowsPage, RowsPlan } from '../../../core/profile/rows.js';
import { cacheKey } from '../../shared/cache-key.js';
import type { Database } from '../database.js';
import { asReadError } from '../damage.js';
import type { OpenLog, OpenSource } from '../inspect.js';
import { chunkOf, rowFilter, timeOf } from '../../shared/scan.js';
import { SQL } from '../sql-language.js';
import type { Session } from '../session.js';
import { fromParquet, name, text } from '../sql.js';
import { asksReference, categoryOf, conditionOf, REFERENCE_VALUES } from './condition.js';

/** Longer cells are cut on a page; an export has them whole. */
const MOST_CELL = 400;

/** Columns that a page shows; an export has them all. */
const MOST_COLUMNS = 120;

/** The rows of one file that are meant. */
export interface FilePart {
  readonly source: OpenSource;
  readonly where: string;
  readonly rows: number;
  /** Rows of the same file in the parts before this one. */
  readonly before: number;
}

/** The rows of inspected logs that a plan means: counted, page by page, or all of them in a file. */
export class RowsBehind {
  private constructor(
    private readonly log: OpenLog,
    private readonly database: Database,
    private readonly plan: RowsPlan,
    readonly parts: readonly FilePart[],
  ) {}

  /** Counts the rows file by file. Throws DataError, and CancelledError when the signal aborts. */
  static async open(
    session: Session,
    logs: ReadonlyMap<LogRole, OpenLog>,
    plan: RowsPlan,
    run: RunContext,
  ): Promise<RowsBehind> {
    const log = logOf(logs, plan);
    const database = await session.database();
    const chunk = plan.chunk === null ? null : await chunkIndex(database, log, plan, run);
    const byReference = asksReference(plan.bin) ? await readReferenceValues(database, logs, plan, run) : '';
    const parts: FilePart[] = [];
    let offset = 0;
    let found = 0;
    let before = 0;
    for (const [i, source] of log.sources.entries()) {
      if (log.sources[i - 1]?.facts.path !== source.facts.path) before = 0;
      const where = conditionOf(plan, source, offset, chunk);
      const rows = await session.once(
        cacheKey('rows behind', source.fingerprint, where, byReference),
        async () => countRows(database, source, where, run.signal),
      );
      parts.push({ source, where, rows, before });
      offset += source.facts.rows;
      before += source.facts.rows;
      found += rows;
      run.onProgress({
        phase: 'reading',
        done: i + 1,
        total: log.sources.length,
        unit: 'files',
        rows: found,
      });
    }
    return new RowsBehind(log, database, plan, parts);
  }

  get total(): number {
    return this.parts.reduce((sum, { rows }) => sum + rows, 0);
  }

  /** All columns of the log: what tells a row, and the column that is asked about, first. */
  get columns(): RowsPage['columns'] {
    const { roles, column } = this.plan;
    const first = [column?.name, roles.timestamp?.column, roles.id].filter((one) => typeof one === 'string');
    const all = this.log.facts.columns;
    return [
      ...[...new Set(first)].flatMap((one) => all.find((facts) => facts.name === one) ?? []),
      ...all.filter((facts) => !first.includes(facts.name)),
    ].map((facts) => ({ name: facts.name, type: facts.type }));
  }

  /** Rows `offset` to `offset + limit` in the order of files and rows. */
  async page(offset: number, limit: number, signal: AbortSignal): Promise<RowsPage> {
    const columns = this.columns.slice(0, MOST_COLUMNS);
    const rows: PlacedRow[] = [];
    let skip = offset;
    for (const part of this.parts) {
      if (rows.length >= limit) break;
      if (skip >= part.rows) {
        skip -= part.rows;
        continue;
      }
      rows.push(...(await this.#read(part, columns, skip, limit - rows.length, signal)));
      skip = 0;
    }
    return { columns, rows, total: this.total, columnsInAll: this.columns.length };
  }

  async #read(
    { source, where, rows, before }: FilePart,
    columns: RowsPage['columns'],
    offset: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<PlacedRow[]> {
    const cells = columns.map((column, i) => `${shownCell(source, column.name)} AS c${i}`);
    const read = await this.#rows(
      source,
      `SELECT file_row_number AS n, ${cells.join(', ')} FROM ${fromParquet(await source.parquet())} WHERE ${where} LIMIT ${limit} OFFSET ${offset}`,
      signal,
    );
    if (read.length !== Math.min(limit, rows - offset)) throw changedWhileRead(source);
    return read.map((row) => ({
      file: source.facts.path,
      row: before + Number(row.n) + 1,
      cells: columns.map((_, i) => (row[`c${i}`] ?? null) as string | null),
    }));
  }

  async #rows(source: OpenSource, sql: string, signal: AbortSignal): ReturnType<Database['rows']> {
    try {
      return await this.database.rows(sql, signal);
    } catch (error) {
      throw await asReadError(error, () => Promise.resolve(this.database), [source], signal);
    }
  }
}

/** A file that gives fewer rows than were just counted in it. */
export function changedWhileRead({ facts: { path } }: OpenSource): DataError {
  return new DataError(`${path} changed while its rows were read. Check the model again.`, { path });
}

function logOf(logs: ReadonlyMap<LogRole, OpenLog>, plan: RowsPlan): OpenLog {
  const side = plan.sides.find((one) => one.side === plan.side);
  const log = side === undefined ? undefined : logs.get(side.log);
  if (log === undefined) throw new DataError(`The monitor has no rows of the ${plan.side}.`);
  return log;
}

async function countRows(
  database: Database,
  source: OpenSource,
  where: string,
  signal: AbortSignal,
): Promise<number> {
  if (source.facts.rows === 0) return 0;
  try {
    const from = fromParquet(await source.parquet());
    const [row] = await database.rows(`SELECT count(*) AS n FROM ${from} WHERE ${where}`, signal);
    return Number(row?.n ?? 0);
  } catch (error) {
    throw await asReadError(error, () => Promise.resolve(database), [source], signal);
  }
}

/** What the engine calls a chunk. Chunks of rows are known by their place among those that have rows. */
async function chunkIndex(
  database: Database,
  log: OpenLog,
  plan: RowsPlan,
  { signal }: RunContext,
): Promise<number> {
  const { chunk, chunks } = plan;
  if (chunk === null || chunks.kind === 'none') return 0;
  if (chunks.kind === 'time' && chunk.start !== null) return intervalIndex(chunk.start, chunks.every);
  const side = plan.sides.find((one) => one.side === plan.side);
  const parts: string[] = [];
  let offset = 0;
  for (const source of log.sources) {
    const filter = side === undefined ? 'false' : rowFilter(SQL, plan, side, source);
    const index = chunkOf(SQL, chunks, timeOf(SQL, plan, source), offset);
    parts.push(`SELECT DISTINCT ${index} AS i FROM ${fromParquet(await source.parquet())} WHERE ${filter}`);
    offset += source.facts.rows;
  }
  const found = await database.rows(
    `SELECT DISTINCT i FROM (${parts.join(' UNION ALL ')}) ORDER BY i`,
    signal,
  );
  const index = found[chunk.place]?.i;
  if (index === undefined || index === null) throw new DataError('The log has no such chunk any more.');
  return Number(index);
}

/** Gathers the values of the reference, the most frequent first; gives what names them. */
async function readReferenceValues(
  database: Database,
  logs: ReadonlyMap<LogRole, OpenLog>,
  plan: RowsPlan,
  { signal }: RunContext,
): Promise<string> {
  const side = plan.sides.find((one) => one.side === 'reference');
  const log = side === undefined ? undefined : logs.get(side.log);
  const { column } = plan;
  if (side === undefined || log === undefined || column === null)
    throw new DataError('Without a reference no value is new.');
  const parts = await Promise.all(
    log.sources.map(async (source) => ({
      identity: source.fingerprint,
      sql: `SELECT ${categoryOf(column, source)} AS value FROM ${fromParquet(await source.parquet())} WHERE ${rowFilter(SQL, plan, side, source)}`,
    })),
  );
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${REFERENCE_VALUES} AS
       SELECT value, row_number() OVER (ORDER BY n DESC, value) AS place
       FROM (SELECT value, count(*) AS n FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')}) WHERE value IS NOT NULL GROUP BY value)`,
    signal,
  );
  return cacheKey(
    parts.map(({ identity }) => identity),
    column.name,
    log.sources.map((source) => rowFilter(SQL, plan, side, source)),
  );
}

/** A cell as the text that a page shows. */
function shownCell(source: OpenSource, column: string): string {
  if (!source.columns.has(column)) return 'NULL::VARCHAR';
  const value = `${name(column)}::VARCHAR`;
  return `CASE WHEN length(${value}) > ${MOST_CELL} THEN left(${value}, ${MOST_CELL}) || ${text('…')} ELSE ${value} END`;
}
