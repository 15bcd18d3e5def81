import type { WorkspaceHost } from '../host.js';
import type { ForeignFile } from '../lint-foreign.js';
import type { Remark } from '../reading.js';
import { environments } from './environments.js';
import { prometheusChain } from './prometheus-chain.js';

/** A file with what its neighbours show of it. */
export interface Linked {
  readonly file: ForeignFile;
  readonly remarks: readonly Remark[];
}

/** Follows what one file says into the others, and to the files on disk that it names. */
export async function chains(
  files: readonly ForeignFile[],
  host: WorkspaceHost,
): Promise<Map<string, Linked>> {
  const linked = new Map<string, Linked>();
  for (const file of files) linked.set(file.source.path, { file, remarks: await absentPaths(file, host) });
  for (const follow of [prometheusChain, environments]) {
    for (const [path, { file, remarks }] of follow([...linked.values()].map((one) => one.file))) {
      const known = linked.get(path);
      if (known !== undefined) linked.set(path, { file, remarks: [...known.remarks, ...remarks] });
    }
  }
  return linked;
}

async function absentPaths({ reading }: ForeignFile, host: WorkspaceHost): Promise<Remark[]> {
  if (host.exists === undefined) return [];
  const found: Remark[] = [];
  for (const { path, at, means } of reading.paths) {
    if (await host.exists(path).catch(() => true)) continue;
    found.push({
      code: 'path-not-found',
      message: `There is no \`${path}\`, so ${means}. Correct the path.`,
      at,
    });
  }
  return found;
}
