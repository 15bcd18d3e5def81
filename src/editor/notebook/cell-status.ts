import * as vscode from 'vscode';

import { formatCount } from '../../core/report/words.js';
import { REPORT_TYPE } from './cell-kinds.js';
import type { ReportController } from './controller.js';
import type { LiveReports } from './live-reports.js';

/** Below a cell: on how many rows it looked, and whether its outputs were there already or are out of date. */
export class CellStatus implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    private readonly controller: ReportController,
    private readonly live: LiveReports,
  ) {
    this.#subscriptions = [
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(REPORT_TYPE, this),
      controller.onDidRun(() => this.#changed.fire()),
      this.#changed,
    ];
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const facts = this.controller.factsOf(cell);
    if (facts === undefined || cell.kind !== vscode.NotebookCellKind.Code) return [];
    const { Left } = vscode.NotebookCellStatusBarAlignment;
    const items: vscode.NotebookCellStatusBarItem[] = [];
    const add = (text: string, tooltip: string): void => {
      const item = new vscode.NotebookCellStatusBarItem(text, Left);
      item.tooltip = tooltip;
      items.push(item);
    };
    if (facts.rows !== null) add(`${formatCount(facts.rows)} rows`, 'Rows that this cell looked at');
    // How long it took VS Code says itself.
    if (facts.cached)
      add('$(archive) kept', 'Neither cell, config nor logs have changed: the outputs of the last run');
    if (this.live.isStale(cell.notebook)) {
      add(
        '$(history) logs changed since',
        'The config or the logs were written since this was run: run the cell again',
      );
    }
    return items;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
