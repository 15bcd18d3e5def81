import { formatShare } from '../../report/words.js';
import { survivalQuantile } from '../../statistics/kaplan-meier.js';
import { absoluteMetric } from '../describe.js';
import type { Metric } from '../metric.js';
import { noValue } from '../values.js';
import { delaysOf } from './delays.js';

const DAY = 86_400;

/** How long labels take to arrive: the time by which so many per cent of the predictions have one. */
export function labelDelay(percent: 50 | 95): Metric {
  return absoluteMetric({
    id: `label_delay_p${percent}`,
    name: percent === 50 ? 'Label delay, median' : `Label delay, p${percent}`,
    family: 'feedback',
    // Not `label`: rows that still wait count as such, so that chunks need not be mature.
    needs: ['id', 'timestamp'],
    reads: ['delays'],
    worse: 'higher',
    range: [0, Infinity],
    unit: 's',
    definition: `time (s) by which ${percent} % of the predictions have their label; those without one have waited until as_of, and labels older than their prediction are left out`,
    formula: `min t with S(t) ≤ ${(100 - percent) / 100}, S by Kaplan and Meier`,
    interval: 'where the log-log interval of S holds the share; none where one of its ends is not seen',
    source: 'Kaplan and Meier 1958; interval: Brookmeyer and Crowley 1982, as lifelines has it',
    use: 'To choose feedback.labels.matures, and to see that labels come later than they did.',
    avoid: 'Labels that most predictions never get: label_coverage says how many.',
    compute: (input) => {
      const found = delaysOf(input);
      if ('problem' in found) return found.problem;
      const { arrived, waiting, fromFuture } = found.delays;
      const rows = arrived.count + waiting.count;
      const { at, interval, left } = survivalQuantile(arrived.steps(), waiting.steps(), percent / 100);
      const exact = arrived.exact && waiting.exact;
      if (at === null) {
        const reached = formatShare(left);
        return noValue(
          'unknown',
          `${reached} of predictions are never labelled, as far as the log reaches.`,
          {
            current: rows,
            exact,
          },
        );
      }
      const days = at >= DAY ? [`That is ${(at / DAY).toFixed(1)} days.`] : [];
      const future = fromFuture > 0 ? [`${fromFuture} labels are older than their prediction.`] : [];
      const open = interval === null ? ['No interval: its upper end is not seen yet.'] : [];
      const because = [...days, ...open, ...future].join(' ');
      return {
        value: at,
        interval,
        pValue: null,
        nReference: null,
        nCurrent: rows,
        exact,
        ...(because === '' ? {} : { because }),
      };
    },
  });
}
