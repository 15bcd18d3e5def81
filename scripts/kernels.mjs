import { readdir, writeFile } from 'node:fs/promises';
import process from 'node:process';

import asc from 'assemblyscript/asc';

/** Where the compiled kernels stand: in the sources, so that whatever runs these finds them. */
export const COMPILED = 'src/core/profile/kernels-code.ts';

/** The text of that file. */
export async function compileKernels() {
  const sources = (await readdir('kernels')).filter((name) => name.endsWith('.ts')).sort();
  const { error, stderr, binary } = await compile(sources.map((name) => `kernels/${name}`));
  if (error !== null) throw new Error(`The kernels do not compile.\n${stderr}`);
  return `/** The compiled kernels of \`kernels/\`, as \`npm run kernels\` writes them. */
export const KERNELS =
  '${Buffer.from(binary).toString('base64')}';
`;
}

async function compile(files) {
  let binary = new Uint8Array(0);
  const { error, stderr } = await asc.main(
    [...files, '--outFile', 'kernels.wasm', '--runtime', 'stub', '-O3', '--noAssert'],
    {
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm') binary = contents;
      },
    },
  );
  return { error, stderr: stderr.toString(), binary };
}

if (process.argv[1]?.endsWith('kernels.mjs')) await writeFile(COMPILED, await compileKernels());
