import { Z95 } from './normal.js';

/** Wilson's 95 % score interval of a proportion; null without trials (Wilson 1927). */
export function wilsonInterval(successes: number, trials: number): [number, number] | null {
  if (trials === 0) return null;
  const p = successes / trials;
  const z2 = (Z95 * Z95) / trials;
  const centre = p + z2 / 2;
  const spread = Z95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials));
  return [
    successes === 0 ? 0 : Math.max(0, (centre - spread) / (1 + z2)),
    successes === trials ? 1 : Math.min(1, (centre + spread) / (1 + z2)),
  ];
}
