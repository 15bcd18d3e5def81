import * as vscode from 'vscode';

import type { Verdict } from '../core/report/report.js';

/** The mark of a verdict: shape and colour, both from VS Code's own. */
export function verdictIcon(verdict: Verdict | null): vscode.ThemeIcon {
  switch (verdict) {
    case 'error':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('charts.red'));
    case 'alert':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('charts.red'));
    case 'warn':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.yellow'));
    case 'unknown':
      return new vscode.ThemeIcon('question', new vscode.ThemeColor('testing.iconUnset'));
    case 'pass':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'info':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('testing.iconUnset'));
    case null:
      return new vscode.ThemeIcon('circle-large-outline', new vscode.ThemeColor('testing.iconUnset'));
  }
}
