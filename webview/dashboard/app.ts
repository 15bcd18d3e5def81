import type { DashboardView, LedgerSection } from '../../src/core/report/charts/ledger.js';
import { linkButton } from '../shared/link-button.js';
import { h } from '../shared/dom.js';
import type { Chart } from '../shared/embed.js';
import { ageWords } from './age.js';
import { changeSection, detailHead } from './detail.js';
import { helpPanel, listenForKeys, type Key } from './keys.js';
import { ledger, resultRow, type Ledger } from './ledger.js';
import { errorBanner, errorPage, loadingPage, progressTitle, staleBanner, statePage } from './notices.js';
import { factLine, problemSection, verdictHead } from './overview.js';
import type {
  CheckProgress,
  DashboardError,
  DashboardMemory,
  DashboardState,
  FromDashboard,
  ToDashboard,
} from './protocol.js';
import { rowsSection } from './rows-section.js';
import { Selection } from './selection.js';
import { whereSection } from './where.js';

interface Host {
  postMessage(message: FromDashboard): void;
  getState(): unknown;
  setState(state: DashboardMemory): void;
}

/** The dashboard: takes the editor's messages, keeps what is selected, draws the page. */
export class App {
  #view: DashboardView | null = null;
  #checkedAt = '';
  #stale: string | null = null;
  #progress: CheckProgress | null = null;
  #error: DashboardError | null = null;
  #state: DashboardState | null = null;
  #route: string | null;
  #selection: Selection | null = null;
  #unfolded = false;
  #ledger: Ledger | null = null;
  #charts: Chart[] = [];
  #memory: DashboardMemory;
  #said = 0;
  #resizing = 0;
  readonly #age = h('span', {});
  readonly #live = h('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  readonly #bar = h('div', { class: 'progress-bar', hidden: true });
  readonly #main = h('main', { class: 'page' });

