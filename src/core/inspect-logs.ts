import { ConfigError, DataError } from './errors.js';
import type { Engine, ReadUpTo, RunContext } from './profile/engine.js';
import type { ColumnFacts, LogFacts, LogRole } from './profile/log-facts.js';
import { futureMargin, type RunLogs } from './profile/make-plan.js';
import { placeOf, refuseAbsentLabels, type Placed } from './refusals.js';
import { formatInstant } from './report/instants.js';
import { likelierUnit } from './timestamp-unit.js';

/** A config whose logs are to be looked at. */
export interface LookRequest extends Placed {
  /** Files that globs of the config name, in byte order, relative to its folder (absolute where it is). */
  readonly glob: (patterns: readonly string[]) => Promise<readonly string[]>;
  readonly upTo: ReadUpTo;
}

/** A first look at the logs of a config. Throws ConfigError and DataError where there is nothing to check. */
export async function inspectLogs(request: LookRequest, engine: Engine, run: RunContext): Promise<RunLogs> {
  const { monitor } = request;
  const { columns: roles, timestampUnit: unit } = monitor.logs;
  // Logs are looked at side by side; where one cannot be read, the others need not be.
  const stop = new AbortController();
  const beside: RunContext = { ...run, signal: AbortSignal.any([run.signal, stop.signal]) };
  const look = async (
    role: LogRole,
    globs: readonly string[],
    key: string,
    column: string | null,
  ): Promise<LogFacts> => {
    const files = await request.glob(globs);
    if (files.length === 0) {
      throw new DataError(
        `No file matches ${globs.join(', ')} (${key}). Is the path right? It starts at the config's folder.`,
        placeOf(request, key.split('.')),
      );
    }
    const facts = await engine.inspect(
      {
        role,
        files,
        timestamp: column === null ? null : { column, unit },
        futureMargin: futureMargin(monitor),
        distinct: role !== 'labels' && monitor.logs.features === null,
        upTo: request.upTo,
      },
      beside,
    );
    if (facts.rows === 0 && facts.files.every((file) => file.malformed.count === 0)) {
      throw new DataError(
        `${files.length === 1 ? files[0] : `The ${files.length} files of ${key}`} ${files.length === 1 ? 'has' : 'have'} no rows: there is nothing to check.`,
        { path: files[0] ?? request.configPath },
        'no-rows',
      );
    }
    if (facts.rows === 0) {
      const broken = facts.files.find((file) => file.malformed.count > 0);
      throw new DataError(
        `No row of ${key} can be read: ${broken?.path}, line ${broken?.malformed.lines[0]}: ${broken?.malformed.reason?.replace(/\.$/, '')}.`,
        {
          path: broken?.path ?? request.configPath,
          ...(broken?.malformed.lines[0] === undefined ? {} : { line: broken.malformed.lines[0] }),
        },
      );
    }
    return facts;
  };
  const { reference: source } = monitor.logs;
  const labelSource = monitor.feedback.labels;
  const looks = [
    look('current', monitor.logs.current, 'logs.current', roles.timestamp),
    source?.kind === 'log' ? look('reference', source.globs, 'logs.reference', roles.timestamp) : null,
    labelSource === null
      ? null
      : look('labels', labelSource.path, 'feedback.labels.path', labelSource.received),
  ] as const;
  // Each is waited for below, in this order; until then its failure is nobody's.
  for (const one of looks) one?.catch(() => undefined);
  try {
    // Of several that cannot be read the first is told.
    const current = await looks[0];
    const found: RunLogs = { current, reference: await looks[1], labels: await looks[2] };
    refuseUnreadableTimes(request, current);
    refuseAbsentLabels(request, found.labels);
    return found;
  } catch (error) {
    stop.abort();
    await Promise.allSettled(looks);
    throw error;
  }
}

/** A timestamp column of whole numbers needs its unit; one that cannot be read at all is no timestamp. */
function refuseUnreadableTimes(request: Placed, current: LogFacts): void {
  const { columns: roles, timestampUnit } = request.monitor.logs;
  const column = current.columns.find((found) => found.name === roles.timestamp);
  if (column === undefined) return;
  if (column.kind === 'numeric' && timestampUnit === null) {
    throw new ConfigError(
      `${column.name} holds numbers: say what they count, with logs.timestamp_unit: s, ms, us or ns.`,
      placeOf(request, ['logs', 'columns', 'timestamp']),
    );
  }
  refuseWrongUnit(request, column, current.time);
  if (current.time === null) {
    throw new DataError(
      `No value of ${column.name} (${column.type}) can be read as a time. Times are dates, ISO 8601 text, or numbers with logs.timestamp_unit.`,
      {
        path: current.files[0]?.path ?? request.configPath,
      },
    );
  }
}

/** Whole numbers that are no times of our years in the unit they are said to have, and are in another. */
function refuseWrongUnit(request: Placed, column: ColumnFacts, time: LogFacts['time']): void {
  const { timestampUnit: unit } = request.monitor.logs;
  if (column.kind !== 'numeric' || unit === null || time === null) return;
  const likelier = likelierUnit(time, unit);
  if (likelier === null) return;
  throw new ConfigError(
    `Read as ${unit}, ${column.name} holds times from ${formatInstant(time.min)} to ${formatInstant(time.max)}. They seem to count ${likelier}: write timestamp_unit: ${likelier}.`,
    placeOf(request, ['logs', 'timestamp_unit']),
  );
}
