import * as vscode from 'vscode';

import { shownPath } from './config-files.js';
import type { Monitors } from './monitors.js';

/** The type of our tasks, as the manifest defines it. */
const TYPE = 'tidemark';

const FAIL_ON = ['alert', 'warn', 'never'];

/** A task as tasks.json has it; what it says is a user's text. */
interface CheckTask extends vscode.TaskDefinition {
  readonly config?: unknown;
  readonly failOn?: unknown;
}

/** Tasks that run `tidemark check` as the terminal does, with the command line that the extension ships. */
export class CheckTasks implements vscode.TaskProvider, vscode.Disposable {
  readonly #registration = vscode.tasks.registerTaskProvider(TYPE, this);
  readonly #script: string;

  constructor(
    extension: vscode.Uri,
    private readonly monitors: Monitors,
    /** Ends when the workspace was searched for configs. */
    private readonly ready: Promise<void>,
  ) {
    this.#script = vscode.Uri.joinPath(extension, 'dist', 'cli.js').fsPath;
  }

  /** One task for each config of the workspace. */
  async provideTasks(): Promise<vscode.Task[]> {
    await this.ready;
    return this.monitors.all.flatMap(({ config }) => {
      const folder = vscode.workspace.getWorkspaceFolder(config);
      return folder === undefined ? [] : [this.#task({ type: TYPE, config: shownPath(config) }, folder)];
    });
  }

  /** A task that tasks.json names; undefined where it names no config. */
  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const { config } = definition as CheckTask;
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const folder = typeof scope === 'object' ? scope : first;
    return typeof config === 'string' && folder !== undefined ? this.#task(definition, folder) : undefined;
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #task(definition: CheckTask, folder: vscode.WorkspaceFolder): vscode.Task {
    const config = String(definition.config);
    const failOn = FAIL_ON.find((known) => known === definition.failOn);
    const run = new vscode.ProcessExecution(
      process.execPath,
      [this.#script, 'check', ...(failOn === undefined ? [] : ['--fail-on', failOn]), '--', config],
      // The editor's own binary is Node where this is set.
      { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const task = new vscode.Task(definition, folder, `check ${config}`, TYPE, run, [
      '$tidemark-error',
      '$tidemark-alert',
    ]);
    task.group = vscode.TaskGroup.Test;
    task.detail = 'Checks the prediction logs that this config names';
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
    return task;
  }
}
