import { main } from '../../src/cli/main.js';
import type { Terminal } from '../../src/cli/terminal.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, as if in `cwd`; `env` keeps the user's own cache out of the tests. */
export async function run(
  args: readonly string[],
  cwd: string,
  env: Terminal['env'],
  more: Partial<Terminal> = {},
): Promise<Ended> {
  let out = '';
  let err = '';
  const code = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => Promise.resolve(''),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    cwd,
    env,
    signal: new AbortController().signal,
    ...more,
  });
  return { code, out, err };
}
