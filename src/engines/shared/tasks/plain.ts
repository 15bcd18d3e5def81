import { ExactProfile } from '../../../core/profile/exact-profile.js';
import type { LabelledProfile, NumericColumn } from '../../../core/profile/profiles.js';
import { SketchProfile } from '../../../core/profile/sketch-profile.js';
import type { PlainLabelled, PlainNumeric } from './task.js';

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

/** Labelled rows with their numeric profiles. */
export function labelledOf(plain: PlainLabelled): LabelledProfile {
  const { positives, negatives, classScores, errors, labels } = plain;
  return {
    ...plain,
    positives: positives === null ? null : columnOf(positives).values,
    negatives: negatives === null ? null : columnOf(negatives).values,
    classScores:
      classScores?.map(({ name, own, others }) => ({
        name,
        own: columnOf(own).values,
        others: columnOf(others).values,
      })) ?? null,
    labels:
      labels === null
        ? null
        : 'counts' in labels
          ? { kind: 'categorical', missing: 0, counts: labels.counts }
          : columnOf(labels),
    errors: errors === null ? null : { ...errors, absolute: columnOf(errors.absolute).values },
  };
}
