import { escapeMarkup } from '../../reports/markup.ts';
import { harmlessLine } from '../../reports/text.ts';
import type { SessionChanges } from '../changes/changes.ts';
import { changesLine, checkText, sidesText } from '../changes/render-changes.ts';
import { whenText } from '../words.ts';

/** What the newest session changed; earlier ones are in changes.md. Nothing where nothing was graded twice. */
export function changesSection([newest, ...earlier]: readonly SessionChanges[]): string {
  if (!newest) return '';
  const items = newest.changes.map((change) => {
    const { because, checks, exercise, student, way } = change;
    const name = `<strong>${escapeMarkup(harmlessLine(student))}</strong> ${escapeMarkup(exercise)}`;
    const why = because.map(({ says }) => escapeMarkup(says)).join(' and ');
    const inner = checks.map((check) => `<li>${escapeMarkup(checkText(check))}</li>`).join('');
    const list = inner === '' ? '' : `<ul>${inner}</ul>`;
    return `<li class="${way}">${name}: ${escapeMarkup(sidesText(change))}, because ${why}${list}</li>`;
  });
  const list = items.length > 0 ? `<ul>${items.join('')}</ul>` : '';
  const more = earlier.length > 0 ? ', with the earlier ones' : '';
  return `<section id="changes" class="card"><h2>What the last regrade changed</h2><p>${escapeMarkup(whenText(newest.at))}: ${escapeMarkup(changesLine(newest))}.</p>${list}<p>The same as text and data${more}: <a href="./changes.md">changes.md</a>, <a href="./changes.json">changes.json</a>.</p></section>\n`;
}
