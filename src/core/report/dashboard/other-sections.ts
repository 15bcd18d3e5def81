import type { Family } from '../../config/monitor.js';
import type { TimeAxis } from '../charts/axis.js';
import type { LedgerSection } from '../charts/ledger.js';
import type { Report } from '../report.js';
import { capitalise, plural } from '../words.js';
import { barRow, lineRow } from './metric-rows.js';
import { nameOf, resultLine } from './result-words.js';
import { type Series } from './series-index.js';
import { isOdd } from './stability.js';

/** As many are drawn; more are lines. */
const MOST_PLOTS = 4;

/** Quality or feedback: only what does not hold; null when all holds. */
export function quietSection(
  family: Family & ('quality' | 'feedback'),
  report: Report,
  axis: TimeAxis,
  series: readonly Series[],
): LedgerSection | null {
  const odd = series.filter(
    (one) => one.results[0]?.family === family && one.standing !== null && isOdd(one.standing),
  );
  if (odd.length === 0) return null;
  const drawable = odd.filter(
    (one) => axis.kind !== 'window' && one.standing?.chunk !== null && one.standing?.value !== null,
  );
  const drawn = drawable.slice(0, MOST_PLOTS);
  return {
    id: family,
    title: capitalise(family),
    sentence: `${capitalise(plural(odd.length, 'check'))} ${odd.length === 1 ? 'does' : 'do'} not hold.`,
    hint: drawn.length > 0 ? 'Dotted: limit. Solid: alert. Outlined: warning.' : '',
    heat: null,
    plots: drawn.map((one) => {
      const name = `${nameOf(one.metric)}${one.column === null ? '' : ` of ${one.column}`}`;
      const share = one.results[0]?.threshold.alert ?? one.results[0]?.threshold.warn ?? null;
      // Where less is worse a bar that reaches the limit would look like harm.
      return share !== null && 'below' in share
        ? { ...lineRow(one, axis, 48), name }
        : barRow(one, axis, 48, name);
    }),
    lines: odd.flatMap((one) =>
      one.standing === null || drawn.includes(one) ? [] : [resultLine(report, one.standing)],
    ),
  };
}
