import { Breath, ROWS_A_STEP } from '../../core/profile/breath.js';
import type { ColumnFacts } from '../../core/profile/log-facts.js';
import { CellRuns } from '../shared/parquet/cell-runs.js';
import { columnsOfFooter } from '../shared/parquet/describe-footer.js';
import type { ParquetFooter } from '../shared/parquet/footer.js';
import type { Footers } from '../shared/parquet/footers.js';
import { PageScratch } from '../shared/parquet/page-scratch.js';
import { ParquetFile } from '../shared/parquet/parquet-file.js';
import { UnreadableParquet } from '../shared/parquet/unreadable.js';
import { EXPRESSIONS } from '../shared/table/expressions.js';
import { TimeTally } from '../shared/table/time-tally.js';
import { ValueNames } from '../shared/table/value-names.js';
import type { TimeSummary } from '../shared/times.js';

/*
 * What a run must know of a Parquet file before it reads it, without DuckDB: loading that takes longer than to look at a file
 * of usual size. Each gives null where the file is stored in a way that is not read here.
 */

/** Of files with more rows than this DuckDB looks at the rows, with all threads. */
const MOST_ROWS = 2_000_000;

/** Rows and columns, as DuckDB describes them. */
export function describeParquet(
  footers: Footers,
  path: string,
): { rows: number; columns: ColumnFacts[] } | null {
  const footer = footerOf(footers, path);
  const columns = footer === null ? null : columnsOfFooter(footer);
  return footer === null || columns === null ? null : { rows: footer.rows, columns };
}

/** The times of a file; `time` as `EXPRESSIONS` says it. Throws CancelledError. */
export function timesOfParquet(
  footers: Footers,
  path: string,
  time: string,
  signal: AbortSignal,
): Promise<TimeSummary | null> {
  return look(footers, path, time, signal, () => {
    const tally = new TimeTally();
    return {
      take: (block) => {
        const instants = block.instants(time);
        for (let from = 0; from < instants.length; from += ROWS_A_STEP)
          tally.take(instants, from, Math.min(instants.length, from + ROWS_A_STEP));
      },
      finish: () => tally.finish(),
    };
  });
}

/** The distinct values of a text as `EXPRESSIONS` says it; from `enough` on some of them. Throws CancelledError. */
export function distinctOfParquet(
  footers: Footers,
  path: string,
  text: string,
  signal: AbortSignal,
  enough = Infinity,
): Promise<string[] | null> {
  return look(footers, path, text, signal, () => {
    const names = new ValueNames();
    const seen = new Set<number>();
    return {
      take: (block) => {
        if (seen.size >= enough) return;
        const coded = block.texts(text);
        const nameOf = names.of(coded);
        // A dictionary may hold values that no row has.
        for (const code of codesIn(coded.codes, coded.values.length)) seen.add(nameOf[code + 1] as number);
      },
      finish: () => [...seen].map((name) => names.values[name - 1] as string),
    };
  });
}

/** Which of the codes below `all` rows have: none is looked for once all were seen. */
function codesIn(codes: Int32Array, all: number): number[] {
  const used = new Uint8Array(all);
  let seen = 0;
  for (let row = 0; row < codes.length && seen < all; row++) {
    const code = codes[row] as number;
    if (code < 0 || used[code] === 1) continue;
    used[code] = 1;
    seen++;
  }
  return [...used.keys()].filter((code) => used[code] === 1);
}

/** The rows that meet a condition, as `EXPRESSIONS` says it. Throws CancelledError. */
export function countOfParquet(
  footers: Footers,
  path: string,
  where: string,
  signal: AbortSignal,
): Promise<number | null> {
  return look(footers, path, where, signal, () => {
    let rows = 0;
    return {
      take: (block) => void (rows += block.count(where)),
      finish: () => rows,
    };
  });
}

type Visit = Parameters<ParquetFile['each']>[2];

async function look<Found>(
  footers: Footers,
  path: string,
  expression: string,
  signal: AbortSignal,
  start: () => { readonly take: Visit; readonly finish: () => Found },
): Promise<Found | null> {
  const footer = footerOf(footers, path);
  if (footer === null || footer.rows > MOST_ROWS) return null;
  const { take, finish } = start();
  const all = EXPRESSIONS.all([]);
  const file = new ParquetFile(path, footer, all, footer.rows, [], new CellRuns(), new PageScratch());
  try {
    await file.each(expression, new Breath(signal), take);
  } catch (error) {
    if (error instanceof UnreadableParquet) return null;
    throw error;
  }
  return finish();
}

function footerOf(footers: Footers, path: string): ParquetFooter | null {
  try {
    return footers.of(path);
  } catch (error) {
    if (error instanceof UnreadableParquet) return null;
    throw error;
  }
}
