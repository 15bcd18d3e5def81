import { AccumulatorFactory } from '../../core/profile/accumulate.js';
import type {
  ChunkFacts,
  Engine,
  EngineProfiles,
  ExcludedRows,
  IdFacts,
  InspectRequest,
  RunContext,
} from '../../core/profile/engine.js';
import type { LogFacts, LogRole } from '../../core/profile/log-facts.js';
import { mergeSlices } from '../../core/profile/merge.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type {
  CategoricalColumn,
  Cell,
  ColumnProfile,
  OperationsPoint,
  Side,
  SliceProfile,
} from '../../core/profile/profiles.js';
import { DataError } from '../../core/errors.js';
import { Database, type Cellular } from './database.js';
import { describeFile, type FileSummary } from './describe.js';
import { asDataError, asLogError, openLog, type OpenFile, type OpenLog } from './inspect.js';
import { joinLabels, labelValues, type JoinedLabels } from './labels.js';
import { streamFile, type RowLabels, type StreamedCell } from './read-file.js';
import { isError, rowFilter, scanOf, timeOf, type Scan } from './scan.js';
import { bucketStart, canonicalText, name, text } from './sql.js';

/** Above the exact limit ids are counted on one in this many, by hash. */
const ID_SAMPLE = 16;

/** The engine inside the extension: DuckDB decodes and groups, typed arrays take the numbers. */
export class LocalEngine implements Engine {
  readonly name = 'local';
  readonly #logs = new Map<LogRole, OpenLog>();

  private constructor(
    private readonly database: Database,
    private readonly baseFolder: string,
  ) {}

  /** `baseFolder` is the config's folder: relative paths start there. */
  static async open(baseFolder: string): Promise<LocalEngine> {
    return new LocalEngine(await Database.open({ threads: 2, memoryMegabytes: 640 }), baseFolder);
  }

  async inspect(request: InspectRequest, run: RunContext): Promise<LogFacts> {
    const log = await openLog(this.database, this.baseFolder, request, run);
    this.#logs.set(request.role, log);
    return log.facts;
  }

  /** A closer look at one file for guessing what its columns are. */
  async describe(path: string, run: RunContext): Promise<FileSummary> {
    const request: InspectRequest = {
      role: 'current',
      files: [path],
      timestamp: null,
      futureMargin: 0,
      distinct: false,
    };
    const log = await openLog(this.database, this.baseFolder, request, run);
    const [file] = log.files;
    if (file === undefined) throw new DataError(`${path} cannot be read.`, { path });
    return describeFile(this.database, file, run.signal);
  }

