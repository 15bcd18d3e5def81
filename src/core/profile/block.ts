/**
 * Values that one call of an inner loop takes. V8 compiles a long loop while it first runs, without what follows it, and gives
 * that up each time the end is reached; a short one has run to its end before it is compiled.
 */
export const BLOCK = 512;
