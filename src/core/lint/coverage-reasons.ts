import type { CheckSpec, Family, Monitor } from '../config/monitor.js';
import type { ConfigPath } from '../config/document.js';
import type { ConfigTree } from '../config/tree.js';
import { checkPath } from './check-path.js';
import { HOOKS_ARE_CALLED, watchesInputs, watchesPredictions } from './coverage.js';
import {
  COVERAGE_ITEMS,
  type Coverage,
  type CoverageItem,
  type CoverageReason,
  type CoverageReasons,
} from './finding.js';
import type { Survey } from './survey.js';

const UNREAD = 'The reference cannot be read as it is written.';

/** Why each cell of our own config is as it is, and the line that says so. */
export function coverageReasons(
  draft: Monitor,
  tree: ConfigTree,
  coverage: Coverage,
  survey: Survey,
): CoverageReasons {
  const { columns, reference } = draft.logs;
  const family = (name: Family): CheckSpec | undefined => draft.checks.find((one) => one.family === name);
  const check = (item: CoverageItem, found: CheckSpec | undefined, broken: string): CoverageReason =>
    found === undefined
      ? { because: 'No check watches it.', line: null }
      : {
          because: coverage[item] === 'partial' ? broken : `\`${found.metric}\` watches it.`,
          line: lineOf(tree, checkPath(found)),
        };
  const uncompared =
    reference !== null
      ? UNABLE
      : lineOf(tree, ['logs', 'reference']) === null
        ? 'There is no reference to compare with.'
        : UNREAD;
  const unlabelled =
    coverage.ground_truth === 'configured' ? UNABLE : 'It is measured with labels, and none can be joined.';
  const all: Record<CoverageItem, CoverageReason> = {
    data_drift: check(
      'data_drift',
      draft.checks.find((one) => watchesInputs(one, columns)),
      uncompared,
    ),
    prediction_drift: check(
      'prediction_drift',
      draft.checks.find((one) => watchesPredictions(one, columns)),
      uncompared,
    ),
    data_quality: check('data_quality', family('quality'), UNABLE),
    performance: check('performance', family('performance'), unlabelled),
    operations: check('operations', family('operations'), UNABLE),
    ground_truth: groundTruth(draft, tree, coverage),
    alerting: alerting(draft, tree, coverage, survey),
    baseline: baseline(draft, tree, coverage),
    schedule: schedule(coverage, survey),
    payload_logging: {
      because:
        coverage.payload_logging === 'configured'
          ? 'The log has predictions and ids.'
          : (LOGGED[coverage.payload_logging] ?? 'No log is named.'),
      line: lineOf(tree, ['logs', 'current']),
    },
  };
  // What is missing without a trace is told by its finding, with the place to write it.
  const told = COVERAGE_ITEMS.filter((item) => coverage[item] !== 'missing' || all[item].line !== null);
  return Object.fromEntries(told.map((item) => [item, all[item]]));
}

const UNABLE = 'The check is there and can never warn: its limit, its columns or its metric are missing.';

const LOGGED: Readonly<Record<string, string>> = {
  partial: 'The log is named, but it has no file, no prediction or no id.',
};

function lineOf(tree: ConfigTree, path: ConfigPath): number | null {
  return tree.node(path) === null ? null : tree.locateKey(path).start.line;
}

function groundTruth({ logs, feedback }: Monitor, tree: ConfigTree, coverage: Coverage): CoverageReason {
  if (logs.columns.label !== null)
    return { because: 'The log has the labels.', line: lineOf(tree, ['logs', 'columns', 'label']) };
  if (feedback.labels === null) return { because: 'No labels are named.', line: null };
  const because =
    coverage.ground_truth === 'configured'
      ? 'Labels are joined by id.'
      : 'Labels are named, but no file, column or id joins them to predictions.';
  return { because, line: lineOf(tree, ['feedback', 'labels']) };
}

function alerting(
  { feedback }: Monitor,
  tree: ConfigTree,
  coverage: Coverage,
  { automation }: Survey,
): CoverageReason {
  const job = automation?.[0];
  if (coverage.alerting === 'configured' && job !== undefined)
    return { because: `${job.path} runs the check and fails on an alert.`, line: null };
  const line = lineOf(tree, ['feedback', 'hooks']);
  if (coverage.alerting === 'configured') return { because: 'A hook is called on alert.', line };
  return {
    because:
      feedback.hooks.length > 0
        ? HOOKS_ARE_CALLED
          ? 'Hooks are called for other verdicts only.'
          : 'A hook is named, which this version does not call yet, and no CI job runs the check.'
        : 'Nobody is told, and no CI job runs the check.',
    line,
  };
}

function baseline({ logs: { reference } }: Monitor, tree: ConfigTree, coverage: Coverage): CoverageReason {
  const line = lineOf(tree, ['logs', 'reference']);
  if (reference === null) return { because: line === null ? 'No reference is named.' : UNREAD, line };
  if (coverage.baseline === 'configured') return { because: 'The reference is fixed.', line };
  return {
    because:
      reference.kind === 'rolling'
        ? 'The reference rolls along with production.'
        : 'No file is where the reference should be.',
    line,
  };
}

function schedule(coverage: Coverage, { automation }: Survey): CoverageReason {
  const job = automation?.find(({ text }) => /\b(schedule|cron)\b/.test(text));
  if (coverage.schedule === 'configured' && job !== undefined)
    return { because: `${job.path} runs on a schedule.`, line: null };
  return { because: 'When it runs is said by a CI job, not by this file.', line: null };
}
