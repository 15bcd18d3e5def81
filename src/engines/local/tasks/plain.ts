import { ExactProfile } from '../../../core/profile/exact-profile.js';
import type { NumericColumn } from '../../../core/profile/profiles.js';
import { SketchProfile } from '../../../core/profile/sketch-profile.js';
import type { PlainNumeric } from './task.js';

/** A numeric column's profile as a plain value. */
export function plainOf(column: NumericColumn): PlainNumeric {
  const { missing, nonFinite, values } = column;
  if (values instanceof ExactProfile) {
    return { missing, nonFinite, moments: values.moments, values: { sorted: values.sorted } };
  }
  if (values instanceof SketchProfile) {
    return { missing, nonFinite, moments: values.moments, values: { buckets: values.buckets } };
  }
  throw new TypeError('A numeric profile is exact or a sketch.');
}

/** The profile that `plainOf` made plain. */
export function columnOf({ missing, nonFinite, moments, values }: PlainNumeric): NumericColumn {
  return {
    kind: 'numeric',
    missing,
    nonFinite,
    values:
      'sorted' in values
        ? new ExactProfile(values.sorted, moments)
        : new SketchProfile(values.buckets, moments),
  };
}
