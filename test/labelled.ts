import { BLOCK } from '../src/core/profile/block.js';
import { AccumulatorFactory } from '../src/core/profile/accumulate.js';
import type { Roles } from '../src/core/config/monitor.js';
import type { MetricInput } from '../src/core/metrics/metric.js';
import type { LabelledProfile } from '../src/core/profile/profiles.js';
import { judgeOf, JudgeRoom } from '../src/engines/shared/tasks/judges.js';
import { labelledOf } from '../src/engines/shared/tasks/plain.js';
import type { JudgeSpec } from '../src/engines/shared/tasks/task.js';
import { metricInput, MONITOR } from './metric-input.js';

/** Labelled rows as an engine would read them. */
export interface LabelledRows {
  readonly label: readonly number[];
  readonly said?: readonly number[];
  /** One column of scores, or one for each class. */
  readonly scores?: readonly (readonly number[])[];
  readonly query?: readonly string[];
}

/** The profile of these rows. */
export function labelledProfile(spec: JudgeSpec, rows: LabelledRows, exact = true): LabelledProfile {
  const judge = judgeOf(spec, new AccumulatorFactory(exact), false, new JudgeRoom());
  const scores = (rows.scores ?? []).map((column) => Float64Array.from(column));
  const queryOf = (place: number): string | null => rows.query?.[place] ?? null;
  for (let from = 0; from < rows.label.length; from += BLOCK) {
    const labels = Float64Array.from(rows.label.slice(from, from + BLOCK));
    const places = Int32Array.from(labels, (_, i) => from + i);
    const predictions = Float64Array.from(places, (at) => rows.said?.[at] ?? NaN);
    judge.add({ count: labels.length, labels, predictions, places, scores, queryOf });
  }
  return labelledOf(judge.finish());
}

/** What a metric sees of labelled rows. */
export function labelledInput(labelled: LabelledProfile, k = 10): MetricInput {
  const columns: Roles = { ...MONITOR.logs.columns, label: 'y', prediction: 'said', score: 'p', query: 'q' };
  const input = metricInput({ reference: null, current: null });
  return {
    ...input,
    monitor: { ...MONITOR, logs: { ...MONITOR.logs, columns } },
    column: null,
    current: { ...input.current, rows: labelled.rows, labelled },
    k,
  };
}
