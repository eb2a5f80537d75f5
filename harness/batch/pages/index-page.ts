import { definition } from '../../reports/html/check.ts';
import { renderPage } from '../../reports/html/page.ts';
import { escapeMarkup } from '../../reports/markup.ts';
import type { SessionChanges } from '../changes/changes.ts';
import type { Gradebook } from '../gradebook/gradebook.ts';
import { awaitingText, statusCounts, whenText } from '../words.ts';
import { changesSection } from './changes-section.ts';
import { exerciseSection } from './exercise-section.ts';
import { indexStyle } from './index-style.ts';
import { sortScript } from './sort-script.ts';
import { statisticsOf } from './statistics.ts';
import { studentsSection, undecidedSection } from './students-section.ts';

/**
 * index.html, for who runs the batch: every student's points with links, what needs a person, how points are
 * distributed, how each check did, and what the last regrade changed. It opens from a file and needs no network; its
 * script sorts the table, and nothing is lost without it. `at`: ISO 8601, when the last line of the journal was written.
 */
export function renderIndex(gradebook: Gradebook, at: string, changes: readonly SessionChanges[]): string {
  const { rows } = gradebook;
  const statistics = statisticsOf(rows);
  const [only, ...others] = statistics.map(({ exercise }) => exercise);
  const title =
    only === undefined ? 'Gradebook' : `Gradebook: ${others.length === 0 ? only : `${others.length + 1} exercises`}`;
  const students = new Set(rows.map(({ student }) => student)).size;
  return renderPage({
    title,
    style: indexStyle,
    script: students > 1 ? sortScript() : undefined,
    body: `<header>
<h1>${escapeMarkup(title)}</h1>
<dl class="facts">${[
      definition('as of', whenText(at)),
      definition('students', String(students)),
      definition('answers', rows.length === 0 ? 'none' : statusCounts(gradebook)),
      definition('awaiting', awaitingText(gradebook)),
    ].join('')}</dl>
<nav aria-label="Parts"><ul>${partsOf(
      statistics.map(({ exercise }) => exercise),
      changes.length > 0,
    )}</ul></nav>
</header>
<main>
${[undecidedSection(rows), studentsSection(rows), ...statistics.map(exerciseSection), changesSection(changes)].join('')}</main>
<footer>
<p>Made from <code>journal.jsonl</code> beside this page, as <a href="./gradebook.csv">gradebook.csv</a> and <a href="./gradebook.json">gradebook.json</a> are. It holds the grades of all: hand on the feedback pages, not this one.</p>
</footer>
`,
  });
}

function partsOf(exercises: readonly string[], changed: boolean): string {
  const parts = [['students', 'Students'], ...exercises.map((name) => [`of-${name}`, name])];
  if (changed) parts.push(['changes', 'Changes']);
  return parts
    .map(([id = '', text = '']) => `<li><a href="#${escapeMarkup(id)}">${escapeMarkup(text)}</a></li>`)
    .join('');
}
