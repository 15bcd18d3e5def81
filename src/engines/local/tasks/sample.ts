import type { SampleResult, SampleTask } from '../../shared/tasks/extra-task.js';
import { labelReader, labelSql } from '../../shared/tasks/label-readers.js';
import type { DuckReader } from './reader.js';
import { NONE } from '../../shared/tasks/reader.js';
import { sampledNumber, sampleOf, type SampledRows } from '../../shared/tasks/sample-rows.js';
import { doubles, integers, texts } from './vectors.js';

/** Takes the rows of one file whose hashes are smallest in their cell, or smaller than asked. */
export async function readSample(
  { database }: DuckReader,
  task: SampleTask,
  signal: AbortSignal,
): Promise<SampleResult> {
  const cuts = await readCuts(database, task, signal);
  if (cuts.size === 0) return { kind: 'sample', cells: [] };
  const labels = task.labels === null ? [] : [labelSql(task.labels)];
  const expressions = [...task.columns.map(({ sql }) => sql), ...labels];
  const table = [...cuts].map(
    ([cell, cut]) => `(${cell}::INTEGER, ${cut === Infinity ? "'inf'" : cut}::DOUBLE)`,
  );
  const chunks = await database.chunks(
    `SELECT rows.* EXCLUDE (part), cuts.part FROM (
       SELECT ${task.hash} AS hash, ${expressions.map((sql, i) => `${sql} AS c${i}, `).join('')} ${task.cell} AS part
       FROM ${task.from} WHERE ${task.where}) AS rows
     JOIN (VALUES ${table.join(', ')}) AS cuts (part, cut) ON rows.part IS NOT DISTINCT FROM cuts.part
     WHERE rows.hash <= cuts.cut`,
    signal,
  );
  const found = new Map<number | null, SampledRows>();
  const labelOf = task.labels === null ? null : labelReader(task.labels);
  for (const chunk of chunks) {
    const hashes = doubles(chunk, 0);
    const cells = integers(chunk, expressions.length + 1);
    const readers = task.columns.map(({ kind }, i) =>
      kind === 'numeric' ? numberReader(doubles(chunk, i + 1)) : texts(chunk, i + 1),
    );
    const marks = labelOf === null ? null : doubles(chunk, expressions.length);
    for (let row = 0; row < chunk.rowCount; row++) {
      const cell = cells[row] === NONE ? null : (cells[row] as number);
      const own = found.get(cell) ?? { hashes: [], columns: [...readers, ...labels].map(() => []) };
      found.set(cell, own);
      own.hashes.push(hashes[row] as number);
      for (const [i, read] of readers.entries()) own.columns[i]?.push(read(row));
      if (labelOf !== null && marks !== null)
        own.columns[readers.length]?.push(labelOf(marks[row] as number));
    }
  }
  return {
    kind: 'sample',
    cells: [...found].map(([cell, rows]) => ({
      cell,
      value: sampleOf(task, rows, cuts.get(cell) ?? Infinity),
    })),
  };
}

/** The hash up to which each cell gives its rows: `Infinity` where it gives all. */
async function readCuts(
  database: DuckReader['database'],
  task: SampleTask,
  signal: AbortSignal,
): Promise<Map<number | null, number>> {
  const rows = await database.rows(
    `SELECT ${task.cell} AS cell, count(*) AS n, list_max(min(${task.hash}, ${task.atLeast})) AS cut
     FROM ${task.from} WHERE ${task.where} GROUP BY ALL ORDER BY ALL`,
    signal,
  );
  return new Map(
    rows.map(({ cell, n, cut }) => [
      cell === null ? null : Number(cell),
      Number(n) <= task.atLeast || task.below >= 2 ** 53 ? Infinity : Math.max(Number(cut), task.below),
    ]),
  );
}

function numberReader(values: Float64Array): (row: number) => number {
  return (row) => sampledNumber(values[row] as number);
}
