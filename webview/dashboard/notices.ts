import { button } from '../shared/controls.js';
import { linkButton } from '../shared/link-button.js';
import { h } from '../shared/dom.js';
import { verdictIcon } from '../shared/icons.js';
import { UPDATED, updatedWords } from '../shared/other-version.js';
import { ageWords } from './age.js';
import type { CheckProgress, DashboardError, DashboardState, FromDashboard } from './protocol.js';

type Send = (message: FromDashboard) => void;

/** What is over an old view: that its renewal failed, or why it may be out of date; nothing over a fresh one. */
export function banners(
  error: DashboardError | null,
  stale: string | null,
  checkedAt: string,
  send: Send,
): HTMLElement[] {
  if (error !== null) return [errorBanner(error, send)];
  return stale === null ? [] : [staleBanner(ageWords(checkedAt, 'date'), stale, send)];
}

/** The banner over an old view: what it is of, why it may be out of date, one way to renew it. */
function staleBanner(age: string, why: string, send: Send): HTMLElement {
  return h(
    'div',
    { class: 'banner', role: 'status' },
    h('span', {}, `Check of ${age}. ${why}`),
    linkButton('Check now', () => send({ type: 'check' })),
  );
}

/** The banner over a view whose renewal failed; the old view stays below. */
function errorBanner(error: DashboardError, send: Send): HTMLElement {
  return h(
    'div',
    { class: 'banner error', role: 'alert' },
    verdictIcon('error', 16),
    h('span', {}, 'The last check failed: ', error.message, ' ', fileLink(error, send)),
    linkButton('Check now', () => send({ type: 'check' })),
  );
}

/** The page when a check failed and there is nothing older to show: first the button that leads to what to mend. */
function errorPage(error: DashboardError, send: Send): HTMLElement {
  const check = (primary: boolean): HTMLElement =>
    button('Check now', { primary, onClick: () => send({ type: 'check' }) });
  const config = (primary: boolean): HTMLElement =>
    button('Show config', { primary, onClick: () => send({ type: 'openConfig' }) });
  const { kind, path, line } = error;
  const file = (): HTMLElement =>
    button(kind === 'config' ? 'Show it in the config' : 'Open the file', {
      primary: true,
      onClick: () => openPlace(path ?? '', line, send),
    });
  return page(
    'error',
    kind === 'no-rows' ? 'No predictions to judge' : 'Cannot judge this model',
    [
      h('p', { class: 'prose' }, error.message, ' ', fileLink(error, send)),
      kind === 'no-rows'
        ? h(
            'p',
            { class: 'prose' },
            'That is no pass: either no traffic came, or the log stopped, or the path is another.',
          )
        : null,
    ].filter((node) => node !== null),
    path === null
      ? [check(true), config(false)]
      : [file(), check(false), ...(kind === 'config' ? [] : [config(false)])],
  );
}

function openPlace(path: string, line: number | null, send: Send): void {
  send({ type: 'openFile', path, ...(line === null ? {} : { line }) });
}

function fileLink({ path, line }: DashboardError, send: Send): HTMLElement | null {
  if (path === null) return null;
  return linkButton(line === null ? path : `${path}:${line}`, () => openPlace(path, line, send));
}

/** The page of a first check: how far it is, nothing that spins. */
function loadingPage(progress: CheckProgress, send: Send): HTMLElement {
  return page(
    'info',
    progressTitle(progress),
    [h('p', { class: 'prose num', 'data-progress': 'rows' }, rowsRead(progress))],
    [button('Cancel', { onClick: () => send({ type: 'cancel' }) })],
  );
}

/** What stands in for a view: how far the first check is, why there is none, or what makes one. */
export function pageWithoutView(
  progress: CheckProgress | null,
  error: DashboardError | null,
  state: DashboardState | null,
  send: (message: FromDashboard) => void,
): Node[] {
  if (progress !== null) return [loadingPage(progress, send)];
  if (error !== null) return [errorPage(error, send)];
  return state === null ? [] : [statePage(state, send)];
}

/** The page when the extension was updated under it. */
export function otherVersionPage(): HTMLElement {
  return page('unknown', UPDATED, [h('p', { class: 'prose' }, updatedWords('dashboard'))], []);
}

/** `Checking: 11 of 18 files`. */
export function progressTitle({ done, total, unit }: CheckProgress): string {
  return total === 0 ? 'Checking' : `Checking: ${done} of ${total} ${unit}`;
}

/** How many rows were read so far. */
export function rowsRead({ rows }: CheckProgress): string {
  return rows === 0 ? 'Looking at the logs.' : `${thin(rows)} rows read.`;
}

function thin(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202F');
}

/** The page when there is no view, by reason. */
function statePage(state: DashboardState, send: Send): HTMLElement {
  const check = button('Check now', { primary: true, onClick: () => send({ type: 'check' }) });
  const config = button('Show config', { onClick: () => send({ type: 'openConfig' }) });
  switch (state.kind) {
    case 'idle':
      return page(
        'unknown',
        `${state.model} was not checked yet`,
        [
          h(
            'p',
            { class: 'prose' },
            'A check reads the logs that the config names, and nothing leaves this computer.',
          ),
        ],
        [check, config],
      );
    case 'no-config':
      return page(
        'unknown',
        'No config',
        [h('p', { class: 'prose' }, state.message)],
        [button('Set up monitoring', { primary: true, onClick: () => send({ type: 'setUp' }) })],
      );
    case 'untrusted':
      return page(
        'unknown',
        'Restricted Mode',
        [
          h(
            'p',
            { class: 'prose' },
            'You have not trusted this folder, so Tidemark runs nothing that it names.',
          ),
          h(
            'ul',
            { class: 'trust' },
            ...state.works.map((text) =>
              h('li', {}, verdictIcon('pass', 16), h('span', { class: 'visually-hidden' }, 'works: '), text),
            ),
            ...state.waits.map((text) =>
              h('li', {}, verdictIcon('error', 16), h('span', { class: 'visually-hidden' }, 'waits: '), text),
            ),
          ),
        ],
        [button('Manage workspace trust', { primary: true, onClick: () => send({ type: 'manageTrust' }) })],
      );
  }
}

function page(
  sign: Parameters<typeof verdictIcon>[0],
  title: string,
  body: readonly Node[],
  buttons: readonly Node[],
): HTMLElement {
  return h(
    'header',
    { class: `verdict-area notice ${sign}` },
    h('div', { class: 'verdict-sign' }, verdictIcon(sign, 28)),
    h(
      'div',
      { class: 'verdict-text' },
      h('h1', {}, title),
      ...body,
      h('div', { class: 'buttons' }, ...buttons),
    ),
  );
}
