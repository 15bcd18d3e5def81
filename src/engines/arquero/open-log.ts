import { readFile, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { DataError } from '../../core/errors.js';
import type { InspectRequest, ReadUpTo, RunContext } from '../../core/profile/engine.js';
import type {
  ColumnFacts,
  FileFacts,
  LogFacts,
  MalformedRows,
  TimeFacts,
} from '../../core/profile/log-facts.js';
import { makeRunFolder } from '../shared/run-folder.js';
import { readCsvHeader } from '../shared/csv-header.js';
import { decompress } from '../shared/decompress.js';
import { asDataError } from '../shared/errors.js';
import { beginsWithMark, BYTE_ORDER_MARK } from '../shared/byte-order-mark.js';
import { hashFile } from '../shared/hash-file.js';
import { reachOf } from '../shared/read-up-to.js';
import { formatOf, type LogFormat } from '../shared/format.js';
import type { Language } from '../shared/language.js';
import type { OpenLog, TimedSource } from '../shared/log-source.js';
import { TimeTally } from '../shared/table/time-tally.js';
import { spanOf, timesOf, type TimeSummary } from '../shared/times.js';
import { readArrow } from './arrow.js';
import { Breath, ROWS_A_STEP } from '../../core/profile/breath.js';
import { splitTable } from './csv.js';
import { Evaluator } from '../shared/table/evaluate.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { joined } from './joined.js';
import { readArray, readLines } from './json.js';
import { readParquet } from './parquet.js';
import { unionOfColumns } from '../shared/union-of-columns.js';
import { asVarchar, factsOf, type Column, type Table } from '../shared/table/table.js';

/** What the logs of one run may hold, unpacked: all of it is in memory. */
export const MOST_MEGABYTES = 256;

/** More distinct values than this are too many to name. */
const MOST_DISTINCT = 1001;

/** One file in memory. */
export interface MemorySource extends TimedSource {
  readonly table: Table;
  readonly evaluator: Evaluator;
  readonly language: Language;
}

/** How much of the memory of a run is still free. */
export class Budget {
  #bytes = 0;

  /** Throws DataError where the logs are too large. */
  take(bytes: number, shown: string): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST_MEGABYTES * 2 ** 20) {
      throw new DataError(
        `The logs hold more than ${MOST_MEGABYTES} MB, which is what the built-in engine reads (it came to ${shown}). Check fewer files at a time, or run where DuckDB loads.`,
        { path: shown },
      );
    }
  }
}

/** Opens a log: reads its files into memory, and tells their columns, counts and times. Throws DataError, CancelledError. */
export async function openLog(
  baseFolder: string,
  request: InspectRequest,
  budget: Budget,
  run: RunContext,
): Promise<OpenLog<MemorySource>> {
  const files: Omit<MemorySource, 'time'>[] = [];
  let rows = 0;
  for (const shown of request.files) {
    const file = await openFile(baseFolder, shown, request.upTo, budget, run.signal);
    files.push(file);
    rows += file.facts.rows;
    run.onProgress({
      phase: 'looking',
      done: files.length,
      total: request.files.length,
      unit: 'files',
      rows,
    });
  }
  const columns = unionOfColumns(files.map(({ facts }) => facts));
  const breath = new Breath(run.signal);
  const times: (Float64Array | null)[] = [];
  const summaries: (TimeSummary | null)[] = [];
  for (const file of files) {
    const own = await instantsOf(file, request, breath);
    times.push(own);
    summaries.push(own === null || own.length === 0 ? null : await summaryOf(own, breath));
  }
  return {
    facts: {
      role: request.role,
      files: files.map(({ facts }) => facts),
      rows,
      columns,
      time: await timeFacts(times, summaries, request),
      distinct: request.distinct ? await distinctValues(files, columns, breath) : new Map(),
    } satisfies LogFacts,
    sources: files.map((file, i) => ({ ...file, time: spanOf(summaries[i] ?? null) })),
  };
}

