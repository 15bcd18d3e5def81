/** Reports by clicking: the notebook's outputs in the real editor, and the exported page in a browser without a network. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { launchBrowser } from '../../harness/browser.mjs';
import type { Frame } from '../../harness/browser.mjs';
import { main } from '../../src/cli/main.js';
import { AXE, COLOUR_RULES } from './axe';
import { eventually, openWorkbench } from './driver';
import type { Workbench } from './driver';
import { repoRoot, scratchSample } from './sample';

const REPORT = `---
title: June
parameters: { airport: LAX }
---

# June

PSI of origin is {{ psi of origin }}.

\`\`\`tidemark
show: verdict
\`\`\`

\`\`\`sql
-- name: airports
SELECT origin, count(*) AS flights FROM current GROUP BY origin ORDER BY origin
\`\`\`

\`\`\`tidemark
metric: psi
of: [origin, traffic]
\`\`\`
`;

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What a page violates of what is serious; `within` = a selector, `rules`: by these of axe's rules only. */
async function seriousViolations(
  frame: { evaluate: Frame['evaluate'] },
  within: string,
  rules?: readonly string[],
): Promise<string[]> {
  await frame.evaluate(AXE);
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) };
  const { violations } = (await frame.evaluate(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`,
  )) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html }) => html.slice(0, 160))
          .join(' | ')}`,
    );
}

