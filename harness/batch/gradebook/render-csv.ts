import { harmlessLine } from '../../reports/text.ts';
import type { Gradebook } from './gradebook.ts';

const columns = ['student', 'exercise', 'status', 'points', 'possible', 'awaiting', 'reason', 'evidence', 'commit'];

/** RFC 4180, a line for each row. No cell of a student's is taken for a formula by a spreadsheet. */
export function renderCsv({ rows }: Gradebook): string {
  const body = rows.map(({ commit = '', evidence = '', exercise, points, reason = '', status, student }) => {
    const numbers = points ? [points.earned, points.possible, points.awaiting ?? 0] : ['', '', ''];
    return [cell(student), cell(exercise), status, ...numbers, cell(reason), cell(evidence), cell(commit)].join(',');
  });
  return [columns.join(','), ...body].map((line) => `${line}\r\n`).join('');
}

/** What a spreadsheet would compute gets an apostrophe in front, after which it is text. */
function cell(given: string): string {
  const text = harmlessLine(given);
  const safe = /^(\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/.test(text) ? `'${text}` : text;
  return safe === '' ? '' : `"${safe.replaceAll('"', '""')}"`;
}
