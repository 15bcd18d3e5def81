import { setImmediate } from 'node:timers/promises';

import type { ConfigDocument } from '../core/config/document.js';
import type { MetricDescription } from '../core/metrics/metric.js';

/** The parser and what it knows of metrics. */
interface Parser {
  readonly parseConfig: (text: string, metrics: readonly MetricDescription[]) => ConfigDocument;
  readonly METRICS: readonly MetricDescription[];
}

/**
 * Loads the parser, with the first config and not with the extension. It takes some 100 ms in all, so it comes in
 * parts, and the editor's loop turns between them.
 */
export async function loadParser(): Promise<Parser> {
  await import('zod');
  await setImmediate();
  await import('yaml');
  await setImmediate();
  await import('../core/config/schema.js');
  await setImmediate();
  const [{ parseConfig }, { METRICS }] = await Promise.all([
    import('../core/config/parse.js'),
    import('../core/metrics/registry.js'),
  ]);
  return { parseConfig, METRICS };
}

/** Parses a config. */
export async function parseText(text: string): Promise<ConfigDocument> {
  const { parseConfig, METRICS } = await loadParser();
  await setImmediate();
  return parseConfig(text, METRICS);
}
