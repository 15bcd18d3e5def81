import type { Cursor } from '../source/cursor.js';
import {
  emptyConversion,
  INPUT_DRIFT,
  INPUT_QUALITY,
  type ConvertedCheck,
  type ConvertedRole,
  type Converter,
} from './conversion.js';
import { firstMetric } from './metric-names.js';

/** Databricks: the first quality monitor of a bundle. */
export const fromDatabricks: Converter = {
  tool: 'Databricks',
  convert(source) {
    const monitors = source.documents.flatMap((root) => [
      ...root.get('resources', 'quality_monitors').entries(),
      ...root
        .get('targets')
        .entries()
        .flatMap((target) => target.get('resources', 'quality_monitors').entries()),
    ]);
    const monitor =
      monitors.find((one) => one.has('inference_log')) ?? monitors.find((one) => one.has('table_name'));
    if (monitor === undefined) return null;
    const log = monitor.get('inference_log');
    const text = (key: string): string | null => log.get(key).text ?? monitor.get('time_series', key).text;
    const task = /REGRESSION/.test(text('problem_type') ?? '') ? 'regression' : log.exists ? 'binary' : null;
    const columns: Partial<Record<ConvertedRole, string>> = {};
    for (const [role, key] of [
      ['timestamp', 'timestamp_col'],
      ['version', 'model_id_col'],
      ['prediction', 'prediction_col'],
      ['score', 'prediction_proba_col'],
      ['label', 'label_col'],
    ] as const) {
      const column = text(key);
      if (column !== null) columns[role] = column;
    }
    const checks: ConvertedCheck[] = [INPUT_DRIFT, INPUT_QUALITY];
    if (log.exists) checks.push({ family: 'stability', metric: 'psi', of: 'prediction' });
    if (columns.label !== undefined) checks.push({ family: 'performance', metric: firstMetric(task) });
    const others = [...new Set(monitors.map(({ name }) => name))].filter((name) => name !== monitor.name);
    return {
      ...emptyConversion('Databricks', monitor.name),
      task,
      current: monitor.get('table_name').text,
      reference: monitor.get('baseline_table_name').text,
      columns,
      every: everyOf(log.exists ? log : monitor.get('time_series')),
      checks,
      notes: [
        ...(others.length === 0 ? [] : [`the monitors ${others.join(', ')}; each gets a file of its own.`]),
        ...['slicing_exprs', 'custom_metrics', 'notifications'].flatMap((key) =>
          monitor.get(key).isFilled ? [`\`${key}\`.`] : [],
        ),
        ...(monitor.has('schedule') ? ['`schedule`: a CI job or cron runs `tidemark check`.'] : []),
      ],
    };
  },
};

function everyOf(log: Cursor): string | null {
  const match = /^(\d+) (hour|day|week|month)s?$/.exec(log.get('granularities').texts[0] ?? '');
  if (match === null) return null;
  const unit = { hour: 'h', day: 'd', week: 'w', month: 'mo' }[match[2] as 'hour' | 'day' | 'week' | 'month'];
  return `${match[1]}${unit}`;
}
