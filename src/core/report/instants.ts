/** An instant (ms since the epoch) as reports write it: `2001-02-01T00:00:00Z`, milliseconds only where there are any. */
export function formatInstant(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'an unreadable time' : date.toISOString().replace('.000Z', 'Z');
}
