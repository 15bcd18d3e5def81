import type { ConfigProblem } from '../config/document.js';
import type { Segments } from '../checks/segments.js';
import type { RowProfiles } from '../profile/engine.js';
import type { ResolvedColumns } from '../profile/columns.js';
import type { RunLogs } from '../profile/make-plan.js';
import type { ProfilePlan } from '../profile/plan.js';
import type { ReportProblem } from './report.js';
import { formatInstant } from './instants.js';
import { formatCount, formatList, formatShare, plural } from './words.js';

/** What was odd in a run but did not stop it, in plain sight. */
export function problemsOf(
  configPath: string,
  config: readonly ConfigProblem[],
  logs: RunLogs,
  columns: ResolvedColumns,
  plan: ProfilePlan,
  profiles: RowProfiles,
): ReportProblem[] {
  return [
    ...config.map((problem) => ({
      severity: problem.severity,
      code: problem.code,
      message: problem.message,
      path: configPath,
      line: problem.range.start.line,
    })),
    ...columns.leftOut.map(({ column, because }) =>
      note(
        'info',
        'column-left-out',
        `${column} is no default feature: ${because}. Name it under logs.features to watch it.`,
      ),
    ),
    ...brokenFiles(logs),
    ...excludedRows(plan, profiles),
    ...(profiles.labels !== null && profiles.labels.late > 0
      ? [
          note(
            'info',
            'labels-after-as-of',
            `${plural(profiles.labels.late, 'label')} arrived after ${asOf(plan)} and ${profiles.labels.late === 1 ? 'is' : 'are'} not read.`,
          ),
        ]
      : []),
  ];
}

function brokenFiles(logs: RunLogs): ReportProblem[] {
  const found: ReportProblem[] = [];
  for (const log of [logs.reference, logs.current, logs.labels]) {
    for (const file of log?.files ?? []) {
      if (file.malformed.count > 0) {
        found.push({
          ...note(
            'error',
            'malformed-rows',
            `${plural(file.malformed.count, 'row')} of ${file.path} could not be read, the first at line ${file.malformed.lines[0] ?? '?'}: ${file.malformed.reason}.`,
          ),
          path: file.path,
          line: file.malformed.lines[0] ?? null,
        });
      }
      if (file.unfinished > 0) {
        const bytes = plural(file.unfinished, 'byte');
        found.push({
          ...note(
            'info',
            'unfinished-row',
            `${file.path} is being written: its last row (${bytes}) is not whole yet, and left for the next check.`,
          ),
          path: file.path,
        });
      }
      const lost = [...file.mismatched].map(([column, count]) => `${column} (${formatCount(count)})`);
      if (lost.length > 0) {
        found.push({
          ...note(
            'warning',
            'cells-of-another-type',
            `Cells in ${file.path} do not parse as the type of their column and count as missing: ${formatList(lost, 5)}.`,
          ),
          path: file.path,
        });
      }
      if (file.rows === 0) {
        found.push({ ...note('warning', 'empty-file', `${file.path} has no rows.`), path: file.path });
      }
    }
  }
  return found;
}

function excludedRows(plan: ProfilePlan, profiles: RowProfiles): ReportProblem[] {
  return profiles.excluded.flatMap((side) => [
    ...(side.afterAsOf > 0
      ? [
          note(
            'warning',
            'rows-after-as-of',
            `${plural(side.afterAsOf, 'row')} of the ${side.side} log ${side.afterAsOf === 1 ? 'is' : 'are'} later than ${asOf(plan)} and not read.`,
          ),
        ]
      : []),
    ...(side.withoutTime > 0
      ? [
          note(
            'warning',
            'rows-without-time',
            `${plural(side.withoutTime, 'row')} of the ${side.side} log ${side.withoutTime === 1 ? 'has' : 'have'} no readable time: in the whole window, in no chunk.`,
          ),
        ]
      : []),
  ]);
}

/** Says which values of a column are no segment, and how many rows that leaves out. */
export function rareSegments(column: string, { names, rarer, share }: Segments): ReportProblem[] {
  if (rarer === 0) return [];
  const words = `${column} has ${plural(names.length + rarer, 'value')}: the ${names.length} most frequent, ${formatShare(share)} of the rows, are segments. Name ranges or a coarser column to cover the rest.`;
  return [note('info', 'rare-segments', words)];
}

function asOf(plan: ProfilePlan): string {
  return plan.asOf === null ? 'as_of' : formatInstant(plan.asOf);
}

function note(severity: ReportProblem['severity'], code: string, message: string): ReportProblem {
  return { severity, code, message, path: null, line: null };
}
