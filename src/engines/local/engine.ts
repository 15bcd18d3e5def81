import { DataError } from '../../core/errors.js';
import type { EnginePart, InspectRequest, RunContext } from '../../core/profile/engine.js';
import type { LogFacts, LogRole } from '../../core/profile/log-facts.js';
import type { ProfilePlan } from '../../core/profile/plan.js';
import type { Side } from '../../core/profile/profiles.js';
import type { ExportedRows, RowsPage, RowsPlan } from '../../core/profile/rows.js';
import { oneFile, type FileSummary, type LogEngine } from '../shared/log-engine.js';
import type { CacheFolder } from './cache/cache-folder.js';
import { countOf } from './counts.js';
import { DuckStore } from './duck-store.js';
import { describeFile, frequentValues } from './describe.js';
import { asReadError } from './damage.js';
import { openLog, type OpenLog } from './inspect.js';
import { ProfileRun } from '../shared/profile-run.js';
import { reportViews, type ReportViews } from './query/report-views.js';
import { RowsBehind } from './rows/rows-behind.js';
import { writeCsv } from './rows/write-csv.js';
import { rowFilter } from '../shared/scan.js';
import { SQL } from './sql-language.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { Session } from './session.js';
import type { Source } from './source.js';

/** The engine inside the extension: DuckDB decodes and groups, typed arrays take the numbers. */
export class LocalEngine implements LogEngine {
  readonly name = 'local';
  readonly #logs = new Map<LogRole, OpenLog>();
  readonly #session: Session;

  /** `baseFolder` is the config's folder: relative paths start there. Without a cache everything is read anew. */
  constructor(baseFolder: string, cache: CacheFolder | null) {
    this.#session = new Session(baseFolder, cache);
  }

  async inspect(request: InspectRequest, run: RunContext): Promise<LogFacts> {
    const log = await openLog(this.#session, request, run);
    this.#logs.set(request.role, log);
    return log.facts;
  }

  async describe(path: string, run: RunContext): Promise<FileSummary> {
    const source = await this.#openOne(path, run);
    if (source === undefined) throw new DataError(`${path} cannot be read.`, { path });
    try {
      return await describeFile(await this.#session.database(), source, run.signal);
    } catch (error) {
      throw await this.#told(error, [source], run);
    }
  }

  async values(path: string, run: RunContext): Promise<ReadonlyMap<string, readonly string[]>> {
    const source = await this.#openOne(path, run);
    if (source === undefined) return new Map();
    return frequentValues(await this.#session.database(), source, run.signal);
  }

  async countRows(
    plan: Pick<ProfilePlan, 'sides' | 'asOf' | 'roles'>,
    run: RunContext,
  ): Promise<Record<Side, number>> {
    const counts: Record<Side, number> = { reference: 0, current: 0 };
    for (const side of plan.sides) {
      for (const source of this.#log(side.log).sources) {
        try {
          const where = {
            sql: rowFilter(SQL, plan, side, source),
            direct: rowFilter(EXPRESSIONS, plan, side, source),
          };
          counts[side.side] += await countOf(this.#session, source, where, run.signal);
        } catch (error) {
          throw await this.#told(error, [source], run);
        }
      }
    }
    return counts;
  }

  async *profile(plan: ProfilePlan, run: RunContext): AsyncIterable<EnginePart> {
    const reading = new ProfileRun(new DuckStore(this.#session), this.#logs, plan, run);
    try {
      yield* reading.parts();
      // What was read of a file that is another one by now is of neither.
      await Promise.all(this.#sources().map((source) => source.verify()));
      await reading.keep();
    } catch (error) {
      throw await this.#told(error, this.#sources(), run);
    } finally {
      await reading.end();
    }
  }

  /** The inspected logs as views for queries; they can be read until the engine is closed. */
  async views(
    plan: Pick<ProfilePlan, 'asOf' | 'roles' | 'sides' | 'performance'>,
    labelColumn: string | null,
    run: RunContext,
  ): Promise<ReportViews> {
    try {
      return await reportViews(plan, this.#logs, labelColumn);
    } catch (error) {
      throw await this.#told(error, this.#sources(), run);
    }
  }

  /** A page of the rows that a plan means, of the inspected logs. */
  async rows(
    plan: RowsPlan,
    { offset, limit }: { readonly offset: number; readonly limit: number },
    run: RunContext,
  ): Promise<RowsPage> {
    const behind = await RowsBehind.open(this.#session, this.#logs, plan, run);
    return behind.page(offset, limit, run.signal);
  }

  /** Writes all rows that a plan means to `target`, as CSV. */
  async writeRows(plan: RowsPlan, target: string, run: RunContext): Promise<ExportedRows> {
    const behind = await RowsBehind.open(this.#session, this.#logs, plan, run);
    return writeCsv(await this.#session.database(), behind, target, run);
  }

  rest(): void {
    this.#session.rest();
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  #sources(): Source[] {
    return [...this.#logs.values()].flatMap((log) => log.sources);
  }

  #told(error: unknown, sources: readonly Source[], { signal }: RunContext): Promise<Error> {
    return asReadError(error, () => this.#session.database(), sources, signal);
  }

  /** One file by itself, for a look at what it holds. */
  async #openOne(path: string, run: RunContext): Promise<Source | undefined> {
    return (await openLog(this.#session, oneFile(path), run)).sources[0];
  }

  #log(role: LogRole): OpenLog {
    const log = this.#logs.get(role);
    if (log === undefined) throw new TypeError(`The ${role} log was not inspected.`);
    return log;
  }
}
