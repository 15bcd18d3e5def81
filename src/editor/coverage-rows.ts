import * as vscode from 'vscode';

import {
  COVERAGE_ITEMS,
  type CoverageItem,
  type CoverageState,
  type Finding,
  type LintModel,
} from '../core/lint/finding.js';
import { GAP_CODES } from '../core/lint/gap-codes.js';
import { ITEM_NAMES } from '../core/lint/item-names.js';
import { capitalise } from '../core/report/words.js';

/** One of the ten things that a monitored model should have, as the Models view shows it. */
export interface CoverageRow {
  readonly item: CoverageItem;
  readonly label: string;
  readonly state: CoverageState;
  /** The state in words. */
  readonly words: string;
  /** Why it is so, in a sentence; empty where there is nothing to say. */
  readonly because: string;
  /** The line that says so, or where it is to be written; null where there is none. */
  readonly place: { readonly path: string; readonly line: number; readonly column: number } | null;
  /** Whether a quick fix waits at that place. */
  readonly fixable: boolean;
}

const WORDS: Readonly<Record<CoverageState, string>> = {
  configured: 'configured',
  default: 'done by default',
  partial: 'written, but cannot work',
  missing: 'missing',
  elsewhere: 'not said in these files',
  opaque: 'left to a script',
};

/** The ten items of a model in their order. */
export function coverageRows(model: LintModel): CoverageRow[] {
  return COVERAGE_ITEMS.map((item) => {
    const state = model.coverage[item];
    const reason = model.reasons?.[item];
    const gap = isCovered(state) ? undefined : findingOf(model, item);
    const path = reason?.path ?? model.files[0];
    const line = reason?.line ?? null;
    const said = path === undefined || line === null ? null : { path, line, column: 1 };
    const place =
      gap === undefined ? said : { path: gap.path, line: gap.start.line, column: gap.start.column };
    return {
      item,
      label: capitalise(ITEM_NAMES[item]),
      state,
      words: WORDS[state],
      because: reason?.because ?? gap?.message ?? '',
      place,
      fixable: gap !== undefined && gap.fixes.length > 0,
    };
  });
}

/** `7 of 10 covered`. */
export function coverageWords(model: LintModel): string {
  const covered = COVERAGE_ITEMS.filter((item) => isCovered(model.coverage[item])).length;
  return `${covered} of ${COVERAGE_ITEMS.length} covered`;
}

/** The mark of a state: shape and colour, both from VS Code's own. */
export function coverageIcon(state: CoverageState): vscode.ThemeIcon {
  switch (state) {
    case 'configured':
    case 'default':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'partial':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.yellow'));
    case 'missing':
      return new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('charts.red'));
    case 'opaque':
      return new vscode.ThemeIcon('question', new vscode.ThemeColor('testing.iconUnset'));
    case 'elsewhere':
      return new vscode.ThemeIcon('circle-outline', new vscode.ThemeColor('testing.iconUnset'));
  }
}

function isCovered(state: CoverageState): boolean {
  return state === 'configured' || state === 'default';
}

/** The finding that speaks of an item: the gap itself, else what is wrong with what is written. */
function findingOf(
  { findings }: LintModel,
  item: CoverageItem,
): (Finding & { readonly path: string }) | undefined {
  return findings.find(({ code }) => GAP_CODES.get(code) === item);
}
