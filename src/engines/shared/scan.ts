import type { ChunkPlan, ProfilePlan, SidePlan } from '../../core/profile/plan.js';
import { countSegments } from './cells.js';
import type { Language } from './language.js';
import type { LogSource, TimedSource } from './log-source.js';

/** The expressions of one file read for one side: the rows that take part, and where they fall. */
export interface Scan {
  readonly where: string;
  /** Index of the row's chunk, NULL where it has none. */
  readonly chunk: string;
  /** What the row is folded into, its chunk and segment: see `cells.ts`. */
  readonly cell: string;
  /** The same where chunks do not matter: its segment alone. */
  readonly whole: string;
  /** Index of the row's interval in the operations series, NULL without time. */
  readonly slot: string;
  readonly version: string;
}

type Filters = Pick<ProfilePlan, 'asOf' | 'roles'>;

/** The scan of `file` for `side`; `rowOffset` is the number of rows in the files before it. */
export function scanOf(
  language: Language,
  plan: ProfilePlan,
  side: SidePlan,
  file: TimedSource,
  rowOffset: number,
): Scan {
  const time = timeOf(language, plan, file);
  const every = plan.operationsEvery;
  const chunk = chunkOf(language, plan.chunks, time, rowOffset);
  const filter = rowConditions(language, plan, side, file);
  const fine = plan.chunks.kind === 'time' && time !== null ? language.bucket(time, plan.chunks.cell) : chunk;
  const segment =
    plan.segments === null ? null : language.segment(plan.segments, file.columns.get(plan.segments.column));
  const inCell = (part: string): string =>
    segment === null ? part : language.cell(part, segment, countSegments(plan.segments));
  return {
    where: language.all(segment === null ? filter : [...filter, language.present(segment)]),
    chunk,
    cell: inCell(fine),
    whole: inCell(language.zero),
    slot: time === null || every === null ? language.noInteger : language.bucket(time, every),
    version: versionOf(language, plan, file),
  };
}

/**
 * The condition that the rows of `side` meet: its window, its version, not after `as_of`. What the file's own times
 * settle is left out, so that a log that grew asks the same of its old files as before.
 */
export function rowFilter(language: Language, plan: Filters, side: SidePlan, file: TimedSource): string {
  return language.all(rowConditions(language, plan, side, file));
}

function rowConditions(language: Language, plan: Filters, side: SidePlan, file: TimedSource): string[] {
  const time = timeOf(language, plan, file);
  const conditions: string[] = [];
  if (time !== null) {
    const { first, last, missing } = file.time ?? { first: -Infinity, last: Infinity, missing: 1 };
    const [asOf, from, until] = [plan.asOf, side.from, side.until].map((at) =>
      at === null ? null : at * 1000,
    );
    if (asOf !== null && asOf !== undefined && last > asOf) conditions.push(language.upTo(time, asOf));
    if (from !== null && from !== undefined && (missing > 0 || first < from))
      conditions.push(language.from(time, from));
    if (until !== null && until !== undefined && (missing > 0 || last >= until))
      conditions.push(language.before(time, until));
  }
  if (side.version !== null) {
    const version = versionOf(language, plan, file);
    conditions.push(
      'is' in side.version
        ? language.is(version, side.version.is)
        : language.isNot(version, side.version.isNot),
    );
  }
  return conditions;
}

function versionOf(language: Language, plan: Filters, file: LogSource): string {
  const column = plan.roles.version === null ? undefined : file.columns.get(plan.roles.version);
  return column === undefined ? language.noText : language.text(column, false);
}

/** Time of a row in microseconds; null where the monitor or the file has none. */
export function timeOf(language: Language, plan: Filters, file: LogSource): string | null {
  const { timestamp } = plan.roles;
  const column = timestamp === null ? undefined : file.columns.get(timestamp.column);
  return timestamp === null || column === undefined ? null : language.time(column, timestamp.unit);
}

/** Number of a row's chunk, INTEGER; NULL where chunking needs time and the row has none. */
export function chunkOf(
  language: Language,
  chunks: ChunkPlan,
  time: string | null,
  rowOffset: number,
): string {
  if (chunks.kind === 'none') return language.zero;
  if (chunks.kind === 'rows') return language.rowsChunk(rowOffset, chunks.rows);
  return time === null ? language.noInteger : language.bucket(time, chunks.every);
}

/** Whether a row has a status, whether that is an error (a number >= 500, or one of the monitor's words), or a time-out. */
export function statusOf(
  language: Language,
  plan: ProfilePlan,
  file: LogSource,
): { error: string; present: string; timeout: string } {
  const { status } = plan.roles;
  const column = status === null ? undefined : file.columns.get(status.column);
  if (status === null || column === undefined) {
    return { error: language.never, present: language.never, timeout: language.never };
  }
  return {
    error: language.either([language.atLeast(column, 500), language.oneOf(column, status.errors)]),
    timeout: language.oneOf(column, status.timeouts),
    present: language.present(language.stored(column)),
  };
}
