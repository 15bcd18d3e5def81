/**
 * The story of the sample: what happens when. Every date and share that the script, `docs/sample.md` and the tests
 * speak about stands here once. Times are UTC, in minutes since the epoch (the source has whole minutes).
 */

/** Minutes since the epoch of a UTC date such as `2001-01-29` or `2001-06-30T23:59`. */
export function minuteOf(date: string): number {
  return Date.parse(date.includes('T') ? `${date}Z` : `${date}T00:00Z`) / 60_000;
}

export const hour = 60;
export const day = 24 * hour;
export const week = 7 * day;

/** Departures below this delay (minutes) are recording errors: the next smallest is −87. */
export const implausibleDelay = -120;

/** A flight is late when it arrives more than so many minutes after its schedule. */
export const lateAfter = 15;

/** Training data from `start` to `logged`; scored predictions from `logged`; nothing at or after `end`. */
export const period = {
  start: minuteOf('2001-01-01'),
  logged: minuteOf('2001-01-29'),
  end: minuteOf('2001-07-01'),
};

/** The airports between which all flights are logged from the first day: the busiest in January. */
export const busiestAirports = 58;

/** Share of all other flights that is logged, from each date on. */
export const joining = [
  { from: period.start, share: 0.03 },
  { from: minuteOf('2001-04-16'), share: 0.1 },
  { from: minuteOf('2001-04-23'), share: 0.22 },
  { from: minuteOf('2001-04-30'), share: 0.4 },
  { from: minuteOf('2001-05-07'), share: 0.62 },
  { from: minuteOf('2001-05-14'), share: 0.8 },
  { from: minuteOf('2001-05-21'), share: 0.92 },
  { from: minuteOf('2001-05-28'), share: 1 },
];

/**
 * The versions: what each was trained on (labels that had arrived by `known`; all of January's), and from when it
 * scores. v2.0 is a shadow: it scores the same flights as v1.1 into files of its own.
 */
export const releases = {
  'v1.0': { trainedFrom: period.start, trainedTo: period.logged, known: null, live: period.start },
  'v1.1': {
    trainedFrom: minuteOf('2001-03-05'),
    trainedTo: minuteOf('2001-04-30'),
    known: minuteOf('2001-05-06'),
    live: minuteOf('2001-05-07'),
  },
  'v2.0': {
    trainedFrom: minuteOf('2001-04-09'),
    trainedTo: minuteOf('2001-05-28'),
    known: minuteOf('2001-06-03'),
    live: minuteOf('2001-06-04'),
  },
};
export type Version = keyof typeof releases;

/** Simulated service: `latency` multiplies the usual latency, `errors` replaces the usual share of failures. */
export const incidents = [
  { from: minuteOf('2001-04-08'), to: minuteOf('2001-04-09'), latency: 1, errors: 0.018 },
  { from: minuteOf('2001-05-29'), to: minuteOf('2001-05-30'), latency: 1.8, errors: 0.019 },
  { from: minuteOf('2001-05-30'), to: minuteOf('2001-06-01'), latency: 2.55, errors: 0.02 },
  { from: minuteOf('2001-06-01'), to: minuteOf('2001-06-02'), latency: 1.8, errors: 0.019 },
];

/** The delivery of labels that never came: what would have arrived in this span is lost for good. */
export const lostLabels = { from: minuteOf('2001-06-08T06:00'), to: minuteOf('2001-06-09') };

/** Share of labels that come at all, the lost delivery apart; what takes longer than `longest` never comes. */
export const labelled = { share: 0.923, longest: week };

/**
 * The shipped slice holds one flight in so many, by a hash of the id; this one is typical: its AUC over all
 * weeks is close to that of all flights.
 */
export const slice = { of: 16, part: 4 };
