import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { CancelledError } from '../core/errors.js';
import type { LintReport } from '../core/lint/finding.js';
import { KnownFiles, lintFiles, mayBeConfig, type LintSource } from '../core/lint/lint-workspace.js';
import { METRICS } from '../core/metrics/registry.js';
import type { CacheFolder } from '../engines/local/cache/cache-folder.js';
import { BATCH, filesIn, readOne, shownPath } from './lint-folder.js';
import { workspaceHost } from './lint-host.js';

/** What has become of a folder. */
export interface FolderState {
  /** Files that came, changed or went since the last time, and folders that went, absolute; null = nobody knows, so all are looked at. */
  readonly changed: readonly string[] | null;
  /** Texts that are not saved yet, by absolute path. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A file as it was last read. */
interface Read {
  /** Changes with the file. */
  readonly stamp: string;
  /** Null where it cannot be a config. */
  readonly source: LintSource | null;
}

/** A folder that is linted again and again: it is searched once, and after that only what changed is read and parsed. */
export class LintMemory {
  #files: ReadonlyMap<string, Read> | null = null;
  readonly #known = new KnownFiles();

  constructor(
    private readonly folder: string,
    private readonly cache: CacheFolder | null,
  ) {}

  /** Lints the folder as it is now; paths in the report are relative to it. Throws CancelledError. */
  async lint({ changed, texts }: FolderState, signal: AbortSignal): Promise<LintReport> {
    if (changed === null) this.#known.own.clear();
    this.#files = await this.#look(changed, signal);
    const sources = new Map<string, LintSource>();
    for (const [path, { source }] of this.#files) if (source !== null) sources.set(path, source);
    for (const [path, text] of Object.entries(texts)) {
      const shown = shownPath(path, this.folder);
      if (mayBeConfig(shown, text)) sources.set(path, { path: shown, text, named: false });
      else sources.delete(path);
    }
    const host = workspaceHost(this.folder, signal, this.cache);
    return lintFiles([...sources.values()], host, METRICS, this.#known);
  }

  async #look(changed: readonly string[] | null, signal: AbortSignal): Promise<ReadonlyMap<string, Read>> {
    const before = this.#files;
    const all = before === null || changed === null;
    const paths = all ? await filesIn(this.folder, signal) : withContents(changed, before);
    const files = new Map(all ? [] : before);
    for (let from = 0; from < paths.length; from += BATCH) {
      if (signal.aborted) throw new CancelledError();
      await Promise.all(
        paths.slice(from, from + BATCH).map(async (path) => {
          const read = await this.#read(path, before?.get(path) ?? null);
          if (read === null) files.delete(path);
          else files.set(path, read);
        }),
      );
      await setImmediate();
    }
    return files;
  }

  /** The file as it was read before, where it is the same; null where there is none. */
  async #read(path: string, before: Read | null): Promise<Read | null> {
    const there = await stat(path).catch(() => null);
    if (there?.isFile() !== true) return null;
    const stamp = `${there.mtimeMs} ${there.size}`;
    if (before?.stamp === stamp) return before;
    return { stamp, source: await readOne(path, false, this.folder).catch(() => null) };
  }
}

/** What changed, and the files that were known of folders among it. */
function withContents(changed: readonly string[], known: ReadonlyMap<string, Read>): string[] {
  const folders = changed.filter((path) => !known.has(path)).map((path) => path + sep);
  const inside = [...known.keys()].filter((path) => folders.some((folder) => path.startsWith(folder)));
  return [...new Set([...changed, ...inside])];
}
