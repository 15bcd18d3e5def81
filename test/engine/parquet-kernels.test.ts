import assert from 'node:assert/strict';

import { Kernels } from '../../src/core/profile/kernels.js';
import { readHybrid } from '../../src/engines/shared/parquet/hybrid.js';
import { gatherRows, spreadRows } from '../../src/engines/shared/parquet/page-rows.js';
import { PageScratch } from '../../src/engines/shared/parquet/page-scratch.js';
import { unpackSnappy } from '../../src/engines/shared/parquet/snappy.js';
import { UnreadableParquet } from '../../src/engines/shared/parquet/unreadable.js';
import { random } from '../random.js';

const next = random(20_240_101);
const below = (end: number): number => Math.floor(next() * end);
const bytesOf = (length: number): number[] => Array.from({ length }, () => below(256));

/** Little-endian, so many bytes. */
const fixed = (value: number, width: number): number[] =>
  Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) % 256);

/** Little-endian groups of seven bits. */
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];

/** What a piece of work gives, or null where the page is refused. */
function given<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnreadableParquet) return null;
    throw error;
  }
}

/** Reads numbers of a list one after the other; refuses to go beyond its end. */
class Cursor {
  at = 0;

  constructor(private readonly bytes: readonly number[]) {}

  get done(): boolean {
    return this.at === this.bytes.length;
  }

  take(count: number): number[] {
    if (this.at + count > this.bytes.length) throw new UnreadableParquet('short');
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  number(width: number): number {
    return this.take(width).reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
  }

  varint(): number {
    for (let [value, i] = [0, 0]; ; i++) {
      const byte = this.number(1);
      if (i > 4) throw new UnreadableParquet('long');
      value += (byte % 128) * 128 ** i;
      if (byte < 128) return value;
    }
  }
}

/** The same with a byte changed, or cut short, or with more behind. */
function damaged(bytes: readonly number[]): number[] {
  const at = below(bytes.length);
  switch (below(3)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return [...bytes, ...bytesOf(1 + below(3))];
    default:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << below(8)) : byte));
  }
}

