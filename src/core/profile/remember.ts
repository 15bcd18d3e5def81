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

/** The same for a function of two things and, where it has one, an option that is told apart by its text. */
export function rememberPair<A extends object, B extends object, Option, Value>(
  compute: (a: A, b: B, option: Option) => Value,
): (a: A, b: B, option: Option) => Value {
  const ofFirst = remember((_a: A) => new WeakMap<B, Map<string, Value>>());
  return (a, b, option) => {
    const ofSecond = ofFirst(a);
    const known = ofSecond.get(b) ?? new Map<string, Value>();
    ofSecond.set(b, known);
    const name = JSON.stringify(option ?? null);
    if (!known.has(name)) known.set(name, compute(a, b, option));
    return known.get(name) as Value;
  };
}