  async countRows(
    plan: Pick<ProfilePlan, 'sides' | 'asOf' | 'roles'>,
    run: RunContext,
  ): Promise<Record<Side, number>> {
    const counts: Record<Side, number> = { reference: 0, current: 0 };
    for (const side of plan.sides) {
      for (const file of this.#log(side.log).files) {
        const [row] = await this.#rowsOf(
          file,
          `SELECT count(*) AS n FROM read_parquet(${text(file.parquet)}) WHERE ${rowFilter(plan, side, file)}`,
          run.signal,
        );
        counts[side.side] += Number(row?.n ?? 0);
      }
    }
    return counts;
  }

  async profile(plan: ProfilePlan, run: RunContext): Promise<EngineProfiles> {
    try {
      return await this.#profile(plan, run);
    } catch (error) {
      throw await asLogError(error, this.#openFiles(), run.signal);
    }
  }

  /** Rows of a query over one file; what fails is said of that file. */
  async #rowsOf(file: OpenFile, sql: string, signal: AbortSignal): Promise<Record<string, Cellular>[]> {
    try {
      return await this.database.rows(sql, signal);
    } catch (error) {
      throw asDataError(error, file.facts.path, signal);
    }
  }

  #openFiles(): OpenFile[] {
    return [...this.#logs.values()].flatMap((log) => log.files);
  }

  async #profile(plan: ProfilePlan, run: RunContext): Promise<EngineProfiles> {
    const factory = new AccumulatorFactory(plan.exact);
    const values = await this.#labelValues(plan, run.signal);
    const joined = await this.#joinedLabels(plan, values, run);
    const cells: Cell[] = [];
    const ids: IdFacts[] = [];
    const excluded: ExcludedRows[] = [];
    const chunks = new Map<string, ChunkFacts>();
    const total = plan.sides.reduce((sum, side) => sum + this.#log(side.log).files.length, 0);
    let done = 0;
    let rows = 0;
    for (const side of plan.sides) {
      const log = this.#log(side.log);
      let offset = 0;
      for (const [i, file] of log.files.entries()) {
        try {
          const scan = scanOf(plan, side, file, offset);
          const labels = await rowLabels(side, file, i, joined);
          for (const cell of await this.#readFile(
            plan,
            side,
            file,
            scan,
            labels,
            values,
            factory,
            chunks,
            run.signal,
          )) {
            cells.push(cell);
            rows += cell.profile.rows;
          }
        } catch (error) {
          throw asDataError(error, file.facts.path, run.signal);
        }
        offset += file.facts.rows;
        run.onProgress({ phase: 'reading', done: ++done, total, unit: 'files', rows });
      }
      ids.push(...(await this.#countIds(plan, side, log, run.signal)));
      excluded.push(await this.#countExcluded(plan, side, log, run.signal));
    }
    return {
      cells: byFileToChunk(cells),
      chunks: [...chunks.values()],
      ids,
      labels: joined?.facts ?? null,
      excluded,
    };
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  #log(role: LogRole): OpenLog {
    const log = this.#logs.get(role);
    if (log === undefined) throw new TypeError(`The ${role} log was not inspected.`);
    return log;
  }

  async #labelValues(plan: ProfilePlan, signal: AbortSignal): Promise<string[]> {
    const { performance } = plan;
    if (performance === null || performance.task === 'regression' || performance.task === 'ranking')
      return [];
    const sources: { parquet: string; column: string; expression: string }[] = [];
    const add = (files: readonly OpenFile[], column: string): void => {
      for (const file of files) {
        const facts = file.columns.get(column);
        if (facts !== undefined) {
          sources.push({ parquet: file.parquet, column, expression: canonicalText(facts, true) });
        }
      }
    };
    if (performance.labels !== null) add(this.#logs.get('labels')?.files ?? [], performance.labels.label);
    for (const side of plan.sides) {
      if (side.labels !== null && side.labels !== 'joined')
        add(this.#log(side.log).files, side.labels.column);
    }
    const values = await labelValues(this.database, sources, signal);
    if (performance.task === 'binary' && values.length > 2) {
      throw new DataError(
        `The labels have ${values.length > 1000 ? 'over 1 000' : values.length} distinct values (${values.slice(0, 4).join(', ')} …), but the task is binary. Name the right label column, or write task: multiclass.`,
      );
    }
    // With one class only, the other is still known by its absence: the positive one keeps its place.
    if (
      performance.task === 'binary' &&
      values.length === 1 &&
      performance.positive !== null &&
      values[0] !== performance.positive
    ) {
      values.push(performance.positive);
    } else if (performance.task === 'binary' && values.length === 1 && values[0] === '0') values.push('1');
    return values;
  }

  async #joinedLabels(
    plan: ProfilePlan,
    values: readonly string[],
    run: RunContext,
  ): Promise<JoinedLabels | null> {
    const source = plan.performance?.labels ?? null;
    const labels = this.#logs.get('labels');
    if (source === null || labels === undefined) return null;
    const roles = new Set(plan.sides.map((side) => side.log));
    const logs = [...roles].map((role) => this.#log(role));
    return joinLabels(this.database, plan, source, labels, logs, values, run);
  }

  async #readFile(
    plan: ProfilePlan,
    side: SidePlan,
    file: OpenFile,
    scan: Scan,
    labels: RowLabels,
    values: readonly string[],
    factory: AccumulatorFactory,
    chunks: Map<string, ChunkFacts>,
    signal: AbortSignal,
  ): Promise<Cell[]> {
    const counted = await this.#countRows(plan, file, scan, signal);
    const rows = counted.reduce((sum, row) => sum + row.requests, 0);
    if (rows === 0) return [];
    const streamed = await streamFile(this.database, plan, file, scan, rows, labels, values, factory, signal);
    const categories = await this.#countCategories(plan, file, scan, signal);
    const byChunk = new Map<number | null, CountedRows[]>();
    for (const row of counted) byChunk.set(row.chunk, [...(byChunk.get(row.chunk) ?? []), row]);
    const cells: Cell[] = [];
    for (const [chunk, parts] of byChunk) {
      const profile = sliceOf(plan, parts, streamed.get(chunk), categories, chunk, factory);
      if (chunk !== null) noteChunk(chunks, plan, side, chunk, parts);
      cells.push({ side: side.side, chunk, segment: null, profile });
    }
    return cells;
  }

  /** Rows, errors and versions by chunk and interval: one GROUP BY a file. */
  async #countRows(
    plan: ProfilePlan,
    file: OpenFile,
    scan: Scan,
    signal: AbortSignal,
  ): Promise<CountedRows[]> {
    const { error, present } = isError(plan, file);
    const time = timeOf(plan, file) ?? 'NULL::BIGINT';
    const rows = await this.database.rows(
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

  async #countCategories(
    plan: ProfilePlan,
    file: OpenFile,
    scan: Scan,
    signal: AbortSignal,
  ): Promise<Map<string, Map<number | null, CategoricalColumn>>> {
    const found = new Map<string, Map<number | null, CategoricalColumn>>();
    for (const column of plan.columns) {
      const facts = file.columns.get(column.name);
      if (column.kind !== 'categorical' || facts === undefined) continue;
      const rows = await this.database.rows(
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

  async #countIds(plan: ProfilePlan, side: SidePlan, log: OpenLog, signal: AbortSignal): Promise<IdFacts[]> {
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
    const rows = await this.database.rows(
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

  async #countExcluded(
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
        const [row] = await this.database.rows(
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
}

interface CountedRows {
  readonly chunk: number | null;
  readonly slot: number | null;
  readonly version: string | null;
  readonly requests: number;
  readonly errors: number;
  readonly withStatus: number;
  readonly first: number | null;
}

async function rowLabels(
  side: SidePlan,
  file: OpenFile,
  index: number,
  joined: JoinedLabels | null,
): Promise<RowLabels> {
  if (side.labels === null) return null;
  if (side.labels === 'joined') return joined === null ? null : joined.rowsOf(side.log, index);
  return file.columns.has(side.labels.column) ? side.labels : null;
}

function sliceOf(
  plan: ProfilePlan,
  parts: readonly CountedRows[],
  streamed: StreamedCell | undefined,
  categories: ReadonlyMap<string, ReadonlyMap<number | null, CategoricalColumn>>,
  chunk: number | null,
  factory: AccumulatorFactory,
): SliceProfile {
  const rows = parts.reduce((sum, part) => sum + part.requests, 0);
  const columns = new Map<string, ColumnProfile>();
  for (const column of plan.columns) {
    const profile =
      column.kind === 'numeric'
        ? streamed?.columns.get(column.name)
        : categories.get(column.name)?.get(chunk);
    // A file without the column: its rows are missing there, not gone.
    columns.set(
      column.name,
      profile ??
        (column.kind === 'numeric'
          ? { kind: 'numeric', missing: rows, nonFinite: 0, values: factory.nothing }
          : { kind: 'categorical', missing: rows, counts: new Map() }),
    );
  }
  const versions = new Map<string, number>();
  const points = new Map<number | null, OperationsPoint>();
  for (const part of parts) {
    if (part.version !== null) versions.set(part.version, (versions.get(part.version) ?? 0) + part.requests);
    const point = points.get(part.slot);
    points.set(part.slot, {
      start:
        part.slot === null || plan.operationsEvery === null
          ? null
          : bucketStart(part.slot, plan.operationsEvery),
      requests: (point?.requests ?? 0) + part.requests,
      errors: (point?.errors ?? 0) + part.errors,
      withStatus: (point?.withStatus ?? 0) + part.withStatus,
      latency: streamed?.latency.get(part.slot) ?? null,
    });
  }
  return { rows, columns, labelled: streamed?.labelled ?? null, operations: [...points.values()], versions };
}

function noteChunk(
  chunks: Map<string, ChunkFacts>,
  plan: ProfilePlan,
  side: SidePlan,
  index: number,
  parts: readonly CountedRows[],
): void {
  const key = `${side.side} ${index}`;
  const rows = parts.reduce((sum, part) => sum + part.requests, 0);
  const times = parts.map((part) => part.first).filter((first) => first !== null);
  const first = times.length === 0 ? null : Math.min(...times);
  const known = chunks.get(key);
  const start = plan.chunks.kind === 'time' ? bucketStart(index, plan.chunks.every) : (known?.start ?? first);
  chunks.set(key, { side: side.side, index, start, rows: (known?.rows ?? 0) + rows });
}

/** One cell for each side and chunk: the files' parts merged. */
function byFileToChunk(cells: readonly Cell[]): Cell[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.side} ${cell.chunk}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const profile = mergeSlices(group.map((cell) => cell.profile));
    return first === undefined || profile === null ? [] : [{ ...first, profile }];
  });
}
