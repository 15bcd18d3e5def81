import type { Verdict } from '../report.js';

/** Shapes of the verdicts on a 16 × 16 grid, drawn in the current colour; `d` is stroked. */
export const VERDICT_SHAPES: Readonly<Record<Verdict, { readonly circle: boolean; readonly d: string }>> = {
  alert: { circle: true, d: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8' },
  error: { circle: true, d: 'M3.6 12.4l8.8-8.8' },
  warn: { circle: false, d: 'M8 2.2 14.6 13.6H1.4ZM8 6.6v3.2M8 11.6v.2' },
  pass: { circle: true, d: 'M5 8.3l2.1 2.1 4-4.5' },
  unknown: { circle: true, d: 'M6.2 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M8 11.3v.2' },
  info: { circle: true, d: 'M8 7.4v3.6M8 5v.2' },
};
