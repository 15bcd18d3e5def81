/** Brings the harness up to date: VS Code's server and a browser, from npm; quick when all is in place. */
export function ensureHarness(options?: { readonly force?: boolean }): Promise<void>;

/** Whether the packed Chromium is to be used (linux-x64, and TIDEMARK_CHROMIUM not set). */
export function browserIsOurs(): boolean;
