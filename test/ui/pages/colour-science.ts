/** A colour as the browser computes it: red, green, blue from 0 to 1. */
export type Rgb = readonly [number, number, number];

/** Reads `rgb(…)` and `color(srgb …)`; throws at anything else, and at what is not opaque. */
export function parseColour(text: string): Rgb {
  const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const scale = text.startsWith('rgb') ? 255 : 1;
  const [r, g, b, alpha = 1] = numbers;
  if (r === undefined || g === undefined || b === undefined || alpha !== 1)
    throw new Error(`No colour: ${text}`);
  return [r / scale, g / scale, b / scale];
}

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number): number => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);
const clamp = (c: number): number => Math.min(1, Math.max(0, c));

/** Relative luminance and contrast, WCAG 2.2. */
export function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([r, g, blue]: Rgb): number =>
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(blue);
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const MATRICES = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;
export type Sight = keyof typeof MATRICES;
export const SIGHTS = Object.keys(MATRICES) as Sight[];

/** The colour as it looks to somebody with this sight. */
export function seen([r, g, b]: Rgb, sight: Sight): Rgb {
  const m = MATRICES[sight];
  const own = [linear(r), linear(g), linear(b)] as const;
  const row = (i: number): number =>
    gamma(clamp((m[i] ?? 0) * own[0] + (m[i + 1] ?? 0) * own[1] + (m[i + 2] ?? 0) * own[2]));
  return [row(0), row(3), row(6)];
}

/** CIE L*a*b* of D65. */
function lab([r, g, b]: Rgb): Rgb {
  const [R, G, B] = [linear(r), linear(g), linear(b)];
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * R + 0.3575761 * G + 0.1804375 * B) / 0.95047);
  const y = f(0.2126729 * R + 0.7151522 * G + 0.072175 * B);
  const z = f((0.0193339 * R + 0.119192 * G + 0.9503041 * B) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Distance of two colours, CIE76: about 2.3 is just seen, side by side. */
export function distance(a: Rgb, b: Rgb): number {
  const [p, q] = [lab(a), lab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}
