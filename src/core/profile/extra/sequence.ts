import { adwin } from '../../statistics/drift/adwin.js';
import { ddm } from '../../statistics/drift/ddm.js';
import { pageHinkley } from '../../statistics/drift/page-hinkley.js';

/** The sequential detectors, by the metric that reports them. */
export const DETECTORS = ['ddm', 'adwin', 'page_hinkley'] as const;
export type DetectorName = (typeof DETECTORS)[number];

/** The first alarm of a detector in a slice. */
export interface Alarm {
  /** Position of the row among the labelled rows of the side in time order, from 0. */
  readonly index: number;
  /** Its time, ms since the epoch. */
  readonly time: number;
}

/** What the detectors said while the rows of a slice went by. */
export interface SequenceProfile {
  /** Rows with a loss. */
  readonly rows: number;
  readonly alarms: Readonly<Record<DetectorName, { readonly count: number; readonly first: Alarm | null }>>;
}

/** Sequences of the union of disjoint slices of one run; null for none. */
export function mergeSequences(parts: readonly SequenceProfile[]): SequenceProfile | null {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? null;
  const of = (name: DetectorName): SequenceProfile['alarms'][DetectorName] => ({
    count: parts.reduce((sum, part) => sum + part.alarms[name].count, 0),
    first: parts
      .map((part) => part.alarms[name].first)
      .filter((alarm) => alarm !== null)
      .reduce<Alarm | null>(
        (least, alarm) => (least === null || alarm.index < least.index ? alarm : least),
        null,
      ),
  });
  return {
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    alarms: { ddm: of('ddm'), adwin: of('adwin'), page_hinkley: of('page_hinkley') },
  };
}

/** Runs the detectors over rows that come in the order of their times, and notes their alarms by cell. */
export class SequenceFold {
  readonly #detectors = { ddm: ddm(), adwin: adwin(), page_hinkley: pageHinkley() };
  readonly #cells = new Map<
    number | null,
    { rows: number; alarms: Record<DetectorName, { count: number; first: Alarm | null }> }
  >();
  #index = 0;

  /** `loss` is the row's loss; `wrong` 1 where the prediction is not the label, 0 where it is, NaN where none is known. */
  add(cell: number | null, time: number, loss: number, wrong: number): void {
    let found = this.#cells.get(cell);
    if (found === undefined) {
      const none = (): { count: number; first: Alarm | null } => ({ count: 0, first: null });
      found = { rows: 0, alarms: { ddm: none(), adwin: none(), page_hinkley: none() } };
      this.#cells.set(cell, found);
    }
    found.rows++;
    const index = this.#index++;
    for (const name of DETECTORS) {
      const x = name === 'ddm' ? wrong : loss;
      if (x - x !== 0 || !this.#detectors[name](x)) continue;
      const alarms = found.alarms[name];
      alarms.count++;
      alarms.first ??= { index, time };
    }
  }

  finish(): Map<number | null, SequenceProfile> {
    return new Map(this.#cells);
  }
}
