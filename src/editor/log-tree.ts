import type * as vscode from 'vscode';

import type { Report } from '../core/report/report.js';
import { formatCount, plural } from '../core/report/words.js';
import { sizeWords } from './result-words.js';

/** What a log file is to a model. */
export type LogFileRole = 'current' | 'reference' | 'labels' | 'unmonitored';

/** A log file as far as it is known: rows only where a check has read it. */
export interface LogFile {
  readonly path: string;
  readonly role: LogFileRole;
  readonly bytes: number | null;
  readonly rows: number | null;
  /** What a check found odd in it. */
  readonly problem: string | null;
}

/** A row of the Logs view. */
export interface LogRow {
  readonly kind: 'model' | 'folder' | 'file';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly children: readonly LogRow[];
  readonly folder: vscode.Uri;
  readonly file: LogFile | null;
}

const NOTES: Readonly<Record<LogFileRole, string>> = {
  current: '',
  reference: 'reference',
  labels: 'labels',
  unmonitored: '',
};

/** The files of a model, from its report and from what its globs match now. */
export function logFiles(
  report: Report | null,
  matches: readonly { path: string; role: LogFileRole; bytes: number | null }[],
): LogFile[] {
  const inputs = new Map(report?.provenance.inputs.map((input) => [input.path, input]));
  const problems = new Map<string, string>();
  for (const { path, message, severity } of report?.problems ?? []) {
    if (path !== null && severity !== 'info' && !problems.has(path)) problems.set(path, message);
  }
  return matches.map(({ path, role, bytes }) => {
    const input = inputs.get(path);
    // A file of another size is no longer the one that was counted.
    const same = input !== undefined && (bytes === null || bytes === input.bytes);
    return {
      path,
      role,
      bytes: bytes ?? input?.bytes ?? null,
      rows: same ? input.rows : null,
      problem: problems.get(path) ?? null,
    };
  });
}

/** The files in their folders, newest name first, with what they add up to. */
export function folderRows(id: string, base: vscode.Uri, files: readonly LogFile[]): LogRow[] {
  const folders = new Map<string, LogFile[]>();
  for (const file of files) {
    const at = file.path.lastIndexOf('/');
    const folder = at < 0 ? '.' : file.path.slice(0, at);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  return [...folders].map(([folder, inside]) => ({
    kind: 'folder',
    id: `${id}#${folder}`,
    label: folder === '.' ? 'this folder' : folder,
    description: folderWords(inside),
    tooltip: '',
    children: newestFirst(inside).map((file) => fileRow(id, base, file)),
    folder: base,
    file: null,
  }));
}

/** Log files are named by time: the newest is what one looks for; a reference has no such order. */
function newestFirst(files: readonly LogFile[]): LogFile[] {
  const isReference = (file: LogFile): boolean => file.role === 'reference';
  return [...files.filter((file) => !isReference(file)).reverse(), ...files.filter(isReference)];
}

function folderWords(files: readonly LogFile[]): string {
  const counted = files.filter((file) => file.rows !== null);
  const rows = counted.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  const parts = [plural(files.length, 'file')];
  if (counted.length > 0) parts.push(`${formatCount(rows)} rows`);
  if (files.every((file) => file.role === 'unmonitored')) parts.push('not monitored');
  if (files.every((file) => file.role === 'labels')) parts.push('labels');
  return parts.join(', ');
}

function fileRow(id: string, base: vscode.Uri, file: LogFile): LogRow {
  const facts = [
    file.rows === null ? null : `${formatCount(file.rows)} rows`,
    file.bytes === null ? null : sizeWords(file.bytes),
    NOTES[file.role] === '' ? null : NOTES[file.role],
    file.problem === null ? null : 'see problem',
  ];
  return {
    kind: 'file',
    id: `${id}#${file.role}#${file.path}`,
    label: file.path.slice(file.path.lastIndexOf('/') + 1),
    description: facts.filter((fact) => fact !== null).join(', '),
    tooltip: file.problem ?? file.path,
    children: [],
    folder: base,
    file,
  };
}
