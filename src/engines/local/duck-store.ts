import type { ExcludedRows, IdFacts } from '../../core/profile/engine.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import { asReadError } from './damage.js';
import type { Draft } from '../shared/make-tasks.js';
import type { JoinedLabels, JoinQuestion, KeptParts, ReadStore } from '../shared/read-store.js';
import type { Scan } from '../shared/scan.js';
import type { Task, TaskResult } from '../shared/tasks/task.js';
import { countExcluded, countIds, countOf } from './counts.js';
import type { OpenLog, OpenSource } from './inspect.js';
import { KeptProfiles } from './kept-profiles.js';
import { distinctOfParquet } from './parquet-look.js';
import type { Session } from './session.js';
import { fromParquet } from './sql.js';
import { TwinLanguage } from './twin-language.js';
import { translate } from '../shared/tasks/translate.js';

/** Reads logs with DuckDB, in threads where that pays, and keeps what it read for the next run. */
export class DuckStore implements ReadStore<OpenSource> {
  readonly language = new TwinLanguage();

  constructor(private readonly session: Session) {}

  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    return this.session.once(key, make);
  }

  shared<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    return this.session.shared(key, make);
  }

  kept(source: OpenSource, scan: Scan, exact: boolean): Promise<KeptParts> {
    return KeptProfiles.open(this.session.cache, source, scan, exact);
  }

  async execute(
    source: OpenSource,
    draft: Draft<Task>,
    rows: number,
    signal: AbortSignal,
  ): Promise<TaskResult> {
    try {
      const runner = this.session.tasks(rows);
      const path = await source.parquet();
      // Rows of the file that take part: those that each of its streams must give.
      const direct = { path, draft: translate(draft, this.language.said) };
      const where = { sql: draft.where, direct: direct.draft.where };
      const expected = await countOf(this.session, source, where, signal);
      const task = { ...draft, from: fromParquet(path), rows: expected } as Task;
      return await runner.run({ task, direct }, signal);
    } catch (error) {
      throw await asReadError(error, () => this.session.database(), [source], signal);
    }
  }

  async countIds(
    plan: ProfilePlan,
    side: SidePlan,
    log: OpenLog,
    signal: AbortSignal,
  ): Promise<readonly IdFacts[]> {
    return countIds(await this.session.database(), plan, side, log, signal);
  }

  countExcluded(plan: ProfilePlan, side: SidePlan, log: OpenLog, signal: AbortSignal): Promise<ExcludedRows> {
    return countExcluded(() => this.session.database(), plan, side, log, signal);
  }

  async distinct(
    source: OpenSource,
    expression: string,
    most: number,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const parquet = await source.parquet();
    const said = this.language.said(expression);
    const direct = await distinctOfParquet(this.session.footers, parquet, said, signal, most);
    if (direct !== null) return direct;
    const { labelValues } = await import('./labels.js');
    return labelValues(await this.session.database(), parquet, expression, most, signal);
  }

  async joinLabels(question: JoinQuestion<OpenSource>, signal: AbortSignal): Promise<JoinedLabels> {
    const { joinLabels } = await import('./labels.js');
    return joinLabels(await this.session.database(), question, signal);
  }

  async done(): Promise<void> {
    await this.session.cache?.evict();
  }
}
