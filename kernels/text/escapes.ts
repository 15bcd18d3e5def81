import { BACKSLASH, QUOTE, SLASH, ZERO } from './bytes';

/** Where the character ends that was written last. */
export let escaped: usize = 0;

/**
 * Reads an escape of JSON behind its backslash and writes the character in UTF-8 to `out`. Gives where the escape ends; 0 where it is none, or
 * stands for nothing, or for half a character.
 */
export function readEscape(at: usize, out: usize): usize {
  const letter = load<u8>(at);
  if (letter === 0x75) {
    let code = fourDigits(at + 1);
    if (code === 0 || code > 0xffff) return 0;
    let behind = at + 5;
    if (code >= 0xdc00 && code < 0xe000) return 0;
    if (code >= 0xd800 && code < 0xdc00) {
      if (load<u8>(behind) !== BACKSLASH || load<u8>(behind, 1) !== 0x75) return 0;
      const low = fourDigits(behind + 2);
      if (low < 0xdc00 || low >= 0xe000) return 0;
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      behind += 6;
    }
    escaped = writeCharacter(code, out);
    return behind;
  }
  const code = plainEscape(letter);
  if (code === 0) return 0;
  store<u8>(out, code as u8);
  escaped = out + 1;
  return at + 1;
}

function plainEscape(letter: u32): u32 {
  switch (letter) {
    case QUOTE:
    case SLASH:
    case BACKSLASH:
      return letter;
    case 0x62:
      return 8;
    case 0x66:
      return 12;
    case 0x6e:
      return 10;
    case 0x72:
      return 13;
    case 0x74:
      return 9;
    default:
      return 0;
  }
}

/** A number of four hexadecimal digits; above 65 535 where there is none. */
function fourDigits(at: usize): u32 {
  let value: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const digit = hexDigit(load<u8>(at + i));
    if (digit > 15) return 0x10000;
    value = (value << 4) | digit;
  }
  return value;
}

/** The value of a hexadecimal digit; above 15 where it is none. */
export function hexDigit(byte: u32): u32 {
  const digit = byte - ZERO;
  if (digit <= 9) return digit;
  const letter = (byte | 32) - 97;
  return letter <= 5 ? letter + 10 : 16;
}

/** Gives where it ends. */
function writeCharacter(code: u32, out: usize): usize {
  if (code < 0x80) {
    store<u8>(out, code as u8);
    return out + 1;
  }
  let at = out;
  if (code < 0x800) store<u8>(at++, (0xc0 | (code >> 6)) as u8);
  else {
    if (code < 0x10000) store<u8>(at++, (0xe0 | (code >> 12)) as u8);
    else {
      store<u8>(at++, (0xf0 | (code >> 18)) as u8);
      store<u8>(at++, (0x80 | ((code >> 12) & 0x3f)) as u8);
    }
    store<u8>(at++, (0x80 | ((code >> 6) & 0x3f)) as u8);
  }
  store<u8>(at, (0x80 | (code & 0x3f)) as u8);
  return at + 1;
}
