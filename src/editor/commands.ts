import type * as vscode from 'vscode';

import type { RowsQuestion } from '../core/rows/question.js';
import type { RowsWish } from './rows/ask-rows.js';

/** The ids of our commands, as the manifest declares them. */
export const COMMANDS = {
  checkNow: 'tidemark.checkNow',
  checkAll: 'tidemark.checkAll',
  cancelCheck: 'tidemark.cancelCheck',
  openDashboard: 'tidemark.openDashboard',
  openConfig: 'tidemark.openConfig',
  showRows: 'tidemark.showRows',
  copyLink: 'tidemark.copyLink',
  exportChartSvg: 'tidemark.exportChartSvg',
  exportChartPng: 'tidemark.exportChartPng',
  exportChartData: 'tidemark.exportChartData',
  saveHtml: 'tidemark.saveHtml',
  setUp: 'tidemark.setUp',
  openSample: 'tidemark.openSample',
  openRule: 'tidemark.openRule',
  showFixes: 'tidemark.showFixes',
  convertConfig: 'tidemark.convertConfig',
  newReport: 'tidemark.newReport',
  openReport: 'tidemark.openReport',
  exportReport: 'tidemark.exportReport',
  compareReport: 'tidemark.compareReport',
  addReportCell: 'tidemark.addReportCell',
  showOutput: 'tidemark.showOutput',
  copyDebugInformation: 'tidemark.copyDebugInformation',
} as const;

/** A place in a config; lines and columns count from 1. */
export interface ConfigPlace {
  readonly config: vscode.Uri;
  readonly line?: number;
  readonly column?: number;
}

/** What a command that is about one model may be given: its config, or a row of a tree that belongs to it. */
export type ModelArgument = vscode.Uri | { readonly config: vscode.Uri } | undefined;

/** What a command that is about one report may be given: its file, a row of the Reports view, or what a notebook's toolbar gives. */
export type ReportArgument =
  vscode.Uri | { readonly report: vscode.Uri } | { readonly notebookEditor: unknown } | undefined;

/** What each command is called with; from the palette all of it is left out. */
export interface CommandArguments {
  [COMMANDS.checkNow]: [model?: ModelArgument];
  [COMMANDS.checkAll]: [];
  [COMMANDS.cancelCheck]: [model?: ModelArgument];
  [COMMANDS.openDashboard]: [model?: ModelArgument];
  [COMMANDS.openConfig]: [place?: ModelArgument | ConfigPlace];
  [COMMANDS.showRows]: [model?: ModelArgument, wish?: RowsWish | { readonly question: RowsQuestion }];
  [COMMANDS.copyLink]: [model?: ModelArgument];
  [COMMANDS.exportChartSvg]: [context?: unknown];
  [COMMANDS.exportChartPng]: [context?: unknown];
  [COMMANDS.exportChartData]: [context?: unknown];
  [COMMANDS.saveHtml]: [model?: ModelArgument];
  [COMMANDS.setUp]: [folder?: vscode.Uri];
  [COMMANDS.openSample]: [target?: vscode.Uri];
  [COMMANDS.openRule]: [code: string];
  [COMMANDS.showFixes]: [place: ConfigPlace];
  [COMMANDS.convertConfig]: [file?: vscode.Uri];
  [COMMANDS.newReport]: [model?: ModelArgument];
  [COMMANDS.openReport]: [report?: ReportArgument];
  [COMMANDS.exportReport]: [report?: ReportArgument];
  [COMMANDS.compareReport]: [report?: ReportArgument];
  [COMMANDS.addReportCell]: [kind?: unknown];
  [COMMANDS.showOutput]: [];
  [COMMANDS.copyDebugInformation]: [];
}

/** Keys for `when` clauses that we set. */
export const CONTEXT = {
  /** The workspace has been searched for configs. */
  ready: 'tidemark.ready',
  hasConfigs: 'tidemark.hasConfigs',
  hasLogs: 'tidemark.hasLogs',
  /** The workspace has been searched for logs: before that nobody can say that it has none. */
  logsKnown: 'tidemark.logsKnown',
  hasReports: 'tidemark.hasReports',
} as const;

/** The views, as the manifest declares them. */
export const VIEWS = {
  models: 'tidemark.models',
  logs: 'tidemark.logs',
  feedback: 'tidemark.feedback',
  reports: 'tidemark.reports',
} as const;

/** The panel type of the dashboard, as the activation event names it. */
export const DASHBOARD = 'tidemark.dashboard';

/** The panel type of a table of rows, as the activation event names it. */
export const ROWS = 'tidemark.rows';

/** The config that an argument is about; undefined when it names none. */
export function configOf(argument: ModelArgument | ConfigPlace): vscode.Uri | undefined {
  if (argument === undefined) return undefined;
  return 'config' in argument ? argument.config : argument;
}
