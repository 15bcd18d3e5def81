/**
 * Writes what a webview is given in each of VS Code's own themes, for tests that draw a page outside the editor.
 *
 *   node --import tsx test/ui/pages/record-themes.ts
 *
 * Only the variables that the built pages use are kept. Run it after `npm run build`, when VS Code or the pages changed.
 */
import fs from 'node:fs';
import path from 'node:path';

import { globSync } from 'tinyglobby';

import { openWorkbench } from '../driver';
import { repoRoot, sampleFolder } from '../sample';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'contrast-dark': 'Default High Contrast',
  'contrast-light': 'Default High Contrast Light',
} as const;

const built = globSync('dist/webview/**/*.{js,css}', { cwd: repoRoot, absolute: true });
const used = new Set(
  built.flatMap((file) =>
    [...fs.readFileSync(file, 'utf8').matchAll(/--vscode-[A-Za-z0-9-]+/g)].map(([name]) => name),
  ),
);
for (const [name, colorTheme] of Object.entries(THEMES)) {
  const workbench = await openWorkbench({
    folder: sampleFolder,
    extension: { inPlace: repoRoot },
    colorTheme,
  });
  try {
    await (await workbench.tree('Models')).waitForRow('flight-delay');
    await workbench.runCommand('Tidemark: Open Dashboard');
    const frame = await workbench.webviewFrame('flight-delay');
    const given = await frame.evaluate(() => ({
      body: document.body.className,
      kind: document.body.dataset['vscodeThemeKind'] ?? '',
      variables: Object.fromEntries(
        [...document.documentElement.style]
          .filter((property) => property.startsWith('--vscode-'))
          .map((property) => [property, document.documentElement.style.getPropertyValue(property).trim()]),
      ),
    }));
    const variables = Object.fromEntries(
      Object.entries(given.variables)
        .filter(([variable]) => used.has(variable))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const file = path.join(repoRoot, 'test', 'fixtures', 'themes', `${name}.json`);
    fs.writeFileSync(file, `${JSON.stringify({ theme: colorTheme, ...given, variables }, null, 2)}\n`);
    console.log(path.relative(process.cwd(), file));
  } finally {
    await workbench.close();
  }
}
process.exit(0);
