import { randomUUID } from 'node:crypto';

import type { Database } from '../database.js';
import { name } from '../sql.js';
import type { ColumnsTask } from '../../shared/tasks/task.js';

/** Files of so few rows are held in memory while a task reads them. */
const MOST_ROWS = 20_000;

/**
 * Runs `work` on a task whose columns, where the file has few rows, were read into a table first. Opening a file costs as
 * much as its width: a task asks for each of its columns of categories by itself, and each would open it again.
 */
export async function withHeldColumns<Result>(
  database: Database,
  task: ColumnsTask,
  signal: AbortSignal,
  work: (task: ColumnsTask) => Promise<Result>,
): Promise<Result> {
  if (task.rows > MOST_ROWS || task.categories.length === 0) return work(task);
  const table = name(`held ${randomUUID()}`);
  // Categories keep their names, by which their text is told; the others take names that no log has.
  const held = (sql: string, i: number): string => `${sql} AS ${name(`held ${i}`)}`;
  const stored = [...new Set(task.categories.map((column) => column.stored))].filter((sql) =>
    sql.startsWith('"'),
  );
  const columns = [...[task.cell, ...task.numbers].map(held), ...stored];
  await database.run(
    `CREATE TABLE ${table} AS SELECT ${columns.join(', ')} FROM ${task.from} WHERE ${task.where}`,
    signal,
  );
  try {
    return await work({
      ...task,
      from: table,
      where: 'true',
      cell: name('held 0'),
      numbers: task.numbers.map((_, i) => name(`held ${i + 1}`)),
    });
  } finally {
    if (!signal.aborted) await database.run(`DROP TABLE ${table}`, signal);
  }
}
