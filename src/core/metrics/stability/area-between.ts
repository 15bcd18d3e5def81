import type { NumericProfile, Steps } from '../../profile/numeric-profile.js';
import { ExactProfile } from '../../profile/exact-profile.js';
import { rememberPair } from '../../profile/remember.js';
import { sketchArea } from '../../profile/sketch-area.js';
import { ShiftedProfile } from '../../profile/shifted-profile.js';
import { SketchProfile } from '../../profile/sketch-profile.js';
import { sortedDistance } from '../../profile/sorted-distance.js';
import { CompensatedSum } from '../../statistics/compensated-sum.js';
import { forEachValue } from '../../statistics/merged-steps.js';

/** `∫ |F_a − F_b| dx`, the area between two cumulative distributions, in the unit of the values. */
export function areaBetween(a: NumericProfile, b: NumericProfile): number {
  return area(a, b, null);
}

const area = rememberPair((a: NumericProfile, b: NumericProfile, _: null): number => {
  if (a instanceof SketchProfile && b instanceof SketchProfile) return sketchArea(a, b);
  if (a instanceof ShiftedProfile && b instanceof ShiftedProfile) return sketchArea(a.inner, b.inner);
  if (a instanceof ExactProfile && b instanceof ExactProfile) return sortedDistance(a, b, null).area;
  return integrateGap(a.steps(), b.steps(), Math.abs);
});

/** `∫ of(F_a − F_b) dx` over two step functions, each scaled to end at 1; `of(0)` must be 0. */
export function integrateGap(a: Steps, b: Steps, of: (gap: number) => number): number {
  const totalA = a.cumulative.at(-1) ?? NaN;
  const totalB = b.cumulative.at(-1) ?? NaN;
  const area = new CompensatedSum();
  let gap = 0;
  let before = 0;
  forEachValue(a, b, (x, belowA, hereA, belowB, hereB) => {
    if (gap !== 0) area.add(of(gap) * (x - before));
    gap = (belowA + hereA) / totalA - (belowB + hereB) / totalB;
    before = x;
  });
  return area.value;
}
