import { standingVerdict } from './check-groups.js';
import type { Report, Result } from './report.js';

/**
 * The standing alerts and errors of a report that an earlier one of the same config did not have. Empty where the
 * configs differ: other limits are another question, not news of the model.
 */
export function worsened(before: Report, after: Report): Result[] {
  if (before.provenance.config_sha256 !== after.provenance.config_sha256) return [];
  const known = new Set(loudOf(before).map(keyOf));
  return loudOf(after).filter((result) => !known.has(keyOf(result)));
}

function loudOf({ results }: Report): Result[] {
  return results.filter((result) => result.standing && ['alert', 'error'].includes(standingVerdict(result)));
}

/** An error that becomes an alert is news too. */
function keyOf(result: Result): string {
  const { column, segment, version } = result.subject;
  return JSON.stringify([result.check, result.metric, column, segment, version, standingVerdict(result)]);
}
