import type { TimeAxis } from '../../src/core/report/charts/axis.js';

type Listener = (index: number) => void;

/** The selected chunk: one for the whole page, moved by pointer and keys, pinned by a click. */
export class Selection {
  #index: number;
  #pinned = false;
  readonly #listeners: Listener[] = [];

  constructor(readonly axis: TimeAxis) {
    this.#index = axis.standing;
  }

  get index(): number {
    return this.#index;
  }

  get pinned(): boolean {
    return this.#pinned;
  }

  /** Name of the pinned chunk; null when none is. */
  get pinnedName(): string | null {
    return this.#pinned ? (this.axis.chunks[this.#index]?.name ?? null) : null;
  }

  /** Calls back at once, and whenever the selection moves. */
  follow(listener: Listener): void {
    this.#listeners.push(listener);
    listener(this.#index);
  }

  /** The pointer is over a chunk: it becomes the selected one, unless one is pinned. */
  hover(index: number): void {
    if (!this.#pinned) this.#move(index);
  }

  /** A click: pins the chunk, or frees the one that is pinned already. */
  toggle(index: number): void {
    this.#pinned = !(this.#pinned && index === this.#index);
    this.#move(index, true);
  }

  /** Keys move the selection and keep it: the pointer may rest anywhere. */
  go(index: number): void {
    this.#pinned = true;
    this.#move(Math.max(0, Math.min(this.axis.chunks.length - 1, index)), true);
  }

  /** Pins a chunk by its name, when there still is one. */
  restore(name: string | null): void {
    const index = name === null ? -1 : this.axis.chunks.findIndex((chunk) => chunk.name === name);
    if (index !== -1) this.go(index);
  }

  /** Frees a pinned chunk and goes back to the standing one; tells whether one was pinned. */
  free(): boolean {
    const was = this.#pinned;
    this.#pinned = false;
    this.#move(this.axis.standing, true);
    return was;
  }

  /** First chunk of the next (or previous) version. */
  byVersion(step: 1 | -1): void {
    const starts = this.axis.versions.map(({ x }) =>
      this.axis.chunks.findIndex((chunk) => chunk.x0 >= x - 1e-9),
    );
    const next =
      step === 1
        ? starts.find((start) => start > this.#index)
        : starts.findLast((start) => start < this.#index);
    if (next !== undefined && next >= 0) this.go(next);
  }

  /** The chunk at a position of the axis; null beside all chunks. */
  at(x: number): number | null {
    const index = this.axis.chunks.findIndex((chunk) => x >= chunk.x0 && x <= chunk.x1);
    return index === -1 ? null : index;
  }

  #move(index: number, always = false): void {
    if (index === this.#index && !always) return;
    this.#index = index;
    for (const listener of this.#listeners) listener(index);
  }
}
