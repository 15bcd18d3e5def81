import type { ConfigPath, ConfigProblem } from '../config/document.js';
import type { Monitor } from '../config/monitor.js';
import type { ConfigTree } from '../config/tree.js';
import type { MetricDescription } from '../metrics/metric.js';
import type { Coverage, CoverageItem, Finding, Fix, Severity, TextEdit } from './finding.js';
import type { Survey } from './survey.js';

/** What a rule's page in the docs says. */
export interface RulePage {
  /** The rule in words: `missing-data-drift`. */
  readonly code: string;
  /** Its number in the rule set that all dialects share; null for plain mistakes in writing. */
  readonly id: string | null;
  /** The usual severity; a rule may judge a case more mildly. */
  readonly severity: Severity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** Why it matters, in a sentence or two. */
  readonly why: string;
  /** A config with the finding, and one without. */
  readonly triggers: string;
  readonly passes: string;
  /** What the quick fix does; null where there is none. */
  readonly fix: string | null;
  /** The file that the examples stand for; `tidemark.yaml` where it is not said. */
  readonly file?: string;
  /** Files that stand beside it in the example with the finding, by path. */
  readonly beside?: Readonly<Record<string, string>>;
  /** The coverage item whose gap this reports: silent where another file of the model fills it. */
  readonly gap?: CoverageItem | null;
}

/** One rule of lint: a page, and a pure function that finds. */
export interface Rule extends RulePage {
  /** The coverage item whose gap this rule reports: silent where another file of the model fills it. */
  readonly gap: CoverageItem | null;
  check(context: LintContext): readonly RuleFinding[];
}

/** What a rule finds; code and help come from the rule. */
export interface RuleFinding {
  readonly message: string;
  /** The value at this path is marked; its key where `key` is set. */
  readonly path: ConfigPath;
  readonly key?: boolean;
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
}

/** What every rule may know. */
export interface LintContext {
  readonly path: string;
  readonly tree: ConfigTree;
  readonly problems: readonly ConfigProblem[];
  readonly draft: Monitor;
  /** Required keys whose values in the draft mean nothing. */
  readonly unread: ReadonlySet<string>;
  readonly metrics: ReadonlyMap<string, MetricDescription>;
  readonly survey: Survey;
  readonly coverage: Coverage;
}

/** A fix from edits that may not be possible (text that stands in an alias, for one). */
export function fixes(title: string, edits: readonly TextEdit[] | null): readonly Fix[] {
  return edits === null || edits.length === 0 ? [] : [{ title, edits }];
}

/** The finding as every surface gets it. */
export function toFinding(rule: RulePage, found: RuleFinding, tree: ConfigTree): Finding {
  const range = found.key === true ? tree.locateKey(found.path) : tree.locate(found.path);
  return {
    code: rule.code,
    severity: found.severity ?? rule.severity,
    message: found.message,
    start: { line: range.start.line, column: range.start.column },
    end: { line: range.end.line, column: range.end.column },
    help: rule.why,
    fixes: found.fixes ?? [],
  };
}
