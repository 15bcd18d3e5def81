import * as vscode from 'vscode';

import { alertingFiles, type AlertingFile } from '../core/report/alerting-files.js';
import type { Report } from '../core/report/report.js';
import { chunkPhrase } from '../core/report/view.js';
import { formatList } from '../core/report/words.js';
import { fileUri } from './changed-files.js';
import { folderOf } from './config-files.js';
import { modelVerdict } from './model-tree.js';
import type { Monitors } from './monitors.js';
import { modelWords } from './result-words.js';

/** What a decoration says, apart from VS Code's own type so that the same one is not told again. */
interface Mark {
  readonly badge: string;
  readonly tooltip: string;
  readonly colour: 'charts.red' | 'charts.yellow';
}

/** Marks configs whose model is to be looked at, logs in which an alert stands, and logs that could not be read whole. */
export class FileMarks implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.#changed.event;
  #marks = new Map<string, Mark>();
  /** The reports that the marks are of. */
  #seen: readonly (Report | null)[] = [];
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly monitors: Monitors) {
    this.#subscriptions = [
      this.#changed,
      vscode.window.registerFileDecorationProvider(this),
      monitors.onDidChange(monitors.turns.inTurn(() => this.#refresh())),
    ];
    this.#refresh();
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const mark = this.#marks.get(uri.toString());
    if (mark === undefined) return undefined;
    return new vscode.FileDecoration(mark.badge, mark.tooltip, new vscode.ThemeColor(mark.colour));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #refresh(): void {
    const { all } = this.monitors;
    const reports = all.map(({ report }) => report);
    if (reports.length === this.#seen.length && reports.every((report, i) => report === this.#seen[i]))
      return;
    this.#seen = reports;
    const marks = new Map<string, Mark>();
    for (const { config, report } of all) {
      if (report === null) continue;
      for (const [uri, mark] of marksOf(config, report)) marks.set(uri, mark);
    }
    const touched = new Set([...this.#marks.keys(), ...marks.keys()]);
    this.#marks = marks;
    if (touched.size > 0) this.#changed.fire([...touched].map((uri) => vscode.Uri.parse(uri)));
  }
}

/** The marks of one model by file: what could not be read says more than what it alerts of. */
function marksOf(config: vscode.Uri, report: Report): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const verdict = modelVerdict(report);
  if (verdict === 'alert' || verdict === 'warn') {
    marks.set(config.toString(), {
      badge: verdict === 'alert' ? '✗' : '!',
      tooltip: `${report.model}: ${modelWords(report)}`,
      colour: verdict === 'alert' ? 'charts.red' : 'charts.yellow',
    });
  }
  const folder = folderOf(config);
  for (const { path, severity, message } of report.problems) {
    if (path === null || severity === 'info' || path === report.provenance.config) continue;
    const uri = fileUri(folder, path).toString();
    if (marks.get(uri)?.badge === '✗') continue;
    marks.set(uri, {
      badge: severity === 'error' ? '✗' : '!',
      tooltip: message,
      colour: severity === 'error' ? 'charts.red' : 'charts.yellow',
    });
  }
  for (const file of alertingFiles(report)) {
    const uri = fileUri(folder, file.path).toString();
    if (!marks.has(uri))
      marks.set(uri, { badge: '✗', tooltip: alertWords(report, file), colour: 'charts.red' });
  }
  return marks;
}

/** `flight-delay: origin and destination alert in the week of 18 June`. */
function alertWords(report: Report, { chunk, results }: AlertingFile): string {
  const subjects = [...new Set(results.map((result) => result.subject.column ?? result.metric))];
  const verb = subjects.length === 1 ? 'alerts' : 'alert';
  return `${report.model}: ${formatList(subjects)} ${verb} in ${chunkPhrase(report, chunk.name)}`;
}
