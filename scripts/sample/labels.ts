import type { Flights } from './flights.js';
import { normal, uniform } from './hash.js';
import { hour, labelled, lostLabels } from './story.js';

/** Stands for a label that never comes. */
export const never = -1;

/** Two ways in which an airline reports: most flights within a day, some with the paperwork. Log-normal, in minutes. */
const routes = [
  { share: 0.75, median: 18 * hour, spread: 0.6 },
  { share: 0.25, median: 40 * hour, spread: 0.45 },
];

/** Simulated: the minute (since the epoch) at which each flight's true label arrives; `never` where it does not. */
export function labelTimes(flights: Flights, rows: Int32Array): Int32Array {
  return rows.map((row) => {
    const id = flights.id[row] ?? 0;
    if (uniform(id, 'labelled') >= labelled.share) return never;
    const pick = uniform(id, 'labelRoute');
    const route = pick < (routes[0]?.share ?? 1) ? routes[0] : routes[1];
    const report =
      (route?.median ?? 0) * Math.exp((route?.spread ?? 0) * normal(id, 'labelDelay', 'labelDelayAngle'));
    // Nobody knows the delay before the landing: half an hour on the ground and 8 miles a minute.
    const landed = 30 + (flights.distance[row] ?? 0) / 8 + Math.max(0, flights.delay[row] ?? 0);
    const delay = Math.ceil(landed + report);
    const at = (flights.departure[row] ?? 0) + delay;
    if (delay > labelled.longest || (at >= lostLabels.from && at < lostLabels.to)) return never;
    return at;
  });
}
