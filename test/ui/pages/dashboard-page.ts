/**
 * The dashboard's page by itself in a browser: the built bundle under its own policy, in a theme as VS Code gives it,
 * with a host that answers as the panel does. What the host says is made by the code that makes it in the editor.
 */
import fs from 'node:fs';
import path from 'node:path';

import { launchBrowser } from '../../../harness/browser.mjs';
import type { Page } from '../../../harness/browser.mjs';
import { ensureHarness } from '../../../harness/install.mjs';
import { toWire } from '../../../src/core/report/charts/heat-wire.js';
import { dashboardView } from '../../../src/core/report/dashboard/dashboard.js';
import { featureOf } from '../../../src/core/report/dashboard/features.js';
import type { Report } from '../../../src/core/report/report.js';
import { sealed } from '../../../src/editor/dashboard-messages.js';
import { dashboardPage } from '../../../webview/dashboard/page.js';
import {
  parseFromDashboard,
  type FromDashboard,
  type ToDashboard,
} from '../../../webview/dashboard/protocol.js';
import { repoRoot } from '../sample';

export const THEMES = ['dark', 'light', 'contrast-dark', 'contrast-light'] as const;
export type Theme = (typeof THEMES)[number];

/** What VS Code gives a webview in a theme. */
export interface ThemeColours {
  readonly theme: string;
  readonly body: string;
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads what `record-themes.ts` wrote. */
export function themeColours(theme: Theme): ThemeColours {
  const file = path.join(repoRoot, 'test', 'fixtures', 'themes', `${theme}.json`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as ThemeColours;
}

/** A browser for pages, opened with the first of them. */
export class Pages {
  #browser: ReturnType<typeof launchBrowser> | null = null;

  async open(options: PageOptions = {}): Promise<DashboardPage> {
    await ensureHarness();
    this.#browser ??= launchBrowser();
    const browser = await this.#browser;
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1400, height: 900 },
      ...(options.scale === undefined ? {} : { deviceScaleFactor: options.scale }),
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    return DashboardPage.load(page, options);
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
    this.#browser = null;
  }
}

export interface PageOptions {
  readonly theme?: Theme;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scale?: number;
  /** Said when the page has said that it listens. */
  readonly messages?: readonly ToDashboard[];
  /** The report whose columns' pages are given when asked for. */
  readonly report?: Report;
  /** Keeps the chunk that draws charts from loading. */
  readonly withoutCharts?: boolean;
  /** What `getState` gives. */
  readonly state?: unknown;
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const AXE = fs.readFileSync(path.join(repoRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

const ORIGIN = 'http://page.tidemark.test';
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** One page with its host. */
export class DashboardPage {
  /** What the page asked, in order. */
  readonly asked: FromDashboard[] = [];
  /** Files that the page loaded. */
  readonly loaded: string[] = [];
  readonly #errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly options: PageOptions,
  ) {}

  static async load(page: Page, options: PageOptions): Promise<DashboardPage> {
    const own = new DashboardPage(page, options);
    await own.#load();
    return own;
  }

  /** What the policy refused, and what went wrong in the page's scripts. */
  async problems(): Promise<string[]> {
    const refused = await this.page.evaluate(() => (window as unknown as { refused: string[] }).refused);
    return [...this.#errors, ...refused.map((what) => `refused: ${what}`)];
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
    await this.sayRaw(...messages.map(sealed));
  }

  /** Sends anything. */
  async sayRaw(...messages: readonly unknown[]): Promise<void> {
    await this.page.evaluate((all) => {
      for (const message of all) window.postMessage(message, '*');
    }, messages as unknown[]);
  }

  /** Puts another theme on the page, as VS Code does. */
  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(dress, themeColours(theme));
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

  /** What axe finds that is serious or critical. */
  async barriers(): Promise<string[]> {
    // By the driver, not by a script of the page: its policy lets none in.
    await this.page.evaluate(AXE);
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run: (root: Document) => Promise<AxeResults> } };
      const { violations } = await axe.run(document);
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  async #load(): Promise<void> {
    const { page, options } = this;
    page.on('pageerror', (error) => this.#errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#errors.push(message.text());
    });
    const html = dashboardPage({
      nonce: 'bm9uY2U',
      cspSource: ORIGIN,
      script: `${ORIGIN}/dashboard.js`,
      style: `${ORIGIN}/dashboard.css`,
      title: 'flight-delay',
      root: { id: 'dashboard', subject: 'file:///flights/tidemark.yaml' },
    });
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
      this.loaded.push(pathname);
      if (options.withoutCharts === true && pathname.includes('/draw-')) return;
      const file = path.join(repoRoot, 'dist', 'webview', pathname);
      if (!fs.existsSync(file)) return route.fulfill({ status: 404, body: '' });
      return route.fulfill({ contentType: TYPES[path.extname(file)] ?? 'text/plain', path: file });
    });
    await page.exposeFunction('askHost', (raw: unknown) => this.#answer(raw));
    // What runs TypeScript here names functions by a helper that the page lacks.
    await page.addInitScript({ content: 'globalThis.__name = (own) => own;' });
    await page.addInitScript(dressAtStart, themeColours(options.theme ?? 'dark'));
    await page.addInitScript(fakeHost, {
      state: options.state ?? null,
      first: (options.messages ?? []).map(sealed) as unknown[],
    });
    await page.goto(`${ORIGIN}/`);
  }

