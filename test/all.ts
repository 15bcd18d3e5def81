import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { globSync } from 'tinyglobby';

import { conclude, sum, type Outcome } from './editor/stats.js';
import { apart, inTwoLanes, type Piece } from './two-lanes.js';

/** The stages of `npm test`, in order; names on the command line pick some of them. */
const STAGES = ['lint', 'core', 'engine', 'editor', 'ui'] as const;
type Stage = (typeof STAGES)[number];

/** What keeps one processor busy: all pieces of these stages run two at a time. */
const PIECES: Partial<Record<Stage, () => Piece[]>> = {
  lint: () =>
    LINT.map(
      ([name, ...args]) =>
        () =>
          tool(name, args),
    ),
  core: () => apart(inGroups(filesOf('test/core/**/*.test.ts'), 25)),
  engine: () => apart(inGroups(filesOf('test/engine/**/*.test.ts', 'test/cli/**/*.test.ts'), 6)),
};

/** Stages that see to it themselves. Loaded late: their imports need the harness, which the others do without. */
const WHOLE: Partial<Record<Stage, () => Promise<Outcome>>> = {
  editor: async () => (await import('./editor/run.js')).runEditorTests(),
  ui: async () => (await import('./ui/run.js')).runUiTests(),
};

/** TypeScript 7 checks five times as fast as 5; AssemblyScript's own types are only for 5, as is eslint. */
const TSC = 'typescript-7/bin/tsc';

const LINT: readonly (readonly [string, ...string[]])[] = [
  ['eslint/bin/eslint.js', '.'],
  ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  [TSC, '-p', 'tsconfig.json'],
  ['typescript/bin/tsc', '-p', 'kernels/tsconfig.json'],
  [TSC, '-p', 'webview/tsconfig.json'],
  [TSC, '-p', 'test/ui/pages/tsconfig.json'],
];

/** A tool of the project, by its script, as one test: it passes when it ends with 0. */
async function tool(name: string, args: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  const { failed, output } = await promisify(execFile)(process.execPath, [`node_modules/${name}`, ...args], {
    maxBuffer: 2 ** 26,
  }).then(
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

function filesOf(...patterns: readonly string[]): string[] {
  return globSync(patterns, { absolute: true }).sort();
}

/** Files that one process takes, so many of them: starting one takes a second. */
function inGroups(files: readonly string[], size: number): string[][] {
  const groups: string[][] = [];
  for (let i = 0; i < files.length; i += size) groups.push(files.slice(i, i + size));
  return groups;
}

const names = process.argv.slice(2);

async function run(names: readonly string[], stage: () => Promise<Outcome>): Promise<Outcome> {
  const name = names.join(', ');
  console.log(`\n${name}`);
  const started = performance.now();
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
  } finally {
    console.log(`${name}: ${Math.round((performance.now() - started) / 1000)} s`);
  }
}

const wanted = STAGES.filter((stage) => names.length === 0 || names.includes(stage));
const inPieces = wanted.filter((stage) => PIECES[stage] !== undefined);
const outcomes: Outcome[] = [];
if (inPieces.length > 0) {
  outcomes.push(await run(inPieces, () => inTwoLanes(inPieces.flatMap((stage) => PIECES[stage]?.() ?? []))));
}
for (const stage of wanted) {
  const whole = WHOLE[stage];
  if (whole !== undefined) outcomes.push(await run([stage], whole));
}
process.exit(conclude(sum(outcomes)));
