import * as z from 'zod/mini';

import type { TimeAxis } from '../../src/core/report/charts/axis.js';
import type { WireView } from '../../src/core/report/charts/heat-wire.js';
import type {
  CategoryLine,
  ColumnLine,
  DistributionView,
  FeatureView,
  PlotRow,
  ResultLine,
  RowsView,
  SegmentView,
  WhereView,
} from '../../src/core/report/charts/ledger.js';
import type { ChartSpec, Plot } from '../../src/core/report/charts/plot.js';
import { list, text, textRows, texts, wholes } from '../shared/text.js';

/* What a view must look like to be drawn: the types of `ledger.ts`, checked where they arrive. */

const verdict = z.enum(['error', 'alert', 'warn', 'unknown', 'pass', 'info']);
const family = z.enum(['stability', 'performance', 'operations', 'quality', 'feedback']);
const line = z.nullable(z.int().check(z.positive()));
const share = z.number();

/** What arrives is plain data already; Vega reads the rest of a spec, and may load nothing and evaluate nothing. */
const spec = z.custom<ChartSpec>(isSpec);
const plot: z.ZodMiniType<Plot> = z.object({
  spec,
  alt: text,
  table: z.object({ head: texts, rows: textRows }),
});

const column = { column: text, name: text, code: z.boolean(), verdict };
const columnLine: z.ZodMiniType<ColumnLine> = z.object(column);

const heat = z.object({
  metric: text,
  words: texts,
  rows: list(
    z.object({
      ...column,
      metric: z.nullable(text),
      whole: z.boolean(),
      effect: z.object({ now: z.nullable(z.number()), most: z.nullable(z.number()) }),
      classes: text,
      labels: list(z.tuple([z.int(), text])),
      verdicts: text,
      values: texts,
      intervals: texts,
      spoken: wholes,
    }),
  ),
});

const plotRow: z.ZodMiniType<PlotRow> = z.object({
  id: text,
  name: text,
  note: text,
  plot,
  readings: list(
    z.object({
      values: list(
        z.object({
          swatch: z.nullable(z.enum(['cur', 'est', 'ref', 'band'])),
          name: text,
          value: text,
          detail: text,
        }),
      ),
      verdict: z.nullable(verdict),
      words: text,
      note: text,
    }),
  ),
});

const resultLine: z.ZodMiniType<ResultLine> = z.object({
  metric: text,
  name: text,
  column: z.nullable(text),
  value: text,
  interval: text,
  limit: text,
  verdict,
  words: text,
  explanation: text,
  rows: z.number(),
  segment: z.nullable(text),
  line,
});

const mark = z.object({ x: share, label: text });
const axis: z.ZodMiniType<TimeAxis> = z.object({
  kind: z.enum(['time', 'order', 'window']),
  unit: text,
  chunks: list(
    z.object({
      name: z.nullable(text),
      title: text,
      tag: text,
      x0: share,
      x1: share,
      rows: z.number(),
      complete: z.boolean(),
      mature: z.boolean(),
      labelled: z.nullable(z.number()),
      part: z.nullable(text),
    }),
  ),
  marks: list(mark),
  reference: z.nullable(z.object({ x0: share, x1: share, label: text })),
  past: list(z.object({ name: text, x0: share, x1: share })),
  versions: list(mark),
  standing: z.int(),
  span: z.nullable(z.tuple([z.number(), z.number()])),
});

const where: z.ZodMiniType<WhereView> = z.object({
  title: text,
  sentence: text,
  lines: list(z.object({ segment: text, value: text, interval: text, rows: text, words: text })),
  rest: z.nullable(text),
  plot,
});

const section = {
  id: family,
  title: text,
  sentence: text,
  hint: text,
  plots: list(plotRow),
  lines: list(resultLine),
  notes: z.exactOptional(list(z.object({ words: text, columns: texts }))),
};

/** The overview. */
export const viewSchema: z.ZodMiniType<WireView> = z.object({
  model: text,
  owner: z.nullable(text),
  verdict: z.object({ verdict, heading: text, sentence: text }),
  waits: z.nullable(text),
  next: texts,
  families: list(z.object({ family, title: text, verdict, because: text })),
  filters: texts,
  facts: texts,
  axis,
  sections: list(z.object({ ...section, heat: z.nullable(heat) })),
  where: list(where),
  segments: texts,
  columns: list(columnLine),
  problems: list(
    z.object({
      severity: z.enum(['error', 'warning', 'info']),
      message: text,
      path: z.nullable(text),
      line,
    }),
  ),
  config: text,
});

const categoryLine: z.ZodMiniType<CategoryLine> = z.object({
  label: text,
  reference: text,
  current: text,
  points: text,
  part: text,
  weight: share,
});

const distribution: z.ZodMiniType<DistributionView> = z.object({
  kind: z.enum(['numeric', 'categorical']),
  reference: text,
  current: text,
  shares: plot,
  ecdf: z.nullable(plot),
  changes: z.nullable(plot),
  categories: list(categoryLine),
  rest: z.nullable(categoryLine),
  quantiles: list(z.object({ name: text, reference: text, current: text })),
});

const rows: z.ZodMiniType<RowsView> = z.object({
  chunk: z.nullable(text),
  title: text,
  approximate: z.boolean(),
  lines: list(z.object({ label: text, reference: text, current: text })),
});

/** A column's page. */
export const featureSchema: z.ZodMiniType<FeatureView> = z.object({
  ...column,
  heading: text,
  sentence: text,
  distribution: z.nullable(distribution),
  rows: z.nullable(rows),
  over: list(plotRow),
  lines: list(resultLine),
});

/** A segment's results: none of them is a strip. */
export const segmentSchema: z.ZodMiniType<SegmentView> = z.object({
  segment: text,
  sentence: text,
  sections: list(z.object({ ...section, heat: z.null() })),
  missing: z.nullable(text),
});

function isSpec(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { width, height, layer, padding } = value as Readonly<Record<string, unknown>>;
  return (
    Number.isFinite(width) &&
    Number.isFinite(height) &&
    Array.isArray(layer) &&
    typeof padding === 'object' &&
    padding !== null
  );
}
