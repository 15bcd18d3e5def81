import type { RowSample } from '../../core/profile/extra/row-sample.js';
import type { MinuteSeries } from '../../core/profile/extra/minutes.js';
import type { Draft } from '../shared/make-tasks.js';
import type { MinutesTask, SampleTask } from '../shared/tasks/extra-task.js';
import { readFeedback } from '../shared/tasks/feedback.js';
import { labelReader, labelSql } from '../shared/tasks/label-readers.js';
import { readLabelled } from '../shared/tasks/labelled.js';
import { readMeasures } from '../shared/tasks/measures.js';
import { NumericFold } from '../shared/tasks/numeric.js';
import { NONE } from '../shared/tasks/reader.js';
import { sampledNumber, sampleOf, type SampledRows } from '../shared/tasks/sample-rows.js';
import { readScored } from '../shared/tasks/scored.js';
import { readSequence } from '../shared/tasks/sequence.js';
import type {
  CategoryRows,
  CellOf,
  ColumnsResult,
  ColumnsTask,
  CountedRows,
  PlainCategories,
  RowsTask,
  Task,
  TaskResult,
} from '../shared/tasks/task.js';
import { Breath } from '../../core/profile/breath.js';
import { compareBytes } from './compare-bytes.js';
import type { Evaluator } from './evaluate.js';
import { eachSelected, type MemoryReader } from './memory-reader.js';

/** Runs one task over a table in memory. Throws CancelledError. */
export async function runTask(
  evaluator: Evaluator,
  reader: MemoryReader,
  draft: Draft<Task>,
  signal: AbortSignal,
): Promise<TaskResult> {
  // Only DuckDB's streams are told where to read and how many rows must come.
  const task = { ...draft, from: '', rows: 0 } as Task;
  const breath = new Breath(signal);
  await evaluator.prepare(draft, breath);
  switch (task.kind) {
    case 'columns':
      return readColumns(evaluator, reader, task, breath, signal);
    case 'rows':
      return {
        kind: 'rows',
        counts: await countRows(evaluator, task, breath),
        measures: await readMeasures(reader, task, signal),
      };
    case 'labelled':
      return readLabelled(reader, task, signal);
    case 'minutes':
      return { kind: 'minutes', cells: await countMinutes(evaluator, task, breath) };
    case 'feedback':
      return readFeedback(reader, task, signal);
    case 'scored':
      return readScored(reader, task, signal);
    case 'sample':
      return { kind: 'sample', cells: await takeSample(evaluator, task, breath) };
    case 'sequence':
      return readSequence(reader, task, signal);
  }
}

async function readColumns(
  evaluator: Evaluator,
  reader: MemoryReader,
  task: ColumnsTask,
  breath: Breath,
  signal: AbortSignal,
): Promise<ColumnsResult> {
  const numbers = new NumericFold(task.numbers.length, reader.accumulators(task.exact));
  if (task.numbers.length > 0) {
    await reader.stream(task, task.numbers, signal, (batch, runs) => numbers.take(batch, 1, runs));
  }
  const categories: PlainCategories[] = [];
  for (const { text } of task.categories)
    categories.push(await countCategories(evaluator, task, text, breath));
  return { kind: 'columns', numbers: task.numbers.map((_, i) => numbers.finish(i)), categories };
}

async function countCategories(
  evaluator: Evaluator,
  task: Pick<ColumnsTask, 'where' | 'cell'>,
  text: string,
  breath: Breath,
): Promise<PlainCategories> {
  const { codes, values } = evaluator.texts(text);
  const cellOf = evaluator.integers(task.cell);
  const cells = new Map<number | null, Map<number, number>>();
  const seen = new Set<number>();
  await eachSelected(evaluator, task.where, breath, (row) => {
    const cell = cellAt(cellOf, row);
    const code = codes[row] as number;
    let counts = cells.get(cell);
    if (counts === undefined) {
      counts = new Map();
      cells.set(cell, counts);
    }
    counts.set(code, (counts.get(code) ?? 0) + 1);
    if (code >= 0) seen.add(code);
  });
  const order = [...seen].sort((a, b) => compareBytes(values[a] as string, values[b] as string));
  const places = new Map(order.map((code, place) => [code, place]));
  return {
    kind: 'categories',
    values: order.map((code) => values[code] as string),
    cells: [...cells].map(([cell, counts]): CellOf<CategoryRows> => {
      const found = [...counts]
        .filter(([code]) => code >= 0)
        .map(([code, rows]) => [places.get(code) as number, rows] as const)
        .sort(([a], [b]) => a - b);
      return {
        cell,
        value: {
          missing: counts.get(-1) ?? 0,
          codes: Uint32Array.from(found, ([code]) => code),
          counts: Float64Array.from(found, ([, rows]) => rows),
        },
      };
    }),
  };
}

