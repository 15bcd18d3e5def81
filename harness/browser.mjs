/**
 * Launches the browser and opens workbench pages in it. Nothing leaves the machine: every host name but loopback is
 * unknown to it.
 */
import fs from 'node:fs';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { browserIsOurs } from './install.mjs';
import { chromiumDir } from './paths.mjs';

const launchArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP *.localhost 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** The browser's path: TIDEMARK_CHROMIUM, or the one that the harness unpacked. */
function executablePath() {
  const chosen = process.env['TIDEMARK_CHROMIUM'] ?? path.join(chromiumDir, 'chromium');
  if (!fs.existsSync(chosen)) {
    throw new Error(
      `No browser at ${chosen}: run "node harness/install.mjs" (linux-x64) or name a Chromium in TIDEMARK_CHROMIUM.`,
    );
  }
  return chosen;
}

/**
 * Launches Chromium, without a window. Now and then it crashes before it is up, where several start at once: it is
 * tried again, twice.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  for (let tries = 2; ; tries--) {
    try {
      return await launchOnce();
    } catch (error) {
      if (tries === 0) throw error;
      console.error(`The browser did not start, once more: ${String(error).split('\n')[0]}`);
    }
  }
}

/** @returns {Promise<import('playwright-core').Browser>} */
async function launchOnce() {
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) {
      env[name] = value;
    }
  }
  if (browserIsOurs()) {
    // A bare machine has neither nss, nspr and expat nor a font; the package brings them.
    env['LD_LIBRARY_PATH'] = path.join(chromiumDir, 'lib');
    env['FONTCONFIG_PATH'] = path.join(chromiumDir, 'fonts');
  }
  return chromium.launch({
    executablePath: executablePath(),
    args: launchArgs,
    env,
    timeout: 30_000,
    // The callers clean up on signals themselves: the server has to go too.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/**
 * A context and a page for one workbench, with each webview on an origin of its own.
 * @param {import('playwright-core').Browser} browser
 * @param {number} port of the server
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<import('playwright-core').Page>}
 */
export async function newWorkbenchPage(browser, port, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(15_000);
  const clipboard = ['clipboard-read', 'clipboard-write'];
  try {
    // Chromium asks before a page frames another loopback name; older ones do not know this permission. One call for all
    // of them and for every origin: a grant for one origin would deny it all that is not named.
    await context.grantPermissions([...clipboard, 'local-network-access']);
  } catch {
    await context.grantPermissions(clipboard);
  }
  await isolateWebviews(context, port);
  return context.newPage();
}

/**
 * As served, all webviews share one origin and each registers a service worker; one that closes with a request under way
 * can make the next one hang for good. VS Code's own web build gives each webview its own origin, so the workbench
 * document is rewritten to do that too, in windows that are opened from the first as well.
 * @param {import('playwright-core').BrowserContext} context
 * @param {number} port
 */
async function isolateWebviews(context, port) {
  await context.route(
    (url) => url.hostname === '127.0.0.1' && url.port === String(port) && url.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const { html, csp } = rewriteWorkbench(
        await response.text(),
        response.headers()['content-security-policy'] ?? '',
        port,
      );
      const headers = { ...response.headers(), 'content-security-policy': csp };
      delete headers['content-length'];
      delete headers['content-encoding'];
      await route.fulfill({ status: response.status(), headers, body: html });
    },
  );
}

/**
 * @param {string} html
 * @param {string} csp
 * @param {number} port
 */
function rewriteWorkbench(html, csp, port) {
  const endpoint = /&quot;webviewEndpoint&quot;:&quot;([^&]*)&quot;,?/.exec(html);
  if (!endpoint) {
    return { html, csp };
  }
  const template = `http://{{uuid}}.localhost:${port}/${String(endpoint[1]).replace(/^\/+/, '')}/`;
  const own = `http://*.localhost:${port}`;
  return {
    html: html
      .replace(endpoint[0], '')
      .replace(
        '&quot;productConfiguration&quot;:{',
        `&quot;productConfiguration&quot;:{&quot;webviewContentExternalBaseUrlTemplate&quot;:&quot;${template}&quot;,`,
      ),
    csp: csp.replace(/\b(frame-src|child-src)\b/g, `$1 ${own}`),
  };
}

/**
 * The workbench address that loads extensions under development, and optionally runs tests in their host.
 * @param {{ url: string, port: number }} server
 * @param {{ developmentPaths?: string[], testsPath?: string }} options absolute paths
 * @returns {string}
 */
export function payloadUrl(server, { developmentPaths = [], testsPath }) {
  const base = `vscode-remote://127.0.0.1:${server.port}`;
  const payload = [
    ...developmentPaths.map((dir) => ['extensionDevelopmentPath', base + dir]),
    ...(testsPath === undefined ? [] : [['extensionTestsPath', base + testsPath]]),
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
  ];
  return `${server.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Messages that VS Code prints in every run of this kind and that say nothing about the extension. */
const noise = [
  /vsda/,
  /favicon/,
  /update\/check/,
  /\[Service Worker\] registration/,
  /Ignoring fetching additional builtin extensions/,
  /Updating additional builtin extensions cache/,
  /Resolv(ing|ed) connection token/,
  /Creating a socket \(renderer-/,
  /ChatSessionStore: /,
];

/**
 * Whether a console line is of the kind that every run prints.
 * @param {string} text
 * @returns {boolean}
 */
export function isNoise(text) {
  return noise.some((pattern) => pattern.test(text));
}

/**
 * Reads all matches at once, in document order: lists in VS Code render anew at any moment.
 * @param {import('playwright-core').Locator} locator
 * @param {string} attribute
 * @returns {Promise<string[]>} empty where the attribute is missing
 */
export function readAttribute(locator, attribute) {
  return locator.evaluateAll(
    (elements, name) => elements.map((element) => element.getAttribute(name) ?? ''),
    attribute,
  );
}

/**
 * Reads the text of the visible editor lines, from top to bottom; Monaco keeps them in no particular order.
 * @param {import('playwright-core').Locator} lines
 * @returns {Promise<string[]>}
 */
export function readLines(lines) {
  return lines.evaluateAll((elements) =>
    elements
      .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? '' }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' ')),
  );
}

/**
 * Where on the page a piece of text stands inside an element.
 * @param {import('playwright-core').Locator} line
 * @param {string} text
 * @returns {Promise<{ x: number, y: number } | undefined>} its middle; undefined when it is not there
 */
export function findText(line, text) {
  return line.evaluate((element, wanted) => {
    const { ownerDocument } = element;
    const walker = ownerDocument.createTreeWalker(element, 4 /* text nodes */);
    /** @type {{ node: Node, offset: number }[]} */
    const characters = [];
    let all = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const piece = (node.nodeValue ?? '').replaceAll('\u00a0', ' ');
      for (let offset = 0; offset < piece.length; offset += 1) {
        characters.push({ node, offset });
      }
      all += piece;
    }
    const start = all.indexOf(wanted);
    const middle = characters[start + Math.floor(wanted.length / 2)];
    if (start < 0 || middle === undefined) {
      return undefined;
    }
    const range = ownerDocument.createRange();
    range.setStart(middle.node, middle.offset);
    range.setEnd(middle.node, middle.offset + 1);
    const box = range.getBoundingClientRect();
    // The left part of the character: a click there puts the cursor before it, which is inside the text.
    return { x: box.left + box.width / 4, y: box.top + box.height / 2 };
  }, text);
}
