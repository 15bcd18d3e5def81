/**
 * Takes the pictures of the documentation and of the marketplace page, in a real VS Code.
 *
 *   node --import tsx scripts/screenshots.ts [SCENE ...] [--folder DIR] [--extension DIR | --vsix FILE] [--out DIR]
 *
 * Every scene is taken in each of its themes, as OUT/SCENE-THEME.png. Without a name all scenes are taken.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';

import { closeAllWorkbenches, openWorkbench } from '../test/ui/driver';
import type { Workbench } from '../test/ui/driver';

const repoRoot = path.resolve(import.meta.dirname, '..');

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  contrast: 'Default High Contrast',
} as const;

/** One picture: what to do in the window before it is taken. */
interface Scene {
  readonly name: string;
  readonly themes: readonly (keyof typeof themes)[];
  readonly prepare: (workbench: Workbench) => Promise<void>;
}

const scenes: readonly Scene[] = [
  {
    name: 'window',
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await workbench.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    },
  },
];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: 'string', default: path.join(repoRoot, 'sample') },
      extension: { type: 'string', default: repoRoot },
      vsix: { type: 'string' },
      out: { type: 'string', default: path.join(repoRoot, 'media', 'screenshots') },
    },
  });
  const unknown = positionals.filter((name) => !scenes.some((scene) => scene.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No such scene: ${unknown.join(', ')}. There are: ${scenes.map(({ name }) => name).join(', ')}.`,
    );
  }
  const wanted = scenes.filter((scene) => positionals.length === 0 || positionals.includes(scene.name));
  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    const inTheme = wanted.filter((scene) => scene.themes.includes(theme));
    // A window for each scene: none is to show what another has left open.
    for (const scene of inTheme) {
      const workbench = await openWorkbench({
        folder: values.folder,
        extension: values.vsix === undefined ? { inPlace: values.extension } : { vsix: values.vsix },
        colorTheme: themes[theme],
        viewport: { width: 1440, height: 900 },
      });
      try {
        await scene.prepare(workbench);
        const file = path.join(values.out, `${scene.name}-${theme}.png`);
        await workbench.restPointer();
        await workbench.screenshot(file);
        console.log(path.relative(process.cwd(), file));
      } finally {
        await workbench.close();
      }
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void closeAllWorkbenches().finally(() => process.exit(130)));
}
await main();
