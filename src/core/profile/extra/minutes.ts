/**
 * The requests of each minute that has any: 24 bytes a minute, 12 MB for a year without a pause. Mergeable; the order
 * of merging makes no difference.
 */
export interface MinuteSeries {
  /** Minutes since the epoch, ascending. */
  readonly minutes: Int32Array;
  readonly requests: Uint32Array;
  /** Rows whose status is an error, of `withStatus` rows that have one. */
  readonly errors: Uint32Array;
  readonly withStatus: Uint32Array;
  /** The seconds of the minute that have rows, a bit for each: 0 to 29 and 30 to 59. */
  readonly firstHalf: Uint32Array;
  readonly secondHalf: Uint32Array;
  /** Every instant that has rows (ms since the epoch), ascending; null above the exact limit. */
  readonly instants: Float64Array | null;
}

/** The series of the union of disjoint sets of rows; null for none. */
export function mergeMinutes(parts: readonly MinuteSeries[]): MinuteSeries | null {
  let runs = [...parts];
  while (runs.length > 1) {
    const next: MinuteSeries[] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left, right] = [runs[i], runs[i + 1]];
      if (left !== undefined) next.push(right === undefined ? left : mergeTwo(left, right));
    }
    runs = next;
  }
  return runs[0] ?? null;
}

function mergeTwo(a: MinuteSeries, b: MinuteSeries): MinuteSeries {
  const room = a.minutes.length + b.minutes.length;
  const merged = {
    minutes: new Int32Array(room),
    requests: new Uint32Array(room),
    errors: new Uint32Array(room),
    withStatus: new Uint32Array(room),
    firstHalf: new Uint32Array(room),
    secondHalf: new Uint32Array(room),
  };
  let [i, j, n] = [0, 0, 0];
  while (i < a.minutes.length || j < b.minutes.length) {
    const left = a.minutes[i] ?? Infinity;
    const right = b.minutes[j] ?? Infinity;
    merged.minutes[n] = Math.min(left, right);
    for (const field of ['requests', 'errors', 'withStatus'] as const) {
      merged[field][n] =
        (left <= right ? (a[field][i] as number) : 0) + (right <= left ? (b[field][j] as number) : 0);
    }
    for (const field of ['firstHalf', 'secondHalf'] as const) {
      merged[field][n] =
        (left <= right ? (a[field][i] as number) : 0) | (right <= left ? (b[field][j] as number) : 0);
    }
    if (left <= right) i++;
    if (right <= left) j++;
    n++;
  }
  return {
    minutes: merged.minutes.slice(0, n),
    requests: merged.requests.slice(0, n),
    errors: merged.errors.slice(0, n),
    withStatus: merged.withStatus.slice(0, n),
    firstHalf: merged.firstHalf.slice(0, n),
    secondHalf: merged.secondHalf.slice(0, n),
    instants: a.instants === null || b.instants === null ? null : mergeDistinct(a.instants, b.instants),
  };
}

function mergeDistinct(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let [i, j, n] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const x = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    if (a[i] === x) i++;
    if (b[j] === x) j++;
    merged[n++] = x;
  }
  return merged.slice(0, n);
}
