/** Upper tail of the Kolmogorov distribution, P(K > t), by whichever of its two series converges fast. */
export function kolmogorovUpperTail(t: number): number {
  if (t <= 0) return 1;
  if (t < 1) {
    // 1 - √(2π)/t Σ exp(-(2k-1)² π² / (8t²))
    let sum = 0;
    for (let k = 1; k < 50; k++) {
      const term = Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * t * t));
      sum += term;
      if (term < 1e-18) break;
    }
    return 1 - (Math.sqrt(2 * Math.PI) / t) * sum;
  }
  let sum = 0;
  for (let k = 1; k < 100; k++) {
    const term = Math.exp(-2 * k * k * t * t);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18 * Math.abs(sum)) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}
