import manifest from '../../package.json' with { type: 'json' };

/** Version of Tidemark, as in its manifest. */
export const VERSION: string = manifest.version;

/** Address of the public repository, as in the manifest; null where it names none. */
export const HOME: string | null = (manifest as { readonly homepage?: string }).homepage ?? null;
