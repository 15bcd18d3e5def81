import type * as vscode from 'vscode';

/** Files that may hold a monitoring config of any tool: lint tells which do. */
export const MAYBE_CONFIGS: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{yaml,yml,json,template,tf,toml}' },
  { scheme: 'untitled', pattern: '**/*.{yaml,yml,json,template,tf,toml}' },
];

/** The configs that language features work on, saved or not. */
export const CONFIGS: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/{tidemark,*.tidemark}.{yaml,yml}' },
  { scheme: 'untitled', pattern: '**/{tidemark,*.tidemark}.{yaml,yml}' },
];
