import { metricOf } from '../metrics/registry.js';
import type { Result, Summary } from '../report/report.js';
import { evaluate, type EvaluateInput, type KnownRows } from './evaluate.js';
import { withStanding } from './standing.js';

/** How far the columns are read. */
export interface ColumnsRead {
  readonly read: ReadonlySet<string>;
  readonly of: number;
}

/**
 * The values that are known while columns are still being read. None is judged: a verdict may hang on all of them together
 * (the share of false alerts), and what is half read must not look as if it held.
 */
export function unjudgedResults(input: EvaluateInput, knownRows: KnownRows, { read }: ColumnsRead): Result[] {
  const { monitor, facts } = input;
  const known = { ...facts, features: facts.features.filter((column) => read.has(column)) };
  const checks = monitor.checks.filter((check) => check.segment === null && metricOf(check) !== null);
  const rows = [...evaluate({ ...input, facts: known, monitor: { ...monitor, checks } }, knownRows)].flat();
  const columnChecks = new Set(
    checks.filter((check) => metricOf(check)?.subject === 'column').map(({ id }) => id),
  );
  return withStanding(rows, monitor.alerts.for)
    .filter(({ check, subject: { column } }) =>
      column === null ? check === null || !columnChecks.has(check) : read.has(column),
    )
    .map((result) => ({
      ...result,
      verdict: 'unknown',
      standing_verdict: result.standing ? 'unknown' : null,
      q_value: null,
      explanation: 'It is judged once everything is read.',
    }));
}

/** The summary of a check that is not done. */
export function unjudgedSummary(results: readonly Result[], { read, of }: ColumnsRead): Summary {
  const families = [...new Set(results.map(({ family }) => family))];
  return {
    verdict: 'unknown',
    decision: { keep: null, because: `${read.size} of ${of} columns are read; nothing is judged yet.` },
    pass: 0,
    warn: 0,
    alert: 0,
    error: 0,
    unknown: results.filter(({ standing }) => standing).length,
    info: 0,
    families: families.map((family) => ({ family, verdict: 'unknown', because: 'not judged yet' })),
  };
}
