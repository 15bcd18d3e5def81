import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of a second in `/proc`: the same on every Linux. */
const TICKS = 100;

/** How many looks go by between two for new children. */
const LOOKS_PER_SEARCH = 10;

interface Seen {
  bytes: number;
  ticks: number;
}

/**
 * Memory and processor time of a process and all that it started, as Linux keeps them. The kernel's own high-water mark
 * of each process is read, so a peak between two looks is not missed; where there are several processes their marks are
 * added, which is at least the peak of their sum.
 */
export class ProcessTree {
  readonly #seen = new Map<number, Seen>();
  #looks = 0;

  constructor(root: number) {
    this.#seen.set(root, { bytes: 0, ticks: 0 });
  }

  /** Null where nothing could be read. */
  get megabytes(): number | null {
    const bytes = [...this.#seen.values()].reduce((sum, one) => sum + one.bytes, 0);
    return bytes === 0 ? null : bytes / 1e6;
  }

  /** Null where nothing could be read. */
  get processorSeconds(): number | null {
    const ticks = [...this.#seen.values()].reduce((sum, one) => sum + one.ticks, 0);
    return ticks === 0 ? null : ticks / TICKS;
  }

  look(): void {
    if (this.#looks++ % LOOKS_PER_SEARCH === 0) this.#search();
    for (const [pid, one] of this.#seen) {
      const peak = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1];
      if (peak !== undefined) one.bytes = Number(peak) * 1024;
      // The name of the program stands in brackets and may hold spaces.
      const fields = read(`/proc/${pid}/stat`)
        .replace(/^.*\) /, '')
        .split(' ');
      if (fields.length > 12) one.ticks = Number(fields[11]) + Number(fields[12]);
    }
  }

  #search(): void {
    // What is found is looked through as well: a map goes on to what is added to it.
    for (const pid of this.#seen.keys()) {
      for (const task of list(`/proc/${pid}/task`)) {
        for (const child of read(`/proc/${pid}/task/${task}/children`).split(' ')) {
          const found = Number(child);
          if (found > 0 && !this.#seen.has(found)) this.#seen.set(found, { bytes: 0, ticks: 0 });
        }
      }
    }
  }
}

/** Empty where the process is gone, or the platform has no such file. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
