import { basename, dirname } from 'node:path';

import type { LintColumn } from '../core/lint/host.js';
import { oneFile } from '../engines/shared/log-engine.js';
import { chooseEngine } from './choose-engine.js';

/** Larger files are not read for a few values: who types does not wait for that. */
const MOST_BYTES = 64 * 2 ** 20;

/** Columns of one log file with their frequent values; null when it cannot be read. */
export async function logColumns(path: string, signal: AbortSignal): Promise<readonly LintColumn[] | null> {
  const engine = (await chooseEngine(process.env)).open(dirname(path), null);
  try {
    const facts = await engine.inspect(oneFile(basename(path)), { signal, onProgress: () => undefined });
    const [file] = facts.files;
    const known =
      file !== undefined && file.bytes <= MOST_BYTES
        ? await engine.values(basename(path), { signal, onProgress: () => undefined })
        : new Map<string, readonly string[]>();
    return facts.columns.map((column) => {
      const values = known.get(column.name);
      return { name: column.name, kind: column.kind, ...(values === undefined ? {} : { values }) };
    });
  } catch {
    return null;
  } finally {
    await engine.close();
  }
}
