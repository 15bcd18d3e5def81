import type { ConfigPath } from '../../config/document.js';
import { nearest, orList, yamlText } from '../../config/words.js';
import { fixes, type LintContext, type Rule, type RuleFinding } from '../rule.js';
import { replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** A path or glob of a log that matches no file. */
export const pathNotFound: Rule = {
  code: 'path-not-found',
  id: 'TM805',
  severity: 'error',
  title: 'A log is not where the config says',
  why: 'A run without its log ends at once; a reference that is not there leaves nothing to compare with.',
  triggers: completeBut('reference: logs/training.csv', 'reference: logs/trainning.csv'),
  passes: COMPLETE,
  fix: 'Writes the nearest file in the same folder.',
  gap: null,
  check: (context) => [
    ...missing('current', ['logs', 'current'], context),
    ...missing('reference', ['logs', 'reference'], context),
  ],
};

function missing(log: 'current' | 'reference', at: ConfigPath, { survey, tree }: LintContext): RuleFinding[] {
  const globs = [...(survey[log]?.matches ?? [])];
  const isList = tree.node([...at, 0]) !== null;
  return globs.flatMap(([glob, files], index) => {
    if (files.length > 0) return [];
    const path = isList ? [...at, index] : at;
    const nearby = survey.nearby.get(glob) ?? [];
    const near = nearest(glob, nearby);
    const folder = /^(.*\/)?/.exec(glob)?.[0] ?? '';
    const where = folder === '' ? 'Beside the config' : `In \`${folder}\``;
    const hint =
      near !== null
        ? `The nearest one is \`${near}\`.`
        : nearby.length === 0
          ? `${where} there is no log file. Correct the path; it is relative to the config's folder.`
          : `${where} there is ${orList(nearby.slice(0, 5).map((file) => `\`${file}\``))}.`;
    return [
      {
        message: `No file matches \`${glob}\`, so the run cannot read its ${log} log. ${hint}`,
        path,
        fixes: near === null ? [] : fixes(`Change to \`${near}\``, replaceAt(tree, path, yamlText(near))),
      },
    ];
  });
}
