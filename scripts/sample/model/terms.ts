import type { Flights } from '../flights.js';

/**
 * One additive term of a model: a block of coefficients, of which each flight touches one or two.
 * `encode` writes their places (within the block) and weights at `at` and returns how many it wrote.
 */
export interface Term {
  size: number;
  /** Strength of the pull towards 0 (ridge): how many flights' worth of evidence a coefficient must overcome. */
  ridge: number;
  encode(row: number, places: Int32Array, weights: Float64Array, at: number): number;
}

/** A coefficient of its own for every value 0 … size − 1. */
export function oneEach(values: ArrayLike<number>, size: number, ridge: number): Term {
  return {
    size,
    ridge,
    encode(row, places, weights, at) {
      places[at] = values[row] ?? 0;
      weights[at] = 1;
      return 1;
    },
  };
}

/**
 * A curve that is straight between knots (a linear spline in its hat basis) and level outside them; one more
 * coefficient for missing values. With `group` a curve for each group.
 */
export function curve(
  values: ArrayLike<number>,
  knots: readonly number[],
  ridge: number,
  group: { of: (row: number) => number; size: number } = { of: () => 0, size: 1 },
): Term {
  const width = knots.length + 1;
  const last = knots.length - 1;
  return {
    size: width * group.size,
    ridge,
    encode(row, places, weights, at) {
      const base = group.of(row) * width;
      const value = values[row] ?? NaN;
      if (Number.isNaN(value)) return put(places, weights, at, base + knots.length);
      if (value <= (knots[0] ?? 0)) return put(places, weights, at, base);
      if (value >= (knots[last] ?? 0)) return put(places, weights, at, base + last);
      let right = 1;
      while ((knots[right] ?? 0) < value) right++;
      const from = knots[right - 1] ?? 0;
      const share = (value - from) / ((knots[right] ?? 0) - from);
      places[at] = base + right - 1;
      weights[at] = 1 - share;
      places[at + 1] = base + right;
      weights[at + 1] = share;
      return 2;
    },
  };
}

function put(places: Int32Array, weights: Float64Array, at: number, place: number): number {
  places[at] = place;
  weights[at] = 1;
  return 1;
}

/** Minutes: dense where most airports are, wide in the tail. */
const backlogKnots = [-15, -10, -7, -4, -2, 0, 2, 5, 8, 12, 17, 25, 35, 50, 80, 130];
const trafficKnots = [1, 3, 6, 10, 15, 20, 30, 40, 55, 75];
const distanceKnots = [100, 200, 350, 500, 700, 1000, 1500, 2100, 2700];

/** The terms of v1.0 and v1.1: the seven features, each for itself. */
export function firstTerms(flights: Flights): Term[] {
  return [
    oneEach(flights.origin, flights.airports.length, 10),
    oneEach(flights.destination, flights.airports.length, 10),
    oneEach(flights.hour, 24, 1),
    oneEach(flights.weekday, 8, 1),
    curve(flights.traffic, trafficKnots, 1),
    curve(flights.distance, distanceKnots, 1),
    curve(flights.backlog, backlogKnots, 1),
  ];
}

/** The terms of v2.0: it also looks at the destination and the country, and lets the backlog count by the time of day. */
export function secondTerms(flights: Flights): Term[] {
  const partOfDay = { of: (row: number) => Math.floor((flights.hour[row] ?? 0) / 6), size: 4 };
  return [
    ...firstTerms(flights),
    curve(flights.backlog, backlogKnots, 5, partOfDay),
    curve(flights.destinationBacklog, backlogKnots, 1),
    curve(flights.countryBacklog, backlogKnots, 1),
  ];
}
