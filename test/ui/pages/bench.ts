/**
 * Measures the dashboard's page as the browser's trace has it, and prints the numbers.
 *
 *   npm run bench:ui        after npm run build
 *
 * Paint: from the page's start to the first frame with the verdict and the matrix, of a view that is there already.
 * Scroll: the longest task of the page's main thread while 500 columns by 150 chunks are scrolled through, by wheel
 * and then by key. Nodes: elements and texts of the page at the most.
 */
import type { Page } from '../../../harness/browser.mjs';
import { buildReport } from '../../core/report/views/report-builder';
import { Pages, viewMessage, type DashboardPage } from './dashboard-page';

type CDPSession = Awaited<ReturnType<ReturnType<Page['context']>['newCDPSession']>>;

interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly dur?: number;
  /** Time on the processor, where the machine had other things to do as well. */
  readonly tdur?: number;
  readonly tid: number;
  readonly args: { readonly data?: { readonly type?: string }; readonly name?: string };
}

const names = Array.from({ length: 500 }, (_, i) => `feature_${i}`);

/** The longest task of the renderer's main thread while something is done, in ms by the clock and on the processor. */
async function longestTask(
  session: CDPSession,
  run: () => Promise<void>,
): Promise<{ clock: number; processor: number }> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }): void => void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute'],
    },
    transferMode: 'ReportEvents',
  });
  await run();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  const main = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ tid }) => tid),
  );
  const tasks = events.filter(({ name, tid }) => name === 'RunTask' && main.has(tid));
  const longest = (of: (event: TraceEvent) => number): number => Math.max(...tasks.map(of)) / 1000;
  return { clock: longest(({ dur = 0 }) => dur), processor: longest(({ tdur = 0 }) => tdur) };
}

function countNodes({ page }: DashboardPage): Promise<number> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    let count = 0;
    while (walker.nextNode() !== null) count++;
    return count;
  });
}

const say = (what: string, value: number, unit: string): void =>
  console.log(`${what.padEnd(64)}${value.toFixed(unit === '' ? 0 : 1).padStart(10)} ${unit}`);

function sayTask(what: string, { clock, processor }: { clock: number; processor: number }): void {
  say(what, clock, 'ms');
  say('  of this on the processor', processor, 'ms');
}

const pages = new Pages();
for (const [columns, chunks] of [
  [8, 26],
  [500, 150],
] as const) {
  const report = buildReport({ features: names.slice(0, columns), chunks });
  const message = viewMessage(report);
  say(`view of ${columns} × ${chunks}`, JSON.stringify(message).length / 1e6, 'MB');
  const paints: number[] = [];
  const waits: number[] = [];
  for (let i = 0; i < 5; i++) {
    const dashboard = await pages.open({ report, messages: [message] });
    await dashboard.drawn();
    const { ready, painted } = await dashboard.times();
    paints.push(painted);
    waits.push(painted - ready);
    await dashboard.close();
  }
  for (const times of [paints, waits]) times.sort((a, b) => a - b);
  say(`paint of ${columns} × ${chunks} from the page's start, median of 5`, paints[2] ?? NaN, 'ms');
  say('  of this, from the view on', waits[2] ?? NaN, 'ms');
}

const report = buildReport({ features: names, chunks: 150 });
const dashboard = await pages.open({ report, messages: [viewMessage(report)] });
await dashboard.drawn();
await dashboard.page.getByRole('button', { name: 'others hold' }).click();
await dashboard.page.mouse.move(700, 500);
const session = await dashboard.page.context().newCDPSession(dashboard.page);
let most = 0;
const scroll = await longestTask(session, async () => {
  for (let i = 0; i < 150; i++) {
    await dashboard.page.mouse.wheel(0, 100);
    if (i % 10 === 0) most = Math.max(most, await countNodes(dashboard));
  }
  await dashboard.drawn();
});
sayTask('longest task of scrolling 500 × 150 by wheel', scroll);
await dashboard.page.evaluate(() => window.scrollTo(0, 0));
await dashboard.page.locator('[role=gridcell][tabindex="0"]').focus();
const keys = await longestTask(session, async () => {
  for (let i = 0; i < 100; i++) await dashboard.page.keyboard.press(i % 5 === 0 ? 'PageDown' : 'ArrowLeft');
});
sayTask('longest task of walking it by keys', keys);
const hover = await longestTask(session, async () => {
  for (let i = 0; i < 200; i++) await dashboard.page.mouse.move(260 + i * 4, 400 + (i % 7));
});
sayTask('longest task of moving the pointer over it', hover);
say('most nodes', Math.max(most, await countNodes(dashboard)), '');
console.log((await dashboard.problems()).join('\n'));
await pages.close();
