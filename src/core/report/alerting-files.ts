import { groupBy } from '../profile/group-by.js';
import { checkGroups, standingVerdict } from './check-groups.js';
import type { Report, ReportChunk, Result } from './report.js';

/** A log file whose rows a standing alert is about. */
export interface AlertingFile {
  readonly path: string;
  /** The chunk that its name dates it to. */
  readonly chunk: ReportChunk;
  /** The alerts that stand in this chunk. */
  readonly results: readonly Result[];
}

/** A day in a path: `scored-2001-06-18.parquet`, `date=20010618/part-0.parquet`. */
const DAY = /(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)/g;

/**
 * The files of the current log that are named for a day of a chunk in which an alert stands, in the report's order.
 * A report does not say which rows came from which file: a name without a day is in no chunk.
 */
export function alertingFiles(report: Report): AlertingFile[] {
  const standing = checkGroups(report)
    .flatMap(({ results }) => results)
    .filter((result) => result.chunk !== null && standingVerdict(result) === 'alert');
  const alerts = groupBy(standing, ({ chunk }) => chunk);
  const chunks = report.chunks.filter(({ side, name }) => side === 'current' && alerts.has(name));
  return report.provenance.inputs.flatMap(({ role, path }) => {
    const day = role === 'current' ? dayOf(path) : null;
    const chunk = chunks.find((one) => day !== null && isIn(day, one));
    return chunk === undefined ? [] : [{ path, chunk, results: alerts.get(chunk.name) ?? [] }];
  });
}

/** The last day that a path names, in ms since the epoch; null where it names none. */
function dayOf(path: string): number | null {
  const [, year, month, day] = [...path.matchAll(DAY)].at(-1) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(time) ? null : time;
}

function isIn(time: number, { start, end }: ReportChunk): boolean {
  return start !== null && end !== null && time >= Date.parse(start) && time < Date.parse(end);
}
