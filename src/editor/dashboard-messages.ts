import { progressWords, shareDone, type MonitorState } from './monitor-state.js';
import {
  type DashboardError,
  type DashboardState,
  type ToDashboard,
} from '../../webview/dashboard/protocol.js';
import { plural } from '../core/report/words.js';

/** What the dashboard shows instead of a view; null when there is one to show. */
export function stateWithoutView(state: MonitorState | undefined, trusted: boolean): DashboardState | null {
  if (state === undefined) {
    return {
      kind: 'no-config',
      message: 'The config of this dashboard is gone. Open the dashboard of another model.',
    };
  }
  if (state.report !== null) return null;
  if (!trusted) {
    return {
      kind: 'untrusted',
      works: ['Linting tidemark.yaml while you type', 'Quick fixes'],
      waits: ['Reading logs and labels', 'Checking the model', 'Setting up monitoring'],
    };
  }
  return { kind: 'idle', model: state.name };
}

/** Why a report may be out of date, in a sentence; null when it is fresh. */
export function staleWords({ changed }: MonitorState): string | null {
  const [first] = changed;
  if (first === undefined) return null;
  return changed.length === 1
    ? `${first} has changed since.`
    : `${plural(changed.length, 'file')} have changed since.`;
}

/** The failure as the dashboard takes it. */
export function errorOf({ failure }: MonitorState): DashboardError | null {
  if (failure === null) return null;
  return {
    kind: failure.kind,
    message: failure.message,
    path: failure.place?.path ?? null,
    line: failure.place?.line ?? null,
  };
}

/** The running check as the dashboard takes it. */
export function progressMessage({ progress }: MonitorState): ToDashboard {
  if (progress === null) return { type: 'progress', progress: null };
  if (progress === 'waiting')
    return { type: 'progress', progress: { done: 0, total: 0, unit: progressWords(progress), rows: 0 } };
  const { done, total, unit, rows } = progress;
  return { type: 'progress', progress: { done, total, unit, rows } };
}

/** Whether a progress is worth a message: it has moved by a percent. */
export function moved(before: MonitorState['progress'], after: MonitorState['progress']): boolean {
  if (before === null || after === null || before === 'waiting' || after === 'waiting')
    return before !== after;
  return before.phase !== after.phase || Math.abs(shareDone(after) - shareDone(before)) >= 0.01;
}
