import path from 'node:path';

import type { Monitor } from '../core/config/monitor.js';

/** A file pattern below a folder that has no pattern characters. */
export interface GlobPlace {
  readonly base: string;
  readonly pattern: string;
}

/** The globs of a monitor by role. */
export function globsOf(monitor: Monitor): {
  current: readonly string[];
  reference: readonly string[];
  labels: readonly string[];
} {
  return {
    current: monitor.logs.current,
    reference: monitor.logs.reference?.kind === 'log' ? monitor.logs.reference.globs : [],
    labels: monitor.feedback.labels?.path ?? [],
  };
}

/**
 * Splits a glob into the deepest plain folder and the rest, so that a watcher looks no wider than it must
 * and never climbs above what the config names.
 */
export function splitGlob(folder: string, glob: string): GlobPlace {
  const full = path.posix.resolve(folder.replaceAll('\\', '/'), glob.replaceAll('\\', '/'));
  const parts = full.split('/');
  const first = parts.findIndex((part) => /[*?[\]{}!()]/.test(part));
  const at = first < 0 ? parts.length - 1 : first;
  return { base: parts.slice(0, at).join('/') || '/', pattern: parts.slice(at).join('/') };
}
