import * as vscode from 'vscode';

import type { CommandArguments } from './commands.js';

/** Registers a command with the arguments that `commands.ts` says it takes. */
export function registerCommand<K extends keyof CommandArguments>(
  id: K,
  run: (...args: CommandArguments[K]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, (...args: unknown[]) => run(...(args as CommandArguments[K])));
}

/** A link in Markdown that runs a command. */
export function commandLink<K extends keyof CommandArguments>(
  label: string,
  id: K,
  ...args: CommandArguments[K]
): string {
  return `[${label}](${commandUri(id, ...args)})`;
}

/** An address that runs a command when it is opened. */
export function commandUri<K extends keyof CommandArguments>(id: K, ...args: CommandArguments[K]): string {
  return `command:${id}?${encodeURIComponent(JSON.stringify(args))}`;
}
