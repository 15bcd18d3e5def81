import * as vscode from 'vscode';

import type { RunnerClient } from '../runner/client.js';
import type { ReportMemory } from './report-memory.js';
import { folderOf } from './config-files.js';
import { failureOf } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import type { Output } from './output.js';

/** Writes a model's last report as one self-contained page, to where the user says. */
export async function saveHtml(
  {
    runner,
    memory,
    monitors,
    output,
  }: { runner: RunnerClient; memory: ReportMemory; monitors: Monitors; output: Output },
  config: vscode.Uri,
): Promise<void> {
  const report = monitors.get(config)?.report ?? null;
  if (report === null) {
    void vscode.window.showInformationMessage('There is no report yet: check the model first.');
    return;
  }
  const defaultUri = vscode.Uri.joinPath(
    folderOf(config),
    `${report.model}-${report.generated_at.slice(0, 10)}.html`,
  );
  const target = await vscode.window.showSaveDialog({
    defaultUri,
    filters: { Page: ['html'] },
    title: 'Save Report as HTML',
  });
  if (target === undefined) return;
  try {
    const of = memory.placeOf(config, report);
    const { html } = await runner.ask('html', { of }, new AbortController().signal);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(html));
  } catch (error) {
    output.error(`HTML report: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void vscode.window.showErrorMessage(`The report was not written: ${failureOf(error).message}`);
    return;
  }
  const open = 'Open in Browser';
  const shown = vscode.workspace.asRelativePath(target);
  if ((await vscode.window.showInformationMessage(`Wrote ${shown}.`, open)) === open)
    await vscode.env.openExternal(target);
}
