import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import * as vscode from 'vscode';

import type { ViewText } from '../core/report/charts/heat-wire.js';
import { ReportReader } from '../core/report/report-lines.js';
import type { Report } from '../core/report/report.js';
import type { KeptView } from '../runner/protocol.js';
import type { ReportPlace } from '../runner/report-shelf.js';
import { VERSION } from '../runner/version.js';

const NEWLINE = 10;

/** The last report of each config, kept in the workspace's storage so that a reload shows it at once. */
export class ReportMemory {
  /** `storage` is undefined where no workspace is open: nothing is kept then. */
  constructor(private readonly storage: vscode.Uri | undefined) {}

  async load(config: vscode.Uri): Promise<Report | null> {
    const file = this.#file(config, 'report');
    if (file === null) return null;
    try {
      const reader = new ReportReader();
      for await (const line of linesIn(file)) reader.take(line);
      const report = reader.whole();
      // A report of another version may lack what this one shows.
      return report.schema === 1 && report.tidemark === VERSION ? report : null;
    } catch {
      // Never checked, or written by a version that is no more: both mean that there is nothing to show.
      return null;
    }
  }

  /** Where the analysis process keeps a config's report, or its view; undefined where nothing is kept. */
  pathOf(config: vscode.Uri, kind: 'report' | 'view'): string | undefined {
    return this.#file(config, kind)?.fsPath;
  }

  /** A report of a config, for the analysis process to find. */
  placeOf(config: vscode.Uri, report: Report): ReportPlace {
    const kept = this.pathOf(config, 'report') ?? report;
    return { config: config.fsPath, checkedAt: report.generated_at, kept };
  }

  /** The dashboard's view of a report, if it was drawn before: to draw a large one anew takes long. */
  async loadView(config: vscode.Uri, report: Report): Promise<ViewText | null> {
    const file = this.#file(config, 'view');
    if (file === null) return null;
    try {
      const lines: string[] = [];
      for await (const line of linesIn(file)) lines.push(line);
      const [head = '', view = ''] = lines;
      const kept = JSON.parse(head) as KeptView;
      const isOf = kept.version === VERSION && kept.generatedAt === report.generated_at;
      return isOf && view !== '' ? view : null;
    } catch {
      return null;
    }
  }

  #file(config: vscode.Uri, kind: 'report' | 'view'): vscode.Uri | null {
    if (this.storage === undefined) return null;
    const name = createHash('sha256').update(config.toString()).digest('hex').slice(0, 32);
    return vscode.Uri.joinPath(this.storage, 'reports', `${name}${kind === 'view' ? '.view' : ''}.json`);
  }
}

/** The lines of a file, each in a turn of the loop of its own. */
async function* linesIn(file: vscode.Uri): AsyncGenerator<string> {
  const bytes = await vscode.workspace.fs.readFile(file);
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    yield decoder.decode(bytes.subarray(from, to));
    await setImmediate();
    from = to + 1;
  }
}
