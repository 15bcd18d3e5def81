import { setImmediate } from 'node:timers/promises';

import type { ConfigDocument } from '../core/config/document.js';
import type { ConfigReading } from '../core/config/parse.js';
import type { KnownTexts } from '../core/lint/known-texts.js';
import type { MetricDescription } from '../core/metrics/metric.js';

/**
 * Loads the parser and what it knows of metrics, with the first config and not with the extension. It takes some 100 ms
 * in all, so it comes in parts, and the editor's loop turns between them.
 */
export async function loadParser(): Promise<{ readonly METRICS: readonly MetricDescription[] }> {
  await import('zod');
  await setImmediate();
  await import('yaml');
  await setImmediate();
  await import('../core/config/schema.js');
  await setImmediate();
  await import('../core/config/parse.js');
  const { METRICS } = await import('../core/metrics/registry.js');
  return { METRICS };
}

/** Configs as they were parsed, for all that ask. */
export class ParsedConfigs {
  #known: KnownTexts | null = null;

  /** Loads the parser with the first config. */
  async known(): Promise<KnownTexts> {
    if (this.#known !== null) return this.#known;
    const { METRICS } = await loadParser();
    const { KnownTexts } = await import('../core/lint/known-texts.js');
    this.#known ??= new KnownTexts(METRICS);
    return this.#known;
  }

  async read(text: string): Promise<ConfigReading> {
    const known = await this.known();
    await setImmediate();
    return known.read(text).reading;
  }

  async parse(text: string): Promise<ConfigDocument> {
    return (await this.read(text)).document;
  }
}
