import { CategoryFold } from './categories.js';
import { withHeldColumns } from './held.js';
import { NumericFold } from '../../shared/tasks/numeric.js';
import type { DuckReader } from './reader.js';
import type { ColumnsResult, ColumnsTask, PlainCategories } from '../../shared/tasks/task.js';

/** Folds the columns of one file, numbers and categories, into a profile for each cell. */
export function readColumns(
  reader: DuckReader,
  task: ColumnsTask,
  signal: AbortSignal,
): Promise<ColumnsResult> {
  return withHeldColumns(reader.database, task, signal, (held) => foldColumns(reader, held, signal));
}

async function foldColumns(
  reader: DuckReader,
  task: ColumnsTask,
  signal: AbortSignal,
): Promise<ColumnsResult> {
  const numbers = new NumericFold(task.numbers.length, reader.accumulators(task.exact));
  const categories: CategoryFold[] = [];
  for (const column of task.categories) {
    categories.push(await CategoryFold.open(reader.database, task, column, signal));
  }
  const keyed = categories.filter((column) => column.isKeyed);
  if (task.numbers.length + keyed.length > 0) {
    const expressions = [...task.numbers, ...keyed.map((column) => column.key)];
    await reader.stream(task, expressions, signal, (batch, runs) => {
      numbers.take(batch, 1, runs);
      for (const [i, column] of keyed.entries()) column.take(batch.chunk, 1 + task.numbers.length + i, runs);
    });
  }
  const finished = await numbers.finish(signal);
  const counted: PlainCategories[] = [];
  for (const column of categories) counted.push(await column.finish(signal));
  return { kind: 'columns', numbers: finished, categories: counted };
}
