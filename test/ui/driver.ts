/**
 * Drives a real VS Code in a browser, as a user does: by the palette, the keyboard and clicks. Everything waits by itself
 * and throws with a sentence that says what was not there.
 */
import fs from 'node:fs';
import path from 'node:path';

import {
  findText,
  isNoise,
  launchBrowser,
  newWorkbenchPage,
  payloadUrl,
  readAttribute,
  readLines,
} from '../../harness/browser.mjs';
import type { ConsoleMessage, Frame, Locator, Page } from '../../harness/browser.mjs';
import { ensureHarness } from '../../harness/install.mjs';
import { makeScratch, removeScratch } from '../editor/scratch';
import { installExtension, registerExtension, start } from '../../harness/vscode-server.mjs';

const defaultTimeoutMs = 15_000;

/**
 * Where the extension comes from: under development (the title then says "Extension Development Host"); in place, as if it
 * were installed; a VSIX to install; or a folder with installed ones.
 */
export type ExtensionSource =
  | { readonly developmentPath: string | readonly string[] }
  | { readonly inPlace: string }
  | { readonly vsix: string }
  | { readonly extensionsDir: string };

/** How to open a workbench. */
export interface OpenOptions {
  /** The folder, or .code-workspace file, to open. */
  readonly folder: string;
  readonly extension: ExtensionSource;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** 1280 x 800 by default. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Device pixels per CSS pixel: 2 for sharp screenshots. */
  readonly scale?: number;
  /** The theme's name, such as `Default Dark Modern` (the default), `Default Light Modern`, `Default High Contrast`. */
  readonly colorTheme?: string;
  /** Opens the folder in Restricted Mode; else workspace trust is off. */
  readonly restricted?: boolean;
  /** Added to the extension host's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One entry of the Problems view. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What VS Code says made it, such as `tiny`; empty when it has none. */
  readonly source: string;
  /** The base name of its file. */
  readonly file: string;
}

/** A notification that is shown. */
export interface Toast {
  readonly message: string;
  /** Clicks one of its buttons. */
  click(button: string): Promise<void>;
  /** Clears it. */
  dismiss(): Promise<void>;
}

/** A row of a tree view, as it is rendered. */
export interface TreeRow {
  /** What is read out: label and description, or what the extension gave for it. */
  readonly label: string;
  /** 1 for the roots. */
  readonly level: number;
  /** Undefined for a leaf. */
  readonly expanded: boolean | undefined;
}

const opened = new Set<Workbench>();

/** The workbenches that are open now: for screenshots of a failed test and for cleaning up. */
export function openWorkbenches(): readonly Workbench[] {
  return [...opened];
}

/** Closes all that are open. */
export async function closeAllWorkbenches(): Promise<void> {
  await Promise.all([...opened].map((workbench) => workbench.close()));
}

