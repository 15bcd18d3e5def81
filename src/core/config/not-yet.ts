import type { ConfigPath } from './document.js';
import { pathText } from './words.js';

interface NotYet {
  /** A path, with `*` for any key or index. */
  readonly pattern: string;
  /** What this means for the run. */
  readonly sentence: string;
}

/** Keys the schema knows and this version does not act on. One line goes when its feature comes. */
const NOT_YET: readonly NotYet[] = [
  { pattern: 'feedback.review', sentence: 'No rows are picked for review.' },
  {
    pattern: 'feedback.hooks',
    sentence: 'Nobody is called; until then run `tidemark check` in CI, which fails on an alert.',
  },
  { pattern: 'alerts.cooldown', sentence: 'Every run repeats the alerts that stand.' },
];

/** The sentence for a key that comes later, or null when this version reads it. */
export function notYetSentence(path: ConfigPath): string | null {
  const steps = path.map(String);
  for (const { pattern, sentence } of NOT_YET) {
    const parts = pattern.split('.');
    if (parts.length !== steps.length) continue;
    if (!parts.every((part, index) => part === '*' || part === steps[index])) continue;
    return `\`${pathText(path)}\` is not supported yet. ${sentence}`;
  }
  return null;
}
