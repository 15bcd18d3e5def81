import { appendFile, cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Case } from './cases.js';
import { BARE, CACHE, checkCommand, floorCommand, pythonCommand } from './commands.js';
import { answerOf, baselineAnswer, compare, type Answer } from './compare.js';
import { benchConfig } from './config.js';
import { BENCH_FOLDER, tailOf, writeLog, writeText } from './data.js';
import type { GateList } from './gates.js';
import { median, runOnce, type Command, type Run } from './measure.js';

/** What the cases of one bench share. */
export interface BenchContext {
  readonly runs: number;
  readonly gates: GateList;
  /** What was answered on the same rows, in whatever format they came. */
  readonly answers: Map<string, Answer[]>;
  /** Seconds for a row, by case. */
  readonly ours: Map<string, number>;
}

/** Tidemark asked for the drift of each day too. */
const DAYS = 'drift by day too';

/** What is kept of the same logs changes no byte of the report, but for the time it was made. */
const SAME_BYTES = ['first run, keeping', 'second run'];

/** A name and all runs of it. */
type Taken = Map<string, Run[]>;

/**
 * One case from the first process to the last gate: everything runs, then everything that was answered is compared, and
 * only then times are printed. Throws where two variants disagree.
 */
export async function benchCase(one: Case, context: BenchContext): Promise<void> {
  const runs = one.runs ?? context.runs;
  const [reference, current] = await logsOf(one);
  const config = `${one.name}.tidemark.yaml`;
  await writeText(config, benchConfig(reference, current));
  const byDay = `${one.name}-days.tidemark.yaml`;
  await writeText(byDay, benchConfig(reference, current, 'days'));
  const taken = await inTurn(
    {
      tidemark: checkCommand(config, one.flags, false),
      ...(one.days ? { [DAYS]: checkCommand(byDay, one.flags, false) } : {}),
      floor: floorCommand([reference, current]),
      ...(one.gates.start === undefined ? {} : { 'node -e 0': BARE }),
    },
    one.python ? pythonVariants([reference, current]) : {},
    runs,
  );
  if (one.gates.second !== undefined)
    add(taken, await secondRuns(checkCommand(config, one.flags, true), runs));
  if (one.gates.appended !== undefined) add(taken, await grownRuns(one, reference, current, runs));

  console.log(
    `\n${one.name}: ${one.rows.map((rows) => rows.toLocaleString('en')).join(' + ')} rows, ${one.format}${runs > 1 ? `, median of ${runs}` : ''}`,
  );
  const agreed = agreement(one, taken, context);
  console.log(
    agreed.length === 0 ? '  nothing to compare with' : `  numbers agree with ${agreed.join(', ')}`,
  );
  printAll(one, taken, context);
}

async function logsOf(one: Case): Promise<[string, string]> {
  const write = (side: 'reference' | 'current', rows: number, files: number): Promise<string> =>
    writeLog({ name: `${side}-${rows}-${one.format}`, rows, side, format: one.format, files });
  return [await write('reference', one.rows[0], 1), await write('current', one.rows[1], one.files)];
}

function pythonVariants(globs: readonly string[]): Record<string, Command> {
  const files = globs.map((glob) => glob.replace('*', 'part-000'));
  return { polars: pythonCommand('polars_numpy', files), pandas: pythonCommand('pandas_scipy', files) };
}

/** Each variant once, then each again: what disturbs the machine disturbs all alike. What may be absent is left out with a word. */
async function inTurn(
  variants: Readonly<Record<string, Command>>,
  optional: Readonly<Record<string, Command>>,
  runs: number,
): Promise<Taken> {
  const taken: Taken = new Map();
  const absent = new Set<string>();
  for (let i = 0; i < runs; i++) {
    for (const [name, command] of Object.entries({ ...variants, ...optional })) {
      if (absent.has(name)) continue;
      try {
        push(taken, name, await runOnce(command));
      } catch (error) {
        if (optional[name] === undefined || taken.has(name)) throw error;
        absent.add(name);
        console.log(`${name} is skipped: ${String(error).trimEnd().split('\n').at(-1) ?? ''}`);
      }
    }
  }
  return taken;
}

/** A run that keeps what it read, and one that finds it. */
async function secondRuns(check: Command, runs: number): Promise<Taken> {
  const taken: Taken = new Map();
  for (let i = 0; i < runs; i++) {
    await rm(CACHE, { recursive: true, force: true });
    push(taken, 'first run, keeping', await runOnce(check));
    push(taken, 'second run', await runOnce(check));
  }
  return taken;
}

