import { existsSync } from 'node:fs';
import { appendFile, cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';

import { differences, numbersOf, type Numbers } from './compare.js';
import { benchConfig } from './config.js';
import { BENCH_FOLDER, tailOf, writeLog, writeText, type LogSpec } from './data.js';
import { median, runOnce, type Command, type Run } from './measure.js';

/*
 * `npm run bench [-- CASE…]`: whole processes in turn, medians, ratios against baselines of the same run. Needs a build.
 */
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const CLI = resolve('dist/cli.js');
const FLOOR = resolve('scripts/bench/floor.mjs');
const PYTHON = process.env.BENCH_PYTHON ?? 'python3';
const CACHE = resolve(BENCH_FOLDER, 'cache');

type Format = LogSpec['format'];

/** A pair of logs, and what is asked of it. */
interface Case {
  readonly name: string;
  readonly rows: readonly [number, number];
  readonly format: Format;
  readonly files?: number;
  readonly flags?: readonly string[];
  readonly python: boolean;
  readonly gates: Gates;
}

/** Bounds to hold; the goal after the gate. */
interface Gates {
  readonly floor?: readonly [number, number];
  readonly polars?: readonly [number, number];
  readonly pandas?: readonly [number, number];
  readonly second?: readonly [number, number];
  readonly appended?: readonly [number, number];
  /** Seconds above `node -e 0`. */
  readonly start?: readonly [number, number];
  readonly megabytes?: readonly [number, number];
}

const MILLION = 1_000_000;

const CASES: readonly Case[] = [
  {
    name: 'parquet-1m',
    rows: [MILLION, MILLION],
    format: 'parquet',
    python: true,
    gates: {
      floor: [3, 2.3],
      polars: [3.5, 4.5],
      pandas: [8, 11],
      second: [0.25, 0.15],
      megabytes: [400, 300],
    },
  },
  {
    name: 'parquet-10m',
    rows: [MILLION, 10 * MILLION],
    format: 'parquet',
    python: true,
    gates: {
      floor: [3.8, 3],
      polars: [4.5, 6],
      pandas: [12, 16],
      second: [0.25, 0.15],
      megabytes: [750, 500],
    },
  },
  {
    name: 'exact-1m',
    rows: [MILLION, MILLION],
    format: 'parquet',
    flags: ['--exact'],
    python: false,
    gates: { floor: [5.5, 4], megabytes: [600, 600] },
  },
  {
    name: 'csv-1m',
    rows: [MILLION, MILLION],
    format: 'csv',
    python: true,
    gates: { floor: [2.8, 2.3], pandas: [4, 5], second: [0.25, 0.15], appended: [0.15, 0.1] },
  },
  {
    name: 'ndjson-1m',
    rows: [MILLION, MILLION],
    format: 'ndjson',
    python: true,
    gates: { floor: [2.8, 2.3], pandas: [4, 5], second: [0.25, 0.15], appended: [0.15, 0.1] },
  },
  {
    name: 'parquet-100k',
    rows: [100_000, 100_000],
    format: 'parquet',
    python: false,
    gates: { start: [1.3, 0.8] },
  },
  {
    name: 'parquet-100m',
    rows: [MILLION, 100 * MILLION],
    format: 'parquet',
    files: 30,
    python: false,
    gates: { megabytes: [1000, 600] },
  },
];

const wanted = process.argv.slice(2);
if (!existsSync(CLI)) throw new Error('There is no build: run npm run build first.');
for (const one of CASES) {
  // The largest takes minutes and 10 GB of disk: only when it is named.
  if (wanted.length === 0 ? one.name !== 'parquet-100m' : wanted.includes(one.name)) await bench(one);
}

async function bench(one: Case): Promise<void> {
  const runs = one.rows[1] >= 10 * MILLION ? Math.min(RUNS, 3) : RUNS;
  const [reference, current] = await Promise.all(
    (['reference', 'current'] as const).map((side, i) =>
      writeLog({
        name: `${side}-${one.rows[i]}-${one.format}`,
        rows: one.rows[i] ?? 0,
        side,
        format: one.format,
        files: side === 'current' ? (one.files ?? 1) : 1,
      }),
    ),
  );
  if (reference === undefined || current === undefined) throw new TypeError('A pair has two logs.');
  const config = `${one.name}.tidemark.yaml`;
  await writeText(config, benchConfig(reference, current));
  const files = [reference, current].map((glob) => glob.replace('*', 'part-000'));
  const check = (cached: boolean, name = config): Command => ({
    file: process.execPath,
    args: [CLI, 'check', name, '--format', 'json', ...(cached ? [] : ['--no-cache']), ...(one.flags ?? [])],
    folder: BENCH_FOLDER,
    environment: { TIDEMARK_CACHE: CACHE },
    accept: [0, 1],
  });
  const floor: Command = {
    file: process.execPath,
    args: [FLOOR, ...files],
    folder: BENCH_FOLDER,
    accept: [0],
  };
  const script = (name: string): Command => ({
    file: PYTHON,
    args: [resolve(`scripts/bench/${name}.py`), ...files],
    folder: BENCH_FOLDER,
    accept: [0],
  });
  const variants: Record<string, Command> = { tidemark: check(false), floor };
  if (one.gates.start !== undefined) {
    variants['node -e 0'] = { file: process.execPath, args: ['-e', '0'], folder: BENCH_FOLDER, accept: [0] };
  }
  if (one.python && one.files === undefined) {
    variants.polars = script('polars_numpy');
    variants.pandas = script('pandas_scipy');
  }
  const taken = await inTurn(variants, runs);
  console.log(`\n${one.name}: ${one.rows.join(' + ')} rows, ${one.format}, median of ${runs}`);
  compareNumbers(taken, one.flags?.includes('--exact') === true);
  const medians = new Map([...taken].map(([name, all]) => [name, median(all)]));
  const ours = medians.get('tidemark') as Run;
  for (const [name, run] of medians) row(name, run, ours);
  gate('times the floor', ratio(ours, medians.get('floor')), one.gates.floor, 'below');
  gate('times faster than polars', ratio(medians.get('polars'), ours), one.gates.polars, 'above');
  gate('times faster than pandas', ratio(medians.get('pandas'), ours), one.gates.pandas, 'above');
  const bare = medians.get('node -e 0');
  gate(
    's above node -e 0',
    bare === undefined ? null : ours.seconds - bare.seconds,
    one.gates.start,
    'below',
  );
  gate('MB', ours.megabytes, one.gates.megabytes, 'below');
  if (one.gates.second !== undefined) await benchCache(one, check(true), runs);
  if (one.gates.appended !== undefined) await benchAppend(one, current, reference, check, runs);
}

/** Each variant once, then each again: what disturbs the machine disturbs all alike. */
async function inTurn(variants: Record<string, Command>, runs: number): Promise<Map<string, Run[]>> {
  const taken = new Map<string, Run[]>();
  for (let i = 0; i < runs; i++) {
    for (const [name, command] of Object.entries(variants)) {
      try {
        taken.set(name, [...(taken.get(name) ?? []), await runOnce(command)]);
      } catch (error) {
        if (command.file !== PYTHON) throw error;
        if (i === 0) console.log(`${name} is skipped: ${String(error).split('\n').at(-2) ?? ''}`);
      }
    }
  }
  return taken;
}

async function benchCache(one: Case, check: Command, runs: number): Promise<void> {
  const first: Run[] = [];
  const second: Run[] = [];
  for (let i = 0; i < runs; i++) {
    await rm(CACHE, { recursive: true, force: true });
    first.push(await runOnce(check));
    second.push(await runOnce(check));
  }
  const [cold, warm] = [median(first), median(second)];
  row('first run, keeping', cold, cold);
  row('second run', warm, cold);
  gate('of the first run', ratio(warm, cold), one.gates.second, 'below');
}

async function benchAppend(
  one: Case,
  current: string,
  reference: string,
  check: (cached: boolean, name: string) => Command,
  runs: number,
): Promise<void> {
  const grows = `growing-${one.format}`;
  const config = `growing-${one.format}.tidemark.yaml`;
  await writeText(config, benchConfig(reference, `${grows}/*.${one.format}`));
  const tail = await tailOf(one.format, one.rows[1]);
  const first: Run[] = [];
  const again: Run[] = [];
  for (let i = 0; i < Math.min(runs, 3); i++) {
    await rm(CACHE, { recursive: true, force: true });
    await rm(join(BENCH_FOLDER, grows), { recursive: true, force: true });
    await cp(join(BENCH_FOLDER, current.replace(/\/.*/, '')), join(BENCH_FOLDER, grows), { recursive: true });
    first.push(await runOnce(check(true, config)));
    await appendFile(join(BENCH_FOLDER, grows, `part-000.${one.format}`), tail);
    again.push(await runOnce(check(true, config)));
  }
  const [cold, grown] = [median(first), median(again)];
  row('one thirtieth appended', grown, cold);
  gate('of the first run, appended', ratio(grown, cold), one.gates.appended, 'below');
}

function compareNumbers(taken: ReadonlyMap<string, readonly Run[]>, exact: boolean): void {
  const text = taken.get('tidemark')?.[0]?.output;
  if (text === undefined) return;
  const ours = numbersOf(JSON.parse(text) as Parameters<typeof numbersOf>[0]);
  for (const name of ['polars', 'pandas']) {
    const output = taken.get(name)?.[0]?.output;
    if (output === undefined) continue;
    const { compared, found } = differences(ours, JSON.parse(output) as Numbers, exact);
    if (compared === 0 || found.length > 0) {
      throw new Error(
        `tidemark and ${name} differ in ${found.length} of ${compared} numbers:\n${found.slice(0, 10).join('\n')}`,
      );
    }
    console.log(`  ${compared} numbers agree with ${name}`);
  }
}

function ratio(a: Run | undefined, b: Run | undefined): number | null {
  return a === undefined || b === undefined ? null : a.seconds / b.seconds;
}

function row(name: string, run: Run, base: Run): void {
  const memory = run.megabytes === null ? '' : `${run.megabytes.toFixed(0)} MB`;
  console.log(
    `  ${name.padEnd(24)} ${run.seconds.toFixed(2).padStart(7)} s ${memory.padStart(8)} ${(run.seconds / base.seconds).toFixed(2).padStart(7)}`,
  );
}

function gate(
  what: string,
  value: number | null,
  bounds: readonly [number, number] | undefined,
  side: 'below' | 'above',
): void {
  if (bounds === undefined || value === null) return;
  const holds = (bound: number): boolean => (side === 'below' ? value <= bound : value >= bound);
  const words = holds(bounds[1]) ? 'goal met' : holds(bounds[0]) ? 'gate met' : 'GATE NOT MET';
  const sign = side === 'below' ? '≤' : '≥';
  console.log(
    `  ${value.toFixed(2)} ${what}: ${words} (gate ${sign} ${bounds[0]}, goal ${sign} ${bounds[1]})`,
  );
}
