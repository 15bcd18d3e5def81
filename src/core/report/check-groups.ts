import { VERDICTS, type Report, type ReportCheck, type Result, type Verdict } from './report.js';

/** A check as configured, with its standing results. */
export interface CheckGroup {
  readonly check: ReportCheck;
  /** The worst of the results; `unknown` where the check gave none. */
  readonly verdict: Verdict;
  /** The worst first, then in the report's order. */
  readonly results: readonly Result[];
}

/** The standing results by the check that they are of, in the config's order. Checks that always run are left out. */
export function checkGroups(report: Report): CheckGroup[] {
  const standing = new Map<string, Result[]>(report.checks.map(({ check }) => [check, []]));
  for (const result of report.results) {
    if (result.standing && result.check !== null) standing.get(result.check)?.push(result);
  }
  return report.checks.map((check) => {
    const results = (standing.get(check.check) ?? []).sort((a, b) => rankOf(a) - rankOf(b));
    const [worst] = results;
    return { check, verdict: worst === undefined ? 'unknown' : standingVerdict(worst), results };
  });
}

/** The verdict of a standing result. */
export function standingVerdict(result: Result): Verdict {
  return result.standing_verdict ?? result.verdict;
}

function rankOf(result: Result): number {
  return VERDICTS.indexOf(standingVerdict(result));
}
