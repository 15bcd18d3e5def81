import { nearest, yamlText } from '../../config/words.js';
import type { ConfigPath } from '../../config/document.js';
import { partOf } from '../../profile/part-of.js';
import { namedColumns, OUTPUT_WORDS } from '../named-columns.js';
import { fixes, type LintContext, type Rule, type RuleFinding } from '../rule.js';
import { replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** The config names a column that the logs do not have. */
export const unknownColumn: Rule = {
  code: 'unknown-column',
  id: 'TM801',
  severity: 'error',
  title: 'A column is not in the log',
  why: 'A column that is not there cannot be watched, and a check of it fails the run.',
  triggers: completeBut('features: [plan, tenure, calls]', 'features: [plan, tenur, calls]'),
  passes: COMPLETE,
  fix: 'Writes the nearest column of the log.',
  gap: null,
  check: (context) => {
    const { current, reference } = context.survey;
    if (current.columns === null) return [];
    const there = current.columns;
    const before = reference?.columns ?? null;
    return namedColumns(context.tree).flatMap(({ column, path, isLabel }) => {
      if (there.has(column)) {
        return before === null || before.has(column) || path[1] !== 'features' ? [] : onlyNow(column, path);
      }
      if (before?.has(column) === true) return isLabel ? [] : onlyBefore(column, path);
      return [absent(column, path, context)];
    });
  },
};

function absent(column: string, path: ConfigPath, { survey, tree }: LintContext): RuleFinding {
  const whole = partOf(column, survey.current.columns?.values() ?? []);
  if (whole !== null) {
    const message = `\`${whole}\` holds lists or objects in the log, and their parts are not read. Log \`${column}\` as a column of its own.`;
    return { message, path };
  }
  const names = [...(survey.current.columns?.keys() ?? [])];
  // `of: features` is a word, and may be what was meant.
  const words = path.at(-1) === 'of' ? OUTPUT_WORDS : [];
  const near = nearest(column, [...words, ...names]);
  const shown =
    names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');
  const hint =
    near === null
      ? `Columns of the log: ${shown}.`
      : names.includes(near)
        ? `The nearest one is \`${near}\`.`
        : `The nearest word is \`${near}\`.`;
  return {
    message: `The log has no column \`${column}\`. ${hint}`,
    path,
    fixes: near === null ? [] : fixes(`Change to \`${near}\``, replaceAt(tree, path, yamlText(near))),
  };
}

function onlyBefore(column: string, path: ConfigPath): RuleFinding[] {
  const message = `\`${column}\` is in the reference log, but no longer in the current one, so its checks end in an error. Log it again, or remove it here.`;
  return [{ message, path }];
}

function onlyNow(column: string, path: ConfigPath): RuleFinding[] {
  const message = `\`${column}\` is in the current log, but not in the reference, so it cannot be compared. Add it to the reference log, or remove it here.`;
  return [{ message, path, severity: 'warning' }];
}
