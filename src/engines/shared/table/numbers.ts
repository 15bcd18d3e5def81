const NUMBER = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;
const WHOLE = /^[+-]?\d{1,15}$/;
const LONG = /^([+-]?\d+)(?:\.0*)?$/;

const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** A text as a double, read as DuckDB casts it; null where it is none. */
export function parseDouble(text: string): number | null {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return Number(trimmed.replaceAll('_', ''));
  const special = SPECIAL.exec(trimmed);
  if (special === null) return null;
  if (special[2]?.toLowerCase() === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}

/** A text as a whole number of 64 bits; null where it is none, also where it has a fraction. */
export function parseWhole(text: string): number | bigint | null {
  const trimmed = text.trim();
  if (WHOLE.test(trimmed)) return Number(trimmed) + 0;
  const value = parseDouble(trimmed);
  if (value === null || !Number.isInteger(value)) return null;
  const digits = LONG.exec(trimmed.replaceAll('_', ''))?.[1];
  const exact = digits === undefined ? BigInt(value) : BigInt(digits.replace('+', ''));
  if (exact > LARGEST || exact < SMALLEST) return null;
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

/** A text as a truth value, read as DuckDB casts it; null where it is none. */
export function parseBoolean(text: string): boolean | null {
  switch (text.toLowerCase()) {
    case 'true':
    case 't':
    case 'yes':
    case 'y':
    case '1':
      return true;
    case 'false':
    case 'f':
    case 'no':
    case 'n':
    case '0':
      return false;
    default:
      return null;
  }
}

/** A double as DuckDB writes it: the shortest digits that read back as it, `1.0`, `1e-05`, `1e+16`. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  const minus = Object.is(value, -0) ? '-' : '';
  if (power < -4 || power >= 16) {
    return `${minus}${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  const plain = String(value);
  return `${minus}${plain}${plain.includes('.') ? '' : '.0'}`;
}