/** A run on a log, one after a thirtieth more was appended, and that once more without a cache. */
async function grownRuns(one: Case, reference: string, current: string, runs: number): Promise<Taken> {
  const grows = `growing-${one.format}`;
  const config = `${grows}.tidemark.yaml`;
  const folder = join(BENCH_FOLDER, grows);
  await writeText(config, benchConfig(reference, `${grows}/*.${one.format}`));
  const tail = await tailOf(one.format, one.rows[1]);
  const check = checkCommand(config, one.flags, true);
  const taken: Taken = new Map();
  for (let i = 0; i < runs; i++) {
    await rm(CACHE, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
    await cp(join(BENCH_FOLDER, dirname(current)), folder, { recursive: true });
    push(taken, 'first run, to grow', await runOnce(check));
    await appendFile(join(folder, `part-000.${one.format}`), tail);
    push(taken, 'one thirtieth appended', await runOnce(check));
  }
  push(taken, 'appended, no cache', await runOnce(checkCommand(config, one.flags, false)));
  await rm(folder, { recursive: true, force: true });
  return taken;
}

/** Compares what was answered with everything on the same rows; names what agrees. */
function agreement(one: Case, taken: Taken, { answers }: BenchContext): string[] {
  const textOf = (name: string): string | null => taken.get(name)?.[0]?.output ?? null;
  const text = textOf('tidemark');
  if (text === null) throw new TypeError('Tidemark runs in every case.');
  const ours = answerOf(one.name, text);
  const rows = one.rows.join('+');
  const known = [...(answers.get(rows) ?? [])];
  for (const name of ['polars', 'pandas']) {
    const output = textOf(name);
    if (output !== null) known.push(baselineAnswer(name, output));
  }
  const agreed = known.map((other) => `${other.who} (${compare(ours, other)})`);
  answers.set(rows, [...known, ours]);
  for (const name of [DAYS, 'first run, keeping', 'second run', 'first run, to grow']) {
    const again = textOf(name);
    if (again === null) continue;
    compare(ours, answerOf(name, again));
    if (SAME_BYTES.includes(name) && undated(again) !== undated(text))
      throw new Error(`The report of “${name}” is not that of a run without a cache.`);
    agreed.push(name);
  }
  const [grown, fresh] = [textOf('one thirtieth appended'), textOf('appended, no cache')];
  if (grown !== null && fresh !== null) {
    agreed.push(
      `appended with its own (${compare(answerOf('appended', grown), answerOf('no cache', fresh))})`,
    );
  }
  return agreed;
}

function undated(report: string): string {
  return report.replace(/"generated_at": "[^"]*"/, '');
}

function printAll(one: Case, taken: Taken, { gates, ours: perRow }: BenchContext): void {
  const medians = new Map([...taken].map(([name, all]) => [name, median(all)]));
  const ours = medians.get('tidemark');
  if (ours === undefined) throw new TypeError('Tidemark runs in every case.');
  console.log(`  ${''.padEnd(24)}     time  processor  memory     times`);
  for (const [name, run] of medians) printRow(name, run, ours);
  const seconds = (name: string): number | null => medians.get(name)?.seconds ?? null;
  const judge = gates.judge.bind(gates, one.name);
  const bounds = one.gates;
  const row = ours.seconds / (one.rows[0] + one.rows[1]);
  const smaller = one.smaller === null ? null : (perRow.get(one.smaller) ?? null);
  const start = seconds('node -e 0');
  perRow.set(one.name, row);
  judge('times the floor', ratio(ours.seconds, seconds('floor')), bounds.floor, 'below');
  judge('times faster than polars', ratio(seconds('polars'), ours.seconds), bounds.polars, 'above');
  judge('times faster than pandas', ratio(seconds('pandas'), ours.seconds), bounds.pandas, 'above');
  judge('s above node -e 0', start === null ? null : ours.seconds - start, bounds.start, 'below');
  judge('MB', ours.megabytes, bounds.megabytes, 'below');
  judge(`of the time for a row of ${one.smaller}`, ratio(row, smaller), bounds.proportion, 'below');
  judge(
    'of the first run, files unchanged',
    ratio(seconds('second run'), seconds('first run, keeping')),
    bounds.second,
    'below',
  );
  judge(
    'of the first run, a thirtieth appended',
    ratio(seconds('one thirtieth appended'), seconds('first run, to grow')),
    bounds.appended,
    'below',
  );
}

function printRow(name: string, run: Run, base: Run): void {
  const of = (value: number | null, digits: number, unit: string, width: number): string =>
    (value === null ? '' : `${value.toFixed(digits)} ${unit}`).padStart(width);
  console.log(
    `  ${name.padEnd(24)}${of(run.seconds, 2, 's', 9)}${of(run.processorSeconds, 2, 's', 11)}${of(run.megabytes, 0, 'MB', 8)}${(run.seconds / base.seconds).toFixed(2).padStart(10)}`,
  );
}

function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a / b;
}

function push(taken: Taken, name: string, run: Run): void {
  taken.set(name, [...(taken.get(name) ?? []), run]);
}

function add(taken: Taken, more: Taken): void {
  for (const [name, runs] of more) taken.set(name, runs);
}