async function openFile(
  baseFolder: string,
  shown: string,
  upTo: ReadUpTo,
  budget: Budget,
  signal: AbortSignal,
): Promise<Omit<MemorySource, 'time'>> {
  const path = isAbsolute(shown) ? shown : join(baseFolder, shown);
  const format = await formatOf(path, shown);
  const folder = await makeRunFolder();
  try {
    const { size, mtimeMs: modified } = await stat(path);
    const { bytes, unfinished } = await reachOf(path, shown, format, { bytes: size, modified }, upTo);
    let [plain, end] = [path, bytes];
    if (format.compression !== 'none') {
      plain = join(folder, `plain.${format.kind}`);
      await decompress(path, plain, format.compression, shown, signal);
      end = (await stat(plain)).size;
    }
    budget.take(end, shown);
    const { hash: fingerprint } = await hashFile({ path, bytes, split: null }, signal);
    const { table, malformed, mismatched } = await readTable(plain, end, shown, format, budget, signal);
    const columns = [...table.columns].map(([name, column]) => factsOf(name, column));
    const facts: FileFacts = {
      path: shown,
      bytes,
      unfinished,
      fingerprint,
      rows: table.rows,
      columns,
      malformed,
      mismatched,
    };
    return {
      facts,
      fingerprint,
      columns: new Map(columns.map((column) => [column.name, column])),
      table,
      evaluator: new Evaluator(table),
      language: EXPRESSIONS,
    };
  } catch (error) {
    throw asDataError(error, shown, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ReadTable {
  readonly table: Table;
  readonly malformed: MalformedRows;
  readonly mismatched: ReadonlyMap<string, number>;
}

/** Reads the rows of a file; of text its first `end` bytes, whatever is written behind them meanwhile. */
async function readTable(
  path: string,
  end: number,
  shown: string,
  { kind }: LogFormat,
  budget: Budget,
  signal: AbortSignal,
): Promise<ReadTable> {
  if (kind === 'csv' || kind === 'tsv') {
    const { delimiter, columns: names } = await readCsvHeader(path, shown, kind);
    const bytes = (await readFile(path, { signal })).subarray(0, end);
    const split = await splitTable(bytes, delimiter, names.length, signal);
    const columns = new Map<string, Column>();
    const mismatched = new Map<string, number>();
    for (const [i, { column, lost }] of split.columns.entries()) {
      const name = names[i] as string;
      columns.set(name, column);
      if (lost > 0) mismatched.set(name, lost);
    }
    return { table: { firstRow: 0, rows: split.rows, columns }, malformed: split.malformed, mismatched };
  }
  if (kind === 'arrow' || kind === 'parquet') {
    const nothing = { count: 0, lines: [], reason: null };
    const read = kind === 'arrow' ? readArrow : readParquet;
    const table = await read(path, shown, (bytes) => budget.take(bytes, shown), signal);
    return { table, malformed: nothing, mismatched: new Map() };
  }
  const all = (await readFile(path, { signal })).subarray(0, end);
  const bytes = beginsWithMark(all) ? all.subarray(BYTE_ORDER_MARK.length) : all;
  const isArray = kind === 'json' && /^\s*\[/.test(bytes.subarray(0, 1024).toString('latin1'));
  const { rows, columns, malformed } = isArray
    ? await readArray(bytes, shown, signal)
    : await readLines(bytes, signal);
  if (columns.size === 0 && malformed.count === 0)
    throw new DataError(`${shown} holds no objects with fields.`, { path: shown });
  return { table: { firstRow: 0, rows, columns }, malformed, mismatched: new Map() };
}

async function instantsOf(
  { columns, evaluator, language, table }: Omit<MemorySource, 'time'>,
  { timestamp }: InspectRequest,
  breath: Breath,
): Promise<Float64Array | null> {
  if (timestamp === null) return null;
  const column = columns.get(timestamp.column);
  if (column === undefined) return new Float64Array(table.rows).fill(NaN);
  const time = language.time(column, timestamp.unit);
  await evaluator.prepare(time, breath);
  return evaluator.instants(time);
}

/** The times of one file by the hour, as the local engine summarises them. */
async function summaryOf(times: Float64Array, breath: Breath): Promise<TimeSummary> {
  const tally = new TimeTally();
  for (let from = 0; from < times.length; from += ROWS_A_STEP) {
    await breath.take();
    tally.take(times, from, Math.min(times.length, from + ROWS_A_STEP));
  }
  return tally.finish();
}

function timeFacts(
  times: readonly (Float64Array | null)[],
  summaries: readonly (TimeSummary | null)[],
  { timestamp, futureMargin }: InspectRequest,
): Promise<TimeFacts | null> {
  if (timestamp === null) return Promise.resolve(null);
  return timesOf(
    summaries.filter((summary) => summary !== null),
    futureMargin,
    () => {
      const known = times.map((own) => own?.filter((time) => !Number.isNaN(time)) ?? new Float64Array());
      const sorted = joined(known, (length) => new Float64Array(length)).sort();
      const position = (sorted.length - 1) * 0.999;
      const [low, high] = [sorted[Math.floor(position)] as number, sorted[Math.ceil(position)] as number];
      const q999 = low + (high - low) * (position - Math.floor(position));
      const limit = q999 + futureMargin * 1000;
      const plausible = sorted.findLast((time) => time <= limit) ?? NaN;
      return Promise.resolve({ q999, plausible });
    },
  );
}

async function distinctValues(
  files: readonly Omit<MemorySource, 'time'>[],
  columns: readonly ColumnFacts[],
  breath: Breath,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const { name } of columns.filter(({ kind }) => kind === 'categorical')) {
    const values = new Set<string>();
    for (const { table } of files) {
      const column = table.columns.get(name);
      if (column === undefined || values.size >= MOST_DISTINCT) continue;
      for (const value of (await breath.through(asVarchar(column, table.rows))).values) values.add(value);
    }
    found.set(name, Math.min(values.size, MOST_DISTINCT));
  }
  return found;
}
