import { AccumulatorFactory } from '../../core/profile/accumulate.js';
import type { ExcludedRows, IdFacts } from '../../core/profile/engine.js';
import type { ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import type { OpenLog } from '../shared/log-source.js';
import type { Draft } from '../shared/make-tasks.js';
import type { JoinedLabels, JoinQuestion, KeptParts, ReadStore } from '../shared/read-store.js';
import { scanOf, timeOf } from '../shared/scan.js';
import { NONE } from '../shared/tasks/reader.js';
import type { Task, TaskResult } from '../shared/tasks/task.js';
import { Breath } from '../../core/profile/breath.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { joinLabels } from './join-labels.js';
import type { MemorySource } from './open-log.js';
import { eachSelected } from '../shared/table/block-reader.js';
import { WholeTable } from '../shared/table/blocks.js';
import { runTask } from '../shared/table/run-task.js';
import { asVarchar } from '../shared/table/table.js';

const NOTHING_KEPT: KeptParts = {
  part: () => Promise.resolve(null),
  add: () => undefined,
  finish: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
};

/** Reads tables that are in memory; keeps nothing for another run. */
export class MemoryStore implements ReadStore<MemorySource> {
  readonly language = EXPRESSIONS;
  readonly #made = new Map<string, Promise<unknown>>();
  readonly #factories = { exact: new AccumulatorFactory(true), sketched: new AccumulatorFactory(false) };

  once<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    const made = (this.#made.get(key) as Promise<Value> | undefined) ?? make();
    this.#made.set(key, made);
    return made;
  }

  shared<Value>(key: string, make: () => Promise<Value>): Promise<Value> {
    return this.once(key, make);
  }

  kept(): Promise<KeptParts> {
    return Promise.resolve(NOTHING_KEPT);
  }

  execute(
    { evaluator }: MemorySource,
    task: Draft<Task>,
    _rows: number,
    signal: AbortSignal,
  ): Promise<TaskResult> {
    return runTask(new WholeTable(evaluator), this.#factories, task, signal);
  }

  async countIds(
    plan: ProfilePlan,
    side: SidePlan,
    log: OpenLog<MemorySource>,
    signal: AbortSignal,
  ): Promise<readonly IdFacts[]> {
    const { id } = plan.roles;
    if (id === null) return [];
    const breath = new Breath(signal);
    const found = new Map<number | null, { rows: number; ids: Set<string> }>();
    const whole = { rows: 0, ids: new Set<string>() };
    let offset = 0;
    for (const source of log.sources) {
      const scan = scanOf(this.language, plan, side, source, offset);
      offset += source.facts.rows;
      const column = source.table.columns.get(id);
      if (column === undefined) continue;
      const { codes, values } = await breath.through(asVarchar(column, source.table.rows));
      const chunks = source.evaluator.integers(scan.chunk);
      await eachSelected(source.evaluator, scan.where, breath, (row) => {
        const chunk = chunks[row] === NONE ? null : (chunks[row] as number);
        const own = found.get(chunk) ?? { rows: 0, ids: new Set<string>() };
        found.set(chunk, own);
        const value = values[codes[row] as number];
        if (value === undefined) return;
        for (const part of [own, whole]) {
          part.rows++;
          part.ids.add(value);
        }
      });
    }
    if (found.size === 0) return [];
    const facts = (chunk: number | null, { rows, ids }: typeof whole): IdFacts => ({
      side: side.side,
      chunk,
      rows,
      distinct: ids.size,
      exact: true,
    });
    const chunks = [...found]
      .flatMap(([chunk, part]) => (chunk === null ? [] : [[chunk, part] as const]))
      .sort(([a], [b]) => a - b);
    return [...chunks.map(([chunk, part]) => facts(chunk, part)), facts(null, whole)];
  }

  async countExcluded(
    plan: ProfilePlan,
    side: SidePlan,
    log: OpenLog<MemorySource>,
    signal: AbortSignal,
  ): Promise<ExcludedRows> {
    const withoutTime = log.facts.time?.missing ?? 0;
    let afterAsOf = 0;
    for (const source of log.sources) {
      const time = timeOf(this.language, plan, source);
      if (time === null || plan.asOf === null) continue;
      await source.evaluator.prepare(time, new Breath(signal));
      for (const instant of source.evaluator.instants(time)) if (instant > plan.asOf * 1000) afterAsOf++;
    }
    return { side: side.side, afterAsOf, withoutTime };
  }

  async distinct(
    { evaluator }: MemorySource,
    text: string,
    most: number,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    await evaluator.prepare(text, new Breath(signal));
    return evaluator.texts(text).values.slice(0, most);
  }

  joinLabels(question: JoinQuestion<MemorySource>, signal: AbortSignal): Promise<JoinedLabels> {
    return joinLabels(question, new Breath(signal));
  }

  done(): Promise<void> {
    return Promise.resolve();
  }
}
