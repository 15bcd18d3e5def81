import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export type { ConsoleMessage, Frame, Locator, Page } from 'playwright-core';

/** Launches Chromium, without a window and without a way out of the machine. */
export function launchBrowser(): Promise<Browser>;

/** A context and a page for one workbench, with each webview on an origin of its own. */
export function newWorkbenchPage(
  browser: Browser,
  port: number,
  options?: BrowserContextOptions,
): Promise<Page>;

/** The workbench address that loads extensions under development, and optionally runs tests in their host. */
export function payloadUrl(
  server: { readonly url: string; readonly port: number },
  options: { readonly developmentPaths?: readonly string[]; readonly testsPath?: string },
): string;

/** Whether a console line is of the kind that every run prints. */
export function isNoise(text: string): boolean;

/** Reads an attribute of all matches at once, in document order; empty where it is missing. */
export function readAttribute(locator: Locator, attribute: string): Promise<string[]>;

/** Reads the text of the visible editor lines, from top to bottom. */
export function readLines(lines: Locator): Promise<string[]>;

/** Where on the page the middle of a text stands inside an element; undefined when it is not there. */
export function findText(line: Locator, text: string): Promise<{ x: number; y: number } | undefined>;
