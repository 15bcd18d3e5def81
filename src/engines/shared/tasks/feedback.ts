import type { NumericAccumulator } from '../../../core/profile/accumulate.js';
import type { FeedbackResult, FeedbackTask } from './extra-task.js';
import { labelReader, labelSql, rowFinder } from './label-readers.js';
import { plainOf } from './plain.js';
import type { Reader } from './reader.js';

interface Cell {
  readonly arrived: NumericAccumulator;
  readonly waiting: NumericAccumulator;
  fromFuture: number;
  readonly labelled: readonly NumericAccumulator[];
  readonly unlabelled: readonly NumericAccumulator[];
}

/** Tells the labelled rows of one file from the others. */
export async function readFeedback(
  reader: Reader,
  task: FeedbackTask,
  signal: AbortSignal,
): Promise<FeedbackResult> {
  const factory = reader.accumulators(task.exact);
  const cells = new Map<number | null, Cell>();
  const labelOf = labelReader(task.labels);
  const { received, labels, asOf } = task;
  const positionOf = 'rows' in labels ? rowFinder(labels.rows) : (): number => -1;
  await reader.stream(task, [labelSql(labels), task.time, ...task.scores], signal, (batch, runs) => {
    const marks = batch.doubles(1);
    const times = batch.doubles(2);
    const scores = task.scores.map((_, i) => batch.doubles(i + 3));
    for (const { cell: index, from, to } of runs) {
      const cell = cells.get(index) ?? {
        arrived: factory.create(),
        waiting: factory.create(),
        fromFuture: 0,
        labelled: scores.map(() => factory.create()),
        unlabelled: scores.map(() => factory.create()),
      };
      cells.set(index, cell);
      for (let at = from; at < to; at++) {
        const label = labelOf(marks[at] as number);
        const known = label === label;
        for (const [i, column] of scores.entries()) {
          (known ? cell.labelled : cell.unlabelled)[i]?.add(column[at] as number);
        }
        if (received === null) continue;
        const time = times[at] as number;
        if (!known) {
          if (asOf !== null && asOf >= time) cell.waiting.add((asOf - time) / 1000);
          continue;
        }
        const delay = ((received[positionOf(marks[at] as number)] ?? NaN) - time) / 1000;
        if (delay < 0) cell.fromFuture++;
        else cell.arrived.add(delay);
      }
    }
  });
  return {
    kind: 'feedback',
    cells: [...cells].map(([cell, { arrived, waiting, fromFuture, labelled, unlabelled }]) => ({
      cell,
      value: {
        delays:
          received === null
            ? null
            : { arrived: plainOf(arrived.finish()), waiting: plainOf(waiting.finish()), fromFuture },
        coverage: labelled.map((own, i) => ({
          labelled: plainOf(own.finish()),
          unlabelled: plainOf((unlabelled[i] as NumericAccumulator).finish()),
        })),
      },
    })),
  };
}
