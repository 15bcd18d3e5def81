import type { Monitor } from '../config/monitor.js';
import type { RowProfiles } from '../profile/engine.js';
import type { RunLogs } from '../profile/make-plan.js';
import type { ReportProblem } from './report.js';
import { formatCount, formatList, formatNumber } from './words.js';

/** Metrics that read a score as a probability. */
const PROBABILITY = /^(log_loss|brier|ece|estimated_.*)$/;

/** The least number that is above 1. */
const ABOVE_ONE = 1 + Number.EPSILON;

/** Inputs that can be read, and of which the numbers made of them mean little. */
export function oddInputs(monitor: Monitor, logs: RunLogs, profiles: RowProfiles): ReportProblem[] {
  return [...sharedFiles(monitor, logs), ...oddScores(monitor, profiles)];
}

/** Files that are in both logs: what is compared with itself cannot have shifted. */
function sharedFiles(monitor: Monitor, { reference, current }: RunLogs): ReportProblem[] {
  if (reference === null || monitor.logs.reference?.kind !== 'log') return [];
  const known = new Map(
    reference.files.filter(({ rows }) => rows > 0).map((file) => [file.fingerprint, file]),
  );
  const shared = current.files.filter(({ fingerprint }) => known.has(fingerprint));
  const [first] = shared;
  if (first === undefined) return [];
  const twin = known.get(first.fingerprint)?.path ?? first.path;
  const same = twin === first.path ? 'is in the reference too' : `has the bytes of ${twin} of the reference`;
  const more =
    shared.length === 1
      ? ''
      : `, and so ${shared.length === 2 ? 'is 1 other file' : `are ${formatCount(shared.length - 1)} others`}`;
  return [
    {
      severity: 'warning',
      code: 'reference-in-current',
      message: `${first.path} ${same}${more}: rows that are compared with themselves cannot have shifted. Take them out of logs.current or logs.reference.`,
      path: first.path,
      line: null,
    },
  ];
}

/** Scores that are no probabilities, where a check takes them for such (binary tasks). */
function oddScores(monitor: Monitor, { cells }: RowProfiles): ReportProblem[] {
  const { score } = monitor.logs.columns;
  const checks = [
    ...new Set(monitor.checks.map(({ metric }) => metric).filter((id) => PROBABILITY.test(id))),
  ];
  if (monitor.task !== 'binary' || typeof score !== 'string' || checks.length === 0) return [];
  let outside = 0;
  let [least, most] = [Infinity, -Infinity];
  for (const { side, segment, profile } of cells) {
    if (side !== 'current' || segment !== null) continue;
    for (const scores of [profile.labelled?.positives, profile.labelled?.negatives]) {
      if (scores === null || scores === undefined || scores.count === 0) continue;
      const { min, max } = scores.moments;
      least = Math.min(least, min);
      most = Math.max(most, max);
      if (min >= 0 && max <= 1) continue;
      const [below = 0, , above = 0] = scores.countsOn(Float64Array.of(-Infinity, 0, ABOVE_ONE, Infinity));
      outside += below + above;
    }
  }
  if (least >= 0 && most <= 1) return [];
  return [
    {
      severity: 'warning',
      code: 'score-no-probability',
      message: `${score} reaches from ${formatNumber(least)} to ${formatNumber(most)}: of the rows with a label, ${outside === 1 ? '1 has' : `${formatCount(outside)} have`} a score outside 0 to 1, which is no probability. ${formatList(checks)} ${checks.length === 1 ? 'takes' : 'take'} it for one.`,
      path: null,
      line: null,
    },
  ];
}
