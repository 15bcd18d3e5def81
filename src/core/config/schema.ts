import * as z from 'zod';
import { parseDuration } from './duration.js';

/*
 * The one definition of tidemark.yaml. The text given to each type completes the sentence "write …" in a
 * message; `description` is what completion and hover show. What one key means for another (a metric for a
 * task, a check for a column) is judged in meaning.ts: here is only shape, so that a JSON Schema can say it.
 */

const DURATION_PATTERN = /^[1-9]\d{0,8}(ms|s|m|h|d|w|mo)$/;

function text(write: string) {
  return z.string(write).min(1, write);
}

function count(write: string) {
  return z.int(write).min(1, write);
}

function share(write: string) {
  return z.number(write).min(0, write).max(1, write);
}

function length(write: string) {
  return z.string(write).regex(DURATION_PATTERN, write);
}

function listOf<T extends z.ZodType>(item: T, write: string) {
  return z.array(item, write).min(1, write);
}

const duration = length('a duration such as 12h, 1d, 4w or 3mo');
const column = text('the name of a column');
const columns = listOf(column, 'a list of column names such as [origin, hour]');
const globs = z.union(
  [text('a path'), listOf(text('a path'), 'a list of paths')],
  'a path such as logs/scored-*.parquet, or a list of paths',
);
const numbers = z
  .array(z.number('a number'), 'a list of numbers such as [500, 1500]')
  .min(1, 'at least one number');
const statuses = z.array(
  z.union([text('a status'), z.number('a status')], 'a status such as 503 or timeout'),
  'a list of status values such as [408, timeout]',
);

const reference = z
  .union(
    [
      text('a path'),
      listOf(text('a path'), 'a list of paths'),
      z.strictObject({
        window: duration.describe('The first stretch of the log, or the one before --since.'),
      }),
      z.strictObject({
        version: z
          .union([text('a version'), z.number('a version')], 'the version whose rows are the reference')
          .describe('Rows of this version are the reference; rows of the others are current.'),
      }),
      z.strictObject({ rolling: duration.describe('For each chunk, the stretch before it.') }),
    ],
    'a path, { window: 28d }, { version: v1 } or { rolling: 28d }',
  )
  .describe('What production is compared with: a log of its own, or the past of the current log.');

const scoreMap = z.record(z.string(), column, 'a column for each class such as { cat: p_cat, dog: p_dog }');

const roles = z
  .strictObject({
    id: column.optional().describe('Identifies a prediction; labels are joined by it.'),
    timestamp: column.optional().describe('When the prediction was made.'),
    version: column.optional().describe('Version of the model that made the prediction.'),
    score: z
      .union([column, scoreMap], 'a column, or for multiclass a column for each class')
      .optional()
      .describe('Probability of the positive class; for multiclass a map from class to column.'),
    prediction: column.optional().describe('What the model predicted.'),
    label: column.optional().describe('What really happened, where the log itself has it.'),
    latency_ms: column.optional().describe('How long the answer took, in milliseconds.'),
    status: column.optional().describe('How the request ended: an HTTP status or a word.'),
    logged: column.optional().describe('When the row was written, for late rows.'),
    cost: column.optional().describe('What the prediction cost.'),
    query: column.optional().describe('Groups the rows of one ranked list.'),
    resource: columns.optional().describe('Columns with resource use, such as cpu or memory.'),
  })
  .describe('Which column plays which part.');

const logs = z
  .strictObject({
    current: globs.describe('The production logs: globs of csv, tsv, json, ndjson, parquet or arrow files.'),
    reference: reference.optional(),
    columns: roles.nullable().optional(),
    features: columns.optional().describe('Columns to watch; by default every fit column without a role.'),
    categorical: z
      .array(column, 'a list of column names such as [weekday]')
      .optional()
      .describe('Numeric columns to treat as categories.'),
    threshold: z
      .number('a number such as 0.5')
      .optional()
      .describe('Score at or above which the prediction is positive, where no prediction column is named.'),
    errors: statuses.optional().describe('Status values that are errors, besides numbers of 500 and more.'),
    timeouts: statuses.optional().describe('Status values that are time-outs.'),
    grace: duration.optional().describe('How late a row may be logged after the end of its chunk.'),
    timestamp_unit: z
      .enum(['s', 'ms', 'us', 'ns'], 'one of s, ms, us, ns')
      .optional()
      .describe('Unit of timestamps that are integers.'),
    exact_rows: count('a whole number of rows such as 250000')
      .optional()
      .describe('Up to this many rows in the larger window every metric is exact.'),
  })
  .describe('Where the predictions are and what their columns mean.');

