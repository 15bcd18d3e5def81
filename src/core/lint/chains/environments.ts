import type { ForeignFile } from '../lint-foreign.js';
import type { Linked } from './chains.js';

/** Parameter files of one template, for its environments: what one fills and another leaves empty. */
export function environments(files: readonly ForeignFile[]): Map<string, Linked> {
  const found = new Map<string, Linked>();
  const parameters = files.flatMap((file) => {
    const root = file.source.documents.find((one) => one.get('Parameters').has('EnableModelQualityMonitor'));
    return root === undefined || root.has('Resources')
      ? []
      : [{ file, truth: root.get('Parameters', 'GroundTruthInput') }];
  });
  for (const { file, truth } of parameters) {
    if (truth.isFilled) continue;
    const filled = parameters.find((other) => other.truth.isFilled && folder(other.file) === folder(file));
    if (filled === undefined) continue;
    const at = truth.exists ? truth.mark : file.reading.anchor;
    const message = `\`GroundTruthInput\` is set in ${name(filled.file)} and empty here, so this environment watches no model quality. Fill it here too.`;
    found.set(file.source.path, { file, remarks: [{ code: 'ground-truth-differs', message, at }] });
  }
  for (const file of files) {
    const own = parameters.filter((other) => folder(other.file) === folder(file));
    const unlabelled = own.length > 0 && own.every(({ truth }) => !truth.isFilled);
    if (unlabelled && !own.some((other) => other.file === file)) withoutLabels(file, own[0]?.file, found);
  }
  return found;
}

/** The template makes its jobs of model quality depend on a parameter that no environment fills. */
function withoutLabels(
  file: ForeignFile,
  parameters: ForeignFile | undefined,
  found: Map<string, Linked>,
): void {
  const { cells, dialect } = file.reading;
  if (dialect !== 'sagemaker' || parameters === undefined || cells.performance?.state !== 'configured')
    return;
  const because = `${name(parameters)} leaves \`GroundTruthInput\` empty, so the template leaves the job out`;
  const cell = {
    state: 'partial' as const,
    because,
    at: parameters.reading.cells.ground_truth?.at ?? null,
    path: parameters.source.path,
  };
  const reading = { ...file.reading, cells: { ...cells, performance: cell, ground_truth: cell } };
  found.set(file.source.path, { file: { ...file, reading }, remarks: [] });
}

function folder({ source }: ForeignFile): string {
  return source.path.slice(0, source.path.lastIndexOf('/') + 1);
}

function name({ source }: ForeignFile): string {
  return source.path.slice(source.path.lastIndexOf('/') + 1);
}
