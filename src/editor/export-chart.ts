import * as vscode from 'vscode';

import { chartData, csvOf } from '../core/report/chart-export/chart-data.js';
import { drawnChart, type DrawnChart } from '../core/report/chart-export/drawn-chart.js';
import { fromWire, type WireView } from '../core/report/charts/heat-wire.js';
import type { Report } from '../core/report/report.js';
import type { RunnerClient } from '../runner/client.js';
import { folderOf } from './config-files.js';
import type { DashboardPanel } from './dashboard-panel.js';
import type { Dashboards } from './dashboards.js';
import { failureOf } from './monitor-state.js';
import type { Output } from './output.js';

/** What a chart can be written as. */
export type ChartFormat = 'svg' | 'png' | 'csv';

interface Tools {
  readonly dashboards: Dashboards;
  readonly runner: RunnerClient;
  readonly output: Output;
}

/** A chart that stands on a dashboard. */
interface Source {
  readonly dashboard: DashboardPanel;
  readonly report: Report;
  readonly id: string;
  readonly chart: DrawnChart;
}

/** Writes a chart of the dashboard that is in front, or the values behind it, to where the user says. */
export async function exportChart(
  { dashboards, runner, output }: Tools,
  context: unknown,
  format: ChartFormat,
): Promise<void> {
  const source = sourceOf(dashboards.activePanel, context);
  if (source === null) {
    void vscode.window.showInformationMessage('Open the menu of a chart on a dashboard to export it.');
    return;
  }
  const target = await askTarget(source, format);
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, await contentOf(source, format, runner));
  } catch (error) {
    output.error(`Chart: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void vscode.window.showErrorMessage(`The chart was not written: ${failureOf(error).message}`);
    return;
  }
  const open = 'Open';
  const shown = vscode.workspace.asRelativePath(target);
  if ((await vscode.window.showInformationMessage(`Wrote ${shown}.`, open)) === open)
    await vscode.commands.executeCommand('vscode.open', target);
}

/** The chart that a menu was opened on: what the page hands over (`data-vscode-context`) is never trusted. */
function sourceOf(dashboard: DashboardPanel | undefined, context: unknown): Source | null {
  const id =
    typeof context === 'object' && context !== null && 'chart' in context ? context.chart : undefined;
  const shown = dashboard?.shown ?? null;
  if (typeof id !== 'string' || id.length > 4096 || dashboard === undefined || shown === null) return null;
  const chart = drawnChart(shown.report, fromWire(JSON.parse(shown.view) as WireView), id);
  return chart === null ? null : { dashboard, report: shown.report, id, chart };
}

function askTarget(
  { dashboard, report, chart }: Source,
  format: ChartFormat,
): Thenable<vscode.Uri | undefined> {
  const name = `${report.model}-${chart.name}`.replace(/[^\p{L}\p{N}_-]+/gu, '-');
  const kind = format.toUpperCase();
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folderOf(dashboard.config), `${name}.${format}`),
    filters: { [kind]: [format] },
    title: format === 'csv' ? 'Export Data of Chart as CSV' : `Export Chart as ${kind}`,
  });
}

async function contentOf(
  { dashboard, report, id, chart }: Source,
  format: ChartFormat,
  runner: RunnerClient,
): Promise<Uint8Array> {
  if (format === 'csv') {
    const data = chartData(report, id);
    if (data === null) throw new Error('The report has no values of this chart.');
    return new TextEncoder().encode(csvOf(data));
  }
  const { spec, alt } = chart;
  const { svg } = await runner.ask('chart', { spec, alt }, new AbortController().signal);
  return format === 'svg' ? new TextEncoder().encode(svg) : dashboard.rasterise(svg);
}