describe('unpacking Snappy in the kernels', () => {
  const kernels = new Kernels();
  const room = kernels.reserve(2 ** 17);

  /** Between bytes that have to stay as they are. */
  function unpacked(block: readonly number[], length: number): number[] | null {
    const all = new Uint8Array(kernels.buffer, room, 300 + block.length + length);
    all.fill(0xa5);
    const [start, end] = [200 + block.length, 208 + block.length + length];
    const [input, output] = [all.subarray(100, 100 + block.length), all.subarray(start, end)];
    input.set(block);
    const found = given(() => {
      unpackSnappy(input, output, length, kernels);
      return [...output.subarray(0, length)];
    });
    assert.deepEqual([...input], block);
    for (const [from, to] of [
      [0, 100],
      [100 + block.length, start],
      [end, all.length],
    ] as const)
      assert.ok(all.subarray(from, to).every((byte) => byte === 0xa5));
    return found;
  }

  /** Byte by byte, as the format is described. */
  function plainly(block: readonly number[], length: number): number[] | null {
    const cursor = new Cursor(block);
    const out: number[] = [];
    return given(() => {
      if (cursor.varint() !== length) throw new UnreadableParquet('length');
      while (!cursor.done) {
        const tag = cursor.number(1);
        const [kind, size] = [tag % 4, tag >> 2];
        if (kind === 0) out.push(...cursor.take(1 + (size < 60 ? size : cursor.number(size - 59))));
        else {
          const back = kind === 1 ? (tag >> 5) * 256 + cursor.number(1) : cursor.number(kind === 2 ? 2 : 4);
          if (back === 0 || back > out.length) throw new UnreadableParquet('back');
          const copied = kind === 1 ? (size % 8) + 4 : size + 1;
          for (let i = 0; i < copied; i++) out.push(out[out.length - back] as number);
        }
      }
      if (out.length !== length) throw new UnreadableParquet('length');
      return out;
    });
  }

  /** A sound block of some elements, and how many bytes it gives. */
  function soundBlock(elements: number): { block: number[]; length: number } {
    const body: number[] = [];
    let length = 0;
    for (let i = 0; i < elements; i++) {
      const kind = length === 0 ? 0 : below(4);
      const back = 1 + below(Math.min(length, [0, 2047, 65_535, 1e9][kind] as number));
      const near = next() < 0.5 ? Math.min(back, 1 + below(12)) : back;
      const size =
        kind === 0 ? 1 + below(next() < 0.2 ? 700 : 60) : kind === 1 ? 4 + below(8) : 1 + below(64);
      if (kind === 0) {
        const width = size > 256 || next() < 0.1 ? 1 + below(2) + (size > 256 ? 1 : 0) : 0;
        const long = size > 60 && width === 0 ? 1 : width;
        body.push(...(long === 0 ? [(size - 1) * 4] : [(59 + long) * 4, ...fixed(size - 1, long)]));
        body.push(...bytesOf(size));
      } else if (kind === 1) body.push((near >> 8) * 32 + (size - 4) * 4 + 1, near % 256);
      else body.push((size - 1) * 4 + kind, ...fixed(near, kind === 2 ? 2 : 4));
      length += size;
    }
    return { block: [...varint(length), ...body], length };
  }

  it('gives what the format says', () => {
    for (let turn = 0; turn < 400; turn++) {
      const { block, length } = soundBlock(1 + below(turn % 10 === 0 ? 500 : 20));
      const expected = plainly(block, length);
      assert.ok(expected !== null);
      assert.deepEqual(unpacked(block, length), expected);
      assert.equal(unpacked(block, length + 1), null);
    }
  });

  it('refuses what the format does, and writes nowhere else', () => {
    let refused = 0;
    for (let turn = 0; turn < 3000; turn++) {
      const { block, length } = soundBlock(1 + below(12));
      const wrong = turn % 5 === 0 ? [...varint(length), ...bytesOf(below(40))] : damaged(block);
      const expected = plainly(wrong, length);
      assert.deepEqual(unpacked(wrong, length), expected);
      if (expected === null) refused++;
    }
    assert.ok(refused > 1500, `${refused}`);
  });

  it('refuses lengths that no page has', () => {
    const scratch = new PageScratch();
    for (const length of [-1, NaN, 2 ** 31, 2 ** 40])
      assert.throws(() => scratch.open(10, length, 0), UnreadableParquet);
    assert.throws(() => scratch.open(2 ** 40, 10, 0), UnreadableParquet);
    assert.throws(() => scratch.open(10, 10, 2 ** 31), UnreadableParquet);
    for (const literal of [60, 61, 62, 63])
      assert.equal(unpacked([5, literal * 4, 255, 255, 255, 255], 5), null);
  });
});

