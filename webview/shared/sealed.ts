/**
 * A message as it is sent. A page outlives the extension that made it (an update, a restored window): each message carries
 * the version of what both sides say, and one of another version is not read. So does what a page keeps of itself.
 */
export type Sealed<T> = T & { readonly protocol: number };

/** Adds the version to a message. */
export function sealed<T extends object>(message: T, protocol: number): Sealed<T> {
  return { ...message, protocol };
}

/** The parts of what was sent, none of which is trusted; or why it is no message: of another version, or no object. */
export type Unsealed =
  { readonly parts: Readonly<Record<string, unknown>> } | { readonly problem: 'version' | 'shape' };

/** Looks at the version of what was sent, which may be anything. */
export function unseal(raw: unknown, version: number): Unsealed {
  if (typeof raw !== 'object' || raw === null) return { problem: 'shape' };
  const { protocol, ...parts } = raw as Readonly<Record<string, unknown>>;
  if (protocol === version) return { parts };
  return { problem: typeof protocol === 'number' ? 'version' : 'shape' };
}

/** The parts of what was sent or kept; none where it is no message of this version. */
export function partsOf(raw: unknown, version: number): Readonly<Record<string, unknown>> {
  const unsealed = unseal(raw, version);
  return 'parts' in unsealed ? unsealed.parts : {};
}
