import type { CacheFolder } from './cache/cache-folder.js';
import { cacheKey } from '../shared/cache-key.js';
import type { PackReader, PackWriter } from './cache/pack.js';
import type { Scan } from '../shared/scan.js';
import type { Source } from './source.js';

/** What earlier runs made of one file, and what this one adds to it: named parts, found by the file's content. */
export class KeptProfiles {
  private constructor(
    private readonly cache: CacheFolder | null,
    private readonly packs: readonly PackReader[],
    private readonly writer: PackWriter | null,
  ) {}

  /** What is kept of a file under one scan: the same bytes, the same rows of it, the same cells. */
  static async open(
    cache: CacheFolder | null,
    source: Source,
    scan: Scan,
    exact: boolean,
  ): Promise<KeptProfiles> {
    if (cache === null) return new KeptProfiles(null, [], null);
    const key = cacheKey('profiles', source.fingerprint, scan.where, scan.cell, exact);
    return new KeptProfiles(cache, await cache.packs(key), cache.pack(key));
  }

  has(name: string): boolean {
    return this.packs.some((pack) => pack.has(name));
  }

  /** A part; null where there is none, or only a damaged one. */
  async part(name: string): Promise<unknown> {
    for (const pack of this.packs.filter((one) => one.has(name))) {
      try {
        return await pack.part(name);
      } catch {
        await this.cache?.dropPack(pack);
      }
    }
    return null;
  }

  add(name: string, value: unknown): void {
    this.writer?.add(name, value);
  }

  /** Keeps what was added. */
  async finish(): Promise<void> {
    await this.writer?.finish();
  }

  /** Leaves things as they were. */
  async abandon(): Promise<void> {
    await this.writer?.abandon();
  }
}
