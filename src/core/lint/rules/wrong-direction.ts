import { checkPath } from '../check-path.js';
import { fixes, type Rule, type RuleFinding } from '../rule.js';
import { replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** A limit on the good side of its metric. */
export const wrongDirection: Rule = {
  code: 'wrong-direction',
  id: 'TM602',
  severity: 'error',
  title: 'A limit fires on the good side of its metric',
  why: 'Such a check alerts while the model is good and rests when it is bad.',
  triggers: completeBut('alert: { below: 0.7 }', 'alert: { above: 0.7 }'),
  passes: COMPLETE,
  fix: 'Turns the comparison round.',
  gap: null,
  check: ({ draft, metrics, tree }) =>
    draft.checks.flatMap((check) =>
      (['warn', 'alert'] as const).flatMap((key): RuleFinding[] => {
        const limit = check[key];
        const worse = metrics.get(check.metric)?.worse;
        const good = worse === 'lower' ? 'above' : worse === 'higher' ? 'below' : null;
        if (limit.kind !== good) return [];
        const path = [...checkPath(check), key];
        const turned = `{ ${good === 'above' ? 'below' : 'above'}: ${limit.value} }`;
        const better = worse === 'lower' ? 'higher' : 'lower';
        return [
          {
            message: `\`${check.metric}\` is better when it is ${better}, and this fires when it is ${good} ${limit.value}. Write \`${turned}\`.`,
            path,
            fixes: fixes(`Change to \`${turned}\``, replaceAt(tree, path, turned)),
          },
        ];
      }),
    ),
};
