import { escapeHtml } from './escape.js';

/** What a page is made of; all but the title is markup already. */
export interface PageShell {
  readonly title: string;
  /** What it may load and run: its content security policy. */
  readonly policy: string;
  readonly scheme: 'light' | 'light dark';
  readonly style: string;
  readonly main: string;
  /** Behind the main part; empty for nothing. */
  readonly end: string;
}

/** One page that is complete in itself. */
export function pageShell({ title, policy, scheme, style, main, end }: PageShell): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${scheme}">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
${end}</body>
</html>
`;
}