describe('reading runs and packed bits in the kernels', () => {
  const scratch = new PageScratch();

  function read(bytes: readonly number[], width: number, count: number, wide: boolean): number[] | null {
    scratch.open(0, bytes.length, count);
    const page = scratch.page(bytes.length);
    page.set(bytes);
    page.fill(0xff, bytes.length);
    const out = wide ? scratch.integers(count) : scratch.marks(count);
    out.fill(7);
    return given(() => {
      const largest = readHybrid(page, 0, bytes.length, width, out, count, scratch);
      assert.equal(
        largest,
        [...out].reduce((a, b) => Math.max(a, b), 0),
      );
      return [...out];
    });
  }

  /** Bit by bit, as the format is described. */
  function plainly(bytes: readonly number[], width: number, count: number): number[] | null {
    const cursor = new Cursor(bytes);
    const out: number[] = [];
    return given(() => {
      while (out.length < count) {
        const header = cursor.varint();
        const size = Math.floor(header / 2);
        if (size === 0) throw new UnreadableParquet('nothing');
        if (header % 2 === 0) {
          const value = cursor.number(Math.ceil(width / 8));
          if (value >= 2 ** width) throw new UnreadableParquet('wide');
          for (let i = 0; i < size && out.length < count; i++) out.push(value);
        } else {
          const wanted = Math.min(size * 8, count - out.length);
          const packed = cursor.take(Math.ceil((wanted * width) / 8));
          for (let i = 0; i < wanted; i++) {
            let value = 0;
            for (let k = 0; k < width; k++) {
              const bit = i * width + k;
              value += (((packed[bit >> 3] as number) >> (bit & 7)) & 1) * 2 ** k;
            }
            out.push(value);
          }
          cursor.at = Math.min(bytes.length, cursor.at - packed.length + size * width);
        }
      }
      return out;
    });
  }

  function soundRuns(width: number): number[] {
    return Array.from({ length: 1 + below(12) }, () => {
      const size = 1 + below(40);
      return next() < 0.5
        ? [...varint(size * 2), ...fixed(below(2 ** width), Math.ceil(width / 8))]
        : [...varint(size * 2 + 1), ...bytesOf(size * width)];
    }).flat();
  }

  it('gives what the format says, refuses what it does', () => {
    let [good, refused] = [0, 0];
    for (let turn = 0; turn < 4000; turn++) {
      const width = turn % 26;
      const runs = soundRuns(width);
      const bytes = turn % 2 === 0 ? runs : turn % 7 === 0 ? bytesOf(below(30)) : damaged(runs);
      const count = 1 + below(400);
      const expected = plainly(bytes, width, count);
      assert.deepEqual(read(bytes, width, count, true), expected, `${width} bits`);
      if (width <= 8) assert.deepEqual(read(bytes, width, count, false), expected, `${width} bits`);
      if (expected === null) refused++;
      else good++;
    }
    assert.ok(good > 1000 && refused > 1000, `${good}, ${refused}`);
  });

  it('refuses numbers that are too wide to read', () => {
    assert.equal(read(bytesOf(100), 26, 3, true), null);
  });
});

