import type { ConfigDocument } from '../core/config/document.js';
import type { CheckSpec } from '../core/config/monitor.js';
import { checkGroups, type CheckGroup } from '../core/report/check-groups.js';
import type { Report, Result } from '../core/report/report.js';
import { subjectOf } from '../core/report/view.js';
import { formatList } from '../core/report/words.js';

/** More columns than this are no tests of their own: the check tells of them all. */
const MOST_COLUMNS = 40;

/** More names than this make a label nobody reads. */
const MOST_NAMES = 3;

/** A test below a model: one check, or one column of it. Plain data, so that it can be tested as such. */
export interface TestRow {
  /** Stays the same from run to run: `stability[0]`, `stability[0]#origin##`. */
  readonly id: string;
  /** All that a screen reader says besides the state: there is no description. */
  readonly label: string;
  /** Where the check stands in the config; lines and columns count from 1. */
  readonly line: number;
  readonly column: number;
  /** The worst first; empty before the first check. */
  readonly results: readonly Result[];
  readonly children: readonly TestRow[];
}

/** The tests of a config that was not checked since it was written: its checks, without columns. */
export function plannedTests(document: ConfigDocument): TestRow[] {
  return (document.monitor?.checks ?? []).map((check) => {
    const index = Number(/\[(\d+)\]/.exec(check.id)?.[1] ?? 0);
    const { start } = document.locate(['checks', check.family, index]);
    return {
      id: check.id,
      label: labelOf(check.metric, subjectWords(check)),
      line: start.line,
      column: start.column,
      results: [],
      children: [],
    };
  });
}

/** The tests of a report: its checks, and below those the columns, segments and versions where there are several. */
export function reportedTests(report: Report): TestRow[] {
  return checkGroups(report).map((group) => ({
    id: group.check.check,
    label: groupLabel(group),
    line: group.check.line,
    column: group.check.column,
    results: group.results,
    children:
      group.results.length > 1 && group.results.length <= MOST_COLUMNS
        ? group.results.map((result) => resultRow(group, result))
        : [],
  }));
}

function resultRow({ check }: CheckGroup, result: Result): TestRow {
  const { column, segment, version } = result.subject;
  return {
    id: [check.check, column, segment, version].map((part) => part ?? '').join('#'),
    label: subjectOf(result) ?? check.metric,
    line: check.line,
    column: check.column,
    results: [result],
    children: [],
  };
}

/** `psi of origin and destination`, `psi of 7 columns`, `roc_auc`. */
function groupLabel({ check, results }: CheckGroup): string {
  const names = [...new Set(results.map(subjectOf))].filter((name) => name !== null);
  return labelOf(check.metric, names.length > MOST_NAMES ? `${names.length} columns` : formatList(names));
}

function subjectWords({ of }: CheckSpec): string {
  if (of === null) return '';
  return of.kind === 'columns' ? formatList(of.columns) : of.kind;
}

function labelOf(metric: string, subject: string): string {
  return subject === '' ? metric : `${metric} of ${subject}`;
}
