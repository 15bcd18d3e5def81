/** A scratch copy of the sample that ships, inside the workspace that is open. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import * as vscode from 'vscode';

import type { MonitorState } from '../../src/editor/monitor-state.js';
import type { TidemarkApi } from '../../src/extension.js';

export const extensionId = 'tidemark.tidemark';

/** Starts the extension and gives what it exports. */
export async function activated(): Promise<TidemarkApi> {
  const extension = vscode.extensions.getExtension<TidemarkApi>(extensionId);
  assert.ok(extension, 'Tidemark is not there: build it first (node scripts/build.mjs)');
  const api = await extension.activate();
  await api.ready;
  return api;
}

/** Copies the sample into a folder of the workspace and waits until its config was found and read. */
export async function copySample(api: TidemarkApi, name: string): Promise<vscode.Uri> {
  const extension = vscode.extensions.getExtension(extensionId);
  const [root] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(extension && root);
  const folder = path.join(root.uri.fsPath, name);
  await fs.promises.cp(path.join(extension.extensionPath, 'media', 'sample', 'flights'), folder, {
    recursive: true,
  });
  const config = vscode.Uri.file(path.join(folder, 'tidemark.yaml'));
  await until('the config was read', () => api.monitors.get(config)?.name === 'flight-delay');
  return config;
}

/** Removes what `copySample` made. */
export async function removeSample(api: TidemarkApi, config: vscode.Uri): Promise<void> {
  fs.rmSync(path.dirname(config.fsPath), { recursive: true, force: true });
  await until('the config is forgotten', () => api.monitors.get(config) === undefined);
}

/** The model's state; fails where there is none. */
export function stateOf(api: TidemarkApi, config: vscode.Uri): MonitorState {
  const state = api.monitors.get(config);
  assert.ok(state, `no monitor for ${config.fsPath}`);
  return state;
}

/** Asks again and again until it holds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`Not within ${timeoutMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
