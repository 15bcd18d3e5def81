/** Scores have four decimals, so that counting them is exact. */
export const scoreSteps = 10_000;

/** Area under the ROC curve (Mann-Whitney, ties count one half) of scores that are multiples of 1 / `scoreSteps`. */
export function rocAuc(scores: Float64Array, isLate: (index: number) => boolean): number {
  const punctual = new Float64Array(scoreSteps + 1);
  const late = new Float64Array(scoreSteps + 1);
  scores.forEach((score, index) => {
    const step = Math.round(score * scoreSteps);
    const side = isLate(index) ? late : punctual;
    side[step] = (side[step] ?? 0) + 1;
  });
  let below = 0;
  let wins = 0;
  let lates = 0;
  for (let step = 0; step <= scoreSteps; step++) {
    wins += (late[step] ?? 0) * (below + (punctual[step] ?? 0) / 2);
    below += punctual[step] ?? 0;
    lates += late[step] ?? 0;
  }
  return wins / (below * lates);
}
