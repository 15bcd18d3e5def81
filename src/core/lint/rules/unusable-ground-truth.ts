import { nearest, yamlText } from '../../config/words.js';
import { UNREADABLE } from '../../config/salvage.js';
import { formatCount, formatShare } from '../../report/words.js';
import type { LintContext, Rule, RuleFinding } from '../rule.js';
import { fixes } from '../rule.js';
import { columnLike, ID_NAME } from '../suggest.js';
import { addAt, replaceAt } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** Labels are configured, and cannot work. */
export const unusableGroundTruth: Rule = {
  code: 'unusable-ground-truth',
  id: 'TM402',
  severity: 'error',
  title: 'Labels are configured, but cannot be used',
  why: 'A config that promises labels and never joins one looks healthy, and its performance stays unknown.',
  triggers: completeBut('label: churned', 'label: churnd'),
  passes: COMPLETE,
  fix: 'Writes the nearest column of the label files, or names the id of the log.',
  gap: null,
  check: (context) => [...withoutId(context), ...labelFiles(context), ...withoutJoin(context)],
};

const LABELS = ['feedback', 'labels'];

function withoutId(context: LintContext): RuleFinding[] {
  const id = columnLike(context.survey.current, ID_NAME, context.draft);
  const edits = id === null ? null : addAt(context.tree, ['logs', 'columns', 'id'], yamlText(id));
  return context.problems
    .filter(({ code }) => code === 'unusable-ground-truth')
    .map(({ message, path }) => ({
      message,
      path,
      key: true,
      fixes: fixes(`Use \`${id ?? ''}\` as the id`, edits),
    }));
}

/** Fewer predictions than this may have missed their labels by chance. */
const ENOUGH = 50;

/** Measured: ids that are written differently on the two sides meet nowhere. */
function withoutJoin({ survey, draft }: LintContext): RuleFinding[] {
  const seen = survey.labelEvidence;
  if (seen === null || seen.sampled < ENOUGH || seen.joined > seen.sampled / 10) return [];
  const path = [...LABELS, 'id'];
  const of = `Of ${formatCount(seen.sampled)} predictions looked at`;
  if (seen.joined > 0) {
    const share = formatShare(seen.joined / seen.sampled);
    return [
      {
        severity: 'warning',
        message: `${of}, all old enough to have a label, ${share} have one by their id. If only some are ever labelled that is as it should be; else compare how both sides write the id.`,
        path,
      },
    ];
  }
  const { log, labels } = seen.idTypes;
  const differ = log === labels ? '' : ` In the log the id is ${log}, in the label files ${labels}.`;
  return [
    {
      message: `${of}, not one has its id in the label files, so no label reaches its prediction.${differ} Compare \`${draft.logs.columns.id ?? ''}\` of the log with \`${draft.feedback.labels?.id ?? ''}\` of the labels: prefixes, leading zeros, another id.`,
      path,
    },
  ];
}

function labelFiles({ draft, survey, tree }: LintContext): RuleFinding[] {
  const { labels } = draft.feedback;
  const look = survey.labels;
  if (labels === null || look === null) return [];
  const found: RuleFinding[] = [];
  for (const [glob, files] of look.matches) {
    if (files.length === 0) {
      const message = `No file matches \`${glob}\`, so not one prediction gets a label. Correct the path, or wait with the performance checks until labels come.`;
      found.push({ message, path: [...LABELS, 'path'] });
    }
  }
  const shared = look.files.find((file) => survey.current.files.includes(file));
  if (shared !== undefined) {
    const message = `\`${shared}\` is the log itself, not a file of labels: every prediction would be judged by its own row. If the log has the label, name its column under \`logs.columns.label\` and remove \`feedback.labels\`.`;
    found.push({ message, path: [...LABELS, 'path'] });
  }
  const columns = look.columns;
  if (columns === null) return found;
  for (const key of ['id', 'label', 'received'] as const) {
    const column = labels[key];
    if (column === null || column === UNREADABLE || columns.has(column)) continue;
    const near = nearest(column, columns.keys());
    const path = [...LABELS, key];
    const hint =
      near === null ? `Their columns: ${[...columns.keys()].join(', ')}.` : `The nearest one is \`${near}\`.`;
    found.push({
      message: `The label files have no column \`${column}\`, so ${MEANS[key]}. ${hint}`,
      path,
      fixes: near === null ? [] : fixes(`Change to \`${near}\``, replaceAt(tree, path, yamlText(near))),
    });
  }
  return found;
}

const MEANS = {
  id: 'no label can be joined to its prediction',
  label: 'there is nothing to join',
  received: 'nobody can tell when a label arrived',
} as const;
