const DELTA = 0.002;
/** Looks for a change at every so many values. */
const CLOCK = 32;
/** Buckets of one size before two of them become one of the next. */
const MOST_BUCKETS = 5;
const LEAST_WINDOW = 5;
const GRACE = 10;

/** Sums of the values of one bucket, and their squared deviations; the size follows from the row it is in. */
interface Bucket {
  readonly total: number;
  readonly spread: number;
}

/**
 * Adaptive windowing (Bifet and Gavalda 2007) as river 0.26 has it: tells whether two parts of the window differ in
 * their means by more than chance allows, and starts anew after an alarm. Memory grows with the logarithm of the rows.
 */
export function adwin(): (x: number) => boolean {
  let window = new Window();
  return (x) => {
    if (!window.add(x)) return false;
    window = new Window();
    return true;
  };
}

class Window {
  /** Row `i` holds buckets of 2^i values, the oldest first. */
  readonly #rows: Bucket[][] = [[]];
  #width = 0;
  #total = 0;
  #spread = 0;
  #ticks = 0;

  add(x: number): boolean {
    this.#rows[0]?.push({ total: x, spread: 0 });
    this.#width++;
    const before = this.#width - 1;
    if (before > 0) this.#spread += (before * (x - this.#total / before) ** 2) / this.#width;
    this.#total += x;
    this.#compress();
    this.#ticks++;
    return this.#ticks % CLOCK === 0 && this.#width > GRACE && this.#isCut();
  }

  #compress(): void {
    for (let i = 0; i < this.#rows.length; i++) {
      const row = this.#rows[i] as Bucket[];
      if (row.length <= MOST_BUCKETS) return;
      const [a, b] = row.splice(0, 2) as [Bucket, Bucket];
      const size = 2 ** i;
      const gap = a.total / size - b.total / size;
      const next = this.#rows[i + 1] ?? [];
      this.#rows[i + 1] = next;
      next.push({
        total: a.total + b.total,
        spread: a.spread + b.spread + (size * size * gap * gap) / (2 * size),
      });
    }
  }

  /** Whether some split of the window, from its oldest bucket on, tells the two parts apart. */
  #isCut(): boolean {
    let [n0, n1, u0, u1] = [0, this.#width, 0, this.#total];
    for (let i = this.#rows.length - 1; i >= 0; i--) {
      const row = this.#rows[i] as Bucket[];
      const size = 2 ** i;
      for (const { total } of row) {
        n0 += size;
        n1 -= size;
        u0 += total;
        u1 -= total;
        if (n0 >= LEAST_WINDOW && n1 >= LEAST_WINDOW && this.#differ(n0, n1, u0 / n0 - u1 / n1)) return true;
      }
    }
    return false;
  }

  #differ(n0: number, n1: number, gap: number): boolean {
    const delta = Math.log((2 * Math.log(this.#width)) / DELTA);
    const inverse = 1 / (n0 - LEAST_WINDOW + 1) + 1 / (n1 - LEAST_WINDOW + 1);
    const variance = this.#spread / this.#width;
    return Math.abs(gap) > Math.sqrt(2 * inverse * variance * delta) + (2 / 3) * delta * inverse;
  }
}
