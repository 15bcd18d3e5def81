import { Kernels, type KernelFunctions } from './kernels.js';

/** Part of the memory of the kernels, from `at` on. What is in it is not known. */
export interface Room {
  readonly run: KernelFunctions;
  readonly buffer: ArrayBuffer;
  readonly at: number;
}

/** More bytes than this are given back after use. */
const MOST_KEPT = 32 * 2 ** 20;

class WorkingSpace {
  readonly #kernels = new Kernels();
  #at = 0;
  #bytes = 0;

  room(bytes: number): Room {
    if (bytes > this.#bytes) {
      this.#bytes = Math.max(bytes, Math.min(2 * bytes, MOST_KEPT));
      this.#at = this.#kernels.reserve(this.#bytes);
    }
    return { run: this.#kernels.run, buffer: this.#kernels.buffer, at: this.#at };
  }
}

/** That of this thread, made when it is first needed. Nothing is left in it: whoever asks writes before reading. */
const OWN: { space: WorkingSpace | null } = { space: null };

/** Room of so many bytes for one computation, until the next asks for some. Throws RangeError where there is no such room. */
export function workingRoom(bytes: number): Room {
  if (bytes > MOST_KEPT) return new WorkingSpace().room(bytes);
  OWN.space ??= new WorkingSpace();
  return OWN.space.room(bytes);
}
