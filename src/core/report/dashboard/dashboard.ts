import { timeAxis } from '../charts/axis.js';
import type { DashboardView } from '../charts/ledger.js';
import type { Report, Verdict } from '../report.js';
import { chunkPhrase, decisionWords } from '../view.js';
import { capitalise, formatCount, formatDay, formatShare } from '../words.js';
import { columnLines } from './features.js';
import { operationsSection } from './operations.js';
import { quietSection } from './other-sections.js';
import { performanceSection } from './performance.js';
import { segmentNames } from './segments.js';
import { seriesIn } from './series-index.js';
import { stabilitySection } from './stability.js';
import { whereViews } from './where.js';

/** A report as the dashboard shows it: worded, formatted and drawn as specs; it computes no statistic. */
export function dashboardView(report: Report, axis = timeAxis(report)): DashboardView {
  const series = seriesIn(report);
  const columns = columnLines(report, series);
  const alerting = columns.filter(({ verdict }) => verdict === 'alert');
  return {
    model: report.model,
    owner: report.owner,
    verdict: {
      verdict: decisionVerdict(report),
      heading: decisionWords(report),
      sentence: report.summary.decision.because,
    },
    waits: waitsWords(report),
    next: alerting.slice(0, 3).map(({ column }) => column),
    families: report.summary.families.map(({ family, verdict, because }) => ({
      family,
      title: capitalise(family),
      verdict,
      because: capitalise(because),
    })),
    filters: filterFacts(report, axis.unit),
    facts: rowFacts(report),
    axis,
    sections: [
      stabilitySection(report, axis, series),
      performanceSection(report, axis, series),
      operationsSection(report, axis, series),
      quietSection('quality', report, axis, series),
      quietSection('feedback', report, axis, series),
    ].filter((section) => section !== null),
    where: whereViews(report),
    segments: segmentNames(report),
    columns,
    problems: report.problems.map(({ severity, message, path, line }) => ({ severity, message, path, line })),
    config: report.provenance.config,
  };
}

/** Chunks whose labels have not had their time yet, and when they have. */
function waitsWords(report: Report): string | null {
  const waiting = report.chunks.filter(
    ({ side, mature, labelled }) => side === 'current' && !mature && labelled !== null,
  );
  const [first] = waiting;
  if (first === undefined) return null;
  const rows = waiting.reduce((sum, chunk) => sum + chunk.rows, 0);
  const labelled = waiting.reduce((sum, chunk) => sum + (chunk.labelled ?? 0), 0);
  const since =
    waiting.length === 1
      ? `of ${chunkPhrase(report, first.name)}`
      : `from ${chunkPhrase(report, first.name)} on`;
  const when =
    first.matures === undefined
      ? ''
      : ` Performance of ${chunkPhrase(report, first.name)} is judged from ${formatDay(first.matures)} on.`;
  const share = rows === 0 ? 'none' : labelled === 0 ? 'none' : formatShare(labelled / rows);
  return `Labels ${since} are still coming: ${share} are in.${when}`;
}

/** The decision as a verdict: what the icon beside the heading shows. */
function decisionVerdict(report: Report): Verdict {
  const { keep } = report.summary.decision;
  return keep === null ? (report.summary.error > 0 ? 'error' : 'unknown') : keep ? 'pass' : 'alert';
}

function filterFacts(report: Report, unit: string): string[] {
  const versions = report.versions.map(({ version }) => version);
  const { reference } = report.windows;
  return [
    'All rows',
    ...(versions.length === 0
      ? []
      : [`${versions.length === 1 ? 'Version' : 'Versions'} ${versions.join(', ')}`]),
    unit === 'window' ? 'Whole window' : unit === 'chunk' ? 'By chunk' : `By ${unit}`,
    reference === null
      ? 'No reference'
      : `Against the reference${reference.start === null || reference.end === null ? '' : ` of ${periodWords(reference.start, reference.end)}`}, ${formatCount(reference.rows)} rows`,
  ];
}

function rowFacts(report: Report): string[] {
  const { current } = report.windows;
  const end =
    current.end === null || report.as_of === null || report.as_of > current.end ? current.end : report.as_of;
  return [
    `${formatCount(current.rows)} predictions${current.start === null || end === null ? '' : `, ${periodWords(current.start, end)}`}`,
    report.provenance.exact ? 'exact' : 'approximate (sketches)',
  ];
}

/** `1 to 28 January 2001`: half-open instants as the days that people mean. */
export function periodWords(start: string, end: string): string {
  const last = Date.parse(end) % 86_400_000 === 0 ? new Date(Date.parse(end) - 1).toISOString() : end;
  const [from, to] = [formatDay(start, true), formatDay(last, true)];
  if (from === to) return to;
  const sameYear = start.slice(0, 4) === last.slice(0, 4);
  const sameMonth = start.slice(0, 7) === last.slice(0, 7);
  return `${sameMonth ? String(new Date(start).getUTCDate()) : sameYear ? formatDay(start) : from} to ${to}`;
}
