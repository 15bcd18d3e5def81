const DAY = 86_400_000;

/** Clocks are changed at full quarters of an hour (before 1972 not all were). */
const SLOT = 900_000;

/** How far zones are ahead of UTC. What was asked of the runtime is kept: it takes its time to answer. */
export class TimeZones {
  readonly #zones = new Map<string, (instant: number) => number>();

  /**
   * How far a zone is ahead of UTC at a local time, ms; null where there is no such zone. As DuckDB has it, a local time that comes
   * twice is the later one, and one that is left out is counted from the offset before.
   */
  aheadOf(zone: string, local: number): number | null {
    if (zone === 'Z') return 0;
    const numeric = /^([+-])(\d{2}):?(\d{2})?:?(\d{2})?$/.exec(zone);
    if (numeric !== null) {
      const [, sign, hours, minutes = '0', seconds = '0'] = numeric;
      const length = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
      return sign === '-' ? -length : length;
    }
    const name = zone.trim();
    // As Python names them: UTC+05:30.
    if (/^UTC[+-]\d{2}:\d{2}$/.test(name)) return this.aheadOf(name.slice(3), local);
    const hours = /^UTC([+-]\d{1,2})$/.exec(name);
    if (hours !== null) return Math.abs(Number(hours[1])) > 14 ? null : Number(hours[1]) * 3_600_000;
    if (/^(UTC|GMT)$/i.test(name)) return 0;
    const aheadAt = this.#zone(name);
    if (aheadAt === null) return null;
    const [before, after] = [aheadAt(local - DAY), aheadAt(local + DAY)];
    if (before === after) return before;
    const [isBefore, isAfter] = [aheadAt(local - before) === before, aheadAt(local - after) === after];
    if (isBefore !== isAfter) return isBefore ? before : after;
    return Math.min(before, after);
  }

  /** The zone's offsets by instant; null where the runtime knows none of this name (IANA). */
  #zone(name: string): ((instant: number) => number) | null {
    const known = this.#zones.get(name);
    if (known !== undefined) return known;
    let format: Intl.DateTimeFormat;
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      return null;
    }
    const offsets = new Map<number, number>();
    const aheadAt = (instant: number): number => {
      const slot = Math.floor(instant / SLOT);
      const found = offsets.get(slot) ?? aheadIn(format, slot * SLOT);
      offsets.set(slot, found);
      return found;
    };
    this.#zones.set(name, aheadAt);
    return aheadAt;
  }
}

function aheadIn(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - instant;
}
