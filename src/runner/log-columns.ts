import { basename, dirname } from 'node:path';

import type { LogFacts } from '../core/profile/log-facts.js';
import { LocalEngine } from '../engines/local/engine.js';

/** Columns of one log file; null when it cannot be read. */
export async function logColumns(path: string, signal: AbortSignal): Promise<LogFacts['columns'] | null> {
  const engine = new LocalEngine(dirname(path), null);
  try {
    const facts = await engine.inspect(
      { role: 'current', files: [basename(path)], timestamp: null, futureMargin: 0, distinct: false },
      { signal, onProgress: () => undefined },
    );
    return facts.columns;
  } catch {
    return null;
  } finally {
    await engine.close();
  }
}
