import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** The script that stands in exported reports: beside the bundles; from source, in what was last built. */
export async function pageScript(): Promise<string> {
  const text = await readFile(scriptPlace(), 'utf8');
  // In a page only this would end the script early.
  return text.trim().replaceAll('</script', '<\\/script');
}

function scriptPlace(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('../../dist/webview/report-page.js', import.meta.url);
  const beside = new URL('./webview/report-page.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../webview/report-page.js', import.meta.url);
}
