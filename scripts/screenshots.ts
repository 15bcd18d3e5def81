/**
 * Takes the pictures of the documentation and of the marketplace page, in a real VS Code.
 *
 *   node --import tsx scripts/screenshots.ts [SCENE ...] [--theme NAME] [--folder DIR] [--extension DIR | --vsix FILE] [--out DIR]
 *
 * Every scene is taken in each of its themes, as OUT/SCENE-THEME.png. Without a name all scenes are taken.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { makeScratch } from '../test/editor/scratch';
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
  /** 1440 x 900 by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The part of the window that the picture shows. */
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** `logs-only`: the folder before monitoring is set up. */
  readonly folder?: 'logs-only';
  /** What to change in the config before. */
  readonly config?: (text: string) => string;
  readonly prepare: (workbench: Workbench) => Promise<void>;
}

const scenes: readonly Scene[] = [
  {
    name: 'workbench',
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.openFile('tidemark.yaml');
      await dashboard(workbench);
    },
  },
  {
    name: 'dashboard',
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
    },
  },
  {
    name: 'where',
    themes: ['dark', 'light'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
      const frame = await workbench.webviewFrame('flight-delay');
      await frame.locator('#section-where').scrollIntoViewIfNeeded();
      await frame.locator('.where').evaluate((section) => section.scrollIntoView({ block: 'start' }));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
  },
  {
    name: 'rows',
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
      await openRows(workbench);
    },
  },
  {
    name: 'rows-narrow',
    viewport: { width: 560, height: 900 },
    themes: ['dark'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
      await openRows(workbench);
    },
  },
  {
    name: 'detail',
    viewport: { width: 1440, height: 1600 },
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
      const frame = await workbench.webviewFrame('flight-delay');
      await frame.locator('.row-name[data-column=origin]').click();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    },
  },
  {
    name: 'stretch',
    themes: ['dark', 'contrast'],
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
      const frame = await workbench.webviewFrame('flight-delay');
      await frame.locator('.filters').click();
      for (const key of ['End', 'z', ...Array.from({ length: 7 }, () => 'ArrowLeft'), 'z'])
        await workbench.press(key);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    },
  },
  {
    name: 'estimates',
    viewport: { width: 1440, height: 1500 },
    themes: ['dark', 'light', 'contrast'],
    // Estimates beside what was measured, and a promise of the service with its budget.
    config: (text) =>
      text
        .replace(
          '  operations:\n',
          '    - { metric: estimated_roc_auc, alert: { below: 0.70 } }\n  operations:\n',
        )
        .replace(/( +- {) metric: error_rate/, '$1 metric: slo_budget_left }\n$1 metric: burn_rate }\n$&')
        .replace('alerts:', 'slo: { objective: 0.99, window: 28d }\nalerts:'),
    prepare: async (workbench) => {
      await checked(workbench);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await dashboard(workbench);
    },
  },
  {
    name: 'partial',
    themes: ['dark', 'light'],
    prepare: async (workbench) => {
      await (await workbench.tree('Models')).waitForRow('flight-delay');
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.runCommand('Tidemark: Open Dashboard');
      const frame = await workbench.webviewFrame('flight-delay');
      await frame.locator('vscode-button', { hasText: 'Check now' }).click();
      await frame.getByRole('heading', { level: 1, name: /^Checking: .* read$/ }).waitFor();
      // Stopped, it stays as it is.
      await frame.locator('vscode-button', { hasText: 'Cancel' }).click();
      await frame.getByRole('heading', { level: 1, name: 'The check was stopped' }).waitFor();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    },
  },
  {
    name: 'narrow',
    viewport: { width: 760, height: 900 },
    themes: ['dark', 'light'],
    prepare: async (workbench) => {
      await checked(workbench);
      await dashboard(workbench);
    },
  },
  {
    name: 'sidebar',
    clip: { x: 0, y: 34, width: 440, height: 700 },
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await checked(workbench);
      await widenSidebar(workbench, 440);
    },
  },
  {
    name: 'lint',
    // A slip of the pen, and a service whose failures nobody watches.
    config: (text) =>
      text
        .replace(/ +- { metric: error_rate.*\n/, '')
        .replace(/(label_coverage.*)below: 0.80/, '$1belw: 0.80'),
    viewport: { width: 1240, height: 860 },
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.openFile('tidemark.yaml');
      await workbench.waitForProblem(/belw/);
      await workbench.clickText('version: 1');
      await workbench.press('Control+End');
      await workbench.clickText('belw');
      await workbench.press('Control+.');
      await workbench.page.locator('.action-widget .monaco-list-row.action').first().waitFor();
    },
  },
  {
    name: 'report',
    viewport: { width: 1100, height: 1340 },
    themes: ['dark', 'light', 'contrast'],
    prepare: async (workbench) => {
      await workbench.runCommand('Tidemark: Open Report');
      await workbench.page.getByRole('button', { name: 'Run All' }).first().click();
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await reportDrawn(workbench);
      // Values in the prose come at the end of the run.
      await workbench.page.getByRole('button', { name: 'Run All' }).first().waitFor({ timeout: 120_000 });
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    },
  },
  {
    name: 'welcome',
    folder: 'logs-only',
    clip: { x: 0, y: 34, width: 440, height: 700 },
    themes: ['dark', 'light'],
    prepare: async (workbench) => {
      await workbench.runCommand('Tidemark: Focus on Models View');
      await widenSidebar(workbench, 440);
      await workbench.page.getByRole('button', { name: 'Set Up Monitoring' }).first().waitFor();
    },
  },
];