function cellAt(cells: Int32Array, row: number): number | null {
  return cells[row] === NONE ? null : (cells[row] as number);
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

async function countRows(evaluator: Evaluator, task: RowsTask, breath: Breath): Promise<CountedRows[]> {
  const cells = evaluator.integers(task.cell);
  const slots = evaluator.integers(task.slot);
  const versions = evaluator.texts(task.version);
  const times = evaluator.instants(task.time);
  const [errors, present, timeouts, late, logged] = [
    task.error,
    task.hasStatus,
    task.timeout,
    task.late,
    task.hasLogged,
  ].map((condition) => evaluator.holds(condition)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const found = new Map<string, Mutable<CountedRows>>();
  await eachSelected(evaluator, task.where, breath, (row) => {
    const key = `${cells[row]} ${slots[row]} ${versions.codes[row]}`;
    let counts = found.get(key);
    if (counts === undefined) {
      counts = {
        cell: cellAt(cells, row),
        slot: cellAt(slots, row),
        version: versions.values[versions.codes[row] as number] ?? null,
        requests: 0,
        errors: 0,
        withStatus: 0,
        timeouts: 0,
        late: 0,
        withLogged: 0,
        first: null,
      };
      found.set(key, counts);
    }
    counts.requests++;
    counts.errors += errors[row] as number;
    counts.withStatus += present[row] as number;
    counts.timeouts += timeouts[row] as number;
    counts.late += late[row] as number;
    counts.withLogged += logged[row] as number;
    const time = (times[row] as number) / 1000;
    if (!Number.isNaN(time)) counts.first = Math.min(counts.first ?? Infinity, time);
  });
  return [...found.values()].sort(
    (a, b) => nullsLast(a.cell, b.cell) || nullsLast(a.slot, b.slot) || compareVersions(a.version, b.version),
  );
}

function nullsLast(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}

function compareVersions(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareBytes(a, b);
}

const MINUTE = 60_000_000;

interface Minute {
  requests: number;
  errors: number;
  withStatus: number;
  readonly halves: [number, number];
}

async function countMinutes(
  evaluator: Evaluator,
  task: MinutesTask,
  breath: Breath,
): Promise<CellOf<MinuteSeries>[]> {
  const cells = evaluator.integers(task.cell);
  const times = evaluator.instants(task.time);
  const [errors, present] = [evaluator.holds(task.error), evaluator.holds(task.hasStatus)];
  const found = new Map<number | null, { minutes: Map<number, Minute>; instants: Set<number> }>();
  await eachSelected(evaluator, task.where, breath, (row) => {
    const time = times[row] as number;
    if (Number.isNaN(time)) return;
    const cell = cellAt(cells, row);
    const own = found.get(cell) ?? { minutes: new Map<number, Minute>(), instants: new Set<number>() };
    found.set(cell, own);
    const index = Math.floor(time / MINUTE);
    const minute = own.minutes.get(index) ?? { requests: 0, errors: 0, withStatus: 0, halves: [0, 0] };
    own.minutes.set(index, minute);
    minute.requests++;
    minute.errors += errors[row] as number;
    minute.withStatus += present[row] as number;
    const second = Math.floor((time - index * MINUTE) / 1e6);
    const half = second < 30 ? 0 : 1;
    minute.halves[half] |= 1 << (second % 30);
    if (task.exact) own.instants.add(time / 1000);
  });
  return [...found]
    .sort(([a], [b]) => nullsLast(a, b))
    .map(([cell, { minutes, instants }]) => {
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
          instants: task.exact ? Float64Array.from(instants).sort() : null,
        },
      };
    });
}

async function takeSample(
  evaluator: Evaluator,
  task: SampleTask,
  breath: Breath,
): Promise<CellOf<RowSample>[]> {
  const cells = evaluator.integers(task.cell);
  const hashes = evaluator.doubles(task.hash);
  const rowsOf = new Map<number | null, number[]>();
  await eachSelected(evaluator, task.where, breath, (row) => {
    const cell = cellAt(cells, row);
    const rows = rowsOf.get(cell) ?? [];
    rowsOf.set(cell, rows);
    rows.push(row);
  });
  const readers = task.columns.map(({ kind, sql }): ((row: number) => number | string | null) => {
    if (kind === 'numeric') {
      const values = evaluator.doubles(sql);
      return (row) => sampledNumber(values[row] as number);
    }
    const { codes, values } = evaluator.texts(sql);
    return (row) => values[codes[row] as number] ?? null;
  });
  if (task.labels !== null) {
    const marks = evaluator.doubles(labelSql(task.labels));
    const labelOf = labelReader(task.labels);
    readers.push((row) => labelOf(marks[row] as number));
  }
  const samples: CellOf<RowSample>[] = [];
  for (const [cell, rows] of [...rowsOf].sort(([a], [b]) => nullsLast(a, b))) {
    await breath.take();
    const cut = cutOf(task, rows, hashes);
    const taken = rows.filter((row) => (hashes[row] as number) <= cut);
    const sampled: SampledRows = {
      hashes: taken.map((row) => hashes[row] as number),
      columns: readers.map((read) => taken.map(read)),
    };
    samples.push({ cell, value: sampleOf(task, sampled, cut) });
  }
  return samples;
}

/** The hash up to which a cell gives its rows: `Infinity` where it gives all. */
function cutOf(task: SampleTask, rows: readonly number[], hashes: Float64Array): number {
  if (rows.length <= task.atLeast || task.below >= 2 ** 53) return Infinity;
  const sorted = Float64Array.from(rows, (row) => hashes[row] as number).sort();
  return Math.max(sorted[task.atLeast - 1] as number, task.below);
}
