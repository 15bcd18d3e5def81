import type { ColumnKind } from '../profile/profiles.js';

/** A column of a log file, as far as lint looks. */
export interface LintColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A file that runs commands on a schedule or on a push: a workflow, a pipeline, a Makefile. */
export interface AutomationFile {
  readonly path: string;
  readonly text: string;
}

/** What lint asks of the machine it runs on. Paths are relative to the config's folder, or absolute. */
export interface LintHost {
  /** Files that match, sorted; none where nothing does. */
  glob(pattern: string): Promise<readonly string[]>;
  /** Columns of a log or label file, from its header or footer; null where it cannot be read. */
  columns(path: string): Promise<readonly LintColumn[] | null>;
  /** CI definitions of the workspace; a host that does not look leaves this out. */
  automation?(): Promise<readonly AutomationFile[]>;
}

/** What lint asks about a whole workspace. Paths are relative to the working folder with `/`, or absolute. */
export interface WorkspaceHost {
  /** What may be asked about the files around one config, whose paths are relative to that config's folder. */
  around(path: string): LintHost;
  /** Whether a file or folder is there; a host that does not look leaves this out. */
  exists?(path: string): Promise<boolean>;
}
