import { AccumulatorFactory } from '../src/core/profile/accumulate.js';
import type { Roles } from '../src/core/config/monitor.js';
import type { MetricInput } from '../src/core/metrics/metric.js';
import type { LabelledProfile } from '../src/core/profile/profiles.js';
import { judgeOf } from '../src/engines/shared/tasks/judges.js';
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
  const judge = judgeOf(spec, new AccumulatorFactory(exact), false);
  judge.add({
    count: rows.label.length,
    labels: Float64Array.from(rows.label),
    predictions: Float64Array.from(rows.label, (_, row) => rows.said?.[row] ?? NaN),
    scores: (rows.scores ?? []).map((column) => Float64Array.from(column)),
    queryOf: (row) => rows.query?.[row] ?? null,
  });
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
