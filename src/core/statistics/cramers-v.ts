/**
 * Bias-corrected Cramér's V of a 2×k table from its Pearson χ² with `degrees = k − 1` and `n` rows in all, 0 to 1
 * (Bergsma 2013, "A bias-correction for Cramér's V and Tschuprow's T"). 0 where one column or one row is left.
 */
export function cramersV(statistic: number, degrees: number, n: number): number {
  if (degrees < 1 || n < 3) return 0;
  const phi2 = Math.max(0, statistic / n - degrees / (n - 1));
  const columns = degrees + 1 - degrees ** 2 / (n - 1);
  const rows = 2 - 1 / (n - 1);
  const smaller = Math.min(columns, rows) - 1;
  return smaller > 0 ? Math.min(1, Math.sqrt(phi2 / smaller)) : 0;
}
