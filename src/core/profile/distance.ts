/** How far apart two distributions are. */
export interface Distance {
  /** `sup |F − G|`. */
  readonly gap: number;
  /** `∫ |F − G| dx`, in the unit of the values. */
  readonly area: number;
}
