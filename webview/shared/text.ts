import * as z from 'zod/mini';

// A page under a policy without evaluation: the library would else try whether it may compile its checks.
z.config({ jitless: true });

/** Longer texts are no sentence of ours, and would stop the page. */
const MOST_TEXT = 100_000;
/** More entries than a page could show or a report could have. */
const MOST_ENTRIES = 200_000;

/** A text of a message. */
export const text = z.string().check(z.maxLength(MOST_TEXT));

/** A list of texts, looked through in one go: a wide view has hundreds of thousands. */
export const texts = z.custom<string[]>(areTexts);

/** Rows of texts. */
export const textRows = z.custom<string[][]>((value) => isList(value) && value.every(areTexts));

/** A list of whole numbers. */
export const wholes = z.custom<number[]>((value) => isList(value) && value.every(Number.isSafeInteger));

/** A list of texts, some of which may be none. */
export const textsOrNull = z.custom<(string | null)[]>(
  (value) => isList(value) && areTexts(value.filter((one) => one !== null)),
);

function areTexts(value: unknown): boolean {
  return isList(value) && value.every((one) => typeof one === 'string' && one.length <= MOST_TEXT);
}

/** Whether it is a list, and not longer than any of ours. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MOST_ENTRIES;
}

/** A list of a message. */
export function list<T>(of: z.ZodMiniType<T>): z.ZodMiniType<T[]> {
  return z.array(of).check(z.maxLength(MOST_ENTRIES));
}
