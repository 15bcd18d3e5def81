import type { Flights } from './flights.js';
import { never } from './labels.js';
import { rocAuc, scoreSteps } from './model/auc.js';
import { fitLogistic, type Classifier } from './model/logistic.js';
import { firstTerms, secondTerms } from './model/terms.js';
import { lateAfter, period, releases, type Version } from './story.js';

/** Everything the files are made from. */
export interface Sample {
  flights: Flights;
  /** See `labelTimes`: for each row of `predictions.live`. */
  labelledAt: Int32Array;
  predictions: Predictions;
}

/** A version's probabilities of "late", one for each row it was given. */
export interface Scores {
  rows: Int32Array;
  scores: Float64Array;
}

export interface Predictions {
  /** Every logged row, scored by the version that was live at its departure. */
  live: Scores;
  /** The rows from the first day of v2.0 on, scored by v2.0. */
  shadow: Scores;
  /** AUC on the rows each version served (all true labels), in and out of training. */
  auc: { version: Version; on: string; rows: number; value: number }[];
}

/** The version that answers at this minute. */
export function liveVersion(minute: number): Version {
  return minute < releases['v1.1'].live ? 'v1.0' : 'v1.1';
}

/** The truth: did the flight arrive late? */
export function isLate(flights: Flights, row: number): boolean {
  return (flights.delay[row] ?? 0) > lateAfter;
}

/** Trains the three versions, each on logged rows whose labels had arrived in its time, and scores with them. */
export function predict(flights: Flights, rows: Int32Array, labelledAt: Int32Array): Predictions {
  const departure = (row: number): number => flights.departure[row] ?? 0;
  const train = (version: Version): Classifier => {
    const { trainedFrom, trainedTo, known } = releases[version];
    const sample = rows.filter((row, i) => {
      const at = labelledAt[i] ?? never;
      const inTime = known === null || (at !== never && at < known);
      return trainedFrom <= departure(row) && departure(row) < trainedTo && inTime;
    });
    const terms = version === 'v2.0' ? secondTerms(flights) : firstTerms(flights);
    return fitLogistic(terms, sample, (row) => isLate(flights, row));
  };
  const first = train('v1.0');
  const second = train('v1.1');
  const live = score(rows, (row) => (liveVersion(departure(row)) === 'v1.0' ? first(row) : second(row)));
  const shadowed = rows.filter((row) => departure(row) >= releases['v2.0'].live);
  const shadow = score(shadowed, train('v2.0'));

  // Rows are in the order of departure, so that a span of time is a span of rows.
  const auc = (version: Version, on: string, from: Scores, start: number, end: number) => {
    const first = from.rows.findIndex((row) => departure(row) >= start);
    const next = from.rows.findIndex((row) => departure(row) >= end);
    const scores = from.scores.subarray(first, next < 0 ? from.rows.length : next);
    const value = rocAuc(scores, (index) => isLate(flights, from.rows[first + index] ?? 0));
    return { version, on, rows: scores.length, value };
  };
  const { start, logged, end } = period;
  return {
    live,
    shadow,
    auc: [
      auc('v1.0', 'training data', live, start, logged),
      auc('v1.0', 'live', live, logged, releases['v1.1'].live),
      auc('v1.1', 'live', live, releases['v1.1'].live, end),
      auc('v1.1', 'beside v2.0', live, releases['v2.0'].live, end),
      auc('v2.0', 'shadow', shadow, releases['v2.0'].live, end),
    ],
  };
}

/** Scores rows, to four decimals and never quite sure. */
function score(rows: Int32Array, classify: Classifier): Scores {
  const scores = Float64Array.from(rows, (row) => {
    const steps = Math.round(classify(row) * scoreSteps);
    return Math.min(Math.max(steps, 1), scoreSteps - 1) / scoreSteps;
  });
  return { rows, scores };
}
