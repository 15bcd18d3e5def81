import { createHash } from 'node:crypto';

import * as vscode from 'vscode';

import type { WireView } from '../core/report/charts/heat-wire.js';
import type { Report } from '../core/report/report.js';
import type { KeptView } from '../runner/protocol.js';
import { VERSION } from '../runner/version.js';

/** The last report of each config, kept in the workspace's storage so that a reload shows it at once. */
export class ReportMemory {
  /** `storage` is undefined where no workspace is open: nothing is kept then. */
  constructor(private readonly storage: vscode.Uri | undefined) {}

  async load(config: vscode.Uri): Promise<Report | null> {
    const file = this.#file(config, 'report');
    if (file === null) return null;
    try {
      const report = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as Report;
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

  /** The dashboard's view of a report, if it was drawn before: to draw a large one anew takes long. */
  async loadView(config: vscode.Uri, report: Report): Promise<WireView | null> {
    const file = this.#file(config, 'view');
    if (file === null) return null;
    try {
      const kept = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as KeptView;
      return kept.version === VERSION && kept.generatedAt === report.generated_at ? kept.view : null;
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
