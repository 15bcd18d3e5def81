import * as vscode from 'vscode';

import { timeAxis } from '../../core/report/charts/axis.js';
import type { Report } from '../../core/report/report.js';
import { capitalise, formatCount, plural } from '../../core/report/words.js';
import { choicesOf } from '../../core/rows/choices.js';
import type { RowsQuestion } from '../../core/rows/question.js';

/** What is known already of the rows that are wanted; what is not is asked. */
export interface RowsWish {
  /** Null = all columns. */
  readonly column?: string | null;
  /** Chunk of the current side; null = the whole window. */
  readonly chunk?: string | null;
}

interface Pick<Value> extends vscode.QuickPickItem {
  readonly value: Value;
}

const TITLE = 'Show Rows';

/** Asks which rows of a report are meant; undefined when nothing is chosen. */
export async function askRows(report: Report, wish: RowsWish): Promise<RowsQuestion | undefined> {
  const column = wish.column === undefined ? await askColumn(report) : { value: wish.column };
  if (column === undefined) return undefined;
  const place =
    wish.chunk === undefined ? await askChunk(report) : { side: 'current' as const, chunk: wish.chunk };
  if (place === undefined) return undefined;
  const all: RowsQuestion = { ...place, column: column.value, bin: { kind: 'all' } };
  if (column.value === null) return all;
  return askBin(report, column.value, all);
}

async function askColumn(report: Report): Promise<{ value: string | null } | undefined> {
  const columns = [...new Set(report.distributions.map((one) => one.column))];
  const items: Pick<string | null>[] = [
    { label: 'All columns', description: 'every row', value: null },
    ...columns.map((name) => ({ label: name, value: name })),
  ];
  return vscode.window.showQuickPick(items, { title: TITLE, placeHolder: 'Behind which column?' });
}

async function askChunk(report: Report): Promise<Omit<RowsQuestion, 'column' | 'bin'> | undefined> {
  const { chunks } = timeAxis(report);
  const rowsOf = (name: string): string => {
    const found = report.chunks.find((one) => one.side === 'current' && one.name === name);
    return found === undefined ? '' : plural(found.rows, 'row');
  };
  const { reference, current } = report.windows;
  const items: Pick<Omit<RowsQuestion, 'column' | 'bin'>>[] = [
    ...chunks
      .flatMap(({ name, title }) =>
        name === null
          ? []
          : [
              {
                label: capitalise(title),
                description: rowsOf(name),
                value: { side: 'current' as const, chunk: name },
              },
            ],
      )
      .reverse(),
    {
      label: 'Whole window',
      description: plural(current.rows, 'row'),
      value: { side: 'current' as const, chunk: null },
    },
    ...(reference === null
      ? []
      : [
          {
            label: 'Reference',
            description: plural(reference.rows, 'row'),
            value: { side: 'reference' as const, chunk: null },
          },
        ]),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: TITLE, placeHolder: 'Of which time?' });
  return picked?.value;
}

async function askBin(report: Report, column: string, all: RowsQuestion): Promise<RowsQuestion | undefined> {
  const { side, chunk } = all;
  const found = choicesOf(report, column, chunk);
  const isCounted = side === 'reference' || found?.chunk === chunk;
  const items: Pick<RowsQuestion>[] = [
    { label: 'All rows', value: all },
    ...(found?.choices ?? []).map((choice) => ({
      label: choice.label,
      description: isCounted ? `${found?.exact === true ? '' : '≈ '}${formatCount(choice[side])}` : '',
      value: { ...all, bin: choice.bin },
    })),
  ];
  if (found !== null && !found.choices.some(({ bin }) => bin.kind === 'missing'))
    items.push({ label: 'Missing', value: { ...all, bin: { kind: 'missing' } } });
  const picked = await vscode.window.showQuickPick(items, {
    title: TITLE,
    placeHolder: `Which rows of ${column}?`,
  });
  return picked?.value;
}
