/** Where the page's parts are, as the webview may load them. */
export interface PageParts {
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
  /** What the script fills: its id, and what it is told from the start. */
  readonly root: { readonly id: string; readonly subject: unknown };
}

/**
 * The page of a panel: the dashboard, or a table of rows. Scripts run by nonce only (chunks that the entry imports inherit it) and nothing is
 * evaluated; styles have no nonce, since the toolkit writes its own into the page.
 */
export function dashboardPage({ nonce, cspSource, script, style, title, root }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const told = ` data-subject="${attribute(JSON.stringify(root.subject))}"`;
  const [text, styleUrl, scriptUrl, rule] = [title, style, script, policy].map(attribute);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rule}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text}</title>
<link rel="stylesheet" href="${styleUrl}">
</head>
<body>
<div id="${root.id}"${told}></div>
<script type="module" nonce="${nonce}" src="${scriptUrl}"></script>
</body>
</html>
`;
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
