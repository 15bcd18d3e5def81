import { timeAxis } from '../../report/charts/axis.js';
import type { FeatureView } from '../../report/charts/ledger.js';
import type { ChartSpec, Json } from '../../report/charts/plot.js';
import { featureViews } from '../../report/dashboard/features.js';
import { seriesIn } from '../../report/dashboard/series-index.js';
import type { Report } from '../../report/report.js';
import { capitalise } from '../../report/words.js';
import { chartOutput, textOutput } from './build.js';
import type { CellOutput } from './output.js';

const NUMERIC_WIDTH = 560;
const NAMES = 132;
const SHARES = 420;
const CATEGORY_ROW = 22;

/** What changed in columns: reference against now, a chart for each. */
export function distributionOutputs(report: Report, columns: readonly string[]): CellOutput[] {
  const views = featureViews(report, timeAxis(report, false), seriesIn(report), columns);
  const outputs = columns.flatMap((column) => {
    const view = views.find((one) => one.column === column);
    return view === undefined ? [] : featureOutputs(view);
  });
  return outputs.length > 0
    ? outputs
    : [
        textOutput(
          `No distribution is known of ${columns.join(', ')}: the config watches no such column.`,
          true,
        ),
      ];
}

/** One column: its finding, the legend, and both distributions. */
export function featureOutputs(view: FeatureView): CellOutput[] {
  const { distribution } = view;
  const title = capitalise(`${view.name} ${view.heading}`);
  if (distribution === null) return [textOutput(`${title}. ${view.sentence}`)];
  const legend =
    distribution.kind === 'numeric'
      ? `Grey area: ${distribution.reference}. Blue line: ${distribution.current}.`
      : `Grey tick: ${distribution.reference}. Blue dot: ${distribution.current}.`;
  const { spec, alt, table } = distribution.shares;
  const drawn: ChartSpec =
    distribution.kind === 'numeric'
      ? { ...spec, width: NUMERIC_WIDTH }
      : withNames(
          { ...spec, width: SHARES },
          distribution.categories.map(({ label }) => label),
        );
  return [
    chartOutput({ spec: drawn, alt, table }, `${view.name} ${view.heading}`, `${view.sentence} ${legend}`),
  ];
}

/** Dumbbells with the names of the categories at their left. */
function withNames(spec: ChartSpec, names: readonly string[]): ChartSpec {
  const padding = spec['padding'] as Readonly<Record<string, number>>;
  const height = Math.max(1, names.length) * CATEGORY_ROW;
  const layer: Json[] = [
    ...spec.layer,
    {
      data: { values: names.map((name, i) => ({ name, y: (i + 0.5) * CATEGORY_ROW })) },
      mark: {
        type: 'text',
        align: 'left',
        baseline: 'middle',
        fontSize: 12,
        font: 'var(--tm-mono)',
        fill: 'var(--tm-fg)',
        limit: NAMES - 16,
      },
      encoding: {
        x: { value: -NAMES },
        y: {
          field: 'y',
          type: 'quantitative',
          axis: null,
          scale: { domain: [0, height], reverse: true, nice: false },
        },
        text: { field: 'name' },
      },
    },
  ];
  return { ...spec, layer, padding: { ...padding, left: NAMES } };
}
