import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { globSync } from 'tinyglobby';

import { runMochaHere } from './editor/node-mocha.js';
import { conclude, sum, type Outcome } from './editor/stats.js';
import { inTwoLanes } from './two-lanes.js';

/** The stages of `npm test`, in order; names on the command line pick some of them. */
const STAGES: Record<string, () => Promise<Outcome>> = {
  lint: async () => {
    const outcomes: Outcome[] = [];
    for (const [name, ...args] of LINT) outcomes.push(await tool(name, args));
    return sum(outcomes);
  },
  core: () => runMochaHere(globSync('test/core/**/*.test.ts', { absolute: true }).sort()),
  // Most of these files keep one processor busy.
  engine: () =>
    inTwoLanes(
      inGroups(globSync(['test/engine/**/*.test.ts', 'test/cli/**/*.test.ts'], { absolute: true }).sort()),
    ),
  // Loaded late: their imports need the harness, which the other stages do without.
  editor: async () => (await import('./editor/run.js')).runEditorTests(),
  ui: async () => (await import('./ui/run.js')).runUiTests(),
};

const LINT: readonly (readonly [string, ...string[]])[] = [
  ['tsc', '-p', 'tsconfig.json'],
  ['tsc', '-p', 'kernels/tsconfig.json'],
  ['tsc', '-p', 'webview/tsconfig.json'],
  ['tsc', '-p', 'test/ui/pages/tsconfig.json'],
  ['eslint', '.'],
  ['prettier', '--check', '--log-level', 'warn', '.'],
];

/** A tool of the project as one test: it passes when it ends with 0. */
async function tool(name: string, args: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  const { failed, output } = await promisify(execFile)(
    process.execPath,
    [`node_modules/.bin/${name}`, ...args],
    { maxBuffer: 2 ** 26 },
  ).then(
    ({ stdout, stderr }) => ({ failed: false, output: stdout + stderr }),
    (error: { stdout?: string; stderr?: string; message: string }) => ({
      failed: true,
      output: `${error.stdout ?? error.message}${error.stderr ?? ''}`,
    }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${output}  ${failed ? '✘' : '✔'} ${name} ${args.join(' ')} (${seconds} s)`);
  return { passes: failed ? 0 : 1, failures: failed ? 1 : 0, pending: 0 };
}

/** Files that one process takes: starting it takes a second. */
const FILES_AT_ONCE = 6;

function inGroups(files: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (let i = 0; i < files.length; i += FILES_AT_ONCE) groups.push(files.slice(i, i + FILES_AT_ONCE));
  return groups;
}

const names = process.argv.slice(2);

async function run(name: string, stage: () => Promise<Outcome>): Promise<Outcome> {
  console.log(`\n${name}`);
  try {
    return await stage();
  } catch (error) {
    // A stage that cannot run is a failure, never a gap.
    return {
      passes: 0,
      failures: 1,
      pending: 0,
      problem: `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    };
  }
}

const outcomes: Outcome[] = [];
// Tools and unit tests take a processor each: they run beside each other.
let beside: Promise<Outcome> | null = null;
for (const [name, stage] of Object.entries(STAGES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  if (name === 'lint') {
    beside = run(name, stage);
    continue;
  }
  outcomes.push(await run(name, stage));
  if (beside !== null) outcomes.push(await beside);
  beside = null;
}
if (beside !== null) outcomes.push(await beside);
process.exit(conclude(sum(outcomes)));
