import { createHash } from 'node:crypto';

import * as vscode from 'vscode';

import type { CellOutput, InlineOutput } from '../../core/notebook/outputs/output.js';
import { VERSION } from '../../runner/version.js';

/** What a cell gave in a run, under what it depended on. */
export interface KeptCell {
  readonly key: string;
  /** First words of the cell, by which it is found again. */
  readonly label: string;
  readonly outputs: readonly CellOutput[];
  readonly inline: Readonly<Record<string, InlineOutput>>;
  readonly rows: number | null;
}

/** One run of a report; runs whose keys are the same count as one. */
export interface KeptRun {
  /** ISO. */
  readonly at: string;
  readonly cells: readonly KeptCell[];
}

/** Runs that are kept of a report. */
const MOST_RUNS = 12;

/** Keeps the runs of reports in the workspace's storage: outputs never go into the file. */
export class RunHistory {
  readonly #known = new Map<string, readonly KeptRun[]>();

  /** `storage` is undefined where no workspace is open: runs live as long as the window then. */
  constructor(private readonly storage: vscode.Uri | undefined) {}

  /** The runs of a report, the last one first. */
  async runs(report: vscode.Uri): Promise<readonly KeptRun[]> {
    const key = report.toString();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const runs = await this.#load(report);
    this.#known.set(key, runs);
    return runs;
  }

  /** Keeps a run. One that depends on the same as the last takes its place. */
  async keep(report: vscode.Uri, run: KeptRun): Promise<void> {
    const runs = await this.runs(report);
    const keys = (one: KeptRun | undefined): string => JSON.stringify(one?.cells.map((cell) => cell.key));
    const older = keys(runs[0]) === keys(run) ? runs.slice(1) : runs;
    const kept = [run, ...older].slice(0, MOST_RUNS);
    this.#known.set(report.toString(), kept);
    const file = this.#file(report);
    if (file === null) return;
    const text = JSON.stringify({ version: VERSION, runs: kept });
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }

  async #load(report: vscode.Uri): Promise<readonly KeptRun[]> {
    const file = this.#file(report);
    if (file === null) return [];
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      const { version, runs } = JSON.parse(text) as { version: string; runs: readonly KeptRun[] };
      // Outputs of another version may lack what this one shows.
      return version === VERSION && Array.isArray(runs) ? runs : [];
    } catch {
      // Never run, or written by a version that is no more.
      return [];
    }
  }

  #file(report: vscode.Uri): vscode.Uri | null {
    if (this.storage === undefined) return null;
    const name = createHash('sha256').update(report.toString()).digest('hex').slice(0, 32);
    return vscode.Uri.joinPath(this.storage, 'report-runs', `${name}.json`);
  }
}