describe('values of rows in the kernels', () => {
  const scratch = new PageScratch();

  it('are those of their places, and none where there is none', () => {
    for (const rows of [1, 2, 7, 1000, 20_000]) {
      for (const share of [0, 0.3, 1]) {
        const marks = Array.from({ length: rows }, () => Number(next() < share));
        const count = marks.reduce((a, b) => a + b, 0);
        const size = 1 + below(50);
        const places = Array.from({ length: count }, () => below(size));
        const numbers = Float64Array.from(
          { length: size },
          (_, i) => [NaN, -0, Infinity, 5e-324, i / 3][i % 5] as number,
        );
        const names = Int32Array.from(numbers, (_, i) => i * 3 - 2);
        scratch.open(0, size * 8, rows);
        const present = scratch.marks(rows);
        present.set(marks);
        assert.equal(scratch.run.countMarks(present.byteOffset, rows), count);
        scratch.integers(count).set(places);
        const stored = { bytes: scratch.page(0), from: 0, to: 0, rows, count, present, encoding: 'PLAIN' };

        const expected = <Value>(values: Readonly<Record<number, Value>>, none: Value): Value[] => {
          let at = 0;
          return marks.map((mark) => (mark === 0 ? none : (values[places[at++] as number] as Value)));
        };
        const doubles = new Float64Array(rows);
        gatherRows(numbers, stored, doubles, scratch);
        assert.deepEqual([...doubles], expected<number>(numbers, NaN));
        const integers = new Int32Array(rows);
        gatherRows(names, stored, integers, scratch);
        assert.deepEqual([...integers], expected<number>(names, -1));

        doubles.set(places.map((place) => numbers[place] as number));
        spreadRows(doubles, stored, scratch);
        assert.deepEqual([...doubles], expected<number>(numbers, NaN));
        integers.set(places.map((place) => names[place] as number));
        spreadRows(integers, stored, scratch);
        assert.deepEqual([...integers], expected<number>(names, -1));
      }
    }
  });

  it('are marked, counted and turned by what they are', () => {
    const kernels = new Kernels();
    const [codes, tables, marks] = [kernels.reserve(4000), kernels.reserve(4000), kernels.reserve(1024)];
    for (const rows of [0, 1, 2, 7, 8, 9, 700]) {
      const size = 1 + below(40);
      const own = Array.from({ length: rows }, () => below(size) - 1);
      new Int32Array(kernels.buffer, codes, rows).set(own);
      const counts = new Uint32Array(kernels.buffer, tables, 2 * size).fill(0);
      kernels.run.countCodes(codes, rows, tables, tables + size * 4);
      for (let code = -1; code < size - 1; code++)
        assert.equal(
          (counts[code + 1] as number) + (counts[size + code + 1] as number),
          own.filter((one) => one === code).length,
        );
      const found = Uint8Array.from({ length: size }, () => below(32));
      new Uint8Array(kernels.buffer, tables, size).set(found);
      const marked = new Uint8Array(kernels.buffer, marks, rows).fill(64);
      kernels.run.markCodes(codes, rows, tables, marks);
      assert.deepEqual(
        [...marked],
        own.map((code) => 64 | (found[code + 1] as number)),
      );
      marked.forEach((mark, row) => (marked[row] = mark & 1));
      const set = [...marked];
      assert.equal(
        kernels.run.countMarks(marks, rows),
        set.reduce((a, b) => a + b, 0),
      );
      kernels.run.invertMarks(marks, rows);
      assert.deepEqual(
        [...marked],
        set.map((mark) => 1 - mark),
      );
    }
  });

  it('are those that are stored, whatever their type', () => {
    const longs = BigInt64Array.from({ length: 4000 }, (_, i) => {
      const edge = [0n, -1n, 999n, -1001n, 2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)][i % 9];
      return edge ?? BigInt(Math.round((next() - 0.5) * 2 ** (1 + below(60))));
    });
    const bytes = new Uint8Array(longs.buffer);
    const { run } = scratch;
    for (const count of [0, 1, 5, 4000]) {
      scratch.open(0, bytes.length + 1, 4000);
      // Where no word begins.
      const page = scratch.page(bytes.length).subarray(1, bytes.length + 1);
      page.set(bytes);
      const out = scratch.values(count, 8);
      const found = (): number[] => [...new Float64Array(out.buffer, out.byteOffset, count)];
      const [from, to] = [page.byteOffset, out.byteOffset];

      run.readFloats(from, count, to);
      assert.deepEqual(found(), [...new Float32Array(longs.buffer, 0, count)]);
      run.readIntegers(from, count, true, 1, to);
      assert.deepEqual(found(), [...new Int32Array(longs.buffer, 0, count)]);
      run.readIntegers(from, count, false, 86_400, to);
      assert.deepEqual(
        found(),
        Array.from(new Uint32Array(longs.buffer, 0, count), (value) => value * 86_400),
      );
      for (const [divisor, factor] of [
        [1, 1],
        [1, 1000],
        [1000, 1],
      ] as const) {
        const far = run.readLongs(from, count, divisor, factor, to);
        const expected = [...longs.subarray(0, count)];
        assert.deepEqual(
          found(),
          expected.map((value) => Number(value / BigInt(divisor)) * factor),
        );
        assert.equal(
          far === 1,
          expected.some((value) => value >= 2n ** 53n || value < -(2n ** 53n)),
        );
      }
    }
  });

  it('go nowhere that no room was made for', () => {
    scratch.open(0, 0, 10);
    assert.throws(() => scratch.values(2 ** 20, 8), RangeError);
  });
});