const every = z
  .union(
    [
      duration,
      z.strictObject({ rows: count('a whole number of rows such as 5000') }),
      z.strictObject({ chunks: count('a whole number of chunks such as 10') }),
    ],
    'a duration such as 1d or 1w, { rows: 5000 } or { chunks: 10 }',
  )
  .describe('Length of a chunk: the stretch of log that gets one verdict.');

const segment = z.union(
  [column, z.strictObject({ column, edges: numbers.optional() })],
  'a column, or a column with edges such as { column: distance, edges: [500, 1500] }',
);

const THRESHOLD =
  'a number, { above: 0.1 }, { below: 0.7 }, { outside: [0.1, 0.9] }, { change: 0.05 }, { sd: 3 } or none';
const number = z.number('a number such as 0.25');
const positive = number.gt(0, 'a number above 0');
const threshold = z.union(
  [
    number,
    z.literal('none'),
    z.strictObject({ above: number }),
    z.strictObject({ below: number }),
    z.strictObject({ outside: z.tuple([number, number], 'two numbers such as [0.1, 0.9]') }),
    z.strictObject({ change: positive.describe('Absolute change against the reference, the bad way.') }),
    z.strictObject({ sd: positive.describe('Learned: standard deviations of the reference’s own chunks.') }),
  ],
  THRESHOLD,
);

const bins = z.union(
  [
    z.strictObject({ quantile: z.int('a whole number of bins such as 10').min(2, 'at least 2 bins') }),
    z.strictObject({ width: z.int('a whole number of bins such as 30').min(1, 'at least 1 bin') }),
    z.strictObject({ edges: numbers }),
  ],
  '{ quantile: 10 }, { width: 30 } or { edges: [0, 10, 100] }',
);

const check = z.strictObject(
  {
    metric: text('the id of a metric such as psi').describe('Which number is computed.'),
    of: z
      .union([column, columns], 'features, score, prediction, label, a column or a list of columns')
      .optional()
      .describe('The columns to compute it on; features where it is left out.'),
    segment: segment.optional().describe('Judge each value of this column on its own.'),
    every: z
      .literal('window', 'window, or leave every out to have a value for each chunk')
      .optional()
      .describe('window: one value for the whole current window, and none by chunk.'),
    min_rows: count('a whole number of rows such as 30')
      .optional()
      .describe('Fewer rows than this give the verdict unknown.'),
    warn: threshold.optional().describe('Beyond this the check warns.'),
    alert: threshold.optional().describe('Beyond this the check alerts; none reports the value only.'),
    bins: bins.optional().describe('How values fall into bins.'),
    definition: z
      .enum(['tidemark', 'evidently', 'nannyml'], 'one of tidemark, evidently, nannyml')
      .optional()
      .describe('Whose definition of the metric is computed.'),
    k: count('a whole number such as 10').optional().describe('Length of the list ranking metrics look at.'),
  },
  'a check such as { metric: psi, of: features }',
);

const checks = z
  .array(check, 'a list of checks such as - { metric: psi, of: features }')
  .nullable()
  .optional();

const labels = z.strictObject(
  {
    path: globs.describe('The files the labels come in.'),
    id: column.describe('Their column with the id of the prediction.'),
    label: column.describe('Their column with what really happened.'),
    received: column.optional().describe('Their column with the time the label arrived.'),
    matures: duration.optional().describe('How long after a chunk its labels count as complete.'),
  },
  'where labels come from such as { path: labels/*.csv, id: order_id, label: paid }',
);

