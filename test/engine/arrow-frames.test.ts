import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { unpackLz4 } from '../../src/engines/shared/arrow/lz4.js';
import { loadZstd, unpackZstd } from '../../src/engines/shared/zstd.js';
import { random } from '../random.js';

type Unpack = (frame: Uint8Array, length: number) => Uint8Array;

interface Frame {
  readonly holds: number;
  readonly frame: string;
}

function unpackOf(name: string): Unpack {
  return name.startsWith('LZ4') ? unpackLz4 : unpackZstd;
}

/** Frames that the libraries of LZ4 and Zstandard made; recorded by test/oracle/arrow.py. */
describe('a frame inside Arrow', () => {
  let frames: [string, Frame][] = [];

  before(async () => {
    await loadZstd();
    const oracle = JSON.parse(await readFile('test/oracle/arrow.json', 'utf8')) as {
      frames: Record<string, Frame>;
    };
    frames = Object.entries(oracle.frames);
  });

  it('gives what was packed', () => {
    assert.equal(frames.length, 7);
    for (const [name, { holds, frame }] of frames) {
      const unpacked = unpackOf(name)(Buffer.from(frame, 'base64'), holds);
      const squares = Uint8Array.from({ length: holds }, (_, i) => (i * i) % 251);
      assert.ok(Buffer.from(unpacked).equals(Buffer.from(squares)), name);
    }
  });

  it('that holds more or less than it should, or ends early, is refused', () => {
    for (const [name, { holds, frame }] of frames) {
      const [unpack, bytes] = [unpackOf(name), Buffer.from(frame, 'base64')];
      for (const length of [0, holds - 1, holds + 1, 2 ** 40])
        assert.throws(() => unpack(bytes, length), Error, `${name} as ${length}`);
      // The last bytes may be sums, which are passed over.
      for (let cut = 0; cut < bytes.length - 8; cut++)
        assert.throws(() => unpack(bytes.subarray(0, cut), holds), Error, `${name} cut at ${cut}`);
    }
  });

  it('that is damaged is refused, or holds as many bytes', () => {
    const next = random(11);
    for (const [name, { holds, frame }] of frames) {
      for (let k = 0; k < 200; k++) {
        const bytes = Buffer.from(frame, 'base64');
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
        let unpacked: Uint8Array | null = null;
        try {
          unpacked = unpackOf(name)(bytes, holds);
        } catch (error) {
          assert.ok(error instanceof Error);
        }
        if (unpacked !== null) assert.equal(unpacked.length, holds);
      }
    }
  });

  it('of LZ4 whose match leads before its beginning is refused, where bytes that never were would be zeros', () => {
    // One literal, then four bytes from two back; then the five literals that a block ends with.
    const block = [0x10, 7, 2, 0, 0x50, 1, 2, 3, 4, 5];
    const frame = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, block.length, 0, 0, 0, ...block, 0, 0, 0, 0];
    assert.throws(() => unpackLz4(Uint8Array.from(frame), 10), RangeError);
    frame[13] = 1;
    assert.deepEqual([...unpackLz4(Uint8Array.from(frame), 10)], [7, 7, 7, 7, 7, 1, 2, 3, 4, 5]);
  });

  it('of Zstandard that asks for a window of 2 GB is refused before it is given', () => {
    const { frame } = frames.find(([name]) => name === 'Zstandard, one segment')?.[1] as Frame;
    const bytes = Buffer.from(frame, 'base64');
    // Not of one segment any more: the byte of its size is one of a window.
    bytes[4] = 0;
    bytes[5] = 21 << 3;
    assert.throws(() => unpackZstd(bytes, 100), RangeError);
  });
});
