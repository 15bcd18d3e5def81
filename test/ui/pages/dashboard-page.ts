/** The dashboard's page by itself in a browser. What the host says is made by the code that makes it in the editor. */
import { toWire } from '../../../src/core/report/charts/heat-wire.js';
import { dashboardView } from '../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../src/core/report/dashboard/features.js';
import { segmentView } from '../../../src/core/report/dashboard/segments.js';
import type { Report } from '../../../src/core/report/report.js';
import {
  PROTOCOL,
  parseFromDashboard,
  type FromDashboard,
  type ToDashboard,
} from '../../../webview/dashboard/protocol.js';
import { sealed } from '../../../webview/shared/sealed.js';
import type { Page } from '../../../harness/browser.mjs';
import { Browser, WebviewPage, type WebviewOptions } from './webview-page';

/** A browser for pages, opened with the first of them. */
export class Pages {
  readonly #browser = new Browser();

  async open(options: PageOptions = {}): Promise<DashboardPage> {
    return DashboardPage.open(await this.#browser.newPage(options), options);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

export interface PageOptions extends WebviewOptions {
  /** Said when the page has said that it listens. */
  readonly messages?: readonly ToDashboard[];
  /** The report whose columns' pages are given when asked for. */
  readonly report?: Report;
  /** Keeps the chunk that draws charts from loading. */
  readonly withoutCharts?: boolean;
}

/** One page with its host. */
export class DashboardPage extends WebviewPage<FromDashboard> {
  private constructor(
    page: Page,
    private readonly options: PageOptions,
  ) {
    super(page, {
      name: 'dashboard',
      title: 'flight-delay',
      subject: 'file:///flights/tidemark.yaml',
      opening: 'ready',
      first: (options.messages ?? []).map((message) => sealed(message, PROTOCOL)),
      parse: parseFromDashboard,
      holdsBack: (pathname) => options.withoutCharts === true && pathname.includes('/draw-'),
    });
  }

  static async open(page: Page, options: PageOptions): Promise<DashboardPage> {
    const own = new DashboardPage(page, options);
    await own.load(options);
    return own;
  }

  /** When the page listened, and when the first frame with the verdict was there, in ms from its start. */
  times(): Promise<{ ready: number; painted: number }> {
    return this.page.evaluate(() => {
      const { ready, painted } = window as unknown as { ready: number; painted: number };
      return { ready, painted };
    });
  }

  /** Sends messages as the panel does. */
  async say(...messages: readonly ToDashboard[]): Promise<void> {
    await this.sayRaw(...messages.map((message) => sealed(message, PROTOCOL)));
  }

  /** What has the focus, as it is read aloud. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const active = document.activeElement;
      return `${active?.getAttribute('role') ?? active?.localName ?? ''}: ${active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? ''}`;
    });
  }

  /** Waits until the charts in sight are drawn. */
  async drawn(): Promise<void> {
    await this.page.locator('h1').first().waitFor();
    await this.page.waitForFunction(() => {
      const charts = [...document.querySelectorAll<HTMLElement>('.chart')];
      const inSight = charts.filter((chart) => {
        const box = chart.getBoundingClientRect();
        return box.width > 0 && box.top < window.innerHeight && box.bottom > 0;
      });
      return inSight.every((chart) => chart.querySelector('svg') !== null);
    });
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  protected override async answer(message: FromDashboard): Promise<void> {
    const { report } = this.options;
    if (report === undefined) return;
    const checkedAt = report.generated_at;
    if (message.type === 'segment') {
      const { segment } = message;
      await this.say({ type: 'segment', segment, checkedAt, view: segmentView(report, segment) });
    }
    if (message.type !== 'feature') return;
    const feature = featureOf(report, message.column);
    await this.say({
      type: 'feature',
      column: message.column,
      checkedAt,
      feature,
    });
  }
}

/** A report as the panel sends it. */
export function viewMessage(report: Report, stale: string | null = null): ToDashboard {
  return {
    type: 'view',
    view: JSON.stringify(toWire(dashboardView(report))),
    checkedAt: report.generated_at,
    stale,
  };
}
