/** Makes the headings of tables buttons that sort. Without it the tables stand as they are, by name. No less-than sign or ampersand: the page is XML as well. */
for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) {
  for (const head of table.querySelectorAll<HTMLTableCellElement>('thead th')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sortBy(table, head));
    head.append(button);
  }
}

function sortBy(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const down = head.getAttribute('aria-sort') === 'ascending';
  for (const other of table.querySelectorAll('thead th')) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const body = table.tBodies[0] as HTMLTableSectionElement;
  const rows = [...body.rows].sort((a, b) => compare(keyOf(a, head), keyOf(b, head)) * (down ? -1 : 1));
  body.append(...rows);
}

function keyOf(row: HTMLTableRowElement, { cellIndex }: HTMLTableCellElement): string {
  const cell = row.cells[cellIndex];
  return cell?.dataset.key ?? cell?.textContent ?? '';
}

/** Numbers by their size, words by the alphabet; what has no number comes before the smallest. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, undefined, { numeric: true });
}
