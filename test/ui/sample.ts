/** What the UI tests share: a scratch copy of the sample that ships, and the extension as built. */
import fs from 'node:fs';
import path from 'node:path';

import { scratchFolder } from './driver';

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