const OBJECTIVE = 'a share between 0 and 1 such as 0.999';
const hookOn = z.enum(['alert', 'warn', 'error', 'pass'], 'one of alert, warn, error, pass');
const hook = z.union(
  [
    z.strictObject({ on: hookOn, webhook: text('an address such as "${TIDEMARK_WEBHOOK}"') }),
    z.strictObject({ on: hookOn, command: text('a command such as make retrain') }),
  ],
  'a hook such as { on: alert, webhook: "${TIDEMARK_WEBHOOK}" } or { on: alert, command: make retrain }',
);

/** The shape of `tidemark.yaml`; unknown keys are errors. */
export const configSchema = z
  .strictObject(
    {
      version: z.literal(1, '1, the version of this format').describe('Version of this format: 1.'),
      model: text('the name of the model').describe('Name of the model in every report.'),
      task: z
        .enum(
          ['binary', 'multiclass', 'regression', 'ranking'],
          'one of binary, multiclass, regression, ranking',
        )
        .describe('What the model predicts.'),
      positive: z
        .union([text('a class'), z.number('a class'), z.boolean('a class')], 'a class such as 1, yes or true')
        .optional()
        .describe('The positive class of a binary task; the larger label where it is left out.'),
      seed: z
        .int('a whole number of 0 or more')
        .min(0, 'a whole number of 0 or more')
        .optional()
        .describe('Makes everything that samples repeatable.'),
      owner: text('who answers for the model').optional().describe('Who answers for the model.'),
      logs,
      every: every.optional(),
      segments: z
        .array(segment, 'a list of columns such as [origin]')
        .nullable()
        .optional()
        .describe('Columns whose values are shown apart.'),
      feedback: z
        .strictObject({
          labels: labels.optional().describe('Labels that arrive in files of their own.'),
          review: z
            .strictObject({ path: text('a path'), sample: count('a whole number of rows such as 50') })
            .optional()
            .describe('Rows picked for people to label.'),
          hooks: z.array(hook, 'a list of hooks').nullable().optional().describe('Who is told of a verdict.'),
        })
        .nullable()
        .optional()
        .describe('What comes back: labels, reviews; and who is told.'),
      checks: z
        .strictObject({
          stability: checks.describe('Have inputs, outputs or the concept shifted?'),
          performance: checks.describe('How right is the model, by its labels?'),
          operations: checks.describe('Is it up, fast and used?'),
          quality: checks.describe('Are the data fit to be judged?'),
          feedback: checks.describe('Do labels come back, and do they represent the traffic?'),
        })
        .nullable()
        .optional()
        .describe('What is computed, and where its limits are.'),
      slo: z
        .strictObject({
          objective: z.number(OBJECTIVE).gt(0, OBJECTIVE).lt(1, OBJECTIVE),
          window: duration,
        })
        .optional()
        .describe('The service level that is promised.'),
      alerts: z
        .strictObject({
          for: count('a whole number of chunks such as 2')
            .optional()
            .describe('A verdict stands when this many complete chunks in a row agree.'),
          cooldown: duration.optional().describe('How long an alert is not repeated.'),
          false_discovery_rate: share('a share such as 0.05')
            .optional()
            .describe('Share of false alarms accepted among the columns of one check.'),
        })
        .nullable()
        .optional()
        .describe('When a verdict counts.'),
    },
    'a map that starts with version: 1',
  )
  .meta({ title: 'Tidemark monitoring config' });

/** A config as written, once its shape is known to be right. */
export type ConfigInput = z.infer<typeof configSchema>;
export type CheckInput = z.infer<typeof check>;
export type ThresholdInput = z.infer<typeof threshold>;
export type SegmentInput = z.infer<typeof segment>;

/** Whether a text is a duration both by the schema's pattern and by the parser (they must agree). */
export function isDuration(candidate: string): boolean {
  return DURATION_PATTERN.test(candidate) && parseDuration(candidate) !== null;
}
