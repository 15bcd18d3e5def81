import { FIVES } from './text/number';

/** Where the memory begins that the kernels themselves do not use. */
export function freeFrom(): usize {
  return __heap_base;
}

/** Where the powers of five must be put that numbers are read with; see `text/number.ts`. */
export function powersOfFive(): usize {
  return FIVES;
}
