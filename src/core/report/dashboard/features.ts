import { timeAxis, type TimeAxis } from '../charts/axis.js';
import { categoricalAlt, categoriesOf, dumbbells } from '../charts/distribution-categorical.js';
import { distributionChanges, distributionSteps, numericAlt } from '../charts/distribution-numeric.js';
import { ecdfAlt, ecdfChart } from '../charts/ecdf.js';
import type { CategoryLine, ColumnLine, DistributionView, FeatureView } from '../charts/ledger.js';
import type { Plot } from '../charts/plot.js';
import { pointsOf, spansOf, spanWords } from '../charts/series.js';
import type { Distribution, DistributionBin, Report } from '../report.js';
import { formatCount, formatNumber, formatShare, plural, withMinus } from '../words.js';
import { fanRow } from './fan-row.js';
import { barRow } from './metric-rows.js';
import { rowsView } from './rows-view.js';
import { abbreviationOf, nameOf, resultLine, valueWords } from './result-words.js';
import { isWhole, seriesIn, standingVerdict, verdictWords, type Series } from './series-index.js';
import { mainSeries, rowName } from './stability.js';

const DETAIL_WIDTH = 520;
const STEPS_HEIGHT = 190;
const CATEGORY_ROW = 22;
/** Smaller parts of a shift are not worth a sentence. */
const MENTIONED = 0.0005;
/** Values with a smaller share of the reference are rare. */
const RARE = 0.004;

/** The watched columns, in the order of the heat strip: what there is a detail page of. */
export function columnLines(report: Report, series: readonly Series[]): ColumnLine[] {
  return mainSeries(report, series).map((main) => ({
    column: main.column ?? '',
    ...rowName(report, main.column ?? ''),
    verdict: standingVerdict(main),
  }));
}

/** The detail pages of some columns, in the order of the heat strip. */
export function featureViews(
  report: Report,
  axis: TimeAxis,
  series: readonly Series[],
  columns: readonly string[],
): FeatureView[] {
  return mainSeries(report, series)
    .filter(({ column }) => column !== null && columns.includes(column))
    .map((main) => featureView(report, axis, series, main));
}

/** The detail page of one column; null where no check watches it. Looks at that column's results only. */
export function featureOf(report: Report, column: string): FeatureView | null {
  const own: Report = {
    ...report,
    results: report.results.filter(({ subject }) => subject.column === column),
    reference_results: report.reference_results.filter(({ subject }) => subject.column === column),
    distributions: report.distributions.filter((one) => one.column === column),
  };
  return featureViews(own, timeAxis(report), seriesIn(own), [column])[0] ?? null;
}

function featureView(report: Report, axis: TimeAxis, series: readonly Series[], main: Series): FeatureView {
  const column = main.column ?? '';
  const own = series.filter((one) => one.column === column && one.part === null);
  const distribution = distributionOf(report, column, main.standing?.chunk ?? null);
  const timed = axis.kind !== 'window';
  const others = own.filter((one) => one !== main && one.metric !== 'schema_change' && one.byChunk.size > 1);
  return {
    column,
    ...rowName(report, column),
    verdict: standingVerdict(main),
    heading: headingOf(main, axis),
    sentence: sentenceOf(main, distribution),
    distribution: distribution === null ? null : distributionView(report, axis, column, distribution, main),
    rows: rowsView(report, axis, column, distribution?.chunk ?? null),
    over: timed
      ? [
          isWhole(main) ? null : barRow(main, axis, 110, abbreviationOf(main.metric)),
          fanRow(report, axis, column),
          ...others.map((one) => barRow(one, axis, 52, abbreviationOf(one.metric))),
        ].filter((row) => row !== null)
      : [],
    lines: own.flatMap((one) => {
      if (one.standing === null) return [];
      const at = axis.chunks.findIndex((chunk) => chunk.name === one.standing?.chunk);
      return [resultLine(report, one.standing, at === -1 ? '' : verdictWords(one, axis, at))];
    }),
  };
}

/** The distribution of a column in the chunk that stands, else over the whole window. */
function distributionOf(report: Report, column: string, chunk: string | null): Distribution | null {
  const own = report.distributions.filter((one) => one.column === column);
  return own.find((one) => one.chunk === chunk) ?? own.find((one) => one.chunk === null) ?? own[0] ?? null;
}

function headingOf(main: Series, axis: TimeAxis): string {
  const verdict = standingVerdict(main);
  if (verdict === 'alert') return 'shifted';
  if (verdict === 'warn') return 'is beyond its warning limit';
  if (verdict === 'error') return 'could not be compared';
  if (verdict === 'unknown') return 'cannot be judged';
  const past = spansOf(pointsOf(axis, main.results), ['alert']);
  return past.length === 0 ? 'holds' : `holds again, after an alert ${spanWords(past)}`;
}

function sentenceOf(main: Series, distribution: Distribution | null): string {
  const { standing } = main;
  if (standing === null) return '';
  const explanation = standing.explanation;
  if (distribution === null || standing.value === null) return explanation;
  const median = distribution.quantiles;
  const [before, now] = [median?.reference[2], median?.current[2]];
  const medians =
    before === undefined || now === undefined
      ? ''
      : before === now
        ? ` The median is ${formatNumber(now)}, as in the reference.`
        : ` The median went from ${formatNumber(before)} to ${formatNumber(now)}.`;
  // The explanation may name causes already; once is enough.
  const said = / went from /.test(explanation);
  return `${explanation}${medians}${said ? '' : causeWords(distribution)}`;
}

