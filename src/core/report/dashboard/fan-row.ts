import type { TimeAxis } from '../charts/axis.js';
import type { PlotRow, Reading } from '../charts/ledger.js';
import { quantileFan, type FanQuantiles } from '../charts/quantile-fan.js';
import type { Report } from '../report.js';
import { formatNumber } from '../words.js';
import { rowName } from './stability.js';

const HEIGHT = 96;
const NAMES = ['10 %', '25 %', 'median', '75 %', '90 %'].map((name) => name.replace(' ', '\u00A0'));

/** A numeric column's values over time; null where the report has them of no chunk. */
export function fanRow(report: Report, axis: TimeAxis, column: string): PlotRow | null {
  const whole = report.distributions.find((one) => one.column === column && one.over_time !== undefined);
  if (whole?.over_time === undefined) return null;
  const byChunk = new Map(whole.over_time.map(({ chunk, quantiles }) => [chunk, quantiles]));
  const quantiles = axis.chunks.map(({ name }): FanQuantiles => byChunk.get(name ?? '') ?? null);
  const reference = whole.quantiles?.reference[2] ?? null;
  const { name } = rowName(report, column);
  const shown = quantiles[axis.standing];
  const title = axis.chunks[axis.standing]?.title ?? '';
  return {
    id: `fan/${column}`,
    name: 'Values',
    note: 'Median; bands: 25 to 75\u00A0%, 10 to 90\u00A0%',
    plot: {
      spec: quantileFan(axis.chunks, quantiles, reference, HEIGHT),
      alt: `Values of ${name}: ${shown === null || shown === undefined ? `none in the ${title}` : `median ${formatNumber(shown[2])} in the ${title}`}${reference === null ? '' : `, ${formatNumber(reference)} in the reference`}.`,
      table: {
        head: [axis.unit, ...NAMES],
        rows: axis.chunks.map((chunk, i) => [
          chunk.title,
          ...(quantiles[i] ?? NAMES.map(() => null)).map((value) =>
            value === null ? '' : formatNumber(value),
          ),
        ]),
      },
    },
    readings: quantiles.map((own): Reading => readingOf(own, reference)),
  };
}

function readingOf(own: FanQuantiles, reference: number | null): Reading {
  if (own === null) return { values: [], verdict: null, words: '', note: 'no value' };
  const [p10, p25, p50, p75, p90] = own.map(formatNumber);
  return {
    values: [
      {
        swatch: 'cur',
        name: 'median',
        value: p50 ?? '',
        detail: reference === null ? '' : `reference ${formatNumber(reference)}`,
      },
      { swatch: null, name: '25 to 75\u00A0%', value: `${p25} to ${p75}`, detail: '' },
      { swatch: null, name: '10 to 90\u00A0%', value: `${p10} to ${p90}`, detail: '' },
    ],
    verdict: null,
    words: '',
    note: '',
  };
}