/** Starts server and browser, opens the folder and waits until the workbench stands. */
export async function openWorkbench(options: OpenOptions): Promise<Workbench> {
  await ensureHarness();
  const cleanups: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  };
  try {
    const { extensionsDir, developmentPaths } = await provideExtension(options.extension, cleanups);
    const starting = start({
      workspaceFolder: path.resolve(options.folder),
      userSettings: {
        'workbench.colorTheme': options.colorTheme ?? 'Default Dark Modern',
        ...options.settings,
      },
      ...(extensionsDir === undefined ? {} : { extensionsDir }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.restricted === undefined ? {} : { restricted: options.restricted }),
    });
    const launching = launchBrowser();
    // Both are let come to their end, lest one that comes up after the other failed be forgotten.
    cleanups.push(
      () => starting.then((started) => started.stop()).catch(() => undefined),
      () => launching.then((launched) => launched.close()).catch(() => undefined),
    );
    const [server, browser] = await Promise.all([starting, launching]);
    const page = await newWorkbenchPage(browser, server.port, {
      ...(options.viewport === undefined ? {} : { viewport: { ...options.viewport } }),
      ...(options.scale === undefined ? {} : { deviceScaleFactor: options.scale }),
    });
    const workbench = new Workbench(page, close);
    opened.add(workbench);
    await page.goto(payloadUrl(server, { developmentPaths }));
    await workbench.ready();
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

/** A window of VS Code with its folder. */
export class Workbench {
  /** What the page printed to its console, without the noise of every run. */
  readonly consoleLines: string[] = [];
  readonly #close: () => Promise<void>;

  constructor(
    /** Playwright's page, for what this class has no word for. */
    readonly page: Page,
    close: () => Promise<void>,
  ) {
    this.#close = close;
    page.on('console', (message: ConsoleMessage) => {
      const text = message.text();
      if (!isNoise(text)) {
        this.consoleLines.push(`${message.type()}: ${text}`);
      }
    });
  }

  /** Waits until the workbench stands in its theme; extensions may still be starting. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.editor').waitFor({ timeout: 30_000 });
    // Themes come from extensions: until the list of extensions has been read the window is unstyled.
    await this.page.locator('.monaco-workbench[class*="vscode-theme-"]').waitFor({ timeout: 30_000 });
  }

  /** Loads the page anew, as a user does: the extension host starts again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The window that an action opens besides this one, once it stands. It ends with this one, if not before. */
  async windowOpenedBy(act: () => Promise<void>): Promise<Workbench> {
    const opening = this.page.context().waitForEvent('page');
    await act();
    const page = await opening;
    const workbench = new Workbench(page, () => page.close());
    opened.add(workbench);
    page.once('close', () => opened.delete(workbench));
    await workbench.ready();
    return workbench;
  }

  /** Ends browser and server. May be called twice. */
  async close(): Promise<void> {
    opened.delete(this);
    await this.#close();
  }

  /**
   * Runs a command by its full label in the palette, such as `Tidemark: Check`. The list does not refresh when an
   * extension registers late, so the palette is opened again until the label is in it.
   */
  async runCommand(label: string, options: { readonly timeoutMs?: number } = {}): Promise<void> {
    await this.#chooseFrom('F1', `>${label}`, label, `command "${label}"`, options.timeoutMs);
  }

  /** Chooses a row of the quick pick that is open now, by its label. */
  async pick(label: string): Promise<void> {
    // Rows that are scrolled away are not rendered: filter.
    await this.#quickInput.fill(label);
    await this.#quickRow(label).click();
    await this.restPointer();
  }

  /** Ticks rows of the quick pick with boxes that is open now, by their labels, and accepts it. */
  async pickMany(labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      await this.#quickInput.fill(label);
      await this.#quickRow(label).click();
    }
    await this.page.keyboard.press('Enter');
  }

  /** The labels in the quick pick that is open now. */
  async pickLabels(): Promise<string[]> {
    await this.#quickInput.waitFor();
    return this.page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
  }

  /** Fills the input box that is open now and accepts it. */
  async answer(text: string): Promise<void> {
    await this.#quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Opens a file by its path, absolute or relative to the folder, and waits for its tab. */
  async openFile(
    file: string,
    position: { readonly line?: number; readonly column?: number } = {},
  ): Promise<void> {
    const name = path.basename(file);
    const { line, column } = position;
    await this.#chooseFrom('Control+P', file, name, `file "${file}"`);
    await this.tab(name).waitFor();
    if (line !== undefined) {
      await this.goTo(line, column);
    }
  }

  /** Puts the cursor of the active editor to a position, both counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.#quickInput.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.#quickInput.waitFor({ state: 'hidden' });
  }

  /** The tab of an editor or panel, by its title; the active one has the class `active`. */
  tab(title: string): Locator {
    return this.page
      .locator(
        `.tabs-container .tab[aria-label^=${quoted(title)}], .tab[data-resource-name=${quoted(title)}]`,
      )
      .first();
  }

  /** The lines of the active editor that are rendered, from top to bottom. */
  async editorLines(): Promise<string[]> {
    return readLines(this.#lines());
  }

  /** Types into the active editor at its cursor, key by key (auto-closing brackets included). */
  async type(text: string): Promise<void> {
    await this.#editor.locator('.native-edit-context, textarea.inputarea').first().focus();
    await this.page.keyboard.type(text);
  }

  /** Puts text in at the cursor in one piece, as a paste does, without auto-closing and auto-indent. */
  async insertText(text: string): Promise<void> {
    await this.#editor.locator('.native-edit-context, textarea.inputarea').first().focus();
    await this.page.keyboard.insertText(text);
  }

  /** Presses a key or chord, such as `Control+Z`. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Saves the active editor and waits until it is no longer dirty. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'hidden' });
  }

  /** Clicks a text in the active editor: the cursor then stands inside it. */
  async clickText(text: string): Promise<void> {
    const { x, y } = await this.#positionOf(text);
    await this.page.mouse.click(x, y);
  }

  /** Hovers over a text in the active editor and returns what the hover says. */
  async hover(text: string): Promise<string> {
    const { x, y } = await this.#positionOf(text);
    const hover = this.page
      .locator('.monaco-editor .monaco-hover:visible, .monaco-resizable-hover:visible')
      .first();
    await eventually(`a hover over "${text}"`, async () => {
      await this.page.mouse.move(x - 2, y);
      await this.page.mouse.move(x, y);
      return appears(hover, 2_000);
    });
    return hover.innerText();
  }

  /** Asks for completions at the cursor and returns their labels (those that are rendered). The list stays open. */
  async completions(): Promise<string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await eventually('completions', async () => {
      await this.page.keyboard.press('Control+Space');
      return appears(rows.first(), 2_000);
    });
    return this.page.locator('.suggest-widget.visible .monaco-list-row .label-name').allInnerTexts();
  }

  /** Waits for a code lens with this text and clicks it. */
  async clickCodeLens(text: string | RegExp): Promise<void> {
    await this.#editor.locator('.codelens-decoration a').filter({ hasText: text }).first().click();
  }

  /**
   * Opens the quick fixes at a text of the active editor that lies within a diagnostic, and applies the one with this
   * title. Asks again until the fix is offered, as diagnostics come late.
   */
  async quickFix(text: string, title: string): Promise<void> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action');
    const row = rows.filter({ has: this.page.getByText(title, { exact: true }) }).first();
    let seen: string[] = [];
    await eventually(
      `the quick fix "${title}" at "${text}"`,
      async () => {
        await this.clickText(text);
        await this.page.keyboard.press('Control+.');
        if (await appears(row, 1_500)) {
          return true;
        }
        seen = await rows.allInnerTexts();
        await this.page.keyboard.press('Escape');
        return false;
      },
      { detail: () => `offered were: ${seen.join(', ') || 'none'}` },
    );
    // The menu blocks the pointer until it moves for the first time, lest a double click hit an entry.
    await row.hover({ force: true });
    await row.click();
    await row.waitFor({ state: 'hidden' });
    await this.restPointer();
  }

  /** Opens the Problems view and reads what is rendered of it. */
  async problems(): Promise<Problem[]> {
    await this.runCommand('Problems: Focus on Problems View');
    await this.page.locator('.markers-panel').waitFor();
    const rows = await readAttribute(this.page.locator('.markers-panel .monaco-list-row'), 'aria-label');
    return parseProblems(rows);
  }

  /** Waits until the Problems view holds a problem with this message, and returns it. */
  async waitForProblem(message: string | RegExp): Promise<Problem> {
    return eventually(`a problem "${message}"`, async () =>
      (await this.problems()).find((problem) => matches(problem.message, message)),
    );
  }

  /** Shows a view by its name and returns its tree. */
  async tree(view: string): Promise<Tree> {
    const tree = this.page.locator(`[role="tree"][aria-label=${quoted(view)}]`).first();
    // "Focus on X View" carries the name of the container before it, which a test need not know.
    const command = `Focus on ${view} View`;
    await this.#chooseFrom('F1', `>${command}`, new RegExp(`${escaped(command)}$`), `view "${view}"`);
    await tree.waitFor();
    return new Tree(tree, view);
  }

  /** Waits for a notification that holds this text. */
  async waitForToast(text: string | RegExp, options: { readonly timeoutMs?: number } = {}): Promise<Toast> {
    const toast = this.page.locator('.notification-toast').filter({ hasText: text }).first();
    await toast.waitFor({ timeout: options.timeoutMs ?? defaultTimeoutMs });
    const message = await toast.locator('.notification-list-item-message').innerText();
    return {
      message,
      click: async (button) => {
        await toast.hover();
        await toast.getByRole('button', { name: button, exact: true }).click();
        await this.restPointer();
      },
      dismiss: async () => {
        await toast.hover();
        await toast.locator('.codicon-notifications-clear').click();
        await this.restPointer();
      },
    };
  }

  /** Clears all notifications, for instance before a screenshot. */
  async clearToasts(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
  }

  /**
   * The document of the visible webview with this title, once it is loaded: use its locators, or `evaluate`. A webview
   * that was hidden is loaded anew unless it keeps its context: ask again then.
   */
  async webviewFrame(title: string, options: { readonly timeoutMs?: number } = {}): Promise<Frame> {
    let seen: string[] = [];
    return eventually(
      `the webview "${title}"`,
      async () => {
        seen = [];
        const outer = await this.page.locator('iframe.webview.ready').all();
        for (const element of outer) {
          if (!(await element.isVisible())) {
            continue;
          }
          const inner = element.contentFrame().locator('iframe#active-frame');
          const found = (await readAttribute(inner, 'title')).at(0);
          if (found !== undefined) {
            seen.push(found);
          }
          if (found === title) {
            const handle = await inner.elementHandle({ timeout: 2_000 });
            const frame = await handle?.contentFrame();
            await frame?.waitForLoadState('domcontentloaded');
            return frame ?? undefined;
          }
        }
        return undefined;
      },
      { timeoutMs: options.timeoutMs ?? 30_000, detail: () => `loaded were: ${seen.join(', ') || 'none'}` },
    );
  }

  /** Takes the pointer to where nothing is: left over a tab or a row it would raise a hover, which covers other things. */
  async restPointer(): Promise<void> {
    await this.page.mouse.move(0, 0);
  }

  /** An item of the status bar, by its text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Saves a picture of the window; the folder is made. */
  async screenshot(file: string): Promise<void> {
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    await this.page.screenshot({ path: file, timeout: 20_000 });
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input.input');
  }

  get #editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor:visible').first();
  }

  #lines(): Locator {
    return this.#editor.locator('.view-lines .view-line');
  }

  #quickRow(label: string | RegExp): Locator {
    return this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({
        has: this.page
          .locator('.label-name')
          .filter({ hasText: typeof label === 'string' ? new RegExp(`^\\s*${escaped(label)}\\s*$`) : label }),
      })
      .first();
  }

  /** Opens a quick input by its key, types, and clicks the row; on no match does it again. */
  async #chooseFrom(
    key: string,
    query: string,
    label: string | RegExp,
    what: string,
    timeoutMs = 30_000,
  ): Promise<void> {
    let patienceMs = 500;
    await eventually(
      what,
      async () => {
        await this.page.keyboard.press(key);
        if (!(await appears(this.#quickInput, 2_000))) {
          return false;
        }
        await this.#quickInput.fill(query);
        const row = this.#quickRow(label);
        patienceMs = Math.min(2_500, patienceMs + 250);
        if (await appears(row, patienceMs)) {
          try {
            await row.click({ timeout: 2_000 });
            await this.restPointer();
            return true;
          } catch {
            // The list rendered anew under the pointer.
          }
        }
        await this.page.keyboard.press('Escape');
        return false;
      },
      { timeoutMs },
    );
  }

  async #positionOf(text: string): Promise<{ x: number; y: number }> {
    return eventually(`the text "${text}" in the editor`, async () => {
      // Lines are rendered with no-break spaces; Playwright's hasText takes any white space for a space.
      const line = this.#lines().filter({ hasText: text }).first();
      return (await line.count()) > 0 ? findText(line, text) : undefined;
    });
  }
}

