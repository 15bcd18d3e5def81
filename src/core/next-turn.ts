/** Ends once the loop has turned: between two pieces of long work, what waits for it has its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
