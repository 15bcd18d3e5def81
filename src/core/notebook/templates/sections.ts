import type { Monitor } from '../../config/monitor.js';
import { metricById } from '../../metrics/registry.js';
import { columnName } from '../sql/column-name.js';

/** A metric cell. */
function tidemark(...lines: readonly string[]): string {
  return ['```tidemark', ...lines, '```'].join('\n');
}

function section(heading: string, ...parts: readonly (string | null)[]): string {
  return [`## ${heading}`, ...parts.filter((part) => part !== null)].join('\n\n');
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('\n\n');
}

const INTRODUCTION =
  '{{ rows }} predictions of {{ period }}, against the reference of {{ reference }}; as of {{ as_of }}.';

/** Verdict and decision, what shifted, performance, operations, feedback, quality, open questions, appendix. */
export function fullReport(monitor: Monitor): string {
  return join(
    INTRODUCTION,
    section('Verdict and decision', tidemark('show: verdict'), 'Decision: **{{ decision }}.**'),
    section('What shifted', tidemark('show: shifts', 'top: 3')),
    section('Performance', tidemark('show: performance'), checks('performance', monitor), worstSql(monitor)),
    section('Operations', tidemark('show: operations'), checks('operations', monitor)),
    section('Feedback', tidemark('show: feedback'), checks('feedback', monitor)),
    section(
      'Data quality',
      tidemark('show: quality'),
      checks('quality', monitor),
      tidemark('show: problems'),
    ),
    section('Open questions', tidemark('show: questions')),
    section('Appendix: all checks', tidemark('show: checks')),
    appendix(),
  );
}

/** The verdict, what does not hold, and the standing numbers. */
export function weeklyReport(monitor: Monitor): string {
  return join(
    INTRODUCTION,
    tidemark('show: verdict'),
    section('This week', tidemark('show: checks')),
    section('What shifted', tidemark('show: shifts', 'top: 2')),
    monitor.checks.some(({ family }) => family === 'performance')
      ? section('Performance', tidemark('show: performance'))
      : null,
    section('Open questions', tidemark('show: questions')),
  );
}

/** What alerts, since when, day by day, and which rows it concerns. */
export function incidentReport(monitor: Monitor): string {
  const timed = monitor.logs.columns.timestamp !== null;
  return join(
    INTRODUCTION,
    section('What happened', tidemark('show: verdict')),
    section('What is beyond a limit', tidemark('show: checks')),
    section('The columns concerned', tidemark('show: shifts', 'top: 5')),
    section('The service', tidemark('show: operations'), timed ? dailySql(monitor) : null),
    section('The logs', tidemark('show: problems')),
    section(
      'What remains to be found out',
      tidemark('show: questions'),
      'Timeline, cause, and what is done so that it does not come again:',
      '- [ ] When it began, and who saw it first\n- [ ] Cause\n- [ ] What was done\n- [ ] What changes',
    ),
    appendix(),
  );
}

/** The versions side by side. */
export function releaseReport(monitor: Monitor): string {
  const metrics = performanceMetrics(monitor);
  return join(
    INTRODUCTION,
    section('Versions side by side', tidemark('show: versions')),
    section(
      'The verdict on what runs now',
      tidemark('show: verdict', 'window: latest'),
      'Decision: **{{ decision }}.**',
    ),
    metrics.length === 0
      ? null
      : section('Performance over time', tidemark(`metric: [${metrics.join(', ')}]`, 'window: latest')),
    monitor.logs.columns.version === null ? null : section('Rows of each version', versionSql(monitor)),
    section('Open questions', tidemark('show: questions')),
    section(
      'What is decided',
      'The release goes ahead when the items below are ticked:',
      '- [ ] No metric is worse beyond its interval\n- [ ] The service holds its limits\n- [ ] The open questions have an owner',
    ),
    appendix(),
  );
}

function checks(
  family: 'performance' | 'operations' | 'quality' | 'feedback',
  monitor: Monitor,
): string | null {
  return monitor.checks.some((check) => check.family === family)
    ? tidemark('show: checks', `family: ${family}`)
    : null;
}

function performanceMetrics(monitor: Monitor): string[] {
  const ids = monitor.checks
    .filter(({ metric, family }) => family === 'performance' && metricById(metric) !== null)
    .map(({ metric }) => metric);
  return [...new Set(ids)].slice(0, 3);
}

/** Where labels are least like the score: by the first categorical feature. */
function worstSql(monitor: Monitor): string | null {
  const { score } = monitor.logs.columns;
  const label = monitor.feedback.labels?.label ?? monitor.logs.columns.label;
  const [feature] = monitor.logs.features ?? [];
  const numeric = monitor.task === 'binary' || monitor.task === 'regression';
  if (!numeric || typeof score !== 'string' || label === null || feature === undefined) return null;
  if (monitor.feedback.labels !== null && monitor.logs.columns.id === null) return null;
  const truth = `TRY_CAST(${columnName(label)} AS DOUBLE)`;
  return [
    `Where prediction and truth lie furthest apart, by ${feature.replace(/[\\`*_[\]]/g, '\\$&')}:`,
    [
      '```sql',
      '-- name: apart',
      `SELECT ${columnName(feature)}, count(*) AS n, avg(${truth}) AS truth, avg(${columnName(score)}) AS predicted`,
      'FROM joined',
      `GROUP BY ${columnName(feature)} HAVING count(*) >= 100`,
      `ORDER BY abs(avg(${columnName(score)}) - avg(${truth})) DESC, n DESC LIMIT 20`,
      '```',
    ].join('\n'),
  ].join('\n\n');
}

function dailySql(monitor: Monitor): string | null {
  const { timestamp } = monitor.logs.columns;
  if (timestamp === null || monitor.logs.timestampUnit !== null) return null;
  return [
    '```sql',
    '-- name: daily',
    `SELECT date_trunc('day', ${columnName(timestamp)}::TIMESTAMP) AS day, count(*) AS n`,
    'FROM current GROUP BY day ORDER BY day DESC LIMIT 31',
    '```',
  ].join('\n');
}

function versionSql(monitor: Monitor): string {
  const version = columnName(monitor.logs.columns.version ?? 'version');
  return [
    '```sql',
    `SELECT ${version}, count(*) AS n FROM current GROUP BY ${version} ORDER BY ${version}`,
    '```',
  ].join('\n');
}

function appendix(): string {
  return join(
    section('Appendix: definitions', tidemark('show: definitions')),
    section('Appendix: provenance', tidemark('show: provenance')),
  );
}
