export const LINT_FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const;

/** What `tidemark lint` may be given besides paths. */
export interface LintFlags {
  readonly format: (typeof LINT_FORMATS)[number];
  readonly output?: string;
  readonly fix?: boolean;
  readonly stdinFilepath?: string;
}
