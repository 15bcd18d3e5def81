const WARM_UP = 30;
const DELTA = 0.005;
const THRESHOLD = 50;
const ALPHA = 1 - 0.0001;

/**
 * Page-Hinkley test (Page 1954) as river 0.26 has it, in both directions: tells whether the mean of what it is given
 * has moved, and starts anew after an alarm.
 */
export function pageHinkley(): (x: number) => boolean {
  let [n, mean, increase, decrease, least, most] = [0, 0, 0, 0, Infinity, -1];
  return (x) => {
    n++;
    mean += (x - mean) / n;
    const deviation = x - mean;
    increase = ALPHA * increase + deviation - DELTA;
    decrease = ALPHA * decrease + deviation + DELTA;
    least = Math.min(least, increase);
    most = Math.max(most, decrease);
    if (n < WARM_UP || !(increase - least > THRESHOLD || most - decrease > THRESHOLD)) return false;
    [n, mean, increase, decrease, least, most] = [0, 0, 0, 0, Infinity, -1];
    return true;
  };
}
