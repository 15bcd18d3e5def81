import type * as vscode from 'vscode';

import type { Family } from '../core/config/monitor.js';
import type { LintModel } from '../core/lint/finding.js';
import type { MetricDescription } from '../core/metrics/metric.js';
import type { Report, Result, Verdict } from '../core/report/report.js';
import { familiesOf, standingOf } from '../core/report/view.js';
import { capitalise } from '../core/report/words.js';
import { coverageRows, coverageWords, type CoverageRow } from './coverage-rows.js';
import { progressWords, shareDone, type CheckFailure, type MonitorState } from './monitor-state.js';
import { familyWords, modelWords, valueWords } from './result-words.js';

/** A row of the Models view: what it is of, and what it says. Plain data, so that it can be tested as such. */
export interface ModelRow {
  readonly kind: 'model' | 'family' | 'check' | 'holding' | 'failure' | 'stale' | 'coverage' | 'item';
  /** Stays the same over refreshes: what is expanded stays expanded. */
  readonly id: string;
  readonly config: vscode.Uri;
  readonly label: string;
  readonly description: string;
  /** The verdict that its icon shows; null = no verdict yet. */
  readonly verdict: Verdict | null;
  readonly children: readonly ModelRow[];
  readonly expanded: boolean;
  /** The result that a check row is of. */
  readonly result: Result | null;
  readonly failure: CheckFailure | null;
  /** The coverage item that an item row is of. */
  readonly item: CoverageRow | null;
  readonly busy: boolean;
}

/** The model's row with everything below it. */
export function modelRow(
  state: MonitorState,
  metrics: ReadonlyMap<string, MetricDescription>,
  coverage: LintModel | null,
): ModelRow {
  const { config, report, failure, progress } = state;
  const id = config.toString();
  const children: ModelRow[] = [];
  if (failure !== null) children.push(failureRow(id, config, failure));
  else if (report !== null && state.changed.length > 0 && progress === null) children.push(staleRow(state));
  if (report !== null) {
    children.push(...familiesOf(report).map((family) => familyRow(id, config, report, family, metrics)));
  }
  // There from the first report on: when the words come, this row alone is drawn again.
  if (coverage !== null || report !== null) children.push(coverageRow(id, config, coverage));
  return {
    // VS Code remembers a row without children as collapsed: with its first ones it is another row.
    ...base('model', children.length === 0 ? `${id}#new` : id, config),
    label: state.name,
    description: describe(state),
    verdict: failure !== null ? 'error' : report === null ? null : modelVerdict(report),
    children,
    expanded: true,
    busy: progress !== null,
  };
}

/** What the model's icon shows: the decision, and a warning where a kept model has alerts to look at. */
export function modelVerdict(report: Report): Verdict {
  const { keep } = report.summary.decision;
  if (keep === null) return 'unknown';
  if (!keep) return 'alert';
  return report.summary.alert + report.summary.warn + report.summary.error > 0 ? 'warn' : 'pass';
}

function describe({ report, failure, progress, changed }: MonitorState): string {
  if (progress !== null) {
    return progress === 'waiting' ? 'waiting' : `checking, ${Math.round(shareDone(progress) * 100)}\u00A0%`;
  }
  if (failure !== null) return 'cannot be judged';
  if (report === null) return 'not checked yet';
  return changed.length > 0 ? `${modelWords(report)}, stale` : modelWords(report);
}

function failureRow(id: string, config: vscode.Uri, failure: CheckFailure): ModelRow {
  return {
    ...base('failure', `${id}#failure`, config),
    label: failure.message,
    description: failure.place?.line === undefined ? '' : `line ${failure.place.line}`,
    verdict: 'error',
    failure,
  };
}

function staleRow({ config, changed }: MonitorState): ModelRow {
  const [first = ''] = changed;
  const label = changed.length === 1 ? `${first} changed since` : `${changed.length} files changed since`;
  return {
    ...base('stale', `${config.toString()}#stale`, config),
    label,
    description: 'check again',
    verdict: 'info',
  };
}

function familyRow(
  id: string,
  config: vscode.Uri,
  report: Report,
  family: Family,
  metrics: ReadonlyMap<string, MetricDescription>,
): ModelRow {
  const results = standingOf(report, family);
  const several = new Set(results.map((result) => result.metric)).size > 1;
  const rows = results.map((result) => checkRow(id, config, result, several, metrics));
  const loud = rows.filter((row) => row.verdict !== 'pass');
  const holding = rows.filter((row) => row.verdict === 'pass');
  // One row says no more than the row it would fold.
  const folded = loud.length > 0 && holding.length > 1;
  const verdict = report.summary.families.find((one) => one.family === family)?.verdict ?? null;
  return {
    ...base('family', `${id}#${family}`, config),
    label: capitalise(family),
    description: familyWords(report, family),
    verdict,
    children: folded ? [...loud, holdingRow(id, config, family, holding)] : rows,
    expanded: verdict === 'alert' || verdict === 'error' || verdict === 'warn',
  };
}

function holdingRow(id: string, config: vscode.Uri, family: Family, holding: readonly ModelRow[]): ModelRow {
  const label = `${holding.length} others hold`;
  return { ...base('holding', `${id}#${family}#holding`, config), label, verdict: 'pass', children: holding };
}

/** What the files of the model cover together: ten items, closed until somebody asks. */
function coverageRow(id: string, config: vscode.Uri, model: LintModel | null): ModelRow {
  const children = (model === null ? [] : coverageRows(model)).map((item) => ({
    ...base('item', `${id}#coverage#${item.item}`, config),
    label: item.label,
    description: item.words,
    item,
  }));
  return {
    ...base('coverage', `${id}#coverage`, config),
    label: 'Coverage',
    description: model === null ? 'not looked at yet' : coverageWords(model),
    children,
  };
}

function checkRow(
  id: string,
  config: vscode.Uri,
  result: Result,
  several: boolean,
  metrics: ReadonlyMap<string, MetricDescription>,
): ModelRow {
  const metric = metrics.get(result.metric);
  const { column, segment, version } = result.subject;
  const value = valueWords(result, metric?.unit ?? 'none');
  const parts = [column ?? metric?.name ?? result.metric, segment, version].filter((part) => part !== null);
  return {
    ...base('check', [id, result.check, result.metric, column, segment, version].join('#'), config),
    label: parts.join(', '),
    // Several metrics look at the same column: each row says which it is.
    description: several && column !== null ? `${result.metric} ${value}` : value,
    verdict: result.standing_verdict ?? result.verdict,
    result,
  };
}

function base<K extends ModelRow['kind']>(kind: K, id: string, config: vscode.Uri): ModelRow & { kind: K } {
  return {
    kind,
    id,
    config,
    label: '',
    description: '',
    verdict: null,
    children: [],
    expanded: false,
    result: null,
    failure: null,
    item: null,
    busy: false,
  };
}

/** The rows with their parents' labels in front, for tests and screen readers' sake: depth first. */
export function flatten(rows: readonly ModelRow[]): ModelRow[] {
  return rows.flatMap((row) => [row, ...flatten(row.children)]);
}

/** Progress of a model for a bar: `reading 12 of 23 files`. */
export function progressOf({ progress }: MonitorState): string | null {
  return progress === null ? null : progressWords(progress);
}
