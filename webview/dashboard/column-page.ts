import type { ColumnLine, DashboardView, FeatureView } from '../../src/core/report/charts/ledger.js';
import type { Chart } from '../shared/embed.js';
import { changeSection, detailHead, measuresSection } from './detail.js';
import type { Ledger } from './ledger.js';
import type { FromDashboard } from './protocol.js';
import { rowsSection } from './rows-section.js';
import { segmentOfColumn, type ShownRows } from './segment.js';

export interface ColumnPage {
  readonly view: DashboardView;
  readonly column: ColumnLine;
  /** Null while it is on its way. */
  readonly feature: FeatureView | null;
  readonly ledger: Ledger | null;
  readonly rows: ShownRows;
  /** Takes the charts of the page. */
  readonly charts: Chart[];
  readonly send: (message: FromDashboard) => void;
  readonly onBack: () => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** The page of a column; until its charts are there, its head alone. */
export function columnPage(page: ColumnPage): Node[] {
  const { view, column, feature, ledger, send } = page;
  const head = detailHead({
    model: view.model,
    feature: feature ?? { ...column, heading: '', sentence: 'Getting its charts.' },
    position: view.columns.indexOf(column) + 1,
    count: view.columns.length,
    onBack: page.onBack,
    onStep: page.onStep,
  });
  if (feature === null) return [head];
  const onConfig = (line: number): void => send({ type: 'openConfig', line });
  return [
    head,
    segmentOfColumn(page.rows, column.column, onConfig),
    changeSection(feature, page.charts),
    feature.over.length === 0 ? null : (ledger?.element ?? null),
    rowsSection(feature, send),
    measuresSection(feature, onConfig),
  ].filter((node) => node !== null);
}
