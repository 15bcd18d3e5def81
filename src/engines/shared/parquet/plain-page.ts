import type { PageScratch } from './page-scratch.js';
import { UnreadableParquet } from './unreadable.js';
import type { StoredPage } from './values.js';

/** Values one behind the other, as the encoding PLAIN has them: in `bytes[from, to)`. */
export type PlainBytes = Pick<StoredPage, 'bytes' | 'from' | 'to'>;

/** Whether the numbers of a page are put together anew before they are read. */
export function isRestored(encoding: string | undefined): boolean {
  return encoding === 'DELTA_BINARY_PACKED' || encoding === 'BYTE_STREAM_SPLIT';
}

/** Texts that share their beginnings are not put together beyond this. */
const MOST_TEXT_BYTES = 64 * 2 ** 20;

/** The numbers of `width` bytes of a page; they are good until the next page. Throws UnreadableParquet. */
export function plainNumbers(
  stored: StoredPage,
  width: 4 | 8,
  isWhole: boolean,
  scratch: PageScratch,
): PlainBytes {
  const { bytes, from, to, count, encoding } = stored;
  if (encoding === 'PLAIN' || count === 0) return stored;
  if (!isRestored(encoding) || (encoding === 'DELTA_BINARY_PACKED' && !isWhole))
    throw new UnreadableParquet(`Numbers are stored as ${encoding}, which is not read here.`);
  const out = scratch.plain(count * width);
  const start = bytes.byteOffset;
  if (encoding === 'BYTE_STREAM_SPLIT') {
    if (from + count * width > to) throw tooFew();
    scratch.run.joinStreams(start + from, count, width, out.byteOffset);
  } else if (scratch.run.readDelta(start + from, start + to, count, width === 8, out.byteOffset) === 0)
    throw tooFew();
  return { bytes: out, from: 0, to: count * width };
}

/** The texts of a page, each with its length before it. Throws UnreadableParquet. */
export function plainTexts(stored: StoredPage, scratch: PageScratch): PlainBytes {
  const { bytes, to, count, encoding } = stored;
  if (encoding === 'PLAIN' || count === 0) return stored;
  const isShared = encoding === 'DELTA_BYTE_ARRAY';
  if (!isShared && encoding !== 'DELTA_LENGTH_BYTE_ARRAY')
    throw new UnreadableParquet(`Text is stored as ${encoding}, which is not read here.`);
  let { from } = stored;
  const lengths = (): Int32Array => {
    const out = scratch.integers(count);
    const start = bytes.byteOffset;
    const end = scratch.run.readDelta(start + from, start + to, count, false, out.byteOffset);
    if (end === 0) throw tooFew();
    from = end - start;
    return out.slice();
  };
  const shared = isShared ? lengths() : null;
  const own = lengths();
  let all = 0;
  for (let i = 0; i < count; i++) {
    const [before, length] = [shared?.[i] ?? 0, own[i] as number];
    if (before < 0 || length < 0) throw tooFew();
    all += 4 + before + length;
    if (all > MOST_TEXT_BYTES) throw new UnreadableParquet('A page is larger than is read here.');
  }
  const out = new Uint8Array(all);
  const view = new DataView(out.buffer);
  let at = 0;
  let last = 0;
  for (let i = 0; i < count; i++) {
    const [before, length] = [shared?.[i] ?? 0, own[i] as number];
    if (before > last || from + length > to) throw tooFew();
    view.setUint32(at, before + length, true);
    if (before > 0) out.copyWithin(at + 4, at - last, at - last + before);
    out.set(bytes.subarray(from, from + length), at + 4 + before);
    from += length;
    last = before + length;
    at += 4 + last;
  }
  return { bytes: out, from: 0, to: all };
}

function tooFew(): UnreadableParquet {
  return new UnreadableParquet('A page holds fewer values than it says.');
}
