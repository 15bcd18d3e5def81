/** Runs one of the fixture bundles by the real runner: the process that the false-green tests look at. */
import path from 'node:path';

import { runInEditor, tinyExtension } from '../run';
import { conclude } from '../stats';

const name = process.argv[2] ?? '';
const repoRoot = path.resolve(import.meta.dirname, '../../..');

process.exit(
  conclude(
    await runInEditor({
      testFiles: [path.join(repoRoot, 'test', 'editor', 'fixtures', 'bundles', `${name}.ts`)],
      bundle: path.join(repoRoot, 'dist', 'test', 'editor', `fixture-${name}.cjs`),
      extensions: [tinyExtension],
    }),
  ),
);
