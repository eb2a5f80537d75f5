import type { CheckReport, CheckVerdict, GradeReport } from '../../grading/grade-report.ts';
import { lectureFile } from '../check-lines.ts';
import { escapeMarkup } from '../markup.ts';
import { earnedText } from '../score.ts';
import { cut, harmlessLine } from '../text.ts';

/** How much of a text of a student's or a server's is shown. */
export const texts = { lines: 6, columns: 400 };

const marks: Record<CheckVerdict, string> = {
  passed: '✓',
  failed: '✗',
  skipped: '–',
  errored: '!',
  inconclusive: '?',
  awaiting: '…',
  reviewed: '✓',
};

export const checkWords: Record<CheckVerdict, string> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  errored: 'could not be graded, through no fault of yours',
  inconclusive: 'inconclusive',
  awaiting: 'awaiting a person',
  reviewed: 'by review',
};

/** A row of a `dl class="facts"`, or nothing for what is not known. */
export function definition(name: string, value: string | undefined): string {
  if (value === undefined) return '';
  return `<div><dt>${name}</dt><dd>${escapeMarkup(cut(value, texts))}</dd></div>`;
}

/** A link to each check's section. */
export function checkNavigation(checks: readonly CheckReport[]): string {
  return `<nav aria-label="Checks"><ul>${checks.map(navigationItem).join('')}</ul></nav>`;
}

function navigationItem(check: CheckReport): string {
  const { id } = check;
  const { verdict } = check.outcome;
  return `<li class="${verdict}"><a href="#${id}"><span aria-hidden="true">${marks[verdict]}</span> ${id}</a> ${earnedText(check)}<span class="hidden">, ${checkWords[verdict]}</span></li>`;
}

/** The section of a check: its name, points and title, and below them `inner`. */
export function checkSection(check: CheckReport, inner: string): string {
  const { id, outcome, title } = check;
  const { verdict } = outcome;
  const heading = `<h2><span class="sign" aria-hidden="true">${marks[verdict]}</span> ${id} <small>${earnedText(check)}, ${checkWords[verdict]}</small></h2>\n<p class="title">${escapeMarkup(title)}</p>`;
  return `<section class="check ${verdict}" id="${id}">\n${heading}\n${inner}\n</section>`;
}

/** What a person said of a check, why it was skipped, or what was wrong; nothing where it passed. */
export function checkReasons({ hint, lecture, outcome }: CheckReport): string {
  const { failure, reason, review, trouble } = outcome;
  if (review) return `<p>${escapeMarkup(cut(review.comment, texts))}</p>`;
  if (reason !== undefined) return `<p>${escapeMarkup(reason)}</p>`;
  if (trouble) return `<p>${escapeMarkup(cut(trouble.message, texts))} (${trouble.code})</p>`;
  if (!failure) return '';
  const rows = [
    definition('expected', failure.expected),
    definition('seen', failure.actual),
    definition('try', failure.hint ?? hint),
    definition('read', lectureFile(lecture)),
  ];
  const rationale = escapeMarkup(cut(failure.rationale, texts));
  return `<p class="rationale">${rationale}</p><dl class="facts">${rows.join('')}</dl>`;
}

/** Why a student's files could not be loaded; nothing where they could. */
export function findingsSection({ findings }: Pick<GradeReport, 'findings'>): string {
  if (findings.length === 0) return '';
  const items = findings.map(({ path, line, message }) => {
    const place = escapeMarkup(harmlessLine(path)) + (line === undefined ? '' : `:${line}`);
    return `<li><code>${place}</code> ${escapeMarkup(cut(message, texts))}</li>`;
  });
  return `<section class="check failed"><h2>Your files could not be loaded</h2><ul>${items.join('')}</ul><p>So no server was started, and nothing happened.</p></section>\n`;
}
