import type { ConfigProblem } from '../config/document.js';
import type { ConfigTree } from '../config/tree.js';
import type { MetricDescription } from '../metrics/metric.js';
import { Breath } from '../profile/breath.js';
import { coverageReasons } from './coverage-reasons.js';
import { coverageOf } from './coverage.js';
import { uniformCoverage, type Finding, type Fix, type LintFile } from './finding.js';
import { apart } from './fix-all.js';
import type { LintHost } from './host.js';
import { KnownTexts, type KnownText } from './known-texts.js';
import { toFinding, type LintContext } from './rule.js';
import { RULES } from './rules/registry.js';
import { placeholders } from './judgements/placeholders.js';
import { secrets } from './judgements/secrets.js';
import { findingOf } from './remark-finding.js';
import { readSource, sourceOf } from './source/source.js';
import { hideTemplates } from './source/templates.js';
import { suppress } from './suppress.js';
import { survey } from './survey.js';

/** The name of our own dialect in lint results. */
export const TIDEMARK_DIALECT = 'tidemark';

/** Codes that a rule reports itself, with better fixes than the parser knows. */
const RULE_CODES = new Set(RULES.map(({ code }) => code));

/** How long lint holds the loop at a time, where it can be put off: an editor may be waiting. */
const HELD_MS = 8;

/**
 * Judges one `tidemark.yaml`: what it covers, what is wrong with it, and how to repair that. A text that is among
 * the `known` is not parsed again. Never throws.
 */
export async function lintConfig(
  text: string,
  path: string,
  host: LintHost,
  metrics: readonly MetricDescription[],
  known = new KnownTexts(metrics),
): Promise<LintFile> {
  const breath = new Breath(new AbortController().signal, HELD_MS);
  const read = known.read(text);
  const { tree, draft, unread, document } = read.reading;
  await breath.take();
  const base = { path, dialect: TIDEMARK_DIALECT };
  if (draft === null) {
    const findings = document.problems.map((problem) => structureFinding(problem));
    return { ...base, model: null, coverage: uniformCoverage('missing'), findings };
  }
  const described = new Map(metrics.map((metric) => [metric.id, metric]));
  const surveyed = await survey(draft, host);
  await breath.take();
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
  const found: Finding[] = structure.map((problem) => structureFinding(problem));
  for (const rule of RULES) {
    found.push(...rule.check(context).map((finding) => toFinding(rule, finding, tree)));
    await breath.take();
  }
  found.push(...(await anywhere(path, tree, breath)));
  const findings = (await withSafeFixes(found, read)).sort(byPlace);
  await breath.take();
  return {
    ...base,
    model: unread.has('model') ? null : draft.model,
    coverage,
    reasons: coverageReasons(draft, tree, coverage, surveyed),
    findings: suppress(text, findings),
  };
}

/** What may stand in any file: only a text that looks like it is gone through. */
async function anywhere(path: string, tree: ConfigTree, breath: Breath): Promise<Finding[]> {
  const { text, parsed } = tree;
  if (
    !/password|secret|token|key|:\/\/|todo|fixme|fake|dummy|feature_?[1-9]|your|example|change|</i.test(text)
  )
    return [];
  // Templates are unknown values: they are hidden from YAML, which would take them for words or maps.
  const isPlain = parsed !== null && hideTemplates(text) === text;
  const source = isPlain ? sourceOf(path, text, [parsed.document], parsed.lines) : readSource(path, text);
  if (source === null) return [];
  await breath.take();
  const left = placeholders({ source });
  await breath.take();
  return [...left, ...secrets({ source })].map((remark) => findingOf(remark, false));
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
 * A fix that would leave the file with more errors than it had is no fix. Those that do not touch each other are
 * tried together, and one by one only where that fails.
 */
async function withSafeFixes(findings: readonly Finding[], read: KnownText): Promise<Finding[]> {
  const together = apart(findings.filter(({ fixes }) => fixes.length > 0));
  const areSafe =
    together.length > 1 && (await read.isSafe(together.flatMap(({ fixes }) => fixes[0]?.edits ?? [])));
  const safe = new Set(areSafe ? together : []);
  const checked: Finding[] = [];
  for (const finding of findings) {
    const fixes: Fix[] = [];
    for (const [i, fix] of finding.fixes.entries()) {
      if ((i === 0 && safe.has(finding)) || (await read.isSafe(fix.edits))) fixes.push(fix);
    }
    checked.push(fixes.length === finding.fixes.length ? finding : { ...finding, fixes });
  }
  return checked;
}

function byPlace(a: Finding, b: Finding): number {
  return a.start.line - b.start.line || a.start.column - b.start.column;
}
