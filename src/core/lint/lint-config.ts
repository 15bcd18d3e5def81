import type { ConfigProblem } from '../config/document.js';
import { readConfig, type ConfigReading } from '../config/parse.js';
import type { MetricDescription } from '../metrics/metric.js';
import { nextTurn } from '../next-turn.js';
import { applyEdits } from './apply-edits.js';
import { coverageReasons } from './coverage-reasons.js';
import { coverageOf } from './coverage.js';
import { uniformCoverage, type Finding, type Fix, type LintFile, type TextEdit } from './finding.js';
import { apart } from './fix-all.js';
import type { LintHost } from './host.js';
import { toFinding, type LintContext } from './rule.js';
import { RULES } from './rules/registry.js';
import { placeholders } from './judgements/placeholders.js';
import { secrets } from './judgements/secrets.js';
import { findingOf } from './remark-finding.js';
import { readSource } from './source/source.js';
import { suppress } from './suppress.js';
import { survey } from './survey.js';

/** The name of our own dialect in lint results. */
export const TIDEMARK_DIALECT = 'tidemark';

/** Codes that a rule reports itself, with better fixes than the parser knows. */
const RULE_CODES = new Set(RULES.map(({ code }) => code));

/** Judges one `tidemark.yaml`: what it covers, what is wrong with it, and how to repair that. Never throws. */
export async function lintConfig(
  text: string,
  path: string,
  host: LintHost,
  metrics: readonly MetricDescription[],
): Promise<LintFile> {
  const reading = readConfig(text, metrics);
  await nextTurn();
  const { tree, draft, unread, document } = reading;
  const base = { path, dialect: TIDEMARK_DIALECT };
  if (draft === null) {
    const findings = document.problems.map((problem) => structureFinding(problem));
    return { ...base, model: null, coverage: uniformCoverage('missing'), findings };
  }
  const described = new Map(metrics.map((metric) => [metric.id, metric]));
  const surveyed = await survey(draft, host);
  const coverage = coverageOf(draft, described, surveyed);
  const { problems } = document;
  const context: LintContext = {
    path,
    tree,
    problems,
    draft,
    unread,
    metrics: described,
    survey: surveyed,
    coverage,
  };
  const structure = problems.filter(({ code }) => !RULE_CODES.has(code) && code !== 'no-checks');
  const found = RULES.flatMap((rule) => rule.check(context).map((finding) => toFinding(rule, finding, tree)));
  await nextTurn();
  const all = [...structure.map((problem) => structureFinding(problem)), ...found, ...anywhere(path, text)];
  const findings = (await withSafeFixes(all, reading, metrics)).sort(byPlace);
  return {
    ...base,
    model: unread.has('model') ? null : draft.model,
    coverage,
    reasons: coverageReasons(draft, tree, coverage, surveyed),
    findings: suppress(text, findings),
  };
}

/** What may stand in any file: only a text that looks like it is read a second time. */
function anywhere(path: string, text: string): Finding[] {
  if (
    !/password|secret|token|key|:\/\/|todo|fixme|fake|dummy|feature_?[1-9]|your|example|change|</i.test(text)
  )
    return [];
  const source = readSource(path, text);
  if (source === null) return [];
  return [...placeholders({ source }), ...secrets({ source })].map((remark) => findingOf(remark, false));
}

function structureFinding({ code, severity, message, range, replacement }: ConfigProblem): Finding {
  const start = { line: range.start.line, column: range.start.column };
  const end = { line: range.end.line, column: range.end.column };
  const fixes: readonly Fix[] =
    replacement === undefined
      ? []
      : [{ title: replacement.title, edits: [{ start, end, text: replacement.text }] }];
  return { code, severity, message, start, end, help: '', fixes };
}

/**
 * A fix that would leave the file with more errors than it had is no fix. Parsing is most of what lint takes, so
 * fixes that do not touch each other are tried together, and one by one only where that fails.
 */
async function withSafeFixes(
  findings: readonly Finding[],
  { tree, document }: ConfigReading,
  metrics: readonly MetricDescription[],
): Promise<Finding[]> {
  const before = errorCount(document.problems);
  const isSafe = async (edits: readonly TextEdit[]): Promise<boolean> => {
    await nextTurn();
    return errorCount(readConfig(applyEdits(tree.text, edits), metrics).document.problems) <= before;
  };
  const together = apart(findings.filter(({ fixes }) => fixes.length > 0));
  const areSafe =
    together.length > 1 && (await isSafe(together.flatMap(({ fixes }) => fixes[0]?.edits ?? [])));
  const safe = new Set(areSafe ? together : []);
  const checked: Finding[] = [];
  for (const finding of findings) {
    const fixes: Fix[] = [];
    for (const [i, fix] of finding.fixes.entries()) {
      if ((i === 0 && safe.has(finding)) || (await isSafe(fix.edits))) fixes.push(fix);
    }
    checked.push(fixes.length === finding.fixes.length ? finding : { ...finding, fixes });
  }
  return checked;
}

function errorCount(problems: readonly ConfigProblem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function byPlace(a: Finding, b: Finding): number {
  return a.start.line - b.start.line || a.start.column - b.start.column;
}