/** A tree view. Rows that are scrolled away are not rendered and so not seen. */
export class Tree {
  constructor(
    /** The list's element. */
    readonly root: Locator,
    /** The view's name, for messages. */
    readonly name: string,
  ) {}

  /** The rows that are rendered, from top to bottom. */
  async rows(): Promise<TreeRow[]> {
    const rows = this.root.locator('.monaco-list-row');
    const [labels, levels, expanded] = await Promise.all([
      readAttribute(rows, 'aria-label'),
      readAttribute(rows, 'aria-level'),
      readAttribute(rows, 'aria-expanded'),
    ]);
    return labels.map((label, index) => ({
      label: label.trim(),
      level: Number(levels[index]),
      expanded: expanded[index] ? expanded[index] === 'true' : undefined,
    }));
  }

  /** The labels of the rows that are rendered. */
  async labels(): Promise<string[]> {
    return (await this.rows()).map((row) => row.label);
  }

  /** The first row whose label is the text, or matches it. */
  row(label: string | RegExp): Locator {
    return (
      typeof label === 'string'
        ? this.root.locator(`.monaco-list-row[aria-label^=${quoted(label)}]`)
        : this.root.locator('.monaco-list-row').filter({ hasText: label })
    ).first();
  }

  /** Waits for a row. */
  async waitForRow(label: string | RegExp, options: { readonly timeoutMs?: number } = {}): Promise<Locator> {
    const row = this.row(label);
    await row.waitFor({ timeout: options.timeoutMs ?? defaultTimeoutMs });
    return row;
  }

