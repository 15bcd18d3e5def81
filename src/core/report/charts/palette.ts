/** Computed values of the tokens in a light theme, for files that no theme reaches. */
export const LIGHT: Readonly<Record<string, string>> = {
  font: 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif',
  mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, Liberation Mono, monospace',
  bg: '#ffffff',
  fg: '#1f1f1f',
  muted: '#616161',
  rule: '#e4e4e4',
  'rule-strong': '#bdbdbd',
  ref: '#757575',
  'ref-soft': '#dadada',
  cur: '#1a85ff',
  'cur-soft': '#c4dfff',
  est: '#652d90',
  warn: '#bf8803',
  alert: '#e51400',
  pass: '#388a34',
  unknown: '#848484',
  'cell-edge': 'transparent',
  h0: '#f0f0f0',
  h1: '#dddddd',
  h2: '#ecdbb3',
};

/** Puts the light values in the place of the tokens in a drawn chart; only attributes are touched. */
export function withLightPalette(svg: string): string {
  return svg.replace(/="var\(--tm-([a-z0-9-]+)\)"/g, (whole, token: string) => {
    const value = LIGHT[token];
    return value === undefined ? whole : `="${value}"`;
  });
}
