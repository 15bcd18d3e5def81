import { addDuration } from '../config/duration.js';
import type { Monitor } from '../config/monitor.js';
import type { Chunk, Window } from '../profile/windows.js';
import { formatInstant } from '../report/instants.js';
import { formatCount, formatDay, plural } from '../report/words.js';

/**
 * Why the window row of a check of labels has nothing to look at though there are rows: in none of its chunks do labels
 * count yet, come or not; and when they will. Null where those of some chunk count. `nameOf` gives a chunk in words.
 */
export function heldBack(window: Window, monitor: Monitor, nameOf: (chunk: Chunk) => string): string | null {
  const filled = window.chunks.filter(({ rows }) => rows > 0);
  const [first] = filled;
  if (first === undefined || filled.some(({ mature }) => mature)) return null;
  const { rows } = window;
  const labelled = window.profile?.labelled?.rows ?? 0;
  const some =
    rows === 1
      ? 'The only row'
      : labelled === rows
        ? `All ${plural(rows, 'row')}`
        : `${formatCount(labelled)} of ${plural(rows, 'row')}`;
  const come =
    labelled === 0
      ? `None of ${plural(rows, 'row')} has a label yet`
      : `${some} ${labelled === 1 ? 'has' : 'have'} a label, but none counts yet`;
  return `${come}: ${whenTheyCount(first, nameOf(first), monitor)}`;
}

/** When the labels of a chunk are mature, in brackets; empty where that cannot be told. */
export function matureOn({ end }: Chunk, monitor: Monitor): string {
  const matures = monitor.feedback.labels?.matures ?? null;
  return end === null || matures === null
    ? ''
    : ` (they will be on ${instantWords(addDuration(end, matures))})`;
}

function whenTheyCount({ end }: Chunk, name: string, monitor: Monitor): string {
  const matures = monitor.feedback.labels?.matures ?? null;
  const byTime = monitor.every?.kind === 'time';
  if (matures === null || (end !== null && !byTime)) {
    return byTime && end !== null
      ? `${name} is not over. It is once a row or --as-of reaches ${instantWords(end)}.`
      : `${name} is not full.`;
  }
  return end === null
    ? 'without times labels are never mature. Set logs.columns.timestamp, or leave out matures.'
    : `the labels of ${name} are mature on ${instantWords(addDuration(end, matures))}, ${matures.count}${matures.unit} after its end.`;
}

/** `5 February 2026`, or to the second where it is not midnight. */
function instantWords(time: number): string {
  const instant = formatInstant(time);
  return instant.endsWith('T00:00:00Z') ? formatDay(instant, true) : instant;
}
