import { toWire, type ViewText } from '../core/report/charts/heat-wire.js';
import type { CheckRequest } from '../core/run-check.js';

/** Views come no closer than this, ms. */
const APART_MS = 400;

/** At most this share of the time goes into them. */
const SHARE = 0.1;

/** Makes views of what a check has read so far, now and then: often enough to be followed, too rarely to slow it down. */
export async function partialViews(
  take: (view: ViewText) => void,
): Promise<NonNullable<CheckRequest['partial']>> {
  const { partialView } = await import('../core/report/dashboard/partial.js');
  let begun = 0;
  let next = 0;
  return {
    wanted: () => {
      begun = performance.now();
      return begun >= next;
    },
    take: (report, columns) => {
      take(JSON.stringify(toWire(partialView(report, columns))));
      const ended = performance.now();
      next = ended + Math.max(APART_MS, (ended - begun) / SHARE);
    },
  };
}
