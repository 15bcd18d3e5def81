import type { ConfigPath } from '../config/document.js';
import { FAMILIES } from '../config/monitor.js';
import { pathText } from '../config/words.js';
import { plural } from '../report/words.js';
import { categoriesIn } from './column-words.js';
import type { LanguageFacts } from './facts.js';
import { defaultLimitWords } from './metric-words.js';
import { outlineOf, samePath, writtenAt, type Outline } from './outline.js';

/** A default that the config takes without saying it, shown at the end of a line. */
export interface InlayHint {
  /** Offset of the end of the line. */
  readonly at: number;
  readonly text: string;
  readonly tooltip: string;
}

/** The defaults that matter: limits and columns of checks, the positive class, the features. */
export function inlayHintsOf(text: string, facts: LanguageFacts): InlayHint[] {
  const outline = outlineOf(text);
  const hints: InlayHint[] = [];
  const add = (offset: number, hint: string, tooltip: string): void => {
    hints.push({ at: lineEnd(text, offset), text: hint, tooltip });
  };
  const written = new Set(outline.keys.map(({ path }) => pathText(path)));
  const has = (path: ConfigPath): boolean => written.has(pathText(path));
  const ends = checkEnds(outline);
  for (const { path, text: value, end } of outline.values) {
    if (samePath(path, ['task']) && value === 'binary' && !has(['positive'])) {
      add(
        end,
        `positive: ${largestClass(outline, facts) ?? 'the larger label'}`,
        'The positive class, by default the larger label. Write `positive:` to choose it.',
      );
    }
    const [top, family, index, key] = path;
    if (path.length !== 4 || top !== 'checks' || key !== 'metric' || typeof index !== 'number') continue;
    const metric = facts.metrics.find(({ id }) => id === value);
    if (metric === undefined || !FAMILIES.some((one) => one === family)) continue;
    const check = path.slice(0, 3);
    const said: string[] = [];
    if (metric.subject === 'column' && !has([...check, 'of'])) said.push('of features');
    if (!has([...check, 'warn']) && !has([...check, 'alert']) && metric.judged !== 'own') {
      const limits = defaultLimitWords(metric);
      said.push(limits === 'no default limits' ? 'value only: no default limits' : limits);
    }
    if (said.length > 0) {
      add(ends.get(pathText(check)) ?? end, said.join(', '), 'What this check takes by default.');
    }
  }
  const features = featureCount(facts);
  const logs = outline.keys.find(({ path }) => samePath(path, ['logs']));
  if (logs !== undefined && features > 0 && !has(['logs', 'features'])) {
    add(
      logs.end,
      `features: ${plural(features, 'column')} without a role`,
      'By default every fit column without a role is watched. Write `features:` to choose.',
    );
  }
  return hints;
}

/** Offset of the last thing written in each check, so that a hint stands behind all of its lines. */
function checkEnds({ keys, values }: Outline): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { path, end } of [...keys, ...values]) {
    if (path[0] !== 'checks' || path.length < 4) continue;
    const check = pathText(path.slice(0, 3));
    ends.set(check, Math.max(end, ends.get(check) ?? 0));
  }
  return ends;
}

function largestClass(outline: Outline, { report }: LanguageFacts): string | null {
  const prediction = writtenAt(outline, ['logs', 'columns', 'prediction']);
  const classes = prediction === null ? [] : categoriesIn(report, prediction);
  const numbers = classes.every((one) => one !== '' && Number.isFinite(Number(one)));
  const sorted = [...classes].sort((a, b) => (numbers ? Number(a) - Number(b) : a < b ? -1 : 1));
  return sorted.at(-1) ?? null;
}

function featureCount({ report }: LanguageFacts): number {
  const features = (report?.distributions ?? []).filter(({ role }) => role === 'feature');
  return new Set(features.map(({ column }) => column)).size;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const at = end < 0 ? text.length : end;
  return text[at - 1] === '\r' ? at - 1 : at;
}
