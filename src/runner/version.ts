import manifest from '../../package.json' with { type: 'json' };

/** Version of Tidemark, as in its manifest. */
export const VERSION: string = manifest.version;
