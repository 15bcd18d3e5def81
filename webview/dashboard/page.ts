/** Where the page's parts are, as the webview may load them. */
export interface PageParts {
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly title: string;
}

/**
 * The dashboard's page. Scripts run by nonce only (chunks that the entry imports inherit it) and nothing is
 * evaluated; styles have no nonce, since the toolkit writes its own into the page.
 */
export function dashboardPage({ nonce, cspSource, script, style, title }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
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
<div id="dashboard"></div>
<script type="module" nonce="${nonce}" src="${scriptUrl}"></script>
</body>
</html>
`;
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
