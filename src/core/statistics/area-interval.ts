import { Z95 } from './normal.js';

/**
 * 95 % interval of an area under the ROC curve from its variance, on the logit scale; of an area of 1 (or 0) from the
 * `smaller` class alone. Null where the rows do not differ.
 */
export function areaInterval(area: number, variance: number, smaller: number): [number, number] | null {
  if (area === 1) return [0.025 ** (1 / smaller), 1];
  if (area === 0) return [0, 1 - 0.025 ** (1 / smaller)];
  if (!(variance > 0)) return null;
  const logit = Math.log(area / (1 - area));
  const spread = (Z95 * Math.sqrt(variance)) / (area * (1 - area));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return [back(logit - spread), back(logit + spread)];
}
