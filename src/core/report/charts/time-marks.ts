const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_MARKS = 9;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** An instant worth a label. */
export interface TimeMark {
  readonly time: number;
  readonly label: string;
}

/** Labels of a time axis: hours, days, months or years, as many as fit, the year said once each. */
export function timeMarks(start: number, end: number): TimeMark[] {
  const span = end - start;
  const hours = [1, 3, 6, 12].find((step) => span / (step * HOUR) <= MOST_MARKS);
  if (hours !== undefined) return every(hours * HOUR, start, end, (date) => `${pad(date.getUTCHours())}:00`);
  const days = [1, 2, 7, 14].find((step) => span / (step * DAY) <= MOST_MARKS);
  if (days !== undefined) {
    // Weeks begin on Monday; the epoch was a Thursday.
    const offset = days % 7 === 0 ? 4 * DAY : 0;
    return every(
      days * DAY,
      start,
      end,
      (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`,
      offset,
    );
  }
  const months = [1, 3, 6, 12, 24, 60].find((step) => span / (step * 30.4 * DAY) <= MOST_MARKS) ?? 120;
  return everyMonths(months, start, end);
}

function every(
  step: number,
  start: number,
  end: number,
  label: (date: Date) => string,
  offset = 0,
): TimeMark[] {
  const marks: TimeMark[] = [];
  for (let time = Math.ceil((start - offset) / step) * step + offset; time < end; time += step) {
    marks.push({ time, label: label(new Date(time)) });
  }
  return marks;
}

function everyMonths(step: number, start: number, end: number): TimeMark[] {
  const marks: TimeMark[] = [];
  const first = new Date(start);
  let month = Math.floor(first.getUTCMonth() / step) * step;
  let shown: number | null = null;
  for (; ; month += step) {
    const time = Date.UTC(first.getUTCFullYear(), month, 1);
    if (time >= end) return marks;
    if (time < start) continue;
    const date = new Date(time);
    const year = date.getUTCFullYear();
    const name = MONTHS[date.getUTCMonth()] ?? '';
    marks.push({ time, label: step >= 12 ? String(year) : year === shown ? name : `${name} ${year}` });
    shown = year;
  }
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
