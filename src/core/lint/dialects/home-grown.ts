import { cell, draft, raise, type Cell, type Dialect, type Draft } from '../reading.js';
import type { CoverageItem } from '../finding.js';
import { channels } from './home-grown-channels.js';
import { entriesOf, pathOf, type Entry } from './home-grown-entries.js';

/** Groups of key words; two of them make a monitoring config. */
const GROUPS: readonly RegExp[] = [
  /drift/i,
  /^(alert|notif)/i,
  /threshold/i,
  /^(reference|baseline)/i,
  /(^|_)(psi|ks|js|kl|wasserstein|hellinger|chi2|chi_square)(_|$)/i,
];

/** Words that only models have; a limit on the processor or a probe of a web page has none of them. */
const ABOUT_MODELS =
  /(^|_)(model|predict\w*|features?|accuracy|f1|auc|roc_auc|precision|recall|rmse|mae|retrain\w*|data_drift|concept_drift|feature_drift|psi|ks|training|inference)(_|$)/i;

/** Files of other tools that happen to use the same words. */
const NOT_OURS = [
  'apiVersion',
  'jobs',
  'services',
  'swagger',
  'openapi',
  'stages',
  'groups',
  'scrape_configs',
  'receivers',
  '$schema',
  'panels',
  'resource',
  'Resources',
  'Parameters',
  'rules',
  'storage_backend',
];

/** Items by the words of their keys. */
const ITEMS: readonly (readonly [CoverageItem, RegExp])[] = [
  ['prediction_drift', /(prediction|target|output|label|score)s?_?(drift|distribution|shift)/i],
  [
    'data_drift',
    /(^|_)(data_|feature_|input_|covariate_)?drift|(^|_)(psi|ks_test|ks_stat\w*|js_divergence|wasserstein)(_|$)/i,
  ],
  [
    'data_quality',
    /data_quality|missing|null|schema_(check|valid\w*|drift)|completeness|duplicate|out_of_range|data_valid/i,
  ],
  [
    'performance',
    /(^|_)(accuracy|f1|f1_score|auc|roc_auc|pr_auc|precision|recall|rmse|mae|mape|r2|log_loss|model_performance|performance_(drop|degradation|decay|threshold))(_|$)/i,
  ],
  [
    'operations',
    /latency|response_time|error_rate|throughput|availability|uptime|health_check|(^|_)(cpu|memory)(_|$)/i,
  ],
  [
    'ground_truth',
    /ground_?truth|actuals|(^|_)labels?_(path|source|table|file|column|location|uri|delay|lag)|feedback_(path|source|table|file|uri|loop|endpoint)/i,
  ],
  ['baseline', /^(reference|baseline)(_(data\w*|path|dataset|table|file|uri|window\w*))?$/i],
  [
    'schedule',
    /^(schedule|cron|interval|frequency)$|(check|monitoring|evaluation|run|drift)_(interval|schedule|frequency)|schedule_cron|cron_expression/i,
  ],
  [
    'payload_logging',
    /(prediction|inference|request|payload)_?(log|logs|logging|store|capture)|log_(predictions|requests|inputs)/i,
  ],
];

/** Drift of something else: concept drift is about labels, clock drift and schema drift are not about inputs. */
const OTHER_DRIFT = /concept_?drift|clock_?drift|schema_?drift|config\w*_?drift/i;

/** Monitoring that a team writes for its own scripts: read by key words, so everything found is advice. */
export const homeGrown: Dialect = {
  name: 'home-grown',
  hints: [/drift|psi|(^|_)ks_|reference|baseline/i, /alert|notif|threshold/i],
  read(source) {
    if (/\.json$/i.test(source.path) && !/(monitor|drift)[\w-]*(config)?[^/]*\.json$/i.test(source.path))
      return null;
    if (/(report|result|metrics|summary|package|lock)[\w-]*\.json$/i.test(source.path)) return null;
    const root = source.documents[0];
    if (root === undefined || !root.isMap || NOT_OURS.some((key) => root.has(key))) return null;
    const entries = entriesOf(root);
    const names = entries.map(({ at }) => at.name);
    const groups = GROUPS.filter((group) => names.some((name) => group.test(name)));
    const drifts = names.some(
      (name) =>
        (/drift/i.test(name) && !/^config\w*_drift|clock/i.test(name)) || GROUPS[4]?.test(name) === true,
    );
    const named = /(monitor|drift)[^/]*$/i.test(source.path);
    const models = names.some((name) => ABOUT_MODELS.test(name));
    if (groups.length < 2 || !models || !(drifts || named)) return null;
    return read(entries);
  },
};

