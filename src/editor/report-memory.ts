import { createHash } from 'node:crypto';

import * as vscode from 'vscode';

import type { Report } from '../core/report/report.js';
import { VERSION } from '../runner/version.js';

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

  #file(config: vscode.Uri): vscode.Uri | null {
    if (this.storage === undefined) return null;
    const name = createHash('sha256').update(config.toString()).digest('hex').slice(0, 32);
    return vscode.Uri.joinPath(this.storage, 'reports', `${name}.json`);
  }
}
