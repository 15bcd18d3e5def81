/** A comparison at the end of an expression, and on which side of the value it fires. */
export interface Comparison {
  readonly operator: string;
  readonly value: number;
  readonly fires: 'above' | 'below' | null;
}

const FUNCTIONS = new Set(
  'and or unless by without on ignoring group_left group_right bool offset sum min max avg count stddev stdvar topk bottomk quantile group count_values'.split(
    ' ',
  ),
);

/** Names of the metrics in an expression, in order, once each. */
export function metricNames(expression: string): string[] {
  const bare = withoutLabels(expression);
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?![\w:])(?!\s*\()/g)].map(([name]) => name);
  const called = new Set([...bare.matchAll(/([a-zA-Z_:][\w:]*)\s*\(/g)].map(([, name]) => name));
  return [
    ...new Set(
      names.filter((name) => !called.has(name) && !FUNCTIONS.has(name) && !/^(inf|nan|e\d*)$/i.test(name)),
    ),
  ];
}

/** The comparison with a number that ends an expression; null where it has none, or several. */
export function comparisonOf(expression: string): Comparison | null {
  const bare = withoutLabels(expression).trim();
  if (/\b(and|or|unless)\b/.test(bare)) return null;
  const match = /(>=|<=|==|!=|>|<)\s*(?:bool\s+)?([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*$/i.exec(bare);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  if (/[<>]/.test(bare.slice(0, match.index))) return null;
  const fires = match[1].startsWith('>') ? 'above' : match[1].startsWith('<') ? 'below' : null;
  return { operator: match[1], value: Number(match[2]), fires };
}

/**
 * The metric that an expression compares as it is, or as its mean, least or greatest. Null where something is
 * computed with it: a limit on `1 - accuracy` or on `delta(accuracy[1d])` is no limit on the accuracy.
 */
export function comparedMetric(expression: string): string | null {
  if (comparisonOf(expression) === null) return null;
  const bare = withoutLabels(expression);
  const wrapped =
    /^\s*(?:\(|(?:avg|min|max|(?:avg|min|max|last)_over_time)\s*\(|\s)*([a-zA-Z_:][\w:]*)[\s)]*(?:>=?|<=?|==|!=)/;
  return wrapped.exec(bare)?.[1] ?? null;
}

/**
 * The metric of a ratio `rate(m{…}) / rate(m{…})` without aggregation: Prometheus matches series with equal
 * labels, so each that is found on both sides is divided by itself. Null for any other expression.
 */
export function constantRatio(expression: string): string | null {
  const range = String.raw`(?:rate|irate|increase)\(\s*([a-zA-Z_:][\w:]*)\s*(?:\{[^}]*\})?\s*\[[^\]]*\]\s*\)`;
  const match = new RegExp(String.raw`(?:^|[(\s])${range}\s*/\s*${range}`).exec(expression);
  if (match === null || match[1] === undefined || match[1] !== match[2]) return null;
  const before = expression.slice(0, match.index + 1);
  // Inside of an aggregation the ratio is still one of each series with itself; before a keyword it is not.
  return /\b(on|ignoring)\s*\(/.test(before + expression.slice(match.index)) ? null : match[1];
}

function withoutLabels(expression: string): string {
  return expression
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
}
