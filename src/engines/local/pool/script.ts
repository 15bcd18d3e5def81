import { existsSync } from 'node:fs';

/** Where the worker's program is: beside the bundle that this was made part of; from source, in what was last built. */
export function workerScript(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('../../../../dist/engine-worker.js', import.meta.url);
  const beside = new URL('./engine-worker.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../engine-worker.js', import.meta.url);
}
