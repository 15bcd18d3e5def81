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
import type { Cell, Side } from '../../core/profile/profiles.js';
import { DataError } from '../../core/errors.js';
import { Database, type Cellular } from './database.js';
import { countCategories, countExcluded, countIds, countRows, type CountedRows } from './counts.js';
import { describeFile, type FileSummary } from './describe.js';
import { asDataError, asLogError, openLog, type OpenFile, type OpenLog } from './inspect.js';
import { joinLabels, labelValues, type JoinedLabels } from './labels.js';
import { streamFile, type RowLabels } from './read-file.js';
import { rowFilter, scanOf, type Scan } from './scan.js';
import { noteChunk, sliceOf } from './slice.js';
import { canonicalText, text } from './sql.js';

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
      ids.push(...(await countIds(this.database, plan, side, log, run.signal)));
      excluded.push(await countExcluded(this.database, plan, side, log, run.signal));
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
    const counted = await countRows(this.database, plan, file, scan, signal);
    const rows = counted.reduce((sum, row) => sum + row.requests, 0);
    if (rows === 0) return [];
    const streamed = await streamFile(this.database, plan, file, scan, rows, labels, values, factory, signal);
    const categories = await countCategories(this.database, plan, file, scan, signal);
    const byChunk = new Map<number | null, CountedRows[]>();
    for (const row of counted) byChunk.set(row.chunk, [...(byChunk.get(row.chunk) ?? []), row]);
    const cells: Cell[] = [];
    for (const [chunk, parts] of byChunk) {
      const profile = sliceOf(plan, parts, streamed.get(chunk), categories, chunk, factory);
      if (chunk !== null) noteChunk(chunks, plan, side, chunk, parts);
      cells.push({ side: side.side, chunk, profile });
    }
    return cells;
  }
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
