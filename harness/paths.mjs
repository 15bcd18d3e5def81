/**
 * Where the harness keeps things. Everything that is installed or unpacked lives under `harness/node_modules`, so
 * removing that one folder resets the harness.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The harness folder itself. */
export const harnessRoot = path.dirname(fileURLToPath(import.meta.url));

/** The repository. */
export const repoRoot = path.dirname(harnessRoot);

/** What `npm ci` fills. */
export const modulesDir = path.join(harnessRoot, 'node_modules');

/** The VS Code server inside the code-server package; its own command line is not used. */
export const vscodeRoot = path.join(modulesDir, 'code-server', 'lib', 'vscode');

/** The unpacked browser with its libraries and fonts. */
export const chromiumDir = path.join(modulesDir, '.cache', 'chromium');

/** Screenshots and traces of failed runs; ignored by git. */
export const artifactsDir = path.join(repoRoot, '.cache', 'test-artifacts');
