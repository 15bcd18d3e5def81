import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Growth of the process beyond its size at the last collection that calls for another, bytes. */
const GROWTH = 48 * 2 ** 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
let least = process.memoryUsage.rss();

/**
 * Collects garbage where the process has grown. What a query held of DuckDB's memory (with it the file's own index, which
 * grows with its width) is freed when its object in JavaScript is collected, and that object is so small that this alone
 * would hardly ever happen.
 */
export function collectAfterTask(): void {
  const now = process.memoryUsage.rss();
  least = Math.min(least, now);
  if (now - least < GROWTH) return;
  collect();
  least = process.memoryUsage.rss();
}
