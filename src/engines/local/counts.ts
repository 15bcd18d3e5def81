import type { ExcludedRows, IdFacts } from '../../core/profile/engine.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type { CategoricalColumn } from '../../core/profile/profiles.js';
import type { Database } from './database.js';
import type { OpenFile, OpenLog } from './inspect.js';
import { isError, scanOf, timeOf, type Scan } from './scan.js';
import { canonicalText, name, text } from './sql.js';

/** Above the exact limit ids are counted on one in this many, by hash. */
const ID_SAMPLE = 16;

/** The rows of one file that share a chunk, an interval of the operations series and a version. */
export interface CountedRows {
  readonly chunk: number | null;
  readonly slot: number | null;
  readonly version: string | null;
  readonly requests: number;
  readonly errors: number;
  readonly withStatus: number;
  readonly first: number | null;
}

/** Rows, errors and versions by chunk and interval: one GROUP BY a file. */
export async function countRows(
  database: Database,
  plan: ProfilePlan,
  file: OpenFile,
  scan: Scan,
  signal: AbortSignal,
): Promise<CountedRows[]> {
  const { error, present } = isError(plan, file);
  const time = timeOf(plan, file) ?? 'NULL::BIGINT';
  const rows = await database.rows(
    `SELECT ${scan.chunk} AS chunk, ${scan.slot} AS slot, ${scan.version} AS version, count(*) AS requests,
            count(*) FILTER (${error}) AS errors, count(*) FILTER (${present}) AS present, min(${time}) AS first
     FROM ${scan.from} WHERE ${scan.where} GROUP BY ALL ORDER BY ALL`,
    signal,
  );
  return rows.map((row) => ({
    chunk: row.chunk === null ? null : Number(row.chunk),
    slot: row.slot === null ? null : Number(row.slot),
    version: row.version === null ? null : String(row.version),
    requests: Number(row.requests),
    errors: Number(row.errors),
    withStatus: Number(row.present),
    first: row.first === null ? null : Number(row.first) / 1000,
  }));
}

/** Rows by value and chunk of each categorical column of one file. */
export async function countCategories(
  database: Database,
  plan: ProfilePlan,
  file: OpenFile,
  scan: Scan,
  signal: AbortSignal,
): Promise<Map<string, Map<number | null, CategoricalColumn>>> {
  const found = new Map<string, Map<number | null, CategoricalColumn>>();
  for (const column of plan.columns) {
    const facts = file.columns.get(column.name);
    if (column.kind !== 'categorical' || facts === undefined) continue;
    const rows = await database.rows(
      `SELECT ${scan.chunk} AS chunk, ${canonicalText(facts, false)} AS value, count(*) AS n
       FROM ${scan.from} WHERE ${scan.where} GROUP BY ALL ORDER BY ALL`,
      signal,
    );
    const byChunk = new Map<number | null, { missing: number; counts: Map<string, number> }>();
    for (const row of rows) {
      const chunk = row.chunk === null ? null : Number(row.chunk);
      const entry = byChunk.get(chunk) ?? { missing: 0, counts: new Map<string, number>() };
      byChunk.set(chunk, entry);
      if (row.value === null) entry.missing += Number(row.n);
      else entry.counts.set(String(row.value), Number(row.n));
    }
    found.set(
      column.name,
      new Map([...byChunk].map(([chunk, entry]) => [chunk, { kind: 'categorical', ...entry }])),
    );
  }
  return found;
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
  const integer = log.files.every((file) => file.columns.get(id)?.integer ?? true);
  for (const file of log.files) {
    const scan = scanOf(plan, side, file, offset);
    offset += file.facts.rows;
    if (!file.columns.has(id)) continue;
    parts.push(
      `SELECT ${scan.chunk} AS chunk, ${name(id)}::${integer ? 'BIGINT' : 'VARCHAR'} AS id FROM ${scan.from} WHERE ${scan.where}`,
    );
  }
  if (parts.length === 0) return [];
  const sampled = plan.exact ? 'true' : `hash(id) % ${ID_SAMPLE} = 0`;
  const rows = await database.rows(
    `SELECT chunk, grouping(chunk) AS whole, count(id) AS rows, count(DISTINCT id) AS ids
     FROM (${parts.join(' UNION ALL ')}) WHERE ${sampled} GROUP BY GROUPING SETS ((chunk), ()) ORDER BY ALL`,
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
  database: Database,
  plan: ProfilePlan,
  side: SidePlan,
  log: OpenLog,
  signal: AbortSignal,
): Promise<ExcludedRows> {
  let afterAsOf = 0;
  let withoutTime = 0;
  if (plan.roles.timestamp !== null) {
    for (const file of log.files) {
      const time = timeOf(plan, file);
      if (time === null) continue;
      const [row] = await database.rows(
        `SELECT count(*) FILTER (${plan.asOf === null ? 'false' : `${time} > ${plan.asOf * 1000}`}) AS late, count(*) - count(${time}) AS missing
         FROM read_parquet(${text(file.parquet)})`,
        signal,
      );
      afterAsOf += Number(row?.late ?? 0);
      withoutTime += Number(row?.missing ?? 0);
    }
  }
  return { side: side.side, afterAsOf, withoutTime };
}
