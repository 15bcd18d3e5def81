import type { TimeAxis } from '../charts/axis.js';
import { strongest } from '../../checks/moved-together.js';
import type { LedgerSection, SectionNote } from '../charts/ledger.js';
import { pointsOf, spansOf, spanWords } from '../charts/series.js';
import type { Report } from '../report.js';
import { capitalise, formatList, formatNumber, plural } from '../words.js';
import { coverageRow, estimateOf, lineRow } from './metric-rows.js';
import { abbreviationOf, nameOf, resultLine, valueWords } from './result-words.js';
import { isWhole, standingVerdict, type Series } from './series-index.js';
import { isOdd } from './stability.js';

const FIRST_HEIGHT = 132;
const OTHER_HEIGHT = 72;
const LABELS_HEIGHT = 28;

/** Performance: each metric over time, then how many labels are in; null when nothing looks at it. */
export function performanceSection(
  report: Report,
  axis: TimeAxis,
  series: readonly Series[],
): LedgerSection | null {
  const own = series.filter((one) => one.results[0]?.family === 'performance');
  const whole = own.filter((one) => one.part === null);
  const coverage = series.find((one) => one.metric === 'label_coverage' && one.part === null) ?? null;
  const labels = coverageRow(coverage, axis, LABELS_HEIGHT);
  if (own.length === 0 && labels === null) return withoutLabels(report);
  const timed = axis.kind !== 'window';
  // An estimate stands beside what it estimates, and by itself where nothing was measured.
  const beside = new Set(whole.map((one) => estimateOf(one, whole)).filter((one) => one !== null));
  const drawn = whole.filter((one) => !beside.has(one) && !isWhole(one));
  return {
    id: 'performance',
    title: 'Performance',
    sentence: sentenceOf(whole, axis),
    hint: timed ? 'Band: 95 % interval. Dotted: limit. Diamond: alert. Hollow: not judged.' : '',
    heat: null,
    plots: timed
      ? [
          ...drawn.map((one, i) =>
            lineRow(one, axis, i === 0 ? FIRST_HEIGHT : OTHER_HEIGHT, estimateOf(one, whole)),
          ),
          ...(labels === null ? [] : [labels]),
        ]
      : [],
    lines: own.flatMap((one) =>
      one.standing !== null &&
      (!timed ||
        (one.part === null && isWhole(one)) ||
        ((one.part !== null || beside.has(one)) && isOdd(one.standing)))
        ? [resultLine(report, one.standing)]
        : [],
    ),
    notes: movedNotes(report, axis, whole),
  };
}

/** Which features drifted while a metric was worse: where to look, strongest first. */
function movedNotes(report: Report, { unit }: TimeAxis, whole: readonly Series[]): SectionNote[] {
  return whole.flatMap(({ check, metric }): SectionNote[] => {
    const strong = strongest(check, report.moved_together ?? []);
    const [first] = strong;
    if (first === undefined) return [];
    const words = strong.map(
      ({ column, metric: drift, largest, correlation, chunks }) =>
        `${column ?? ''} (${abbreviationOf(drift)} up to ${formatNumber(largest)}, rank correlation ${formatNumber(correlation)} over ${plural(chunks, unit)})`,
    );
    return [
      {
        words: `${nameOf(metric)} was worse when these drifted: ${words.join('; ')}. It says where to look, not why.`,
        columns: strong.flatMap(({ column }) => column ?? []),
      },
    ];
  });
}

/** A model whose labels never come: that nobody knows whether it is right is worth a line. */
function withoutLabels(report: Report): LedgerSection | null {
  if (report.chunks.some(({ labelled }) => labelled !== null)) return null;
  return {
    id: 'performance',
    title: 'Performance',
    sentence: 'Cannot tell: there are no labels.',
    hint: 'Name label files under feedback.labels, or the label’s column under logs.columns.label.',
    heat: null,
    plots: [],
    lines: [],
  };
}

function sentenceOf(whole: readonly Series[], axis: TimeAxis): string {
  if (whole.length === 0) return 'No check looks at performance.';
  const by = (...verdicts: string[]): Series[] =>
    whole.filter((one) => verdicts.includes(standingVerdict(one)));
  const bad = by('alert', 'warn');
  if (bad.length > 0) {
    const words = bad.map(
      (one) =>
        `${nameOf(one.metric)} is ${one.standing === null ? '' : valueWords(one.standing)}, beyond its ${standingVerdict(one) === 'alert' ? 'limit' : 'warning limit'}`,
    );
    return `${capitalise(formatList(words, 3))}.`;
  }
  const errors = by('error');
  if (errors.length > 0)
    return `${formatList(errors.map((one) => nameOf(one.metric)))} could not be computed.`;
  const holding = by('pass');
  if (holding.length === 0)
    return by('unknown').length > 0 ? 'Cannot tell yet.' : 'Values only: no limit is set.';
  const names = capitalise(
    formatList(
      holding.map((one) => nameOf(one.metric)),
      3,
    ),
  );
  const again = holding.flatMap((one) => {
    const spans = spansOf(pointsOf(axis, one.results), ['alert']);
    const last = spans.at(-1);
    if (last === undefined) return [];
    const name = holding.length === 1 ? 'It holds' : `${nameOf(one.metric)} holds`;
    const times = spans.length === 1 ? 'an alert' : `${spans.length} alerts, the last`;
    return [`${name} again after ${times} ${spanWords([last])}.`];
  });
  return [`${names} ${holding.length === 1 ? 'holds' : 'hold'}.`, ...again].join(' ');
}
