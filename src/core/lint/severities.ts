import type { Finding, Severity } from './finding.js';

/** What a user may set for a rule: how loud it is, or that it is not to be heard. */
export type RuleLevel = Severity | 'off';

const LEVELS: readonly RuleLevel[] = ['error', 'warning', 'info', 'off'];

/** Levels by rule as a user has written them; what is no level is left out. */
export function readLevels(written: unknown): ReadonlyMap<string, RuleLevel> {
  if (typeof written !== 'object' || written === null) return new Map();
  return new Map(
    Object.entries(written).flatMap(([code, value]) => {
      const level = LEVELS.find((one) => one === value);
      return level === undefined ? [] : [[code, level] as const];
    }),
  );
}

/** The findings at the levels that the user set for their rules. */
export function withLevels(
  findings: readonly Finding[],
  levels: ReadonlyMap<string, RuleLevel>,
): readonly Finding[] {
  if (levels.size === 0) return findings;
  return findings.flatMap((finding) => {
    const level = levels.get(finding.code);
    if (level === 'off') return [];
    return [level === undefined ? finding : { ...finding, severity: level }];
  });
}
