import process from 'node:process';

import { sum, type Outcome } from './editor/stats.js';
import { runMochaApart } from './mocha-apart.js';

/**
 * Runs groups of mocha files, each in a process of its own, two at a time in their order. Of what is picked by name most
 * groups have nothing, and a process without a test is a failure: then one process takes all files.
 * @param before Files that come first in each process.
 */
export async function inTwoLanes(
  groups: readonly (readonly string[])[],
  before: readonly string[] = [],
): Promise<Outcome> {
  const left = process.env['TIDEMARK_GREP'] ? [groups.flat()] : [...groups];
  const outcomes: Outcome[] = [];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      outcomes.push(await runMochaApart([...before, ...next]));
  };
  await Promise.all([lane(), lane()]);
  return sum(outcomes);
}
