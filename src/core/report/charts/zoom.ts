import { formatInstant } from '../instants.js';
import type { AxisMark, TimeAxis } from './axis.js';
import type { ChartSpec, Json } from './plot.js';
import { timeMarks } from './time-marks.js';

/** A part of the axis, by positions on all of it. */
export type Zoom = readonly [from: number, to: number];

/** The part of the axis from one chunk to another, by their names; null where there are no such chunks, or it is all of it. */
export function zoomTo(axis: TimeAxis, names: readonly [string, string] | null): Zoom | null {
  if (names === null) return null;
  const [first, last] = names.map((name) => axis.chunks.findIndex((chunk) => chunk.name === name));
  const [a, b] = [axis.chunks[first ?? -1], axis.chunks[last ?? -1]];
  if (a === undefined || b === undefined || b.x1 <= a.x0) return null;
  return a.x0 <= 0 && b.x1 >= 1 ? null : [a.x0, b.x1];
}

/** The axis with only a part of it between 0 and 1. Chunks keep their indexes: those outside lie beyond 0 and 1. */
export function zoomAxis(axis: TimeAxis, [from, to]: Zoom): TimeAxis {
  const at = (x: number): number => (x - from) / (to - from);
  const within = ({ x }: AxisMark): boolean => x >= from - 1e-9 && x < to;
  const [start, end] = axis.span ?? [0, 0];
  const span: TimeAxis['span'] =
    axis.span === null ? null : [start + from * (end - start), start + to * (end - start)];
  const move = <Placed extends { readonly x0: number; readonly x1: number }>(one: Placed): Placed => ({
    ...one,
    x0: at(one.x0),
    x1: at(one.x1),
  });
  const { reference } = axis;
  return {
    ...axis,
    span,
    chunks: axis.chunks.map(move),
    past: axis.past.map(move),
    marks:
      span === null ? axis.marks.filter(within).map((mark) => ({ ...mark, x: at(mark.x) })) : marksOf(span),
    reference:
      reference === null || reference.x1 <= from
        ? null
        : { ...reference, x0: Math.max(0, at(reference.x0)), x1: Math.min(1, at(reference.x1)) },
    versions: axis.versions.filter(within).map((version) => ({ ...version, x: at(version.x) })),
    standing: nearest(axis, from, to),
  };
}

/** The standing chunk, or the last one that is shown where it is not. */
function nearest(axis: TimeAxis, from: number, to: number): number {
  const inside = (index: number): boolean => {
    const chunk = axis.chunks[index];
    return chunk !== undefined && chunk.x0 >= from - 1e-9 && chunk.x1 <= to + 1e-9;
  };
  return inside(axis.standing) ? axis.standing : axis.chunks.findLastIndex((_, i) => inside(i));
}

/** The year is said once at the start: a part of a year would else have none. */
function marksOf([start, end]: readonly [number, number]): AxisMark[] {
  const marks = timeMarks(start, end).map(({ time, label }) => ({
    x: (time - start) / (end - start),
    label,
  }));
  const [first, ...rest] = marks;
  const year = formatInstant(start).slice(0, 4);
  if (first === undefined || first.label.includes(year) || first.label.includes(':')) return marks;
  return [{ ...first, label: `${first.label} ${year}` }, ...rest];
}

/** The chart of a part of the axis; y stays as it is, so that heights can be compared. */
export function zoomSpec(spec: ChartSpec, [from, to]: Zoom): ChartSpec {
  return { ...spec, layer: spec.layer.map((layer) => zoomed(layer, [from, to])) };
}

function zoomed(layer: Json, domain: readonly [number, number]): Json {
  const { encoding, mark } = layer as { readonly encoding?: Json; readonly mark?: Json };
  const x = isObject(encoding) ? encoding['x'] : undefined;
  if (!isObject(layer) || !isObject(encoding) || !isObject(x) || !isObject(x['scale'])) return layer;
  const own: Json = { ...x, scale: { ...x['scale'], domain } };
  const clipped: Json =
    typeof mark === 'string' ? { type: mark, clip: true } : isObject(mark) ? { ...mark, clip: true } : null;
  return { ...layer, encoding: { ...encoding, x: own }, mark: clipped };
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
