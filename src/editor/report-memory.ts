import { createHash } from 'node:crypto';

import * as vscode from 'vscode';

import type { DashboardView } from '../core/report/charts/ledger.js';
import type { Report } from '../core/report/report.js';
import { VERSION } from '../runner/version.js';

interface KeptView {
  readonly version: string;
  readonly generatedAt: string;
  readonly view: DashboardView;
}

/** Keeps the last report of each config in the workspace's storage, so that a reload shows it at once. */
export class ReportMemory {
  /** `storage` is undefined where no workspace is open: nothing is kept then. */
  constructor(private readonly storage: vscode.Uri | undefined) {}

  async load(config: vscode.Uri): Promise<Report | null> {
    const file = this.#file(config);
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

  async save(config: vscode.Uri, report: Report): Promise<void> {
    const file = this.#file(config);
    if (file === null) return;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(report)));
  }

  /** The dashboard's view of a report, if it was drawn before: to draw a large one anew takes long. */
  async loadView(config: vscode.Uri, report: Report): Promise<DashboardView | null> {
    const file = this.#file(config, 'view');
    if (file === null) return null;
    try {
      const kept = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as KeptView;
      return kept.version === VERSION && kept.generatedAt === report.generated_at ? kept.view : null;
    } catch {
      return null;
    }
  }

  async saveView(config: vscode.Uri, report: Report, view: DashboardView): Promise<void> {
    const file = this.#file(config, 'view');
    if (file === null) return;
    const kept: KeptView = { version: VERSION, generatedAt: report.generated_at, view };
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify(kept)));
  }

  #file(config: vscode.Uri, kind: 'report' | 'view' = 'report'): vscode.Uri | null {
    if (this.storage === undefined) return null;
    const name = createHash('sha256').update(config.toString()).digest('hex').slice(0, 32);
    return vscode.Uri.joinPath(this.storage, 'reports', `${name}${kind === 'view' ? '.view' : ''}.json`);
  }
}
