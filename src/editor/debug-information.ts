import * as vscode from 'vscode';

import type { MonitorState } from './monitor-state.js';
import type { Monitors } from './monitors.js';
import { decisionWord } from './result-words.js';

/** A setting as the manifest declares it. */
interface SettingSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly additionalProperties?: { readonly enum?: readonly unknown[] };
}

/** What the manifest says, as far as it is told. */
interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, SettingSchema>> };
  };
}

/** Puts what helps to understand a problem on the clipboard: no paths, no names of columns, no values of rows. */
export async function copyDebugInformation(
  context: vscode.ExtensionContext,
  monitors: Monitors,
): Promise<void> {
  const manifest = context.extension.packageJSON as Manifest;
  await vscode.env.clipboard.writeText(debugInformation(manifest, monitors.all));
  void vscode.window.showInformationMessage('Debug information is on the clipboard.');
}

/** The information as Markdown, ready for an issue. */
function debugInformation(manifest: Manifest, models: readonly MonitorState[]): string {
  const { env, workspace, version } = vscode;
  const binding = Object.entries(manifest.dependencies ?? {}).map(([name, at]) => `${name} ${at}`);
  const reports = models.flatMap(({ report }) => (report === null ? [] : [report]));
  const engines = [...new Set(reports.map(({ provenance }) => provenance.engine))];
  const yaml = vscode.extensions.getExtension('redhat.vscode-yaml')?.packageJSON as Manifest | undefined;
  const remote = env.remoteName === undefined ? '' : `, remote (${kindOf(env.remoteName)})`;
  return [
    '### Tidemark',
    '',
    `- Tidemark ${manifest.version}`,
    `- ${env.appName} ${version}${remote}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    `- Engine: ${engines.join(', ') || 'not used yet'} (${binding.join(', ')})`,
    `- YAML extension: ${yaml?.version ?? 'none'}`,
    `- Workspace: ${workspace.name ?? 'none'}, ${workspace.isTrusted ? 'trusted' : 'restricted'}`,
    '',
    '### Settings',
    '',
    ...settingLines(manifest),
    '',
    '### Models',
    '',
    ...models.map((state, i) => `- ${i + 1}: ${modelLine(state)}`),
    ...(models.length === 0 ? ['- none'] : []),
    '',
  ].join('\n');
}

/** Settings that are not as they come. */
function settingLines(manifest: Manifest): string[] {
  const lines: string[] = [];
  for (const [key, schema] of Object.entries(manifest.contributes.configuration.properties)) {
    const found = vscode.workspace.getConfiguration().inspect(key);
    for (const [where, value] of [
      ['user', found?.globalValue],
      ['workspace', found?.workspaceValue],
      ['folder', found?.workspaceFolderValue],
    ] as const) {
      if (value !== undefined) lines.push(`- ${key} (${where}): ${settingWords(schema, value)}`);
    }
  }
  return lines.length === 0 ? ['- all as they come'] : lines;
}

/** A setting's value where it is one of those that the manifest names; of a free text only that it is set. */
export function settingWords(schema: SettingSchema, value: unknown): string {
  const closed = schema.enum ?? (schema.type === 'boolean' ? [true, false] : []);
  if (closed.includes(value)) return JSON.stringify(value);
  const inside = schema.additionalProperties?.enum ?? [];
  if (typeof value === 'object' && value !== null) {
    const known = Object.entries(value).filter(
      ([key, one]) => inside.includes(one) && /^[a-z0-9-]{1,60}$/.test(key),
    );
    if (known.length > 0) return JSON.stringify(Object.fromEntries(known));
  }
  return 'set';
}

/** What a model is like, without its name. */
function modelLine({ report, failure, changed }: MonitorState): string {
  const failed = failure === null ? '' : `, the last check failed (${failure.kind})`;
  if (report === null) return `not checked${failed}`;
  const { summary, windows, provenance, checks } = report;
  const verdicts = `${summary.alert} alerts, ${summary.warn} warnings, ${summary.error} errors`;
  const rows = windows.current.rows + (windows.reference?.rows ?? 0);
  return [
    `${report.task}, ${decisionWord(report)}: ${verdicts}, ${summary.unknown} unknown`,
    `${rows} rows in ${provenance.inputs.length} files, ${windows.current.chunks} chunks, ${checks.length} checks`,
    `${provenance.exact ? 'exact' : 'sketches'}, written by ${report.tidemark}${changed.length > 0 ? ', stale' : ''}${failed}`,
  ].join('; ');
}

/** `ssh-remote` of `ssh-remote+host`: the host is nobody's business. */
function kindOf(remote: string): string {
  return /^[a-z-]+(?=$|\+)/.exec(remote)?.[0] ?? 'other';
}
