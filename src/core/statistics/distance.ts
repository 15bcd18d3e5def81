import type { Distance } from '../profile/distance.js';
import { ExactProfile } from '../profile/exact-profile.js';
import type { NumericProfile } from '../profile/numeric-profile.js';
import { remember } from '../profile/remember.js';
import { ShiftedProfile } from '../profile/shifted-profile.js';
import { sketchDistance } from '../profile/sketch-distance.js';
import { SketchProfile } from '../profile/sketch-profile.js';
import { distancesOfParts, isPart, sortedDistance } from '../profile/sorted-distance.js';
import { integrateGap, largestGap } from './merged-steps.js';

/** How far apart two profiles that have values are, by the walk that suits their make; once for each pair. */
export function distanceBetween(a: NumericProfile, b: NumericProfile): Distance {
  const known = distancesFrom(a);
  const found = known.get(b);
  if (found !== undefined) return found;
  const measured = together.get(b)?.filter((other) => other.count > 0 && !known.has(other)) ?? [b];
  for (const [other, distance] of distancesTo(a, measured)) known.set(other, distance);
  return known.get(b) as Distance;
}

/** Several metrics ask it of the same two. */
const distancesFrom = remember((_from: NumericProfile) => new WeakMap<NumericProfile, Distance>());

const together = new WeakMap<NumericProfile, readonly NumericProfile[]>();

/** Says that whoever asks for the distance of one of these will ask for that of all: it takes less to measure them at once. */
export function measureTogether(profiles: readonly NumericProfile[]): void {
  for (const profile of profiles) together.set(profile, profiles);
}

function distancesTo(
  from: NumericProfile,
  others: readonly NumericProfile[],
): (readonly [NumericProfile, Distance])[] {
  const isLookedUp = (other: NumericProfile): other is ExactProfile =>
    from instanceof ExactProfile && other instanceof ExactProfile && isPart(other, from);
  const parts = others.filter(isLookedUp);
  return [
    ...(from instanceof ExactProfile && parts.length > 0
      ? distancesOfParts(parts, from).map((distance, i) => [parts[i] as ExactProfile, distance] as const)
      : []),
    ...others.filter((other) => !isLookedUp(other)).map((other) => [other, apart(from, other)] as const),
  ];
}

function apart(a: NumericProfile, b: NumericProfile): Distance {
  if (a instanceof SketchProfile && b instanceof SketchProfile) return sketchDistance(a, b);
  if (a instanceof ShiftedProfile && b instanceof ShiftedProfile && a.offset === b.offset) {
    return sketchDistance(a.inner, b.inner);
  }
  if (a instanceof ExactProfile && b instanceof ExactProfile) return sortedDistance(a, b);
  const [x, y] = [a.steps(), b.steps()];
  return { gap: largestGap(x, y), area: integrateGap(x, y, Math.abs) };
}
