/** Why a row of a text table could not be split into its columns. */
export function fieldCountWords(expected: number, found: number): string {
  return `${expected} fields expected, ${found} found`;
}

/** DuckDB's reason why a row could not be read, in our words where we know it. */
export function brokenRowWords(message: string): string {
  const [first = ''] = message.split('\n');
  const counts = /^Expected Number of Columns: (\d+) Found: (\d+)/.exec(first);
  return counts === null ? first : fieldCountWords(Number(counts[1]), Number(counts[2]));
}
