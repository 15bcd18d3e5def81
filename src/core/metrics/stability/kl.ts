import { evidentlyKl } from './definitions/evidently.js';
import { binnedMetric, sumOf } from './binned-metric.js';
import { FLOOR } from './psi.js';

/** Kullback-Leibler divergence of the current shares from the reference's. */
export const kl = binnedMetric(
  {
    describe: {
      id: 'kl',
      name: 'Kullback-Leibler divergence',
      range: [0, Infinity],
      definition:
        'information lost when the current shares of a column’s bins stand for the reference’s, in nats; 0: same',
      formula: 'Σ pᵢ ln(pᵢ / qᵢ), shares below 0.0001 raised to it, then divided by their sum',
      source:
        'Kullback and Leibler 1951; scipy.stats.entropy(p, q); chance key: Pearson’s χ² on the same bins',
      use: 'Where another system reports it, or the loss of a density model is measured in the same unit.',
      avoid:
        'As a first look: it is not symmetric and bins that emptied rule it. psi and js_distance are calmer.',
    },
    warn: 0.1,
    alert: 0.25,
    shares: (shares) => {
      const floored = shares.map((share) => Math.max(share, FLOOR));
      const sum = sumOf(floored);
      return floored.map((share) => share / sum);
    },
    part: (p, q) => p * Math.log(p / q),
    finish: (parts) => Math.max(0, sumOf(parts)),
  },
  { evidently: evidentlyKl },
);
