import type { NumericProfile } from '../../profile/numeric-profile.js';
import { distanceBetween } from '../../statistics/distance.js';

/** `∫ |F_a − F_b| dx`, the area between two cumulative distributions, in the unit of the values. */
export function areaBetween(a: NumericProfile, b: NumericProfile): number {
  return distanceBetween(a, b).area;
}
