/** What a page says that is of another version than the extension. */
export const UPDATED = 'Tidemark was updated';

/** `This table is of the version before. Close it and open it again.` */
export function updatedWords(what: string): string {
  return `This ${what} is of the version before. Close it and open it again.`;
}
