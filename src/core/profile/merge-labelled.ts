import { mergeComoments, noComoments } from './comoments.js';
import { mergeColumns } from './merge-columns.js';
import { mergeAll, mergeCounts, mergeNumeric, sum } from './merge-parts.js';
import { mergeMoments, NO_MOMENTS } from './moments.js';
import {
  ERROR_VARIABLES,
  type ClassScores,
  type Confusion,
  type ErrorProfile,
  type LabelledProfile,
  type RankedLists,
} from './profiles.js';

/** Labelled rows of the union of disjoint slices of one run; null for none. */
export function mergeLabelled(parts: readonly LabelledProfile[]): LabelledProfile | null {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? null;
  const present = <T>(of: (part: LabelledProfile) => T | null): T[] =>
    parts.map(of).filter((found) => found !== null);
  return {
    rows: sum(parts, (part) => part.rows),
    confusion: mergeConfusions(present((part) => part.confusion)),
    positives: mergeNumeric(present((part) => part.positives)),
    negatives: mergeNumeric(present((part) => part.negatives)),
    logLoss: mergeAll(present((part) => part.logLoss)),
    brier: mergeAll(present((part) => part.brier)),
    classScores: mergeClassScores(present((part) => part.classScores)),
    errors: mergeErrors(present((part) => part.errors)),
    lists: mergeLists(present((part) => part.lists)),
    labels: mergeColumns(present((part) => part.labels)),
  };
}

function mergeConfusions(parts: readonly Confusion[]): Confusion | null {
  const [first] = parts;
  return first === undefined ? null : { ...first, counts: mergeCounts(parts.map((part) => part.counts)) };
}

function mergeClassScores(parts: readonly (readonly ClassScores[])[]): ClassScores[] | null {
  const [first] = parts;
  if (first === undefined) return null;
  return first.map(({ name, own, others }, i) => {
    const same = parts.flatMap((part) => part[i] ?? []);
    return {
      name,
      own: mergeNumeric(same.map((scores) => scores.own)) ?? own,
      others: mergeNumeric(same.map((scores) => scores.others)) ?? others,
    };
  });
}

function mergeErrors(parts: readonly ErrorProfile[]): ErrorProfile | null {
  const absolute = mergeNumeric(parts.map((part) => part.absolute));
  if (absolute === null) return null;
  return {
    joint: parts.map((part) => part.joint).reduce(mergeComoments, noComoments(ERROR_VARIABLES.length)),
    absolute,
    relative: parts.map((part) => part.relative).reduce(mergeMoments, NO_MOMENTS),
    zeroLabels: sum(parts, (part) => part.zeroLabels),
  };
}

/** Lists of one query in several slices become one list. */
function mergeLists(parts: readonly RankedLists[]): RankedLists | null {
  const [first] = parts;
  if (first === undefined || parts.length === 1) return first ?? null;
  const pieces = parts
    .flatMap((lists) =>
      lists.queries.map((query, i) => ({
        query,
        lists,
        from: i === 0 ? 0 : lists.ends[i - 1],
        to: lists.ends[i],
      })),
    )
    .sort((a, b) => (a.query < b.query ? -1 : a.query > b.query ? 1 : 0));
  const rows = sum(parts, (lists) => lists.scores.length);
  const queries: string[] = [];
  const ends: number[] = [];
  const scores = new Float64Array(rows);
  const relevances = new Float64Array(rows);
  let at = 0;
  for (const { query, lists, from, to } of pieces) {
    scores.set(lists.scores.subarray(from, to), at);
    relevances.set(lists.relevances.subarray(from, to), at);
    at += (to ?? 0) - (from ?? 0);
    if (queries.at(-1) === query) ends[ends.length - 1] = at;
    else {
      queries.push(query);
      ends.push(at);
    }
  }
  return { queries, ends: Float64Array.from(ends), scores, relevances };
}
