/**
 * A webview's page by itself in a browser: the built bundle under its own policy, in a theme as VS Code gives it, with a
 * host that answers as the panel does.
 */
import fs from 'node:fs';
import path from 'node:path';

import { launchBrowser } from '../../../harness/browser.mjs';
import type { Page } from '../../../harness/browser.mjs';
import { ensureHarness } from '../../../harness/install.mjs';
import { dashboardPage } from '../../../webview/dashboard/page.js';
import { AXE, COLOUR_RULES } from '../axe';
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

/** A browser, launched with the first page. */
export class Browser {
  #browser: ReturnType<typeof launchBrowser> | null = null;

  async newPage({ viewport, scale }: Pick<WebviewOptions, 'viewport' | 'scale'>): Promise<Page> {
    await ensureHarness();
    this.#browser ??= launchBrowser();
    const browser = await this.#browser;
    const context = await browser.newContext({
      viewport: viewport ?? { width: 1400, height: 900 },
      ...(scale === undefined ? {} : { deviceScaleFactor: scale }),
    });
    context.setDefaultTimeout(10_000);
    return context.newPage();
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close();
    this.#browser = null;
  }
}

/** How a page is opened. */
export interface WebviewOptions {
  readonly theme?: Theme;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scale?: number;
  /** What `getState` gives. */
  readonly state?: unknown;
}

/** What is known of a page beforehand. */
export interface Site<From> {
  /** Name of its bundle, and id of the element that it fills. */
  readonly name: string;
  readonly title: string;
  /** What the element is told from the start. */
  readonly subject: unknown;
  /** The page's first message, by its type, and what the host answers to it, sealed. */
  readonly opening: string;
  readonly first: readonly unknown[];
  /** A message from the page; null when it is none that the panel knows. */
  readonly parse: (raw: unknown) => From | null;
  /** A file that never comes. */
  readonly holdsBack?: (pathname: string) => boolean;
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

const ORIGIN = 'http://page.tidemark.test';
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

/** One page with its host. */
export class WebviewPage<From extends { readonly type: string }> {
  /** What the page asked, in order. */
  readonly asked: From[] = [];
  /** Files that the page loaded. */
  readonly loaded: string[] = [];
  readonly #errors: string[] = [];

  protected constructor(
    readonly page: Page,
    private readonly site: Site<From>,
  ) {}

  /** What the policy refused, and what went wrong in the page's scripts. */
  async problems(): Promise<string[]> {
    const refused = await this.page.evaluate(() => (window as unknown as { refused: string[] }).refused);
    return [...this.#errors, ...refused.map((what) => `refused: ${what}`)];
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

  /** What axe finds that is serious or critical; `rules`: by these of its rules only. */
  async barriers(rules?: readonly string[]): Promise<string[]> {
    // By the driver, not by a script of the page: its policy lets none in.
    if (!(await this.page.evaluate(() => 'axe' in window))) await this.page.evaluate(AXE);
    return this.page.evaluate(
      async (only) => {
        const { axe } = window as unknown as {
          axe: { run: (root: Document, options: object) => Promise<AxeResults> };
        };
        const { violations } = await axe.run(document, { resultTypes: ['violations'], ...only });
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
      },
      rules === undefined ? {} : { runOnly: [...rules] },
    );
  }

  /** The same in every theme, one after the other: of what differs between them only colours can be a barrier. */
  async barriersInThemes(): Promise<string[]> {
    const [first, ...others] = THEMES;
    await this.setTheme(first);
    const found = await this.barriers();
    for (const theme of others) {
      await this.setTheme(theme);
      found.push(...(await this.barriers(COLOUR_RULES)).map((barrier) => `${theme}: ${barrier}`));
    }
    return found;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  protected async load(options: WebviewOptions): Promise<void> {
    const { page, site } = this;
    page.on('pageerror', (error) => this.#errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.#errors.push(message.text());
    });
    const html = dashboardPage({
      nonce: 'bm9uY2U',
      cspSource: ORIGIN,
      script: `${ORIGIN}/${site.name}.js`,
      style: `${ORIGIN}/${site.name}.css`,
      title: site.title,
      root: { id: site.name, subject: site.subject },
    });
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
      this.loaded.push(pathname);
      if (site.holdsBack?.(pathname) === true) return;
      const file = path.join(repoRoot, 'dist', 'webview', pathname);
      if (!fs.existsSync(file)) return route.fulfill({ status: 404, body: '' });
      return route.fulfill({ contentType: TYPES[path.extname(file)] ?? 'text/plain', path: file });
    });
    await page.exposeFunction('askHost', (raw: unknown) => this.#take(raw));
    // What runs TypeScript here names functions by a helper that the page lacks.
    await page.addInitScript({ content: 'globalThis.__name = (own) => own;' });
    await page.addInitScript(dressAtStart, themeColours(options.theme ?? 'dark'));
    await page.addInitScript(fakeHost, {
      state: options.state ?? null,
      opening: site.opening,
      first: [...site.first],
    });
    await page.goto(`${ORIGIN}/`);
  }

  /** What the host does with a message. */
  protected async answer(_message: From): Promise<void> {
    // Most are only noted.
  }

  async #take(raw: unknown): Promise<void> {
    const message = this.site.parse(raw);
    if (message === null) {
      this.#errors.push(`The page said what no panel understands: ${JSON.stringify(raw)}`);
      return;
    }
    this.asked.push(message);
    await this.answer(message);
  }
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

function fakeHost({ state, opening, first }: { state: unknown; opening: string; first: unknown[] }): void {
  let opened = false;
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
      const opens = !opened && message.type === opening;
      if (opens) own.ready = performance.now();
      void own.askHost(message);
      opened ||= opens;
      if (opens) for (const one of first) window.postMessage(one, '*');
    },
  });
}
