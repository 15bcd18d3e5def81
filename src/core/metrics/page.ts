import { FAMILIES, type ThresholdSpec } from '../config/monitor.js';
import { capitalise } from '../report/words.js';
import type { MetricDescription } from './metric.js';

/** The metric reference in `docs/metrics.md`, from the registry. */
export function metricsPage(metrics: readonly MetricDescription[]): string {
  const lines = [
    '# Metrics',
    '',
    'Written by `npm run docs` from the registry of metrics. What is common to all (missing values, chunks, windows,',
    'bins, verdicts) is in [definitions](definitions.md).',
    '',
  ];
  for (const family of FAMILIES) {
    const own = metrics.filter((metric) => metric.family === family);
    if (own.length === 0) continue;
    lines.push(`## ${capitalise(family)}`, '');
    for (const metric of own) lines.push(...section(metric));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(metric: MetricDescription): string[] {
  const of = metric.subject === 'column' ? `${metric.kinds.join(' and ')} columns` : 'all rows of a chunk';
  const facts = [
    `- **of** ${of}${metric.tasks === null ? '' : `; tasks: ${metric.tasks.join(', ')}`}${metric.needs.length === 0 ? '' : `; needs: ${metric.needs.join(', ')}`}`,
    `- **formula** \`${metric.formula}\``,
    `- **range** ${metric.range[0]} to ${Number.isFinite(metric.range[1]) ? metric.range[1] : '∞'}${metric.unit === 'none' ? '' : ` (${metric.unit})`}; worse when ${metric.worse === 'either' ? 'far from 0' : metric.worse}`,
    `- **default limits** warn ${limit(metric.defaults.warn)}, alert ${limit(metric.defaults.alert)}`,
    `- **95 % interval** ${metric.interval}`,
    `- **judged** ${JUDGED[metric.judged]}${metric.sizeKey === undefined ? '' : `; the limits apply to \`${metric.sizeKey}\``}${metric.windowOnly ? '; for the whole window only' : ''}${metric.always ? '; runs always' : ''}`,
    `- **source** ${metric.source}`,
    `- **use** ${metric.use}`,
    `- **not for** ${metric.avoid}`,
    ...Object.entries(metric.definitions ?? {}).map(
      ([tool, { definition, formula, source }]) =>
        `- **\`definition: ${tool}\`** ${definition}: \`${formula}\` (${source})`,
    ),
  ];
  return [`### \`${metric.id}\`: ${metric.name}`, '', `${capitalise(metric.definition)}.`, '', ...facts, ''];
}

const JUDGED: Record<MetricDescription['judged'], string> = {
  'two-keys': 'by two keys: beyond the limit, and not by chance (q-value)',
  absolute: 'by value and interval: an alert needs the whole interval beyond the limit',
  own: 'by its own rule',
};

function limit(spec: ThresholdSpec): string {
  return spec.kind === 'value' ? String(spec.value) : 'none';
}
