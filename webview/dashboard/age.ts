const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The age of a check: `2 min ago` as long as that says more than its date. */
export function ageWords(iso: string, as: 'relative' | 'date', now = Date.now()): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return 'just now';
  const minutes = Math.floor((now - time) / 60_000);
  if (as === 'relative' && minutes < 1) return 'just now';
  if (as === 'relative' && minutes < 60) return `${minutes} min ago`;
  if (as === 'relative' && minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const date = new Date(time);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${date.getDate()} ${MONTHS[date.getMonth()] ?? ''}, ${pad(date.getHours())}:${pad(date.getMinutes())}`;
}
