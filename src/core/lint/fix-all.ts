import { applyEdits } from './apply-edits.js';
import type { Finding, LineColumn, LintFile, TextEdit } from './finding.js';

/** A text with its findings repaired, and what was done to it. */
export interface FixedText {
  readonly text: string;
  /** Findings that were repaired, in the order in which they were. */
  readonly done: readonly { readonly code: string; readonly line: number; readonly title: string }[];
}

/** A repair may uncover another; a file that needs more rounds is not getting better. */
const MAX_ROUNDS = 20;

/**
 * Applies every fix that leaves no choice (a finding with one fix), and lints again until there is none left.
 * A round that would leave more errors, or no fewer findings, is taken back and tried one fix at a time.
 */
export async function fixAll(text: string, lint: (text: string) => Promise<LintFile>): Promise<FixedText> {
  const done: FixedText['done'][number][] = [];
  const refused = new Set<string>();
  let [now, file] = [text, await lint(text)];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const fixable = file.findings.filter((one) => one.fixes.length === 1 && !refused.has(keyOf(one)));
    const chosen = apart(fixable);
    if (chosen.length === 0) break;
    let tried = chosen;
    let after = await attempt(now, tried, lint);
    if (!isBetter(after.file, file) && chosen[0] !== undefined && chosen.length > 1) {
      tried = [chosen[0]];
      after = await attempt(now, tried, lint);
    }
    if (!isBetter(after.file, file)) {
      for (const finding of tried) refused.add(keyOf(finding));
      continue;
    }
    for (const { code, start, fixes } of tried) {
      done.push({ code, line: start.line, title: fixes[0]?.title ?? '' });
    }
    [now, file] = [after.text, after.file];
  }
  return { text: now, done };
}

/** The one edit that makes `after` of `before`: what both begin and end with is left alone. */
export function smallestEdit(
  before: string,
  after: string,
): { readonly from: number; readonly to: number; readonly text: string } {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: head, to: before.length - tail, text: after.slice(head, after.length - tail) };
}

async function attempt(
  text: string,
  findings: readonly Finding[],
  lint: (text: string) => Promise<LintFile>,
): Promise<{ text: string; file: LintFile }> {
  const after = applyEdits(
    text,
    findings.flatMap(({ fixes }) => fixes[0]?.edits ?? []),
  );
  return { text: after, file: await lint(after) };
}

function isBetter(after: LintFile, before: LintFile): boolean {
  const errors = ({ findings }: LintFile): number =>
    findings.filter(({ severity }) => severity === 'error').length;
  return errors(after) <= errors(before) && after.findings.length < before.findings.length;
}

/** Findings whose first fixes do not touch each other; two that insert at one place may both add the same key. */
export function apart(findings: readonly Finding[]): Finding[] {
  const taken: TextEdit[] = [];
  return findings.filter(({ fixes }) => {
    const edits = fixes[0]?.edits ?? [];
    if (edits.some((edit) => taken.some((other) => touch(edit, other)))) return false;
    taken.push(...edits);
    return true;
  });
}

function touch(a: TextEdit, b: TextEdit): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: LineColumn, b: LineColumn): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

function keyOf({ code, message, start }: Finding): string {
  return `${code}|${message}|${start.line}`;
}
