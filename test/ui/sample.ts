/** What the UI tests share: a scratch copy of the sample that ships, and the extension as built. */
import fs from 'node:fs';
import path from 'node:path';

import { openWorkbench, scratchFolder } from './driver';
import type { Workbench } from './driver';

export const repoRoot = path.resolve(import.meta.dirname, '../..');
export const sampleFolder = path.join(repoRoot, 'media', 'sample', 'flights');

/** Copies the sample into a temporary folder; some of its files may be left out. */
export function scratchSample(leaveOut: readonly string[] = []): {
  folder: string;
  remove: () => Promise<void>;
} {
  const scratch = scratchFolder({});
  fs.cpSync(sampleFolder, scratch.folder, {
    recursive: true,
    filter: (file) => !leaveOut.includes(path.relative(sampleFolder, file)),
  });
  return scratch;
}

/** Opens a copy of the sample in the editor, checks it, and shows its dashboard where there is room for it. */
export async function openDashboard(
  folder: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Workbench> {
  const workbench = await openWorkbench({
    folder,
    extension: { inPlace: repoRoot },
    viewport: { width: 1400, height: 1000 },
    settings,
  });
  const models = await workbench.tree('Models');
  await models.waitForRow('flight-delay');
  await workbench.runCommand('Tidemark: Check Now');
  await models.waitForRow('flight-delay, keep', { timeoutMs: 60_000 });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.runCommand('Tidemark: Open Dashboard');
  return workbench;
}
