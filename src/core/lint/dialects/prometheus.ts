import { cell, draft, raise, type Dialect, type Draft } from '../reading.js';
import type { CoverageItem } from '../finding.js';
import type { Cursor } from '../source/cursor.js';
import { rawText, type Source } from '../source/source.js';
import { comparedMetric, comparisonOf, constantRatio, metricNames } from './promql.js';

/** What a rule watches, by the words of its expression and its name; the first that fits. */
const WATCHES: readonly (readonly [RegExp, CoverageItem])[] = [
  [/feedback|ground_?truth|label(s|led)?_(coverage|count|delay|lag|rate|missing)|actuals/i, 'ground_truth'],
  [
    /predict\w*_?drift|target_?drift|predict\w*_(rate|mean|value|ratio|distribution|positive)/i,
    'prediction_drift',
  ],
  [/drift|(^|_)psi(_|$)|(^|_)kl(_|$)|(^|_)js_|wasserstein|(^|_)ood(_|$)/i, 'data_drift'],
  [/(^|_)(f1|auc|accuracy|precision|recall|rmse|mae|mape)(_|$)/i, 'performance'],
  [/(^|_)null|missing|invalid|schema/i, 'data_quality'],
  [/latency|duration|error|5xx|(^|_)up(_|$)|availability|requests?_(total|failed)|failures?/i, 'operations'],
];

/** Words that tell a model's rules from those of any other service. */
const ABOUT_MODELS = /model|predict|inference|drift|feature|(^|[^a-z])ml([^a-z]|$)/i;

/** Prometheus: rule files, in Kubernetes too, and the server's own config. */
export const prometheus: Dialect = {
  name: 'prometheus',
  hints: [/^\s*["']?(groups|scrape_configs|rule_files)["']?\s*:/m],
  read(source) {
    const groups = ruleGroups(source);
    if (groups !== null) return readRules(source, groups);
    const root = source.documents.find(
      (one) => one.get('scrape_configs').isList || (one.get('rule_files').exists && one.get('global').exists),
    );
    return root === undefined ? null : readServer(root);
  },
};

/** The groups of a rule file; null where it is none. */
export function ruleGroups(source: Source): Cursor[] | null {
  const groups = source.documents.flatMap((root) => {
    const inside =
      root.get('kind').text === 'PrometheusRule' ? root.get('spec', 'groups') : root.get('groups');
    return inside.items();
  });
  return groups.some((group) =>
    group
      .get('rules')
      .items()
      .some((rule) => rule.has('expr')),
  )
    ? groups
    : null;
}

function readRules(source: Source, groups: readonly Cursor[]): Draft {
  const reading = draft('prometheus', groups[0] ?? null, { primary: false });
  const rules = groups.flatMap((group) => group.get('rules').items());
  const about = ABOUT_MODELS.test(source.text);
  for (const rule of rules) readRule(source, rule, about, reading);
  for (const item of [
    'data_drift',
    'prediction_drift',
    'data_quality',
    'performance',
    'operations',
  ] as const) {
    raise(reading, item, cell('missing', 'No rule watches it'));
  }
  if (about) ownerOf(rules, groups, reading);
  return reading;
}

function readRule(source: Source, rule: Cursor, about: boolean, reading: Draft): void {
  const expression = rule.get('expr');
  const text = expression.text ?? '';
  const alert = rule.get('alert');
  const name = alert.text ?? rule.get('record').text ?? '';
  const at = alert.exists ? alert.mark : expression.mark;
  const names = metricNames(text);
  const words = [...names, snake(name)];
  const watched = WATCHES.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
  if (watched !== undefined && alert.exists) {
    const unseen =
      watched === 'performance' ? ' (whether it is measured in production, the rule does not say)' : '';
    raise(reading, watched, cell('configured', `The rule \`${name}\` watches it${unseen}`, at));
  }
  const ratio = constantRatio(text);
  if (ratio !== null) {
    reading.remarks.push({
      code: 'constant-ratio',
      message: `Prometheus divides series of \`${ratio}\` that have the same labels, so each is divided by itself and the ratio is always 1. Wrap both sides in \`sum()\`.`,
      at: expression.mark,
    });
  }
  const comparison = comparisonOf(text);
  const metric = names[0];
  if (!alert.exists || comparison === null) return;
  if (
    about &&
    comparison.operator === '==' &&
    comparison.value === 0 &&
    !/absent/.test(source.text) &&
    !/^up\b/.test(text.trim())
  ) {
    reading.remarks.push({
      code: 'silence-unwatched',
      message: `\`== 0\` is silent when the series is absent, which is what a stopped service leaves behind. Add \`or absent(${metric ?? 'the_metric'})\`.`,
      at: expression.mark,
    });
  }
  const compared = comparedMetric(text);
  if (compared === null || comparison.fires === null) return;
  const raw = rawText(source, expression.mark);
  const turned = raw.includes('\n') ? null : flip(raw);
  reading.limits.push({
    metric: compared,
    value: comparison.value,
    fires: comparison.fires,
    at: expression.mark,
    flip:
      turned === null
        ? []
        : [{ title: 'Turn the comparison round', edits: [{ ...expression.mark, text: turned }] }],
  });
}

function flip(raw: string): string | null {
  const match = /^(.*)(>=|<=|>|<)([^<>]*)$/.exec(raw);
  if (match?.[2] === undefined) return null;
  const turned = match[2].startsWith('>') ? match[2].replace('>', '<') : match[2].replace('<', '>');
  return `${match[1] ?? ''}${turned}${match[3] ?? ''}`;
}

/** `ModelAccuracyLow` as `model_accuracy_low`. */
function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-\s]+/g, '_')
    .toLowerCase();
}

