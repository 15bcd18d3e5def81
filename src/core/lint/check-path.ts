import type { ConfigPath } from '../config/document.js';
import type { CheckSpec } from '../config/monitor.js';

/** Where a check stands in the config. */
export function checkPath(check: CheckSpec): ConfigPath {
  return ['checks', check.family, Number(/\[(\d+)\]$/.exec(check.id)?.[1] ?? 0)];
}
