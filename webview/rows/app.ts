import { button } from '../shared/controls.js';
import { h } from '../shared/dom.js';
import { linkButton } from '../shared/link-button.js';
import { UPDATED, updatedWords } from '../shared/other-version.js';
import { partsOf, sealed, type Sealed } from '../shared/sealed.js';
import { parseToRows } from './incoming.js';
import {
  PAGE_SIZES,
  PROTOCOL,
  type FromRows,
  type RowsMemory,
  type ShownPage,
  type ToRows,
} from './protocol.js';
import { rowsTable } from './table.js';

interface Host {
  postMessage(message: Sealed<FromRows>): void;
  getState(): unknown;
  setState(state: Sealed<RowsMemory>): void;
}

const NBSP = '\u00A0';

/** The table of rows: one page at a time, and the way to all of them. */
export class RowsApp {
  #memory: RowsMemory;
  #page: ShownPage | null = null;
  readonly #head = h('header', { class: 'head' });
  readonly #status = h('p', { class: 'status', role: 'status' });
  readonly #body = h('main', {});

  constructor(
    root: HTMLElement,
    readonly host: Host,
  ) {
    this.#memory = readMemory(host.getState(), root.dataset['subject']);
    this.#keep();
    root.append(this.#head, this.#status, this.#body);
    window.addEventListener('message', (event: MessageEvent<unknown>) => this.take(event.data));
    window.addEventListener('keydown', (event) => this.#key(event));
    this.#head.replaceChildren(titleOf(h('h1', {}, 'Reading the rows')));
    this.#ask(this.#memory.offset);
  }

  /** One message of the editor, which may be anything. */
  take(raw: unknown): void {
    const incoming = parseToRows(raw);
    if ('message' in incoming) this.#take(incoming.message);
    // Only the editor's own messages carry a version; others of the page are none of ours.
    else if (incoming.problem === 'version') this.#refuse();
  }

  #take(message: ToRows): void {
    switch (message.type) {
      case 'page':
        this.#show(message.page);
        break;
      case 'progress':
        this.#status.replaceChildren(
          `${message.words} `,
          linkButton('Cancel', () => this.#send({ type: 'cancel' })),
        );
        break;
      case 'error':
        this.#fail(message);
        break;
    }
  }

  #show(page: ShownPage): void {
    const focused = document.activeElement?.getAttribute('data-key') ?? null;
    this.#page = page;
    this.#memory = { ...this.#memory, offset: page.offset, limit: page.limit };
    this.#keep();
    this.#head.replaceChildren(...this.#headOf(page));
    this.#status.textContent = '';
    this.#body.replaceChildren(
      ...(page.rows.length === 0
        ? [h('p', { class: 'muted empty' }, page.total === 0 ? 'No row of the log is among these.' : '')]
        : [rowsTable(page)]),
    );
    if (focused !== null) document.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  #headOf(page: ShownPage): Node[] {
    const { offset, limit, total } = page;
    const last = Math.max(0, Math.floor((total - 1) / limit) * limit);
    const step = (text: string, key: string, to: number, able: boolean): HTMLElement =>
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          'data-key': key,
          disabled: !able,
          onclick: () => this.#ask(to),
        },
        text,
      );
    const range =
      page.rows.length === 0
        ? ''
        : `Rows ${thin(offset + 1)} to ${thin(offset + page.rows.length)} of ${thin(total)}`;
    const sizes = PAGE_SIZES.map((size) =>
      h(
        'button',
        {
          type: 'button',
          class: 'link',
          'aria-pressed': size === limit ? 'true' : 'false',
          'data-key': `size-${size}`,
          onclick: () => {
            this.#memory = { ...this.#memory, limit: size };
            this.#ask(Math.floor(offset / size) * size);
          },
        },
        String(size),
      ),
    );
    return [
      titleOf(
        h('h1', {}, page.heading),
        h('p', { class: 'muted' }, h('bdi', {}, page.words)),
        button('Export as CSV…', { onClick: () => this.#send({ type: 'export' }) }),
      ),
      ...page.notes.map((note) => h('p', { class: 'note' }, note)),
      h(
        'nav',
        { class: 'pages num', 'aria-label': 'Pages' },
        h('span', { class: 'range', role: 'status' }, range),
        step('First', 'first', 0, offset > 0),
        step('Previous', 'previous', Math.max(0, offset - limit), offset > 0),
        step('Next', 'next', offset + limit, offset < last),
        step('Last', 'last', last, offset < last),
        h('span', { class: 'sizes', role: 'group', 'aria-label': 'Rows on a page' }, ...sizes, 'a page'),
      ),
    ];
  }

  #fail({ message, help }: Extract<ToRows, { type: 'error' }>): void {
    this.#page = null;
    const [text, act] = {
      check: ['Check now', () => this.#send({ type: 'check' })] as const,
      retry: ['Read again', () => this.#ask(this.#memory.offset)] as const,
      trust: ['Manage workspace trust', () => this.#send({ type: 'manageTrust' })] as const,
    }[help];
    this.#head.replaceChildren(titleOf(h('h1', {}, 'The rows cannot be shown')));
    this.#status.textContent = '';
    this.#body.replaceChildren(
      h('div', { class: 'failure', role: 'alert' }, h('p', {}, message)),
      h('div', { class: 'buttons' }, button(text, { primary: true, onClick: act })),
    );
  }

  #refuse(): void {
    this.#page = null;
    this.#head.replaceChildren(titleOf(h('h1', {}, UPDATED)));
    this.#status.textContent = '';
    this.#body.replaceChildren(h('p', {}, updatedWords('table')));
  }

  #ask(offset: number): void {
    this.#status.textContent = this.#page === null ? 'No row is read yet.' : '';
    this.#send({ type: 'page', offset, limit: this.#memory.limit });
  }

  #keep(): void {
    this.host.setState(sealed(this.#memory, PROTOCOL));
  }

  #send(message: FromRows): void {
    this.host.postMessage(sealed(message, PROTOCOL));
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#page === null) return;
    const { offset, limit, total } = this.#page;
    if (event.key === '[' && offset > 0) this.#ask(Math.max(0, offset - limit));
    else if (event.key === ']' && offset + limit < total) this.#ask(offset + limit);
    else return;
    event.preventDefault();
  }
}

function titleOf(...parts: Node[]): HTMLElement {
  return h('div', { class: 'title' }, ...parts);
}

function thin(n: number): string {
  return String(n)
    .replace(/\B(?=(\d{3})+$)/g, '\u202F')
    .replaceAll(' ', NBSP);
}

function readMemory(state: unknown, subject: string | undefined): RowsMemory {
  const known = partsOf(state, PROTOCOL);
  const { offset, limit } = known;
  const first: number = PAGE_SIZES[0];
  return {
    subject: subject === undefined ? known['subject'] : (JSON.parse(subject) as unknown),
    offset: Number.isSafeInteger(offset) && (offset as number) >= 0 ? (offset as number) : 0,
    limit: PAGE_SIZES.some((size) => size === limit) ? (limit as number) : first,
  };
}
