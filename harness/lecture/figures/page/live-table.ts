import { html } from './elements.ts';

/** A cell, or a cell that is marked: in words already, the colour only repeats it. */
export type Cell = string | { text: string; bad: boolean };

/** A table whose rows change: the text of a drawing. Its first column names the row. It stays in place, and its focus too. */
export class LiveTable {
  readonly element: HTMLElement;
  readonly #body = html('tbody');
  readonly #head = html('tr');
  readonly #caption = html('caption');

  constructor(caption: string, columns: readonly string[]) {
    this.element = html(
      'div',
      { class: 'table fig-table', tabindex: 0, role: 'group', 'aria-label': caption },
      html('table', {}, this.#caption, html('thead', {}, this.#head), this.#body),
    );
    this.caption(caption);
    this.#head.replaceChildren(...columns.map((name) => html('th', { scope: 'col' }, name)));
  }

  caption(text: string): void {
    this.#caption.textContent = text;
  }

  /** `current` is the row that is looked at. */
  rows(rows: readonly (readonly Cell[])[], current = -1): void {
    this.#body.replaceChildren(
      ...rows.map((cells, at) =>
        html('tr', { 'aria-current': at === current ? 'step' : undefined }, ...cells.map(cellElement)),
      ),
    );
  }
}

function cellElement(cell: Cell, column: number): HTMLElement {
  const { text, bad } = typeof cell === 'string' ? { text: cell, bad: false } : cell;
  const mark = bad ? 'fig-bad' : undefined;
  return column === 0 ? html('th', { scope: 'row', class: mark }, text) : html('td', { class: mark }, text);
}