describe('Reports', function () {
  this.timeout(120_000);
  const { folder, remove } = scratchSample();
  let workbench: Workbench;
  let outputs: Frame;

  before(async () => {
    fs.writeFileSync(path.join(folder, 'june.tidemark.md'), REPORT);
    workbench = await openWorkbench({
      folder,
      extension: { inPlace: repoRoot },
      viewport: { width: 1300, height: 1900 },
      settings: { 'tidemark.checkOnChange': 'never' },
    });
  });

  after(async () => {
    await workbench.close();
    await remove();
  });

  /** The page that VS Code draws all outputs in. */
  const outputFrame = (): Promise<Frame> =>
    eventually(
      'the page of the outputs',
      async () => {
        for (const frame of workbench.page.frames()) {
          if (
            (await frame
              .locator('.tm-output')
              .count()
              .catch(() => 0)) > 0
          )
            return frame;
        }
        return undefined;
      },
      { timeoutMs: 60_000 },
    );
  const theme = async (name: string): Promise<void> => {
    await workbench.runCommand('Preferences: Color Theme');
    await workbench.pick(name);
  };

  it('is listed in the sidebar, and opens as a notebook from there', async () => {
    const reports = await workbench.tree('Reports');
    await reports.waitForRow('june');
    await workbench.page.getByRole('treeitem', { name: /^june, / }).click();
    await workbench.page.getByRole('button', { name: 'Run All' }).first().waitFor();
  });

  it('runs by a click, and draws verdict, table and charts', async () => {
    await workbench.page.getByRole('button', { name: 'Run All' }).first().click();
    outputs = await outputFrame();
    await outputs.getByText('Keep this model').waitFor({ timeout: 60_000 });
    await outputs.locator('.drawing svg .mark-rect path').first().waitFor({ state: 'attached' });
    const row = outputs.getByRole('row', { name: /psi origin/ }).first();
    assert.match(await row.innerText(), /alert, 8 weeks/);
    assert.match(
      (await outputs.locator('.drawing').first().getAttribute('aria-label')) ?? '',
      /Population stability index of origin/,
    );
  });

  it('shows values in the prose', async () => {
    await eventually('the value in the prose', async () => {
      for (const frame of workbench.page.frames()) {
        const found = frame.getByText('PSI of origin is').first();
        if ((await found.count().catch(() => 0)) === 0) continue;
        if (/PSI of origin is 0\.6/.test(await found.innerText())) return true;
      }
      return false;
    });
  });

  it('sorts, filters and shows all rows of a table', async () => {
    const table = outputs.locator('.tm-output').filter({ hasText: 'flights' }).last();
    const rows = (): Promise<string[]> => table.locator('tbody tr').allInnerTexts();
    assert.equal((await rows()).length, 5);
    assert.match(await table.locator('[role=status]').innerText(), /5 of \d+ rows shown/);
    const head = table.locator('th').nth(1);
    await head.getByRole('button').dispatchEvent('click');
    await head.getByRole('button').dispatchEvent('click');
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    const [most = ''] = await rows();
    assert.match(most, /^(ORD|ATL|DFW)/);
    await table.getByRole('button', { name: 'Show all' }).dispatchEvent('click');
    assert.ok((await rows()).length > 40);
    await table.getByRole('searchbox').fill('LAX');
    assert.deepEqual(
      (await rows()).map((row) => row.slice(0, 3)),
      ['LAX'],
    );
    await table.getByRole('searchbox').fill('');
    await table.getByRole('button', { name: 'Show fewer' }).dispatchEvent('click');
  });

  it('has no serious violation of accessibility', async () => {
    assert.deepEqual(await seriousViolations(outputs, '.tm-output'), []);
  });

  it('follows a change of theme without being drawn again', async () => {
    const bar = outputs.locator('.drawing svg .mark-rect path[fill="var(--tm-alert)"]').first();
    const colour = (): Promise<string> =>
      bar.evaluate((element) => {
        const page = globalThis as unknown as { getComputedStyle(of: unknown): { fill: string } };
        return page.getComputedStyle(element).fill;
      });
    await bar.evaluate((element) => element.setAttribute('data-same', ''));
    const dark = await colour();
    await theme('Light Modern');
    await eventually('another red', async () => (await colour()) !== dark);
    assert.equal(await bar.getAttribute('data-same'), '');
    await theme('Dark High Contrast');
    await eventually('the contrast theme', async () =>
      outputs.locator('body').evaluate((body) => body.classList.contains('vscode-high-contrast')),
    );
    assert.deepEqual(await seriousViolations(outputs, '.tm-output'), []);
  });

  it('copies a table, and opens its rows beside', async () => {
    const table = outputs.locator('.tm-output').filter({ hasText: 'flights' }).last();
    // A click on what is out of view would scroll the window around the notebook.
    await table.getByRole('button', { name: 'Copy as Markdown' }).dispatchEvent('click');
    await workbench.page.getByText('Copied as Markdown.').waitFor();
    await table.getByRole('button', { name: 'Open in editor' }).dispatchEvent('click');
    await eventually('the rows as text', async () =>
      (await workbench.editorLines()).some((line) => line.startsWith('origin,flights')),
    );
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('marks the values in the prose once the config was written, until they are computed again', async () => {
    const prose = async (): Promise<string | undefined> => {
      for (const frame of workbench.page.frames()) {
        const found = frame.getByText('PSI of origin is').first();
        if ((await found.count().catch(() => 0)) > 0) return found.innerText();
      }
      return undefined;
    };
    assert.doesNotMatch((await prose()) ?? '', /out of date/);
    fs.appendFileSync(path.join(folder, 'tidemark.yaml'), '# looked at again\n');
    await eventually('the mark', async () => /\(out of date\)/.test((await prose()) ?? ''));
    await workbench.page.getByRole('button', { name: 'Run All' }).first().click();
    await eventually('values without a mark', async () => /is 0\.6[^(]*$/.test((await prose()) ?? ''), {
      timeoutMs: 60_000,
    });
  });

  it('writes a new report from a template, and opens it', async () => {
    await workbench.runCommand('Tidemark: New Report');
    await workbench.pick('Weekly report');
    await workbench.tab('weekly-report.tidemark.md').waitFor();
    const text = fs.readFileSync(path.join(folder, 'weekly-report.tidemark.md'), 'utf8');
    assert.match(text, /^---\ntitle: "?Weekly report: flight-delay/);
    assert.match(text, /model: flight-delay/);
  });

  it('the exported page needs no network and no script, violates no policy and is accessible, dark and light', async () => {
    const page = path.join(folder, 'june.html');
    const code = await main(['report', 'tidemark.yaml', '--output', 'june.html'], {
      out: () => undefined,
      err: () => undefined,
      stdin: () => Promise.resolve(''),
      outIsTerminal: false,
      errIsTerminal: false,
      columns: 100,
      cwd: folder,
      env: { TIDEMARK_CACHE: path.join(folder, '.cache') },
      signal: new AbortController().signal,
    });
    assert.equal(code, 1);
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({
          offline: true,
          colorScheme,
          viewport: { width: 1000, height: 900 },
        });
        const tab = await context.newPage();
        const said: string[] = [];
        tab.on('console', (message) => said.push(message.text()));
        tab.on('pageerror', (error) => said.push(error.message));
        tab.on('request', (request) => {
          if (!request.url().startsWith('file:')) said.push(request.url());
        });
        await tab.goto(`file://${page}`);
        await tab.locator('[data-chart] .marks').first().waitFor({ state: 'attached' });
        // All charts are alive before one is pointed at.
        await eventually('every chart is drawn by the script', async () => {
          const places = await tab.locator('[data-chart]').count();
          return places > 5 && (await tab.locator('[data-chart] > div svg').count()) === places;
        });
        const chart = tab.locator('[data-chart][aria-label^="ROC AUC"]').first();
        await chart.scrollIntoViewIfNeeded();
        const box = await chart.boundingBox();
        assert.ok(box);
        await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await tab.locator('.tip').waitFor();
        assert.match(await tab.locator('.tip').innerText(), /value: 0\.\d/);
        await tab.locator('table.sortable th button').first().click();
        assert.deepEqual(said, []);
        // The other scheme is another set of colours.
        const rules = colorScheme === 'dark' ? COLOUR_RULES : undefined;
        assert.deepEqual(await seriousViolations(tab, 'main', rules), []);
        await context.close();
      }
      const plain = await browser.newContext({ offline: true, javaScriptEnabled: false });
      const still = await plain.newPage();
      await still.goto(`file://${page}`);
      assert.ok((await still.locator('[role=img] svg path').count()) > 20);
      await still.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const paper = await still
        .evaluate('getComputedStyle(document.body).backgroundColor')
        .catch(() => 'rgb(255, 255, 255)');
      assert.equal(paper, 'rgb(255, 255, 255)');
      await plain.close();
    } finally {
      await browser.close();
    }
  });
});
