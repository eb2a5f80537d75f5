import type { CheckReport, GradeReport } from '../grading/grade-report.ts';
import { earnedText, scoreText } from './score.ts';
import { renderCheck, renderFindings, renderFooter, shownChecks } from './terminal.ts';

/** Columns of what stands in code blocks: as wide as the page shows without scrolling. */
const width = 96;

/** UTF-16 units of one report's summary; GitHub takes 1 MiB from a step, which may grade several exercises. */
const sizeLimit = 60_000;

/**
 * The summary of a step, in GitHub's Markdown. Only our own words are Markdown: whatever may hold a student's text
 * stands in code blocks, whose fences are longer than any run of backticks inside. So nothing of theirs becomes a
 * link, a picture, HTML or a mention.
 */
export function renderStepSummary(report: GradeReport): string {
  const { checks, exercise, findings, points } = report;
  const options = { color: false, width };
  const head = [
    `## ${exercise.slug}: ${scoreText(points)}`,
    '',
    prose(exercise.title),
    '',
    '| | check | points | |',
    '|---|---|---:|---|',
    ...checks.map(rowOf),
    '',
  ];
  const shown = shownChecks(report).map((check, at, all) => detailsOf(check, all.slice(0, at)));
  const details = findings.length > 0 ? [block(renderFindings(report, options)), ...shown] : shown;
  return `${[...head, ...withinLimit(details), ...block(renderFooter(report, options))].join('\n')}\n`;
}

const marks: Record<CheckReport['outcome']['verdict'], string> = {
  passed: ':white_check_mark:',
  failed: ':x:',
  skipped: ':fast_forward:',
  errored: ':warning:',
  inconclusive: ':grey_question:',
  awaiting: ':hourglass:',
  reviewed: ':white_check_mark:',
};

const words: Record<CheckReport['outcome']['verdict'], string> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  errored: 'could not be graded, through no fault of yours',
  inconclusive: 'inconclusive, through no fault of yours',
  awaiting: 'awaiting a person',
  reviewed: 'by review',
};

function rowOf(check: CheckReport): string {
  const { id, title } = check;
  const { verdict } = check.outcome;
  return `| ${marks[verdict]} | **${id}** ${prose(title)} | ${earnedText(check)} | ${words[verdict]} |`;
}

/** What a terminal shows of a check that did not pass. */
function detailsOf(check: CheckReport, before: readonly CheckReport[]): string[] {
  if (check.outcome.verdict === 'passed' || check.outcome.verdict === 'awaiting') return [];
  const [, ...body] = renderCheck(check, { color: false, width, before });
  return body.length === 0 ? [] : [`### ${check.id}`, '', ...block(body.map((line) => line.replace(/^ {4}/, '')))];
}

/** Words of a manifest, which are ours, as they stand: their signs are no Markdown. Code in backticks stays code. */
function prose(text: string): string {
  const parts = text.split(/(`[^`]+`)/);
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return part.replaceAll('|', '\\|');
      return part.replace(/[\\`*_[\]<>|#~@&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    })
    .join('');
}

function block(lines: readonly string[]): string[] {
  const text = lines
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
    .toWellFormed();
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, text, fence, ''];
}

/** Whole parts only: a fence that is cut off would swallow what comes after it. */
function withinLimit(parts: readonly string[][]): string[] {
  const kept: string[] = [];
  let room = sizeLimit;
  let left = 0;
  for (const part of parts) {
    const size = part.join('\n').length;
    if (size > room) left += 1;
    else {
      room -= size;
      kept.push(...part);
    }
  }
  const checks = left === 1 ? 'check' : 'checks';
  return left === 0 ? kept : [...kept, `What became of ${left} more ${checks} is in the log of this step.`, ''];
}
