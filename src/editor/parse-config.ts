import type { ConfigDocument } from '../core/config/document.js';

/** Parses a config. The parser loads with the first one: activation does not wait for it. */
export async function parseText(text: string): Promise<ConfigDocument> {
  const [{ parseConfig }, { METRICS }] = await Promise.all([
    import('../core/config/parse.js'),
    import('../core/metrics/registry.js'),
  ]);
  return parseConfig(text, METRICS);
}
