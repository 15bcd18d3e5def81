import type { ExcludedRows, IdFacts } from '../../core/profile/engine.js';
import type { LogFacts } from '../../core/profile/log-facts.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import { cacheKey } from '../shared/cache-key.js';
import type { Database } from './database.js';
import type { OpenLog } from './inspect.js';
import { scanOf, timeOf } from '../shared/scan.js';
import { SQL } from './sql-language.js';
import { countOfParquet } from './parquet-look.js';
import type { Session } from './session.js';
import type { Source } from './source.js';
import { fromParquet, name, text } from './sql.js';

/** Above the exact limit ids are counted on one in this many, by hash; of more rows on fewer. */
const ID_SAMPLE = 16;
const MOST_IDS = 2_000_000;

/** Rows of a file that meet a condition, as SQL and as `EXPRESSIONS` says it; asked once a run. */
export function countOf(
  session: Session,
  source: Source,
  where: { readonly sql: string; readonly direct: string },
  signal: AbortSignal,
): Promise<number> {
  if (where.sql === 'true') return Promise.resolve(source.facts.rows);
  return session.once(cacheKey('rows', source.fingerprint, where.sql), async () => {
    const path = await source.parquet();
    const rows = await countOfParquet(session.footers, path, where.direct, signal);
    if (rows !== null) return rows;
    const database = await session.database();
    const [row] = await database.rows(
      `SELECT count(*) AS n FROM ${fromParquet(path)} WHERE ${where.sql}`,
      signal,
    );
    return Number(row?.n ?? 0);
  });
}

/** Distinct ids of one side, by chunk and as a whole. */
export async function countIds(
  database: Database,
  plan: ProfilePlan,
  side: SidePlan,
  log: OpenLog,
  signal: AbortSignal,
): Promise<IdFacts[]> {
  const id = plan.roles.id;
  if (id === null) return [];
  let offset = 0;
  const parts: string[] = [];
  const integer = log.sources.every((source) => source.columns.get(id)?.integer ?? true);
  for (const source of log.sources) {
    const scan = scanOf(SQL, plan, side, source, offset);
    offset += source.facts.rows;
    if (!source.columns.has(id)) continue;
    parts.push(
      `SELECT ${scan.chunk} AS chunk, ${name(id)}::${integer ? 'BIGINT' : 'VARCHAR'} AS id FROM ${fromParquet(await source.parquet())} WHERE ${scan.where}`,
    );
  }
  if (parts.length === 0) return [];
  const share = ID_SAMPLE * Math.max(1, Math.ceil(offset / ID_SAMPLE / MOST_IDS));
  // Hashes take less memory than ids; that two ids share one of 64 bits is not to be expected.
  const sampled = plan.exact
    ? parts.join(' UNION ALL ')
    : `SELECT chunk, hash(id) AS id FROM (${parts.join(' UNION ALL ')}) WHERE id IS NOT NULL AND hash(id) % ${share} = 0`;
  const rows = await database.rows(
    `SELECT chunk, grouping(chunk) AS whole, count(id) AS rows, count(DISTINCT id) AS ids
     FROM (${sampled}) GROUP BY GROUPING SETS ((chunk), ()) ORDER BY ALL`,
    signal,
  );
  return rows
    .filter((row) => row.whole === 1 || row.chunk !== null)
    .map((row) => ({
      side: side.side,
      chunk: row.whole === 1 ? null : Number(row.chunk),
      rows: Number(row.rows),
      distinct: Number(row.ids),
      exact: plan.exact,
    }));
}

/** Rows of one side that take no part, and why. */
export async function countExcluded(
  database: () => Promise<Database>,
  plan: ProfilePlan,
  side: SidePlan,
  log: OpenLog,
  signal: AbortSignal,
): Promise<ExcludedRows> {
  const none = { side: side.side, afterAsOf: 0, withoutTime: timesMissing(log.facts) };
  if (plan.roles.timestamp === null || plan.asOf === null || (log.facts.time?.max ?? -Infinity) <= plan.asOf)
    return none;
  let afterAsOf = 0;
  for (const source of log.sources) {
    const time = timeOf(SQL, plan, source);
    if (time === null) continue;
    const [row] = await (
      await database()
    ).rows(
      `SELECT count(*) FILTER (${time} > ${plan.asOf * 1000}) AS late FROM read_parquet(${text(await source.parquet())})`,
      signal,
    );
    afterAsOf += Number(row?.late ?? 0);
  }
  return { ...none, afterAsOf };
}

function timesMissing(log: LogFacts): number {
  return log.time?.missing ?? 0;
}
