import * as vscode from 'vscode';

import { parseRowsQuestion, type RowsQuestion } from '../../core/rows/question.js';

/** Which rows of which model a table shows. */
export interface RowsSubject {
  readonly config: vscode.Uri;
  readonly question: RowsQuestion;
}

/** A subject as a page keeps it. */
export function plainSubject({ config, question }: RowsSubject): unknown {
  return { config: config.toString(), question };
}

/** A subject that a page kept, which is never trusted; null when it is none. */
export function parseSubject(value: unknown): RowsSubject | null {
  if (typeof value !== 'object' || value === null) return null;
  const { config, question } = value as Readonly<Record<string, unknown>>;
  const parsed = parseRowsQuestion(question);
  if (typeof config !== 'string' || parsed === null) return null;
  try {
    return { config: vscode.Uri.parse(config, true), question: parsed };
  } catch {
    return null;
  }
}

/** Text as a title shows it: without characters that steer the text around it. */
export function plainTitle(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}]/gu, '');
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
