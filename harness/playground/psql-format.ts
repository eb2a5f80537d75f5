/** A column of a result, as `pg` describes it. */
export interface Column {
  name: string;
  dataTypeID: number;
}

/** An error or a notice of the server. */
export interface ServerMessage {
  severity?: string;
  code?: string;
  message?: string;
  detail?: string;
  hint?: string;
  /** Where in the statement, in characters from 1. */
  position?: string;
}

/** int2, int4, int8, oid, xid, cid, float4, float8, money, numeric, xid8: psql sets these to the right. */
const numeric = new Set([20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069]);

/** A result as psql prints it: a table for rows, and the command's tag for what changed something. */
export function formatResult(columns: readonly Column[], rows: readonly (string | null)[][], tag: string): string {
  if (columns.length === 0) return tag;
  const table = formatTable(columns, rows);
  return /^(INSERT|UPDATE|DELETE|MERGE)\b/.test(tag) ? `${table}\n${tag}` : table;
}

/** `ERROR:  …` with its detail and hint; the place of a mistake, where the statement is given. */
export function formatServerMessage(message: ServerMessage, statement?: string): string {
  const lines = [`${message.severity}:  ${message.message}`];
  if (statement !== undefined && message.position !== undefined)
    lines.push(...placeIn(statement, Number(message.position)));
  if (message.detail !== undefined) lines.push(`DETAIL:  ${message.detail}`);
  if (message.hint !== undefined) lines.push(`HINT:  ${message.hint}`);
  return lines.join('\n');
}

function formatTable(columns: readonly Column[], rows: readonly (string | null)[][]): string {
  const cells = rows.map((row) => row.map((cell) => (cell ?? '').split('\n')));
  const widths = columns.map(({ name }, at) => {
    return Math.max(name.length, ...cells.flatMap((row) => row[at]?.map((line) => line.length) ?? []));
  });
  const header = columns.map(({ name }, at) => ` ${centred(name, widths[at] as number)} `).join('|');
  const rule = widths.map((width) => '-'.repeat(width + 2)).join('+');
  const body = cells.flatMap((row) => formatRow(row, columns, widths));
  const count = `(${rows.length} row${rows.length === 1 ? '' : 's'})`;
  return [header, rule, ...body, count]
    .map((line) => line.trimEnd())
    .join('\n')
    .concat('\n');
}

/** A cell of several lines makes a row of several; `+` says that it goes on. */
function formatRow(row: readonly string[][], columns: readonly Column[], widths: readonly number[]): string[] {
  const height = Math.max(1, ...row.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    row
      .map((lines, at) => {
        const text = lines[line] ?? '';
        const width = widths[at] as number;
        const right = numeric.has(columns[at]?.dataTypeID ?? 0);
        const more = line + 1 < lines.length ? '+' : ' ';
        return ` ${right ? text.padStart(width) : text.padEnd(width)}${more}`;
      })
      .join('|'),
  );
}

function centred(text: string, width: number): string {
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}

function placeIn(statement: string, position: number): string[] {
  const before = statement.slice(0, position - 1);
  const number = before.split('\n').length;
  const column = before.length - (before.lastIndexOf('\n') + 1);
  const start = `LINE ${number}: `;
  return [`${start}${statement.split('\n')[number - 1]}`, `${' '.repeat(start.length + column)}^`];
}
