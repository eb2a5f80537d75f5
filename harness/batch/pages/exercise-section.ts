import { escapeMarkup } from '../../reports/markup.ts';
import { cut } from '../../reports/text.ts';
import { counted } from '../words.ts';
import { type CheckStatistics, type ExerciseStatistics, enoughAnswers } from './statistics.ts';

const texts = { lines: 3, columns: 300 };
/** Of a bar, in user units. */
const full = 200;

/** How the points of one exercise are distributed, and how each of its checks did. */
export function exerciseSection(statistics: ExerciseStatistics): string {
  const { exercise } = statistics;
  const name = escapeMarkup(exercise);
  return `<section id="of-${name}" class="card"><h2>${name}</h2><div class="parts"><div>${distribution(statistics)}</div><div>${checksTable(statistics)}</div></div></section>\n`;
}

/** A bar for each band. The counts stand beside the bars, so nothing is told by the picture alone. */
function distribution({ awaiting, bands, decided, mean = 0, median = 0 }: ExerciseStatistics): string {
  if (decided === 0) return '<p>No answer has all its points decided yet.</p>';
  const most = Math.max(...bands.map(({ count }) => count));
  const rows = bands.map(
    ({ count, label }) =>
      `<tr><th scope="row">${label}</th><td>${count}</td><td>${bar(count / most, 'share')}</td></tr>`,
  );
  const apart = awaiting > 0 ? ` ${counted(awaiting, 'point')} await a person and are not counted.` : '';
  return `<h3>Distribution</h3><p>${counted(decided, 'answer')} with points: mean ${percent(mean)}, median ${percent(median)} of what is decided.${apart}</p><table class="bars"><caption>How many answers have how much of their points</caption><thead><tr><th scope="col">share</th><th scope="col">answers</th><th scope="col"><span class="hidden">as a bar</span></th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function checksTable({ checks, exercise, unloadable }: ExerciseStatistics): string {
  if (checks.length === 0) return '';
  const suspicious = checks.filter(({ suspicion }) => suspicion !== undefined);
  const items = suspicious.map(
    ({ id, suspicion = '' }) => `<li><strong>${escapeMarkup(id)}</strong>: ${suspicion}</li>`,
  );
  const note =
    items.length > 0
      ? `<div class="suspicious"><p>Checks to look at, for all of at least ${enoughAnswers} answers came to the same:</p><ul>${items.join('')}</ul></div>`
      : '';
  const left = unloadable > 0 ? ` ${counted(unloadable, 'answer')} could not be loaded, and count in no rate.` : '';
  const heads = ['check', 'points', 'passed', 'commonest failure']
    .map((text) => `<th scope="col">${text}</th>`)
    .join('');
  return `<h3>Checks</h3>${note}<div class="scroll" role="region" aria-label="Checks of ${escapeMarkup(exercise)}" tabindex="0"><table class="checks"><caption>Answers that passed a check, of those that came to it.${left}</caption><thead><tr>${heads}</tr></thead><tbody>\n${checks.map(checkRow).join('\n')}\n</tbody></table></div>`;
}

function checkRow({ commonest, failed, id, marked, passed, points, skipped }: CheckStatistics): string {
  const judged = passed + failed;
  const rate = judged > 0 ? `${passed} of ${judged} (${percent(passed / judged)}) ${bar(passed / judged, 'rate')}` : '';
  const aside = [
    ...(skipped > 0 ? [`${skipped} not reached`] : []),
    ...(marked > 0 ? [`${marked} marked by a person, or awaiting one`] : []),
  ];
  const small = aside.length > 0 ? `<small>${aside.join(', ')}</small>` : '';
  const says = commonest ? `${commonest.count} of ${failed}: ${escapeMarkup(cut(commonest.says, texts))}` : '';
  return `<tr><th scope="row">${escapeMarkup(id)}</th><td>${points}</td><td>${rate}${small}</td><td>${says}</td></tr>`;
}

function bar(share: number, kind: 'share' | 'rate'): string {
  const width = Math.round(share * full);
  return `<svg class="bar ${kind}" viewBox="0 0 ${full} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="room" width="${full}" height="10"/><rect class="value" width="${width}" height="10"/></svg>`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
