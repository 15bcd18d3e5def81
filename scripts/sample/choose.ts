import type { Flights } from './flights.js';
import { uniform } from './hash.js';
import { busiestAirports, joining, period } from './story.js';

/**
 * Chooses which flights the log holds: all between the busiest airports; of the others a share that grows with time,
 * told by a hash of the id. All rows are real, so the drift they make is real too. Returns the places of the chosen
 * flights (training data included), in order.
 */
export function chooseFlights(flights: Flights): Int32Array {
  const isBusy = findBusiest(flights);
  const rows = new Int32Array(flights.count);
  let count = 0;
  for (let i = 0; i < flights.count; i++) {
    const between = isBusy.has(flights.origin[i] ?? -1) && isBusy.has(flights.destination[i] ?? -1);
    const joined = uniform(flights.id[i] ?? 0, 'join') < shareAt(flights.departure[i] ?? 0);
    if (between || joined) rows[count++] = i;
  }
  return rows.slice(0, count);
}

function shareAt(minute: number): number {
  return joining.findLast((step) => step.from <= minute)?.share ?? 0;
}

/** Places in `airports`; busiest by departures and arrivals before the log starts; ties by name. */
function findBusiest({ count, departure, origin, destination, airports }: Flights): Set<number> {
  const flown = new Float64Array(airports.length);
  for (let i = 0; i < count && (departure[i] ?? 0) < period.logged; i++) {
    flown[origin[i] ?? 0] = (flown[origin[i] ?? 0] ?? 0) + 1;
    flown[destination[i] ?? 0] = (flown[destination[i] ?? 0] ?? 0) + 1;
  }
  const byTraffic = [...airports.keys()].sort((a, b) => (flown[b] ?? 0) - (flown[a] ?? 0) || a - b);
  return new Set(byTraffic.slice(0, busiestAirports));
}
