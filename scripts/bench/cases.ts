import type { LogSpec } from './data.js';

/** A bound to hold, and one that would make us proud. */
export type Gate = readonly [gate: number, goal: number];

/** A pair of logs, what is asked of it, and the bounds. */
export interface Case {
  readonly name: string;
  /** Rows of the reference and of the current log. */
  readonly rows: readonly [number, number];
  readonly format: LogSpec['format'];
  /** Files of the current log. */
  readonly files: number;
  readonly flags: readonly string[];
  /** Whether the drift of each day is asked for as well, beside the job. */
  readonly days: boolean;
  /** Whether polars and pandas do the job too. */
  readonly python: boolean;
  /** Runs of each variant; null = as many as asked for. */
  readonly runs: number | null;
  /** Whether it runs only when it is asked for, since it takes minutes and up to 10 GB of disk. */
  readonly large: boolean;
  /** The case whose time for a row this one's is set against. */
  readonly smaller: string | null;
  readonly gates: Gates;
}

export interface Gates {
  /** Times the floor. */
  readonly floor?: Gate;
  /** Times faster than. */
  readonly polars?: Gate;
  readonly pandas?: Gate;
  /** A second run on unchanged files, as a share of the first. */
  readonly second?: Gate;
  /** A run on a log with a thirtieth more rows, as a share of the first. */
  readonly appended?: Gate;
  /** Seconds above `node -e 0`. */
  readonly start?: Gate;
  readonly megabytes?: Gate;
  /** Time for a row, as a share of the smaller case's. */
  readonly proportion?: Gate;
}

const MILLION = 1_000_000;

const PLAIN = {
  rows: [MILLION, MILLION],
  files: 1,
  flags: [],
  days: false,
  python: true,
  runs: null,
  large: false,
  smaller: null,
} as const;
const TEXT = { floor: [2.8, 2.3], pandas: [4, 5], second: [0.25, 0.15], appended: [0.15, 0.1] } as const;

export const CASES: readonly Case[] = [
  {
    ...PLAIN,
    name: 'parquet-1m',
    format: 'parquet',
    days: true,
    gates: {
      floor: [3, 2.3],
      polars: [3.5, 4.5],
      pandas: [8, 11],
      second: [0.25, 0.15],
      megabytes: [400, 300],
    },
  },
  {
    ...PLAIN,
    name: 'exact-1m',
    format: 'parquet',
    days: true,
    flags: ['--exact'],
    python: false,
    gates: { floor: [5.5, 4], megabytes: [600, 600] },
  },
  { ...PLAIN, name: 'csv-1m', format: 'csv', gates: { ...TEXT, megabytes: [400, 300] } },
  { ...PLAIN, name: 'ndjson-1m', format: 'ndjson', gates: { ...TEXT, megabytes: [400, 300] } },
  {
    ...PLAIN,
    name: 'parquet-100k',
    rows: [100_000, 100_000],
    format: 'parquet',
    python: false,
    gates: { start: [1.3, 0.8] },
  },
  {
    ...PLAIN,
    name: 'parquet-10m',
    days: true,
    rows: [MILLION, 10 * MILLION],
    format: 'parquet',
    large: true,
    smaller: 'parquet-1m',
    gates: {
      floor: [3.8, 3],
      polars: [4.5, 6],
      pandas: [12, 16],
      second: [0.25, 0.15],
      megabytes: [750, 500],
      proportion: [1.1, 1],
    },
  },
  {
    ...PLAIN,
    name: 'parquet-100m',
    rows: [MILLION, 100 * MILLION],
    format: 'parquet',
    files: 30,
    // Memory is what is asked of it, and that is the same each time.
    runs: 1,
    python: false,
    large: true,
    smaller: 'parquet-10m',
    gates: { megabytes: [1000, 600], proportion: [1.1, 1] },
  },
];

/** Three tenths of the rows: enough for sketches. What is small stays as it is. */
export function quick(one: Case): Case {
  const [reference, current] = one.rows;
  return reference < MILLION ? one : { ...one, rows: [0.3 * reference, 0.3 * current] };
}
