import * as vscode from 'vscode';

import { VIEWS } from './commands.js';
import { progressOf } from './model-tree.js';
import { shareDone } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { offerTrust } from './trust.js';

/** A check that takes longer than this gets a notification with Cancel. */
const PATIENCE_MS = 3_000;

/** Checks models because the user asked: progress in the view, and in a notification where it takes long. */
export async function checkByHand(monitors: Monitors, configs: readonly vscode.Uri[]): Promise<void> {
  if (!(await offerTrust())) return;
  const checking = Promise.all(configs.map((config) => monitors.check(config)));
  void vscode.window.withProgress({ location: { viewId: VIEWS.models } }, () => checking);
  const notice = setTimeout(() => void notify(monitors, configs, checking), PATIENCE_MS);
  try {
    await checking;
  } finally {
    clearTimeout(notice);
  }
}

async function notify(
  monitors: Monitors,
  configs: readonly vscode.Uri[],
  checking: Promise<unknown>,
): Promise<void> {
  const names = configs.map((config) => monitors.get(config)?.name ?? '').join(', ');
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Checking ${names}`,
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    let shown = 0;
    const subscriptions = [
      token.onCancellationRequested(() => configs.forEach((config) => monitors.cancel(config))),
      monitors.onDidChange((config) => {
        const state = config === null ? undefined : monitors.get(config);
        if (state?.progress === null || state === undefined) return;
        const share =
          state.progress === 'waiting' || configs.length > 1 ? 0 : shareDone(state.progress) * 100;
        progress.report({ message: progressOf(state) ?? '', increment: Math.max(0, share - shown) });
        shown = Math.max(shown, share);
      }),
    ];
    try {
      await checking;
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
    }
  });
}
