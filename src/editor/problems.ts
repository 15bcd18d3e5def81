import * as vscode from 'vscode';

import { checkGroups, standingVerdict, type CheckGroup } from '../core/report/check-groups.js';
import type { Report, Verdict } from '../core/report/report.js';
import { plural } from '../core/report/words.js';
import { COMMANDS } from './commands.js';
import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { commandUri } from './register.js';
import { verdictsAsProblems } from './settings.js';

/** What the Problems view calls the source: apart from lint, whose source is `tidemark`. */
export const SOURCE = 'tidemark verdicts';

/** More related results than this bury the first ones. */
const MOST_RELATED = 12;

/** Verdicts that are a problem of the config's line. */
const SEVERITIES: Partial<Record<Verdict, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  alert: vscode.DiagnosticSeverity.Error,
  warn: vscode.DiagnosticSeverity.Warning,
  // A check that cannot tell guards nothing.
  unknown: vscode.DiagnosticSeverity.Information,
};

/** Standing verdicts in the Problems view, at the lines of their checks, as long as config and logs are as judged. */
export class VerdictProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(SOURCE);
  /** What is shown for a config: made anew only for another report. */
  readonly #shown = new Map<string, Report>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly monitors: Monitors) {
    this.#subscriptions = [
      this.#collection,
      monitors.onDidChange(
        monitors.turns.inTurn((config) => (config === null ? this.#all() : this.#one(monitors.get(config)))),
      ),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#one(monitors.get(document.uri))),
      vscode.workspace.onDidSaveTextDocument((document) => this.#one(monitors.get(document.uri))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('tidemark.problems')) this.#all();
      }),
    ];
    this.#all();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #all(): void {
    const known = new Set(this.monitors.all.map(({ config }) => config.toString()));
    for (const key of [...this.#shown.keys()]) if (!known.has(key)) this.#clear(vscode.Uri.parse(key));
    for (const state of this.monitors.all) this.#one(state);
  }

  #one(state: MonitorState | undefined): void {
    if (state === undefined) return;
    const { config, report, changed } = state;
    if (report === null || changed.length > 0 || isDirty(config) || !verdictsAsProblems(config)) {
      this.#clear(config);
      return;
    }
    if (this.#shown.get(config.toString()) === report) return;
    this.#shown.set(config.toString(), report);
    this.#collection.set(config, diagnosticsOf(config, report));
  }

  #clear(config: vscode.Uri): void {
    if (this.#shown.delete(config.toString())) this.#collection.delete(config);
  }
}

/** One diagnostic for each check that does not hold: its worst result, with the others as related information. */
export function diagnosticsOf(config: vscode.Uri, report: Report): vscode.Diagnostic[] {
  return checkGroups(report).flatMap((group) => {
    const severity = SEVERITIES[group.verdict];
    const [worst] = group.results;
    if (severity === undefined || worst === undefined) return [];
    const { line, column, metric } = group.check;
    // To the end of the line: VS Code cuts what is beyond it.
    const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
    const diagnostic = new vscode.Diagnostic(range, messageOf(group), severity);
    diagnostic.source = SOURCE;
    diagnostic.code = { value: metric, target: vscode.Uri.parse(commandUri(COMMANDS.openDashboard, config)) };
    diagnostic.relatedInformation = relatedOf(config, group);
    return [diagnostic];
  });
}

/** The explanation of the worst result, and how many more are as bad. */
function messageOf({ verdict, results }: CheckGroup): string {
  const [worst] = results;
  const same = results.filter((result) => standingVerdict(result) === verdict).length - 1;
  return same > 0 ? `${worst?.explanation ?? ''} ${plural(same, 'other')} too.` : (worst?.explanation ?? '');
}

/** The other results of the check that do not hold. */
function relatedOf(
  config: vscode.Uri,
  { check, results }: CheckGroup,
): vscode.DiagnosticRelatedInformation[] {
  const at = new vscode.Location(config, new vscode.Position(check.line - 1, check.column - 1));
  return results
    .slice(1)
    .filter((result) => SEVERITIES[standingVerdict(result)] !== undefined)
    .slice(0, MOST_RELATED)
    .map(({ explanation }) => new vscode.DiagnosticRelatedInformation(at, explanation));
}

/** Whether the config is edited and not saved: its lines are no longer those that were judged. */
function isDirty(config: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    ({ uri, isDirty: dirty }) => dirty && uri.toString() === config.toString(),
  );
}
