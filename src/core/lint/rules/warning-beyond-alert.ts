import { checkPath } from '../check-path.js';
import type { ConfigPath } from '../../config/document.js';
import type { ThresholdSpec } from '../../config/monitor.js';
import type { ConfigTree } from '../../config/tree.js';
import type { TextEdit } from '../finding.js';
import { fixes, type Rule, type RuleFinding } from '../rule.js';
import { replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** A warning limit that is crossed no sooner than the alert's. */
export const warningBeyondAlert: Rule = {
  code: 'warning-beyond-alert',
  id: 'TM606',
  severity: 'warning',
  title: 'The warning limit is not crossed before the alert limit',
  why: 'Whoever waits for the warning is never warned: the alert is always first.',
  triggers: completeBut('of: score, warn: 0.1, alert: 0.25', 'of: score, warn: 0.25, alert: 0.1'),
  passes: COMPLETE,
  fix: 'Exchanges the two limits.',
  gap: null,
  check: ({ draft, metrics, tree }) =>
    draft.checks.flatMap((check): RuleFinding[] => {
      const lead = leadOf(check.warn, check.alert, metrics.get(check.metric)?.worse ?? 'higher');
      if (lead === null || lead > 0) return [];
      const path = [...checkPath(check), 'warn'];
      if (lead === 0) {
        const message = `\`${check.metric}\` warns and alerts at the same limit, so it never warns. Let the warning come sooner, or drop it.`;
        return [{ message, path }];
      }
      const message = `\`${check.metric}\` alerts before it warns. Exchange the two limits.`;
      return [
        {
          message,
          path,
          fixes: fixes('Exchange warn and alert', exchanged(tree, path, [...checkPath(check), 'alert'])),
        },
      ];
    }),
};

/** By how much a warning comes before the alert; null where the two are not of a kind. */
function leadOf(
  warn: ThresholdSpec,
  alert: ThresholdSpec,
  worse: 'higher' | 'lower' | 'either',
): number | null {
  if (warn.kind === 'value' && alert.kind === 'value') {
    return worse === 'lower' ? warn.value - alert.value : alert.value - warn.value;
  }
  if (warn.kind === 'above' && alert.kind === 'above') return alert.value - warn.value;
  if (warn.kind === 'below' && alert.kind === 'below') return warn.value - alert.value;
  if ((warn.kind === 'change' && alert.kind === 'change') || (warn.kind === 'sd' && alert.kind === 'sd')) {
    return alert.by - warn.by;
  }
  return null;
}

/** Edits that put each of two values in the other's place; null where one of them cannot be edited. */
function exchanged(tree: ConfigTree, one: ConfigPath, other: ConfigPath): TextEdit[] | null {
  const [first, second] = [
    replaceAt(tree, one, textAt(tree, other)),
    replaceAt(tree, other, textAt(tree, one)),
  ];
  return first === null || second === null ? null : [...first, ...second];
}

function textAt(tree: ConfigTree, path: ConfigPath): string {
  const { start, end } = tree.locate(path);
  return tree.text.slice(start.offset, end.offset);
}
