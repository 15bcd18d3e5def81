import { heatBuckets, worstClass } from '../../../src/core/report/charts/heat-buckets.js';
import { BAR_HEIGHT, LEAST_CELL, type HeatClass } from '../../../src/core/report/charts/heat-strip.js';
import type { HeatRow } from '../../../src/core/report/charts/ledger.js';
import { isShown, type Selection } from '../selection.js';
import { HEAT_ROW } from './row-window.js';

const TOKENS = ['h0', 'h1', 'h2', 'warn', 'alert', 'bg', 'fg', 'cell-edge', 'rule-strong'] as const;
const NO_CELL = { cls: 'none', label: '' } as const;

/** The tokens as the theme has them. */
export type Palette = Readonly<Record<(typeof TOKENS)[number] | 'font', string>>;

/**
 * Draws rows of the strip. Looks as `heatStrip` does: cells with text where there is room, else bars whose height
 * says what the text would. A picture only: the grid over it is what is read and focused.
 */
export function paint(
  canvas: HTMLCanvasElement,
  rows: readonly HeatRow[],
  axis: Selection['axis'],
  width: number,
  palette: Palette,
): void {
  const height = rows.length * HEAT_ROW;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const places = [...axis.past, ...axis.chunks];
  const on = places.flatMap((place, at) => (isShown(place) ? [at] : []));
  const buckets = heatBuckets(
    places.filter((place) => isShown(place)),
    width,
  );
  const narrowest = buckets.reduce((least, { x0, x1 }) => Math.min(least, (x1 - x0) * width), Infinity);
  const bars = narrowest < LEAST_CELL;
  const gap = Math.min(1, narrowest * 0.06);
  context.font = `${narrowest < 27 ? 10 : 11}px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const [i, row] of rows.entries()) {
    const all = [...row.past, ...row.cells];
    const cells = on.map((at) => all[at] ?? NO_CELL);
    for (const { first, last, x0, x1 } of buckets) {
      const cls =
        first === last
          ? (cells[first] ?? NO_CELL).cls
          : worstClass(cells.slice(first, last + 1).map((cell) => cell.cls));
      if (cls === 'none') continue;
      const bottom = i * HEAT_ROW + HEAT_ROW - (bars ? 4 : 1);
      const tall = bars ? (HEAT_ROW - 6) * BAR_HEIGHT[cls] : HEAT_ROW - 2;
      const box = { x: x0 * width + gap / 2, y: bottom - tall, w: (x1 - x0) * width - gap, h: tall };
      paintCell(context, box, cls, bars, palette);
      const label = bars ? '' : (cells[first]?.label ?? '');
      if (label === '') continue;
      context.fillStyle = cls === 'alert' ? palette.bg : palette.fg;
      context.fillText(label, box.x + box.w / 2, box.y + box.h / 2 + 0.5, box.w);
    }
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function paintCell(
  context: CanvasRenderingContext2D,
  { x, y, w, h }: Box,
  cls: HeatClass,
  bars: boolean,
  palette: Palette,
): void {
  if (cls !== 'unknown') {
    context.fillStyle =
      cls === 'alert'
        ? palette.alert
        : cls === 'warn'
          ? bars
            ? palette.warn
            : palette.h2
          : cls === 'some'
            ? palette.h1
            : palette.h0;
    context.fillRect(x, y, w, h);
  }
  const edge =
    cls === 'unknown' ? palette['rule-strong'] : cls === 'warn' ? palette.warn : palette['cell-edge'];
  // An edge is a pixel: marks as thin as that have none.
  if (cls === 'alert' || w < 4) return;
  context.strokeStyle = edge;
  context.lineWidth = 1;
  context.setLineDash(cls === 'unknown' ? [2, 2] : []);
  context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
}

/** Looks the tokens up: a canvas knows no variables. */
export function paletteOf(canvas: HTMLCanvasElement): Palette {
  const probe = document.createElement('span');
  canvas.parentElement?.append(probe);
  const style = getComputedStyle(probe);
  const { fontFamily } = style;
  const colours = Object.fromEntries(
    TOKENS.map((token) => {
      probe.style.color = `var(--tm-${token})`;
      return [token, style.color];
    }),
  ) as Palette;
  probe.remove();
  return { ...colours, font: fontFamily };
}
