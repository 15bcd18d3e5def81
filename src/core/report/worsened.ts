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

/** So long, ms, nobody is told again: a value beside its limit crosses it with every few rows of a log that goes on. */
const TOLD_MS = 3_600_000;

/** Those of `news` of whose chunk nobody was told within an hour; `told` keeps when each was, in ms, and takes them in. */
export function untold(news: readonly Result[], told: Map<string, number>, now: number): Result[] {
  const found = news.filter((result) => now - (told.get(newsKey(result)) ?? -Infinity) > TOLD_MS);
  for (const result of found) told.set(newsKey(result), now);
  return found;
}

function newsKey(result: Result): string {
  return `${result.chunk} ${keyOf(result)}`;
}

function loudOf({ results }: Report): Result[] {
  return results.filter((result) => result.standing && ['alert', 'error'].includes(standingVerdict(result)));
}

/** An error that becomes an alert is news too. */
function keyOf(result: Result): string {
  const { column, segment, version } = result.subject;
  return JSON.stringify([result.check, result.metric, column, segment, version, standingVerdict(result)]);
}
