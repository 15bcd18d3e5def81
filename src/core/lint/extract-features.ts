import type { ConfigReading } from '../config/parse.js';
import type { CheckSpec } from '../config/monitor.js';
import { yamlText } from '../config/words.js';
import { checkPath } from './check-path.js';
import type { Fix } from './finding.js';
import { addAt, replaceAt } from './yaml-edit.js';

/**
 * Moves the list of columns that a check on this line names into `logs.features`, and has every check with the same
 * list say `features`. Null where there is no such list, or where other checks would then mean other columns.
 */
export function extractFeatures({ draft, tree }: ConfigReading, line: number): Fix | null {
  if (draft === null) return null;
  const chosen = draft.checks.find((check) => {
    if (listOf(check) === null) return false;
    const { start, end } = tree.locate(checkPath(check));
    return start.line <= line && line <= end.line;
  });
  const list = chosen === undefined ? null : listOf(chosen);
  if (list === null) return null;
  const { features } = draft.logs;
  if (features !== null && key(features) !== key(list)) return null;
  const meant = draft.checks.some(({ of }) => of?.kind === 'features');
  if (features === null && meant) return null;
  const same = draft.checks.filter((check) => key(listOf(check) ?? []) === key(list));
  const replaced = same.map((check) => replaceAt(tree, [...checkPath(check), 'of'], 'features'));
  const added =
    features === null
      ? addAt(tree, ['logs', 'features'], `[${list.map((column) => yamlText(column)).join(', ')}]`)
      : [];
  if (added === null || replaced.some((edits) => edits === null)) return null;
  return {
    title: features === null ? 'Extract the list to logs.features' : 'Write `features` for the list',
    edits: [...added, ...replaced.flatMap((edits) => edits ?? [])],
  };
}

/** The columns that a check lists; null where it lists fewer than two. */
function listOf({ of }: CheckSpec): readonly string[] | null {
  return of?.kind === 'columns' && of.columns.length > 1 ? of.columns : null;
}

function key(columns: readonly string[]): string {
  return [...columns].sort().join('\n');
}