/** Checks the sample from the sidebar. */
async function checked(workbench: Workbench): Promise<void> {
  const models = await workbench.tree('Models');
  await models.waitForRow('flight-delay');
  await workbench.runCommand('Tidemark: Check Now');
  await models.waitForRow('Stability', { timeoutMs: 60_000 });
}

/** Drags the edge of the sidebar to an x. */
async function widenSidebar({ page }: Workbench, x: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) return;
  await page.mouse.move(box.x + box.width, 300);
  await page.mouse.down();
  await page.mouse.move(x, 300, { steps: 4 });
  await page.mouse.up();
}

async function picture(workbench: Workbench, { clip }: Scene, file: string): Promise<void> {
  if (clip === undefined) {
    await workbench.screenshot(file);
    return;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await workbench.page.screenshot({ path: file, clip: { ...clip } });
}

/** Opens the dashboard and waits until its charts are drawn. */
async function dashboard(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Tidemark: Open Dashboard');
  const frame = await workbench.webviewFrame('flight-delay');
  await frame.locator('h1').waitFor();
  await frame.locator('.heat-line').first().waitFor();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

/** Opens the rows of one value of a column from its page. */
async function openRows(workbench: Workbench): Promise<void> {
  const frame = await workbench.webviewFrame('flight-delay');
  await frame.locator('.row-name[data-column=origin]').click();
  await frame.getByRole('button', { name: /^Show the .* rows of origin ANC, week/ }).click();
  const rows = await workbench.webviewFrame('Rows: origin, ANC');
  await rows.locator('tbody tr').first().waitFor();
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** Waits until the outputs of a report are drawn. */
async function reportDrawn({ page }: Workbench): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    for (const frame of page.frames()) {
      const drawn = await frame
        .locator('.tm-output svg .mark-rect path')
        .count()
        .catch(() => 0);
      if (drawn > 0) {
        await new Promise((resolve) => setTimeout(resolve, 8_000));
        return;
      }
    }
    if (Date.now() > end) throw new Error('No chart of the report was drawn within 60 s.');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: 'string', default: path.join(repoRoot, 'media', 'sample', 'flights') },
      extension: { type: 'string', default: repoRoot },
      vsix: { type: 'string' },
      theme: { type: 'string' },
      out: { type: 'string', default: path.join(repoRoot, 'docs', 'images') },
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
    if (values.theme !== undefined && theme !== values.theme) continue;
    const inTheme = wanted.filter((scene) => scene.themes.includes(theme));
    // A window for each scene: none is to show what another has left open.
    for (const scene of inTheme) {
      const workbench = await openWorkbench({
        folder: folderFor(scene, values.folder),
        extension: values.vsix === undefined ? { inPlace: values.extension } : { vsix: values.vsix },
        colorTheme: themes[theme],
        settings: { 'editor.minimap.enabled': false },
        viewport: scene.viewport ?? { width: 1440, height: 900 },
      });
      try {
        await scene.prepare(workbench);
        const file = path.join(values.out, `${scene.name}-${theme}.png`);
        await workbench.restPointer();
        await picture(workbench, scene, file);
        console.log(path.relative(process.cwd(), file));
      } finally {
        await workbench.close();
      }
    }
  }
}

/** A copy with a plain name: scenes type into the config, and the folder's name is in the picture. */
function folderFor(scene: Scene, source: string): string {
  const folder = path.join(makeScratch('pictures'), 'flights');
  const leaveOut =
    scene.folder === 'logs-only' ? [path.join(source, 'tidemark.yaml'), path.join(source, 'shadow')] : [];
  fs.cpSync(source, folder, { recursive: true, filter: (file) => !leaveOut.includes(file) });
  if (scene.config !== undefined) {
    const file = path.join(folder, 'tidemark.yaml');
    fs.writeFileSync(file, scene.config(fs.readFileSync(file, 'utf8')));
  }
  return folder;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void closeAllWorkbenches().finally(() => process.exit(130)));
}
await main();
