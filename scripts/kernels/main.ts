import { writeFileSync } from 'node:fs';

import { COMPILED, compileKernels } from './compile.js';

/* Writes the compiled kernels: `npm run kernels` after one was changed. */

writeFileSync(COMPILED, await compileKernels());
