import { metricById } from '../../metrics/registry.js';
import { remember } from '../../profile/remember.js';
import type { Report, Result } from '../report.js';
import { seriesOf } from '../view.js';

const SPARK = '▁▂▃▄▅▆▇█';
/** A sparkline has no more cells. */
export const SPARK_CELLS = 25;

/** The least and the largest value of each metric by chunk; chunks that are not judged, such as half a week, do not set the scale. */
const scalesOf = remember((report: Report): ReadonlyMap<string, { low: number; high: number }> => {
  const scales = new Map<string, { low: number; high: number }>();
  for (const { metric, chunk, verdict, value } of report.results) {
    if (chunk === null || verdict === 'unknown' || value === null) continue;
    const scale = scales.get(metric);
    if (scale === undefined) scales.set(metric, { low: value, high: value });
    else {
      scale.low = Math.min(scale.low, value);
      scale.high = Math.max(scale.high, value);
    }
  }
  return scales;
});

/** Values by chunk in at most 25 cells, on a scale that all subjects of the metric share; blank = no value. */
export function sparkline(report: Report, result: Result, most = SPARK_CELLS): string {
  const scale = scalesOf(report).get(result.metric);
  if (scale === undefined) return '';
  const fromZero =
    metricById(result.metric)?.family === 'stability' || metricById(result.metric)?.unit === 'share';
  const low = fromZero && !result.metric.endsWith('coverage') ? 0 : scale.low;
  const { high } = scale;
  const series = seriesOf(report, result);
  const cells = Math.min(most, series.length);
  let text = '';
  for (let i = 0; i < cells; i++) {
    const part = series.slice(
      Math.floor((i * series.length) / cells),
      Math.floor(((i + 1) * series.length) / cells),
    );
    const known = part.map((one) => one.value).filter((value) => value !== null);
    if (known.length === 0) text += ' ';
    else {
      const share = high === low ? 0 : Math.max(0, (Math.max(...known) - low) / (high - low));
      text += SPARK[Math.min(SPARK.length - 1, Math.floor(share * SPARK.length))] ?? ' ';
    }
  }
  return text;
}
