import { escapeMarkup } from '../../reports/markup.ts';
import { cut, harmlessLine } from '../../reports/text.ts';
import type { GradebookRow, RowStatus } from '../gradebook/gradebook.ts';
import { feedbackPath, linkTo } from './links.ts';

const texts = { lines: 3, columns: 300 };

/** What has no points yet and needs a person, with the reason; nothing where there is nothing. */
export function undecidedSection(rows: readonly GradebookRow[]): string {
  const open = rows.filter(({ points, status }) => points === undefined && status !== 'waiting');
  if (open.length === 0) return '';
  const items = open.map(({ exercise, reason = '', status, student }) => {
    const name = `<strong>${nameOf(student)}</strong>${exercise === '' ? '' : ` ${escapeMarkup(exercise)}`}`;
    return `<li>${name}: ${status}. ${escapeMarkup(cut(reason, texts))}</li>`;
  });
  return `<section id="undecided" class="card warn"><h2>Without points, and not by a fault of theirs</h2><ul>${items.join('')}</ul></section>\n`;
}

/** A row for each student, a column for each exercise. */
export function studentsSection(rows: readonly GradebookRow[]): string {
  if (rows.length === 0) return '<section id="students"><h2>Students</h2><p>Nothing was handed in.</p></section>\n';
  const exercises = [...new Set(rows.map(({ exercise }) => exercise))].filter((name) => name !== '').sort();
  // What is of no exercise was handed in for all: an archive that cannot be opened, a name that cannot be used.
  const columns = [...exercises, ...(rows.some(({ exercise }) => exercise === '') ? [''] : [])];
  const summed = exercises.length > 1;
  const heads = ['student', ...columns.map((name) => name || 'as a whole'), ...(summed ? ['sum'] : [])];
  const body = [...Map.groupBy(rows, ({ student }) => student)].map(([student, own]) => {
    const cells = columns.map((name) => cellOf(own.find(({ exercise }) => exercise === name)));
    return `<tr><th scope="row">${nameOf(student)}</th>${cells.join('')}${summed ? sumOf(own) : ''}</tr>`;
  });
  const head = heads.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`).join('');
  return `<section id="students"><h2>Students</h2><div class="scroll" role="region" aria-label="Points of all students" tabindex="0"><table class="sortable"><caption>Points of what is decided. What awaits a person is neither earned nor lost, and stands apart.</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table></div></section>\n`;
}

function nameOf(student: string): string {
  return escapeMarkup(harmlessLine(student));
}

const marks: Record<RowStatus, [mark: string, tone: 'good' | 'bad' | 'open']> = {
  passed: ['✓', 'good'],
  failed: ['✗', 'bad'],
  invalid: ['✗', 'bad'],
  incomplete: ['?', 'open'],
  errored: ['!', 'open'],
  'left-out': ['–', 'open'],
  waiting: ['…', 'open'],
};

/** The key sorts: by points, and before the smallest what has none. */
function cellOf(row: GradebookRow | undefined): string {
  if (!row) return '<td data-key=""><span class="none">–<span class="hidden"> nothing handed in</span></span></td>';
  const { commit, points, reason, status } = row;
  const [mark, tone] = marks[status];
  const sum = points && points.possible > 0 ? `<strong>${points.earned}/${points.possible}</strong> ` : '';
  const awaiting = points?.awaiting ? `<small class="apart">+ ${points.awaiting} awaiting a person</small>` : '';
  const why = reason === undefined ? '' : `<small>${escapeMarkup(cut(reason, texts))}</small>`;
  const version = commit ? `<small>commit ${escapeMarkup(commit.slice(0, 12))}</small>` : '';
  const key = points ? Math.round(points.earned * 100) : '';
  return `<td data-key="${key}"><span class="points">${sum}<span class="state ${tone}"><span aria-hidden="true">${mark}</span> ${status}</span></span>${linksOf(row)}${awaiting}${why}${version}</td>`;
}

function linksOf(row: GradebookRow): string {
  const of = `<span class="hidden"> of ${nameOf(row.student)} ${escapeMarkup(row.exercise)}</span>`;
  const link = (text: string, path: readonly string[]) => `<a href="${escapeMarkup(linkTo(...path))}">${text}${of}</a>`;
  const evidence = row.evidence?.split('/');
  const feedback = feedbackPath(row);
  const links = [
    ...(feedback ? [link('feedback', feedback)] : []),
    ...(evidence
      ? [link('report', [...evidence, 'report.json']), link('timeline', [...evidence, 'timeline.html'])]
      : []),
  ];
  return links.length === 0 ? '' : `<span class="links">${links.join(' ')}</span>`;
}

function sumOf(rows: readonly GradebookRow[]): string {
  const total = (of: 'earned' | 'possible' | 'awaiting') =>
    rows.reduce((sum, { points }) => sum + (points?.[of] ?? 0), 0);
  const open = rows.filter(({ points }) => points === undefined).length;
  const awaiting = total('awaiting') > 0 ? `<small class="apart">+ ${total('awaiting')} awaiting a person</small>` : '';
  const undecided = open > 0 ? `<small>without ${open} that ${open === 1 ? 'has' : 'have'} no points yet</small>` : '';
  return `<td data-key="${Math.round(total('earned') * 100)}"><strong>${total('earned')}/${total('possible')}</strong>${awaiting}${undecided}</td>`;
}
