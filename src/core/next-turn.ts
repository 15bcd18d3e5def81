/**
 * Ends once the loop has turned: between two pieces of long work, what waits for it has its turn. A timer would not do:
 * after long work one that is new is due already, and runs before anything that came from outside.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
