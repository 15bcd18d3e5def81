import type { TimeAxis } from '../../src/core/report/charts/axis.js';

type Listener = (index: number) => void;

/** The selected chunk: one for the whole page, moved by pointer and keys, pinned by a click. */
export class Selection {
  #index: number;
  #pinned = false;
  #anchor: number | null = null;
  #listeners: { readonly listener: Listener; readonly until: 'page' | 'always' }[] = [];
  readonly #first: number;
  readonly #last: number;

  /** `onRange` takes the first and the last chunk of a stretch that was drawn over the axis. */
  constructor(
    readonly axis: TimeAxis,
    readonly onRange: (first: number, last: number) => void = () => undefined,
  ) {
    this.#index = axis.standing;
    this.#first = axis.chunks.findIndex((chunk) => isShown(chunk));
    this.#last = axis.chunks.findLastIndex((chunk) => isShown(chunk));
  }

  /** Where a stretch was begun that is not ended yet; null = none. */
  get anchor(): number | null {
    return this.#anchor;
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

  /** Calls back at once, and whenever the selection moves: as long as this page is drawn, or always. */
  follow(listener: Listener, until: 'page' | 'always' = 'page'): void {
    this.#listeners.push({ listener, until });
    listener(this.#index);
  }

  /** The page goes: what it has drawn is told nothing any more. */
  forgetPage(): void {
    this.#listeners = this.#listeners.filter(({ until }) => until === 'always');
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
    this.#move(Math.max(this.#first, Math.min(this.#last, index)), true);
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

  /** Begins a stretch of the axis at the selected chunk, or ends it there. */
  mark(): void {
    const from = this.#anchor;
    this.#anchor = from === null ? this.#index : null;
    this.#move(this.#index, true);
    if (from !== null && from !== this.#index) this.#tellRange(from, this.#index);
  }

  /** The pointer begins, draws or ends a stretch. */
  drag(from: number, to: number, ended: boolean): void {
    this.#anchor = ended ? null : from;
    this.#move(to, true);
    if (ended && from !== to) this.#tellRange(from, to);
  }

  /** Forgets a stretch that was begun; tells whether there was one. */
  forget(): boolean {
    if (this.#anchor === null) return false;
    this.#anchor = null;
    this.#move(this.#index, true);
    return true;
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

  #tellRange(from: number, to: number): void {
    this.onRange(Math.min(from, to), Math.max(from, to));
  }

  #move(index: number, always = false): void {
    if (index === this.#index && !always) return;
    this.#index = index;
    for (const { listener } of this.#listeners) listener(index);
  }
}

/** Whether a chunk lies on the part of the axis that is shown. */
export function isShown({ x0, x1 }: { readonly x0: number; readonly x1: number }): boolean {
  return x1 > 1e-9 && x0 < 1 - 1e-9;
}
