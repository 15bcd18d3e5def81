import { CancelledError, DataError } from '../../core/errors.js';
import type { EnginePart, InspectRequest, RunContext } from '../../core/profile/engine.js';
import type { LogFacts, LogRole } from '../../core/profile/log-facts.js';
import type { ProfilePlan } from '../../core/profile/plan.js';
import type { Side } from '../../core/profile/profiles.js';
import { oneFile, type FileSummary, type LogEngine } from '../shared/log-engine.js';
import type { OpenLog } from '../shared/log-source.js';
import { ProfileRun } from '../shared/profile-run.js';
import { rowFilter } from '../shared/scan.js';
import { Breath } from '../../core/profile/breath.js';
import { describeFile, frequentValues } from './describe.js';
import { selectedRows } from '../shared/table/block-reader.js';
import { MemoryStore } from './memory-store.js';
import { Budget, openLog, type MemorySource } from './open-log.js';

/**
 * The engine for platforms where DuckDB cannot load: reads logs of a limited size into typed columns (of Parquet what is
 * stored in the usual way), and profiles them by the same plan, expressions and folds as the local engine.
 */
export class ArqueroEngine implements LogEngine {
  readonly name = 'arquero';
  readonly #logs = new Map<LogRole, OpenLog<MemorySource>>();
  readonly #budget = new Budget();
  readonly #store = new MemoryStore();

  /** `baseFolder` is the config's folder: relative paths start there. */
  constructor(private readonly baseFolder: string) {}

  async inspect(request: InspectRequest, run: RunContext): Promise<LogFacts> {
    const log = await openLog(this.baseFolder, request, this.#budget, run);
    this.#logs.set(request.role, log);
    return log.facts;
  }

  async describe(path: string, run: RunContext): Promise<FileSummary> {
    return describeFile(await this.#openOne(path, run), new Breath(run.signal));
  }

  async values(path: string, run: RunContext): Promise<ReadonlyMap<string, readonly string[]>> {
    return frequentValues(await this.#openOne(path, run), new Breath(run.signal));
  }

  countRows(plan: Pick<ProfilePlan, 'sides' | 'asOf' | 'roles'>): Promise<Record<Side, number>> {
    const counts: Record<Side, number> = { reference: 0, current: 0 };
    for (const side of plan.sides) {
      for (const source of this.#logs.get(side.log)?.sources ?? []) {
        const where = rowFilter(source.language, plan, side, source);
        counts[side.side] += selectedRows(source.evaluator, where)?.length ?? source.table.rows;
      }
    }
    return Promise.resolve(counts);
  }

  async *profile(plan: ProfilePlan, run: RunContext): AsyncIterable<EnginePart> {
    if (run.signal.aborted) throw new CancelledError();
    const reading = new ProfileRun(this.#store, this.#logs, plan, run);
    try {
      yield* reading.parts();
    } finally {
      await reading.end();
    }
  }

  rest(): void {
    // It has no threads.
  }

  close(): Promise<void> {
    this.#logs.clear();
    return Promise.resolve();
  }

  /** One file by itself, for a look at what it holds. */
  async #openOne(path: string, run: RunContext): Promise<MemorySource> {
    const [source] = (await openLog(this.baseFolder, oneFile(path), new Budget(), run)).sources;
    if (source === undefined) throw new DataError(`${path} cannot be read.`, { path });
    return source;
  }
}
