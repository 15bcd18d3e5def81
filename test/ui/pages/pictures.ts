/**
 * Takes pictures of the webviews' pages by themselves: each screen in each theme, narrow, middle and wide.
 *
 *   node --import tsx test/ui/pages/pictures.ts [SCREEN ...] [--report FILE] [--out DIR]
 *
 * As OUT/page-SCREEN-THEME-WIDTH.png, of the report of `check --format json`; without one, of the sample as the command
 * line checks it. Run it after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { whereViews } from '../../../src/core/report/dashboard/where.js';
import type { Report } from '../../../src/core/report/report.js';
import { repoRoot, sampleFolder } from '../sample';
import { PROTOCOL, type ToDashboard } from '../../../webview/dashboard/protocol.js';
import type { ToRows } from '../../../webview/rows/protocol.js';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';
import { pageMessage, readRows, RowsPages, type RowsPage } from './rows-page';
import { THEMES, type Theme, type WebviewOptions } from './webview-page';

const WIDTHS = { narrow: 360, middle: 800, wide: 1400 } as const;

interface Screen {
  readonly messages: (report: Report) => ToDashboard[];
  /** The column whose page it is. */
  readonly column?: 'numeric' | 'categorical';
  /** Whether the segment with the worst performance is shown. */
  readonly segment?: true;
}

const view = (report: Report): ToDashboard[] => [viewMessage(report)];
const SCREENS: Readonly<Record<string, Screen>> = {
  overview: { messages: view },
  numeric: { messages: view, column: 'numeric' },
  categorical: { messages: view, column: 'categorical' },
  segment: { messages: view, segment: true },
  'segment-column': { messages: view, column: 'categorical', segment: true },
  loading: {
    messages: () => [{ type: 'progress', progress: { done: 11, total: 18, unit: 'files', rows: 172_904 } }],
  },
  'first-run': { messages: ({ model }) => [{ type: 'state', state: { kind: 'idle', model } }] },
  stale: { messages: (report) => [viewMessage(report, 'logs/scored-2001-06-25.csv has changed since.')] },
  error: {
    messages: () => [
      {
        type: 'error',
        error: {
          kind: 'config',
          message: 'No log has a column “backlog_min”; the nearest is “backlog”.',
          path: 'tidemark.yaml',
          line: 24,
        },
      },
    ],
  },
  untrusted: {
    messages: () => [
      {
        type: 'state',
        state: {
          kind: 'untrusted',
          works: ['Linting tidemark.yaml while you type', 'Quick fixes'],
          waits: ['Reading logs and labels', 'Checking the model', 'Setting up monitoring'],
        },
      },
    ],
  },
};

/** Tables of rows. */
const TABLES: Readonly<Record<string, readonly ToRows[]>> = {
  rows: [pageMessage(readRows(30))],
  'rows-loading': [{ type: 'progress', words: 'Rows behind: 3 of 22 files, 14\u00A0%.' }],
  'rows-empty': [pageMessage(readRows(0))],
  'rows-changed': [
    {
      type: 'error',
      message:
        'logs/scored-2001-06-11.parquet has changed since the check. Check the model again to see its rows.',
      help: 'check',
    },
  ],
};

type Shown = DashboardPage | RowsPage;
type PageSize = Pick<WebviewOptions, 'theme' | 'viewport'>;

function reportFrom(file: string | undefined): Report {
  if (file !== undefined) return JSON.parse(fs.readFileSync(file, 'utf8')) as Report;
  const cli = path.join(repoRoot, 'dist', 'cli.js');
  const { stdout, stderr } = spawnSync(process.execPath, [cli, 'check', sampleFolder, '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

/** The column of a kind that shifted most in its time. */
function columnOf(report: Report, kind: 'numeric' | 'categorical'): string | null {
  const columns = report.distributions.flatMap((one) =>
    one.kind === kind && one.role === 'feature' ? one.column : [],
  );
  const most = (column: string): number =>
    report.results.reduce(
      (largest, { metric, subject, value, verdict }) =>
        metric === 'psi' && subject.column === column && verdict !== 'unknown'
          ? Math.max(largest, value ?? 0)
          : largest,
      0,
    );
  return [...new Set(columns)].sort((a, b) => most(b) - most(a))[0] ?? null;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    report: { type: 'string' },
    out: { type: 'string', default: path.join(repoRoot, 'docs', 'images') },
  },
});
const report = reportFrom(values.report);
fs.mkdirSync(values.out, { recursive: true });
const pages = new Pages();
const tables = new RowsPages();

/** A page at its full height, with the charts below what is in sight. */
async function take(screen: string, theme: Theme, open: (size: PageSize) => Promise<Shown>): Promise<void> {
  for (const [size, width] of Object.entries(WIDTHS)) {
    const shown = await open({ theme, viewport: { width, height: 320 } });
    await shown.drawn();
    const height = await shown.page.evaluate(() => document.documentElement.scrollHeight);
    await shown.page.setViewportSize({ width, height: Math.max(320, Math.min(4000, height)) });
    await shown.page.waitForTimeout(150);
    await shown.drawn();
    const file = path.join(values.out, `page-${screen}-${theme}-${size}.png`);
    await shown.page.screenshot({ path: file });
    console.log(path.relative(process.cwd(), file), (await shown.problems()).join('; '));
    await shown.close();
  }
}

const isWanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
for (const theme of THEMES) {
  for (const [name, { messages, column, segment }] of Object.entries(SCREENS).filter(([one]) =>
    isWanted(one),
  ))
    await take(name, theme, (size) =>
      pages.open({
        ...size,
        report,
        messages: messages(report),
        state: {
          column: column === undefined ? null : columnOf(report, column),
          chunk: null,
          zoom: null,
          segment: segment === true ? (whereViews(report)[0]?.lines[0]?.segment ?? null) : null,
          protocol: PROTOCOL,
          scroll: 0,
        },
      }),
    );
  for (const [name, messages] of Object.entries(TABLES).filter(([one]) => isWanted(one)))
    await take(name, theme, (size) => tables.open({ ...size, messages }));
}
await pages.close();
await tables.close();
