/** Temporary folders that are gone when the process is, however it ends short of being killed hard. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folders = new Set<string>();

process.once('exit', () => {
  for (const folder of folders) {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

/** Makes a temporary folder. */
export function makeScratch(purpose: string): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `tidemark-${purpose}-`)));
  folders.add(folder);
  return folder;
}

/** Removes a temporary folder; processes that were just killed may still write into it for a moment. */
export async function removeScratch(folder: string): Promise<void> {
  await fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  folders.delete(folder);
}