  /** Clicks a row: this runs its command, and expands or collapses it when it has children. */
  async click(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.monaco-tl-contents').click();
    await this.root.page().mouse.move(0, 0);
  }

  /** Expands a row unless it is expanded. */
  async expand(label: string | RegExp): Promise<void> {
    await this.#setExpanded(label, true);
  }

  /** Collapses a row unless it is collapsed. */
  async collapse(label: string | RegExp): Promise<void> {
    await this.#setExpanded(label, false);
  }

  /** Clicks one of the buttons that show while the pointer is over a row. */
  async clickAction(label: string | RegExp, action: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.getByRole('button', { name: action }).first().click();
    await this.root.page().mouse.move(0, 0);
  }

  async #setExpanded(label: string | RegExp, wanted: boolean): Promise<void> {
    const row = await this.waitForRow(label);
    await eventually(`"${label}" ${wanted ? 'expanded' : 'collapsed'} in ${this.name}`, async () => {
      if ((await row.getAttribute('aria-expanded')) === String(wanted)) {
        return true;
      }
      await row.locator('.monaco-tl-twistie').click();
      await pause(200);
      return (await row.getAttribute('aria-expanded')) === String(wanted);
    });
  }
}

/** Asks again and again until the answer is neither false nor undefined; throws after the timeout. */
export async function eventually<T>(
  what: string,
  check: () => Promise<T | false | undefined>,
  options: { readonly timeoutMs?: number; readonly detail?: () => string } = {},
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const end = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const answer = await check();
      if (answer !== false && answer !== undefined) {
        return answer;
      }
    } catch (error) {
      last = error;
    }
    await pause(100);
  } while (Date.now() < end);
  const detail = options.detail ? `; ${options.detail()}` : '';
  throw new Error(`Not there within ${timeoutMs / 1000} s: ${what}${detail}`, { cause: last });
}

