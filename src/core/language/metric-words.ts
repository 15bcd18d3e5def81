import type { ThresholdSpec } from '../config/monitor.js';
import { orList } from '../config/words.js';
import type { MetricDescription } from '../metrics/metric.js';
import { capitalise, formatNumber, formatValue } from '../report/words.js';

/** `warns above 0.1, alerts above 0.25`; `no default limits`. */
export function defaultLimitWords(metric: MetricDescription): string {
  const parts = [
    limitWords('warns', metric.defaults.warn, metric),
    limitWords('alerts', metric.defaults.alert, metric),
  ];
  const words = parts.filter((part) => part !== null).join(', ');
  return words === '' ? 'no default limits' : words;
}

/** `0 to 1, worse when higher`. */
export function rangeWords({ range: [low, high], worse, unit }: MetricDescription): string {
  const end = (x: number): string => (Number.isFinite(x) ? formatNumber(x) : x > 0 ? '∞' : '−∞');
  const of = unit === 'none' ? '' : ` (${unit})`;
  return `${end(low)} to ${end(high)}${of}, worse when ${worse === 'either' ? 'far from 0' : worse}`;
}

/** What a metric is, in Markdown: the same words as in the metric reference. */
export function metricMarkdown(metric: MetricDescription): string {
  const of = metric.subject === 'column' ? `${metric.kinds.join(' and ')} columns` : 'all rows of a chunk';
  const tasks = metric.tasks === null ? '' : `, for ${orList(metric.tasks)} models`;
  const needs = metric.needs.length === 0 ? '' : `, needs ${metric.needs.join(', ')}`;
  return [
    `**${metric.name}** (\`${metric.id}\`, ${metric.family})`,
    `${capitalise(metric.definition)}.`,
    [
      `- **Formula** \`${metric.formula}\``,
      `- **Range** ${rangeWords(metric)}`,
      `- **Default limits** ${defaultLimitWords(metric)}`,
      `- **Of** ${of}${tasks}${needs}`,
      `- **Use** ${metric.use}`,
      `- **Source** ${metric.source}`,
    ].join('\n'),
  ].join('\n\n');
}

function limitWords(verb: string, spec: ThresholdSpec, { worse, unit }: MetricDescription): string | null {
  switch (spec.kind) {
    case 'default':
    case 'none':
      return null;
    case 'value':
      if (worse === 'either') return `${verb} beyond ±${formatValue(spec.value, unit)}`;
      return `${verb} ${worse === 'higher' ? 'above' : 'below'} ${formatValue(spec.value, unit)}`;
    case 'above':
    case 'below':
      return `${verb} ${spec.kind} ${formatValue(spec.value, unit)}`;
    case 'outside':
      return `${verb} outside ${formatValue(spec.low, unit)} to ${formatValue(spec.high, unit)}`;
    case 'change':
      return `${verb} from a change of ${formatValue(spec.by, unit)}`;
    case 'sd':
      return `${verb} beyond ${spec.by} standard deviations`;
  }
}
