import { normal, uniform } from './hash.js';
import { day, incidents, type Version } from './story.js';

/** Simulated: how one request went. */
export interface Response {
  /** Whole milliseconds. */
  latency: number;
  /** HTTP status: 200, 500, 503 or 504. */
  status: number;
}

/** Median latency in milliseconds. */
const medians: Record<Version, number> = { 'v1.0': 50, 'v1.1': 56.5, 'v2.0': 66 };

/** Spread of the logarithm of the latency; one request in 40 waits for a cold cache and takes `slow` times as long. */
const spread = 0.26;
const slow = { share: 0.025, times: 1.7 };

/** Share of requests that fail on a day without incident; what a caller waits for before it gives up. */
const usualErrors = 0.0025;
const timeoutMs = 1000;

/** Simulates the service's answer to the request for one flight. */
export function respond(id: number, minute: number, version: Version): Response {
  // The shadow service is another machine: its own numbers for the same flight.
  const salt = version === 'v2.0' ? 1 : 0;
  const incident = salt ? undefined : incidents.find(({ from, to }) => from <= minute && minute < to);
  const today = Math.floor(minute / day);
  const usual = medians[version] * Math.exp(0.02 * normal(today, 'day', 'dayAngle', salt));
  const waits = uniform(id, 'slow', salt) < slow.share ? slow.times : 1;
  const own = Math.exp(spread * normal(id, 'latency', 'latencyAngle', salt));
  const latency = Math.round(usual * (incident?.latency ?? 1) * waits * own);
  if (uniform(id, 'failure', salt) >= (incident?.errors ?? usualErrors)) return { latency, status: 200 };
  const kind = uniform(id, 'failureKind', salt);
  if (kind < 0.6) return { latency, status: 500 };
  return kind < 0.85 ? { latency, status: 503 } : { latency: timeoutMs, status: 504 };
}
