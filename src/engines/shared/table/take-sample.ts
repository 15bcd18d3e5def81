import type { RowSample } from '../../../core/profile/extra/row-sample.js';
import type { Breath } from '../../../core/profile/breath.js';
import type { SampleTask } from '../tasks/extra-task.js';
import { labelReader, labelSql } from '../tasks/label-readers.js';
import { NONE } from '../tasks/reader.js';
import { sampledNumber, sampleOf, type SampledRows } from '../tasks/sample-rows.js';
import type { CellOf } from '../tasks/task.js';
import { eachSelected } from './block-reader.js';
import type { Blocks } from './blocks.js';
import { nullsLast } from './row-tally.js';

/** Takes the rows of one file whose hashes are smallest in their cell, or smaller than asked. Throws CancelledError. */
export async function takeSample(
  blocks: Blocks,
  task: SampleTask,
  breath: Breath,
): Promise<CellOf<RowSample>[]> {
  const hashesOf = new Map<number, number[]>();
  await blocks.each([task.where, task.cell, task.hash], breath, async (block) => {
    const [cells, hashes] = [block.integers(task.cell), block.doubles(task.hash)];
    await eachSelected(block, task.where, breath, (row) => {
      const cell = cells[row] as number;
      const own = hashesOf.get(cell);
      if (own === undefined) hashesOf.set(cell, [hashes[row] as number]);
      else own.push(hashes[row] as number);
    });
  });
  const cuts = new Map([...hashesOf].map(([cell, hashes]) => [cell, cutOf(task, hashes)]));
  const found = new Map<number, SampledRows>();
  await blocks.each(task, breath, async (block) => {
    const [cells, hashes] = [block.integers(task.cell), block.doubles(task.hash)];
    const readers = task.columns.map(({ kind, sql }): ((row: number) => number | string | null) => {
      if (kind === 'numeric') {
        const values = block.doubles(sql);
        return (row) => sampledNumber(values[row] as number);
      }
      const { codes, values } = block.texts(sql);
      return (row) => values[codes[row] as number] ?? null;
    });
    if (task.labels !== null) {
      const marks = block.doubles(labelSql(task.labels));
      const labelOf = labelReader(task.labels);
      readers.push((row) => labelOf(marks[row] as number));
    }
    await eachSelected(block, task.where, breath, (row) => {
      const cell = cells[row] as number;
      const hash = hashes[row] as number;
      if (!(hash <= (cuts.get(cell) as number))) return;
      const own = found.get(cell) ?? { hashes: [], columns: readers.map(() => []) };
      found.set(cell, own);
      own.hashes.push(hash);
      for (const [i, read] of readers.entries()) own.columns[i]?.push(read(row));
    });
  });
  const samples: CellOf<RowSample>[] = [];
  for (const [key, rows] of found) {
    await breath.take();
    samples.push({
      cell: key === NONE ? null : key,
      value: sampleOf(task, rows, cuts.get(key) as number),
    });
  }
  return samples.sort((a, b) => nullsLast(a.cell, b.cell));
}

/** The hash up to which a cell gives its rows: `Infinity` where it gives all. */
function cutOf(task: SampleTask, hashes: readonly number[]): number {
  if (hashes.length <= task.atLeast || task.below >= 2 ** 53) return Infinity;
  const sorted = Float64Array.from(hashes).sort();
  return Math.max(sorted[task.atLeast - 1] as number, task.below);
}
