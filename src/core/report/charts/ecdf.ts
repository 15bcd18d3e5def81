import type { Distribution } from '../report.js';
import { formatNumber, formatShare } from '../words.js';
import { frame, short, type ChartSpec, type Json } from './plot.js';
import { namedTicks, niceTicks, yOf, yScale } from './y-scale.js';

type Ecdf = NonNullable<Distribution['ecdf']>;

/** The point at which the two curves are furthest apart, among those that are drawn. */
export interface Gap {
  readonly at: number;
  readonly reference: number;
  readonly current: number;
}

/** Where reference and current differ most; null where nothing is drawn. */
export function widestGap({ at, reference, current }: Ecdf): Gap | null {
  return at
    .map((x, i): Gap => ({ at: x, reference: reference[i] ?? 0, current: current[i] ?? 0 }))
    .reduce<Gap | null>(
      (best, one) =>
        best === null || Math.abs(one.current - one.reference) > Math.abs(best.current - best.reference)
          ? one
          : best,
      null,
    );
}

/** Of more points than this, each is a percentile of many values. */
const MOST_STEPS = 40;

/** Cumulative shares of a numeric column: a thin line for the reference, a thick one for now, a rule at their widest gap. */
export function ecdfChart(ecdf: Ecdf, width: number, height: number): ChartSpec {
  const low = ecdf.at[0] ?? 0;
  const high = Math.max(ecdf.at.at(-1) ?? 1, low + Number.EPSILON);
  const scale = yScale({
    values: [0, 1],
    limits: { warn: null, alert: null },
    unit: 'share',
    height,
    zero: true,
    range: [0, 1],
  });
  const ticks = niceTicks([low, high], Math.max(2, Math.floor(width / 90)));
  const x: Json = {
    field: 'x',
    type: 'quantitative',
    axis: {
      orient: 'bottom',
      grid: false,
      ...namedTicks(ticks.map((value) => ({ value, label: formatNumber(value) }))),
    },
    scale: { domain: [low, high], nice: false, zero: false },
  };
  // Few distinct values are steps; many are points of a curve.
  const interpolate = ecdf.at.length < MOST_STEPS ? 'step-after' : 'linear';
  const line = (field: string, stroke: string, strokeWidth: number): Json => ({
    mark: { type: 'line', interpolate, stroke, strokeWidth, clip: true },
    encoding: { x, y: yOf(field, scale) },
  });
  const gap = widestGap(ecdf);
  const layer: Json[] = [
    line('reference', 'var(--tm-ref)', 1.25),
    line('current', 'var(--tm-cur)', 2),
    ...(gap === null || gap.current === gap.reference
      ? []
      : gapLayers(gap, x, scale, gap.at > (low + high) / 2)),
  ];
  const values = ecdf.at.map((at, i) => ({
    x: short(at),
    reference: short(ecdf.reference[i] ?? 0),
    current: short(ecdf.current[i] ?? 0),
  }));
  return { ...frame({ width, height, layer, bottom: 22, top: 8, right: 8 }), data: { values } };
}

function gapLayers(gap: Gap, x: Json, scale: Parameters<typeof yOf>[1], toTheLeft: boolean): Json[] {
  const datum = {
    x: short(gap.at),
    reference: short(gap.reference),
    current: short(gap.current),
    middle: short((gap.reference + gap.current) / 2),
    label: pointsWords(gap),
  };
  const data = { values: [datum] };
  return [
    {
      data,
      mark: { type: 'rule', stroke: 'var(--tm-fg)', strokeWidth: 1.5 },
      encoding: { x, y: yOf('reference', scale), y2: { field: 'current' } },
    },
    {
      data,
      mark: {
        type: 'text',
        align: toTheLeft ? 'right' : 'left',
        dx: toTheLeft ? -8 : 8,
        // Beside a small gap, and under the curves that rise to the right.
        dy: toTheLeft ? -9 : 9,
        baseline: 'middle',
        fontSize: 11,
        fontWeight: 600,
        fill: 'var(--tm-fg)',
      },
      encoding: { x, y: yOf('middle', scale), text: { field: 'label' } },
    },
  ];
}

/** `27 points`. */
export function pointsWords({ reference, current }: Gap): string {
  const points = Math.abs(current - reference) * 100;
  return `${points >= 10 ? points.toFixed(0) : points.toFixed(1)} points`;
}

/** What the curves say in a sentence. */
export function ecdfAlt(name: string, ecdf: Ecdf, now: string): string {
  const gap = widestGap(ecdf);
  if (gap === null) return `${name}: no values.`;
  return `${name}, cumulative: widest gap ${pointsWords(gap)} at ${formatNumber(gap.at)}, where ${formatShare(gap.current)} of the ${now} and ${formatShare(gap.reference)} of the reference lie below.`;
}
