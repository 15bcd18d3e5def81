import manifest from '../../package.json' with { type: 'json' };

/** Version of Tidemark, as in its manifest. */
export const VERSION: string = manifest.version;

/** Address of the public repository, as in the manifest; null where it names none. */
export const HOME: string | null = (manifest as { readonly homepage?: string }).homepage ?? null;

/**
 * Names the sources that this program was built from; null where it runs from source and may change at any time: then
 * nothing is kept between runs that depends on all of it.
 */
export const BUILD: string | null = process.env.TIDEMARK_BUILD ?? null;
