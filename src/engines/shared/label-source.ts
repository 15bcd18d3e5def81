import { DataError } from '../../core/errors.js';
import type { LabelFacts } from '../../core/profile/engine.js';
import type { LogRole } from '../../core/profile/log-facts.js';
import type { LabelFilePlan, ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import { cacheKey } from './cache-key.js';
import { byValue } from './by-value.js';
import type { OpenLog, TimedSource } from './log-source.js';
import { positiveCode, type RowLabels } from './make-tasks.js';
import type { JoinedLabels, ReadStore } from './read-store.js';

/** A label of more distinct values is none of classes. */
const MOST_CLASSES = 1001;

/** Which labels one file's rows have: enough to tell whether results are kept, without reading them. */
export interface FileLabels {
  /** The classes of the run, in order; none where labels are numbers. */
  readonly values: readonly string[];
  /** What the labels depend on. */
  readonly identity: unknown;
  /** The labels themselves. */
  rows(): Promise<RowLabels>;
  /** When they arrived (ms since the epoch, NaN where nobody knows), as the rows lie; null where they did not come in files. */
  received(): Promise<Float64Array | null>;
}

/** Where a run's labels come from: columns of the logs, or files joined by id, once they are asked for. */
export class LabelSource<Source extends TimedSource> {
  #values: Promise<readonly string[]> | null = null;
  #joined: Promise<JoinedLabels> | null = null;

  constructor(
    private readonly store: ReadStore<Source>,
    private readonly logs: ReadonlyMap<LogRole, OpenLog<Source>>,
    private readonly plan: ProfilePlan,
    private readonly signal: AbortSignal,
  ) {}

  /** Labels of the rows of one file; null where it has none. Throws DataError when there are too many classes. */
  async of(side: SidePlan, source: Source, index: number): Promise<FileLabels | null> {
    const own = side.labels;
    if (own === null) return null;
    const values = await this.#labelValues();
    if (own !== 'joined') {
      if (!source.columns.has(own.column)) return null;
      return {
        values,
        identity: [own, values],
        rows: () => Promise.resolve(own),
        received: () => Promise.resolve(null),
      };
    }
    if (this.#files() === null) return null;
    return {
      values,
      identity: [this.#identity(), side.log, index, values],
      rows: async () => (await this.#join()).rowsOf(side.log, index),
      received: async () => (await this.#join()).receivedOf(side.log, index),
    };
  }

  /** The classes of the run, in order; none where labels are numbers, or there are none. */
  classes(): Promise<readonly string[]> {
    return this.#labelValues();
  }

  /** What is known of the label files; null without any. */
  async facts(): Promise<LabelFacts | null> {
    if (this.#files() === null) return null;
    return this.store.once(cacheKey('label facts', this.#identity()), async () => (await this.#join()).facts);
  }

  #files(): { source: LabelFilePlan; labels: OpenLog<Source> } | null {
    const source = this.plan.performance?.labels ?? null;
    const labels = this.logs.get('labels');
    return source === null || labels === undefined ? null : { source, labels };
  }

  /** The label files and the logs they join: labels of a row depend on all of them. */
  #identity(): unknown {
    const files = [...this.logs].map(([role, log]) => [
      role,
      log.sources.map((source) => source.fingerprint),
    ]);
    return [
      files,
      this.plan.asOf,
      this.plan.roles.id,
      this.plan.roles.timestamp,
      this.plan.performance?.labels,
    ];
  }

  #join(): Promise<JoinedLabels> {
    // A run that looks at segments too joins its labels once.
    this.#joined ??= this.store.shared(cacheKey('join', this.#identity()), () => this.#makeJoin());
    return this.#joined;
  }

  async #makeJoin(): Promise<JoinedLabels> {
    const files = this.#files();
    if (files === null) throw new TypeError('There are no label files.');
    const roles = new Set(this.plan.sides.map((side) => side.log));
    const logs = [...roles].flatMap((role) => this.logs.get(role) ?? []);
    const values = this.#hasClasses() ? await this.#labelValues() : null;
    return this.store.joinLabels(
      { plan: this.plan, columns: files.source, labels: files.labels, logs, values },
      this.signal,
    );
  }

  #hasClasses(): boolean {
    const task = this.plan.performance?.task;
    return task === 'binary' || task === 'multiclass';
  }

  #labelValues(): Promise<readonly string[]> {
    this.#values ??= this.#readValues();
    return this.#values;
  }

  async #readValues(): Promise<readonly string[]> {
    const { performance } = this.plan;
    if (performance === null || !this.#hasClasses()) return [];
    const sources: { source: Source; text: string }[] = [];
    const add = (log: OpenLog<Source> | undefined, column: string): void => {
      for (const source of log?.sources ?? []) {
        const facts = source.columns.get(column);
        if (facts !== undefined) sources.push({ source, text: this.store.language.text(facts, true) });
      }
    };
    if (performance.labels !== null) add(this.logs.get('labels'), performance.labels.label);
    for (const side of this.plan.sides) {
      if (side.labels !== null && side.labels !== 'joined') add(this.logs.get(side.log), side.labels.column);
    }
    // File by file: those of a log that grew are known but for its tail.
    const found = await Promise.all(
      sources.map(({ source, text }) =>
        this.store.once(cacheKey('labels', source.fingerprint, text), () =>
          this.store.distinct(source, text, MOST_CLASSES, this.signal),
        ),
      ),
    );
    const values = [...new Set(found.flat())].sort(byValue);
    return performance.task === 'binary' ? twoClasses(values, performance.positive) : values;
  }
}

/** The two classes of a binary task. Throws DataError where there are more, or the positive one is neither. */
function twoClasses(values: readonly string[], positive: string | null): readonly string[] {
  if (values.length > 2) {
    throw new DataError(
      `The labels have ${values.length > 1000 ? 'over 1 000' : values.length} distinct values (${values.slice(0, 4).join(', ')}${values.length > 4 ? ' …' : ''}), but the task is binary. Name the right label column, or write task: multiclass.`,
    );
  }
  const unknown = positive !== null && positiveCode(positive, values) < 0;
  if (values.length === 2 && unknown) {
    throw new DataError(
      `The positive class ${positive} is no label: the labels are ${values.join(' and ')}. Write one of them as positive, as it stands in the logs.`,
    );
  }
  // With one class only, the other is still known by its absence: the positive one keeps its place.
  if (values.length === 1 && unknown) return [...values, positive];
  return values.length === 1 && values[0] === '0' ? ['0', '1'] : values;
}
