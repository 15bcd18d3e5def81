import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import asc from 'assemblyscript/asc';

const ROOT = new URL('../../', import.meta.url);

/** Where the compiled kernels stand: among the sources, so that whatever runs these has them. */
export const COMPILED = new URL('src/core/profile/kernels-code.ts', ROOT);

/** The text of that file. Throws where the kernels do not compile. */
export async function compileKernels(): Promise<string> {
  const sources = readdirSync(new URL('kernels/', ROOT)).filter((name) => name.endsWith('.ts'));
  let code = new Uint8Array(0);
  const { error, stderr } = await asc.main(
    [
      ...sources.sort().map((name) => `kernels/${name}`),
      ...['--baseDir', fileURLToPath(ROOT)],
      ...['--outFile', 'kernels.wasm', '--runtime', 'stub', '-O3', '--noAssert'],
    ],
    {
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') code = new Uint8Array(contents);
      },
    },
  );
  if (error !== null) throw new Error(`The kernels do not compile.\n${stderr.toString()}`, { cause: error });
  return [
    '/** The compiled kernels of `kernels/`, in base64: `npm run kernels` writes this file. */',
    'export const KERNELS =',
    `  '${Buffer.from(code).toString('base64')}';\n`,
  ].join('\n');
}
