import { spawnSync } from 'node:child_process';

import { globSync } from 'tinyglobby';

import { runMochaHere } from './editor/node-mocha.js';
import { conclude, sum, type Outcome } from './editor/stats.js';

/** The stages of `npm test`, in order; names on the command line pick some of them. */
const STAGES: Record<string, () => Promise<Outcome>> = {
  lint: () =>
    Promise.resolve(
      sum([
        tool('tsc', ['-p', 'tsconfig.json']),
        tool('tsc', ['-p', 'webview/tsconfig.json']),
        tool('tsc', ['-p', 'test/ui/pages/tsconfig.json']),
        tool('eslint', ['.']),
        tool('prettier', ['--check', '--log-level', 'warn', '.']),
      ]),
    ),
  core: () => runMochaHere(globSync('test/core/**/*.test.ts', { absolute: true }).sort()),
  engine: () =>
    runMochaHere(globSync(['test/engine/**/*.test.ts', 'test/cli/**/*.test.ts'], { absolute: true }).sort()),
  // Loaded late: their imports need the harness, which the other stages do without.
  editor: async () => (await import('./editor/run.js')).runEditorTests(),
  ui: async () => (await import('./ui/run.js')).runUiTests(),
};

/** A tool of the project as one test: it passes when it ends with 0. */
function tool(name: string, args: readonly string[]): Outcome {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [`node_modules/.bin/${name}`, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const passed = status === 0;
  console.log(
    `  ${passed ? '✔' : '✘'} ${name} ${args.join(' ')} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  return { passes: passed ? 1 : 0, failures: passed ? 0 : 1, pending: 0 };
}

const names = process.argv.slice(2);
const outcomes: Outcome[] = [];
for (const [name, stage] of Object.entries(STAGES)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\n${name}`);
  try {
    outcomes.push(await stage());
  } catch (error) {
    // A stage that cannot run is a failure, never a gap.
    outcomes.push({
      passes: 0,
      failures: 1,
      pending: 0,
      problem: `${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    });
  }
}
process.exit(conclude(sum(outcomes)));
