import { createHash } from 'node:crypto';

/** A name for what depends on these parts and nothing else. */
export function cacheKey(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
