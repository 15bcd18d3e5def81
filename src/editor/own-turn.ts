/**
 * A listener that works in a turn of the event loop of its own: when a report comes, many surfaces have something to
 * do, and together they would keep the editor waiting.
 */
export function inOwnTurn<Value>(work: (value: Value) => void): (value: Value) => void {
  return (value) => void setImmediate(work, value);
}
