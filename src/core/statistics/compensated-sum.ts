/** A sum whose rounding does not grow with the number of terms (Neumaier 1974). */
export class CompensatedSum {
  #sum = 0;
  #carry = 0;

  add(x: number): void {
    const next = this.#sum + x;
    this.#carry += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - next + x : x - next + this.#sum;
    this.#sum = next;
  }

  get value(): number {
    return this.#sum + this.#carry;
  }
}
