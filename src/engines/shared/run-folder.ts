import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `tidemark-run-<process>-<random>`. */
const NAME = /^tidemark-run-(\d+)-/;

/** Processes of another container may share the folder for temporary files: what they made lately is left alone. */
const OLD_MS = 3_600_000;

/**
 * Makes a folder for the files of one run; whoever asks removes it. Folders of processes that were killed before they
 * could are removed on the way.
 */
export async function makeRunFolder(): Promise<string> {
  const parent = tmpdir();
  // Nobody waits for it, and what cannot be removed stays.
  sweepRunFolders(parent).catch(() => undefined);
  return mkdtemp(join(parent, `tidemark-run-${process.pid}-`));
}

/** Removes the folders in `parent` whose makers are gone. */
export async function sweepRunFolders(parent: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const maker = NAME.exec(entry)?.[1];
    if (maker === undefined || isAlive(Number(maker))) continue;
    const folder = join(parent, entry);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > OLD_MS) await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // A process of another user is alive as well.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
