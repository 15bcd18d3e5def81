import type { Report, ReportChunk } from '../report.js';
import { chunkTitle, chunkUnit } from '../view.js';
import { formatCount, formatDay } from '../words.js';
import { timeMarks } from './time-marks.js';

/** The one x axis of a report. Positions run from 0 to 1, so that time and mere order are drawn alike. */
export interface TimeAxis {
  readonly kind: 'time' | 'order' | 'window';
  /** `week`, `day`, `chunk`. */
  readonly unit: string;
  readonly chunks: readonly AxisChunk[];
  /** Months, days or hours, whatever fits the span. */
  readonly marks: readonly AxisMark[];
  /** Where the reference lies, when it is shortly before the current window. */
  readonly reference: { readonly x0: number; readonly x1: number; readonly label: string } | null;
  /** The reference's own chunks, where it lies on the axis. */
  readonly past: readonly { readonly name: string; readonly x0: number; readonly x1: number }[];
  readonly versions: readonly AxisMark[];
  /** Index of the last complete chunk. */
  readonly standing: number;
  /** Ends of the axis in ms; null where x is not time. */
  readonly span: readonly [number, number] | null;
}

export interface AxisChunk {
  /** As in the report's results; null = the whole window. */
  readonly name: string | null;
  /** `week of 18 June`. */
  readonly title: string;
  /** `18 Jun`. */
  readonly tag: string;
  readonly x0: number;
  readonly x1: number;
  readonly rows: number;
  readonly complete: boolean;
  readonly mature: boolean;
  readonly labelled: number | null;
  /** `6 of 7 days` over a chunk that is not over. */
  readonly part: string | null;
}

export interface AxisMark {
  readonly x: number;
  readonly label: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The axis of a report's chunks, with the reference before it where there is room. */
export function timeAxis(report: Report, withReference = true): TimeAxis {
  const chunks = report.chunks.filter((chunk) => chunk.side === 'current');
  const unit = chunkUnit(report);
  if (chunks.length === 0) return windowAxis(report);
  const times = chunks.map((chunk) => [Date.parse(chunk.start ?? ''), Date.parse(chunk.end ?? '')] as const);
  const isTime = times.every(([start, end]) => end > start);
  const { edges, ...axis } = isTime ? timed(report, chunks, times, withReference) : ordered(chunks);
  const lastComplete = chunks.findLastIndex((chunk) => chunk.complete);
  return {
    ...axis,
    unit,
    standing: lastComplete === -1 ? chunks.length - 1 : lastComplete,
    chunks: chunks.map((chunk, i) => ({
      name: chunk.name,
      title: chunkTitle(report, chunk.name),
      tag: shortDay(chunk.name),
      x0: edges[i]?.[0] ?? 0,
      x1: edges[i]?.[1] ?? 1,
      rows: chunk.rows,
      complete: chunk.complete,
      mature: chunk.mature,
      labelled: chunk.labelled,
      part: chunk.complete ? null : partOf(chunk, report.as_of),
    })),
  };
}

type Laid = Pick<TimeAxis, 'kind' | 'marks' | 'reference' | 'past' | 'versions' | 'span'> & {
  readonly edges: readonly (readonly [number, number])[];
};

function timed(
  report: Report,
  chunks: readonly ReportChunk[],
  times: readonly (readonly [number, number])[],
  withReference: boolean,
): Laid {
  const first = times[0]?.[0] ?? 0;
  const end = times.at(-1)?.[1] ?? 1;
  const reference = report.windows.reference;
  const from = Date.parse(reference?.start ?? '');
  const until = Date.parse(reference?.end ?? '');
  // A reference of last year would leave the current window no room.
  const near = withReference && from < first && until <= first + DAY && first - from <= 0.6 * (end - first);
  const start = near ? from : first;
  const at = (time: number): number => Math.min(1, Math.max(0, (time - start) / (end - start)));
  const starts = new Map(chunks.map((chunk, i) => [chunk.name, times[i]?.[0] ?? first]));
  return {
    kind: 'time',
    span: [start, end],
    edges: times.map(([low, high]) => [at(low), at(high)] as const),
    marks: timeMarks(start, end).map((mark) => ({ x: at(mark.time), label: mark.label })),
    reference: near ? { x0: 0, x1: at(Math.min(until, first)), label: 'reference' } : null,
    past: near ? pastOf(report, at) : [],
    versions: report.versions.flatMap(({ version, first: name }) => {
      const time = name === null ? undefined : starts.get(name);
      return time === undefined ? [] : [{ x: at(time), label: version }];
    }),
  };
}

function ordered(chunks: readonly ReportChunk[]): Laid {
  const n = chunks.length;
  const step = Math.max(1, Math.ceil(n / 8));
  return {
    kind: 'order',
    span: null,
    edges: chunks.map((_, i) => [i / n, (i + 1) / n] as const),
    marks: chunks.flatMap((_, i) => (i % step === 0 ? [{ x: (i + 0.5) / n, label: `#${i + 1}` }] : [])),
    reference: null,
    past: [],
    versions: [],
  };
}

/** The reference's chunks that are whole. */
function pastOf(report: Report, at: (time: number) => number): TimeAxis['past'] {
  return report.chunks.flatMap((chunk) => {
    const [start, end] = [Date.parse(chunk.start ?? ''), Date.parse(chunk.end ?? '')];
    if (chunk.side !== 'reference' || !chunk.complete || !(end > start)) return [];
    return [{ name: chunk.name, x0: at(start), x1: at(end) }];
  });
}

function windowAxis(report: Report): TimeAxis {
  const { current } = report.windows;
  return {
    kind: 'window',
    unit: 'window',
    span: null,
    marks: [],
    reference: null,
    past: [],
    versions: [],
    standing: 0,
    chunks: [
      {
        name: null,
        title: 'whole window',
        tag: 'all rows',
        x0: 0,
        x1: 1,
        rows: current.rows,
        complete: true,
        mature: true,
        labelled: null,
        part: null,
      },
    ],
  };
}

/** Where an instant lies on the axis; null when the axis is not of time or the instant is off it. */
export function positionOf(axis: TimeAxis, iso: string): number | null {
  const time = Date.parse(iso);
  if (axis.span === null || Number.isNaN(time)) return null;
  const [start, end] = axis.span;
  return time < start || time > end ? null : (time - start) / (end - start);
}

/** `18 Jun`; what is no date stays as it is. */
export function shortDay(name: string): string {
  const day = formatDay(name);
  const hour = /T(?!00:00)(\d\d:\d\d)/.exec(name)?.[1];
  return Number.isNaN(Date.parse(name))
    ? name
    : `${day.replace(/^(\d+ \w{3})\w*$/, '$1')}${hour === undefined ? '' : `, ${hour}`}`;
}

function partOf(chunk: ReportChunk, asOf: string | null): string {
  const [start, end, now] = [
    Date.parse(chunk.start ?? ''),
    Date.parse(chunk.end ?? ''),
    Date.parse(asOf ?? ''),
  ];
  const known = now > start && now < end;
  if (!known) return `${formatCount(chunk.rows)} rows so far`;
  const [length, name] = end - start >= 2 * DAY ? [DAY, 'days'] : [HOUR, 'hours'];
  return `${Math.ceil((now - start) / length - 0.999)} of ${Math.round((end - start) / length)} ${name}`;
}
