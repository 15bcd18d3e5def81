import { ExactProfile } from './exact-profile.js';
import type { NumericProfile } from './numeric-profile.js';
import type { NumericColumn } from './profiles.js';
import { SketchProfile, SketchScratch } from './sketch-profile.js';

/** Values gathered before they are folded into a sketch. */
const FOLD_AT = 16_384;

/** Makes accumulators that keep every value (exact) or fold them into sketches of bounded size. */
export class AccumulatorFactory {
  readonly #scratch: SketchScratch | null;

  constructor(exact: boolean) {
    this.#scratch = exact ? null : new SketchScratch();
  }

  create(): NumericAccumulator {
    return new NumericAccumulator(this.#scratch);
  }

  /** The profile of no values, of the make this factory gives. */
  get nothing(): NumericProfile {
    return this.#scratch === null ? ExactProfile.of(new Float64Array(0)) : SketchProfile.empty;
  }
}

/** Collects one column of one cell, value by value. */
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
    if (this.#length === this.#buffer.length) this.#makeRoom();
    this.#buffer[this.#length++] = x + 0;
  }

  finish(): NumericColumn {
    const values =
      this.scratch === null
        ? ExactProfile.of(this.#buffer.slice(0, this.#length))
        : this.#sketch.merge(SketchProfile.of(this.#buffer, this.#length, this.scratch));
    return { kind: 'numeric', missing: this.#missing, nonFinite: this.#nonFinite, values };
  }

  #makeRoom(): void {
    if (this.scratch !== null && this.#length >= FOLD_AT) {
      this.#sketch = this.#sketch.merge(SketchProfile.of(this.#buffer, this.#length, this.scratch));
      this.#length = 0;
      return;
    }
    const larger = new Float64Array(this.#buffer.length * 2);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