function read(entries: readonly Entry[]): Draft {
  const anchor = entries.find(({ at }) => GROUPS.some((group) => group.test(at.name)))?.at ?? null;
  const reading = draft('home-grown', anchor, { primary: true });
  reading.guessed = true;
  reading.advice = {
    data_drift: 'Limit a distance such as PSI for each input.',
    prediction_drift: 'Limit the same distance for the prediction.',
    data_quality: 'Limit the share of missing values.',
    performance: 'Limit a metric such as accuracy against labels.',
    ground_truth: 'Say where labels come from and by which id they join.',
    alerting: 'Name a channel that a person reads, with its address.',
    baseline: 'Name the reference data.',
    schedule: 'Say when it runs.',
    payload_logging: 'Say where predictions are logged.',
  };
  for (const entry of entries) {
    for (const [item, words] of ITEMS) {
      if (words.test(entry.at.name) && applies(item, entry)) raise(reading, item, cellOf(item, entry));
    }
  }
  reading.cells.alerting = channels(entries, reading);
  sameData(entries, reading);
  limits(entries, reading);
  for (const item of [
    'data_drift',
    'prediction_drift',
    'data_quality',
    'performance',
    'operations',
    'ground_truth',
    'baseline',
    'schedule',
    'payload_logging',
  ] as const) {
    raise(reading, item, cell('missing', 'No key of the file speaks of it'));
  }
  const off = entries.find(
    ({ at, path }) =>
      at.name === 'enabled' &&
      at.flag === false &&
      path.length <= 3 &&
      /^(monitoring|drift\w*)$/i.test(path.at(-2) ?? ''),
  );
  if (off !== undefined)
    reading.remarks.push({
      code: 'monitoring-disabled',
      message: `\`${pathOf(off)}\` is off, so nothing is watched. Switch it on, or say here why it rests.`,
      at: off.at.mark,
    });
  rows(entries, reading);
  return reading;
}

function applies(item: CoverageItem, { at, path }: Entry): boolean {
  const inTraining = path.some((key) =>
    /^(train|training|retrain\w*|hyperparameters|grafana|panels|dashboard\w*)$/i.test(key),
  );
  if (item === 'data_drift')
    return !OTHER_DRIFT.test(at.name) && !/(prediction|target|output|label)/i.test(at.name);
  if (item === 'schedule') return !inTraining && !path.some((key) => /export|scrape|health/i.test(key));
  if (item === 'performance') return !inTraining && (at.number !== null || at.isMap || at.isList);
  if (item === 'ground_truth') return !inTraining;
  return !inTraining;
}

function cellOf(item: CoverageItem, { at, disabled }: Entry): Cell {
  const mark = at.keyMark;
  const said = `\`${at.name}\` is read as this`;
  if (disabled || at.flag === false) return cell('partial', `\`${at.name}\` is switched off`, mark);
  if (!at.isFilled) return cell('partial', `\`${at.name}\` is empty`, mark);
  if (item === 'ground_truth') {
    const source =
      /path|source|table|file|uri|location|column|endpoint/i.test(at.name) ||
      at
        .entries()
        .some(({ name, isFilled }) => isFilled && /path|source|table|file|uri|location|column/i.test(name));
    return source
      ? cell('configured', said, mark)
      : cell('partial', `\`${at.name}\` names no place for labels`, mark);
  }
  return cell('configured', said, mark);
}

function sameData(entries: readonly Entry[], reading: Draft): void {
  const value = (words: RegExp): Entry | undefined =>
    entries.find(({ at }) => words.test(at.name) && /[./]/.test(at.text ?? '') && !at.isUnknown);
  const reference = value(/^(reference|baseline)(_data)?(_path|_file)?$/i);
  const current = value(/^(current|production)(_data)?(_path|_file)?$/i);
  if (reference === undefined || reference.at.text !== current?.at.text) return;
  reading.cells.baseline = cell('partial', 'Reference and current are the same file', current.at.mark);
  reading.remarks.push({
    code: 'reference-is-current',
    message: `\`${reference.at.name}\` and \`${current.at.name}\` are the same file, \`${reference.at.text ?? ''}\`, so drift is impossible. Point current at production data.`,
    at: current.at.mark,
  });
}

/** Limits whose key names its metric: `psi_threshold: 0.2`, `accuracy: { threshold: 0.9 }`. */
function limits(entries: readonly Entry[], reading: Draft): void {
  for (const { at, path } of entries) {
    if (at.number === null) continue;
    const own = /^(.*?)_?(warning_|critical_|alert_)?(threshold|limit)$/i.exec(at.name)?.[1];
    const parent = /^(threshold|warning|critical|alert|warn|min|max)$/i.test(at.name)
      ? path.at(-2)
      : undefined;
    const metric = own === undefined || own === '' ? parent : own;
    if (metric !== undefined) reading.limits.push({ metric, value: at.number, fires: null, at: at.mark });
  }
}

function rows(entries: readonly Entry[], reading: Draft): void {
  for (const { at, path } of entries) {
    if (
      !/^(min_samples|window_size|min_sample_size|sample_size|batch_size)$/i.test(at.name) ||
      at.number === null
    )
      continue;
    const drift = path.some((key) => /drift|monitor/i.test(key));
    if (
      !drift ||
      at.number >= 30 ||
      at.number <= 0 ||
      /batch_size|window_size/i.test(at.name) === at.number > 10
    )
      continue;
    reading.remarks.push({
      code: 'too-few-rows',
      message: `${at.number} rows are too few for a drift test: it fires and rests by chance. Take 200 or more.`,
      at: at.mark,
    });
  }
}
