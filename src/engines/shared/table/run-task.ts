import { Breath } from '../../../core/profile/breath.js';
import type { Draft } from '../make-tasks.js';
import { readFeedback } from '../tasks/feedback.js';
import { readLabelled } from '../tasks/labelled.js';
import { readMeasures } from '../tasks/measures.js';
import { NumericFold } from '../tasks/numeric.js';
import { readScored } from '../tasks/scored.js';
import { readSequence } from '../tasks/sequence.js';
import type { ColumnsResult, ColumnsTask, Task, TaskResult } from '../tasks/task.js';
import { BlockReader, type Factories } from './block-reader.js';
import type { Blocks } from './blocks.js';
import { CategoryTally } from './category-tally.js';
import { MinuteTally } from './minute-tally.js';
import { RowTally } from './row-tally.js';
import { takeSample } from './take-sample.js';

/** Runs one task over rows that come as typed columns. Throws CancelledError. */
export async function runTask(
  blocks: Blocks,
  factories: Factories,
  draft: Draft<Task>,
  signal: AbortSignal,
): Promise<TaskResult> {
  // Only DuckDB's streams are told where to read and how many rows must come.
  const task = { ...draft, from: '', rows: 0 } as Task;
  const reader = new BlockReader(blocks, factories);
  const breath = new Breath(signal);
  switch (task.kind) {
    case 'columns':
      return readColumns(reader, task, signal);
    case 'rows': {
      const counts = new RowTally(task);
      await blocks.each(task, breath, (block) => counts.take(block, breath));
      return { kind: 'rows', counts: counts.finish(), measures: await readMeasures(reader, task, signal) };
    }
    case 'labelled':
      return readLabelled(reader, task, signal);
    case 'minutes': {
      const minutes = new MinuteTally(task);
      await blocks.each(task, breath, (block) => minutes.take(block, breath));
      return { kind: 'minutes', cells: minutes.finish() };
    }
    case 'feedback':
      return readFeedback(reader, task, signal);
    case 'scored':
      return readScored(reader, task, signal);
    case 'sample':
      return { kind: 'sample', cells: await takeSample(blocks, task, breath) };
    case 'sequence':
      return readSequence(reader, task, signal);
  }
}

/** Folds the columns of one file, numbers and categories, into a profile for each cell. */
async function readColumns(
  reader: BlockReader,
  task: ColumnsTask,
  signal: AbortSignal,
): Promise<ColumnsResult> {
  const numbers = new NumericFold(task.numbers.length, reader.accumulators(task.exact));
  const categories = task.categories.map(() => new CategoryTally());
  const expressions = [...task.numbers, ...task.categories.map(({ text }) => text)];
  await reader.stream(task, expressions, signal, (batch, runs) => {
    numbers.take(batch, 1, runs);
    for (const [i, tally] of categories.entries()) tally.take(batch.coded(1 + task.numbers.length + i), runs);
  });
  const finished = await numbers.finish(signal);
  return { kind: 'columns', numbers: finished, categories: categories.map((tally) => tally.finish()) };
}
