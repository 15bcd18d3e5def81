import { closest } from 'fastest-levenshtein';

import type { Monitor, OfSpec, Roles } from '../config/monitor.js';
import type { ColumnFacts, LogFacts } from './log-facts.js';
import { partOf } from './part-of.js';
import type { ColumnPlan } from './plan.js';

/** String columns with more distinct values than this are no default features. */
const MOST_CATEGORIES = 1000;

/** A column that the config names and no log has. */
export interface AbsentColumn {
  readonly column: string;
  /** The column whose name is nearest; null in an empty log. */
  readonly nearest: string | null;
  /** The column of lists or objects that it would be a part of; null where it is none. */
  readonly partOf: string | null;
}

/** Which columns of the logs take part, and as what. */
export interface ResolvedColumns {
  /** The monitored features, in the order of the config or of the log. */
  readonly features: readonly string[];
  /** Every column to profile: features, scores, predictions and those that checks name. */
  readonly columns: readonly ColumnPlan[];
  /** Columns that are no default features though they have no role, and why. */
  readonly leftOut: readonly { readonly column: string; readonly because: string }[];
  /** Configured columns that no log has. */
  readonly absent: readonly AbsentColumn[];
}

/** The columns of `role: score`, one for each class in a multiclass task. */
export function scoreColumns(roles: Roles): string[] {
  if (roles.score === null) return [];
  return typeof roles.score === 'string' ? [roles.score] : Object.values(roles.score);
}

/** The column that labels are in, of the log itself or of the label files; null without labels. */
export function labelColumn({ logs, feedback }: Monitor): string | null {
  return logs.columns.label ?? feedback.labels?.label ?? null;
}

/** Sets the config's words against the columns that the logs have. */
export function resolveColumns(
  monitor: Monitor,
  current: LogFacts,
  reference: LogFacts | null,
): ResolvedColumns {
  const known = new Map<string, ColumnFacts>();
  for (const column of [...(reference?.columns ?? []), ...current.columns]) {
    if (!known.has(column.name)) known.set(column.name, column);
  }
  const { leftOut, features } =
    monitor.logs.features === null
      ? defaultFeatures(monitor, current, reference, known)
      : { leftOut: [], features: [...monitor.logs.features] };
  const { columns: roles } = monitor.logs;
  const wanted = new Set([
    ...features,
    ...scoreColumns(roles),
    ...(roles.prediction === null ? [] : [roles.prediction]),
    ...monitor.checks.flatMap((check) => (check.of?.kind === 'columns' ? check.of.columns : [])),
  ]);
  const configured = new Set([
    ...(monitor.logs.features ?? []),
    ...scoreColumns(roles),
    ...[
      roles.id,
      roles.timestamp,
      roles.version,
      roles.prediction,
      roles.latency_ms,
      roles.status,
      roles.logged,
      roles.cost,
      roles.query,
      ...roles.resource,
    ].filter((column) => column !== null),
    ...monitor.logs.categorical,
    ...[...monitor.segments, ...monitor.checks.flatMap(({ segment }) => segment ?? [])].map(
      ({ column }) => column,
    ),
    ...monitor.checks.flatMap((check) => (check.of?.kind === 'columns' ? check.of.columns : [])),
  ]);
  const names = [...known.keys()];
  return {
    features,
    columns: [...wanted].flatMap((name) => planOf(monitor, name, known.get(name))),
    leftOut,
    absent: [...configured]
      .filter((column) => !known.has(column))
      .map((column) => ({
        column,
        nearest: names.length === 0 ? null : closest(column, names),
        partOf: partOf(column, known.values()),
      })),
  };
}

/** The columns a check looks at. */
export function columnsOf(of: OfSpec, monitor: Monitor, features: readonly string[]): readonly string[] {
  switch (of.kind) {
    case 'features':
      return features;
    case 'score':
      return scoreColumns(monitor.logs.columns);
    case 'prediction':
      return monitor.logs.columns.prediction === null ? [] : [monitor.logs.columns.prediction];
    case 'label': {
      const label = labelColumn(monitor);
      return label === null ? [] : [label];
    }
    case 'columns':
      return of.columns;
  }
}

function planOf(monitor: Monitor, name: string, facts: ColumnFacts | undefined): ColumnPlan[] {
  if (facts === undefined || facts.kind === 'list') return [];
  const { columns: roles } = monitor.logs;
  const isClass =
    name === roles.prediction && monitor.task !== 'regression' && !scoreColumns(roles).includes(name);
  const numeric = facts.kind === 'numeric' && !monitor.logs.categorical.includes(name) && !isClass;
  return [{ name, kind: numeric ? 'numeric' : 'categorical' }];
}

function defaultFeatures(
  monitor: Monitor,
  current: LogFacts,
  reference: LogFacts | null,
  known: ReadonlyMap<string, ColumnFacts>,
): { features: string[]; leftOut: { column: string; because: string }[] } {
  const { columns: roles, categorical } = monitor.logs;
  const taken = new Set<string | null | undefined>([
    ...Object.values(roles).filter((role) => typeof role === 'string'),
    ...scoreColumns(roles),
    ...roles.resource,
    monitor.feedback.labels?.label,
  ]);
  const features: string[] = [];
  const leftOut: { column: string; because: string }[] = [];
  const inReference = new Set((reference ?? current).columns.map((column) => column.name));
  for (const [name, facts] of known) {
    if (taken.has(name) || !inReference.has(name)) continue;
    if (facts.kind === 'timestamp' || facts.kind === 'list') {
      leftOut.push({ column: name, because: facts.kind === 'list' ? 'it holds lists' : 'it is a time' });
      continue;
    }
    const log = reference ?? current;
    const distinct = log.distinct.get(name);
    if (facts.kind === 'categorical' && distinct !== undefined && !categorical.includes(name)) {
      if (distinct > MOST_CATEGORIES) {
        leftOut.push({
          column: name,
          because: `it has ${distinct} distinct values, over ${MOST_CATEGORIES}`,
        });
        continue;
      }
      if (distinct > log.rows / 2) {
        leftOut.push({ column: name, because: 'more than half of its rows are distinct' });
        continue;
      }
    }
    features.push(name);
  }
  return { features, leftOut };
}
