import type { LanguageFacts } from '../../../src/core/language/facts.js';
import { configJsonSchema } from '../../../src/core/language/json-schema.js';
import { METRICS } from '../../../src/core/metrics/registry.js';
import { buildReport } from '../report/views/report-builder.js';

const SCHEMA = configJsonSchema(METRICS);

/** What an editor knows beside the sample: its columns, its files and a report of eight weeks. */
export const FACTS: LanguageFacts = {
  metrics: METRICS,
  schema: SCHEMA,
  columns: {
    current: [
      { name: 'flight_id', kind: 'numeric' },
      { name: 'scheduled_at', kind: 'timestamp' },
      { name: 'p_delayed', kind: 'numeric' },
      { name: 'origin', kind: 'categorical' },
      { name: 'status', kind: 'categorical', values: ['ok', 'timeout', 'failed: upstream'] },
      { name: 'model_version', kind: 'categorical', values: ['v1.0', 'v1.1'] },
      { name: 'hour', kind: 'numeric' },
      { name: 'odd: name', kind: 'numeric' },
    ],
    reference: [{ name: 'origin', kind: 'categorical' }],
    labels: [
      { name: 'flight_id', kind: 'numeric' },
      { name: 'delayed', kind: 'numeric', values: ['0', '1'] },
    ],
  },
  files: [
    'labels/2001-01.csv',
    'labels/2001-02.csv',
    'logs/scored-2001-01-29.parquet',
    'logs/scored-2001-02-05.parquet',
    'logs/training.parquet',
  ],
  report: buildReport(),
};

/** As `FACTS`, before anything was read or checked. */
export const NO_FACTS: LanguageFacts = {
  ...FACTS,
  columns: { current: null, reference: null, labels: null },
  files: [],
  report: null,
};

/** A text with a `^`: without it, and the offset at which it stood. */
export function atMark(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('^');
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}
