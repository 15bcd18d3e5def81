import type { Distance } from '../profile/distance.js';
import { ExactProfile } from '../profile/exact-profile.js';
import type { NumericProfile } from '../profile/numeric-profile.js';
import { rememberPair } from '../profile/remember.js';
import { ShiftedProfile } from '../profile/shifted-profile.js';
import { sketchDistance } from '../profile/sketch-distance.js';
import { SketchProfile } from '../profile/sketch-profile.js';
import { sortedDistance } from '../profile/sorted-distance.js';
import { integrateGap, largestGap } from './merged-steps.js';

/** How far apart two profiles that have values are, by the walk that suits their make. */
export const distanceBetween = rememberPair((a: NumericProfile, b: NumericProfile): Distance => {
  if (a instanceof SketchProfile && b instanceof SketchProfile) return sketchDistance(a, b);
  if (a instanceof ShiftedProfile && b instanceof ShiftedProfile && a.offset === b.offset) {
    return sketchDistance(a.inner, b.inner);
  }
  if (a instanceof ExactProfile && b instanceof ExactProfile) return sortedDistance(a, b);
  const [x, y] = [a.steps(), b.steps()];
  return { gap: largestGap(x, y), area: integrateGap(x, y, Math.abs) };
});
