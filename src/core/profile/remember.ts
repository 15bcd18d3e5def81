/**
 * A pure function of one or two immutable things that is computed once for each. What is remembered lives as long as
 * the things themselves do: several metrics ask the same of the same two profiles, one after the other.
 */
export function remember<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = { value: compute(key) };
      known.set(key, found);
    }
    return found.value;
  };
}

/** The same for a function of two things. */
export function rememberPair<A extends object, B extends object, Value>(
  compute: (a: A, b: B) => Value,
): (a: A, b: B) => Value {
  const ofFirst = remember((a: A) => remember((b: B) => compute(a, b)));
  return (a, b) => ofFirst(a)(b);
}

/** The same with an option, which is told apart by its text. */
export function rememberPairWith<A extends object, B extends object, Option, Value>(
  compute: (a: A, b: B, option: Option) => Value,
): (a: A, b: B, option: Option) => Value {
  const ofPair = rememberPair((_a: A, _b: B) => new Map<string, Value>());
  return (a, b, option) => {
    const known = ofPair(a, b);
    const name = option === null ? '' : JSON.stringify(option);
    if (!known.has(name)) known.set(name, compute(a, b, option));
    return known.get(name) as Value;
  };
}
