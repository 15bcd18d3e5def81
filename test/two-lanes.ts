import process from 'node:process';

import { sum, type Outcome } from './editor/stats.js';
import { runMochaApart } from './mocha-apart.js';

/** Tests that need no others. */
export type Piece = () => Promise<Outcome>;

/** Runs pieces, two at a time in their order. */
export async function inTwoLanes(pieces: readonly Piece[]): Promise<Outcome> {
  const left = [...pieces];
  const outcomes: Outcome[] = [];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) outcomes.push(await next());
  };
  await Promise.all([lane(), lane()]);
  return sum(outcomes);
}

/**
 * Groups of mocha files, each a piece with a process of its own. Of what is picked by name most groups have nothing, and a
 * process without a test is a failure: then one process takes all files.
 * @param before Files that come first in each process.
 */
export function apart(groups: readonly (readonly string[])[], before: readonly string[] = []): Piece[] {
  const picked = process.env['TIDEMARK_GREP'] ? [groups.flat()] : groups;
  return picked.map((files) => () => runMochaApart([...before, ...files]));
}
