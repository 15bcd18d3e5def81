import type { Monitor } from '../config/monitor.js';
import { DataError } from '../errors.js';
import { resolveColumns } from '../profile/columns.js';
import { makePlan, type RunLogs } from '../profile/make-plan.js';
import type { RowsPlan } from '../profile/rows.js';
import { formatInstant } from '../report/instants.js';
import type { CountedRows } from './question.js';

/**
 * The plan that finds the rows that a report counted, in logs that were looked at. Throws DataError where they are no longer
 * the logs of the report: what is found would not be what was counted.
 */
export function rowsPlan(
  monitor: Monitor,
  logs: RunLogs,
  counted: CountedRows,
  configSha256: string,
): RowsPlan {
  if (configSha256 !== counted.provenance.config_sha256)
    throw new DataError('The config has changed since the check. Check the model again to see its rows.');
  refuseChanged(logs, counted);
  const columns = resolveColumns(monitor, logs.current, logs.reference);
  const options = { since: null, until: null, asOf: null, exact: false, live: true };
  const { asOf, roles, sides, chunks } = makePlan(monitor, logs, columns, options);
  if ((asOf === null ? null : formatInstant(asOf)) !== counted.asOf)
    throw new DataError(
      'Labels have come since the check, and the time that it looks at has moved on. Check the model again to see its rows.',
    );
  const column = columns.columns.find(({ name }) => name === counted.column) ?? null;
  if (counted.column !== null && column === null)
    throw new DataError(`No log has a column “${counted.column}” that is watched.`);
  const { side, chunk, bin } = counted;
  return { asOf, roles, sides, chunks, side, chunk, column, bin };
}

/** Throws where a file of the log is not the one that the report read. */
function refuseChanged({ current, reference }: RunLogs, { provenance }: CountedRows): void {
  for (const log of [current, reference]) {
    if (log === null) continue;
    const before = new Map(
      provenance.inputs.filter(({ role }) => role === log.role).map((file) => [file.path, file.fingerprint]),
    );
    for (const { path, fingerprint } of log.files) {
      if (before.get(path) !== fingerprint)
        throw new DataError(`${path} has changed since the check. Check the model again to see its rows.`, {
          path,
        });
      before.delete(path);
    }
    const [gone] = before.keys();
    if (gone !== undefined)
      throw new DataError(`${gone} is gone since the check. Check the model again to see its rows.`, {
        path: gone,
      });
  }
}
