import * as zlib from 'node:zlib';

import { DamagedParquet } from './unreadable.js';

/** Node has it from 20.15 on; before, nothing is checked. */
const crc32 = (zlib as { readonly crc32?: typeof zlib.crc32 }).crc32;

/** The CRC-32 of a page, as its header has it; null where this Node does not compute it. */
export function checksum(parts: readonly Uint8Array[]): number | null {
  if (crc32 === undefined) return null;
  let sum = 0;
  for (const part of parts) sum = crc32(part, sum);
  return sum | 0;
}

/** Throws DamagedParquet where a page is not what its header says was written. */
export function checkPage(bytes: Uint8Array, said: number | undefined): void {
  if (said === undefined) return;
  const found = checksum([bytes]);
  if (found !== null && found !== (said | 0)) throw new DamagedParquet('A page is not what was written.');
}
