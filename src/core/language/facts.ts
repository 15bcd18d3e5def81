import type { LintColumn } from '../lint/host.js';
import type { MetricDescription } from '../metrics/metric.js';
import type { Report } from '../report/report.js';
import type { JsonSchema } from './json-schema.js';

/** What a language feature may know besides the text; whatever could not be found out is empty or null. */
export interface LanguageFacts {
  readonly metrics: readonly MetricDescription[];
  readonly schema: JsonSchema;
  /** Columns of the logs that the config names, by role; null where none could be read. */
  readonly columns: Readonly<Record<LogRole, readonly LintColumn[] | null>>;
  /** Log files below the config's folder, relative to it. */
  readonly files: readonly string[];
  /** The last report of this config. */
  readonly report: Report | null;
}

export type LogRole = 'current' | 'reference' | 'labels';
