import * as vscode from 'vscode';

import { segmentChoices } from '../core/report/dashboard/segments.js';
import type { Report } from '../core/report/report.js';

/** Asks which segment of a report is meant; null = all rows, undefined when nothing is chosen. */
export async function chooseSegment(
  report: Report,
  shown: string | null,
): Promise<string | null | undefined> {
  const all = { label: 'All rows', description: '', segment: null as string | null };
  const picks = [
    all,
    ...segmentChoices(report).map(({ segment, words }) => ({ label: segment, description: words, segment })),
  ].map((pick) =>
    pick.segment === shown ? { ...pick, description: `${pick.description} (shown)`.trim() } : pick,
  );
  const options = { title: 'Choose Segment', placeHolder: 'Which rows are to be shown?' };
  return (await vscode.window.showQuickPick(picks, options))?.segment;
}
