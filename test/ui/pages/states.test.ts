/** Every state that a dashboard can be in, from the report or the failure that makes it. */
import assert from 'node:assert/strict';

import type { Report } from '../../../src/core/report/report.js';
import { stateWithoutView } from '../../../src/editor/dashboard-messages.js';
import { PROTOCOL, type FromDashboard, type ToDashboard } from '../../../webview/dashboard/protocol.js';
import { buildReport } from '../../core/report/views/report-builder';
import { Pages, viewMessage, type DashboardPage, type PageOptions } from './dashboard-page';
import { reportOf, type SmallMonitor } from './small-monitors';

const pages = new Pages();

/** What the panel says where no report is. */
function instead(trusted: boolean): ToDashboard {
  const state = stateWithoutView(
    {
      config: { toString: () => 'file:///tidemark.yaml' } as never,
      name: 'flight-delay',
      report: null,
      changed: [],
      failure: null,
      progress: null,
      partial: null,
    },
    trusted,
  );
  assert.ok(state);
  return { type: 'state', state };
}

async function inState(
  options: PageOptions,
  check: (dashboard: DashboardPage) => Promise<void>,
): Promise<void> {
  const dashboard = await pages.open(options);
  try {
    await dashboard.drawn();
    await check(dashboard);
    assert.deepEqual(await dashboard.barriers(), [], 'axe');
    assert.deepEqual(await dashboard.problems(), []);
  } finally {
    await dashboard.close();
  }
}

async function says(dashboard: DashboardPage, heading: string | RegExp, text: RegExp): Promise<void> {
  await dashboard.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  assert.match(await dashboard.page.locator('main').innerText(), text);
}

/** A button does what it says. */
async function asks(dashboard: DashboardPage, name: string, message: FromDashboard): Promise<void> {
  await dashboard.page.getByRole('button', { name, exact: true }).first().click();
  await dashboard.page.waitForTimeout(50);
  assert.deepEqual(dashboard.asked.at(-1), message);
}

