import { FAMILIES } from '../config/monitor.js';
import type { Report } from '../report/report.js';
import { decisionWords } from '../report/view.js';
import { plural } from '../report/words.js';
import { checkLine, checkResults } from './check-results.js';
import { outlineOf, type WrittenKey } from './outline.js';

/** A line above a line of the config. */
export interface Lens {
  /** Offset of the line it belongs to. */
  readonly at: number;
  readonly title: string;
  readonly tooltip: string;
  /** What a click does. */
  readonly action: 'check' | 'cancel' | 'dashboard';
}

/** What is known of the last check and of the one that runs. */
export interface CheckStatus {
  readonly report: Report | null;
  /** Files that changed since the report; empty = it is up to date. */
  readonly changed: readonly string[];
  /** `2 min ago`; empty without a report. */
  readonly age: string;
  /** How far a running check is; null when none runs. */
  readonly progress: string | null;
  /** Why the last check gave no report. */
  readonly failure: string | null;
}

/** The verdicts of the last report above the checks that they are of, and the model's own at the top. */
export function lensesOf(text: string, status: CheckStatus): Lens[] {
  const { keys, values } = outlineOf(text);
  const [first] = keys;
  if (first === undefined) return [];
  const { report, changed } = status;
  const stale = changed.length > 0;
  const lenses: Lens[] = topLenses(first, status);
  for (const { path, start, text: metric } of values) {
    const [top, family, index, key] = path;
    if (path.length !== 4 || top !== 'checks' || key !== 'metric' || typeof index !== 'number') continue;
    if (!FAMILIES.some((one) => one === family)) continue;
    const last = checkResults(report, path, metric);
    if (last !== null) {
      const [worst] = last.results;
      lenses.push({
        at: start,
        title: `${stale ? 'before the change: ' : ''}${checkLine(last)}`,
        tooltip: `${worst?.explanation ?? ''} Open the dashboard.`.trim(),
        action: 'dashboard',
      });
    }
    if (last === null || stale) {
      lenses.push({
        at: start,
        title: last === null ? 'not checked yet · Run check' : 'Run check',
        tooltip: 'Check this model now.',
        action: 'check',
      });
    }
  }
  return lenses;
}

function topLenses({ start: at }: WrittenKey, status: CheckStatus): Lens[] {
  const { report, changed, age, progress, failure } = status;
  const lenses: Lens[] = [
    progress === null
      ? { at, title: 'Check now', tooltip: 'Check this model now.', action: 'check' }
      : { at, title: `checking: ${progress} · Cancel`, tooltip: 'Stop the check.', action: 'cancel' },
  ];
  if (failure !== null) {
    const [line = ''] = failure.split('\n');
    lenses.push({ at, title: `The last check failed: ${line}`, tooltip: failure, action: 'dashboard' });
  }
  if (report === null) return lenses;
  const [one] = changed;
  const stale =
    one === undefined
      ? ''
      : ` · out of date: ${changed.length === 1 ? `${one} has` : `${plural(changed.length, 'file')} have`} changed`;
  lenses.push({
    at,
    title: `${decisionWords(report)} · checked ${age}${stale}`,
    tooltip: `${report.summary.decision.because} Open the dashboard.`,
    action: 'dashboard',
  });
  return lenses;
}
