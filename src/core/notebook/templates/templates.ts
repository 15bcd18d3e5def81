import type { Monitor } from '../../config/monitor.js';
import { yamlText } from '../../config/words.js';
import { fullReport, incidentReport, releaseReport, weeklyReport } from './sections.js';

/** The reports that can be made from a config in one step. */
export const TEMPLATE_NAMES = ['full', 'weekly', 'incident', 'release'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** What each is for, as one chooses among them. */
export const TEMPLATE_WORDS: Readonly<
  Record<TemplateName, { readonly label: string; readonly detail: string }>
> = {
  full: {
    label: 'Full report',
    detail:
      'Verdict and decision, what shifted, performance, operations, feedback, data quality, open questions, appendix',
  },
  weekly: {
    label: 'Weekly report',
    detail: 'One page: the verdict, what does not hold, the numbers of the last week',
  },
  incident: {
    label: 'Incident report',
    detail: 'What alerts, since when, which rows; day by day; what remains to be found out',
  },
  release: {
    label: 'Release report',
    detail: 'The results of the versions side by side, and what is decided',
  },
};

/**
 * The text of a new report on a config. Every sentence about the data is an inline value or a cell: what it says is computed
 * when it is run. `config` is the path of the config, as seen from the report.
 */
export function templateText(template: TemplateName, monitor: Monitor, config: string): string {
  const [heading, body] = {
    full: () => ['Report', fullReport(monitor)] as const,
    weekly: () => ['Weekly report', weeklyReport(monitor)] as const,
    incident: () => ['Incident report', incidentReport(monitor)] as const,
    release: () => ['Release report', releaseReport(monitor)] as const,
  }[template]();
  const title = `${heading}: ${monitor.model}`;
  return `---
title: ${yamlText(title)}
config: ${yamlText(config)}
model: ${yamlText(monitor.model)}
window: ${template === 'release' ? 'all' : 'latest'}
---

# ${title.replace(/[\\`*_[\]<>#]/g, '\\$&')}

${body.trim()}
`;
}
