import type { LintColumn } from '../lint/host.js';
import type { Report } from '../report/report.js';
import { formatNumber, formatShare, plural } from '../report/words.js';
import type { LanguageFacts } from './facts.js';

/** What is known of a column. */
export interface ColumnKnowledge {
  readonly name: string;
  readonly kind: LintColumn['kind'] | null;
  /** Logs that have it, as words: `current log`. */
  readonly where: readonly string[];
  /** Share of its values that is missing now, from the last report; null when unknown. */
  readonly missing: number | null;
  /** Its largest categories with their shares now, largest first; empty for numbers or without a report. */
  readonly categories: readonly { readonly name: string; readonly share: number }[];
  /** Its frequent values in the logs, where it has few; empty when they are not known. */
  readonly values: readonly string[];
  /** 5, 50 and 95 % quantiles now; null for categories or without a report. */
  readonly quantiles: readonly [number, number, number] | null;
}

const WHERE = { current: 'current log', reference: 'reference', labels: 'label files' } as const;

/** Bins that stand for several values. */
const SEVERAL = /^(other|unseen|\d+ more)$/;

/** What the logs and the last report say of a column; null when neither has it. */
export function columnKnowledge(name: string, { columns, report }: LanguageFacts): ColumnKnowledge | null {
  const found = (['current', 'reference', 'labels'] as const).flatMap((role) => {
    const column = columns[role]?.find((one) => one.name === name);
    return column === undefined ? [] : [{ role, column }];
  });
  const distribution = report?.distributions.find((one) => one.column === name);
  if (found.length === 0 && distribution === undefined) return null;
  const quantiles = distribution?.quantiles?.current;
  const [low, , middle, , high] = quantiles ?? [];
  return {
    name,
    kind: found[0]?.column.kind ?? distribution?.kind ?? null,
    where: found.map(({ role }) => WHERE[role]),
    missing: report === null ? null : missingShare(name, report),
    categories: distribution?.kind === 'categorical' ? categoriesOf(distribution) : [],
    values: found.find(({ column }) => column.values !== undefined)?.column.values ?? [],
    quantiles: low === undefined || middle === undefined || high === undefined ? null : [low, middle, high],
  };
}

/** The categories of a column in the last report, largest first. */
export function categoriesIn(report: Report | null, column: string): readonly string[] {
  const distribution = report?.distributions.find((one) => one.column === column);
  return distribution?.kind === 'categorical' ? categoriesOf(distribution).map(({ name }) => name) : [];
}

/** `numeric, 0.4 % missing, in the current log and the reference`. */
export function columnLine(known: ColumnKnowledge): string {
  const parts = [
    known.kind,
    known.missing === null ? null : `${formatShare(known.missing)} missing`,
    known.where.length === 0 ? null : `in the ${known.where.join(' and the ')}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** What the last report says of its values; null without. */
export function valuesLine({ categories, quantiles, values }: ColumnKnowledge): string | null {
  if (quantiles !== null) {
    const [low, middle, high] = quantiles.map(formatNumber);
    return `median ${middle}, 90 % between ${low} and ${high}`;
  }
  if (categories.length === 0 && values.length === 0) return null;
  if (categories.length === 0) {
    return `${values.slice(0, 5).join(', ')}${values.length > 5 ? ` and ${values.length - 5} more` : ''}`;
  }
  const shown = categories.slice(0, 5).map(({ name, share }) => `${name} ${formatShare(share)}`);
  const more = categories.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${plural(more, 'other')}` : ''}`;
}

function categoriesOf(distribution: Report['distributions'][number]): { name: string; share: number }[] {
  return distribution.bins
    .filter(({ label }) => !SEVERAL.test(label))
    .map(({ label, current }) => ({ name: label, share: current }))
    .sort((a, b) => b.share - a.share);
}

function missingShare(column: string, { results }: Report): number | null {
  const own = results.filter(
    ({ metric, subject }) => metric === 'missing_share' && subject.column === column,
  );
  return (own.find(({ standing }) => standing) ?? own.at(-1))?.value ?? null;
}
