import { fromWire } from '../../src/core/report/charts/heat-wire.js';
import type {
  ColumnLine,
  DashboardView,
  FeatureView,
  LedgerSection,
  SegmentView,
} from '../../src/core/report/charts/ledger.js';
import type { ViewSettings } from '../../src/core/link/view-link.js';
import { zoomAxis, zoomTo, type Zoom } from '../../src/core/report/charts/zoom.js';
import { h } from '../shared/dom.js';
import type { Chart } from '../shared/embed.js';
import { sealed } from '../shared/sealed.js';
import { AgeLine } from './age-line.js';
import { columnPage } from './column-page.js';
import { overTime } from './detail.js';
import { AskedParts } from './asked-parts.js';
import { heldPlace } from './held-place.js';
import type { HeatWish } from './heat/order.js';
import { parseToDashboard } from './incoming.js';
import { listenForKeys, showHelp, type Key } from './keys.js';
import { ledger, type Ledger } from './ledger.js';
import { Memory, type Host } from './memory.js';
import { banners, otherVersionPage, pageWithoutView, progressTitle } from './notices.js';
import { factLine, problemSection, stopped, verdictHead } from './overview.js';
import {
  PROTOCOL,
  type CheckProgress,
  type DashboardError,
  type DashboardState,
  type FromDashboard,
  type ToldDashboard,
} from './protocol.js';
import { pageKeys, rowsAsked } from './page-keys.js';
import { rasterAnswer } from './rasterise.js';
import { missingNote, segmentChoice, shownRows, type ShownRows } from './segment.js';
import { Selection } from './selection.js';
import { chunkWords, followAloud, Live, zoomWords } from './spoken.js';
import { whereSection } from './where.js';

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
  readonly #wish: HeatWish = { query: '', order: 'verdict', unfolded: false };
  /** The view is of a check that is not done. */
  #partial = false;
  #ledger: Ledger | null = null;
  #charts: Chart[] = [];
  readonly #memory: Memory;
  #resizing = 0;
  readonly #pages = new AskedParts<FeatureView>((column) => this.#send({ type: 'feature', column }));
  readonly #segments = new AskedParts<SegmentView>((segment) => this.#send({ type: 'segment', segment }));
  readonly #age = new AgeLine(() => this.#send({ type: 'cancel' }));
  readonly #live = new Live();
  /** What is over the view, of the overview that is shown. */
  #frame: HTMLElement | null = null;
  readonly #main = h('main', { class: 'page' });

  constructor(
    root: HTMLElement,
    readonly host: Host,
  ) {
    this.#memory = new Memory(host, root.dataset['subject']);
    this.#route = this.#memory.kept.column;
    root.append(this.#age.bar, this.#main, this.#live.element);
    new ResizeObserver(() => this.#drawSoon()).observe(this.#main);
    window.addEventListener('message', (event: MessageEvent<unknown>) => this.take(event.data));
    window.addEventListener('scroll', () => this.#memory.scrolled(), { passive: true });
    window.setInterval(() => this.#showAge(), 30_000);
    listenForKeys(() => this.#keys());
    this.#send({ type: 'ready' });
  }

  /** One message of the editor, which may be anything. */
  take(raw: unknown): void {
    const incoming = parseToDashboard(raw);
    if ('message' in incoming) this.#take(incoming.message);
    // Only the editor's own messages carry a version; others of the page are none of ours.
    else if (incoming.problem === 'version') this.#main.replaceChildren(otherVersionPage());
  }

  #take(message: ToldDashboard): void {
    switch (message.type) {
      case 'view':
        this.#takeView(fromWire(message.view), message.checkedAt, message.stale);
        break;
      case 'feature':
        if (this.#pages.take(message.column, message.checkedAt, message.feature)) this.#render();
        break;
      case 'segment':
        if (this.#segments.take(message.segment, message.checkedAt, message.view)) this.#render();
        break;
      case 'partial':
        this.#takePartial(fromWire(message.view));
        break;
      case 'progress':
        this.#takeProgress(message.progress);
        break;
      case 'error':
        // What a check that failed had read stands for nothing.
        if (this.#partial) this.#view = null;
        this.#partial = false;
        this.#error = message.error;
        this.#progress = null;
        this.#render();
        break;
      case 'state':
        if (this.#partial && message.state.kind === 'idle') break;
        this.#partial = false;
        this.#state = message.state;
        this.#view = null;
        this.#progress = null;
        this.#error = null;
        this.#render();
        break;
      case 'rasterise':
        void rasterAnswer(message.number, message.svg).then(this.#send);
        break;
      case 'show':
        this.#goTo(message.settings);
        break;
    }
  }

  #takeView(view: DashboardView, checkedAt: string, stale: string | null): void {
    const first = this.#view === null;
    if (!first && !this.#partial && checkedAt === this.#checkedAt && this.#error === null) {
      // The view that is shown: only what is said over it may be another.
      [this.#stale, this.#progress] = [stale, null];
      this.#renderFrame();
      return;
    }
    this.#partial = false;
    const pinned = first ? this.#memory.kept.chunk : (this.#selection?.pinnedName ?? null);
    const { heading = null } = this.#view?.verdict ?? {};
    const checked = this.#progress !== null;
    [this.#view, this.#checkedAt, this.#stale] = [view, checkedAt, stale];
    [this.#error, this.#state, this.#progress] = [null, null, null];
    this.#pages.reset(checkedAt);
    this.#segments.reset(checkedAt);
    this.#select(view, pinned);
    this.#render();
    if (checked) this.#live.checked(view.verdict.heading, heading);
    if (first) window.scrollTo(0, this.#memory.kept.scroll);
    this.#remember();
  }

  /** The first check as it goes on; an older view stays as it is. */
  #takePartial(view: DashboardView): void {
    if (this.#view !== null && !this.#partial) return;
    const pinned = this.#partial ? (this.#selection?.pinnedName ?? null) : this.#memory.kept.chunk;
    [this.#partial, this.#view, this.#state, this.#error] = [true, view, null, null];
    this.#select(view, pinned);
    this.#render();
  }

  /** Lays the axis out, or the part of it that is shown, and selects a chunk on it. */
  #select(view: DashboardView, pinned: string | null): void {
    const { axis } = view;
    const part = zoomTo(axis, this.#memory.kept.zoom);
    const names = axis.chunks.map(({ name }) => name);
    this.#selection = new Selection(part === null ? axis : zoomAxis(axis, part), (first, last) => {
      const [from, to] = [names[first], names[last]];
      if (typeof from === 'string' && typeof to === 'string') this.#zoom([from, to]);
    });
    this.#selection.restore(pinned);
    const { chunks } = this.#selection.axis;
    const words = (index: number): string =>
      chunkWords(this.#memory.kept.segment === null ? this.#view : null, chunks[index], index);
    followAloud(this.#selection, this.#live, words, () => this.#remember());
  }

  /** Shows a part of the time axis in every row, or with null all of it. */
  #zoom(zoom: ViewSettings['zoom']): void {
    const view = this.#view;
    if (view === null) return;
    this.#memory.set({ zoom, chunk: null });
    this.#select(view, null);
    this.#render();
    this.#live.say(zoomWords(view, zoom));
  }

  /** Goes to a view that a link names. */
  #goTo({ column, chunk, zoom, segment }: ViewSettings): void {
    this.#memory.set({ column, chunk, zoom, segment });
    this.#route = column;
    if (this.#view !== null) {
      this.#select(this.#view, chunk);
      this.#render();
    }
    this.#remember();
  }

  #takeProgress(progress: CheckProgress | null): void {
    const started = this.#progress === null && progress !== null;
    const ended = this.#progress !== null && progress === null;
    this.#progress = progress;
    if (ended && this.#partial && this.#view !== null) this.#view = stopped(this.#view);
    if (progress !== null) this.#live.goesOn(progressTitle(progress), this.#view === null || this.#partial);
    // The old view stays while a new check runs: only its frame changes.
    if ((ended && this.#partial) || (this.#view === null && this.#state === null)) this.#render();
    else if (started || ended) this.#renderFrame();
    this.#showAge();
  }

  #render(): void {
    const bringBack = heldPlace(this.#main, this.#main);
    this.#frame = null;
    this.#ledger?.finalize();
    for (const chart of this.#charts) chart.finalize();
    this.#ledger = null;
    this.#charts = [];
    this.#selection?.forgetPage();
    const column = this.#view?.columns.find((one) => one.column === this.#route);
    this.#main.replaceChildren(
      ...(this.#view === null || this.#selection === null
        ? pageWithoutView(this.#progress, this.#error, this.#state, this.#send)
        : column === undefined
          ? this.#overview(this.#view, this.#selection)
          : this.#detail(this.#view, this.#selection, column)),
    );
    this.#showAge();
    this.#draw();
    bringBack(this.#ledger);
  }

  /** What is over the view says something else; the view itself stays as it is, and so do its charts. */
  #renderFrame(): void {
    const [frame, view] = [this.#frame, this.#view];
    if (view === null) this.#render();
    if (frame === null || view === null) return;
    const bringBack = heldPlace(this.#main, frame);
    frame.replaceChildren(...this.#frameOf(view));
    bringBack(null);
  }

  #overview(view: DashboardView, selection: Selection): Node[] {
    const rows = this.#shownRows(view);
    const sections = rows.segment === null ? view.sections : (rows.view?.sections ?? []);
    this.#ledger = this.#buildLedger(sections, selection, 'Checks over time');
    this.#frame = h('div', {}, ...this.#frameOf(view));
    return [
      this.#frame,
      factLine(view, this.#age.words, segmentChoice(view, rows.segment, this.#send)),
      rows.note,
      this.#ledger.element,
      missingNote(rows),
      whereSection(view.where, this.#charts, (segment) => this.#show(segment)),
      problemSection(view.problems, this.#send),
    ].filter((node) => node !== null);
  }

  /** What is over the view: banners, and the verdict. */
  #frameOf(view: DashboardView): Node[] {
    const running = this.#progress !== null;
    return [
      ...(running ? [] : banners(this.#error, this.#stale, this.#checkedAt, this.#send)),
      verdictHead({
        view,
        send: this.#send,
        onOpen: (column) => this.#go(column),
        running,
        partial: this.#partial,
      }),
    ];
  }

  #detail(view: DashboardView, selection: Selection, column: ColumnLine): Node[] {
    const feature = this.#pages.get(column.column);
    if (feature !== null)
      this.#ledger = this.#buildLedger([overTime(feature)], selection, `${feature.name} over time`);
    return columnPage({
      view,
      column,
      feature,
      ledger: this.#ledger,
      rows: this.#shownRows(view),
      charts: this.#charts,
      send: this.#send,
      onBack: () => this.#go(null),
      onStep: (by) => this.#step(by),
    });
  }

  #buildLedger(sections: readonly LedgerSection[], selection: Selection, label: string): Ledger {
    return ledger({
      sections,
      selection,
      zoom: this.#shownPart(),
      label,
      wish: this.#wish,
      onOpen: (column) => this.#go(column),
      onConfig: (line) => this.#send({ type: 'openConfig', line }),
      pageWidth: () => this.#main.clientWidth,
    });
  }

  #shownRows(view: DashboardView): ShownRows {
    const get = (segment: string): SegmentView | null => this.#segments.get(segment);
    return shownRows(view, this.#memory.kept.segment, get, () => this.#show(null));
  }

  /** Shows a segment alone, or all rows. */
  #show(segment: string | null): void {
    this.#memory.set({ segment });
    this.#render();
    this.#main.querySelector<HTMLElement>('.choice')?.focus();
    this.#live.say(segment === null ? 'All rows are shown.' : `${segment} is shown.`);
  }

  #shownPart(): { part: Zoom; onWhole: () => void } | null {
    const part = this.#view === null ? null : zoomTo(this.#view.axis, this.#memory.kept.zoom);
    return part === null ? null : { part, onWhole: () => this.#zoom(null) };
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
    if (column === null && from !== null && this.#ledger?.focus(from) === true) return;
    this.#main.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }

  #step(by: 1 | -1): void {
    const columns = this.#view?.columns ?? [];
    const at = columns.findIndex((one) => one.column === this.#route);
    const next = columns[at + by];
    if (at !== -1 && next !== undefined) this.#go(next.column);
  }

  #keys(): Key[] {
    const selection = this.#selection;
    if (this.#view === null || selection === null) return [];
    return pageKeys(selection, this.#route !== null, {
      escape: () => this.#escape(),
      step: (by) => this.#step(by),
      mark: () => this.#mark(),
      segment: this.#view.segments.length === 0 ? null : () => this.#send({ type: 'chooseSegment' }),
      link: () => this.#send({ type: 'copyLink' }),
      rows: () => this.#send(rowsAsked(selection, this.#route)),
      check: () => this.#send({ type: 'check' }),
      help: () => showHelp(this.#keys()),
    });
  }

  #escape(): void {
    if (this.#selection?.forget() === true) return;
    if (this.#shownPart() !== null) this.#zoom(null);
    else if (this.#selection?.free() !== true && this.#route !== null) this.#go(null);
  }

  #mark(): void {
    const selection = this.#selection;
    if (selection === null) return;
    selection.mark();
    const { anchor, axis } = selection;
    if (anchor !== null)
      this.#live.say(`From ${axis.chunks[anchor]?.title ?? ''}: go to the end and press Z again.`);
  }

  #showAge(): void {
    this.#age.show(this.#progress, this.#checkedAt);
  }

  #remember(): void {
    const pinned = this.#selection;
    this.#memory.set({
      column: this.#route,
      ...(pinned === null ? {} : { chunk: pinned.pinnedName }),
      scroll: window.scrollY,
    });
  }

  readonly #send = (message: FromDashboard): void => {
    if (message.type === 'check') this.#live.waits();
    this.host.postMessage(sealed(message, PROTOCOL));
  };
}