describe('the states of a dashboard', function () {
  this.timeout(60_000);
  after(() => pages.close());

  it('first run: says that nothing was checked, and checks', () =>
    inState({ messages: [instead(true)] }, async (dashboard) => {
      await says(dashboard, 'flight-delay was not checked yet', /nothing leaves this computer/);
      await asks(dashboard, 'Check now', { type: 'check' });
    }));

  it('no config: leads to one', () =>
    inState(
      {
        messages: [
          { type: 'state', state: { kind: 'no-config', message: 'The config of this dashboard is gone.' } },
        ],
      },
      async (dashboard) => {
        await says(dashboard, 'No config', /is gone/);
        await asks(dashboard, 'Set up monitoring', { type: 'setUp' });
      },
    ));

  it('untrusted: says what works and what waits', () =>
    inState({ messages: [instead(false)] }, async (dashboard) => {
      await says(dashboard, 'Restricted Mode', /works:.*waits:/s);
      await asks(dashboard, 'Manage workspace trust', { type: 'manageTrust' });
    }));

  it('loading: says how far it is, and can be cancelled', () =>
    inState(
      { messages: [{ type: 'progress', progress: { done: 11, total: 18, unit: 'files', rows: 172_904 } }] },
      async (dashboard) => {
        await says(dashboard, 'Checking: 11 of 18 files', /172\u202F904 rows read/);
        await dashboard.say({
          type: 'progress',
          progress: { done: 12, total: 18, unit: 'files', rows: 180_000 },
        });
        await says(dashboard, 'Checking: 12 of 18 files', /180\u202F000 rows read/);
        const bar = await dashboard.page.locator('.progress-bar').evaluate((element) => element.style.width);
        assert.match(bar, /^66\.6/);
        await asks(dashboard, 'Cancel', { type: 'cancel' });
      },
    ));

  it('loading again: the old verdict stays, with the progress beside its age', () => {
    const report = buildReport();
    const progress = { done: 1, total: 4, unit: 'files', rows: 10 };
    return inState(
      { report, messages: [viewMessage(report), { type: 'progress', progress }] },
      async (dashboard) => {
        await says(dashboard, 'Keep this model', /checking, 25\u00A0%/);
        await asks(dashboard, 'Cancel', { type: 'cancel' });
      },
    );
  });

  it('stale: the old answer stays, dated, with one way to renew it', () => {
    const report = buildReport();
    return inState(
      { report, messages: [viewMessage(report, 'scored.csv has changed since.')] },
      async (dashboard) => {
        await says(dashboard, 'Keep this model', /Check of 1 July.*scored\.csv has changed since\./);
        await dashboard.page.locator('.banner').getByRole('button', { name: 'Check now' }).click();
        assert.deepEqual(dashboard.asked.at(-1), { type: 'check' });
      },
    );
  });

  it('error in the config: what, where, and a button that leads there', () => {
    const message = failureOf('missing column');
    return inState(
      { messages: [{ type: 'error', error: { kind: 'config', message, path: 'tidemark.yaml', line: 9 } }] },
      async (dashboard) => {
        await says(dashboard, 'Cannot judge this model', /plaec.*the nearest is “place”/);
        await asks(dashboard, 'Show it in the config', { type: 'openFile', path: 'tidemark.yaml', line: 9 });
      },
    );
  });

  it('error over an old view: the view stays', () => {
    const report = buildReport();
    const error = {
      kind: 'data',
      message: 'logs/a.csv cannot be read.',
      path: 'logs/a.csv',
      line: null,
    } as const;
    return inState(
      { report, messages: [viewMessage(report), { type: 'error', error }] },
      async (dashboard) => {
        await says(dashboard, 'Keep this model', /The last check failed: logs\/a\.csv cannot be read\./);
        await asks(dashboard, 'logs/a.csv', { type: 'openFile', path: 'logs/a.csv' });
      },
    );
  });

  it('empty: no rows is never a pass', () => {
    const message = failureOf('no rows');
    return inState(
      {
        messages: [
          { type: 'error', error: { kind: 'no-rows', message, path: 'logs/current.csv', line: null } },
        ],
      },
      async (dashboard) => {
        await says(dashboard, 'No predictions to judge', /has no rows.*That is no pass/s);
        await asks(dashboard, 'Open the file', { type: 'openFile', path: 'logs/current.csv' });
      },
    );
  });

  it('partial: says which labels are to come, and when they count', () => {
    const report = reportOf('partial');
    return inState({ report, messages: [viewMessage(report)] }, async (dashboard) => {
      await says(
        dashboard,
        'Keep this model',
        /Labels from 12 February on are still coming: 17\u00A0% are in\. Performance of 12 February is judged from 18 February on\./,
      );
    });
  });

  it('no labels ever: says that nobody knows, and what to do', () => {
    const report = reportOf('no labels ever');
    return inState({ report, messages: [viewMessage(report)] }, async (dashboard) => {
      await says(dashboard, 'Cannot judge this model', /Cannot tell: there are no labels\. Name label files/);
    });
  });

  it('no timestamps: the whole window, and no axis', () => {
    const report = reportOf('no timestamps');
    return inState({ report, messages: [viewMessage(report)] }, async (dashboard) => {
      await says(dashboard, 'Cannot judge this model', /Whole window/);
      assert.equal(await dashboard.page.locator('.axis-head').count(), 0);
      assert.equal(await dashboard.page.getByRole('gridcell').count(), 2);
    });
  });

  it('one chunk that is not over: shown, and not called complete', () => {
    const report = reportOf('one chunk');
    return inState({ report, messages: [viewMessage(report)] }, async (dashboard) => {
      await says(dashboard, 'Cannot judge this model', /6 of 7 days, not judged/);
      assert.doesNotMatch(await dashboard.page.locator('.axis-reading').innerText(), /last complete/);
    });
  });

  for (const [columns, chunks] of [
    [500, 20],
    [4, 2000],
  ] as const) {
    it(`${columns} columns and ${chunks} chunks`, () => {
      const features = Array.from({ length: columns }, (_, i) => `f${i}`);
      const report = buildReport({ features, chunks });
      return inState({ report, messages: [viewMessage(report)] }, async (dashboard) => {
        await says(dashboard, 'Keep this model', /f0/);
      });
    });
  }

  for (const column of [null, 'origin', 'hour']) {
    it(`${column === null ? 'the overview' : `the page of ${column}`}: no barrier in any theme`, () => {
      const report: Report = buildReport();
      const state = { column, chunk: null, zoom: null, segment: null, protocol: PROTOCOL, scroll: 0 };
      return inState({ report, messages: [viewMessage(report)], state }, async (dashboard) => {
        await dashboard.page
          .getByRole('heading', { name: column === null ? 'Performance' : 'All measures' })
          .waitFor();
        await dashboard.drawn();
        assert.deepEqual(await dashboard.barriersInThemes(), []);
      });
    });
  }
});

/** What the command line says of a monitor that cannot be checked. */
function failureOf(name: SmallMonitor): string {
  try {
    reportOf(name);
  } catch (error) {
    return error instanceof Error ? error.message.trim() : String(error);
  }
  throw new Error(`${name} was checked.`);
}
