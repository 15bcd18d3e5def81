/** Numbers from here on have no place in a table of codes. */
const SMALL: f64 = 64;

/** Scores this near to 0 and 1 are taken for this: scikit-learn's float64 epsilon. */
const NEAREST: f64 = f64.EPSILON;

/** Writes the codes of `count` numbers as `table` has them for 0, 1, 2, … 63: NaN for NaN, -1 for any other number. */
export function codesOf(values: usize, count: u32, table: usize, out: usize): void {
  const end = values + (count << 3);
  for (let at = values, to = out; at < end; at += 8, to += 8) {
    const x = load<f64>(at);
    let code: f64 = x === x ? -1 : NaN;
    if (x >= 0 && x < SMALL) {
      const place = x as i32;
      if ((place as f64) === x) code = load<f64>(table + (place << 3));
    }
    store<f64>(to, code);
  }
}

/**
 * Sets the labels of `count` rows (positions of classes) against what was said of them: the position in `predictions`, NaN for
 * nothing and -1 for another class; or, where `threshold` is a number, `positive` where the score reaches it and else `negative`.
 * Rows without a label (NaN, -1) are left out. `confusion`: doubles that count rows by label and, `width` for each label, by what
 * was said, another class in the last; it is added to. Where there is a score it goes to `positives` or `negatives` by the label,
 * and the log loss and the squared error of the row to `losses` and `squares`. `told`: rows with a label, those of `positives`,
 * those of `negatives`.
 */
export function judgeBinary(
  labels: usize,
  predictions: usize,
  scores: usize,
  count: u32,
  positive: f64,
  negative: f64,
  threshold: f64,
  width: u32,
  confusion: usize,
  positives: usize,
  negatives: usize,
  losses: usize,
  squares: usize,
  told: usize,
): void {
  const byScore = threshold === threshold;
  let rows: u32 = 0;
  let yes = positives;
  let no = negatives;
  let loss = losses;
  let square = squares;
  for (let i: usize = 0, end = (count as usize) << 3; i < end; i += 8) {
    const label = load<f64>(labels + i);
    if (!(label >= 0)) continue;
    rows++;
    const score = load<f64>(scores + i);
    const scored = score - score === 0;
    let said = load<f64>(predictions + i);
    if (byScore) said = scored ? (score >= threshold ? positive : negative) : NaN;
    if (said === said) {
      const column = said < 0 ? width - 1 : (said as u32);
      const at = confusion + (((label as u32) * width + column) << 3);
      store<f64>(at, load<f64>(at) + 1);
    }
    if (!scored) continue;
    const clipped = min(max(score, NEAREST), 1 - NEAREST);
    if (label === positive) {
      store<f64>(yes, score);
      yes += 8;
      store<f64>(loss, -Math.log(clipped));
      store<f64>(square, (1 - score) * (1 - score));
    } else {
      store<f64>(no, score);
      no += 8;
      store<f64>(loss, -Math.log1p(-clipped));
      store<f64>(square, score * score);
    }
    loss += 8;
    square += 8;
  }
  store<u32>(told, rows);
  store<u32>(told, ((yes - positives) >>> 3) as u32, 4);
  store<u32>(told, ((no - negatives) >>> 3) as u32, 8);
}
