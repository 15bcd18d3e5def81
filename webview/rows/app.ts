import { button } from '../shared/controls.js';
import { h } from '../shared/dom.js';
import { linkButton } from '../shared/link-button.js';
import { PAGE_SIZES, type FromRows, type RowsMemory, type ShownPage, type ToRows } from './protocol.js';
import { rowsTable } from './table.js';

interface Host {
  postMessage(message: FromRows): void;
  getState(): unknown;
  setState(state: RowsMemory): void;
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
    host.setState(this.#memory);
    root.append(this.#head, this.#status, this.#body);
    window.addEventListener('message', (event: MessageEvent<ToRows>) => this.take(event.data));
    window.addEventListener('keydown', (event) => this.#key(event));
    this.#head.replaceChildren(titleOf(h('h1', {}, 'Reading the rows')));
    this.#ask(this.#memory.offset);
  }

  /** One message of the editor. */
  take(message: ToRows): void {
    switch (message.type) {
      case 'page':
        this.#show(message.page);
        break;
      case 'progress':
        this.#status.replaceChildren(
          `${message.words} `,
          linkButton('Cancel', () => this.host.postMessage({ type: 'cancel' })),
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
    this.host.setState(this.#memory);
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
        button('Export as CSV…', { onClick: () => this.host.postMessage({ type: 'export' }) }),
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
      check: ['Check now', () => this.host.postMessage({ type: 'check' })] as const,
      retry: ['Read again', () => this.#ask(this.#memory.offset)] as const,
      trust: ['Manage workspace trust', () => this.host.postMessage({ type: 'manageTrust' })] as const,
    }[help];
    this.#head.replaceChildren(titleOf(h('h1', {}, 'The rows cannot be shown')));
    this.#status.textContent = '';
    this.#body.replaceChildren(
      h('div', { class: 'failure', role: 'alert' }, h('p', {}, message)),
      h('div', { class: 'buttons' }, button(text, { primary: true, onClick: act })),
    );
  }

  #ask(offset: number): void {
    this.#status.textContent = this.#page === null ? 'No row is read yet.' : '';
    this.host.postMessage({ type: 'page', offset, limit: this.#memory.limit });
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
  const known = (typeof state === 'object' && state !== null ? state : {}) as Readonly<
    Record<string, unknown>
  >;
  const { offset, limit } = known;
  const first: number = PAGE_SIZES[0];
  return {
    subject: subject === undefined ? known['subject'] : (JSON.parse(subject) as unknown),
    offset: typeof offset === 'number' ? offset : 0,
    limit: PAGE_SIZES.some((size) => size === limit) ? (limit as number) : first,
  };
}