describe('reading deltas and split bytes in the kernels', () => {
  const scratch = new PageScratch();

  /** The numbers that stand in these bytes, and how many bytes they take; null where they are refused. */
  function read(
    bytes: readonly number[],
    count: number,
    wide: boolean,
  ): { values: bigint[]; end: number } | null {
    scratch.open(0, bytes.length, count, true);
    const page = scratch.page(bytes.length);
    page.set(bytes);
    page.fill(0xff, bytes.length);
    const out = scratch.plain(count * (wide ? 8 : 4));
    const start = page.byteOffset;
    const end = scratch.run.readDelta(start, start + bytes.length, count, wide, out.byteOffset);
    if (end === 0) return null;
    const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
    const values = Array.from({ length: count }, (_, i) =>
      wide ? view.getBigInt64(i * 8, true) : BigInt(view.getInt32(i * 4, true)),
    );
    return { values, end: end - start };
  }

  const bigVarint = (value: bigint): number[] =>
    value < 128n ? [Number(value)] : [Number(value % 128n) + 128, ...bigVarint(value / 128n)];
  const zigzag = (value: bigint): number[] =>
    bigVarint(BigInt.asUintN(64, value < 0n ? -2n * value - 1n : 2n * value));

  /** As the format is described (parquet-format, Encodings.md), each part as wide as it must be, or wider. */
  function written(values: readonly bigint[], bits: number, parts: number, inPart: number): number[] {
    const cut = (value: bigint): bigint => BigInt.asIntN(bits, value);
    const bytes = [
      ...varint(parts * inPart),
      ...varint(parts),
      ...varint(values.length),
      ...zigzag(values[0] ?? 0n),
    ];
    for (let from = 1; from < values.length; from += parts * inPart) {
      const block = values.slice(from, from + parts * inPart);
      const deltas = block.map((value, i) => cut(value - (values[from + i - 1] as bigint)));
      const least = deltas.reduce((a, b) => (a < b ? a : b));
      const rest = deltas.map((delta) => BigInt.asUintN(bits, delta - least));
      const widths: number[] = [];
      const body: number[] = [];
      for (let part = 0; part < parts; part++) {
        const own = rest.slice(part * inPart, (part + 1) * inPart);
        const needed = own.reduce((most, one) => Math.max(most, one === 0n ? 0 : one.toString(2).length), 0);
        const width = Math.min(bits, needed + below(2));
        // Of a part without values the width may be anything, and no bits are there.
        widths.push(own.length === 0 ? below(256) : width);
        if (own.length === 0) continue;
        let packed = 0n;
        for (const [i, one] of own.entries()) packed |= one << BigInt(i * width);
        for (let i = 0; i < (inPart * width) / 8; i++) body.push(Number((packed >> BigInt(8 * i)) & 255n));
      }
      bytes.push(...zigzag(least), ...widths, ...body);
    }
    return bytes;
  }

  function someValues(bits: number): bigint[] {
    const reach = below(bits) + 1;
    let last = 0n;
    return Array.from({ length: 1 + below(300) }, () => {
      const step = BigInt.asIntN(reach, (BigInt(below(2 ** 32)) << 32n) | BigInt(below(2 ** 32)));
      last = BigInt.asIntN(bits, next() < 0.3 ? last : last + step);
      return last;
    });
  }

  for (const bits of [32, 64])
    it(`gives the numbers of ${bits} bits that were written, up to the ends of their range`, () => {
      for (let turn = 0; turn < 300; turn++) {
        const values = someValues(bits);
        const bytes = written(values, bits, 1 + below(5), 8 * (1 + below(8)));
        const more = bytesOf(below(20));
        const found = read([...bytes, ...more], values.length, bits === 64);
        assert.deepEqual(found, { values, end: bytes.length });
        assert.equal(read(bytes, values.length + 1, bits === 64), null);
      }
    });

  it('refuses or reads damaged bytes, and writes nowhere else', () => {
    let refused = 0;
    for (let turn = 0; turn < 3000; turn++) {
      const values = someValues(64);
      const bytes = written(values, 64, 4, 32);
      const wrong = turn % 5 === 0 ? bytesOf(1 + below(40)) : damaged(bytes);
      scratch.open(0, wrong.length, values.length + 8, true);
      scratch.plain((values.length + 8) * 8).fill(0xa5);
      if (read(wrong, values.length, true) === null) refused++;
      const behind = scratch.plain((values.length + 8) * 8).subarray(values.length * 8);
      assert.ok(behind.every((byte) => byte === 0xa5));
    }
    assert.ok(refused > 300, `${refused}`);
  });

  it('puts split bytes together', () => {
    for (const width of [4, 8]) {
      const count = 100 + below(50);
      const values = bytesOf(count * width);
      const split = Array.from(
        { length: count * width },
        (_, i) => values[(i % count) * width + Math.floor(i / count)] as number,
      );
      scratch.open(0, split.length, count, true);
      const page = scratch.page(split.length);
      page.set(split);
      const out = scratch.plain(count * width);
      scratch.run.joinStreams(page.byteOffset, count, width, out.byteOffset);
      assert.deepEqual([...out], values);
    }
  });
});
