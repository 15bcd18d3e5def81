import { parseViewSettings, WHOLE_VIEW } from '../../src/core/link/view-link.js';
import { partsOf, sealed, type Sealed } from '../shared/sealed.js';
import { PROTOCOL, type DashboardMemory, type FromDashboard } from './protocol.js';

/** The editor, as the page sees it. */
export interface Host {
  postMessage(message: Sealed<FromDashboard>): void;
  getState(): unknown;
  setState(state: Sealed<DashboardMemory>): void;
}

/** What the page shows, kept by the editor while it is hidden and over a restart, and told to it for links. */
export class Memory {
  #kept: DashboardMemory;
  /** The settings that the editor was told of last, as text. */
  #told = '';
  #waiting = 0;

  /** `subject` is the config that the page is of. */
  constructor(
    private readonly host: Host,
    subject: string | undefined,
  ) {
    this.#kept = readMemory(host.getState(), subject);
    this.#keep();
  }

  get kept(): DashboardMemory {
    return this.#kept;
  }

  /** Changes what is kept. */
  set(change: Partial<DashboardMemory>): void {
    this.#kept = { ...this.#kept, ...change };
    this.#keep();
    const { column, chunk, zoom, segment } = this.#kept;
    const settings = { column, chunk, zoom, segment };
    const told = JSON.stringify(settings);
    if (told === this.#told) return;
    this.#told = told;
    this.host.postMessage(sealed({ type: 'settings', settings }, PROTOCOL));
  }

  /** Of a scroll only its end is worth keeping. */
  scrolled(): void {
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.set({ scroll: window.scrollY }), 200);
  }

  #keep(): void {
    this.host.setState(sealed(this.#kept, PROTOCOL));
  }
}

/** What the page kept, with the config that it is of. */
function readMemory(state: unknown, subject: string | undefined): DashboardMemory {
  const kept = partsOf(state, PROTOCOL);
  const { scroll, config } = kept;
  const named: unknown = subject === undefined ? config : JSON.parse(subject);
  return {
    ...(parseViewSettings(kept) ?? WHOLE_VIEW),
    config: typeof named === 'string' ? named : null,
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}
