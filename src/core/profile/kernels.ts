import { DataError } from '../errors.js';
import { KERNELS } from './kernels-code.js';

/** What `kernels/` exports; addresses are bytes of the memory. */
export interface KernelFunctions {
  fillBuckets(values: number, count: number, buckets: number, used: number, tally: number): void;
  takeBuckets(
    buckets: number,
    used: number,
    tally: number,
    marks: number,
    counts: number,
    means: number,
  ): void;
  meanOf(values: number, size: number, count: number): number;
  addDeviations(values: number, count: number, about: number, sums: number, gaps: boolean): void;
  /** Gives how many numbers there are. */
  keepNumbers(values: number, count: number, out: number): number;
  sumExactly(values: number, count: number, out: number): void;
  sumDeviations(values: number, count: number, mean: number, out: number): void;
  beginWalk(small: number, large: number, n: number, sums: number, stride: number, state: number): void;
  walkOn(
    small: number,
    m: number,
    large: number,
    n: number,
    sums: number,
    stride: number,
    bound: number,
    state: number,
  ): void;
  walkBoth(a: number, m: number, b: number, n: number, out: number): void;
  sortDoubles(values: number, other: number, count: number, tables: number): void;
  /** Gives 0 where the block does not unpack. */
  unpackSnappy(input: number, inputEnd: number, output: number, length: number, outputEnd: number): number;
  /** Gives the largest, -1 where there are too few. */
  readHybrid(from: number, to: number, width: number, out: number, count: number, wide: boolean): number;
  /** Gives where what follows begins, or 0 where there are other than `count` numbers. */
  readDelta(from: number, to: number, count: number, wide: boolean, out: number): number;
  joinStreams(from: number, count: number, width: number, out: number): void;
  readFloats(stored: number, count: number, out: number): void;
  readIntegers(stored: number, count: number, signed: boolean, factor: number, out: number): void;
  /** Gives 1 where a number is so large that doubles do not tell it from its neighbours. */
  readLongs(stored: number, count: number, divisor: number, factor: number, out: number): number;
  countMarks(marks: number, rows: number): number;
  invertMarks(marks: number, rows: number): void;
  markCodes(codes: number, count: number, found: number, marks: number): void;
  countCodes(codes: number, count: number, even: number, odd: number): void;
  gatherDoubles(dictionary: number, places: number, count: number, out: number): void;
  gatherIntegers(dictionary: number, places: number, count: number, out: number): void;
  spreadDoubles(values: number, marks: number, rows: number, count: number): void;
  spreadIntegers(values: number, marks: number, rows: number, count: number): void;
  noteUsed(marks: number, count: number, used: number, first: number): void;
  /** Gives how many there are. */
  countUsed(used: number, words: number, before: number): number;
  addBuckets(
    marks: number,
    counts: number,
    means: number,
    count: number,
    used: number,
    before: number,
    first: number,
    allMarks: number,
    allCounts: number,
    allMeans: number,
  ): void;
  codesOf(values: number, count: number, table: number, out: number): void;
  judgeBinary(
    labels: number,
    predictions: number,
    scores: number,
    count: number,
    positive: number,
    negative: number,
    threshold: number,
    width: number,
    confusion: number,
    positives: number,
    negatives: number,
    losses: number,
    squares: number,
    told: number,
  ): void;
  sumByBin(
    order: number,
    count: number,
    columns: number,
    rows: number,
    width: number,
    starts: number,
    gradients: number,
    curvatures: number,
    out: number,
  ): void;
  /** Gives how many rows come first. */
  divideRows(order: number, count: number, bins: number, most: number, other: number): number;
  sumOfRows(order: number, count: number, values: number): number;
  freeFrom(): number;
  powersOfFive(): number;
  /** Gives 0 where all was read, 1 where there is no room for more rows, 2 where a row is not plain. */
  readCsv(
    from: number,
    to: number,
    columns: number,
    count: number,
    delimiter: number,
    returns: boolean,
    row: number,
    most: number,
    state: number,
  ): number;
  /** The same of NDJSON. */
  readObjects(
    from: number,
    to: number,
    columns: number,
    count: number,
    row: number,
    most: number,
    state: number,
  ): number;
  /** Gives the rows, or -1 where these are no plain ones. */
  tellCsv(
    from: number,
    to: number,
    columns: number,
    count: number,
    delimiter: number,
    returns: boolean,
    most: number,
    scratch: number,
  ): number;
  /** Gives the bytes written. */
  packMarks(marks: number, rows: number, out: number): number;
  /** Gives the bytes written. */
  packCodes(codes: number, count: number, width: number, out: number): number;
}

const PAGE = 65_536;

/** The code of this thread, compiled when it is first needed. */
const COMPILED: { module: WebAssembly.Module | null } = { module: null };

function instance(): WebAssembly.Instance {
  COMPILED.module ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (byte) => byte.charCodeAt(0)));
  try {
    return new WebAssembly.Instance(COMPILED.module);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataError(
      'Logs cannot be read: this process may not take the 10 GB of addresses (not of memory) that Node sets aside for WebAssembly. Raise the limit (`ulimit -v`), or set NODE_OPTIONS=--disable-wasm-trap-handler.',
    );
  }
}

/**
 * Small hot loops as WebAssembly, and a memory of their own: compiled faster and sooner than JavaScript is, and for all threads
 * at once, since V8 knows the same code again.
 */
export class Kernels {
  readonly run: KernelFunctions;
  readonly #memory: WebAssembly.Memory;
  #end: number;

  /** Throws DataError where the system gives no addresses for its memory. */
  constructor() {
    const { exports } = instance();
    this.run = exports as unknown as KernelFunctions;
    this.#memory = exports.memory as WebAssembly.Memory;
    this.#end = Math.ceil(this.run.freeFrom() / 64) * 64;
  }

  /** The memory; another, with the same contents, after each `reserve`. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
  }

  /** Makes sure that so many bytes are there for what is reserved next: to ask for them piece by piece takes long. */
  foresee(bytes: number): void {
    const missing = this.#end + bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
  }

  /** The address of zeros that nothing else uses, at a multiple of 64. Throws RangeError where there is no such room. */
  reserve(bytes: number): number {
    const at = this.#end;
    const end = Math.ceil((at + bytes) / 64) * 64;
    this.foresee(end - at);
    this.#end = end;
    return at;
  }
}
