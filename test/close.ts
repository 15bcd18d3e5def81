import assert from 'node:assert/strict';

/** Asserts that two numbers agree to a relative (below 1: absolute) tolerance. */
export function close(actual: number, expected: number, tolerance: number, what = ''): void {
  const scale = Math.max(Math.abs(expected), Number.MIN_VALUE);
  const difference = Math.abs(actual - expected);
  assert.ok(
    difference <= tolerance * scale || difference < 1e-300,
    `${what} got ${actual}, expected ${expected}`,
  );
}
