import type { AxisChunk } from '../../src/core/report/charts/axis.js';
import type { DashboardView } from '../../src/core/report/charts/ledger.js';
import type { ViewSettings } from '../../src/core/link/view-link.js';
import { h } from '../shared/dom.js';
import type { Selection } from './selection.js';

/** How far a check is, is not said more often than this. */
const SILENCE_MS = 10_000;

/** What is read aloud without the focus going there. */
export class Live {
  readonly element = h('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  #said = 0;
  /** Somebody asked here for the check that runs. */
  #isAwaited = false;

  say(text: string): void {
    this.#said = Date.now();
    this.element.textContent = text;
  }

  /** Somebody asks for a check: of those that nobody asked for only a changed verdict is said. */
  waits(): void {
    this.#isAwaited = true;
  }

  /** A check goes on; `alone`: there is nothing else to be read. */
  goesOn(title: string, alone: boolean): void {
    if ((this.#isAwaited || alone) && Date.now() - this.#said > SILENCE_MS) this.say(title);
  }

  /** A check has ended with this verdict, after that one. */
  checked(heading: string, before: string | null): void {
    if (this.#isAwaited || heading !== before) this.say(`Checked. ${heading}.`);
    this.#isAwaited = false;
  }
}

/** How long the selection rests before it is read aloud, ms. */
const REST_MS = 500;

/** Rows named aloud: more would not be listened to. */
const MOST_SAID = 5;

/** Says what is selected, once it has not moved for a while; `moved` hears of each move. */
export function followAloud(
  selection: Selection,
  live: Live,
  words: (index: number) => string,
  moved: () => void,
): void {
  const speak = afterRest((index) => live.say(words(index)));
  let first = true;
  selection.follow((index) => {
    if (!first) {
      speak(index);
      moved();
    }
    first = false;
  }, 'always');
}

/** Calls back once nothing has moved for a while. */
function afterRest(speak: (index: number) => void): (index: number) => void {
  let timer = 0;
  return (index) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => speak(index), REST_MS);
  };
}

/** Which part of the time axis is shown. */
export function zoomWords({ axis }: DashboardView, zoom: ViewSettings['zoom']): string {
  if (zoom === null) return 'The whole time is shown.';
  const [from, to] = zoom.map((name) => axis.chunks.find((one) => one.name === name)?.title ?? name);
  return `${from} to ${to} is shown.`;
}

/** What stands out in a chunk, in words: `week of 18 June: origin 0.47 alert, 7 weeks`; without a view its name alone. */
export function chunkWords(view: DashboardView | null, chunk: AxisChunk | undefined, index: number): string {
  if (view === null) return chunk?.title ?? '';
  const rows = view.sections.flatMap((section) => section.heat?.rows ?? []);
  const loud = rows.filter((row) => ['alert', 'warn'].includes(row.cells[index]?.verdict ?? ''));
  const words = loud
    .slice(0, MOST_SAID)
    .map((row) => `${row.name} ${row.cells[index]?.value ?? ''} ${row.cells[index]?.words ?? ''}`);
  if (loud.length > words.length) words.push(`and ${loud.length - words.length} more`);
  return `${chunk?.title ?? ''}: ${loud.length === 0 ? 'all columns hold' : words.join('; ')}`;
}
