/** Makes the heads of tables buttons that sort: numbers by value, words by the alphabet, empty cells last. */
export function sortTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) {
    const heads = [...table.querySelectorAll('th')];
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        sortRows(table, column, down ? -1 : 1);
      });
      head.replaceChildren(button);
    });
  }
}

function sortRows(table: HTMLTableElement, column: number, sign: number): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const keyOf = (row: HTMLTableRowElement): string => row.cells[column]?.dataset['key'] ?? '';
  const rows = [...body.rows].sort((a, b) => sign * compareKeys(keyOf(a), keyOf(b), sign));
  body.append(...rows);
}

/** Orders two keys; an empty one comes last in both directions. */
export function compareKeys(a: string, b: string, sign = 1): number {
  if (a === '' || b === '') return a === b ? 0 : (a === '' ? 1 : -1) * sign;
  const [x, y] = [Number(a), Number(b)];
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
}
