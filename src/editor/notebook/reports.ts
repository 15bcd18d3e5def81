import * as vscode from 'vscode';

import type { RunnerClient } from '../../runner/client.js';
import type { Monitors } from '../monitors.js';
import type { WholeFolders } from '../whole-folders.js';
import type { Output } from '../output.js';
import type { Queue } from '../queue.js';
import { REPORT_TYPE } from './cell-kinds.js';
import { CellStatus } from './cell-status.js';
import { ReportController } from './controller.js';
import { LiveReports } from './live-reports.js';
import { registerRendererMessages } from './renderer-messages.js';
import { registerReportCommands } from './report-commands.js';
import { ReportLanguage } from './report-language.js';
import { ReportsView } from './reports-view.js';
import { RunHistory } from './run-history.js';
import { ReportSerializer } from './serializer.js';

/** What reports work with. */
export interface ReportsTools {
  readonly storage: vscode.Uri | undefined;
  readonly runner: RunnerClient;
  readonly monitors: Monitors;
  readonly output: Output;
  readonly queue: Queue;
  readonly ready: Promise<void>;
  readonly folders: WholeFolders;
  readonly setUp: () => unknown;
}

/** Reports in the editor: notebooks, their language, their list, their commands. */
export class Reports implements vscode.Disposable {
  readonly history: RunHistory;
  readonly controller: ReportController;
  readonly view: ReportsView;
  readonly #subscriptions: vscode.Disposable[];

  constructor(tools: ReportsTools) {
    const { runner, output, queue, monitors } = tools;
    this.history = new RunHistory(tools.storage);
    this.controller = new ReportController({ runner, output, queue, history: this.history });
    this.view = new ReportsView(this.history, this.controller, tools.folders);
    const live = new LiveReports(this.controller, this.history, monitors);
    this.#subscriptions = [
      vscode.workspace.registerNotebookSerializer(REPORT_TYPE, new ReportSerializer(), {
        transientOutputs: true,
        transientCellMetadata: { inline: true },
      }),
      this.controller,
      this.view,
      live,
      new CellStatus(this.controller, live),
      new ReportLanguage(monitors),
      registerRendererMessages(),
      ...registerReportCommands({ ...tools, history: this.history }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
