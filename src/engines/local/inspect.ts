import type { InspectRequest, RunContext } from '../../core/profile/engine.js';
import type { ColumnFacts, LogFacts, TimeFacts } from '../../core/profile/log-facts.js';
import { cacheKey } from '../shared/cache-key.js';
import type { OpenLog as SharedLog, TimedSource } from '../shared/log-source.js';
import { asReadError } from './damage.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { unionOfColumns } from '../shared/union-of-columns.js';
import { distinctOfParquet } from './parquet-look.js';
import type { Session } from './session.js';
import { openFile, type OpenFile, type Source } from './source.js';
import { name, text, timeMicroseconds } from './sql.js';
import { spanOf, timesOf, type TimeSummary } from '../shared/times.js';
import { timesOfRows } from './read-times.js';

/** A file that is open for the run. */
export interface OpenSource extends Source, TimedSource {}

/** A log whose files are open for the run. */
export type OpenLog = SharedLog<OpenSource>;

/** Files opened side by side: one is hashed while another is decoded. */
const FILES_AT_ONCE = 2;

/** More distinct values than this are too many to name. */
const MOST_DISTINCT = 1001;

/** Opens a log: normalises its text files, reads schemas, counts, times and fingerprints. */
export async function openLog(session: Session, request: InspectRequest, run: RunContext): Promise<OpenLog> {
  const files: OpenFile[] = [];
  // Of one role, several logs may be opened in a session: what is told of a file is kept under its path.
  const name = `${request.role}_${session.nextLog()}`;
  let rows = 0;
  for (let i = 0; i < request.files.length; i += FILES_AT_ONCE) {
    const batch = request.files.slice(i, i + FILES_AT_ONCE);
    const opened = await Promise.all(
      batch.map((path, j) => openFile(session, path, `${name}_${i + j}`, request, run.signal)),
    );
    for (const file of opened) {
      files.push(file);
      rows += file.facts.rows;
    }
    run.onProgress({
      phase: 'looking',
      done: files.length,
      total: request.files.length,
      unit: 'files',
      rows,
    });
  }
  const sources = files.flatMap((file) => file.sources);
  const columns = unionOfColumns(sources.map(({ facts: own }) => own));
  try {
    const times = await readAllTimes(session, files, request, run.signal);
    const facts: LogFacts = {
      role: request.role,
      files: files.map((file) => file.facts),
      rows,
      columns,
      time: await timeFacts(session, sources, times, request, run.signal),
      distinct: request.distinct ? await distinctValues(session, sources, columns, run.signal) : new Map(),
    };
    return {
      facts,
      sources: sources.map((source) => ({ ...source, time: spanOf(times.get(source) ?? null) })),
    };
  } catch (error) {
    throw await asReadError(error, () => session.database(), sources, run.signal);
  }
}

/** The times of each file that has rows, where the log has times. */
async function readAllTimes(
  session: Session,
  files: readonly OpenFile[],
  { timestamp }: InspectRequest,
  signal: AbortSignal,
): Promise<Map<Source, TimeSummary>> {
  const found = new Map<Source, TimeSummary>();
  if (timestamp === null) return found;
  const sources = files.flatMap((file) => file.sources.map((source) => ({ source, beside: file.times })));
  for (const { source, beside } of sources.filter(({ source: { facts } }) => facts.rows > 0)) {
    const summary = await session.once(cacheKey('times', source.fingerprint, timestamp), async () => {
      const path = await source.parquet();
      const column = source.columns.get(timestamp.column);
      return beside ?? timesOfRows(session, path, column, timestamp.unit, signal);
    });
    found.set(source, summary);
  }
  return found;
}

function timeOf(source: Source, timestamp: NonNullable<InspectRequest['timestamp']>): string {
  const column = source.columns.get(timestamp.column);
  return column === undefined ? 'NULL::BIGINT' : timeMicroseconds(column, timestamp.unit);
}

async function timeFacts(
  session: Session,
  sources: readonly Source[],
  times: ReadonlyMap<Source, TimeSummary>,
  request: InspectRequest,
  signal: AbortSignal,
): Promise<TimeFacts | null> {
  const { timestamp } = request;
  if (timestamp === null) return null;
  return timesOf([...times.values()], request.futureMargin, async () => {
    const parts = await Promise.all(
      sources
        .filter((source) => times.has(source))
        .map(
          async (source) =>
            `SELECT ${timeOf(source, timestamp)} AS time FROM read_parquet(${text(await source.parquet())})`,
        ),
    );
    const margin = request.futureMargin * 1000;
    const [row] = await (
      await session.database()
    ).rows(
      `WITH times AS MATERIALIZED (${parts.join(' UNION ALL ')}),
            plain AS (SELECT quantile_cont(time, 0.999) AS q999 FROM times)
       SELECT q999, (SELECT max(time) FROM times WHERE time <= q999 + ${margin}) AS plausible FROM plain`,
      signal,
    );
    return { q999: Number(row?.q999), plausible: Number(row?.plausible) };
  });
}

async function distinctValues(
  session: Session,
  sources: readonly Source[],
  columns: readonly ColumnFacts[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const column of columns.filter(({ kind }) => kind === 'categorical')) {
    const values = new Set<string>();
    for (const source of sources) {
      if (!source.columns.has(column.name) || values.size >= MOST_DISTINCT) continue;
      const own = await session.once(cacheKey('distinct', source.fingerprint, column.name), async () => {
        const direct = await distinctDirectly(session, source, column, signal);
        if (direct !== null) return direct;
        const rows = await (
          await session.database()
        ).rows(
          `SELECT DISTINCT ${name(column.name)}::VARCHAR AS value FROM read_parquet(${text(await source.parquet())}) LIMIT ${MOST_DISTINCT + 1}`,
          signal,
        );
        return rows.map((row) => row.value).filter((value) => value !== null);
      });
      for (const value of own) values.add(String(value));
    }
    found.set(column.name, Math.min(values.size, MOST_DISTINCT));
  }
  return found;
}

/** Distinct values of a column without a query: each query opens the file anew, which takes the longer the wider it is. */
async function distinctDirectly(
  session: Session,
  source: Source,
  column: ColumnFacts,
  signal: AbortSignal,
): Promise<string[] | null> {
  if (column.type !== 'VARCHAR' && column.type !== 'BOOLEAN') return null;
  const path = await source.parquet();
  const text = EXPRESSIONS.text(column, false);
  const values = await distinctOfParquet(session.footers, path, text, signal, MOST_DISTINCT + 1);
  return values === null ? null : values.slice(0, MOST_DISTINCT + 1);
}
