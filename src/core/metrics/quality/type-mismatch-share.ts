import { formatCount } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { shareOf } from '../share.js';
import { usable } from '../stability/compared.js';
import { noValue } from '../values.js';
import { watchedColumn } from './watched-column.js';

/** Share of cells that do not parse as their column's type. */
export const typeMismatchShare = absoluteMetric({
  id: 'type_mismatch_share',
  name: 'Type mismatch share',
  family: 'quality',
  subject: 'column',
  kinds: ['numeric', 'categorical'],
  worse: 'higher',
  range: [0, 1],
  unit: 'share',
  windowOnly: true,
  definition:
    'share of the non-missing cells of the current text logs that do not parse as the column’s type; they are in no other number but missing_share',
  formula: 'cells that do not parse / (cells that do not parse + finite, non-missing values)',
  interval: 'Wilson’s score interval',
  source: 'interval: Wilson 1927',
  use: 'CSV and NDJSON logs: “n/a” and “1,5” among numbers.',
  avoid:
    'Parquet logs, whose cells always have their column’s type: there it is 0. schema_change sees a retyped column.',
  compute: (input) => {
    const watched = watchedColumn(input);
    if ('problem' in watched) return watched.problem;
    const retyped = retypedFile(input);
    if (retyped !== null) return retyped;
    const { files } = input.facts.currentLog;
    const lost = files.map((file) => ({
      path: file.path,
      cells: file.mismatched.get(input.column ?? '') ?? 0,
    }));
    const cells = lost.reduce((sum, file) => sum + file.cells, 0);
    const worst = lost.reduce<(typeof lost)[number] | null>(
      (most, file) => (file.cells > (most?.cells ?? 0) ? file : most),
      null,
    );
    return shareOf(cells, cells + usable(watched.column), 'cells', {
      // Cells are counted over whole files: a window that takes a part of them has them all the same.
      exact: input.current.rows === input.facts.currentLog.rows,
      because:
        worst === null ? null : `Most of them are in ${worst.path} (${formatCount(worst.cells)} cells).`,
    });
  },
});

/** A file in which the column as a whole is text where the reference has another type; null where there is none. */
function retypedFile(input: MetricInput): MetricValue | null {
  const { currentLog, referenceLog } = input.facts;
  const kindIn = (columns: (typeof currentLog)['columns']): string | undefined =>
    columns.find((column) => column.name === input.column)?.kind;
  const was = kindIn((referenceLog ?? currentLog).columns);
  const file = currentLog.files.find(({ columns, rows }) => {
    const kind = kindIn(columns);
    return rows > 0 && kind === 'categorical' && was !== undefined && was !== kind;
  });
  if (file === undefined) return null;
  return noValue(
    'error',
    `${input.column} is text as a whole, or empty, in ${file.path} and ${was} in the reference, so its cells cannot be counted one by one.`,
    { current: input.current.rows },
  );
}