  constructor(
    root: HTMLElement,
    readonly host: Host,
  ) {
    this.#memory = readMemory(host.getState());
    this.#route = this.#memory.route;
    root.append(this.#bar, this.#main, this.#live);
    new ResizeObserver(() => this.#drawSoon()).observe(this.#main);
    window.addEventListener('message', (event: MessageEvent<ToDashboard>) => this.take(event.data));
    window.addEventListener('scroll', () => this.#remember(), { passive: true });
    window.setInterval(() => this.#showAge(), 30_000);
    listenForKeys(() => this.#keys());
    this.#send({ type: 'ready' });
  }

  /** One message of the editor. */
  take(message: ToDashboard): void {
    switch (message.type) {
      case 'view':
        this.#takeView(message.view, message.checkedAt, message.stale);
        break;
      case 'progress':
        this.#takeProgress(message.progress);
        break;
      case 'error':
        this.#error = message.error;
        this.#progress = null;
        this.#render();
        break;
      case 'state':
        this.#state = message.state;
        this.#view = null;
        this.#progress = null;
        this.#error = null;
        this.#render();
        break;
      case 'show':
        this.#go(message.column);
        break;
    }
  }

  #takeView(view: DashboardView, checkedAt: string, stale: string | null): void {
    const first = this.#view === null;
    const pinned = first ? this.#memory.pinned : (this.#selection?.pinnedName ?? null);
    const again = this.#progress !== null;
    [this.#view, this.#checkedAt, this.#stale] = [view, checkedAt, stale];
    [this.#error, this.#state, this.#progress] = [null, null, null];
    this.#selection = new Selection(view.axis);
    this.#selection.restore(pinned);
    this.#followSelection(this.#selection);
    this.#render();
    if (again) this.#say(`Checked. ${view.verdict.heading}.`);
    if (first) window.scrollTo(0, this.#memory.scroll);
  }

  #takeProgress(progress: CheckProgress | null): void {
    const started = this.#progress === null && progress !== null;
    const ended = this.#progress !== null && progress === null;
    this.#progress = progress;
    if (progress !== null && Date.now() - this.#said > 10_000) this.#say(progressTitle(progress));
    // The old view stays while a new check runs: only its frame changes.
    if (started || ended || (this.#view === null && this.#state === null)) this.#render();
    this.#showAge();
  }

  #followSelection(selection: Selection): void {
    let timer = 0;
    let first = true;
    selection.follow((index) => {
      window.clearTimeout(timer);
      if (!first) {
        timer = window.setTimeout(() => {
          const chunk = selection.axis.chunks[index];
          const rows = this.#view?.sections.flatMap((section) => section.heat?.rows ?? []) ?? [];
          const loud = rows.filter((row) => ['alert', 'warn'].includes(row.cells[index]?.verdict ?? ''));
          this.#say(
            `${chunk?.title ?? ''}: ${loud.length === 0 ? 'all columns hold' : loud.map((row) => `${row.name} ${row.cells[index]?.value ?? ''} ${row.cells[index]?.words ?? ''}`).join('; ')}`,
          );
        }, 500);
        this.#remember();
      }
      first = false;
    });
  }

  #render(): void {
    const scroll = window.scrollY;
    this.#ledger?.finalize();
    for (const chart of this.#charts) chart.finalize();
    this.#ledger = null;
    this.#charts = [];
    const feature = this.#view?.features.find((one) => one.column === this.#route);
    this.#main.replaceChildren(
      ...(this.#view === null || this.#selection === null
        ? this.#noView()
        : feature === undefined
          ? this.#overview(this.#view, this.#selection)
          : this.#detail(this.#view, this.#selection, feature.column)),
    );
    this.#showAge();
    this.#draw();
    window.scrollTo(0, scroll);
  }

  #noView(): Node[] {
    if (this.#progress !== null) return [loadingPage(this.#progress, this.#send)];
    if (this.#error !== null) return [errorPage(this.#error, this.#send)];
    return this.#state === null ? [] : [statePage(this.#state, this.#send)];
  }

  #overview(view: DashboardView, selection: Selection): Node[] {
    const running = this.#progress !== null;
    this.#ledger = this.#buildLedger(view.sections, selection, 'Checks over time');
    return [
      ...this.#banners(running),
      verdictHead({ view, send: this.#send, onOpen: (column) => this.#go(column), running }),
      factLine(view, this.#age),
      this.#ledger.element,
      whereSection(view.where, this.#charts),
      problemSection(view.problems, this.#send),
    ].filter((node) => node !== null);
  }

  #detail(view: DashboardView, selection: Selection, column: string): Node[] {
    const at = view.features.findIndex((one) => one.column === column);
    const feature = view.features[at];
    if (feature === undefined) return [];
    const over: LedgerSection = {
      id: 'stability',
      title: 'Over time',
      sentence: '',
      hint: 'Dotted: limits. Solid: alert. Outlined: warning. Dashed: not judged.',
      heat: null,
      plots: feature.over,
      lines: [],
    };
    this.#ledger = this.#buildLedger([over], selection, `${feature.name} over time`);
    const onConfig = (line: number): void => this.#send({ type: 'openConfig', line });
    return [
      detailHead({
        model: view.model,
        feature,
        position: at + 1,
        count: view.features.length,
        onBack: () => this.#go(null),
        onStep: (by) => this.#step(by),
      }),
      changeSection(feature, this.#charts),
      feature.over.length === 0 ? null : this.#ledger.element,
      rowsSection(feature, this.#send),
      h(
        'section',
        { class: 'section measures', 'aria-labelledby': 'section-measures' },
        h('div', { class: 'section-head' }, h('h2', { id: 'section-measures' }, 'All measures')),
        ...feature.lines.map((line) => resultRow({ ...line, column: null }, { onConfig })),
      ),
    ].filter((node) => node !== null);
  }

  #banners(running: boolean): HTMLElement[] {
    if (running) return [];
    if (this.#error !== null) return [errorBanner(this.#error, this.#send)];
    return this.#stale === null
      ? []
      : [staleBanner(ageWords(this.#checkedAt, 'date'), this.#stale, this.#send)];
  }

  #buildLedger(sections: readonly LedgerSection[], selection: Selection, label: string): Ledger {
    return ledger({
      sections,
      selection,
      label,
      unfolded: this.#unfolded,
      onUnfold: () => {
        this.#unfolded = !this.#unfolded;
        this.#render();
      },
      onOpen: (column) => this.#go(column),
      onConfig: (line) => this.#send({ type: 'openConfig', line }),
      pageWidth: () => this.#main.clientWidth,
    });
  }

  /** A sash that is being dragged resizes at every frame: charts follow when it rests. */
  #drawSoon(): void {
    window.clearTimeout(this.#resizing);
    this.#resizing = window.setTimeout(() => this.#draw(), 60);
  }

  #draw(): void {
    this.#ledger?.draw();
    for (const chart of this.#charts) void chart.draw(chart.element.parentElement?.clientWidth ?? 0);
  }

  #go(column: string | null): void {
    if (column === this.#route) return;
    const from = this.#route;
    this.#route = column;
    this.#render();
    window.scrollTo(0, 0);
    this.#remember();
    // The focus goes where the eye goes: to the page's name, and back to the row it came from.
    const target = column === null ? `[data-column=${CSS.escape(from ?? '')}]` : 'h1';
    this.#main.querySelector<HTMLElement>(target)?.focus({ preventScroll: column !== null });
  }

  #step(by: 1 | -1): void {
    const features = this.#view?.features ?? [];
    const at = features.findIndex((one) => one.column === this.#route);
    const next = features[at + by];
    if (at !== -1 && next !== undefined) this.#go(next.column);
  }

  #keys(): Key[] {
    const selection = this.#selection;
    if (this.#view === null || selection === null) return [];
    const detail = this.#route !== null;
    const last = selection.axis.chunks.length - 1;
    return [
      {
        key: 'ArrowLeft',
        shift: false,
        words: `previous ${selection.axis.unit}`,
        run: () => selection.go(selection.index - 1),
      },
      {
        key: 'ArrowRight',
        shift: false,
        words: `next ${selection.axis.unit}`,
        run: () => selection.go(selection.index + 1),
      },
      { key: 'ArrowLeft', shift: true, words: 'previous version', run: () => selection.byVersion(-1) },
      { key: 'ArrowRight', shift: true, words: 'next version', run: () => selection.byVersion(1) },
      { key: 'Home', words: `first ${selection.axis.unit}`, run: () => selection.go(0) },
      { key: 'End', words: `last ${selection.axis.unit}`, run: () => selection.go(last) },
      {
        key: 'Escape',
        words: detail ? 'free the selection, then back to the overview' : 'free the selection',
        run: () => this.#escape(),
      },
      ...(detail
        ? [
            { key: '[', words: 'previous column', run: () => this.#step(-1) },
            { key: ']', words: 'next column', run: () => this.#step(1) },
          ]
        : []),
      { key: 'r', words: 'the rows behind', run: () => this.#showRows(selection) },
      { key: 'c', words: 'check now', run: () => this.#send({ type: 'check' }) },
      { key: 't', words: 'tables instead of plots', run: () => document.body.classList.toggle('tables') },
      { key: '?', words: 'these keys', run: () => this.#help() },
    ];
  }

  /** The rows of the selected chunk: of the column whose page this is, or whose row has the focus. */
  #showRows(selection: Selection): void {
    const row = document.activeElement?.closest<HTMLElement>('[data-column], [data-row-of]');
    const focused = row?.dataset['column'] ?? row?.dataset['rowOf'] ?? null;
    const chunk = selection.axis.chunks[selection.index]?.name ?? null;
    this.#send({ type: 'rows', column: this.#route ?? focused, chunk, line: null });
  }

  #escape(): void {
    if (this.#selection?.free() !== true && this.#route !== null) this.#go(null);
  }

  #help(): void {
    const panel = helpPanel(this.#keys(), () => panel.remove());
    document.body.append(panel);
    panel.showModal();
  }

  #showAge(): void {
    const progress = this.#progress;
    this.#bar.hidden = progress === null;
    const share = progress === null || progress.total === 0 ? 0 : progress.done / progress.total;
    this.#bar.style.width = `${share * 100}%`;
    if (progress === null) this.#age.textContent = `checked ${ageWords(this.#checkedAt, 'relative')}`;
    else
      this.#age.replaceChildren(
        `checking, ${Math.round(share * 100)}\u00A0% `,
        linkButton('Cancel', () => this.#send({ type: 'cancel' })),
      );
  }

  #say(text: string): void {
    this.#said = Date.now();
    this.#live.textContent = text;
  }

  #remember(): void {
    this.#memory = {
      route: this.#route,
      pinned: this.#selection?.pinnedName ?? null,
      scroll: window.scrollY,
    };
    this.host.setState(this.#memory);
  }

  readonly #send = (message: FromDashboard): void => this.host.postMessage(message);
}

function readMemory(state: unknown): DashboardMemory {
  const { route, pinned, scroll } = (typeof state === 'object' && state !== null ? state : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    route: typeof route === 'string' ? route : null,
    pinned: typeof pinned === 'string' ? pinned : null,
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}
