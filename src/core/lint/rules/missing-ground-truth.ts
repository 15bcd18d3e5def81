import { yamlText } from '../../config/words.js';
import type { Fix, TextEdit } from '../finding.js';
import type { LintContext, Rule } from '../rule.js';
import { columnLike, ID_NAME, LABEL_NAME } from '../suggest.js';
import { addAt, type Snippet } from '../yaml-edit.js';
import { COMPLETE, completeBut } from './example.js';

/** No labels from anywhere. */
export const missingGroundTruth: Rule = {
  code: 'missing-ground-truth',
  id: 'TM401',
  severity: 'warning',
  title: 'No labels come back',
  why: 'Without labels joined by id, the performance of the model in production can never be computed.',
  triggers: completeBut('  labels: { path: labels/*.csv, id: customer, label: churned, matures: 7d }\n', ''),
  passes: COMPLETE,
  fix: 'Adds `feedback.labels` with the label files and columns found beside the config.',
  gap: 'ground_truth',
  check: (context) => {
    if (context.coverage.ground_truth !== 'missing') return [];
    const { draft, survey } = context;
    const found = survey.labelCandidate === null ? '' : ` \`${survey.labelCandidate.path}\` looks like them.`;
    return [
      {
        message: `No labels come back for ${draft.model}, so its performance can never be computed.${found} Name the files under \`feedback.labels\`, or the column under \`logs.columns.label\`.`,
        path: ['feedback'],
        key: true,
        fixes: [...nameFiles(context), ...nameColumn(context)],
      },
    ];
  },
};

function nameFiles({ tree, draft, survey }: LintContext): Fix[] {
  const candidate = survey.labelCandidate;
  const logId = draft.logs.columns.id ?? columnLike(survey.current, ID_NAME, draft);
  if (logId === null) return [];
  const names = candidate?.columns.map(({ name }) => name) ?? [];
  const id = names.includes(logId) ? logId : (names.find((name) => ID_NAME.test(name)) ?? logId);
  const label = names.find((name) => LABEL_NAME.test(name)) ?? names.find((name) => name !== id) ?? 'label';
  const path = candidate === null ? 'labels/*.csv' : generalise(candidate.path);
  const labels: Snippet = { path: yamlText(path), id: yamlText(id), label: yamlText(label) };
  const edits: TextEdit[] = [];
  if (draft.logs.columns.id === null) {
    const role = addAt(tree, ['logs', 'columns', 'id'], yamlText(logId));
    if (role === null) return [];
    edits.push(...role);
  }
  const added = addAt(tree, ['feedback', 'labels'], labels);
  if (added === null) return [];
  return [{ title: `Add labels from \`${path}\``, edits: [...edits, ...added] }];
}

function nameColumn({ tree, draft, survey }: LintContext): Fix[] {
  const column = columnLike(survey.current, LABEL_NAME, draft);
  if (column === null) return [];
  const edits = addAt(tree, ['logs', 'columns', 'label'], yamlText(column));
  return edits === null ? [] : [{ title: `Use the column \`${column}\` as the label`, edits }];
}

/** `labels/2024-05.csv` stands for every file that comes beside it. */
function generalise(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return path;
  const extension = /\.[a-z]+(\.(gz|zst))?$/i.exec(path)?.[0] ?? '';
  return `${path.slice(0, slash)}/*${extension}`;
}
