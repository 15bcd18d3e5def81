/**
 * Pseudo-random numbers that depend on nothing but the row and the purpose: the same row gets the same number
 * whatever else is made, in any order, on any machine. (DuckDB's `hash()` may change between its versions.)
 */

/** One stream of numbers for each purpose, so that no two simulated things are secretly related. */
const streams = {
  join: 1,
  slice: 2,
  latency: 3,
  latencyAngle: 4,
  slow: 5,
  failureKind: 7,
  day: 8,
  dayAngle: 9,
  labelled: 10,
  labelRoute: 11,
  labelDelay: 12,
  labelDelayAngle: 13,
  failure: 14,
} as const;
export type Stream = keyof typeof streams;

/** Finaliser of MurmurHash3 (Appleby, public domain): mixes 32 bits so that each depends on all. */
function mix(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 32 hashed bits of an id, for one purpose. */
export function bits(id: number, stream: Stream, salt = 0): number {
  return mix(mix(id + 0x9e3779b9) ^ Math.imul(streams[stream] + 64 * salt, 0x27d4eb2f));
}

/** A number in (0, 1), evenly spread. */
export function uniform(id: number, stream: Stream, salt = 0): number {
  return (bits(id, stream, salt) + 0.5) / 4_294_967_296;
}

/** A standard normal number (Box and Muller 1958) from two streams. */
export function normal(id: number, radius: Stream, angle: Stream, salt = 0): number {
  return (
    Math.sqrt(-2 * Math.log(uniform(id, radius, salt))) * Math.cos(2 * Math.PI * uniform(id, angle, salt))
  );
}
