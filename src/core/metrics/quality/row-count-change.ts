import { formatCount } from '../../report/words.js';
import { absoluteMetric } from '../describe.js';
import { noValue } from '../values.js';

/** Change of a chunk's rows against the median chunk of the reference. */
export const rowCountChange = absoluteMetric({
  id: 'row_count_change',
  name: 'Row count change',
  family: 'quality',
  worse: 'either',
  range: [-1, Infinity],
  unit: 'share',
  countsRows: true,
  defaults: { warn: { kind: 'value', value: 0.5 }, alert: { kind: 'value', value: 0.8 } },
  definition:
    'rows of the chunk against the median of the reference’s complete chunks, as a change; −100 %: none',
  formula: 'rows / median(rows of the reference’s chunks) − 1',
  source: 'definitions of Tidemark, section 7',
  use: 'Batch jobs and services of steady traffic: half a file, or the same file twice.',
  avoid:
    'Traffic that grows or has seasons longer than the reference: set limits of its own, or use requests.',
  compute: (input) => {
    const { rows } = input.current;
    if (input.inChunk !== true) {
      return noValue('info', 'It compares chunks, so the window as a whole has none. Set `every`.', {
        current: rows,
      });
    }
    const { referenceChunkRows } = input.facts;
    const usual = median(referenceChunkRows);
    if (usual === null || usual === 0) {
      const why = usual === null ? 'has no complete chunk' : 'has no rows in most of its chunks';
      return noValue('unknown', `The reference ${why}: nothing says how many rows are usual.`, {
        current: rows,
      });
    }
    return {
      value: rows / usual - 1,
      interval: null,
      pValue: null,
      nReference: null,
      nCurrent: rows,
      exact: true,
      because: `${formatCount(usual)} rows are usual (median of ${formatCount(referenceChunkRows.length)} chunks of the reference).`,
    };
  },
});

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[half]];
  return (low + high) / 2;
}
