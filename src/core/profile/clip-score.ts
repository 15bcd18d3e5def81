/** A score as log loss takes it: no closer to 0 or 1 than scikit-learn's float64 epsilon (definitions.md, section 4). */
export function clipScore(score: number): number {
  return Math.min(Math.max(score, Number.EPSILON), 1 - Number.EPSILON);
}
