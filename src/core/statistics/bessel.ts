/**
 * `e^x K_ν(x)`, the scaled modified Bessel function of the second kind, x > 0: the trapezoidal rule on
 * `∫ exp(-x (cosh t - 1)) cosh(νt) dt`, which converges exponentially (Trefethen and Weideman 2014).
 */
export function scaledBesselK(order: number, x: number): number {
  const step = 1 / 32;
  let sum = 0.5;
  for (let k = 1; ; k++) {
    const t = k * step;
    const term = Math.exp(-x * (Math.cosh(t) - 1)) * Math.cosh(order * t);
    sum += term;
    if (term < 1e-17 * sum) return sum * step;
  }
}
