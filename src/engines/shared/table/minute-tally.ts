import type { MinuteSeries } from '../../../core/profile/extra/minutes.js';
import type { Breath } from '../../../core/profile/breath.js';
import type { MinutesTask } from '../tasks/extra-task.js';
import { NONE } from '../tasks/reader.js';
import type { CellOf } from '../tasks/task.js';
import { eachSelected } from './block-reader.js';
import type { Evaluator } from './evaluate.js';
import { nullsLast } from './row-tally.js';

const MINUTE = 60_000_000;

interface Minute {
  requests: number;
  errors: number;
  withStatus: number;
  readonly halves: [number, number];
}

/** Counts the requests of each minute of one file by cell. */
export class MinuteTally {
  readonly #found = new Map<number, { minutes: Map<number, Minute>; instants: Set<number> }>();

  constructor(private readonly task: MinutesTask) {}

  /** Takes the rows of a block that meet the task's condition. Throws CancelledError. */
  async take(block: Evaluator, breath: Breath): Promise<void> {
    const { task } = this;
    const cells = block.integers(task.cell);
    const times = block.instants(task.time);
    const [errors, present] = [block.holds(task.error), block.holds(task.hasStatus)];
    await eachSelected(block, task.where, breath, (row) => {
      const time = times[row] as number;
      if (Number.isNaN(time)) return;
      const cell = cells[row] as number;
      let own = this.#found.get(cell);
      if (own === undefined) {
        own = { minutes: new Map(), instants: new Set() };
        this.#found.set(cell, own);
      }
      const index = Math.floor(time / MINUTE);
      let minute = own.minutes.get(index);
      if (minute === undefined) {
        minute = { requests: 0, errors: 0, withStatus: 0, halves: [0, 0] };
        own.minutes.set(index, minute);
      }
      minute.requests++;
      minute.errors += errors[row] as number;
      minute.withStatus += present[row] as number;
      const second = Math.floor((time - index * MINUTE) / 1e6);
      const half = second < 30 ? 0 : 1;
      minute.halves[half] |= 1 << (second % 30);
      if (task.exact) own.instants.add(time / 1000);
    });
  }

  finish(): CellOf<MinuteSeries>[] {
    return [...this.#found]
      .map(([cell, own]) => ({ cell: cell === NONE ? null : cell, ...own }))
      .sort((a, b) => nullsLast(a.cell, b.cell))
      .map(({ cell, minutes, instants }) => {
        const series = [...minutes].sort(([a], [b]) => a - b);
        const counts = (of: (minute: Minute) => number): Uint32Array =>
          Uint32Array.from(series, ([, minute]) => of(minute));
        return {
          cell,
          value: {
            minutes: Int32Array.from(series, ([index]) => index),
            requests: counts(({ requests }) => requests),
            errors: counts(({ errors: n }) => n),
            withStatus: counts(({ withStatus }) => withStatus),
            firstHalf: counts(({ halves }) => halves[0]),
            secondHalf: counts(({ halves }) => halves[1]),
            instants: this.task.exact ? Float64Array.from(instants).sort() : null,
          },
        };
      });
  }
}
