import * as vscode from 'vscode';

import type { Report } from '../core/report/report.js';
import { globFiles } from '../runner/files.js';
import { folderOf } from './config-files.js';
import { globsOf } from './config-globs.js';
import type { ParsedConfigs } from './parse-config.js';

/** More files than this are not asked for their times: a log of thousands is told by its newest names. */
const MOST_FILES = 1_000;

/** The config (as `tidemark.yaml`) and log files that are newer than the report, or that it has not seen. */
export async function changedSince(
  report: Report,
  config: vscode.Uri,
  text: string,
  configs: ParsedConfigs,
): Promise<string[]> {
  const checked = Date.parse(report.generated_at);
  const folder = folderOf(config);
  const changed: string[] = [];
  if ((await timeOf(config)) > checked) changed.push(config.path.split('/').at(-1) ?? '');
  const { monitor } = await configs.parse(text);
  if (monitor === null) return changed;
  const { current, reference, labels } = globsOf(monitor);
  const files = await globFiles(folder.fsPath, [...current, ...reference, ...labels]);
  const known = new Set(report.provenance.inputs.map((input) => input.path));
  const newest = files.slice(-MOST_FILES);
  const times = await Promise.all(newest.map((file) => timeOf(fileUri(folder, file))));
  newest.forEach((file, i) => {
    if (!known.has(file) || (times[i] ?? 0) > checked) changed.push(file);
  });
  return changed;
}

/** A file as a config or report names it: relative to the config's folder, or absolute. */
export function fileUri(folder: vscode.Uri, file: string): vscode.Uri {
  return /^(\/|[a-z]:[\\/])/i.test(file) ? vscode.Uri.file(file) : vscode.Uri.joinPath(folder, file);
}

async function timeOf(uri: vscode.Uri): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(uri)).mtime;
  } catch {
    return 0;
  }
}
