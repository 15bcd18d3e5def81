/**
 * Takes pictures of the dashboard's page by itself: each screen in each theme, narrow, middle and wide.
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
import { Pages, viewMessage } from './dashboard-page';
import { THEMES } from './webview-page';

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
for (const [name, { messages, column, segment }] of Object.entries(SCREENS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  for (const theme of THEMES) {
    for (const [size, width] of Object.entries(WIDTHS)) {
      const dashboard = await pages.open({
        theme,
        report,
        messages: messages(report),
        viewport: { width, height: 320 },
        state: {
          column: column === undefined ? null : columnOf(report, column),
          chunk: null,
          zoom: null,
          segment: segment === true ? (whereViews(report)[0]?.lines[0]?.segment ?? null) : null,
          protocol: PROTOCOL,
          scroll: 0,
        },
      });
      await dashboard.drawn();
      // All of the page, with the charts below what is in sight.
      const height = await dashboard.page.evaluate(() => document.documentElement.scrollHeight);
      await dashboard.page.setViewportSize({ width, height: Math.min(4000, height) });
      await dashboard.page.waitForTimeout(150);
      await dashboard.drawn();
      const file = path.join(values.out, `page-${name}-${theme}-${size}.png`);
      await dashboard.page.screenshot({ path: file });
      const problems = await dashboard.problems();
      console.log(path.relative(process.cwd(), file), problems.join('; '));
      await dashboard.close();
    }
  }
}
await pages.close();