/** Makes a temporary folder with these files; call `remove` at the end. */
export function scratchFolder(files: Readonly<Record<string, string>>): {
  readonly folder: string;
  readonly remove: () => Promise<void>;
} {
  const folder = makeScratch('ui');
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return { folder, remove: () => removeScratch(folder) };
}

async function provideExtension(
  source: ExtensionSource,
  cleanups: (() => Promise<unknown>)[],
): Promise<{ extensionsDir: string | undefined; developmentPaths: string[] }> {
  if ('developmentPath' in source) {
    return {
      extensionsDir: undefined,
      developmentPaths: [source.developmentPath].flat().map((dir) => path.resolve(dir)),
    };
  }
  if ('extensionsDir' in source) {
    return { extensionsDir: path.resolve(source.extensionsDir), developmentPaths: [] };
  }
  const extensionsDir = makeScratch('extensions');
  cleanups.push(() => removeScratch(extensionsDir));
  if ('inPlace' in source) {
    registerExtension(path.resolve(source.inPlace), extensionsDir);
  } else {
    await installExtension(source.vsix, extensionsDir);
  }
  return { extensionsDir, developmentPaths: [] };
}

/** Reads the rows of the Problems view by what they say to a screen reader. */
function parseProblems(rows: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  let file = '';
  for (const row of rows) {
    file = / in file (.*?) of folder /.exec(row)?.[1] ?? file;
    const [, severity, message, line, column, rest = ''] =
      /^(Error|Warning|Info(?:rmation)?): (.*) at line (\d+) and character (\d+)\.?(.*)$/s.exec(row) ?? [];
    if (severity !== undefined && message !== undefined) {
      problems.push({
        severity: severity === 'Error' ? 'error' : severity === 'Warning' ? 'warning' : 'info',
        message,
        line: Number(line),
        column: Number(column),
        source: / generated by (.*)$/s.exec(rest)?.[1] ?? '',
        file,
      });
    }
  }
  return problems;
}

async function appears(locator: Locator, timeoutMs: number): Promise<boolean> {
  try {
    await locator.waitFor({ timeout: timeoutMs });
    return true;
  } catch {
    return false;
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}

/** A string in a CSS selector. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
