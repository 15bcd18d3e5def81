import * as vscode from 'vscode';

import { parseViewQuery, VIEW_PATH, viewQuery, WHOLE_VIEW, type ViewLink } from '../core/link/view-link.js';
import type { Dashboards } from './dashboards.js';
import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';

/** Links to a view of the dashboard: made for the clipboard, and opened when somebody follows one. */
export class ViewLinks implements vscode.UriHandler, vscode.Disposable {
  readonly #registration: vscode.Disposable;

  /** `extensionId` as `publisher.name`; `ready` ends when the workspace was searched. */
  constructor(
    private readonly extensionId: string,
    private readonly monitors: Monitors,
    private readonly dashboards: Dashboards,
    private readonly ready: Promise<void>,
  ) {
    this.#registration = vscode.window.registerUriHandler(this);
  }

  /** Puts the link to what a model's dashboard shows on the clipboard. */
  async copy(config: vscode.Uri): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(config);
    if (folder === undefined) {
      void vscode.window.showInformationMessage(
        'A link names a config by its place in the open folder, and this one is in none.',
      );
      return;
    }
    const query = viewQuery({
      folder: folder.name,
      config: pathWithin(folder, config),
      model: this.monitors.get(config)?.name ?? '',
      ...(this.dashboards.settingsOf(config) ?? WHOLE_VIEW),
    });
    const uri = vscode.Uri.from({
      scheme: vscode.env.uriScheme,
      authority: this.extensionId,
      path: VIEW_PATH,
      query,
    });
    await vscode.env.clipboard.writeText(uri.toString());
    void vscode.window.setStatusBarMessage('$(link) The link to this view is on the clipboard.', 4_000);
  }

  /** Opens the view of a link. It names a config among those that were found here; no path is made from it. */
  async handleUri(uri: vscode.Uri): Promise<void> {
    await this.ready;
    const link = uri.path === VIEW_PATH ? parseViewQuery(uri.query) : null;
    if (link === null) {
      void vscode.window.showWarningMessage('This is no link to a view of a dashboard. Was it cut short?');
      return;
    }
    const found = this.#find(link);
    if (typeof found === 'string') {
      void vscode.window.showWarningMessage(found);
      return;
    }
    const { column, chunk, zoom, segment } = link;
    this.dashboards.open(found.config, { column, chunk, zoom, segment });
  }

  dispose(): void {
    this.#registration.dispose();
  }

  /** The model that a link is about, or why there is none, in words. */
  #find({ folder: name, config, model }: ViewLink): MonitorState | string {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.name === name);
    if (folders.length === 0)
      return `The link is about the folder “${name}”, which is not open here. Open it and follow the link again.`;
    const found = this.monitors.all.find((state) =>
      folders.some(
        (folder) =>
          vscode.workspace.getWorkspaceFolder(state.config)?.uri.toString() === folder.uri.toString() &&
          pathWithin(folder, state.config) === config,
      ),
    );
    if (found === undefined)
      return `The link is about ${config} in “${name}”, and there is no such config here.`;
    return found.name === model
      ? found
      : `The link is about the model “${model}”, and ${config} monitors “${found.name}” here.`;
  }
}

/** Path of a file from its workspace folder, with `/`. */
function pathWithin(folder: vscode.WorkspaceFolder, file: vscode.Uri): string {
  return file.path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
}
