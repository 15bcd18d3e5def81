import type * as vscode from 'vscode';

import { ConfigError, DataError } from '../core/errors.js';
import type { Progress } from '../core/profile/engine.js';
import type { ViewText } from '../core/report/charts/heat-wire.js';
import type { Report } from '../core/report/report.js';

/** Why a check gave no report. */
export interface CheckFailure {
  /** `no-rows`: the logs are well, and empty. */
  readonly kind: 'config' | 'data' | 'no-rows' | 'other';
  readonly message: string;
  /** The file it is about, and where in it; lines and columns count from 1. */
  readonly place: { readonly path: string; readonly line?: number; readonly column?: number } | null;
}

/** Everything the surfaces know of one model. Replaced as a whole, never changed. */
export interface MonitorState {
  readonly config: vscode.Uri;
  readonly name: string;
  /** The last report; stays while a newer check runs or fails. */
  readonly report: Report | null;
  /** Files that changed since the report, the config among them; empty = it is up to date. */
  readonly changed: readonly string[];
  readonly failure: CheckFailure | null;
  /** `waiting` = asked for and not begun, else how far it is; null = no check runs. */
  readonly progress: Progress | 'waiting' | null;
  /** What the running check has read so far, where there is no report yet: values, and no verdict. */
  readonly partial: ViewText | null;
}

/** A failure as surfaces show it. */
export function failureOf(error: unknown): CheckFailure {
  if (error instanceof ConfigError || error instanceof DataError) {
    const kind = error instanceof ConfigError ? 'config' : (error.reason ?? 'data');
    return { kind, message: error.message, place: error.place };
  }
  const [message = 'The check failed.'] = (error instanceof Error ? error.message : String(error)).split(
    '\n',
  );
  return { kind: 'other', message, place: null };
}

/** How far a check is, as a share from 0 to 1: looking at the files is the first third. */
export function shareDone(progress: Progress): number {
  const part = progress.total > 0 ? progress.done / progress.total : 0;
  switch (progress.phase) {
    case 'looking':
      return part * 0.4;
    case 'reading':
      return 0.4 + part * 0.3;
    case 'splitting':
      return 0.7 + part * 0.15;
    case 'judging':
      return 0.85 + part * 0.1;
    case 'writing':
      return 0.95 + part * 0.05;
  }
}

const DOING: Record<Progress['phase'], string> = {
  looking: 'looking at',
  reading: 'reading',
  splitting: 'reading by segment',
  judging: 'judging',
  writing: 'writing',
};

/** `reading 12 of 23 files`. */
export function progressWords(progress: Progress | 'waiting'): string {
  if (progress === 'waiting') return 'waiting';
  const doing = DOING[progress.phase];
  return progress.unit === 'checks'
    ? `${doing} ${progress.total} checks`
    : `${doing} ${progress.done} of ${progress.total} ${progress.unit}`;
}
