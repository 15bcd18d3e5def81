import { parseViewSettings } from '../../src/core/link/view-link.js';
import type { DashboardMemory, FromDashboard, Sealed } from './protocol.js';

/** The editor, as the page sees it. */
export interface Host {
  postMessage(message: Sealed<FromDashboard>): void;
  getState(): unknown;
  setState(state: DashboardMemory): void;
}

/** What the page kept, with the config that it is of. */
export function readMemory(state: unknown, subject: string | undefined): DashboardMemory {
  const kept = (typeof state === 'object' && state !== null ? state : {}) as Readonly<
    Record<string, unknown>
  >;
  const { scroll, config } = kept;
  const named: unknown = subject === undefined ? config : JSON.parse(subject);
  return {
    ...(parseViewSettings(kept) ?? { column: null, chunk: null, zoom: null }),
    config: typeof named === 'string' ? named : null,
    scroll: typeof scroll === 'number' ? scroll : 0,
  };
}
