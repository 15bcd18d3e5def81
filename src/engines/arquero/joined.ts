/** Typed arrays one after the other in one that `make` makes. */
export function joined<Values extends Float64Array | Uint8Array | Int8Array>(
  parts: readonly Values[],
  make: (length: number) => Values,
): Values {
  const all = make(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
