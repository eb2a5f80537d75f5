import type { GradeReport, Points } from '../../grading/grade-report.ts';
import { checkNavigation, checkReasons, checkSection, definition, findingsSection } from '../html/check.ts';
import { renderPage } from '../html/page.ts';
import { escapeMarkup } from '../markup.ts';
import { scoreText } from '../score.ts';
import { harmlessLine } from '../text.ts';
import { feedbackStyle } from './style.ts';

/** What a student may see of one answer. */
export interface Feedback {
  student: string;
  /** Empty where no exercise could be told. */
  exercise: string;
  tone: 'good' | 'bad' | 'open';
  /** What became of it: a few words. */
  status: string;
  /** What that means, and what to do: a paragraph each. */
  says: readonly string[];
  /** Where every point is decided that is not a person's to give. */
  points?: Points;
  /** Of the repository that was graded. */
  commit?: string;
  /** Where there are checks to be told of. Logs and other evidence in it are not shown. */
  report?: Pick<GradeReport, 'exercise' | 'checks' | 'findings' | 'run'>;
}

/**
 * feedback.html: one page for one student, which can be handed on by itself: it links nothing, and names no other
 * student, no seed and no log. Directories of the machine are to be hidden in the report before (`hideDirectories`).
 */
export function renderFeedback(feedback: Feedback): string {
  const { exercise, report, says, status, student, tone } = feedback;
  const title = exercise === '' ? 'Feedback' : `Feedback: ${exercise}`;
  const checks = report?.checks ?? [];
  return renderPage({
    title: `${title} – ${harmlessLine(student)}`,
    style: feedbackStyle,
    body: `<header>
<h1>${escapeMarkup(title)}</h1>
${report ? `<p>${escapeMarkup(report.exercise.title)}</p>\n` : ''}<dl class="facts">${facts(feedback)}</dl>
<div class="status ${tone}"><p class="verdict">${escapeMarkup(status)}</p>${says.map((text) => `<p>${escapeMarkup(text)}</p>`).join('')}</div>
${checks.length > 0 ? `${checkNavigation(checks)}\n` : ''}</header>
<main>
${report ? findingsSection(report) : ''}${checks.map((check) => checkSection(check, checkReasons(check))).join('\n')}
</main>
<footer>
<p>${checks.length > 0 ? 'To see more of a check, grade your work yourself: each run shows what happened on every server, and the command <code>explain</code> says how to look.' : 'This page is made from the gradebook.'}</p>
</footer>
`,
  });
}

function facts({ commit, points, report, student }: Feedback): string {
  return [
    definition('student', harmlessLine(student)),
    definition('points', points && pointsText(points)),
    definition('graded', report?.run.startedAt.replace('T', ' ').replace(/:\d\d\.\d+Z$/, ' UTC')),
    definition('servers', report && `PostgreSQL ${report.run.engine.postgres}`),
    definition('commit', commit),
  ].join('');
}

/** What awaits a person stands apart: it is neither earned nor lost. */
function pointsText(points: Points): string {
  const { awaiting = 0 } = points;
  return awaiting === 0 ? scoreText(points) : `${scoreText(points)} points, which a person has yet to give`;
}
