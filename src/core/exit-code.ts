import type { Report, Verdict } from './report/report.js';
import { plural } from './report/words.js';

/** How a run ends (design.md, section 5). */
export interface Exit {
  readonly code: number;
  readonly because: string;
}

export type FailOn = 'alert' | 'warn' | 'never';

/** Exit code of a check's report: 0 holds, 1 a standing verdict at or above `failOn` or an error, 3 nothing to judge. */
export function exitOf(report: Report, failOn: FailOn): Exit {
  const standing = report.results.filter((result) => result.standing);
  if (standing.length === 0) return { code: 3, because: 'no result stands: there was nothing to judge' };
  if (failOn === 'never') return { code: 0, because: '--fail-on never' };
  const count = (verdict: Verdict): number =>
    standing.filter((result) => result.standing_verdict === verdict).length;
  if (count('error') > 0)
    return { code: 1, because: `${plural(count('error'), 'check')} could not be computed` };
  if (count('alert') > 0 || (failOn === 'warn' && count('warn') > 0)) {
    return { code: 1, because: `a verdict at or above --fail-on ${failOn}` };
  }
  return { code: 0, because: `no verdict at or above --fail-on ${failOn}` };
}
