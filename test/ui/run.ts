/**
 * Runs the UI tests: mocha in Node, which drives a browser. Windows of a real VS Code (by test/ui/driver.ts), and pages
 * of the webviews by themselves. Both wait for the browser most of the time: two processes run beside each other.
 *
 *   node --import tsx test/ui/run.ts [NAME ...]     NAME: only test files whose path contains it
 *
 * TIDEMARK_GREP picks tests.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { globSync } from 'tinyglobby';

import { conclude } from '../editor/stats';
import type { Outcome } from '../editor/stats';
import { apart, inTwoLanes } from '../two-lanes';

const here = import.meta.dirname;

/** Two walks through the whole product, two minutes together. */
const LONG = 'whole-path.test.ts';

/** Runs every UI test, or those in files with one of these names in their path. */
export async function runUiTests(names: readonly string[] = []): Promise<Outcome> {
  const find = (pattern: string): string[] =>
    globSync(pattern, { cwd: here, absolute: true })
      .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
      .sort();
  const pages = find('pages/**/*.test.ts');
  // What takes longest comes first: else one process would wait for it at the end.
  const [long, short] = [find(LONG), find('*.test.ts').filter((file) => !file.endsWith(LONG))];
  const groups = [...(pages.length > 0 ? [pages] : []), ...[...long, ...short].map((file) => [file])];
  return groups.length > 0
    ? inTwoLanes(apart(groups, [path.join(here, 'root-hooks.ts')]))
    : { passes: 0, failures: 1, pending: 0, problem: `No test file matches ${names.join(' ')}.` };
}

if (process.argv[1] && import.meta.url === pathToFileURL(fs.realpathSync(process.argv[1])).href) {
  process.exit(conclude(await runUiTests(process.argv.slice(2))));
}
