const WARM_UP = 30;
const DEVIATIONS = 3;

/**
 * Drift detection method (Gama et al. 2004) as river 0.26 has it: takes 1 for a wrong row and 0 for a right one, tells
 * whether the error rate is beyond its lowest by three deviations, and starts anew after an alarm.
 */
export function ddm(): (wrong: number) => boolean {
  let [n, rate, leastRate, leastDeviation, least] = [0, 0, 0, 0, Infinity];
  return (wrong) => {
    n++;
    rate += (wrong - rate) / n;
    const deviation = Math.sqrt((rate * (1 - rate)) / n);
    if (n <= WARM_UP) return false;
    if (rate + deviation <= least) {
      leastRate = rate;
      leastDeviation = deviation;
      least = rate + deviation;
    }
    if (!(rate + deviation > leastRate + DEVIATIONS * leastDeviation)) return false;
    [n, rate, least] = [0, 0, Infinity];
    return true;
  };
}
