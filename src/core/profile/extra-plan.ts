import type { Monitor } from '../config/monitor.js';
import { scoreColumns, type ResolvedColumns } from './columns.js';
import type { ExtraKind } from './extra/extra.js';
import type { ColumnPlan, ExtraPlan, ProfilePlan } from './plan.js';

/** What the engine gathers besides for the metrics that look at these kinds; null where none does. */
export function extraPlan(
  monitor: Monitor,
  draft: Pick<ProfilePlan, 'performance' | 'roles' | 'columns'>,
  columns: ResolvedColumns,
  wanted: ReadonlySet<ExtraKind>,
): ExtraPlan | null {
  if (wanted.size === 0) return null;
  const { columns: roles } = monitor.logs;
  const labelled = draft.performance !== null;
  const timed = draft.roles.timestamp !== null;
  const scores = monitor.task === 'regression' ? roleColumn(roles.prediction) : scoreColumns(roles);
  return {
    minutes: wanted.has('minutes') && timed,
    delays: wanted.has('delays') && timed && (monitor.feedback.labels?.received ?? null) !== null,
    coverage: wanted.has('coverage') && labelled ? scores : [],
    scored: wanted.has('scored') && monitor.task === 'binary' && roles.score !== null,
    sample: wanted.has('sample')
      ? { seed: monitor.seed, columns: sampleColumns(monitor, draft.columns, columns), label: labelled }
      : null,
    sequence: wanted.has('sequence') && labelled && timed,
  };
}

/** The features, and what the model said of the rows. */
function sampleColumns(
  monitor: Monitor,
  planned: readonly ColumnPlan[],
  { features }: ResolvedColumns,
): ColumnPlan[] {
  const { columns: roles } = monitor.logs;
  const names = new Set([...features, ...scoreColumns(roles), ...roleColumn(roles.prediction)]);
  return planned.filter(({ name }) => names.has(name));
}

function roleColumn(column: string | null): string[] {
  return column === null ? [] : [column];
}

/** What is left of the plan where only these kinds are looked at; null where nothing is. */
export function onlyExtra(extra: ExtraPlan | null, wanted: ReadonlySet<ExtraKind>): ExtraPlan | null {
  if (extra === null || wanted.size === 0) return null;
  return {
    minutes: extra.minutes && wanted.has('minutes'),
    delays: extra.delays && wanted.has('delays'),
    coverage: wanted.has('coverage') ? extra.coverage : [],
    scored: extra.scored && wanted.has('scored'),
    sample: wanted.has('sample') ? extra.sample : null,
    sequence: extra.sequence && wanted.has('sequence'),
  };
}

/** Whether extra data of this kind is read beside the labels. */
export function isOfLabels(kind: ExtraKind): boolean {
  return kind !== 'minutes';
}
