import type { RowSample } from '../../profile/extra/row-sample.js';
import { momentsOf, sampleVariance, type Moments } from '../../profile/moments.js';
import { rememberPairWith } from '../../profile/remember.js';
import { reconstruction } from '../../statistics/model/pca.js';
import { normalUpperTail, Z95 } from '../../statistics/normal.js';
import { absoluteMetric } from '../describe.js';
import type { MetricInput, MetricValue } from '../metric.js';
import { noValue } from '../values.js';
import { columnsNamed, samplesOf } from './row-samples.js';

/** Chunks of the reference that are needed to know how the error varies by nature. */
const LEAST_CHUNKS = 6;

/** Whether rows still lie where the reference's rows lie together. */
export const pcaReconstruction = absoluteMetric({
  id: 'pca_reconstruction',
  name: 'PCA reconstruction error',
  family: 'stability',
  reads: ['sample'],
  learned: true,
  worse: 'either',
  range: [-Infinity, Infinity],
  unit: 'none',
  defaults: { warn: { kind: 'value', value: 3 }, alert: { kind: 'value', value: 4 } },
  judged: 'two-keys',
  definition:
    'mean distance of the rows from what the reference’s main components make of them, in standard deviations of the same over the reference’s own chunks (at least 6); categories become their share of the reference, missing values the mean or the most frequent, columns are standardised, components kept up to 65 % of the variance; of the row sample',
  formula: '(mean ‖x − x̂‖ − mean over chunks) / sd over chunks (ddof 1)',
  interval: 'normal, from how the distances of the rows vary',
  source:
    'NannyML’s data reconstruction; p: normal, the error being that of the chunks or of the rows’ mean, whichever is larger',
  use: 'Shifts of how columns go together, in one number and without a model of our own.',
  avoid: 'To learn which column moved: psi of features. Columns that have nothing to do with each other.',
  definitions: {
    nannyml: {
      definition:
        'NannyML’s reconstruction error: the mean distance itself; use alert: { sd: 3 } for its limits',
      formula: 'mean ‖x − x̂‖; band ± 3 sd / √n',
      range: [0, Infinity],
      worse: 'either',
      defaults: { warn: { kind: 'none' }, alert: { kind: 'none' } },
      source: 'NannyML 0.13, drift/multivariate/data_reconstruction/calculator.py; p: as ours',
      compute: (input) => {
        const found = errorsOf(input);
        if ('problem' in found) return found.problem;
        const { now, value } = found;
        const band = (3 * Math.sqrt(sampleVariance(now))) / Math.sqrt(now.count);
        return { ...value, value: now.mean, interval: [now.mean - band, now.mean + band] };
      },
    },
  },
  compute: (input) => {
    const found = errorsOf(input);
    return 'problem' in found ? found.problem : found.value;
  },
});

/** The distances of the current rows, and the value by our definition. */
function errorsOf(input: MetricInput): { now: Moments; value: MetricValue } | { problem: MetricValue } {
  const found = samplesOf(input);
  if ('problem' in found) return found;
  const { current, exact } = found.samples;
  // The reference learns from all its rows, also where a chunk of its own is set against it.
  const reference = input.reference?.extra?.sample ?? found.samples.reference;
  const counts = { reference: reference.hashes.length, current: current.hashes.length, exact };
  const names = input.facts.features.filter((name) => columnsNamed(reference, [name]).length > 0);
  if (names.length < 2) {
    return {
      problem: noValue('error', 'There are no two features whose relation could be learned.', counts),
    };
  }
  const chunks = (input.referenceChunks ?? []).flatMap(({ extra }) => extra?.sample ?? []);
  if (chunks.length < LEAST_CHUNKS) {
    return {
      problem: noValue(
        'unknown',
        `The reference has ${chunks.length} complete chunks; at least ${LEAST_CHUNKS} are needed to know how it varies.`,
        counts,
      ),
    };
  }
  const own = momentsOf(Float64Array.from(chunks, (chunk) => distances(reference, chunk, names).mean));
  const now = distances(reference, current, names);
  const sd = Math.sqrt(sampleVariance(own));
  if (!(sd > 0) || !Number.isFinite(now.mean)) {
    return {
      problem: noValue(
        'unknown',
        'The reference’s chunks do not differ, or the values are too large.',
        counts,
      ),
    };
  }
  const rowError = Math.sqrt(sampleVariance(now) / now.count) || 0;
  const z = (now.mean - own.mean) / sd;
  const spread = (Z95 * rowError) / sd;
  return {
    now,
    value: {
      value: z,
      interval: spread > 0 ? [z - spread, z + spread] : null,
      pValue: 2 * normalUpperTail(Math.abs(now.mean - own.mean) / Math.max(sd, rowError)),
      nReference: counts.reference,
      nCurrent: counts.current,
      exact,
    },
  };
}

const learned = rememberPairWith((reference: RowSample, _: RowSample, names: readonly string[]) =>
  reconstruction(columnsNamed(reference, names)),
);

const distances = rememberPairWith(
  (reference: RowSample, rows: RowSample, names: readonly string[]): Moments =>
    learned(reference, reference, names).errors(columnsNamed(rows, names)),
);
