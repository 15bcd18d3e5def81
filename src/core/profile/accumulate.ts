import { ExactProfile } from './exact-profile.js';
import type { NumericProfile } from './numeric-profile.js';
import type { NumericColumn } from './profiles.js';
import { SketchScratch } from './sketch-buckets.js';
import { SketchProfile } from './sketch-profile.js';

/** Values gathered before they are folded into a sketch. */
const FOLD_AT = 32_768;

/** Makes accumulators that keep every value (exact) or fold them into sketches of bounded size. */
export class AccumulatorFactory {
  readonly #scratch: SketchScratch | null;

  constructor(exact: boolean) {
    this.#scratch = exact ? null : new SketchScratch();
  }

  create(): NumericAccumulator {
    return new NumericAccumulator(this.#scratch);
  }
}

/** The profile of no values, of the make a plan asks for. */
export function emptyNumeric(exact: boolean): NumericProfile {
  return exact ? ExactProfile.of(new Float64Array(0)) : SketchProfile.empty;
}

/** Collects one column of one cell. */
export class NumericAccumulator {
  #buffer = new Float64Array(64);
  #length = 0;
  #missing = 0;
  #nonFinite = 0;
  #sketch: NumericProfile = SketchProfile.empty;

  constructor(private readonly scratch: SketchScratch | null) {}

  /** Adds a value; NaN counts as missing, ±Infinity as non-finite, `-0` as `0`. */
  add(x: number): void {
    if (x - x !== 0) {
      if (x !== x) this.#missing++;
      else this.#nonFinite++;
      return;
    }
    if (this.#length === this.#buffer.length) this.#makeRoom(1);
    this.#buffer[this.#length++] = x + 0;
  }

  /** Adds `values[from, to)`, as `add` would one by one. */
  addRange(values: Float64Array, from: number, to: number): void {
    if (this.#length + to - from > this.#buffer.length) this.#makeRoom(to - from);
    const buffer = this.#buffer;
    let length = this.#length;
    for (let i = from; i < to; i++) {
      const x = values[i] as number;
      if (x - x === 0) buffer[length++] = x + 0;
      else if (x !== x) this.#missing++;
      else this.#nonFinite++;
    }
    this.#length = length;
  }

  finish(): NumericColumn {
    const values =
      this.scratch === null
        ? ExactProfile.of(this.#buffer.slice(0, this.#length))
        : this.#sketch.merge(SketchProfile.of(this.#buffer, this.#length, this.scratch));
    this.#buffer = new Float64Array(0);
    return { kind: 'numeric', missing: this.#missing, nonFinite: this.#nonFinite, values };
  }

  #makeRoom(more: number): void {
    if (this.scratch !== null && this.#length >= FOLD_AT) {
      this.#sketch = this.#sketch.merge(SketchProfile.of(this.#buffer, this.#length, this.scratch));
      this.#length = 0;
      if (more <= this.#buffer.length) return;
    }
    const larger = new Float64Array(Math.max(this.#buffer.length * 2, this.#length + more));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