  async #answer(raw: unknown): Promise<void> {
    const message = parseFromDashboard(raw);
    if (message === null) {
      this.#errors.push(`The page said what no panel understands: ${JSON.stringify(raw)}`);
      return;
    }
    this.asked.push(message);
    const { report } = this.options;
    if (message.type === 'feature' && report !== undefined) {
      const feature = featureOf(report, message.column);
      await this.say({
        type: 'feature',
        column: message.column,
        checkedAt: report.generated_at,
        feature,
      });
    }
  }
}

/** A report as the panel sends it. */
export function viewMessage(report: Report, stale: string | null = null): ToDashboard {
  return { type: 'view', view: toWire(dashboardView(report)), checkedAt: report.generated_at, stale };
}

/* In the page: these functions are sent there as text, and know nothing of this file. */

function dress({ body, kind, variables }: ThemeColours): void {
  const { style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith('--vscode-')) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  document.body.className = body;
  document.body.dataset['vscodeThemeKind'] = kind;
}

function dressAtStart({ body, kind, variables }: ThemeColours): void {
  const dressRoot = (): void => {
    for (const [name, value] of Object.entries(variables))
      document.documentElement.style.setProperty(name, value);
  };
  new MutationObserver((_changes, observer) => {
    if (document.body === null) return;
    observer.disconnect();
    dressRoot();
    document.body.className = body;
    document.body.dataset['vscodeThemeKind'] = kind;
  }).observe(document, { childList: true, subtree: true });
}

function fakeHost({ state, first }: { state: unknown; first: unknown[] }): void {
  let kept = state;
  const own = window as unknown as {
    refused: string[];
    painted: number;
    ready: number;
    askHost: (message: unknown) => Promise<void>;
    acquireVsCodeApi: () => unknown;
  };
  own.refused = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    own.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
  );
  // The frame after the one in which the verdict came is the first that shows it.
  new MutationObserver((_changes, observer) => {
    if (document.querySelector('h1') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => window.setTimeout(() => (own.painted = performance.now())));
  }).observe(document, { childList: true, subtree: true });
  own.acquireVsCodeApi = () => ({
    getState: () => kept,
    setState: (next: unknown) => {
      kept = next;
    },
    postMessage: (message: { type: string }) => {
      if (message.type === 'ready') own.ready = performance.now();
      void own.askHost(message);
      if (message.type === 'ready') for (const one of first) window.postMessage(one, '*');
    },
  });
}
