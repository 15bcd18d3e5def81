import * as vscode from 'vscode';

import { checkByHand } from './check-command.js';
import { chooseModel, offerSetUp } from './choose-model.js';
import { COMMANDS, configOf, type ModelArgument } from './commands.js';
import { convertConfig } from './convert-config.js';
import type { Dashboards } from './dashboards.js';
import { copyDebugInformation } from './debug-information.js';
import { exportChart } from './export-chart.js';
import type { Monitors } from './monitors.js';
import { openConfig } from './open-config.js';
import type { Output } from './output.js';
import { registerCommand } from './register.js';
import { showRows } from './rows/show-rows.js';
import type { ReportMemory } from './report-memory.js';
import type { RowsPanels } from './rows/rows-panels.js';
import { openRule } from './rule-pages.js';
import { openSample } from './sample.js';
import { saveHtml } from './save-html.js';
import { setUpMonitoring } from './set-up.js';
import type { ViewLinks } from './view-links.js';
import type { RunnerClient } from '../runner/client.js';

/** What commands work with. */
export interface CommandTools {
  readonly context: vscode.ExtensionContext;
  readonly runner: RunnerClient;
  readonly memory: ReportMemory;
  readonly monitors: Monitors;
  readonly dashboards: Dashboards;
  readonly rows: RowsPanels;
  readonly links: ViewLinks;
  readonly output: Output;
  /** Ends when the workspace was searched for configs. */
  readonly ready: Promise<void>;
}

/** Registers every command that the manifest declares. */
export function registerCommands(tools: CommandTools): vscode.Disposable[] {
  const { context, monitors, dashboards, output, ready } = tools;
  const setUp = (folder?: vscode.Uri): Promise<void> => setUpMonitoring(tools, folder);
  /** Runs an action on the model that is meant, or says that there is none. */
  const onModel = async (
    argument: ModelArgument,
    title: string,
    action: (config: vscode.Uri) => unknown,
  ): Promise<void> => {
    await ready;
    const config = await chooseModel(monitors, argument ?? dashboards.active, title);
    if (config !== undefined) await action(config);
    else if (monitors.all.length === 0) await offerSetUp(setUp);
  };
  return [
    registerCommand(COMMANDS.checkNow, (model) =>
      onModel(model, 'Check Now', (config) => checkByHand(monitors, [config])),
    ),
    registerCommand(COMMANDS.checkAll, async () => {
      await ready;
      if (monitors.all.length === 0) await offerSetUp(setUp);
      else
        await checkByHand(
          monitors,
          monitors.all.map(({ config }) => config),
        );
    }),
    registerCommand(COMMANDS.cancelCheck, (model) => monitors.cancel(configOf(model))),
    registerCommand(COMMANDS.openDashboard, (model) =>
      onModel(model, 'Open Dashboard', (config) => dashboards.open(config)),
    ),
    registerCommand(COMMANDS.openConfig, async (place) => {
      if (place !== undefined && 'line' in place) await openConfig(place);
      else await onModel(place, 'Open Config', (config) => openConfig({ config }));
    }),
    registerCommand(COMMANDS.saveHtml, (model) =>
      onModel(model, 'Save Report as HTML', (config) => saveHtml(tools, config)),
    ),
    registerCommand(COMMANDS.showRows, (model, wish) =>
      onModel(model, 'Show Rows', (config) => showRows(tools, config, wish)),
    ),
    registerCommand(COMMANDS.copyLink, (model) =>
      onModel(model, 'Copy Link to This View', (config) => tools.links.copy(config)),
    ),
    registerCommand(COMMANDS.exportChartSvg, (context) => exportChart(tools, context, 'svg')),
    registerCommand(COMMANDS.exportChartPng, (context) => exportChart(tools, context, 'png')),
    registerCommand(COMMANDS.exportChartData, (context) => exportChart(tools, context, 'csv')),
    registerCommand(COMMANDS.setUp, (folder) => setUp(folder)),
    registerCommand(COMMANDS.openSample, (target) => openSample(context, target)),
    registerCommand(COMMANDS.openRule, (code) => openRule(context.extensionUri, code)),
    registerCommand(COMMANDS.showFixes, async (place) => {
      await openConfig(place);
      await vscode.commands.executeCommand('editor.action.quickFix');
    }),
    registerCommand(COMMANDS.convertConfig, (file) => convertConfig(file)),
    registerCommand(COMMANDS.showOutput, () => output.show()),
    registerCommand(COMMANDS.copyDebugInformation, () => copyDebugInformation(context, monitors)),
  ];
}