function ownerOf(rules: readonly Cursor[], groups: readonly Cursor[], reading: Draft): void {
  const alerts = rules.filter((rule) => rule.has('alert'));
  const owned = (rule: Cursor): boolean =>
    ['team', 'owner', 'service_owner'].some((key) => rule.get('labels', key).isFilled);
  const grouped = groups.some((group) => ['team', 'owner'].some((key) => group.get('labels', key).isFilled));
  if (alerts.length === 0 || grouped || alerts.some(owned)) return;
  reading.remarks.push({
    code: 'missing-owner',
    severity: 'info',
    message:
      'None of these alerts says whose they are, so they cannot be routed to those who can act. Add `team` or `owner` under `labels`.',
    at: alerts[0]?.get('alert').mark ?? reading.anchor,
  });
}

function readServer(root: Cursor): Draft {
  const anchor = root.first('rule_files', 'scrape_configs');
  const reading = draft('prometheus', anchor, { primary: false });
  const rules = root.get('rule_files');
  const managers = root.get('alerting', 'alertmanagers');
  const told = managers.items().some((manager) => hasTarget(manager));
  if (told) reading.cells.alerting = cell('configured', 'Alerts go to Alertmanager', managers.keyMark);
  else if (rules.isFilled) {
    const block = root.get('alerting');
    const at = block.exists ? block.keyMark : rules.keyMark;
    const because = block.exists
      ? 'The `alerting` block names no Alertmanager'
      : 'There is no `alerting` block';
    reading.cells.alerting = cell('partial', `${because}, so the rules fire and nobody is told`, at);
    reading.remarks.push({
      code: 'alert-reaches-nobody',
      message: `${because}, so every alert of the rule files reaches nobody. Name the Alertmanager under \`alerting.alertmanagers[].static_configs[].targets\`.`,
      at,
    });
  } else reading.cells.alerting = cell('missing', 'No rule file and no Alertmanager is named');
  return reading;
}

function hasTarget(manager: Cursor): boolean {
  const discovered = manager.entries().some(({ name, isFilled }) => /_sd_configs$/.test(name) && isFilled);
  return (
    discovered ||
    manager
      .get('static_configs')
      .items()
      .some((one) => one.get('targets').isFilled)
  );
}