/** What moved most: rare values that grew together, else the one bin with the largest part. */
function causeWords(distribution: Distribution): string {
  const named = distribution.bins.filter((bin) => bin.of !== 'rest').sort((a, b) => b.part - a.part);
  const [loudest] = named;
  if (loudest === undefined || loudest.part < MENTIONED) return '';
  const grown = named.filter((bin) => bin.reference < RARE && bin.current > 2 * bin.reference);
  if (distribution.kind === 'categorical' && grown.length >= 3) {
    const sum = (of: 'reference' | 'current'): number => grown.reduce((total, bin) => total + bin[of], 0);
    const more = named.length < distribution.bins.length ? ', not counting rarer ones' : '';
    return ` ${grown.length} values that the reference hardly saw went from ${formatShare(sum('reference'))} to ${formatShare(sum('current'))} of the rows${more}; the largest is ${loudest.label}.`;
  }
  const name = distribution.kind === 'numeric' ? `values ${withMinus(loudest.label)}` : loudest.label;
  return ` Largest part: ${name}, from ${formatShare(loudest.reference)} to ${formatShare(loudest.current)} of the rows.`;
}

/** A distribution drawn and in words. */
function distributionView(
  report: Report,
  axis: TimeAxis,
  column: string,
  distribution: Distribution,
  main: Series,
): DistributionView {
  const title = axis.chunks.find((chunk) => chunk.name === distribution.chunk)?.title ?? 'whole window';
  const { name } = rowName(report, column);
  const total = distribution.bins.reduce((sum, bin) => sum + bin.part, 0);
  const legend = {
    reference: `reference, ${formatCount(distribution.n_reference)} rows`,
    current: `${title}, ${formatCount(distribution.n_current)} rows`,
  };
  const table = {
    head: [distribution.kind === 'numeric' ? 'bin' : 'value', 'reference', title, 'part of the PSI'],
    rows: distribution.bins.map((bin) => [
      distribution.kind === 'numeric' ? withMinus(bin.label) : bin.label,
      formatShare(bin.reference),
      formatShare(bin.current),
      partWords(bin.part),
    ]),
  };
  if (distribution.kind === 'numeric') {
    const alt = numericAlt(name, distribution, title);
    return {
      kind: 'numeric',
      ...legend,
      shares: { spec: distributionSteps(distribution, DETAIL_WIDTH, STEPS_HEIGHT), alt, table },
      ecdf: ecdfPlot(name, distribution, title),
      changes: {
        spec: distributionChanges(distribution, DETAIL_WIDTH, CATEGORY_ROW),
        alt: `Points gained or lost by bin of ${name}; ${nameOf(main.metric)} ${main.standing === null ? '' : valueWords(main.standing)}.`,
        table,
      },
      categories: [],
      rest: null,
      quantiles: quantileLines(distribution),
    };
  }
  const categories = categoriesOf(distribution);
  return {
    kind: 'categorical',
    ...legend,
    shares: {
      spec: dumbbells(categories.shown, DETAIL_WIDTH, CATEGORY_ROW),
      alt: categoricalAlt(name, categories),
      table,
    },
    ecdf: null,
    changes: null,
    categories: categories.shown.map((bin) => categoryLine(bin.label, bin, total)),
    rest:
      categories.rest === null
        ? null
        : categoryLine(plural(categories.rest.count, 'other value'), categories.rest, total),
    quantiles: [],
  };
}

function ecdfPlot(name: string, { ecdf }: Distribution, now: string): Plot | null {
  if (ecdf === undefined || ecdf.at.length < 2) return null;
  return {
    spec: ecdfChart(ecdf, DETAIL_WIDTH, STEPS_HEIGHT),
    alt: ecdfAlt(name, ecdf, now),
    table: {
      head: ['up to', 'reference', now],
      rows: ecdf.at.map((at, i) => [
        formatNumber(at),
        formatShare(ecdf.reference[i] ?? 0),
        formatShare(ecdf.current[i] ?? 0),
      ]),
    },
  };
}

function quantileLines({ quantiles }: Distribution): DistributionView['quantiles'] {
  if (quantiles === null) return [];
  return ['5 %', '25 %', 'median', '75 %', '95 %'].flatMap((name, i) => {
    const [reference, current] = [quantiles.reference[i], quantiles.current[i]];
    return reference === undefined || current === undefined
      ? []
      : [
          {
            name: name.replace(' ', '\u00A0'),
            reference: formatNumber(reference),
            current: formatNumber(current),
          },
        ];
  });
}

function categoryLine(
  label: string,
  bin: Pick<DistributionBin, 'reference' | 'current' | 'part'>,
  total: number,
): CategoryLine {
  const points = (bin.current - bin.reference) * 100;
  const size =
    Math.abs(points) >= 1 || points === 0 ? Math.abs(points).toFixed(1) : Math.abs(points).toFixed(2);
  return {
    label,
    reference: formatShare(bin.reference),
    current: formatShare(bin.current),
    points: `${points < 0 ? '\u2212' : '+'}${size}`,
    part: partWords(bin.part),
    weight: total === 0 ? 0 : Math.max(0, Math.min(1, bin.part / total)),
  };
}

function partWords(part: number): string {
  return part.toFixed(3);
}
